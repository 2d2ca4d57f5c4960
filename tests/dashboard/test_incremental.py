"""What events leave behind equals what is counted from nothing, in whatever order and however often they come."""

import datetime as dt
import random

import asyncpg
import pytest
from sqlalchemy import delete

from backend.core import clock
from backend.modules.dashboard.models.facts import CommunityFact, RollupMark, RollupState
from backend.modules.dashboard.models.released import ReleasedFact
from backend.modules.dashboard.tasks import count_neglected, forget_old_days
from tenants.delivery import Delivery
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.dashboard.counted import by_hand, counter, differences, of_days, rebuild, released, stored
from tests.dashboard.delivering import settle, settle_some
from tests.dashboard.serving import Services
from tests.dashboard.walking import Desk

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


async def from_nothing(operator: Operator) -> None:
    """Forget every figure of the operator, and count all of them."""
    async with open_scope(counter(operator.id)) as scope:
        for table in (CommunityFact, RollupState, RollupMark):
            await scope.session.execute(delete(table))
        await scope.session.execute(delete(ReleasedFact).where(ReleasedFact.operator_id == operator.id))
    await rebuild(operator.id)


def admin(operator: Operator) -> Actor:
    return acting(operator, Role.OPERATOR_ADMIN)


async def walk(operator: Operator, seed: int, days: int, steps_a_day: int) -> None:
    """Weeks of a desk's work."""
    draw = random.Random(seed)
    await follow(operator, Desk(admin(operator), draw), draw, days, steps_a_day)


async def follow(operator: Operator, desk: Desk | Services, draw: random.Random, days: int, steps_a_day: int) -> None:
    """Whatever is done, with events that come late, shuffled and twice; at the end all have come."""
    late = list[Delivery]()
    for day in range(days):
        with clock.at(NOON + dt.timedelta(days=day)):
            if day == 0:
                await desk.open()
            for _ in range(steps_a_day):
                await desk.step()
            await settle_some(operator.id, draw, late)
    with clock.at(NOON + dt.timedelta(days=days)):
        await settle(operator.id, late)
        async with open_scope(counter(operator.id)) as scope:
            await count_neglected(scope)
            await forget_old_days(scope)
        await settle(operator.id)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_events_leave_what_a_rebuild_leaves(operator: Operator, raw: asyncpg.Connection, seed: int) -> None:
    await walk(operator, seed, days=12, steps_a_day=4)
    with clock.at(NOON + dt.timedelta(days=12)):
        figures, seen = await stored(operator.id), await released(operator.id)
        await from_nothing(operator)
        assert differences(figures, await stored(operator.id)) == []
        assert differences(seen, await released(operator.id)) == []
        days = [clock.today() - dt.timedelta(days=ago) for ago in range(14)]
        assert differences(of_days(await stored(operator.id, days)), await by_hand(raw, operator.id, days)) == []


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak)])
async def test_services_leave_what_a_rebuild_leaves(operator: Operator, raw: asyncpg.Connection, seed: int) -> None:
    """Bookings, courses, issues, councils, proposals, polls and casework, by whatever writes there are."""
    draw = random.Random(seed)
    services = Services(operator, draw)
    await follow(operator, services, draw, days=10, steps_a_day=14)
    await is_what_a_rebuild_leaves(operator, raw, days=10)
    assert len(services.done) > 15, services.done


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200, 212))
async def test_weeks_of_services_leave_what_a_rebuild_leaves(
    operator: Operator, raw: asyncpg.Connection, seed: int
) -> None:
    draw = random.Random(seed)
    services = Services(operator, draw)
    await follow(operator, services, draw, days=40, steps_a_day=20)
    await is_what_a_rebuild_leaves(operator, raw, days=40)
    assert len(services.done) > 30, services.done


async def is_what_a_rebuild_leaves(operator: Operator, raw: asyncpg.Connection, days: int) -> None:
    with clock.at(NOON + dt.timedelta(days=days)):
        figures, seen = await stored(operator.id), await released(operator.id)
        await from_nothing(operator)
        assert differences(figures, await stored(operator.id)) == []
        assert differences(seen, await released(operator.id)) == []
        wanted = [clock.today() - dt.timedelta(days=ago) for ago in range(days + 2)]
        assert differences(of_days(await stored(operator.id, wanted)), await by_hand(raw, operator.id, wanted)) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 130))
async def test_months_of_events_leave_what_a_rebuild_leaves(operator: Operator, seed: int) -> None:
    await walk(operator, seed, days=60, steps_a_day=6)
    with clock.at(NOON + dt.timedelta(days=60)):
        figures, seen = await stored(operator.id), await released(operator.id)
        await from_nothing(operator)
        assert differences(figures, await stored(operator.id)) == []
        assert differences(seen, await released(operator.id)) == []
