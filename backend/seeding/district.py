"""The district: its operators are made one by one, each in a process, each in one transaction."""

import asyncio
import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from backend import registry
from backend.core import clock
from backend.core.db import engines
from backend.core.live import live
from backend.modules.dashboard.rebuilding import rebuild_operator
from backend.modules.housing.contract.inputs import NewCommunity, NewUnit
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.words import GovernanceMode, UnitKind
from backend.seeding.bulk_ledger import Ledger, Letting, Place
from backend.seeding.district_plan import PlannedCommunity, PlannedOperator, plan_district, shared_out
from backend.seeding.history import History, lettings_of
from backend.seeding.people import People
from backend.seeding.year import Year
from tenants.models import Operator, OperatorState
from tenants.provision import NewOperator, create_operator, platform_actor
from tenants.scope import open_scope, system_actor

_SUITES = 0.15
_UNITS_OF_A_BUILDING = 110
_UNITS_OF_A_FLOOR = 10
_EMPLOYERS_OF_A_HOME = 3
_ALLOTTED = 0.7
_HOME_ROOM_BEDS = 4
_LONGEST_AGO = 420


async def seed_district(console: Console, scale: float = 1.0) -> int:
    """Make the operators that are not there yet, all cores at work; returns how many people live in them."""
    plans = plan_district(scale)
    today = clock.today()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Residents of the district", total=sum(map(_living, plans)))
        # Not forked: a copy of our connections would be used twice.
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            loop = asyncio.get_running_loop()
            # The largest first, so that no core waits for a late giant.
            jobs = [
                loop.run_in_executor(pool, make_operator, plan, today)
                for plan in sorted(plans, key=_living, reverse=True)
            ]
            for job in asyncio.as_completed(jobs):
                progress.advance(task, await job)
    return sum(map(_living, plans))


def _living(plan: PlannedOperator) -> int:
    return sum(community.living for community in plan.communities)


def make_operator(plan: PlannedOperator, today: dt.date) -> int:
    """One operator with everything in it, unless it is there; runs in a process of its own."""
    registry.load("models")
    registry.load("contract")
    registry.load("measures")
    # The whole district is of one day, also where midnight passes while it is made.
    with clock.at(clock.moment(today, 12)):
        return asyncio.run(_closing(plan))


async def _closing(plan: PlannedOperator) -> int:
    try:
        return await _make(plan)
    finally:
        await live.flush()
        await engines.dispose()


async def _make(plan: PlannedOperator) -> int:
    operator_id = await _operator(plan)
    if operator_id is None:
        return _living(plan)
    async with open_scope(system_actor(operator_id, "seed")) as scope:
        if await scope.session.scalar(select(func.count()).select_from(Community)):
            return _living(plan)
        key = await scope.key()
    ledger, people = Ledger(operator_id, key), People(plan.number, clock.today())
    year = Year(operator_id, key, plan.number)
    for community in plan.communities:
        community_id = fill_community(ledger, people, community)
        year.fill(community_id, ledger.lived_in(community_id), community)
    # Another transaction, so that none is idle while people are being invented.
    async with open_scope(system_actor(operator_id, "seed")) as scope:
        rows = await ledger.load(scope) + await year.load(scope)
        scope.record("seed_district", "Operator", operator_id, rows=rows)
    await rebuild_operator(operator_id)
    return _living(plan)


async def _operator(plan: PlannedOperator) -> UUID | None:
    """The operator to fill; None where one of its code is suspended or erased."""
    async with open_scope(platform_actor("seed")) as scope:
        found = await scope.session.scalar(select(Operator).where(Operator.code == plan.code))
        if found is None:
            new = NewOperator(
                code=plan.code,
                name_zh=plan.name_zh,
                name_en=plan.name_en,
                brand_colour="#4a6fa5",
                modules=registry.names(),
            )
            found = await create_operator(scope, new)
        return found.id if found.state == OperatorState.ACTIVE else None


def fill_community(ledger: Ledger, people: People, plan: PlannedCommunity) -> UUID:
    """A community with its people and their year of stays, put to the ledger."""
    today, draw = clock.today(), people.random
    opened_on = today - dt.timedelta(days=draw.randrange(800, 2400))
    is_governed = plan.mode is not GovernanceMode.AREA_GRID
    new = NewCommunity(
        code=plan.code,
        name=plan.name,
        subdistrict_code=plan.subdistrict_code,
        address=plan.address,
        product_type=plan.product_type,
        governance_mode=plan.mode,
        opened_on=opened_on,
        latitude=plan.latitude,
        longitude=plan.longitude,
        planned_beds=plan.beds,
    )
    since = today - dt.timedelta(days=draw.randrange(20, 700)) if is_governed else None
    community_id = ledger.community(new, since)
    places = list(_places(ledger, people, community_id, plan))
    lettings = list(lettings_of(places))
    if plan.beds:
        lettings = _allotted(ledger, people, lettings)
    left = History(ledger, people).fill(lettings, plan.living)
    if left:
        raise RuntimeError(f"{plan.code} has no room for {left} of its residents")
    return community_id


def _places(ledger: Ledger, people: People, community_id: UUID, plan: PlannedCommunity) -> Iterator[Place]:
    made_at = clock.now() - dt.timedelta(days=_LONGEST_AGO)
    bed_counts = shared_out(plan.beds, [1.0] * plan.units) if plan.beds else [0] * plan.units
    for first in range(0, plan.units, _UNITS_OF_A_BUILDING):
        counts = bed_counts[first : first + _UNITS_OF_A_BUILDING]
        floors = -(-len(counts) // _UNITS_OF_A_FLOOR)
        building_id = ledger.building(community_id, str(first // _UNITS_OF_A_BUILDING + 1), floors)
        for index, beds in enumerate(counts):
            unit = _unit(people, index // _UNITS_OF_A_FLOOR + 1, index % _UNITS_OF_A_FLOOR + 1, beds)
            yield ledger.unit(community_id, building_id, unit, made_at, is_by_bed=beds > 0)


def _unit(people: People, floor: int, place: int, beds: int) -> NewUnit:
    draw = people.random
    number = f"{floor}{place:02d}"
    if beds:
        labels = tuple(map(str, range(1, beds + 1)))
        return NewUnit(
            kind=UnitKind.ROOM, floor=floor, number=number, area=Decimal(28), bed_labels=labels, max_occupants=beds
        )
    if draw.random() < _SUITES:
        labels = ("1", "2", "3")[: draw.choice((2, 2, 3))]
        area = Decimal(draw.randrange(48, 92))
        return NewUnit(kind=UnitKind.SUITE, floor=floor, number=number, area=area, bed_labels=labels, max_occupants=6)
    area = Decimal(draw.randrange(180, 340)) / 10
    return NewUnit(kind=UnitKind.ROOM, floor=floor, number=number, area=area, bed_labels=("1",), max_occupants=2)


def _allotted(ledger: Ledger, people: People, lettings: list[Letting]) -> list[Letting]:
    """Most beds of a home are held by employers."""
    since = clock.today() - dt.timedelta(days=_LONGEST_AGO)
    shares = shared_out(int(len(lettings) * _ALLOTTED), [1.0] * _EMPLOYERS_OF_A_HOME)
    held: list[Letting] = []
    for share in shares:
        employer_id = ledger.employer(people.firm(), since)
        mine = lettings[len(held) : len(held) + share]
        held += ledger.allot(employer_id, mine, since, since + dt.timedelta(days=800)) if mine else []
    return held + lettings[len(held) :]
