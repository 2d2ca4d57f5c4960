"""What a council asks of those who register, in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.councils.contract import words
from backend.modules.councils.contract.inputs import AnsweredForm, NewAnswer, Question
from backend.modules.councils.queries import forms
from graphql_schema.fields import Record, column, computed, given, record
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.relay import Batched


@record
class CouncilQuestion(Record):
    """What those who register are asked."""

    kind: words.QuestionKind = column("How it is answered.")
    text: str = column("In words.")
    options: list[str] = column("What a choice is between.")
    is_required: bool = column("Whether nobody registers without an answer.")


@record
class CouncilForm(Batched, Node):
    """The questions of a council; others are another form."""

    batch = staticmethod(forms.council_forms_by_id)
    id: NodeID[UUID]
    asked: strawberry.Private[tuple[Question, ...]]

    @computed("What is asked, by number: the first is 1.")
    def questions(self) -> list[CouncilQuestion]:
        """Up to ten."""
        return [CouncilQuestion.of(one) for one in self.asked]


@record
class CouncilAnswer(Record):
    """An answer beside its question."""

    question: str = column("What was asked.")
    text: str = column("What was answered; YES or NO where that was asked.")


@record
class CouncilDoorCode(Record):
    """What is shown at the door, for staff to type."""

    code: str = column("Eight letters and digits.")
    changes_at: dt.datetime = column("When another code takes its place; ask again then.")
    subject_id: strawberry.Private[UUID]


@given
class CouncilQuestionInput:
    """What those who register are asked."""

    kind: words.QuestionKind = said("How it is answered.")
    text: str = said("In words, up to 200 characters.")
    options: list[str] = said("What a choice is between: 2 to 10, up to 60 characters each.", default_factory=list)
    is_required: bool = said("Whether nobody registers without an answer.", default=False)


@given
class CouncilAnswerInput:
    """The answer to one question."""

    number: int = said("Which question, 1 for the first.")
    text: str = said("Up to 500 characters, one of the options, or YES or NO.")


@given
class CouncilAnswersInput:
    """What somebody answers when they register: sealed, read by whoever runs the council."""

    form_id: GlobalID = ref("The form that was read.", "CouncilForm")
    answers: list[CouncilAnswerInput] = said("Each question once at most.", default_factory=list)


def questions_of(given: list[CouncilQuestionInput]) -> tuple[Question, ...]:
    """What is asked, as the action takes it."""
    return tuple(plain(one, Question) for one in given)


def answers_of(given: CouncilAnswersInput) -> AnsweredForm:
    """What is answered, as the action takes it."""
    return AnsweredForm(form_id=key(given, "form_id"), answers=tuple(plain(one, NewAnswer) for one in given.answers))
