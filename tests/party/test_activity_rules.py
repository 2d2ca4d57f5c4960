"""Activities in detail: limits, hours of those who came, what is told when, and the lists of them."""

import datetime as dt
from typing import Any  # filters, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.models.stays import Stay
from backend.modules.party.actions.volunteering import (
    cancel_member_activity,
    close_member_activity,
    correct_activity_hours,
)
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import ActivityClosed
from backend.modules.party.models.organisations import PartyActivity
from backend.modules.party.queries.volunteering import (
    MemberActivityFilter,
    get_activity_figures,
    list_member_activities,
    own_minutes_by_id,
    own_seats_by_id,
)
from backend.modules.party.words import MemberActivityStatus
from tenants.scope import Actor, open_scope, system_actor
from tests.party.factories import Covered, delivered, in_days
from tests.party.joining import a_neighbour, afterwards, corrected, planned, recorded, signed_up, taken

HOUR = dt.timedelta(hours=1)


async def listed(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [row.id for row in (await list_member_activities(scope, Page(), MemberActivityFilter(**wanted))).rows]


async def stay_of(manager: Actor, actor: Actor) -> UUID:
    async with open_scope(manager, read_only=True) as scope:
        return (await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == actor.resident_id))).one()


@pytest.mark.parametrize("more", [{"capacity": 2001}, {"ends_at": in_days(1)}, {"ends_at": in_days(2) + HOUR}])
async def test_an_activity_has_so_many_places_and_ends_within_a_day(
    covered: Covered, manager: Actor, more: dict[str, Any]
) -> None:
    with pytest.raises(BadInput):
        await planned(covered, manager, **({"starts_at": in_days(1)} | more))


async def test_what_has_begun_is_not_called_off(covered: Covered, manager: Actor) -> None:
    activity_id = await planned(covered, manager)
    with afterwards(), pytest.raises(ActivityClosed):
        async with open_scope(manager) as scope:
            await cancel_member_activity(scope, activity_id)


async def test_hours_are_of_those_who_signed_up_and_a_day_at_the_most(covered: Covered, manager: Actor) -> None:
    actor, stranger = await a_neighbour(covered, manager), await a_neighbour(covered, manager, 1)
    activity_id = await planned(covered, manager)
    await signed_up(actor, activity_id)
    with afterwards():
        refused: list[tuple[Any, type[AppError]]] = [
            (lambda: recorded(manager, activity_id, stranger, 60), NotFound),
            (lambda: recorded(manager, activity_id, actor, 24 * 60 + 1), BadInput),
            (lambda: corrected(manager, activity_id, actor, 60), NotFound),
        ]
        for act, refusal in refused:
            with pytest.raises(refusal):
                await act()
        await recorded(manager, activity_id, actor, 60)
        assert actor.resident_id is not None
        with pytest.raises(BadInput):
            async with open_scope(manager) as scope:
                await correct_activity_hours(scope, activity_id, actor.resident_id, 30, " ")


async def test_an_activity_is_closed_once_and_told_of_once(covered: Covered, manager: Actor) -> None:
    people = [await a_neighbour(covered, manager, bed) for bed in range(2)]
    activity_id = await planned(covered, manager)
    for actor in people:
        await signed_up(actor, activity_id)
    teller = system_actor(covered.operator.id, "test", PartyPermission.FOLLOW_ACTIVITIES)
    async with open_scope(teller, read_only=False) as scope:
        assert await get_activity_figures(scope, activity_id) is None
    with afterwards():
        await recorded(manager, activity_id, people[0], 89)
        await recorded(manager, activity_id, people[1], 0)
        async with open_scope(manager) as scope:
            await close_member_activity(scope, activity_id)
        with pytest.raises(ActivityClosed):
            async with open_scope(manager) as scope:
                await close_member_activity(scope, activity_id)
        await delivered(covered.operator)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        row = (await scope.session.scalars(select(PartyActivity))).one()
    # Who came without helping is no volunteer, and half an hour is not yet one more.
    assert (row.attendance, row.volunteers, row.volunteer_hours) == (2, 1, 1)


async def test_who_leaves_keeps_the_place_where_they_were_and_frees_those_to_come(
    covered: Covered, manager: Actor
) -> None:
    actor = await a_neighbour(covered, manager)
    held = await planned(covered, manager)
    later = {"starts_at": in_days(9), "ends_at": in_days(9) + HOUR}
    off, coming = await planned(covered, manager, **later), await planned(covered, manager, **later)
    for activity_id in (held, off, coming):
        await signed_up(actor, activity_id)
    async with open_scope(manager) as scope:
        await cancel_member_activity(scope, off)
    stay_id = await stay_of(manager, actor)
    with afterwards():
        async with open_scope(manager) as scope:
            effects = [one for one in await check_out_preview(scope, stay_id) if one.module == "party"]
            assert [(one.act, one.count) for one in effects] == [("activity_seats_to_free", 1)]
            await check_out(scope, stay_id)
    assert [await taken(manager, one) for one in (held, off, coming)] == [(1, 1), (1, 1), (0, 0)]


async def test_lists_are_narrowed_by_state_day_and_whose_they_are(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    soon = await planned(covered, manager)
    off = await planned(covered, manager)
    later = await planned(covered, manager, starts_at=in_days(9), ends_at=in_days(9) + HOUR)
    await signed_up(actor, later)
    async with open_scope(manager) as scope:
        await cancel_member_activity(scope, off)
    assert await listed(manager, status=MemberActivityStatus.CANCELLED) == [off]
    assert await listed(manager, status=MemberActivityStatus.OPEN) == [later, soon]
    assert await listed(manager, from_at=in_days(5)) == [later]
    assert await listed(actor, is_mine=True) == [later]
    async with open_scope(actor, read_only=True) as scope:
        assert await own_seats_by_id(scope, [soon, later]) == {later: True}
    async with open_scope(manager, read_only=True) as scope:
        assert await own_seats_by_id(scope, [soon, later]) == {}


async def test_staff_have_no_hours_of_their_own(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    activity_id = await planned(covered, manager)
    await signed_up(actor, activity_id)
    with afterwards():
        await recorded(manager, activity_id, actor, 60)
    async with open_scope(actor, read_only=True) as scope:
        assert await own_minutes_by_id(scope, [activity_id]) == {activity_id: 60}
    async with open_scope(manager, read_only=True) as scope:
        assert await own_minutes_by_id(scope, [activity_id]) == {}
