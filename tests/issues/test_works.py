"""Announced works: whom they concern hears of them and reads them, and nobody else does."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.housing.actions.inventory import create_building, create_units
from backend.modules.housing.contract.inputs import NewUnit
from backend.modules.housing.words import UnitKind
from backend.modules.issues.actions.works import announce_works, cancel_works, link_issue_to_works
from backend.modules.issues.contract.inputs import NewWork
from backend.modules.issues.queries.rules import WorksFilter, list_planned_works, works_by_id
from backend.modules.messaging.models import Notification
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, beds_of, make_home, make_resident, make_stay
from tests.issues.factories import Town, emitted, make_town, now_of, reported
from tests.party.factories import delivered

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


async def announced(town: Town, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": town.home.community_id,
        "title": "水泵检修",
        "text": "停水两小时，请提前储水。",
        "starts_at": clock.now() + DAY,
        "ends_at": clock.now() + DAY + 2 * HOUR,
    }
    async with open_scope(town.desk) as scope:
        return (await announce_works(scope, NewWork(**(said | more)))).id


async def called_off(town: Town, works_id: UUID) -> None:
    async with open_scope(town.desk) as scope:
        await cancel_works(scope, works_id)


async def living(town: Town, home: Home, **more: Any) -> Actor:
    """Somebody with an account who lives in a home."""
    async with open_scope(town.manager) as scope:
        resident_id = (await make_resident(scope)).id
        await make_stay(scope, home, resident_id=resident_id, **more)
    return acting(town.operator, Role.RESIDENT, resident_id=resident_id)


async def next_door(town: Town) -> Home:
    """Building 6 of the same community."""
    async with open_scope(town.manager) as scope:
        building = await create_building(scope, town.home.community_id, "6", "6 号楼", 12)
        new = NewUnit(
            kind=UnitKind.ROOM, floor=1, number="101", area=Decimal(60), bed_labels=("1", "2"), max_occupants=4
        )
        (unit,) = await create_units(scope, building.id, (new,))
        return Home(town.home.community_id, building.id, unit.id, await beds_of(scope, unit))


async def elsewhere(town: Town) -> Home:
    """Another community of the same operator."""
    async with open_scope(town.manager) as scope:
        return await make_home(scope)


async def heard(actor: Actor, works_id: UUID | None = None) -> list[str]:
    """What somebody was told of works, of these if any are named, by whichever account; oldest first."""
    wanted = select(Notification.kind).where(Notification.object_type == "PlannedWork").order_by(Notification.id)
    if works_id is not None:
        wanted = wanted.where(Notification.object_id == works_id)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        seats = await scope.session.scalars(
            select(Membership.account_id).where(Membership.resident_id == actor.resident_id)
        )
        accounts = seats.all()
    kinds: list[str] = []
    for account_id in accounts:
        async with open_scope(replace(actor, account_id=account_id), read_only=True) as scope:
            kinds += await scope.session.scalars(wanted.where(Notification.account_id == account_id))
    return kinds


async def read(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [row.id for row in (await list_planned_works(scope, Page(), WorksFilter(**wanted))).rows]


async def test_whoever_lives_there_hears_once_of_works_and_that_they_are_off(town: Town) -> None:
    works_id = await announced(town)
    await delivered(town.operator)
    assert [await heard(one) for one in (town.resident, town.neighbour)] == [["WORKS_ANNOUNCED"]] * 2
    for _ in range(2):
        await called_off(town, works_id)
        await delivered(town.operator)
    assert await heard(town.resident, works_id) == ["WORKS_ANNOUNCED", "WORKS_CANCELLED"]
    assert len(await emitted(town, "issues.WorksCancelled")) == 1


async def test_nobody_hears_of_works_elsewhere(town: Town) -> None:
    far, other = await living(town, await elsewhere(town)), await make_town(await new_operator())
    works_id = await announced(town)
    for operator in (town.operator, other.operator):
        await delivered(operator)
    await called_off(town, works_id)
    for operator in (town.operator, other.operator):
        await delivered(operator)
    assert [await heard(one) for one in (far, other.resident)] == [[], []]
    assert await heard(town.resident) == ["WORKS_ANNOUNCED", "WORKS_CANCELLED"]


async def test_works_in_a_building_are_told_to_those_who_live_in_it(town: Town) -> None:
    across = await living(town, await next_door(town))
    await announced(town, building_id=town.home.building_id)
    await delivered(town.operator)
    assert (await heard(town.resident), await heard(across)) == (["WORKS_ANNOUNCED"], [])


async def test_whoever_left_or_is_still_to_come_hears_nothing(town: Town) -> None:
    home, today = await next_door(town), clock.today()
    later = await living(town, home, starts_on=today + dt.timedelta(days=3))
    with clock.at(clock.now() - 30 * DAY):
        gone = await living(town, home, bed=1, days=20)
    await announced(town)
    await delivered(town.operator)
    assert [await heard(one) for one in (later, gone, town.resident)] == [[], [], ["WORKS_ANNOUNCED"]]


async def test_nothing_is_told_of_what_was_called_off_before_it_was_told_or_is_over(town: Town) -> None:
    works_id = await announced(town)
    await called_off(town, works_id)
    over = await announced(town, starts_at=clock.now() - 2 * HOUR, ends_at=clock.now() - HOUR)
    await delivered(town.operator)
    assert await heard(town.resident, works_id) == ["WORKS_CANCELLED"]
    assert await heard(town.resident, over) == []


async def test_residents_read_the_works_of_their_home_alone(town: Town) -> None:
    far_home = await elsewhere(town)
    far, other = await living(town, far_home), await make_town(await new_operator())
    here, there = await announced(town), await announced(town, community_id=far_home.community_id)
    await announced(other)
    assert (await read(town.resident), await read(far)) == ([here], [there])
    assert await read(town.resident, community_id=far_home.community_id) == []
    assert set(await read(town.desk)) == {here, there}
    async with open_scope(far, read_only=True) as scope:
        assert list(await works_by_id(scope, [here, there])) == [there]


async def test_what_is_to_come_is_read_soonest_first_and_all_of_it_latest_first(town: Town) -> None:
    now = clock.now()
    late = await announced(town, starts_at=now + 3 * DAY, ends_at=now + 4 * DAY)
    soon = await announced(town)
    running = await announced(town, starts_at=now - HOUR, ends_at=now + HOUR)
    over = await announced(town, starts_at=now - 3 * HOUR, ends_at=now - HOUR)
    off = await announced(town, starts_at=now + 2 * DAY, ends_at=now + 3 * DAY)
    await called_off(town, off)
    assert await read(town.resident) == [running, soon, late]
    assert await read(town.resident, with_past=True) == [late, off, soon, running, over]


async def test_residents_and_strangers_call_nothing_off(town: Town) -> None:
    works_id, other = await announced(town), await make_town(await new_operator())
    with pytest.raises(Forbidden):
        async with open_scope(town.resident) as scope:
            await cancel_works(scope, works_id)
    for actor, which in ((other.desk, works_id), (town.desk, new_id())):
        with pytest.raises(NotFound):
            async with open_scope(actor) as scope:
                await cancel_works(scope, which)
    assert await emitted(town, "issues.WorksCancelled") == []
    assert await read(town.resident) == [works_id]


@pytest.mark.parametrize(
    "more", [{"title": "长" * 61}, {"text": " "}, {"text": "长" * 1001}, {"ends_at": None}], ids=str
)
async def test_works_without_words_or_time_are_told_to_nobody(town: Town, more: dict[str, Any]) -> None:
    now = clock.now()
    times = {"starts_at": now, "ends_at": now} if "ends_at" in more else {}
    with pytest.raises(AppError) as refused:
        await announced(town, **(more | times))
    assert refused.value.code == ("WORKS_PERIOD_INVALID" if times else "BAD_INPUT")
    assert await emitted(town, "issues.WorksAnnounced") == []


async def test_works_are_in_a_building_of_their_community(town: Town) -> None:
    far, other = await elsewhere(town), await make_town(await new_operator())
    for building_id in (far.building_id, other.home.building_id, new_id()):
        with pytest.raises(NotFound):
            await announced(town, building_id=building_id)
    assert await read(town.desk) == []


async def test_an_issue_is_not_explained_by_works_elsewhere(town: Town) -> None:
    issue = await reported(town)
    there = await announced(town, community_id=(await elsewhere(town)).community_id)
    with pytest.raises(NotFound):
        async with open_scope(town.desk) as scope:
            await link_issue_to_works(scope, issue.id, there)
    assert (await now_of(town, issue.id)).works_id is None


async def test_works_of_a_type_are_found(town: Town) -> None:
    lift = await announced(town, category_id=town.categories["lift"])
    await announced(town)
    assert await read(town.resident, category_id=town.categories["lift"]) == [lift]
