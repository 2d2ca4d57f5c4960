"""The roll of members, and transfers of the relation of organisation, as the organisation sees them."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import papers
from backend.modules.party.queries import roll
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import column, given, one, reads, record
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


@record
class PartyMember(Batched, Node):
    """A resident who reported in to an organisation, by consent."""

    batch = staticmethod(roll.party_members_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "To which.", to="PartyOrg")
    stage: words.MemberStage = column("Formal or on probation.")
    name: str | None = column("Name, only where the member consented to be named.")
    reported_in_at: dt.datetime = column("When they reported in.")
    joined_on: dt.date | None = column("When they joined the Party, of those who are named, where they said so.")
    home_organisation_id: strawberry.Private[UUID | None]
    home_organisation: PartyOrg | None = one(
        "home_organisation_id", party_orgs_by_id, "Which organisation keeps the relation.", to="PartyOrg"
    )
    home_name: str | None = column("The same by name, where it is none of those here.")


@record
class TransferPaper(Batched, Node):
    """A member's request to move the relation of organisation (组织关系), by name, with the member's consent."""

    batch = staticmethod(roll.transfer_papers_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Which decides.", to="PartyOrg")
    direction: words.TransferDirection = column("To it or away from it.")
    name: str = column("Who asks.")
    stage: words.MemberStage = column("Formal or on probation.")
    joined_on: dt.date | None = column("When the member joined the Party, where it was said.")
    other_organisation_id: strawberry.Private[UUID | None]
    other_organisation: PartyOrg | None = one(
        "other_organisation_id", party_orgs_by_id, "Where from, or where to.", to="PartyOrg"
    )
    other_name: str | None = column("The same by name, where it is none of those here.")
    state: words.TransferState = column("Where it stands.")
    requested_at: dt.datetime = column("When it was asked for.")
    decided_at: dt.datetime | None = column("When it was decided, if it was.")
    reason: str | None = column("Why it was refused.")


@given
class AcceptPartyTransferInput:
    """A transfer that is accepted."""

    transfer_id: GlobalID = ref("The request.", "TransferPaper")


@given
class RefusePartyTransferInput(AcceptPartyTransferInput):
    """A transfer that is refused."""

    reason: str = said("Why, 2 to 2,000 characters; the member reads it.")


@strawberry.type
class Query:
    """Reads of the roll and of transfers."""

    @reads(Surface.OVERSIGHT, organisation_id="Only those of this organisation.")
    async def party_members(
        self, info: Info, organisation_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[PartyMember]:
        """Members who reported in to the caller's organisations."""
        wanted = key_of(organisation_id, "PartyOrg", field=("organisation_id",)) if organisation_id else None
        found = await roll.list_party_members(await info.context.scope(), page(first, after), wanted)
        return Connection.of(PartyMember, found)

    @reads(Surface.OVERSIGHT, state="Only those that stand so.")
    async def transfer_papers(
        self, info: Info, state: words.TransferState | None = None, first: First = 20, after: After = None
    ) -> Connection[TransferPaper]:
        """Requests that the caller's organisations decide or have decided, the newest first."""
        found = await roll.list_transfer_papers(await info.context.scope(), page(first, after), state)
        return Connection.of(TransferPaper, found)


@strawberry.type
class Mutation:
    """Decisions on transfers."""

    @mutation(Surface.OVERSIGHT)
    async def accept_party_transfer(self, info: Info, input: AcceptPartyTransferInput) -> TransferPaper:
        """Take a relation of organisation in, or let it go; the member is told."""
        decided = await papers.accept_party_transfer(await info.context.scope(), key(input, "transfer_id"))
        return await _paper(info, decided.id)

    @mutation(Surface.OVERSIGHT)
    async def refuse_party_transfer(self, info: Info, input: RefusePartyTransferInput) -> TransferPaper:
        """Do not move it, and say why; the member is told."""
        scope, transfer_id = await info.context.scope(), key(input, "transfer_id")
        return await _paper(info, (await papers.refuse_party_transfer(scope, transfer_id, input.reason)).id)


async def _paper(info: Info, paper_id: UUID) -> TransferPaper:
    found: TransferPaper = await fetch(info, TransferPaper, GlobalID("TransferPaper", str(paper_id)))
    return found
