"""Changes to councils in the schema: called, attended, minuted; decisions and their tasks."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.councils.actions import calling, deciding, inviting, recording, seating, speaking
from backend.modules.councils.contract import words
from backend.modules.councils.contract.inputs import (
    ItemResult,
    NewBody,
    NewCouncil,
    NewDecision,
    NewItem,
    NewRecord,
    NewTask,
)
from backend.modules.councils.queries import councils as queries
from graphql_schema.context import Info
from graphql_schema.councils.councils import Council, CouncilTask
from graphql_schema.councils.forms import CouncilAnswersInput, CouncilQuestionInput, answers_of, questions_of
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation


@given
class CouncilItemInput:
    """One item of an agenda; without an issue or a proposal it is about its title alone."""

    title: str = said("In a line, up to 120 characters.")
    subject_id: GlobalID | None = ref("The issue or proposal.", "Issue", "Proposal", optional=True)


@given
class CouncilBodyInput:
    """A body that is asked to the table."""

    kind: words.BodyKind = said("What it is.")
    name: str = said("What it is called, up to 120 characters.")


@given
class ScheduleCouncilInput(Creation):
    """A council to be called."""

    community_id: GlobalID = ref("The community.", "Community")
    kind: words.CouncilKind = said("What it is for; each kind has rules of its own.")
    title: str = said("In a line, up to 120 characters.")
    place: str = said("Where, up to 120 characters.")
    starts_at: dt.datetime = said("When it begins.")
    ends_at: dt.datetime = said("When it ends, within a day.")
    items: list[CouncilItemInput] = said("The agenda, up to 50 items.", default_factory=list)
    bodies: list[CouncilBodyInput] = said("Who else is asked, up to 30.", default_factory=list)
    seats: int | None = said("Seats for residents; all may come where it is left out.", default=None)
    reserved_seats: int = said("How many of them are kept.", default=0)
    speaking_slots: int = said("How many of them are for residents who want to speak.", default=0)
    questions: list[CouncilQuestionInput] = said("What those who register are asked, up to 10.", default_factory=list)
    grid_id: GlobalID | None = ref("The grid that calls it, where one does.", "Grid", optional=True)


@given
class CouncilInput:
    """A council."""

    council_id: GlobalID = ref("The council.", "Council")


@given
class RegisterForCouncilInput(Creation, CouncilInput):
    """A seat at a council."""

    wants_to_speak: bool = said("Whether it is one with time to speak; it has a line of its own.", default=False)
    topic: str | None = said("What they would speak of, up to 200 characters; staff read it.", default=None)
    answers: CouncilAnswersInput | None = said("What they answer, where something is asked.", default=None)


@given
class AddAgendaItemInput(Creation, CouncilInput):
    """One more thing for the agenda."""

    item: CouncilItemInput = said("What.")


@given
class CancelCouncilInput(CouncilInput):
    """A council that is called off."""

    reason: str = said("Why, 2 to 500 characters.")


@given
class ReserveCouncilSeatInput(CouncilInput):
    """A seat that is kept for someone."""

    resident_id: GlobalID = ref("For whom.", "Resident")


@given
class TakeBackCouncilInvitationInput:
    """An invitation that is taken back."""

    registration_id: GlobalID = ref("The seat that was kept.", "CouncilRegistration")


@given
class ItemResultInput:
    """What came of one item."""

    item_id: GlobalID = ref("The item.", "CouncilItem")
    outcome: words.ItemOutcome = said("What the council did with it.")
    note: str | None = said("What there is to say of that, up to 500 characters.", default=None)


@given
class RecordMinutesInput(CouncilInput):
    """What happened at a council."""

    text: str = said("What was said, up to 20,000 characters.")
    residents_present: int = said("How many residents came.")
    present_ids: list[GlobalID] = ref("Who of those registered came.", "Resident")
    body_ids: list[GlobalID] = ref("Which bodies came.", "CouncilBody")
    results: list[ItemResultInput] = said("What came of the items.", default_factory=list)
    verdict: words.Verdict | None = said("What an appraisal finds.", default=None)


@given
class SettleItemInput(Creation, CouncilInput):
    """What came of an item later."""

    result: ItemResultInput = said("What.")


@given
class CouncilTaskInput:
    """What somebody is to do."""

    title: str = said("What, up to 120 characters.")
    owner: str = said("By whom, up to 120 characters.")
    due_on: dt.date = said("By when, the day included.")
    is_mine: bool = said("Whether the caller owes it, and is told when it is late.", default=False)


@given
class AddDecisionInput(Creation, CouncilInput):
    """What was decided."""

    text: str = said("In words, up to 2,000 characters.")
    item_id: GlobalID | None = ref("The item that it is about.", "CouncilItem", optional=True)
    tasks: list[CouncilTaskInput] = said("Who does what about it, up to 20.", default_factory=list)


@given
class CouncilTaskNoteInput:
    """A task, and what there is to say of it."""

    task_id: GlobalID = ref("The task.", "CouncilTask")
    note: str = said("In words, up to 1,000 characters.")


@given
class ReportTaskInput(CouncilTaskNoteInput):
    """How far a task is."""

    percent: int = said("0 to 99; `completeTask` ends it.")


@given
class LinkCouncilTopicInput:
    """What became of a topic."""

    topic_id: GlobalID = ref("The topic.", "CouncilTopic")
    subject_id: GlobalID = ref("The issue or proposal.", "Issue", "Proposal")


def _item(given: CouncilItemInput) -> NewItem:
    subject_id = key(given, "subject_id")
    named = "OTHER" if given.subject_id is None else given.subject_id.type_name.upper()
    return NewItem(subject=words.ItemSubject(named), subject_id=subject_id, title=given.title)


@strawberry.type
class Mutation:
    """Changes to councils."""

    @mutation(Surface.TENANT)
    async def schedule_council(self, info: Info, input: ScheduleCouncilInput) -> Council:
        """Call a council by the rules of its kind."""
        items, bodies = tuple(map(_item, input.items)), tuple(plain(one, NewBody) for one in input.bodies)
        new = plain(input, NewCouncil, items=items, bodies=bodies, questions=questions_of(input.questions))
        return Council.of(await calling.schedule_council(await info.context.scope(), new))

    @mutation(Surface.TENANT)
    async def add_agenda_item(self, info: Info, input: AddAgendaItemInput) -> Council:
        """Put one more thing on the agenda of a council that has no minutes yet."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await calling.add_agenda_item(scope, council_id, _item(input.item)))

    @mutation(Surface.TENANT)
    async def cancel_council(self, info: Info, input: CancelCouncilInput) -> Council:
        """Call a council off; whoever has a seat is told."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await calling.cancel_council(scope, council_id, input.reason))

    @mutation(Surface.RESIDENT)
    async def register_for_council(self, info: Info, input: RegisterForCouncilInput) -> Council:
        """Take a seat, or a place in line where none is free: `myRegistration` and `waitlist` tell which."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        said = (input.wants_to_speak, input.topic, answers_of(input.answers) if input.answers else None)
        return Council.of(await seating.register_for_council(scope, council_id, *said))

    @mutation(Surface.RESIDENT)
    async def withdraw_from_council(self, info: Info, input: CouncilInput) -> Council:
        """Give one's seat, or one's place in line, back."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await seating.withdraw_from_council(scope, council_id))

    @mutation(Surface.TENANT)
    async def reserve_council_seat(self, info: Info, input: ReserveCouncilSeatInput) -> Council:
        """Give one of the seats that are kept to a resident who is asked to come."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await inviting.reserve_council_seat(scope, council_id, key(input, "resident_id")))

    @mutation(Surface.TENANT)
    async def take_back_council_invitation(self, info: Info, input: TakeBackCouncilInvitationInput) -> Council:
        """Take back the seat that a resident was asked to; they are told if they had heard of it."""
        scope, registration_id = await info.context.scope(), key(input, "registration_id")
        return Council.of(await inviting.take_back_council_invitation(scope, registration_id))

    @mutation(Surface.TENANT)
    async def link_council_topic(self, info: Info, input: LinkCouncilTopicInput) -> Council:
        """Say which issue or proposal a topic became."""
        scope, topic_id, subject_id = await info.context.scope(), key(input, "topic_id"), key(input, "subject_id")
        subject = words.ItemSubject(input.subject_id.type_name.upper())
        linked = await speaking.link_council_topic(scope, topic_id, subject, subject_id)
        return await _shown(info, linked.council_id)

    @mutation(Surface.TENANT)
    async def record_minutes(self, info: Info, input: RecordMinutesInput) -> Council:
        """Close a council with its minutes; the rules of its kind say who must have been there."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        results = tuple(plain(one, ItemResult) for one in input.results)
        return Council.of(await recording.record_minutes(scope, council_id, plain(input, NewRecord, results=results)))

    @mutation(Surface.TENANT)
    async def settle_item(self, info: Info, input: SettleItemInput) -> Council:
        """Say later what came of an item."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await recording.settle_item(scope, council_id, plain(input.result, ItemResult)))

    @mutation(Surface.TENANT)
    async def add_decision(self, info: Info, input: AddDecisionInput) -> Council:
        """Write down what a held council decided, and who does what about it by when."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        account_id = info.context.actor.account_id
        tasks = tuple(plain(one, NewTask, owner_account_id=account_id if one.is_mine else None) for one in input.tasks)
        await deciding.add_decision(scope, council_id, plain(input, NewDecision, tasks=tasks))
        return await _shown(info, council_id)

    @mutation(Surface.TENANT)
    async def report_task(self, info: Info, input: ReportTaskInput) -> CouncilTask:
        """Say how far a task is."""
        scope, task_id = await info.context.scope(), key(input, "task_id")
        return CouncilTask.of(await deciding.report_task(scope, task_id, input.percent, input.note))

    @mutation(Surface.TENANT)
    async def complete_task(self, info: Info, input: CouncilTaskNoteInput) -> CouncilTask:
        """Say that a task is done."""
        scope, task_id = await info.context.scope(), key(input, "task_id")
        return CouncilTask.of(await deciding.complete_task(scope, task_id, input.note))


async def _shown(info: Info, council_id: UUID) -> Council:
    found = await queries.councils_by_id(await info.context.scope(), [council_id])
    return Council.of(found[council_id])
