"""The room map and occupancy: both say what the ledger says."""

import datetime as dt
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.employers import allot_beds
from backend.modules.housing.actions.inventory import set_bed_state
from backend.modules.housing.actions.leaving import check_out, transfer_stay
from backend.modules.housing.actions.stays import confirm_arrival
from backend.modules.housing.contract.inputs import StayTransfer
from backend.modules.housing.queries.room_map import RoomMap, room_map
from backend.modules.housing.queries.stays import Occupancy, StayFilter, list_stays, occupancy
from backend.modules.housing.words import BedCondition, PlaceState
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, make_employer, make_home, make_stay

TODAY = clock.today()
DAY = dt.timedelta(days=1)


def states(found: RoomMap) -> list[PlaceState]:
    return [bed.state for floor in found.floors for unit in floor.units for bed in unit.beds]


async def full_house(manager: Actor) -> Home:
    """A bed in each state: seven of them."""
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=8, area=200)
        await make_stay(scope, home, bed=0)
        await make_stay(scope, home, bed=1, starts_on=TODAY + 3 * DAY, ends_on=TODAY + 9 * DAY)
        employer = await make_employer(scope)
        await allot_beds(scope, employer.id, (home.bed_ids[2],), TODAY, TODAY + 30 * DAY)
        await set_bed_state(scope, home.bed_ids[3], BedCondition.OUT_OF_SERVICE)
    with clock.at(clock.now() - 5 * DAY):
        async with open_scope(manager) as scope:
            await make_stay(scope, home, bed=4, days=3)
            await make_stay(scope, home, bed=5, days=5)
            await make_stay(scope, home, bed=6, starts_on=TODAY, ends_on=TODAY + 5 * DAY)
    return home


async def test_each_bed_shows_its_state(manager: Actor) -> None:
    home = await full_house(manager)
    async with open_scope(manager, read_only=True) as scope:
        found = await room_map(scope, home.building_id)
    assert states(found) == [
        PlaceState.OCCUPIED,
        PlaceState.RESERVED,
        PlaceState.ALLOTTED,
        PlaceState.OUT_OF_SERVICE,
        PlaceState.OVERSTAYED,
        PlaceState.DUE_OUT,
        PlaceState.DUE_IN,
        PlaceState.VACANT,
    ]
    assert found.counts == dict.fromkeys(PlaceState, 1)


async def test_a_building_of_another_operator_is_not_there(manager: Actor) -> None:
    home = await full_house(manager)
    stranger = acting(await new_operator(), Role.FRONT_DESK)
    async with open_scope(stranger, read_only=True) as scope:
        with pytest.raises(NotFound):
            await room_map(scope, home.building_id)
        with pytest.raises(NotFound):
            await occupancy(scope, home.community_id)


async def test_occupancy_counts_what_the_ledger_holds(manager: Actor) -> None:
    home = await full_house(manager)
    async with open_scope(manager, read_only=True) as scope:
        found = await occupancy(scope, home.community_id)
    assert found == Occupancy(
        community_id=home.community_id,
        as_of=TODAY,
        units=1,
        beds=8,
        beds_occupied=1,
        beds_reserved=1,
        beds_let=2,
        residents=1,
    )
    assert found.rate == 0.125


async def test_as_of_any_date_says_who_lived_where(manager: Actor) -> None:
    with clock.at(clock.now() - 20 * DAY):
        async with open_scope(manager) as scope:
            home = await make_home(scope)
            stay = await make_stay(scope, home)
            coming = await make_stay(scope, home, bed=2, starts_on=TODAY - 8 * DAY, ends_on=TODAY + 9 * DAY)
    with clock.at(clock.now() - 10 * DAY):
        async with open_scope(manager) as scope:
            moved = await transfer_stay(scope, stay.id, StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[1]))
    with clock.at(clock.now() - 7 * DAY):
        async with open_scope(manager) as scope:
            await confirm_arrival(scope, coming.id)
    async with open_scope(manager) as scope:
        await check_out(scope, moved.id, TODAY - 2 * DAY)
    expected = {
        20: [stay.id],
        11: [stay.id],
        10: [moved.id],
        8: [coming.id, moved.id],
        3: [coming.id, moved.id],
        2: [coming.id],
    }
    async with open_scope(manager, read_only=True) as scope:
        for days, ids in expected.items():
            day = TODAY - days * DAY
            found = await list_stays(scope, Page(), StayFilter(community_id=home.community_id, as_of=day))
            assert sorted(row.id for row in found.rows) == sorted(ids), days
            assert (await occupancy(scope, home.community_id, day)).beds_occupied == len(ids), days


async def test_registrations_that_are_due_are_listed(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        stay = await make_stay(scope, home)
        for days, found in ((6, []), (7, [stay.id])):
            page = await list_stays(scope, Page(), StayFilter(registration_due_by=TODAY + days * DAY))
            assert [row.id for row in page.rows] == found


async def test_what_is_due_first_is_listed_first_from_page_to_page(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        stays = [await make_stay(scope, home, bed, days=days) for bed, days in enumerate((30, 10, 20, 10))]
        expected = [stays[1].id, stays[3].id, stays[2].id, stays[0].id]
        wanted, found, after = StayFilter(due_out_by=TODAY + 90 * DAY), list[UUID](), None
        while len(found) < len(stays):
            page = await list_stays(scope, Page(1, after), wanted)
            found += [row.id for row in page.rows]
            after = page.cursors[-1]
    assert found == expected
