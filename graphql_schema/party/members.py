"""Members who report in, as they and the desk see it."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import members as actions
from backend.modules.party.contract.inputs import NewReport
from backend.modules.party.queries import members as queries
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import column, given, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, page

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


@given
class WithdrawReportInput:
    """A report that is to hold no more."""

    report_id: GlobalID = ref("The report.", "PartyReport")


@strawberry.type
class Query:
    """Reads of reports."""

    @reads(*_WHO, current_only="Whether only those that hold are wanted.")
    async def party_reports(
        self, info: Info, current_only: bool = False, first: First = 20, after: After = None
    ) -> Connection[PartyReport]:
        """Members' reports that the caller may see, the newest first; residents see their own."""
        scope = await info.context.scope()
        found = await queries.list_party_reports(scope, page(first, after), current_only=current_only)
        return Connection.of(PartyReport, found)


@strawberry.type
class Mutation:
    """Changes to reports."""

    @mutation(*_WHO)
    async def report_in(self, info: Info, input: ReportInInput) -> PartyReport:
        """Let a member be counted by the organisation that covers where they live."""
        return PartyReport.of(await actions.report_in(await info.context.scope(), plain(input, NewReport)))

    @mutation(*_WHO)
    async def withdraw_report(self, info: Info, input: WithdrawReportInput) -> PartyReport:
        """Let a member be counted no more, and the name be forgotten."""
        return PartyReport.of(await actions.withdraw_report(await info.context.scope(), key(input, "report_id")))
