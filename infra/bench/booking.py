"""Booking: each a space of its own, all one slot, and a week of many spaces; beside pgbench with the statements."""

import asyncio
import datetime as dt
import time
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from rich.console import Console
from sqlalchemy import func, select
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.models.inventory import Community
from backend.modules.spaces.actions.bookings import create_booking
from backend.modules.spaces.actions.spaces import create_space
from backend.modules.spaces.contract.inputs import NewBooking, NewSpace, Opening, Rulebook
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import SpaceKind, SpaceMode
from infra.bench import pgbench, vacancies, writing
from infra.bench.asking import BOOK, WEEK, ask, statements_of
from infra.bench.captured import script, trips
from infra.bench.ground import Ground, as_superuser, community_manager
from infra.bench.plans import Hot
from infra.bench.rounds import Contender, Load, compare
from infra.bench.vacancies import RESIDENT, SPACE, Vacancies
from tenants.scope import open_scope

_MORE = 2
_WEEK_OF = 50
# Handed out to all measures of this file, each to be booked once.
_left = Vacancies()


async def measure(console: Console, ground: Ground, load: Load, count: int) -> list[Hot]:
    """`count`: bookings of a contender in each round, each by another resident in another space."""
    operator_id = await _opened(ground, load, count)
    act = writing.Act(
        title="Booking",
        name="booking",
        surface=Surface.RESIDENT,
        prefixes=(SPACE, RESIDENT),
        more=_MORE,
        by_schema=lambda number: _by_schema(operator_id, number, number),
        by_action=lambda number: _by_action(operator_id, number, number),
    )
    return await writing.measure(console, ground, load, count, _left, act)


async def measure_hot_slot(console: Console, load: Load, count: int) -> None:
    """So many residents at the same instant: each for a space of their own, and all for one."""
    operator_id = (await community_manager(vacancies.OPERATOR)).operator

    async def apart() -> float:
        taken = _left.take(count)
        return await _stormed(operator_id, [(number, number) for number in taken], winners=count)

    async def together() -> float:
        (hot,) = _left.take(1)
        return await _stormed(operator_id, [(hot, vacancies.FIRST + one) for one in range(count)], winners=1)

    await compare(
        console,
        f"One slot, {count} at once, answers a second (limit: each a space of its own)",
        load.rounds,
        [Contender("each its own", apart), Contender("all the same slot, one winner", together)],
    )


async def measure_week(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """What is free in a week of so many spaces."""
    actor = await community_manager(vacancies.OPERATOR)
    begins = _slot()[0].replace(hour=0)
    said = {"first": _WEEK_OF, "from": begins.isoformat(), "to": (begins + dt.timedelta(days=7)).isoformat()}
    seen = await statements_of(actor, WEEK, said)
    async with open_scope(actor, read_only=True) as scope:
        there = min(_WEEK_OF, await scope.session.scalar(select(func.count()).select_from(Space)) or 0)
    text = script(seen, seen, {}, ())

    async def limit() -> float:
        return await pgbench.transactions_per_second(ground.district, text, load.clients, seconds=load.seconds)

    await compare(
        console,
        f"A week of {there} spaces, {load.clients} at once (limit: pgbench, the same statements)",
        load.rounds,
        [
            Contender("pgbench", limit, trips(seen), is_here=False),
            Contender("schema", partial(load.rate, partial(ask, actor, WEEK, said)), trips(seen)),
        ],
    )
    return [Hot("week of spaces", Surface.TENANT, seen)]


async def _opened(ground: Ground, load: Load, count: int) -> UUID:
    """The operator, with a space for each booking of all rounds."""
    manager = await community_manager(vacancies.OPERATOR)
    always = tuple(Opening(weekday=day, opens=0, closes=1440) for day in range(1, 8))
    async with open_scope(manager) as scope:
        community_id = (await scope.session.scalars(select(Community.id).order_by(Community.id).limit(1))).one()
        rules = Rulebook(mode=SpaceMode.EXCLUSIVE, capacity=10, hours=always, is_for_all_communities=True)
        new = NewSpace(community_id=community_id, name="bench", kind=SpaceKind.OTHER, rules=rules)
        space = await create_space(scope, new)
    wanted = writing.numbers_needed(load.rounds, count, _MORE) + load.rounds * (count + 1)
    admin = await as_superuser(ground.district)
    await vacancies.open_spaces(admin, manager.operator, space.id, wanted)
    await admin.execute("ANALYZE spaces, space_roots")
    await admin.close()
    return manager.operator


async def _stormed(operator_id: UUID, wanted: Sequence[tuple[int, int]], winners: int) -> float:
    """All of them at once; answers a second. Raises RuntimeError where more or fewer won."""
    begun = time.perf_counter()
    won = await asyncio.gather(*(_by_schema(operator_id, space, resident) for space, resident in wanted))
    took = time.perf_counter() - begun
    if sum(won) != winners:
        raise RuntimeError(f"{sum(won)} have a slot that {winners} can have")
    return len(wanted) / took


def _slot() -> tuple[dt.datetime, dt.datetime]:
    """Tomorrow at ten, for an hour: a time that is the same for all."""
    begins = clock.moment(clock.today() + dt.timedelta(days=1), 10)
    return begins, begins + dt.timedelta(hours=1)


async def _by_schema(operator_id: UUID, space: int, resident: int) -> bool:
    """Whether it is theirs. Raises RuntimeError for any other answer than yes or taken."""
    begins, ends = _slot()
    said = {
        "spaceId": str(GlobalID("Space", f"{SPACE}{space}")),
        "startsAt": begins.isoformat(),
        "endsAt": ends.isoformat(),
        "idempotencyKey": f"{writing.KEY}{space}",
    }
    answer = await ask(vacancies.resident(operator_id, resident), BOOK, {"input": said})
    if b'"Booking"' in answer:
        return True
    if b'"SLOT_TAKEN"' not in answer:
        raise RuntimeError(f"the booking was refused: {answer.decode()}")
    return False


async def _by_action(operator_id: UUID, space: int, resident: int) -> bool:
    begins, ends = _slot()
    new = NewBooking(space_id=UUID(f"{SPACE}{space}"), starts_at=begins, ends_at=ends)
    async with open_scope(vacancies.resident(operator_id, resident)) as scope:
        await create_booking(scope, new)
    return True
