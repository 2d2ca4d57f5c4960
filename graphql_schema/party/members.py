"""Members who report in, and the transfers they ask for, as they and the desk see it."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import members as actions
from backend.modules.party.actions import transfers
from backend.modules.party.contract.inputs import NewReport, NewTransfer, ReportChange
from backend.modules.party.queries import members as queries
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import column, given, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page

T = TypeVar("T", bound=Batched)
_WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class PartyReport(Batched, Node):
    """A member's consent to be counted by an organisation where they live (双报到)."""

    batch = staticmethod(queries.party_reports_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "To which.", to="PartyOrg")
    stage: words.MemberStage = column("Formal or on probation.")
    shares_name: bool = column("Whether the organisation is told the name as well.")
    consented_at: dt.datetime = column("When consent was given.")
    withdrawn_at: dt.datetime | None = column("When it ended, if it has.")
    withdrawn_because: words.WithdrawalCause | None = column("Why it ended.")
    joined_on: dt.date | None = column("When the member joined the Party; for the member alone.")
    home_organisation_id: strawberry.Private[UUID | None]
    home_organisation: PartyOrg | None = one(
        "home_organisation_id", party_orgs_by_id, "Which keeps the relation; for the member alone.", to="PartyOrg"
    )
    home_name: str | None = column("The same by name, where it is none of those here; for the member alone.")


@given
class ReportInInput(Creation):
    """A member who reports in."""

    resident_id: GlobalID | None = ref(
        "Who reports; residents leave it out and report for themselves.", "Resident", optional=True
    )
    stage: words.MemberStage = said("Formal or on probation.")
    has_consented: bool = said("Whether the member consents to be counted by the organisation.")
    shares_name: bool = said("Whether the member also consents that it is told the name.", default=False)
    organisation_id: GlobalID | None = ref(
        "To which; left out for the one that covers the community.", "PartyOrg", optional=True
    )
    joined_on: dt.date | None = said("When the member joined the Party.", default=None)
    home_organisation_id: GlobalID | None = ref(
        "Which organisation keeps the relation (组织关系), where it is one of those here.", "PartyOrg", optional=True
    )
    home_name: str | None = said("The same by name, up to 80 characters, where it is none of those.", default=None)


@given
class CompletePartyReportInput:
    """What is added to a report."""

    report_id: GlobalID = ref("The report.", "PartyReport")
    joined_on: dt.date | None = said("When the member joined the Party.", default=None)
    home_organisation_id: GlobalID | None = ref(
        "Which organisation keeps the relation, where none is recorded yet.", "PartyOrg", optional=True
    )
    home_name: str | None = said("The same by name, up to 80 characters.", default=None)


@given
class WithdrawReportInput:
    """A report that is to hold no more."""

    report_id: GlobalID = ref("The report.", "PartyReport")


@record
class PartyTransfer(Batched, Node):
    """A member asks that the relation of organisation (组织关系) be moved."""

    batch = staticmethod(queries.party_transfers_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Which decides.", to="PartyOrg")
    direction: words.TransferDirection = column("To it or away from it.")
    state: words.TransferState = column("Where it stands.")
    requested_at: dt.datetime = column("When it was asked for.")
    decided_at: dt.datetime | None = column("When it was decided or withdrawn, if it was.")
    other_organisation_id: strawberry.Private[UUID | None]
    other_organisation: PartyOrg | None = one(
        "other_organisation_id", party_orgs_by_id, "Where from, or where to; for the member alone.", to="PartyOrg"
    )
    other_name: str | None = column("The same by name, where it is none of those here; for the member alone.")
    reason: str | None = column("Why it was refused; for the member alone.")


@given
class RequestPartyTransferInput(Creation):
    """A relation of organisation that is to be moved."""

    resident_id: GlobalID | None = ref(
        "Who asks; residents leave it out and ask for themselves.", "Resident", optional=True
    )
    direction: words.TransferDirection = said("To the organisation of the report, or away from it.")
    has_consented: bool = said(
        "Whether the member consents that the organisation is told the name and both organisations."
    )
    other_organisation_id: GlobalID | None = ref(
        "Where from, or where to; left out where the report says where from.", "PartyOrg", optional=True
    )
    other_name: str | None = said("The same by name, up to 80 characters, where it is none of those.", default=None)


@given
class PartyTransferInput:
    """A transfer."""

    transfer_id: GlobalID = ref("The transfer.", "PartyTransfer")


@strawberry.type
class Query:
    """Reads of reports."""

    @reads(*_WHO, current_only="Whether only those that hold are wanted.", resident_id="Only those of this resident.")
    async def party_reports(
        self,
        info: Info,
        current_only: bool = False,
        resident_id: GlobalID | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[PartyReport]:
        """Members' reports that the caller may see, the newest first; residents see their own."""
        scope, of = await info.context.scope(), _resident(resident_id)
        wanted = page(first, after)
        found = await queries.list_party_reports(scope, wanted, current_only=current_only, resident_id=of)
        return Connection.of(PartyReport, found)

    @reads(*_WHO, resident_id="Only those of this resident.")
    async def party_transfers(
        self, info: Info, resident_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[PartyTransfer]:
        """Transfers that the caller may see, the newest first; residents see their own."""
        scope, of = await info.context.scope(), _resident(resident_id)
        found = await queries.list_party_transfers(scope, page(first, after), of)
        return Connection.of(PartyTransfer, found)


@strawberry.type
class Mutation:
    """Changes to reports."""

    @mutation(*_WHO)
    async def report_in(self, info: Info, input: ReportInInput) -> PartyReport:
        """Let a member be counted by the organisation that covers where they live."""
        made = await actions.report_in(await info.context.scope(), plain(input, NewReport))
        return await _shown(info, PartyReport, made.id)

    @mutation(*_WHO)
    async def complete_party_report(self, info: Info, input: CompletePartyReportInput) -> PartyReport:
        """Add to a report the day of joining and the home organisation."""
        changed = await actions.complete_party_report(await info.context.scope(), plain(input, ReportChange))
        return await _shown(info, PartyReport, changed.id)

    @mutation(*_WHO)
    async def withdraw_report(self, info: Info, input: WithdrawReportInput) -> PartyReport:
        """Let a member be counted no more, and the name be forgotten."""
        ended = await actions.withdraw_report(await info.context.scope(), key(input, "report_id"))
        return await _shown(info, PartyReport, ended.id)

    @mutation(*_WHO)
    async def request_party_transfer(self, info: Info, input: RequestPartyTransferInput) -> PartyTransfer:
        """Ask that the relation of organisation be moved to the organisation of the report, or away from it."""
        made = await transfers.request_party_transfer(await info.context.scope(), plain(input, NewTransfer))
        return await _shown(info, PartyTransfer, made.id)

    @mutation(*_WHO)
    async def withdraw_party_transfer(self, info: Info, input: PartyTransferInput) -> PartyTransfer:
        """Ask for it no more, before it is decided."""
        scope, transfer_id = await info.context.scope(), key(input, "transfer_id")
        await transfers.withdraw_party_transfer(scope, transfer_id)
        return await _shown(info, PartyTransfer, transfer_id)


def _resident(given_id: GlobalID | None) -> UUID | None:
    return key_of(given_id, "Resident", field=("resident_id",)) if given_id else None


async def _shown(info: Info, kind: type[T], row_id: UUID) -> T:
    found: T = await fetch(info, kind, GlobalID(kind.__name__, str(row_id)))
    return found
