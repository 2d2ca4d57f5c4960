"""Members who report in to the branch where they live (双报到): by consent, and only as long as it lasts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.party.contract.events import (
    MemberParticularsChanged,
    MemberReportedIn,
    MemberReportWithdrawn,
)
from backend.modules.party.contract.inputs import NewReport, ReportChange
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    AlreadyReportedIn,
    HomeRecorded,
    NotMember,
    ReportConsentMissing,
)
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer
from backend.modules.party.models.volunteering import ActivitySeat
from backend.modules.party.naming import covering_org, own_or_named
from backend.modules.party.particulars import said_particulars
from backend.modules.party.seating import count_seats, free_seats
from backend.modules.party.words import WithdrawalCause
from tenants.models import Membership
from tenants.scope import Scope, action


@action(PartyPermission.REPORT_IN)
async def report_in(scope: Scope, new: NewReport) -> PartyConsent:
    """Let a member be counted by the organisation that covers where they live, or by another that they name.

    Residents report for themselves. Raises NotFound, NotMember, ReportConsentMissing, CoverAbsent, AlreadyReportedIn,
    BadInput.
    """
    resident_id = own_or_named(scope, new.resident_id)
    resident = (await residents_by_id(scope, [resident_id])).get(resident_id)
    if resident is None or resident.community_id is None or resident.is_erased:
        raise NotFound(field=("input", "resident_id"))
    if not new.has_consented:
        raise ReportConsentMissing(field=("input", "has_consented"))
    if resident.party_status is not PartyStatus.PARTY_MEMBER:
        raise NotMember(field=("input", "resident_id"))
    organisation_id = await covering_org(scope, resident.community_id, new.organisation_id)
    report_id, particulars = new_id(), await said_particulars(scope, new)
    made: PartyConsent | None = await scope.session.scalar(
        insert(PartyConsent)
        .values(
            id=report_id,
            community_id=resident.community_id,
            resident_id=resident_id,
            organisation_id=organisation_id,
            stage=new.stage,
            shares_name=new.shares_name,
            given_by=scope.actor.name,
            consented_at=clock.now(),
            **await particulars.columns(scope, report_id),
        )
        .on_conflict_do_nothing()
        .returning(PartyConsent)
    )
    if made is None:
        raise AlreadyReportedIn
    scope.record("report_in", "PartyReport", made.id, community_id=made.community_id, shares_name=new.shares_name)
    scope.emit(MemberReportedIn(made.id, made.community_id))
    return made


@action(PartyPermission.REPORT_IN)
async def withdraw_report(scope: Scope, report_id: UUID) -> PartyConsent:
    """The member is counted no more, the name and what else was said are forgotten, and no transfer is asked for.

    Raises NotFound, also where it was withdrawn before.
    """
    consent = await scope.session.scalar(
        select(PartyConsent).where(PartyConsent.id == report_id, PartyConsent.withdrawn_at.is_(None)).with_for_update()
    )
    if consent is None:
        raise NotFound(field=("input", "report_id"))
    await _end(scope, consent, WithdrawalCause.BY_MEMBER)
    return consent


@action(PartyPermission.REPORT_IN)
async def complete_party_report(scope: Scope, change: ReportChange) -> PartyConsent:
    """Add the day of joining, or the home organisation where none is recorded: a transfer changes it afterwards.

    Raises NotFound, HomeRecorded, BadInput.
    """
    consent: PartyConsent | None = await scope.session.scalar(
        select(PartyConsent)
        .where(PartyConsent.id == change.report_id, PartyConsent.withdrawn_at.is_(None))
        .with_for_update()
    )
    if consent is None:
        raise NotFound(field=("input", "report_id"))
    particulars = await said_particulars(scope, change)
    if particulars.home.is_said and (consent.home_organisation_id or consent.home_sealed):
        raise HomeRecorded(field=("input", "home_name"))
    for name, value in (await particulars.columns(scope, consent.id)).items():
        if value is not None:
            setattr(consent, name, value)
    scope.record("complete_party_report", "PartyReport", consent.id, community_id=consent.community_id)
    scope.emit(MemberParticularsChanged(consent.id, consent.community_id))
    return consent


@action(PartyPermission.FOLLOW_MEMBERS)
async def end_reports(scope: Scope, resident_ids: Sequence[UUID], cause: WithdrawalCause) -> int:
    """End the reports of residents who have left or were erased; how many there were."""
    open_ones = await _open_reports(scope, resident_ids, lock=True)
    for consent in open_ones:
        await _end(scope, consent, cause)
    return len(open_ones)


@action(PartyPermission.FOLLOW_MEMBERS)
async def offer_report(scope: Scope, resident_ids: Sequence[UUID]) -> int:
    """Tell members who live here and have not reported in that they may; how many were told.

    Only those who stated it by consent, and each once: the inbox keeps what it was told.
    """
    residents = await residents_by_id(scope, resident_ids)
    reported = set(
        await scope.session.scalars(select(PartyConsent.resident_id).where(PartyConsent.resident_id.in_(resident_ids)))
    )
    found = [one for one in residents.values() if one.party_status is PartyStatus.PARTY_MEMBER]
    waiting = {one.id for one in found if one.id not in reported and not one.is_erased}
    accounts = await scope.session.execute(
        select(Membership.account_id, Membership.resident_id).where(
            Membership.operator_id == scope.operator_id,
            Membership.resident_id.in_(waiting),
            Membership.ended_at.is_(None),
        )
    )
    told = 0
    for account_id, resident_id in accounts:
        if resident_id is None:
            continue
        told += 1
        scope.emit(
            NotificationWanted(
                account_id=account_id, kind="PARTY_REPORT_OFFERED", object_type="Resident", object_id=resident_id
            )
        )
    return told


async def _end(scope: Scope, consent: PartyConsent, cause: WithdrawalCause) -> None:
    """What the consent allowed goes with it: requests that wait, and those that were decided."""
    consent.withdrawn_at, consent.withdrawn_because = clock.now(), cause
    consent.joined_on = consent.home_organisation_id = consent.home_sealed = None
    await scope.session.execute(delete(PartyTransfer).where(PartyTransfer.consent_id == consent.id))
    await free_seats(scope, ActivitySeat.consent_id == consent.id)
    scope.record("withdraw_report", "PartyReport", consent.id, community_id=consent.community_id, cause=cause)
    scope.emit(MemberReportWithdrawn(consent.id, consent.community_id))


async def _open_reports(scope: Scope, resident_ids: Sequence[UUID], *, lock: bool) -> Sequence[PartyConsent]:
    wanted = select(PartyConsent).where(PartyConsent.resident_id.in_(resident_ids), PartyConsent.withdrawn_at.is_(None))
    statement = wanted.order_by(PartyConsent.id).with_for_update() if lock else wanted
    found: Sequence[PartyConsent] = (await scope.session.scalars(statement)).all()
    return found


def _effects(reports: int, seats: int) -> list[CheckOutEffect]:
    counted = (("reports_to_end", reports), ("activity_seats_to_free", seats))
    return [CheckOutEffect(module="party", act=act, count=count) for act, count in counted if count]


async def _preview(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    reports = await _open_reports(scope, leaving.resident_ids, lock=False)
    return _effects(len(reports), await count_seats(scope, ActivitySeat.resident_id.in_(leaving.resident_ids)))


async def _apply(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    # Reports are locked before activities, as where a member signs up.
    reports = await _open_reports(scope, leaving.resident_ids, lock=True)
    seats = await free_seats(scope, ActivitySeat.resident_id.in_(leaving.resident_ids))
    for consent in reports:
        await _end(scope, consent, WithdrawalCause.LEFT)
    return _effects(len(reports), seats)


CheckOutHook("party", preview=_preview, apply=_apply)
