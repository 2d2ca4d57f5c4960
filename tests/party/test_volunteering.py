"""Activities with sign-up: never more than there are places, hours counted once, nothing but sums for the branch."""

from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.housing.models.stays import Stay
from backend.modules.party.actions.members import withdraw_report
from backend.modules.party.actions.volunteering import (
    cancel_member_activity,
    close_member_activity,
    withdraw_from_member_activity,
)
from backend.modules.party.contract.refusals import (
    ActivityClosed,
    ActivityFull,
    ActivityNotBegun,
    HoursRecorded,
    NotReportedIn,
)
from backend.modules.party.queries.activities import OverseenActivityFilter, list_overseen_activities
from backend.modules.party.queries.volunteering import (
    MemberActivityFilter,
    count_volunteered_minutes,
    list_activity_seats,
    list_member_activities,
    list_volunteer_entries,
)
from backend.modules.party.words import ActivityAudience, MemberActivityStatus
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_home
from tests.party.factories import Covered, delivered, emitted, in_days
from tests.party.joining import a_neighbour, afterwards, corrected, planned, recorded, signed_up, taken
from tests.party.members import a_member, outcomes, reports, told_kinds


async def seen(actor: Actor) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [row.id for row in (await list_member_activities(scope, Page(), MemberActivityFilter())).rows]


async def test_many_at_once_take_no_more_places_than_there_are(covered: Covered, manager: Actor) -> None:
    people = [await a_neighbour(covered, manager, bed) for bed in range(4)]
    activity_id = await planned(covered, manager, capacity=2)

    async def once(actor: Actor) -> None:
        await signed_up(actor, activity_id)

    found = await outcomes(*[lambda actor=actor: once(actor) for actor in people])
    assert found == {"done": 2, ActivityFull.code: 2}
    assert await taken(manager, activity_id) == (2, 2)


async def test_a_double_tap_takes_one_place_and_leaving_frees_it(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    activity_id = await planned(covered, manager, capacity=1)
    assert await outcomes(*[lambda: signed_up(actor, activity_id)] * 6) == {"done": 6}
    assert await taken(manager, activity_id) == (1, 1)
    async with open_scope(actor) as scope:
        await withdraw_from_member_activity(scope, activity_id)
    assert await taken(manager, activity_id) == (0, 0)
    with pytest.raises(NotFound):
        async with open_scope(actor) as scope:
            await withdraw_from_member_activity(scope, activity_id)
    await signed_up(await a_neighbour(covered, manager, 1), activity_id)


async def test_members_activities_are_for_those_who_reported_in(covered: Covered, manager: Actor) -> None:
    member, neighbour = await a_member(covered, manager), await a_neighbour(covered, manager, 1)
    activity_id = await planned(covered, manager, audience=ActivityAudience.MEMBERS)
    assert (await seen(member), await seen(neighbour)) == ([activity_id], [])
    with pytest.raises(NotReportedIn):
        await signed_up(neighbour, activity_id)
    await signed_up(member, activity_id)
    assert await taken(manager, activity_id) == (1, 1)


async def test_with_the_report_a_members_place_goes_and_a_neighbours_stays(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    of_members = await planned(covered, manager, audience=ActivityAudience.MEMBERS)
    of_all = await planned(covered, manager)
    for activity_id in (of_members, of_all):
        await signed_up(member, activity_id)
    (report,) = await reports(member)
    async with open_scope(member) as scope:
        await withdraw_report(scope, report.id)
    assert (await taken(manager, of_members), await taken(manager, of_all)) == ((0, 0), (1, 1))


async def test_who_leaves_gives_up_every_place_that_is_still_to_come(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    ids = [await planned(covered, manager, audience=one) for one in ActivityAudience]
    for activity_id in ids:
        await signed_up(member, activity_id)
    async with open_scope(manager) as scope:
        stay_id = (
            await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == member.resident_id))
        ).one()
        effect = CheckOutEffect(module="party", act="activity_seats_to_free", count=2)
        assert effect in await check_out_preview(scope, stay_id)
        await check_out(scope, stay_id)
    assert [await taken(manager, activity_id) for activity_id in ids] == [(0, 0), (0, 0)]


async def test_nobody_signs_up_elsewhere_or_for_what_has_begun_or_was_called_off(
    covered: Covered, manager: Actor
) -> None:
    actor = await a_neighbour(covered, manager)
    async with open_scope(manager) as scope:
        elsewhere = await make_home(scope)
    foreign = await planned(covered, manager, community_id=elsewhere.community_id, organisation_id=covered.branch.id)
    with pytest.raises(NotFound):
        await signed_up(actor, foreign)
    activity_id = await planned(covered, manager)
    with afterwards(), pytest.raises(ActivityClosed):
        await signed_up(actor, activity_id)
    await signed_up(actor, activity_id)
    async with open_scope(manager) as scope:
        await cancel_member_activity(scope, activity_id)
    await delivered(covered.operator)
    assert await told_kinds(manager, actor, "PARTY_ACTIVITY") == ["PARTY_ACTIVITY_CANCELLED"]
    with pytest.raises(ActivityClosed):
        async with open_scope(actor) as scope:
            await withdraw_from_member_activity(scope, activity_id)


async def test_hours_are_counted_once_and_corrected_by_the_difference(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    activity_id = await planned(covered, manager)
    await signed_up(actor, activity_id)
    with pytest.raises(ActivityNotBegun):
        await recorded(manager, activity_id, actor, 120)
    with afterwards():
        found = await outcomes(*[lambda: recorded(manager, activity_id, actor, 120)] * 5)
        assert found == {"done": 1, HoursRecorded.code: 4}
        await corrected(manager, activity_id, actor, 90)
        with pytest.raises(BadInput):
            await corrected(manager, activity_id, actor, 90)
    async with open_scope(actor, read_only=True) as scope:
        entries = (await list_volunteer_entries(scope, Page())).rows
        assert await count_volunteered_minutes(scope) == 90
    assert [(one.number, one.minutes) for one in entries] == [(1, -30), (0, 120)]
    async with open_scope(manager, read_only=True) as scope:
        (seat,) = (await list_activity_seats(scope, Page(), activity_id)).rows
    assert (seat.resident_id, seat.minutes) == (actor.resident_id, 90)


async def test_corrections_at_once_come_to_what_the_last_of_them_says(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    activity_id = await planned(covered, manager)
    await signed_up(actor, activity_id)
    with afterwards():
        await recorded(manager, activity_id, actor, 60)
        await outcomes(*[lambda n=n: corrected(manager, activity_id, actor, 60 + n) for n in range(1, 7)])
    async with open_scope(actor, read_only=True) as scope:
        entries = (await list_volunteer_entries(scope, Page())).rows
        assert 61 <= await count_volunteered_minutes(scope) <= 66
    assert sorted(one.number for one in entries) == list(range(7))


@pytest.mark.parametrize("login", ["manager", "resident"])
async def test_no_login_rewrites_hours(covered: Covered, manager: Actor, login: str) -> None:
    actor = await a_neighbour(covered, manager)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with open_scope(manager if login == "manager" else actor) as scope:
            await scope.session.execute(text("UPDATE volunteer_entries SET minutes = 1"))


async def test_the_branch_has_the_sums_of_what_was_held_and_of_its_corrections(
    covered: Covered, manager: Actor
) -> None:
    people = [await a_neighbour(covered, manager, bed) for bed in range(3)]
    activity_id = await planned(covered, manager)
    for actor in people:
        await signed_up(actor, activity_id)
    with pytest.raises(ActivityNotBegun):
        async with open_scope(manager) as scope:
            await close_member_activity(scope, activity_id)
    with afterwards():
        await recorded(manager, activity_id, people[0], 120)
        await recorded(manager, activity_id, people[1], 0)
        async with open_scope(manager) as scope:
            await close_member_activity(scope, activity_id)
        with pytest.raises(ActivityClosed):
            await recorded(manager, activity_id, people[2], 60)
        await delivered(covered.operator)
        assert await overseen(covered) == [("周末义务维修摊", 2, 2)]
        await corrected(manager, activity_id, people[0], 210)
        await delivered(covered.operator)
    assert await overseen(covered) == [("周末义务维修摊", 2, 4)]
    assert await emitted(manager, "party.MemberActivityEntered") == 2


async def overseen(covered: Covered) -> list[tuple[str, int, int]]:
    async with open_scope(covered.supervisor, read_only=True) as scope:
        rows = (await list_overseen_activities(scope, Page(), OverseenActivityFilter())).rows
    return [(row.title, row.attendance, row.volunteer_hours) for row in rows]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"capacity": 0}, BadInput),
        ({"starts_at": in_days(-1)}, BadInput),
        ({"ends_at": in_days(4)}, BadInput),
        ({"title": " "}, BadInput),
        ({"community_id": UUID(int=7)}, NotFound),
        ({"organisation_id": UUID(int=7)}, NotFound),
    ],
)
async def test_odd_plans_are_refused(
    covered: Covered, manager: Actor, more: dict[str, Any], refusal: type[AppError]
) -> None:
    with pytest.raises(refusal):
        await planned(covered, manager, **more)
    async with open_scope(manager, read_only=True) as scope:
        rows = (await list_member_activities(scope, Page(), MemberActivityFilter())).rows
    assert rows == []


async def test_nothing_is_counted_where_no_hours_are(covered: Covered, manager: Actor) -> None:
    actor = await a_neighbour(covered, manager)
    activity_id = await planned(covered, manager, is_volunteering=False)
    await signed_up(actor, activity_id)
    with afterwards():
        with pytest.raises(BadInput):
            await recorded(manager, activity_id, actor, 30)
        await recorded(manager, activity_id, actor, 0)
    async with open_scope(manager, read_only=True) as scope:
        found = (await list_member_activities(scope, Page(), MemberActivityFilter())).rows
    assert [one.status for one in found] == [MemberActivityStatus.OPEN]
