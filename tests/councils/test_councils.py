"""Councils: called by the rules of their kind, minuted, and followed by tasks that show when they are late."""

import datetime as dt
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.councils.actions.calling import add_agenda_item, cancel_council, schedule_council
from backend.modules.councils.actions.deciding import add_decision, complete_task, miss_tasks, report_task
from backend.modules.councils.actions.recording import record_minutes, settle_item
from backend.modules.councils.contract.inputs import ItemResult, NewDecision, NewItem, NewRecord, NewTask
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import (
    AgendaMissing,
    CouncilNotBegun,
    CouncilNotOpen,
    CouncilPeriodInvalid,
    NoticeTooShort,
    TaskDone,
    TooFewPresent,
    VerdictMissing,
)
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome, ItemSubject, Verdict
from backend.modules.councils.models.councils import Council, CouncilDecision, CouncilTask
from backend.modules.councils.queries.councils import (
    TaskFilter,
    items_of_councils_by_id,
    list_council_tasks,
    tasks_of_decisions_by_id,
)
from backend.modules.councils.queries.figures import get_council_figures
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.councils.factories import DAY, TABLE, a_council, call, hold
from tests.polls.factories import Village
from tests.proposals.factories import propose


async def counted(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        return [
            await scope.session.scalar(select(func.count()).select_from(one)) or 0
            for one in (Council, CouncilDecision, CouncilTask, OutboxRow)
        ]


async def about(village: Village) -> NewItem:
    proposal_id = await propose(village)
    return NewItem(subject=ItemSubject.PROPOSAL, subject_id=proposal_id, title="夜间垃圾房")


async def items_of(village: Village, council_id: UUID) -> list[Any]:
    async with open_scope(village.manager, read_only=True) as scope:
        return list((await items_of_councils_by_id(scope, [council_id]))[council_id])


@pytest.mark.parametrize(
    ("kind", "days", "refusal"),
    [
        (CouncilKind.CONSULTATION, 1, NoticeTooShort),
        (CouncilKind.HEARING, 4, NoticeTooShort),
        (CouncilKind.APPRAISAL, 1, NoticeTooShort),
        (CouncilKind.HEARING, 7, AgendaMissing),
        (CouncilKind.COORDINATION, 7, AgendaMissing),
        (CouncilKind.APPRAISAL, 7, AgendaMissing),
    ],
)
async def test_each_kind_has_its_rules(village: Village, kind: CouncilKind, days: int, refusal: type[AppError]) -> None:
    before = await counted(village.manager)
    with pytest.raises(refusal):
        await call(village, kind=kind, starts_at=clock.now() + days * DAY)
    assert await counted(village.manager) == before


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"title": ""}, BadInput),
        ({"seats": 0}, BadInput),
        ({"seats": 3, "reserved_seats": 4}, BadInput),
        ({"items": (NewItem(title=" "),)}, BadInput),
        ({"items": (NewItem(subject=ItemSubject.PROPOSAL, title="无"),)}, BadInput),
        ({"items": (NewItem(subject=ItemSubject.PROPOSAL, subject_id=new_id(), title="无"),)}, NotFound),
        ({"community_id": new_id()}, NotFound),
    ],
)
async def test_what_cannot_be_called_is_refused(
    village: Village, more: dict[str, Any], refusal: type[AppError]
) -> None:
    before = await counted(village.manager)
    with pytest.raises(refusal):
        await call(village, **more)
    assert await counted(village.manager) == before


async def test_only_managers_call_and_residents_see_those_of_their_home(village: Village, desk: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await schedule_council(scope, a_council(village.community_id))
    assert (await counted(village.manager))[0] == 0


async def test_the_garbage_case_is_coordinated_that_night(village: Village) -> None:
    """Shifts go from two to three, and the rebuilding goes up to the street: all on one council, with times."""
    rebuilding = NewItem(title="垃圾房改造")
    council = await call(
        village,
        kind=CouncilKind.COORDINATION,
        title="夜间垃圾满溢协调会",
        starts_at=clock.now() + dt.timedelta(minutes=30),
        items=(await about(village), rebuilding),
        bodies=TABLE,
    )
    overflow, up = await items_of(village, council.id)
    results = (ItemResult(item_id=up.id, outcome=ItemOutcome.SENT_UP, note="报街道总网格"),)
    await hold(village, council, residents_present=1, results=results)
    with clock.at(council.starts_at + DAY):
        async with open_scope(village.manager) as scope:
            task = NewTask(title="清运由两班改为三班", owner="大厦物业", due_on=clock.today() + 3 * DAY)
            decision = await add_decision(
                scope, council.id, NewDecision(text="清运增加一班", item_id=overflow.id, tasks=(task,))
            )
            (made,) = (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]
        async with open_scope(village.manager) as scope:
            await complete_task(scope, made.id, "三班已排")
            await settle_item(scope, council.id, ItemResult(item_id=overflow.id, outcome=ItemOutcome.SOLVED))
        async with open_scope(village.manager, read_only=True) as scope:
            report = await get_council_figures(scope, until_on=clock.today() + 2 * DAY)
    assert [one.outcome for one in await items_of(village, council.id)] == [ItemOutcome.SOLVED, ItemOutcome.SENT_UP]
    assert (report.held, report.problems, report.problems_solved, report.problems_sent_up) == (1, 2, 1, 1)
    assert (report.tasks, report.tasks_done, report.tasks_late) == (1, 1, 0)


async def test_minutes_need_those_who_must_be_there(village: Village) -> None:
    hearing = await call(village, kind=CouncilKind.HEARING, items=(await about(village),))
    with pytest.raises(TooFewPresent):
        await hold(village, hearing, residents_present=2)
    alone = await call(village, kind=CouncilKind.COORDINATION, items=(await about(village),), bodies=TABLE[:1])
    with pytest.raises(TooFewPresent):
        await hold(village, alone)
    async with open_scope(village.manager, read_only=True) as scope:
        statuses = set(await scope.session.scalars(select(Council.status)))
    assert statuses == {CouncilStatus.SCHEDULED}


async def test_an_appraisal_alone_has_a_verdict(village: Village) -> None:
    appraisal = await call(village, kind=CouncilKind.APPRAISAL, items=(await about(village),))
    for council, verdict in ((appraisal, None), (await call(village), Verdict.SATISFIED)):
        with pytest.raises(VerdictMissing):
            await hold(village, council, verdict=verdict)
    assert (await hold(village, appraisal, verdict=Verdict.TO_IMPROVE)).verdict is Verdict.TO_IMPROVE


async def test_minutes_are_written_once_and_not_before_the_beginning(village: Village) -> None:
    council = await call(village)
    with pytest.raises(CouncilNotBegun):
        async with open_scope(village.manager) as scope:
            await record_minutes(scope, council.id, NewRecord(text="未到时间", residents_present=1))
    await hold(village, council)
    with pytest.raises(CouncilNotOpen):
        await hold(village, council)


async def test_an_agenda_grows_until_there_are_minutes(village: Village) -> None:
    council = await call(village)
    async with open_scope(village.manager) as scope:
        await add_agenda_item(scope, council.id, NewItem(title="冰箱清理"))
    await hold(village, council)
    with pytest.raises(CouncilNotOpen):
        async with open_scope(village.manager) as scope:
            await add_agenda_item(scope, council.id, NewItem(title="太晚了"))
    assert [(one.position, one.title) for one in await items_of(village, council.id)] == [
        (1, "开放到几点"),
        (2, "冰箱清理"),
    ]


async def tasked(village: Village, due_in: int = 3) -> CouncilTask:
    council = await call(village)
    await hold(village, council)
    with clock.at(council.starts_at + DAY):
        async with open_scope(village.manager) as scope:
            task = NewTask(
                title="安装毛毡垫",
                owner="工程部",
                due_on=clock.today() + due_in * DAY,
                owner_account_id=village.manager.account_id,
            )
            decision = await add_decision(scope, council.id, NewDecision(text="椅脚加垫", tasks=(task,)))
            (made,) = (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]
            return made


async def late(village: Village, days: int) -> list[UUID]:
    with clock.at(clock.now() + days * DAY):
        async with open_scope(village.manager, read_only=True) as scope:
            found = await list_council_tasks(scope, Page(), TaskFilter(is_late=True))
            return [one.id for one in found.rows]


async def test_a_task_is_late_the_day_after_and_its_owner_is_told_once(village: Village) -> None:
    task = await tasked(village)
    assert await late(village, 11) == []
    assert await late(village, 12) == [task.id]
    watcher = system_actor(village.operator.id, "test", CouncilPermission.FOLLOW_UP)
    with clock.at(clock.now() + 12 * DAY):
        missed = []
        for _ in range(2):
            async with open_scope(watcher) as scope:
                missed.append(await miss_tasks(scope))
    assert missed == [1, 0]
    async with open_scope(village.manager, read_only=True) as scope:
        payloads = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
        )
        assert [one["kind"] for one in payloads] == ["COUNCIL_TASK_GIVEN", "COUNCIL_TASK_MISSED"]


async def test_a_task_goes_on_until_it_is_done(village: Village) -> None:
    task = await tasked(village)
    async with open_scope(village.manager) as scope:
        assert (await report_task(scope, task.id, 60, "六成")).percent == 60
    with pytest.raises(BadInput):
        async with open_scope(village.manager) as scope:
            await report_task(scope, task.id, 100, "全部")
    async with open_scope(village.manager) as scope:
        done = await complete_task(scope, task.id, "全部装好")
    assert (done.percent, done.note) == (100, "全部装好")
    with pytest.raises(TaskDone):
        async with open_scope(village.manager) as scope:
            await complete_task(scope, task.id, "再一次")
    assert await late(village, 30) == []


async def test_a_council_that_is_called_off_says_why_and_is_over(village: Village) -> None:
    council = await call(village)
    with pytest.raises(ReasonMissing):
        async with open_scope(village.manager) as scope:
            await cancel_council(scope, council.id, "")
    async with open_scope(village.manager) as scope:
        await cancel_council(scope, council.id, "场地漏水")
    with pytest.raises(CouncilNotOpen):
        await hold(village, council)


async def test_another_operators_council_is_not_there(village: Village) -> None:
    council = await call(village)
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await cancel_council(scope, council.id, "不是我的")
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await add_agenda_item(scope, council.id, NewItem(title="不是我的"))
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(Council.status)) is CouncilStatus.SCHEDULED


async def test_a_council_lasts_a_day_at_most(village: Village) -> None:
    new = a_council(village.community_id)
    for ends_at in (new.starts_at, new.starts_at + 2 * DAY):
        with pytest.raises(CouncilPeriodInvalid):
            async with open_scope(village.manager) as scope:
                await schedule_council(scope, replace(new, ends_at=ends_at))
