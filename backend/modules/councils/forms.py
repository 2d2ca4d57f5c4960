"""The questions of a council and what those who register answer: checked, sealed, kept, forgotten when they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core.crypto import DataKey
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.councils.contract.inputs import AnsweredForm, Question
from backend.modules.councils.contract.refusals import AnswerMissing, QuestionsSettled
from backend.modules.councils.contract.words import QuestionKind
from backend.modules.councils.locking import require_words
from backend.modules.councils.models.councils import Council
from backend.modules.councils.models.forms import CouncilAnswer, CouncilForm
from backend.modules.councils.sealing import answer_context
from tenants.scope import Scope

_MOST_QUESTIONS, _LONGEST_QUESTION, _MOST_OPTIONS, _LONGEST_OPTION, _LONGEST_ANSWER = 10, 200, 10, 60, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer, opened, beside its question."""

    question: str
    text: str


def questions_of(form: CouncilForm) -> tuple[Question, ...]:
    """What a form asks."""
    return msgspec.convert(form.questions, tuple[Question, ...])


def refuse_odd_questions(questions: Sequence[Question]) -> None:
    """Raises BadInput for too many, for words without a length, and for options that are no choice."""
    if len(questions) > _MOST_QUESTIONS:
        raise BadInput(field=("input", "questions"))
    for one in questions:
        require_words(one.text, "questions", _LONGEST_QUESTION)
        options = {require_words(option, "questions", _LONGEST_OPTION) for option in one.options}
        wanted = range(2, _MOST_OPTIONS + 1) if one.kind is QuestionKind.CHOICE else range(1)
        if len(one.options) not in wanted or len(options) != len(one.options):
            raise BadInput(field=("input", "questions"))


def add_form(scope: Scope, council: Council, questions: Sequence[Question]) -> None:
    """Ask this of whoever registers from now on."""
    if questions:
        asked = [
            Question(
                kind=one.kind,
                text=one.text.strip(),
                options=tuple(option.strip() for option in one.options),
                is_required=one.is_required,
            )
            for one in questions
        ]
        scope.session.add(
            CouncilForm(council_id=council.id, community_id=council.community_id, questions=msgspec.to_builtins(asked))
        )


async def keep_answers(scope: Scope, council: Council, resident_id: UUID, given: AnsweredForm | None) -> None:
    """Seal what a resident answered, in place of what they answered before.

    A form that is replaced at the same moment fails by the answers' reference to it. Raises BadInput, AnswerMissing,
    QuestionsSettled.
    """
    form: CouncilForm | None = await scope.session.scalar(
        select(CouncilForm).where(CouncilForm.council_id == council.id)
    )
    if (given.form_id if given else None) != (form.id if form else None):
        # Whoever was asked nothing that must be answered need not name the form.
        if given is None and form is not None:
            _checked(questions_of(form), {})
            return
        raise QuestionsSettled(field=("input", "form_id"))
    if form is None or given is None:
        return
    said = {one.number: one.text for one in given.answers}
    if len(said) != len(given.answers):
        raise BadInput(field=("input", "answers"))
    answers = _checked(questions_of(form), said)
    mine = select(CouncilAnswer.id).where(
        CouncilAnswer.council_id == council.id, CouncilAnswer.resident_id == resident_id
    )
    answer_id = await scope.session.scalar(mine) or new_id()
    sealed = (await scope.key()).seal(msgspec.json.encode(answers).decode(), answer_context(answer_id))
    new = insert(CouncilAnswer).values(
        id=answer_id,
        council_id=council.id,
        community_id=council.community_id,
        form_id=form.id,
        resident_id=resident_id,
        said_sealed=sealed,
    )
    kept = {"form_id": new.excluded.form_id, "said_sealed": new.excluded.said_sealed}
    await scope.session.execute(new.on_conflict_do_update(index_elements=["operator_id", "id"], set_=kept))


def _checked(questions: Sequence[Question], said: dict[int, str]) -> dict[int, str]:
    if not said.keys() <= set(range(1, len(questions) + 1)):
        raise BadInput(field=("input", "answers"))
    answers = {number: text.strip() for number, text in said.items() if text.strip()}
    for number, one in enumerate(questions, 1):
        if number not in answers:
            if one.is_required:
                raise AnswerMissing(field=("input", "answers"), number=number)
            continue
        allowed = {QuestionKind.CHOICE: one.options, QuestionKind.YES_NO: ("YES", "NO")}.get(one.kind)
        if len(answers[number]) > _LONGEST_ANSWER or (allowed is not None and answers[number] not in allowed):
            raise BadInput(field=("input", "answers"))
    return answers


def standing_answers(*wanted: ColumnElement[bool]) -> Select[CouncilAnswer, CouncilForm]:
    """The answers that have not been forgotten, each with the form that it is to."""
    own_form = and_(CouncilForm.operator_id == CouncilAnswer.operator_id, CouncilForm.id == CouncilAnswer.form_id)
    return (
        select(CouncilAnswer, CouncilForm)
        .join(CouncilForm, own_form)
        .where(CouncilAnswer.said_sealed.is_not(None), *wanted)
    )


def opened_answers(key: DataKey, answer: CouncilAnswer, form: CouncilForm) -> tuple[Answered, ...]:
    """What somebody answered, in the order of the questions; whoever is shown it is told so by the caller."""
    opened = key.unseal(answer.said_sealed or b"", answer_context(answer.id))
    texts = msgspec.json.decode(opened, type=dict[int, str])
    asked = enumerate(questions_of(form), 1)
    return tuple(Answered(question=one.text, text=texts[number]) for number, one in asked if number in texts)


async def drop_answers(scope: Scope, council_ids: Sequence[UUID], resident_ids: Sequence[UUID]) -> None:
    """Forget what these residents answered at these councils."""
    await scope.session.execute(
        update(CouncilAnswer)
        .where(CouncilAnswer.council_id.in_(council_ids), CouncilAnswer.resident_id.in_(resident_ids))
        .values(said_sealed=None)
    )
