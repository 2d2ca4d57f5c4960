"""Questions of a council that are changed, answered and read, in the schema."""

from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, to_base64

from backend.core.surfaces import Surface
from backend.modules.councils.actions import asking
from backend.modules.councils.forms import Answered
from graphql_schema.context import Info
from graphql_schema.councils.acts import CouncilInput
from graphql_schema.councils.councils import Council
from graphql_schema.councils.forms import (
    CouncilAnswer,
    CouncilAnswersInput,
    CouncilQuestionInput,
    answers_of,
    questions_of,
)
from graphql_schema.fields import Record, column, computed, given, record
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation


@record
class RevealedCouncilSeat(Record):
    """What the holder of one seat answered."""

    registration_id: strawberry.Private[UUID]
    said: strawberry.Private[tuple[Answered, ...]]

    @computed("Global id of the seat.", name="registrationId")
    def seat(self) -> strawberry.ID:
        """As it was asked for."""
        return strawberry.ID(to_base64("CouncilRegistration", self.registration_id))

    @computed("What they answered, in the order of the questions; what they left out is not there.")
    def answers(self) -> list[CouncilAnswer]:
        """None of whoever was not asked."""
        return [CouncilAnswer.of(one) for one in self.said]


@record
class CouncilAnswersRead(Record):
    """What was answered. Reading it was written into the audit trail, seat by seat."""

    seats: list[RevealedCouncilSeat] = column("Seat by seat.")


@given
class SetCouncilQuestionsInput(CouncilInput):
    """What those who register are asked from now on."""

    questions: list[CouncilQuestionInput] = said("Up to 10; none where nothing is asked.")


@given
class AnswerCouncilQuestionsInput(CouncilInput):
    """What whoever has a seat answers."""

    answers: CouncilAnswersInput = said("Their answers.")


@given
class RevealCouncilAnswersInput:
    """Whose answers are read."""

    registration_ids: list[GlobalID] = ref("The seats, up to 100.", "CouncilRegistration")


@strawberry.type
class Mutation:
    """Changes to what a council asks."""

    @mutation(Surface.TENANT)
    async def set_council_questions(self, info: Info, input: SetCouncilQuestionsInput) -> Council:
        """Ask something else of those who register; refused once somebody has answered."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await asking.set_council_questions(scope, council_id, questions_of(input.questions)))

    @mutation(Surface.RESIDENT)
    async def answer_council_questions(self, info: Info, input: AnswerCouncilQuestionsInput) -> Council:
        """Answer as whoever has a seat, such as those who were invited; in place of what one answered before."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return Council.of(await asking.answer_council_questions(scope, council_id, answers_of(input.answers)))

    @mutation(Surface.TENANT)
    async def reveal_council_answers(self, info: Info, input: RevealCouncilAnswersInput) -> CouncilAnswersRead:
        """Show what these people answered when they registered; the audit trail says who read whose."""
        found = await asking.reveal_council_answers(await info.context.scope(), key(input, "registration_ids"))
        return CouncilAnswersRead(seats=[RevealedCouncilSeat.of(one) for one in found])
