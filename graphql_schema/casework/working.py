"""Work on cases in the schema: help that is asked for, notes, goals, approvals; all of it over the casework login."""

import datetime as dt

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import approvals, goals, helping, notes
from backend.modules.casework.contract import case_words
from backend.modules.casework.contract.case_inputs import (
    Decision,
    GoalChange,
    NewApproval,
    NewHelp,
    NewNote,
    NewScore,
    NoteChange,
)
from graphql_schema.casework.contents import CaseApproval, CaseGoal, CaseNote
from graphql_schema.casework.helping import HelpRequest
from graphql_schema.casework.stale import CaseInput, StaleVersionProblem, shown
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation


@given
class RequestHelpInput(Creation):
    """What a resident asks for."""

    text: str = said("In their own words, up to 4,000 characters; the station alone reads it.")
    worker_id: GlobalID | None = ref("The worker whom they choose.", "StationWorker", optional=True)
    is_urgent: bool = said("Whether it cannot wait.", default=False)


@given
class WithdrawHelpInput:
    """What is asked no longer."""

    request_id: GlobalID = ref("What was asked.", "HelpRequest")


@given
class AnswerHelpInput:
    """An answer without a case."""

    request_id: GlobalID = ref("What was asked.", "HelpRequest")
    answer: str = said("What the resident reads, up to 4,000 characters.")


@given
class AddCaseNoteInput(Creation, CaseInput):
    """A note to be added."""

    kind: case_words.NoteKind = said("What it is of.")
    text: str = said("What it says, up to 20,000 characters.")
    happened_on: dt.date = said("The day that it tells of.")


@given
class UpdateCaseNoteInput:
    """A note as it is to be."""

    note_id: GlobalID = ref("The note.", "CaseNote")
    version: int = said("The version that was read.")
    text: str = said("What it says.")
    kind: case_words.NoteKind | None = said("What it is of; as it was where it is left out.", default=None)
    happened_on: dt.date | None = said("The day that it tells of; as it was where it is left out.", default=None)


@given
class SetGoalInput(Creation, CaseInput):
    """A goal, new or changed."""

    title: str = said("What is to be reached, up to 1,000 characters.")
    indicator: str = said("By what one sees that it is.")
    due_on: dt.date | None = said("By when.", default=None)
    goal_id: GlobalID | None = ref("The goal that is changed, if one is.", "CaseGoal", optional=True)
    version: int | None = said("The version that was read, of a goal that is changed.", default=None)


@given
class ScoreGoalInput(Creation):
    """How far a goal is."""

    goal_id: GlobalID = ref("The goal.", "CaseGoal")
    score: int = said("In percent.")
    note: str | None = said("What there is to say of that.", default=None)


@given
class RequestApprovalInput(Creation, CaseInput):
    """What is laid before the supervisor."""

    subject: case_words.ApprovalSubject = said("What.")


@given
class DecideApprovalInput:
    """What the supervisor decides."""

    approval_id: GlobalID = ref("What was laid before them.", "CaseApproval")
    is_approved: bool = said("Whether it is approved.")
    comment: str | None = said("What there is to say of that.", default=None)


@strawberry.type
class Mutation:
    """Work on cases."""

    @mutation(Surface.RESIDENT, over=Surface.CASEWORK)
    async def request_help(self, info: Info, input: RequestHelpInput) -> HelpRequest:
        """Ask the station that serves one's home, and a worker of it if one is chosen."""
        request = await helping.request_help(await info.context.scope(), plain(input, NewHelp))
        found: HelpRequest = await shown(info, HelpRequest, request.id)
        return found

    @mutation(Surface.RESIDENT, over=Surface.CASEWORK)
    async def withdraw_help(self, info: Info, input: WithdrawHelpInput) -> HelpRequest:
        """Take back what nobody has taken up yet."""
        request = await helping.withdraw_help(await info.context.scope(), key(input, "request_id"))
        found: HelpRequest = await shown(info, HelpRequest, request.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def answer_help(self, info: Info, input: AnswerHelpInput) -> HelpRequest:
        """Answer what a resident asked, without opening a case: advice, where else to turn, or why not."""
        scope, request_id = await info.context.scope(), key(input, "request_id")
        request = await helping.answer_help(scope, request_id, input.answer)
        found: HelpRequest = await shown(info, HelpRequest, request.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def add_case_note(self, info: Info, input: AddCaseNoteInput) -> CaseNote:
        """Write a note of a case."""
        note = await notes.add_case_note(await info.context.scope(), plain(input, NewNote))
        found: CaseNote = await shown(info, CaseNote, note.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK, problems=(StaleVersionProblem,))
    async def update_case_note(self, info: Info, input: UpdateCaseNoteInput) -> CaseNote:
        """Change a note, of the version that was read."""
        note = await notes.update_case_note(await info.context.scope(), plain(input, NoteChange))
        found: CaseNote = await shown(info, CaseNote, note.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK, problems=(StaleVersionProblem,))
    async def set_goal(self, info: Info, input: SetGoalInput) -> CaseGoal:
        """Set a goal with its indicator, or change one of the version that was read."""
        goal = await goals.set_goal(await info.context.scope(), plain(input, GoalChange))
        found: CaseGoal = await shown(info, CaseGoal, goal.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def score_goal(self, info: Info, input: ScoreGoalInput) -> CaseGoal:
        """Say how far a goal is."""
        goal = await goals.score_goal(await info.context.scope(), plain(input, NewScore))
        found: CaseGoal = await shown(info, CaseGoal, goal.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def request_approval(self, info: Info, input: RequestApprovalInput) -> CaseApproval:
        """Lay the assessment, the plan or the closing of a case before the station's supervisor."""
        approval = await approvals.request_approval(await info.context.scope(), plain(input, NewApproval))
        found: CaseApproval = await shown(info, CaseApproval, approval.id)
        return found

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def decide_approval(self, info: Info, input: DecideApprovalInput) -> CaseApproval:
        """Approve or reject what somebody else laid before the supervisor."""
        approval = await approvals.decide_approval(await info.context.scope(), plain(input, Decision))
        found: CaseApproval = await shown(info, CaseApproval, approval.id)
        return found
