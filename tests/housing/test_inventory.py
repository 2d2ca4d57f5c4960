"""The inventory: communities and how they are governed, buildings, units and beds."""

import asyncio
import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.inventory import (
    create_building,
    create_community,
    create_units,
    set_bed_state,
    set_governance_mode,
)
from backend.modules.housing.contract.inputs import NewUnit
from backend.modules.housing.contract.refusals import (
    BuildingCodeTaken,
    CodeTaken,
    CommunitiesLimited,
    EndBeforeStart,
    UnitNumberTaken,
)
from backend.modules.housing.models.inventory import Bed, Community, GovernancePeriod, Unit
from backend.modules.housing.queries.inventory import (
    buildings_of_communities_by_id,
    governance_modes_by_id,
    governance_periods_by_id,
    list_communities,
)
from backend.modules.housing.words import BedCondition, GovernanceMode, UnitKind
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import a_community, make_home

DAY = dt.timedelta(days=1)


def a_unit(number: str = "101", labels: tuple[str, ...] = ("1",), floor: int = 1) -> NewUnit:
    return NewUnit(kind=UnitKind.ROOM, floor=floor, number=number, area=Decimal(20), bed_labels=labels, max_occupants=4)


async def test_a_code_is_used_once_by_an_operator_and_freely_by_others(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        await create_community(scope, a_community("anle"))
    with pytest.raises(CodeTaken):
        async with open_scope(manager) as scope:
            await create_community(scope, a_community("anle"))
    other = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    async with open_scope(other) as scope:
        await create_community(scope, a_community("anle"))
        assert [row.code for row in (await list_communities(scope, Page())).rows] == ["anle"]


async def test_an_unknown_subdistrict_is_bad_input(manager: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        async with open_scope(manager) as scope:
            await create_community(scope, a_community(subdistrict_code="310112999"))
    assert refused.value.field == ("input", "subdistrict_code")


@pytest.mark.parametrize(
    ("code", "name", "field"), [("", "一号楼", "code"), ("1" * 33, "一号楼", "code"), ("1", " ", "name")]
)
async def test_a_building_without_a_short_code_and_a_name_is_refused(
    manager: Actor, code: str, name: str, field: str
) -> None:
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community())
    with pytest.raises(BadInput) as caught:
        async with open_scope(manager) as scope:
            await create_building(scope, community.id, code, name, 6)
    assert caught.value.field == ("input", field)


@pytest.mark.parametrize("code", ["", "a" * 33])
async def test_a_community_without_a_short_code_is_refused(manager: Actor, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        async with open_scope(manager) as scope:
            await create_community(scope, a_community(code))
    assert caught.value.field == ("input", "code")


async def test_who_is_limited_to_communities_cannot_open_another(operator: Operator) -> None:
    limited = acting(operator, Role.COMMUNITY_MANAGER, community_ids=())
    with pytest.raises(CommunitiesLimited):
        async with open_scope(limited) as scope:
            await create_community(scope, a_community())


async def test_a_change_of_mode_is_dated_and_history_is_kept(manager: Actor) -> None:
    today = clock.today()
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community())
        for days, mode in ((-30, GovernanceMode.MANAGED_BY_NEIGHBOUR), (10, GovernanceMode.WITHIN_COMMITTEE)):
            await set_governance_mode(scope, community.id, mode, today + days * DAY, "手册建议")
        await set_governance_mode(scope, community.id, GovernanceMode.SELF_GOVERNANCE_WITH_STATIONS, today + 5 * DAY)
    async with open_scope(manager, read_only=True) as scope:
        periods = (await governance_periods_by_id(scope, [community.id]))[community.id]
        assert [(period.mode, period.starts_on, period.ends_on) for period in periods] == [
            (GovernanceMode.AREA_GRID, community.opened_on, today - 30 * DAY),
            (GovernanceMode.MANAGED_BY_NEIGHBOUR, today - 30 * DAY, today + 5 * DAY),
            (GovernanceMode.SELF_GOVERNANCE_WITH_STATIONS, today + 5 * DAY, dt.date.max),
        ]
        modes = await governance_modes_by_id(scope, [community.id])
    assert modes == {community.id: GovernanceMode.MANAGED_BY_NEIGHBOUR}


async def test_a_mode_cannot_begin_before_the_community(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community())
        with pytest.raises(EndBeforeStart):
            await set_governance_mode(scope, community.id, GovernanceMode.AREA_GRID, community.opened_on - DAY)


async def test_thirty_changes_of_mode_at_once_leave_one_mode_a_day(manager: Actor) -> None:
    today = clock.today()
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community())

    async def change(number: int) -> None:
        mode = list(GovernanceMode)[number % len(GovernanceMode)]
        async with open_scope(manager) as scope:
            await set_governance_mode(scope, community.id, mode, today + (number % 7) * DAY)

    await asyncio.gather(*(change(number) for number in range(30)))
    async with open_scope(manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(GovernancePeriod)
            .where(GovernancePeriod.starts_on < GovernancePeriod.ends_on)
            .order_by(GovernancePeriod.starts_on)
        )
        periods = rows.all()
    assert [period.ends_on for period in periods[:-1]] == [period.starts_on for period in periods[1:]]
    assert periods[-1].ends_on == dt.date.max


@pytest.mark.parametrize(
    ("unit", "field"),
    [
        (a_unit(labels=()), "bed_labels"),
        (a_unit(labels=("1", "1")), "bed_labels"),
        (a_unit(labels=(" ",)), "bed_labels"),
        (a_unit(floor=13), "floor"),
        (a_unit(number=" "), "number"),
    ],
)
async def test_an_odd_unit_is_refused_with_all_its_companions(manager: Actor, unit: NewUnit, field: str) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    with pytest.raises(BadInput) as refused:
        async with open_scope(manager) as scope:
            await create_units(scope, home.building_id, (a_unit("999"), unit))
    assert refused.value.field == ("input", "units", "1", field)
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Unit)) == 1


async def test_numbers_and_codes_are_used_once(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    with pytest.raises(UnitNumberTaken):
        async with open_scope(manager) as scope:
            await create_units(scope, home.building_id, (a_unit("118"),))
    with pytest.raises(BuildingCodeTaken):
        async with open_scope(manager) as scope:
            await create_building(scope, home.community_id, "5", "重复", 3)


async def test_buildings_are_listed_as_people_count(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community())
        for code in ("10", "2", "A", "1"):
            await create_building(scope, community.id, code, code, 3)
        found = (await buildings_of_communities_by_id(scope, [community.id]))[community.id]
    assert [row.code for row in found] == ["1", "2", "10", "A"]


async def test_a_bed_of_another_operator_keeps_its_state(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    stranger = acting(await new_operator(), Role.FRONT_DESK)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await set_bed_state(scope, home.bed_ids[0], BedCondition.OUT_OF_SERVICE)
    async with open_scope(manager, read_only=True) as scope:
        assert set(await scope.session.scalars(select(Bed.condition))) == {BedCondition.CLEAN}


async def test_of_twenty_who_open_the_same_community_one_succeeds(manager: Actor) -> None:
    async def outcome() -> str:
        try:
            async with open_scope(manager) as scope:
                await create_community(scope, a_community("same"))
        except AppError as refusal:
            return refusal.code
        return "opened"

    assert Counter(await asyncio.gather(*(outcome() for _ in range(20)))) == {"opened": 1, "CODE_TAKEN": 19}
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Community)) == 1
