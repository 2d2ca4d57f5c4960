"""Supervision notices: issued, answered with evidence, returned or accepted, and risen when nobody answered in time."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.core.timers import timers
from backend.modules.accounts.contract import NewMembership
from backend.modules.messaging.models import Notification
from backend.modules.party.actions.notices import (
    accept_reply,
    issue_supervision_notice,
    return_reply,
    withdraw_notice,
)
from backend.modules.party.actions.replies import reply_to_notice
from backend.modules.party.contract.inputs import NewReply
from backend.modules.party.contract.refusals import (
    DeadlineInvalid,
    EvidenceMissing,
    NoticeAnswered,
    NoticeClosed,
    NoticeUnanswered,
    ReturnReasonMissing,
)
from backend.modules.party.models.notices import NoticeReply, SupervisionNotice
from backend.modules.party.queries.notices import (
    NoticeFilter,
    answers_of_notices_by_id,
    evidence_by_id,
    list_notices,
    notices_by_id,
)
from backend.modules.party.words import NoticeState, ReplyDecision
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.accounts.factories import a_person
from tests.conftest import acting, new_operator
from tests.party.factories import (
    Covered,
    a_notice,
    a_reply,
    delivered,
    emitted,
    in_days,
    issued,
    make_covered,
    make_org,
    supervising,
)


async def replied(covered: Covered, manager: Actor, notice: SupervisionNotice) -> NoticeReply:
    async with open_scope(manager) as scope:
        made = await reply_to_notice(scope, await a_reply(scope, notice.id))
    await delivered(covered.operator)
    return made


async def seen(actor: Actor, notice: SupervisionNotice) -> SupervisionNotice:
    async with open_scope(actor, read_only=True) as scope:
        found: SupervisionNotice = (await notices_by_id(scope, [notice.id]))[notice.id]
        return found


async def test_a_notice_runs_from_issue_over_a_return_to_its_close(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    first = await replied(covered, manager, notice)
    assert (await seen(covered.supervisor, notice)).state is NoticeState.REPLIED
    async with open_scope(covered.supervisor) as scope:
        await return_reply(scope, notice.id, "照片看不清通道全貌", 2)
    assert (await seen(manager, notice)).round == 2
    second = await replied(covered, manager, notice)
    async with open_scope(covered.supervisor) as scope:
        closed = await accept_reply(scope, notice.id)
    assert (closed.state, closed.closed_at is not None) == (NoticeState.CLOSED, True)
    async with open_scope(manager, read_only=True) as scope:
        answers = (await answers_of_notices_by_id(scope, [notice.id]))[notice.id]
    assert [(one.id, one.decision, one.decision_reason) for one in answers] == [
        (first.id, ReplyDecision.RETURNED, "照片看不清通道全貌"),
        (second.id, ReplyDecision.ACCEPTED, None),
    ]


async def test_the_deadline_skips_days_off(covered: Covered) -> None:
    # Friday before the National Day week of 2025; the eighth of October ends the holiday.
    with clock.at(dt.datetime(2025, 9, 30, 2, tzinfo=dt.UTC)):
        notice = await issued(covered, working_days=2)
    assert notice.due_on == dt.date(2025, 10, 10)


async def test_the_branch_opens_the_evidence_of_its_own_notices_only(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    reply = await replied(covered, manager, notice)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (file,) = (await evidence_by_id(scope, [reply.id]))[reply.id].files
    assert (file.name, file.path.startswith(f"/files/{covered.operator.code}.")) == ("现场.jpg", True)
    other = supervising((covered.operator, (await make_covered(covered.operator, manager)).home), branch=covered.branch)
    async with open_scope(other, read_only=True) as scope:
        assert await evidence_by_id(scope, [reply.id]) == {}


async def test_those_who_manage_the_community_are_told(operator: Operator, covered: Covered) -> None:
    here = await a_person(NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=operator.id))
    elsewhere = await a_person(
        NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=operator.id, community_ids=(covered.branch.id,))
    )
    desk = await a_person(NewMembership(role=Role.FRONT_DESK, operator_id=operator.id))
    notice = await issued(covered)
    await delivered(operator)
    told = {}
    for person in (here, elsewhere, desk):
        actor = acting(operator, Role.COMMUNITY_MANAGER)
        async with open_scope(
            Actor(surface=actor.surface, operator_id=operator.id, account_id=person.account.id)
        ) as scope:
            rows = await scope.session.scalars(select(Notification).where(Notification.object_id == notice.id))
            told[person.account.id] = [row.kind for row in rows]
    assert told == {here.account.id: ["SUPERVISION_NOTICE_ISSUED"], elsewhere.account.id: [], desk.account.id: []}


async def test_each_round_that_is_returned_is_told_once(operator: Operator, covered: Covered, manager: Actor) -> None:
    here = await a_person(NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=operator.id))
    notice = await issued(covered)
    for _ in range(2):
        await replied(covered, manager, notice)
        async with open_scope(covered.supervisor) as scope:
            await return_reply(scope, notice.id, "照片看不清", 2)
        await delivered(operator)
    reader = Actor(surface=manager.surface, operator_id=operator.id, account_id=here.account.id)
    async with open_scope(reader, read_only=True) as scope:
        returned = Notification.kind == "SUPERVISION_REPLY_RETURNED"
        rows = (await scope.session.scalars(select(Notification).where(returned))).all()
    assert len({row.object_id for row in rows}) == len(rows) == 2
    assert {row.facts["notice_id"] for row in rows} == {str(notice.id)}


async def test_an_overdue_notice_rises_to_the_district_once_and_tells_what_it_may(covered: Covered) -> None:
    notice = await issued(covered)
    kept = await issued(covered, title="未到期", working_days=60)
    district = Actor(
        surface=acting(covered.operator, Role.DISTRICT_VIEWER).surface, permissions=frozenset({"party:view_notices"})
    )
    # Each in a period of its own, or the timer would not run again.
    for days in (20, 21):
        with clock.at(in_days(days)):
            assert await run_timer(covered.operator.id, timers["party.let_notices_rise"])
    with clock.at(in_days(21)):
        async with open_scope(district, read_only=True) as scope:
            rows = (await list_notices(scope, Page(first=100), NoticeFilter())).rows
    (risen,) = [row for row in rows if row.id == notice.id]
    assert (risen.title, risen.demand, risen.risen_at is not None) == (notice.title, None, True)
    assert kept.id not in {row.id for row in rows}
    assert await emitted(acting(covered.operator, Role.OPERATOR_ADMIN), "party.NoticeRaised") == 1


async def test_who_has_replied_in_time_is_not_reported_to_the_district(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    await replied(covered, manager, notice)
    with clock.at(in_days(20)):
        await run_timer(covered.operator.id, timers["party.let_notices_rise"])
    assert (await seen(covered.supervisor, notice)).risen_at is None


async def test_ten_who_answer_at_once_leave_one_answer(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)

    async def outcome() -> str:
        try:
            async with open_scope(manager) as scope:
                await reply_to_notice(scope, await a_reply(scope, notice.id))
        except AppError as refusal:
            return refusal.code
        return "replied"

    outcomes = Counter(await asyncio.gather(*(outcome() for _ in range(10))))
    assert outcomes == {"replied": 1, NoticeAnswered.code: 9}
    assert await emitted(manager, "party.NoticeReplied") == 1


async def test_a_reply_that_is_delivered_twice_is_put_before_the_branch_once(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    await replied(covered, manager, notice)
    async with open_scope(covered.supervisor) as scope:
        await return_reply(scope, notice.id, "请补充照片", 2)
    with clock.at(in_days(1)):
        await delivered(covered.operator)
    assert (await seen(covered.supervisor, notice)).state is NoticeState.RETURNED


async def test_a_withdrawn_notice_takes_no_answer(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    async with open_scope(covered.supervisor) as scope:
        await withdraw_notice(scope, notice.id)
    with pytest.raises(NoticeClosed):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, await a_reply(scope, notice.id))
    with pytest.raises(NoticeClosed):
        async with open_scope(covered.supervisor) as scope:
            await accept_reply(scope, notice.id)


async def test_nothing_is_decided_before_there_is_a_reply(covered: Covered) -> None:
    notice = await issued(covered)
    with pytest.raises(NoticeUnanswered):
        async with open_scope(covered.supervisor) as scope:
            await accept_reply(scope, notice.id)
    with pytest.raises(ReturnReasonMissing):
        async with open_scope(covered.supervisor) as scope:
            await return_reply(scope, notice.id, " ", 2)
    assert (await seen(covered.supervisor, notice)).state is NoticeState.ISSUED


async def test_a_reply_takes_evidence(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    with pytest.raises(EvidenceMissing):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, NewReply(notice_id=notice.id, text="已整改", evidence_ids=()))
    assert await emitted(manager, "party.NoticeReplied") == 0


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"working_days": 0}, DeadlineInvalid),
        ({"working_days": 61}, DeadlineInvalid),
        ({"title": " "}, BadInput),
        ({"demand": "x" * 2001}, BadInput),
    ],
)
async def test_odd_notices_are_refused_and_nobody_hears_of_them(
    covered: Covered, manager: Actor, more: dict[str, object], refusal: type[AppError]
) -> None:
    with pytest.raises(refusal):
        await issued(covered, **more)
    assert await emitted(manager, "party.NoticeIssued") == 0


async def test_a_branch_reaches_neither_other_communities_nor_for_other_branches(
    covered: Covered, manager: Actor
) -> None:
    other = await new_operator()
    there = await make_covered(other, acting(other, Role.COMMUNITY_MANAGER))
    for new in (
        a_notice(covered, community_id=there.home.community_id),
        a_notice(covered, organisation_id=(await make_org()).id),
    ):
        with pytest.raises(NotFound):
            async with open_scope(covered.supervisor) as scope:
                await issue_supervision_notice(scope, new)
    theirs = await issued(there)
    for act in (accept_reply, withdraw_notice):
        with pytest.raises(NotFound):
            async with open_scope(covered.supervisor) as scope:
                await act(scope, theirs.id)
    with pytest.raises(NotFound):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, await a_reply(scope, theirs.id))
    with pytest.raises(Forbidden):
        async with open_scope(acting(other, Role.FRONT_DESK)) as scope:
            await reply_to_notice(scope, await a_reply(scope, theirs.id))
