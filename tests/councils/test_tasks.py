"""Decisions become tasks: somebody's, with a day, late the day after, done once; and what figures make of them."""

import datetime as dt
from dataclasses import asdict
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.modules.councils.actions.calling import cancel_council
from backend.modules.councils.actions.deciding import add_decision, complete_task, miss_tasks, report_task
from backend.modules.councils.actions.recording import settle_item
from backend.modules.councils.contract.inputs import ItemResult, NewDecision, NewItem, NewTask
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import CouncilNotOpen, TaskDone
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome
from backend.modules.councils.models.councils import Council, CouncilTask
from backend.modules.councils.queries.councils import (
    CouncilFilter,
    TaskFilter,
    items_of_councils_by_id,
    list_council_tasks,
    list_councils,
    tasks_of_decisions_by_id,
)
from backend.modules.councils.queries.figures import get_council_figures
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tests.councils.factories import DAY, call, hold
from tests.councils.test_councils import about, tasked
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident, make_village
from tests.proposals.factories import all_at_once
from tests.tracing import traces

HOUR = dt.timedelta(hours=1)


async def held(village: Village, **more: Any) -> Council:
    council = await call(village, **more)
    await hold(village, council)
    return council


def a_task(due_on: dt.date) -> NewTask:
    return NewTask(title="安装毛毡垫", owner="工程部", due_on=due_on)


async def decide(village: Village, council: Council, **more: Any) -> list[CouncilTask]:
    """Decide in the hour after the council; the tasks that follow."""
    said: dict[str, Any] = {"text": "椅脚加垫"}
    with clock.at(council.starts_at + 2 * HOUR):
        async with open_scope(village.manager) as scope:
            decision = await add_decision(scope, council.id, NewDecision(**(said | more)))
            return list((await tasks_of_decisions_by_id(scope, [decision.id])).get(decision.id, ()))


async def items(village: Village, council: Council) -> list[Any]:
    async with open_scope(village.manager, read_only=True) as scope:
        return list((await items_of_councils_by_id(scope, [council.id]))[council.id])


async def seen(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_council_tasks(scope, Page(20), TaskFilter(**wanted))).rows]


async def listed(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_councils(scope, Page(20), CouncilFilter(**wanted))).rows]


async def stranger_of(village: Village) -> Actor:
    """Someone who lives in another community of the operator."""
    async with open_scope(village.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    return as_resident(village.operator, stay.lead_resident_id)


async def test_nothing_is_decided_before_there_are_minutes(village: Village) -> None:
    council = await call(village)
    with pytest.raises(CouncilNotOpen):
        await decide(village, council)


async def test_a_decision_is_about_an_item_of_its_own_agenda(village: Village) -> None:
    council, other = await held(village), await held(village)
    (strange,) = await items(village, other)
    with pytest.raises(NotFound):
        await decide(village, council, item_id=strange.id)
    (one,) = await items(village, other)
    assert one.outcome is ItemOutcome.OPEN


async def test_a_task_is_due_on_the_day_of_the_council_at_the_earliest(village: Village) -> None:
    council = await held(village)
    day = clock.day_of(council.starts_at)
    with pytest.raises(BadInput):
        await decide(village, council, tasks=(a_task(day - DAY),))
    (task,) = await decide(village, council, tasks=(a_task(day),))
    assert task.due_on == day
    with pytest.raises(BadInput):
        await decide(village, council, tasks=(a_task(day),) * 21)
    assert len(await decide(village, council, tasks=(a_task(day),) * 20)) == 20


async def test_an_open_item_is_tasked_by_tasks_and_what_was_settled_stays_so(village: Village) -> None:
    council = await held(village, items=(NewItem(title="开放到几点"), NewItem(title="冰箱清理")))
    first, second = await items(village, council)
    day = clock.day_of(council.starts_at)
    await decide(village, council, item_id=first.id)
    async with open_scope(village.manager) as scope:
        await settle_item(scope, council.id, ItemResult(item_id=second.id, outcome=ItemOutcome.SOLVED))
    await decide(village, council, item_id=second.id, tasks=(a_task(day),))
    outcomes = [one.outcome for one in await items(village, council)]
    assert outcomes == [ItemOutcome.OPEN, ItemOutcome.SOLVED]
    await decide(village, council, item_id=first.id, tasks=(a_task(day),))
    tasked_item = (await items(village, council))[0]
    assert (tasked_item.outcome, tasked_item.settled_at) == (ItemOutcome.TASKED, council.starts_at + 2 * HOUR)
    assert (await traces(village.manager, "Council"))["add_decision"] == 3


async def missed(village: Village, days: int) -> int:
    watcher = system_actor(village.operator.id, "test", CouncilPermission.FOLLOW_UP)
    with clock.at(clock.now() + days * DAY):
        async with open_scope(watcher) as scope:
            return await miss_tasks(scope)


async def test_a_task_is_missed_only_after_its_day_and_never_when_it_was_done(village: Village) -> None:
    task, done = await tasked(village), await tasked(village)
    async with open_scope(village.manager) as scope:
        await complete_task(scope, done.id, "已装好")
    assert await missed(village, 11) == 0
    assert await missed(village, 12) == 1
    async with open_scope(village.manager, read_only=True) as scope:
        facts = select(OutboxRow.payload).where(OutboxRow.name == "councils.CouncilTaskMissed")
        assert [one["task_id"] for one in await scope.session.scalars(facts)] == [str(task.id)]


async def test_of_many_who_say_at_once_that_a_task_is_done_one_does(village: Village) -> None:
    task = await tasked(village)

    async def done(number: int) -> None:
        async with open_scope(village.manager) as scope:
            await complete_task(scope, task.id, f"第 {number} 次")

    answers = await all_at_once(*(done(number) for number in range(8)))
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", *[TaskDone.__name__] * 7]
    assert (await traces(village.manager, "CouncilTask"))["complete_task"] == 1


async def test_how_far_a_task_is_is_read_by_everyone_there_and_nobody_elsewhere(village: Village) -> None:
    task = await tasked(village)
    async with open_scope(village.manager) as scope:
        await report_task(scope, task.id, 60, "装了六成")
    async with open_scope(village.resident(0), read_only=True) as scope:
        (mine,) = (await list_council_tasks(scope, Page(), TaskFilter())).rows
    assert (mine.percent, mine.note) == (60, "装了六成")
    assert await seen(await stranger_of(village)) == []
    assert await traces(village.manager, "CouncilTask") == {"report_task": 1}


async def test_tasks_are_found_by_whether_they_are_open_or_late(village: Village) -> None:
    task, done = await tasked(village), await tasked(village)
    async with open_scope(village.manager) as scope:
        await complete_task(scope, done.id, "已装好")
    with clock.at(clock.now() + 12 * DAY):
        assert await seen(village.manager, is_open=True) == [task.id]
        assert await seen(village.manager, is_open=False) == [done.id]
        assert await seen(village.manager, is_late=True) == [task.id]
        assert await seen(village.manager, is_late=False) == [done.id]
        assert await seen(village.manager, community_id=UUID(int=1)) == []


async def test_councils_are_found_by_kind_state_day_and_subject_and_seen_where_they_are_held(village: Village) -> None:
    item = await about(village)
    plain = await call(village)
    hearing = await call(village, kind=CouncilKind.HEARING, items=(item,), starts_at=plain.starts_at + DAY)
    off = await call(village, starts_at=plain.starts_at + 2 * DAY)
    async with open_scope(village.manager) as scope:
        await cancel_council(scope, off.id, "场地漏水")
    elsewhere = await call(
        village, community_id=(await make_village(village.operator, village.manager, 1)).community_id
    )
    manager, resident = village.manager, village.resident(0)
    assert await listed(resident) == [off.id, hearing.id, plain.id]
    assert set(await listed(manager)) == {off.id, hearing.id, plain.id, elsewhere.id}
    assert await listed(manager, community_id=elsewhere.community_id) == [elsewhere.id]
    assert await listed(resident, kind=CouncilKind.HEARING) == [hearing.id]
    assert await listed(resident, status=CouncilStatus.CANCELLED) == [off.id]
    assert await listed(resident, subject_id=item.subject_id) == [hearing.id]
    # From a moment on, and before another that is not part of it.
    assert await listed(resident, starts_from=hearing.starts_at) == [off.id, hearing.id]
    assert await listed(resident, starts_until=hearing.starts_at) == [plain.id]


async def figures(village: Village, **wanted: Any) -> dict[str, Any]:
    async with open_scope(village.manager, read_only=True) as scope:
        return asdict(await get_council_figures(scope, **wanted))


async def test_figures_are_of_councils_that_were_held_there_in_those_days(village: Village) -> None:
    neighbour = await make_village(village.operator, village.manager, 1)
    council = await call(village)
    day = clock.day_of(council.starts_at)
    off = await call(village, starts_at=council.starts_at)
    async with open_scope(village.manager) as scope:
        await cancel_council(scope, off.id, "场地漏水")
    await hold(village, council)
    other = await held(village, community_id=neighbour.community_id, starts_at=clock.moment(day + DAY, 0))
    late, done = await decide(village, council, tasks=(a_task(day), a_task(day)))
    async with open_scope(village.manager) as scope:
        await complete_task(scope, done.id, "已装好")
    for until_on, wanted, count in (
        (day + DAY, {}, 1),
        (day + 2 * DAY, {}, 2),
        (day + 2 * DAY, {"community_id": neighbour.community_id}, 1),
        (day + 2 * DAY, {"from_on": day + DAY}, 1),
        (day + 2 * DAY, {"grid_id": UUID(int=1)}, 0),
    ):
        assert (await figures(village, until_on=until_on, **wanted))["held"] == count, (until_on, wanted)
    with clock.at(clock.moment(day, 23)):
        assert (await figures(village, until_on=day + DAY))["tasks_late"] == 0
    with clock.at(clock.moment(day + DAY, 1)):
        told = await figures(village, until_on=day + 2 * DAY)
    assert (told["tasks"], told["tasks_done"], told["tasks_late"]) == (2, 1, 1)
    assert (late.council_id, other.community_id) == (council.id, neighbour.community_id)
    with pytest.raises(BadInput):
        await figures(village, from_on=day, until_on=day)
