"""What those who register are asked: answers are sealed, read with a trace by whoever runs the council, forgotten."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.modules.councils.actions.asking import (
    OpenedAnswers,
    answer_council_questions,
    forget_answers,
    reveal_council_answers,
    set_council_questions,
)
from backend.modules.councils.actions.inviting import reserve_council_seat
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.contract.inputs import AnsweredForm, NewAnswer, Question
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import AnswerMissing, QuestionsSettled
from backend.modules.councils.contract.words import QuestionKind
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.queries.forms import forms_of_councils_by_id, own_answers_by_id
from tenants.audit import AuditEntry
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.councils.factories import call
from tests.polls.factories import Village

SAID = "膝盖不好，想坐靠门的位置"
ASKED = (
    Question(kind=QuestionKind.TEXT, text="有什么要照顾的", is_required=True),
    Question(kind=QuestionKind.CHOICE, text="坐哪里", options=("前排", "后排")),
    Question(kind=QuestionKind.YES_NO, text="带孩子来吗"),
)
SAYING = (NewAnswer(number=1, text=SAID), NewAnswer(number=2, text="后排"), NewAnswer(number=3, text="NO"))


async def form_id(actor: Actor, council: Council) -> UUID:
    async with open_scope(actor, read_only=True) as scope:
        return (await forms_of_councils_by_id(scope, [council.id]))[council.id].id


async def answer(village: Village, number: int, council: Council, *said: NewAnswer) -> None:
    actor = village.resident(number)
    given = AnsweredForm(form_id=await form_id(actor, council), answers=said)
    async with open_scope(actor) as scope:
        await register_for_council(scope, council.id, answers=given)


async def seats(village: Village) -> list[UUID]:
    async with open_scope(village.manager, read_only=True) as scope:
        return list(await scope.session.scalars(select(CouncilRegistration.id).order_by(CouncilRegistration.id)))


async def reveal(actor: Actor, *registration_ids: UUID) -> list[OpenedAnswers]:
    async with open_scope(actor) as scope:
        return list(await reveal_council_answers(scope, registration_ids))


async def readings(village: Village) -> list[dict[str, Any]]:
    async with open_scope(village.manager, read_only=True) as scope:
        found = select(AuditEntry.facts).where(AuditEntry.act == "reveal_council_answers")
        return list(await scope.session.scalars(found))


async def test_answers_are_sealed_and_read_with_a_trace(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    (seat,) = await seats(village)
    assert await readings(village) == []
    (opened,) = await reveal(village.manager, seat)
    assert [(one.question, one.text) for one in opened.said] == [
        ("有什么要照顾的", SAID),
        ("坐哪里", "后排"),
        ("带孩子来吗", "NO"),
    ]
    (trace,) = await readings(village)
    assert trace["resident_id"] == str(village.resident_ids[0])
    async with open_scope(village.manager, read_only=True) as scope:
        for query in ("SELECT a::text FROM council_answers a", "SELECT e::text FROM audit_entries e"):
            rows = (await scope.session.execute(text(query))).scalars().all()
            assert rows
            assert all(SAID not in row and SAID.encode().hex() not in row for row in rows)


async def test_a_reading_that_fails_leaves_no_trace_and_tells_nothing(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    (seat,) = await seats(village)
    with pytest.raises(NotFound):
        await reveal(village.manager, seat, village.resident_ids[0])
    assert await readings(village) == []


async def test_whoever_is_invited_answers_afterwards_and_may_say_it_otherwise(village: Village) -> None:
    council = await call(village, seats=5, reserved_seats=2, questions=ASKED)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council.id, village.resident_ids[0])
    form = await form_id(village.manager, council)
    for said in (SAYING, (NewAnswer(number=1, text="不用照顾了"),)):
        async with open_scope(village.resident(0)) as scope:
            await answer_council_questions(scope, council.id, AnsweredForm(form_id=form, answers=said))
    (seat,) = await seats(village)
    (opened,) = await reveal(village.manager, seat)
    assert [one.text for one in opened.said] == ["不用照顾了"]
    given = AnsweredForm(form_id=form, answers=())
    for number, refusal in ((0, AnswerMissing), (1, NotFound)):
        with pytest.raises(refusal):
            async with open_scope(village.resident(number)) as scope:
                await answer_council_questions(scope, council.id, given)
    async with open_scope(village.resident(0)) as scope:
        await withdraw_from_council(scope, council.id)
    with pytest.raises(NotFound):
        async with open_scope(village.resident(0)) as scope:
            await answer_council_questions(scope, council.id, AnsweredForm(form_id=form, answers=SAYING))


async def test_nobody_else_reads_answers(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    (seat,) = await seats(village)
    for actor in (village.resident(0), village.resident(1), acting(village.operator, Role.FRONT_DESK)):
        with pytest.raises(Forbidden):
            await reveal(actor, seat)
    with pytest.raises(NotFound):
        await reveal(acting(await new_operator(), *village.manager.roles), seat)
    async with open_scope(village.resident(1), read_only=True) as scope:
        assert (await scope.session.execute(text("SELECT id FROM council_answers"))).all() == []


async def test_whoever_answered_reads_it_again_and_nobody_else_does(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    own = {council.id: ["有什么要照顾的", "坐哪里", "带孩子来吗"]}
    stranger = acting(await new_operator(), *village.manager.roles)
    for actor, seen in ((village.resident(0), own), (village.resident(1), {}), (village.manager, {}), (stranger, {})):
        async with open_scope(actor, read_only=True) as scope:
            found = await own_answers_by_id(scope, [council.id])
        assert {key: [one.question for one in said] for key, said in found.items()} == seen
    async with open_scope(village.resident(0)) as scope:
        await withdraw_from_council(scope, council.id)
        assert await own_answers_by_id(scope, [council.id]) == {}
    assert await readings(village) == []


async def test_questions_that_were_answered_stay(village: Village) -> None:
    council = await call(village, questions=ASKED)
    async with open_scope(village.manager) as scope:
        await set_council_questions(scope, council.id, ASKED[:1])
    first = await form_id(village.manager, council)
    await answer(village, 0, council, SAYING[0])
    for questions in ((), ASKED):
        with pytest.raises(QuestionsSettled):
            async with open_scope(village.manager) as scope:
                await set_council_questions(scope, council.id, questions)
    assert await form_id(village.manager, council) == first


async def test_who_answers_questions_that_were_replaced_is_told(village: Village) -> None:
    council = await call(village, questions=ASKED)
    old = AnsweredForm(form_id=await form_id(village.manager, council), answers=SAYING)
    async with open_scope(village.manager) as scope:
        await set_council_questions(scope, council.id, ASKED[:1])
    with pytest.raises(QuestionsSettled):
        async with open_scope(village.resident(0)) as scope:
            await register_for_council(scope, council.id, answers=old)
    assert await seats(village) == []


async def test_answers_and_other_questions_at_once_never_meet(village: Village) -> None:
    council = await call(village, questions=ASKED[:1])

    async def change() -> None:
        async with open_scope(village.manager) as scope:
            await set_council_questions(scope, council.id, ASKED)

    done = await asyncio.gather(
        change(), *(answer(village, number, council, SAYING[0]) for number in range(3)), return_exceptions=True
    )
    refused = [one for one in done if one is not None]
    assert all(isinstance(one, QuestionsSettled | AnswerMissing) for one in refused)
    async with open_scope(village.manager, read_only=True) as scope:
        strays = "SELECT count(*) FROM council_answers a LEFT JOIN council_forms f ON f.id = a.form_id WHERE f IS NULL"
        assert await scope.session.scalar(text(strays)) == 0
        assert await scope.session.scalar(text("SELECT count(*) FROM council_forms")) == 1
    assert len(await seats(village)) == 3 - sum(one is not None for one in done[1:])


async def test_who_withdraws_or_is_erased_leaves_no_answer(village: Village) -> None:
    council = await call(village, questions=ASKED)
    for number in (0, 1):
        await answer(village, number, council, *SAYING)
    both = await seats(village)
    async with open_scope(village.resident(0)) as scope:
        await withdraw_from_council(scope, council.id)
    eraser = system_actor(village.operator.id, "test", CouncilPermission.FOLLOW_UP)
    async with open_scope(eraser) as scope:
        await forget_answers(scope, village.resident_ids[1])
    assert [one.said for one in await reveal(village.manager, *both)] == [(), ()]
    assert await readings(village) == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ((), AnswerMissing),
        ((NewAnswer(number=1, text="  "),), AnswerMissing),
        ((NewAnswer(number=1, text="长" * 501),), BadInput),
        ((SAYING[0], NewAnswer(number=2, text="中间")), BadInput),
        ((SAYING[0], NewAnswer(number=3, text="MAYBE")), BadInput),
        ((SAYING[0], NewAnswer(number=4, text="多余")), BadInput),
        ((SAYING[0], SAYING[0]), BadInput),
    ],
)
async def test_odd_answers_are_refused(village: Village, said: tuple[NewAnswer, ...], refusal: type[AppError]) -> None:
    council = await call(village, questions=ASKED)
    with pytest.raises(refusal) as refused:
        await answer(village, 0, council, *said)
    assert refused.value.field == ("input", "answers")
    assert await seats(village) == []


async def test_who_is_asked_something_that_must_be_answered_does_not_pass_it_over(village: Village) -> None:
    asked, free = await call(village, questions=ASKED), await call(village, questions=ASKED[1:])
    with pytest.raises(AnswerMissing):
        async with open_scope(village.resident(0)) as scope:
            await register_for_council(scope, asked.id)
    async with open_scope(village.resident(0)) as scope:
        await register_for_council(scope, free.id)
    assert len(await seats(village)) == 1


@pytest.mark.parametrize(
    "question",
    [
        Question(kind=QuestionKind.TEXT, text=" "),
        Question(kind=QuestionKind.TEXT, text="带人吗", options=("带", "不带")),
        Question(kind=QuestionKind.CHOICE, text="坐哪里", options=("前排",)),
        Question(kind=QuestionKind.CHOICE, text="坐哪里", options=("前排", "前排 ")),
    ],
)
async def test_odd_questions_are_refused(village: Village, question: Question) -> None:
    with pytest.raises(BadInput) as refused:
        await call(village, questions=(question,))
    assert refused.value.field == ("input", "questions")
