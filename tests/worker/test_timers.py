"""Timers: once for each operator and period, in Shanghai's time, and after downtime."""

import asyncio
import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.core.timers import Timer, daily, every, timers
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.outbox import TimerRun
from tenants.roles import Role
from tenants.scope import Scope, open_scope
from tenants.timing import look, run_timer
from tests.conftest import acting, new_operator
from tests.worker.conftest import want

UTC = dt.UTC
# 18:59 and 19:01 in London's winter are 02:59 and 03:01 the next day in Shanghai.
BEFORE = dt.datetime(2026, 1, 5, 18, 59, tzinfo=UTC)
AFTER = dt.datetime(2026, 1, 5, 19, 1, tzinfo=UTC)


async def ring(scope: Scope) -> None:
    scope.record("rang", "Operator", scope.operator_id, permissions=sorted(scope.actor.permissions))


async def fail(scope: Scope) -> None:
    await ring(scope)
    raise ValueError("on purpose")


@pytest.fixture
def bell() -> Iterator[Timer]:
    """A timer at three in the morning."""
    daily("03:00", permissions=("test:ring",))(ring)
    yield timers["test_timers.ring"]
    del timers["test_timers.ring"]


async def rings(operator: Operator) -> int:
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        counting = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "rang")
        return await scope.session.scalar(counting) or 0


def test_a_daily_period_begins_at_its_time_in_shanghai(bell: Timer) -> None:
    assert bell.period_at(BEFORE) == dt.datetime(2026, 1, 4, 19, tzinfo=UTC)
    assert bell.period_at(AFTER) == dt.datetime(2026, 1, 5, 19, tzinfo=UTC)


def test_a_short_period_begins_at_a_multiple_of_its_seconds() -> None:
    every(seconds=10)(fail)
    timer = timers.pop("test_timers.fail")
    assert timer.period_at(AFTER + dt.timedelta(seconds=19)) == AFTER + dt.timedelta(seconds=10)


async def test_a_timer_runs_once_for_its_period_whatever_the_number_of_workers(operator: Operator, bell: Timer) -> None:
    with clock.at(AFTER):
        ran = await asyncio.gather(*(run_timer(operator.id, bell) for _ in range(6)))
    assert (sorted(ran), await rings(operator)) == ([False] * 5 + [True], 1)


async def test_a_timer_is_due_for_each_operator_until_it_ran(operator: Operator, bell: Timer) -> None:
    other = await new_operator()
    with clock.at(AFTER):
        await run_timer(operator.id, bell)
        assert bell not in (await look(operator.id)).timers
        assert bell in (await look(other.id)).timers
    assert (await rings(operator), await rings(other)) == (1, 0)


async def test_after_downtime_a_timer_runs_once_for_the_latest_period(operator: Operator, bell: Timer) -> None:
    with clock.at(BEFORE):
        assert await run_timer(operator.id, bell) is True
    with clock.at(AFTER + dt.timedelta(days=9)):
        assert bell in (await look(operator.id)).timers
        assert await run_timer(operator.id, bell) is True
        assert await run_timer(operator.id, bell) is False
    assert await rings(operator) == 2


async def test_a_clock_that_was_set_back_repeats_nothing(operator: Operator, bell: Timer) -> None:
    with clock.at(AFTER):
        await run_timer(operator.id, bell)
    with clock.at(BEFORE):
        assert await run_timer(operator.id, bell) is False


async def test_a_timer_that_fails_leaves_nothing_and_stays_due(operator: Operator) -> None:
    timer = Timer("test.fail", fail, (), Surface.TENANT, lambda moment: AFTER)
    with clock.at(AFTER), pytest.raises(ValueError, match="on purpose"):
        await run_timer(operator.id, timer)
    assert await rings(operator) == 0
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        assert (await scope.session.scalars(select(TimerRun))).all() == []


async def test_a_timer_has_the_permissions_that_it_lists(operator: Operator, bell: Timer) -> None:
    await run_timer(operator.id, bell)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        entry = (await scope.session.scalars(select(AuditEntry).where(AuditEntry.act == "rang"))).one()
    assert (entry.actor, entry.facts) == (f"system:{bell.name}", {"permissions": ["test:ring"]})


async def test_a_look_tells_of_events_that_wait(operator: Operator) -> None:
    assert (await look(operator.id)).has_events is False
    await want(operator, 1, hinted=False)
    assert (await look(operator.id)).has_events is True
