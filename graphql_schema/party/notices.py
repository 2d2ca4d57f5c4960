"""Supervision notices in the schema, as the branch, the operator and the district see them."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import notices as actions
from backend.modules.party.actions import replies
from backend.modules.party.contract.inputs import NewNotice, NewReply
from backend.modules.party.queries import notices as queries
from backend.modules.party.queries.covering import codes_of_operators_by_id
from backend.modules.party.queries.organisations import party_orgs_by_id
from backend.modules.party.standing import lamp
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.files import File
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class ListedCommunity(Record):
    """A community as the district lists it."""

    community_id: strawberry.Private[UUID]
    operator_id: strawberry.Private[UUID]
    code: str = column("Short code, unique with its operator.")
    name: str = column("Name as residents know it.")
    operator_name: str = column("The operator that runs it.")
    subdistrict_code: str = column("Code of the street or town it lies in.")

    @computed("Its global id.", name="communityId")
    def global_id(self) -> GlobalID:
        """As the mutations take it."""
        return GlobalID("Community", str(self.community_id))

    @computed("Code of its operator, as the mutations take it; for the platform alone.")
    async def operator_code(self, info: Info) -> str | None:
        """Nobody else names an operator by its code."""
        return await info.context.load(codes_of_operators_by_id, self.operator_id)


@record
class NoticeAnswer(Record):
    """What the operator replied in one round, and what the branch made of it."""

    id: strawberry.Private[UUID]
    round: int = column("Which round it belongs to, from 1.")
    text: str = column("What was done, in the operator's words.")
    replied_at: dt.datetime = column("When it was written.")
    decision: words.ReplyDecision | None = column("Accepted or returned; none while it waits.")
    decision_reason: str | None = column("Why it was returned.")
    decided_at: dt.datetime | None = column("When it was decided on.")

    @computed("The photos that show it.")
    async def evidence(self, info: Info) -> list[File]:
        """With links that lead there for minutes."""
        found = await info.context.load(queries.evidence_by_id, self.id)
        return [File.of(file) for file in found.files] if found else []


@record
class SupervisionNotice(Batched, Node):
    """A demand of a supervising branch on an operator (督办单)."""

    batch = staticmethod(queries.notices_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID]
    subject_type: strawberry.Private[str | None]
    subject_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Who issued it.", to="PartyOrg")
    community: ListedCommunity | None = one(
        "community_id", queries.listed_communities_by_id, "The community it is about.", to="ListedCommunity"
    )
    title: str = column("What it is about.")
    demand: str | None = column("What is demanded; the district does not read it.")
    state: words.NoticeState = column("Where it stands.")
    round: int = column("Which round it is in; each return begins another.")
    issued_at: dt.datetime = column("When it was issued.")
    first_due_on: dt.date = column("The last day of the first deadline.")
    due_on: dt.date = column("The last day of the present deadline.")
    risen_at: dt.datetime | None = column("When it rose to the district, because it was overdue.")
    closed_at: dt.datetime | None = column("When it was closed or withdrawn.")
    answers: list[NoticeAnswer] = many(
        queries.answers_of_notices_by_id, "What the operator replied, round by round.", to="NoticeAnswer"
    )

    @computed("How much of the time is left.")
    def lamp(self) -> words.Lamp:
        """Whoever has replied waits for the branch, and is not late."""
        is_done = self.state in (words.NoticeState.CLOSED, words.NoticeState.WITHDRAWN, words.NoticeState.REPLIED)
        began_on = clock.day_of(self.issued_at)
        return lamp(began_on, self.due_on, clock.today(), is_done=is_done)

    @computed("Global id of what it is about besides the community, such as an issue.", name="subjectId")
    def about(self) -> strawberry.ID | None:
        """A client may ask for it by `node`."""
        if self.subject_type is None or self.subject_id is None:
            return None
        return strawberry.ID(to_base64(self.subject_type, self.subject_id))


@record
class NoticeReply(Batched, Node):
    """What the operator has answered; the branch has it within seconds."""

    batch = staticmethod(queries.replies_by_id)
    id: NodeID[UUID]
    notice_id: strawberry.Private[UUID]
    notice: SupervisionNotice | None = one(
        "notice_id", queries.notices_by_id, "To which notice.", to="SupervisionNotice"
    )
    round: int = column("Which round of the notice it belongs to.")
    text: str = column("What was done.")
    replied_at: dt.datetime = column("When it was written.")


@given
class IssueSupervisionNoticeInput(Creation):
    """What a branch demands of an operator."""

    organisation_id: GlobalID = ref("The caller's organisation that issues it.", "PartyOrg")
    community_id: GlobalID = ref("A community in care.", "Community", "OverseenCommunity")
    title: str = said("What it is about, up to 100 characters.")
    demand: str = said("What is demanded, up to 2,000 characters.")
    working_days: int = said("Within how many working days, 1 to 60.")
    subject_id: GlobalID | None = said("What it is about besides the community, such as an issue.", default=None)


@given
class ReplyToNoticeInput(Creation):
    """What the operator answers."""

    notice_id: GlobalID = ref("The notice.", "SupervisionNotice")
    text: str = said("What was done, up to 2,000 characters.")
    evidence_ids: list[GlobalID] = ref("Photos that show it, one to nine, uploaded for the purpose PHOTO.", "File")


@given
class NoticeInput:
    """A notice."""

    notice_id: GlobalID = ref("The notice.", "SupervisionNotice")


@given
class ReturnReplyInput:
    """Why a reply is not enough, and until when there must be a better one."""

    notice_id: GlobalID = ref("The notice.", "SupervisionNotice")
    reason: str = said("Why, up to 2,000 characters.")
    working_days: int = said("Within how many working days, 1 to 60.")


@given
class NoticeFilter:
    """Which notices are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("About this community.", "Community", "OverseenCommunity", optional=True)
    states: list[words.NoticeState] = said("In one of these states.", default_factory=list)
    overdue_only: bool = said("Only those whose day has passed without a reply.", default=False)
    risen_only: bool = said("Only those that rose to the district.", default=False)


def notice_filter(given: NoticeFilter | None) -> queries.NoticeFilter:
    """What the query takes; everything where nothing is given."""
    return plain(given, queries.NoticeFilter) if given else queries.NoticeFilter()


@strawberry.type
class Query:
    """Reads of notices."""

    @reads(
        *(Surface.TENANT, Surface.OVERSIGHT, Surface.DISTRICT),
        filter="Which notices are wanted; all where it is left out.",
    )
    async def supervision_notices(
        self, info: Info, filter: NoticeFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[SupervisionNotice]:
        """Supervision notices that the caller may see, the newest first; the district sees those that have risen."""
        scope = await info.context.scope()
        found = await queries.list_notices(scope, page(first, after), notice_filter(filter))
        return Connection.of(SupervisionNotice, found)


@strawberry.type
class Mutation:
    """Changes to notices."""

    @mutation(Surface.OVERSIGHT)
    async def issue_supervision_notice(self, info: Info, input: IssueSupervisionNoticeInput) -> SupervisionNotice:
        """Demand something of an operator about a community in care."""
        subject = input.subject_id
        about = {
            "subject_type": subject.type_name if subject else None,
            "subject_id": _subject(subject) if subject else None,
        }
        made = await actions.issue_supervision_notice(await info.context.scope(), plain(input, NewNotice, **about))
        return SupervisionNotice.of(made)

    @mutation(Surface.TENANT)
    async def reply_to_notice(self, info: Info, input: ReplyToNoticeInput) -> NoticeReply:
        """Answer a notice, with evidence."""
        return NoticeReply.of(await replies.reply_to_notice(await info.context.scope(), plain(input, NewReply)))

    @mutation(Surface.OVERSIGHT)
    async def accept_reply(self, info: Info, input: NoticeInput) -> SupervisionNotice:
        """Accept the reply that waits, and close the notice."""
        return SupervisionNotice.of(await actions.accept_reply(await info.context.scope(), key(input, "notice_id")))

    @mutation(Surface.OVERSIGHT)
    async def return_reply(self, info: Info, input: ReturnReplyInput) -> SupervisionNotice:
        """Return the reply that waits, with a reason and a new deadline."""
        scope, notice_id = await info.context.scope(), key(input, "notice_id")
        return SupervisionNotice.of(await actions.return_reply(scope, notice_id, input.reason, input.working_days))

    @mutation(Surface.OVERSIGHT)
    async def withdraw_notice(self, info: Info, input: NoticeInput) -> SupervisionNotice:
        """Demand it no more."""
        return SupervisionNotice.of(await actions.withdraw_notice(await info.context.scope(), key(input, "notice_id")))


def _subject(given: GlobalID) -> UUID:
    return key_of(given, given.type_name, field=("input", "subject_id"))
