"""Moving a member's relation of organisation (组织关系转接): asked for, withdrawn, and what the decision changes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.party.contract.events import MemberParticularsChanged, TransferRequested, TransferWithdrawn
from backend.modules.party.contract.inputs import NewTransfer
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    RelationElsewhere,
    RelationHere,
    TransferClosed,
    TransferConsentMissing,
    TransferOpen,
)
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer
from backend.modules.party.naming import NamedOrg, lock_report_of, named_org, own_or_named
from backend.modules.party.particulars import opened_home
from backend.modules.party.sealing import home_context, other_context, reason_context
from backend.modules.party.words import TransferDirection, TransferState
from tenants.scope import Scope, action


@action(PartyPermission.REPORT_IN)
async def request_party_transfer(scope: Scope, new: NewTransfer) -> PartyTransfer:
    """Ask the organisation of a member's report to take in the relation of organisation, or to let it go.

    Residents ask for themselves, staff record what a member asks for. Raises NotFound, NotReportedIn, BadInput,
    TransferConsentMissing, RelationHere, RelationElsewhere, TransferOpen.
    """
    resident_id = own_or_named(scope, new.resident_id)
    # A withdrawal of the report waits behind this row, and then ends what was asked for.
    report = await lock_report_of(scope, resident_id)
    if not new.has_consented:
        raise TransferConsentMissing(field=("input", "has_consented"))
    other = await _other_side(scope, report, new)
    transfer_id, sealed = new_id(), None
    if other.name is not None:
        sealed = (await scope.key()).seal(other.name, other_context("party_transfers", transfer_id))
    made: PartyTransfer | None = await scope.session.scalar(
        insert(PartyTransfer)
        .values(
            id=transfer_id,
            community_id=report.community_id,
            consent_id=report.id,
            resident_id=resident_id,
            organisation_id=report.organisation_id,
            direction=new.direction,
            other_organisation_id=other.id,
            other_sealed=sealed,
            state=TransferState.REQUESTED,
            requested_by=scope.actor.name,
            requested_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(PartyTransfer)
    )
    if made is None:
        raise TransferOpen
    scope.record(
        "request_party_transfer", "PartyTransfer", made.id, community_id=made.community_id, direction=new.direction
    )
    scope.emit(TransferRequested(made.id, made.community_id))
    return made


async def _other_side(scope: Scope, report: PartyConsent, new: NewTransfer) -> NamedOrg:
    """Where the relation comes from, by the report unless it is said; or where it is to go."""
    is_here = report.home_organisation_id == report.organisation_id
    other = await named_org(scope, new.other_organisation_id, new.other_name, "other")
    if new.direction is TransferDirection.IN:
        if is_here:
            raise RelationHere
        if not other.is_said:
            other = NamedOrg(report.home_organisation_id, opened_home(await scope.key(), report))
    elif not is_here:
        raise RelationElsewhere
    if not other.is_said or other.id == report.organisation_id:
        raise BadInput(field=("input", "other_name"))
    return other


@action(PartyPermission.REPORT_IN)
async def withdraw_party_transfer(scope: Scope, transfer_id: UUID) -> PartyTransfer:
    """Ask for it no more, before it is decided. Raises NotFound, TransferClosed."""
    transfer = await _locked(scope, transfer_id)
    if transfer is None:
        raise NotFound(field=("input", "transfer_id"))
    if transfer.state is not TransferState.REQUESTED:
        raise TransferClosed
    transfer.state, transfer.decided_at = TransferState.WITHDRAWN, clock.now()
    scope.record("withdraw_party_transfer", "PartyTransfer", transfer_id, community_id=transfer.community_id)
    scope.emit(TransferWithdrawn(transfer_id, transfer.community_id))
    return transfer


async def _locked(scope: Scope, transfer_id: UUID) -> PartyTransfer | None:
    """A transfer and the report that it rests on, both locked, the report first as everywhere."""
    of_report = select(PartyTransfer.consent_id).where(PartyTransfer.id == transfer_id)
    consent_id = await scope.session.scalar(of_report)
    await scope.session.scalar(select(PartyConsent.id).where(PartyConsent.id == consent_id).with_for_update())
    found: PartyTransfer | None = await scope.session.scalar(
        select(PartyTransfer).where(PartyTransfer.id == transfer_id).with_for_update()
    )
    return found


@action(PartyPermission.FOLLOW_MEMBERS)
async def settle_transfer(scope: Scope, transfer_id: UUID, *, is_accepted: bool, reason: str | None) -> bool:
    """Write down what the organisation decided, and tell the member; False where it is asked for no more.

    Where it was accepted, the relation of organisation is from now on where it was to go.
    """
    transfer = await _locked(scope, transfer_id)
    if transfer is None or transfer.state is not TransferState.REQUESTED:
        return False
    transfer.state = TransferState.ACCEPTED if is_accepted else TransferState.REFUSED
    transfer.decided_at = clock.now()
    if is_accepted:
        await _move(scope, transfer)
    else:
        sealed_as = reason_context("party_transfers", transfer_id)
        transfer.reason_sealed = (await scope.key()).seal(reason or "", sealed_as)
    scope.record(
        "settle_transfer", "PartyTransfer", transfer_id, community_id=transfer.community_id, state=transfer.state
    )
    kind = "PARTY_TRANSFER_ACCEPTED" if is_accepted else "PARTY_TRANSFER_REFUSED"
    for account_id in (await resident_accounts_by_id(scope, [transfer.resident_id])).values():
        scope.emit(
            NotificationWanted(account_id=account_id, kind=kind, object_type="PartyTransfer", object_id=transfer_id)
        )
    return True


async def _move(scope: Scope, transfer: PartyTransfer) -> None:
    found = await scope.session.scalars(select(PartyConsent).where(PartyConsent.id == transfer.consent_id))
    report = found.one()
    report.home_organisation_id = report.home_sealed = None
    if transfer.direction is TransferDirection.IN:
        report.home_organisation_id = transfer.organisation_id
    elif transfer.other_sealed is None:
        report.home_organisation_id = transfer.other_organisation_id
    else:
        key = await scope.key()
        name = key.unseal(transfer.other_sealed, other_context("party_transfers", transfer.id))
        report.home_sealed = key.seal(name, home_context("party_consents", report.id))
    scope.emit(MemberParticularsChanged(report.id, report.community_id))
