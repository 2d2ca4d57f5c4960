"""What counts against a club's hours, which events are still open to whom, and how alive a club is said to be."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.clubs.actions.events import (
    cancel_club_event,
    report_club_event,
    sign_up_for_club_event,
    withdraw_from_club_event,
)
from backend.modules.clubs.actions.founding import archive_club, set_club_quota
from backend.modules.clubs.actions.joining import leave_club
from backend.modules.clubs.contract.refusals import ClubEventClosed, ClubQuotaExceeded, NotClubMember, NotClubOfficer
from backend.modules.clubs.contract.words import ClubEventStatus
from backend.modules.clubs.models import ClubEvent
from backend.modules.clubs.queries.clubs import Health, health_of_clubs_by_id
from backend.modules.clubs.queries.events import entries_of_club_events
from backend.modules.feeds.contract import FeedOwner
from backend.modules.feeds.queries import feed_reader
from backend.modules.spaces.words import BookingStatus
from tenants.scope import Actor, open_scope
from tests.clubs.factories import found, join, plan, the_club, the_event
from tests.clubs.test_events import a_space, act, bookings
from tests.polls.factories import Village, make_village
from tests.proposals.factories import settled_accounts, told, work
from tests.tracing import traces

DAY = dt.timedelta(days=1)
CONFIRMED_CANCELLED = ("CLUB_EVENT_CONFIRMED", "CLUB_EVENT_CANCELLED")


def next_month() -> dt.date:
    return clock.month_of(clock.today())[1]


def at(day: dt.date, hour: int = 10) -> dt.datetime:
    return clock.moment(day, hour)


async def quota(village: Village, club_id: UUID, hours: int) -> None:
    async with open_scope(village.manager) as scope:
        await set_club_quota(scope, club_id, hours)


async def archive(village: Village, club_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await archive_club(scope, club_id, "不办了")


async def health(actor: Actor, club_id: UUID) -> Health | None:
    async with open_scope(actor, read_only=True) as scope:
        return (await health_of_clubs_by_id(scope, [club_id])).get(club_id)


async def test_a_quota_is_of_one_club_and_of_spaces_that_are_held(village: Village) -> None:
    club_id, other_id, space_id = await found(village), await found(village, 1, name="合唱团"), await a_space(village)
    for one in (club_id, other_id):
        await quota(village, one, 4)
    first = next_month()
    for hour in (8, 12):
        await plan(village.resident(1), other_id, space_id=space_id, starts_at=at(first + DAY, hour))
    # Elsewhere for five hours, and an event that was called off: neither counts.
    await plan(village.resident(0), club_id, starts_at=at(first), hours=5)
    gone = await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(first), hours=4)
    await act(village.resident(0), cancel_club_event, gone)
    await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(first), hours=4)
    with pytest.raises(ClubQuotaExceeded):
        await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(first + 2 * DAY), hours=1)
    for hours in (-1, 301):
        with pytest.raises(BadInput):
            await quota(village, club_id, hours)
    assert (await the_club(village.manager, club_id)).space_hours == 4
    assert (await traces(village.manager, "Club"))["set_club_quota"] == 2


async def test_a_month_is_shanghais_from_its_first_to_its_last_hour(village: Village) -> None:
    club_id, space_id = await found(village), await a_space(village)
    await quota(village, club_id, 2)
    first = clock.month_of(next_month())[1]
    before, after = first - DAY, clock.month_of(first)[1]
    # Midnight in Shanghai is the day before in Greenwich: of the new month all the same.
    await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(first, 0), hours=2)
    await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(before, 20), hours=2)
    await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(after, 0), hours=2)
    with pytest.raises(ClubQuotaExceeded):
        await plan(village.resident(0), club_id, space_id=space_id, starts_at=at(after - DAY, 20), hours=1)


async def test_a_club_holds_only_spaces_of_its_own_community(village: Village) -> None:
    club_id = await found(village)
    elsewhere = await a_space(await make_village(village.operator, village.manager, people=1))
    with pytest.raises(NotFound) as refused:
        await plan(village.manager, club_id, space_id=elsewhere)
    assert refused.value.field == ("input", "space_id")


async def test_archiving_calls_off_what_is_to_come_of_this_club_alone(village: Village) -> None:
    club_id, other_id, space_id = await found(village), await found(village, 1, name="合唱团"), await a_space(village)
    past = await plan(village.manager, club_id)
    coming = await plan(village.manager, club_id, space_id=space_id, starts_at=at(clock.today() + 9 * DAY))
    theirs = await plan(village.manager, other_id, space_id=space_id, starts_at=at(clock.today() + 9 * DAY, 15))
    with clock.at(clock.now() + 3 * DAY):
        await archive(village, club_id)
        await work(village)
    states = [(await the_event(village.manager, one)).status for one in (past, coming, theirs)]
    confirmed, cancelled = ClubEventStatus.CONFIRMED, ClubEventStatus.CANCELLED
    assert states == [confirmed, cancelled, confirmed]
    assert [status for _, status in await bookings(village.manager, space_id)] == [
        BookingStatus.CANCELLED,
        BookingStatus.CONFIRMED,
    ]


async def test_an_officers_wish_that_was_taken_back_holds_nothing(village: Village) -> None:
    club_id, space_id = await found(village), await a_space(village)
    event_id = await plan(village.resident(0), club_id, space_id=space_id)
    await act(village.resident(0), cancel_club_event, event_id)
    await work(village)
    assert (await the_event(village.manager, event_id)).status is ClubEventStatus.CANCELLED
    assert await bookings(village.manager, space_id) == []


async def test_an_event_is_called_off_once_before_it_begins_and_reported_once_after(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    off, on = await plan(village.resident(0), club_id), await plan(village.resident(0), club_id)
    begins = (await the_event(village.manager, on)).starts_at
    await act(village.resident(0), cancel_club_event, off)
    for refused in (cancel_club_event, sign_up_for_club_event, withdraw_from_club_event):
        with pytest.raises(ClubEventClosed):
            await act(village.resident(0), refused, off)
    with clock.at(begins):
        for number in (0, 1):
            await act(village.resident(number), sign_up_for_club_event, on)
        for attended in (-1, 100_001):
            with pytest.raises(BadInput):
                await act(village.resident(0), report_club_event, on, attended)
        with pytest.raises(ClubEventClosed):
            await act(village.resident(0), report_club_event, off, 1)
        await act(village.resident(0), report_club_event, on, 2)
        with pytest.raises(ClubEventClosed):
            await act(village.resident(0), report_club_event, on, 9)
    assert (await the_event(village.manager, on)).attended_count == 2
    assert await traces(village.manager, "ClubEvent") == {
        "plan_club_event": 2,
        "cancel_club_event": 1,
        "sign_up_for_club_event": 2,
        "report_club_event": 1,
    }


async def test_nobody_signs_up_for_what_is_over_and_whoever_left_the_club_for_nothing(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    event_id = await plan(village.resident(0), club_id)
    async with open_scope(village.resident(1)) as scope:
        await leave_club(scope, club_id)
    with pytest.raises(NotClubMember):
        await act(village.resident(1), sign_up_for_club_event, event_id)
    with clock.at((await the_event(village.manager, event_id)).ends_at), pytest.raises(ClubEventClosed):
        await act(village.resident(0), sign_up_for_club_event, event_id)
    with pytest.raises(NotClubOfficer):
        await plan(village.resident(1), club_id)


async def test_whom_an_event_concerns_is_told_and_nobody_else(village: Village) -> None:
    accounts = await settled_accounts(village)
    club_id, other_id = await found(village), await found(village, 4, name="合唱团")
    for number in (1, 2, 3):
        await join(village.resident(number), club_id)
    async with open_scope(village.resident(3)) as scope:
        await leave_club(scope, club_id)
    mine, theirs = await plan(village.resident(0), club_id), await plan(village.resident(4), other_id)
    await act(village.resident(1), sign_up_for_club_event, mine)
    await act(village.resident(4), sign_up_for_club_event, theirs)
    await act(village.resident(0), cancel_club_event, mine)
    await work(village)
    heard = {kind: sorted(accounts[one] for one in await told(village, kind)) for kind in CONFIRMED_CANCELLED}
    # Each event was on for the members of its club; the one that is off was off for its guest.
    assert heard == {"CLUB_EVENT_CONFIRMED": [0, 1, 2, 4], "CLUB_EVENT_CANCELLED": [1]}


async def test_health_is_of_the_last_ninety_days_and_counts_people_once(village: Village) -> None:
    club_id = await found(village)
    for number in (1, 2):
        await join(village.resident(number), club_id)
    days = (1, 60, 61, 62, 200)
    old, first, second, off, ahead = [
        await plan(village.resident(0), club_id, starts_at=at(clock.today() + day * DAY)) for day in days
    ]
    for event_id, numbers in ((old, (0, 1, 2)), (first, (0, 1)), (second, (0,)), (off, (2,)), (ahead, (2,))):
        for number in numbers:
            await act(village.resident(number), sign_up_for_club_event, event_id)
    await act(village.resident(0), cancel_club_event, off)
    with clock.at(at(clock.today() + 100 * DAY)):
        found_alive = await health(village.manager, club_id)
    last = at(clock.today() + 61 * DAY)
    assert found_alive is not None
    assert (found_alive.events, found_alive.active_members, found_alive.last_event_at) == (2, 2, last)


async def test_whoever_signed_up_for_what_was_called_off_was_not_active(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    on, off = await plan(village.resident(0), club_id), await plan(village.resident(0), club_id)
    await act(village.resident(0), sign_up_for_club_event, on)
    await act(village.resident(1), sign_up_for_club_event, off)
    await act(village.resident(0), cancel_club_event, off)
    with clock.at(clock.now() + 3 * DAY):
        found_alive = await health(village.manager, club_id)
    assert found_alive is not None
    assert (found_alive.events, found_alive.active_members) == (1, 1)


async def test_calendars_have_what_is_on_or_fell_through_of_clubs_one_belongs_to(village: Village) -> None:
    club_id, space_id = await found(village), await a_space(village)
    for number in (1, 2):
        await join(village.resident(number), club_id)
    async with open_scope(village.resident(2)) as scope:
        await leave_club(scope, club_id)
    await plan(village.resident(0), club_id, space_id=space_id)
    refused = await plan(village.resident(0), club_id)
    async with open_scope(village.manager) as scope:
        await scope.session.execute(
            update(ClubEvent).where(ClubEvent.id == refused).values(status=ClubEventStatus.REFUSED)
        )
    async with open_scope(feed_reader(village.operator.id), read_only=True) as scope:
        (mine,) = await entries_of_club_events(scope, FeedOwner.RESIDENT, village.resident_ids[1])
        assert await entries_of_club_events(scope, FeedOwner.RESIDENT, village.resident_ids[2]) == []
    assert (mine.uid, mine.is_cancelled) == (f"club-event-{refused}", True)
    async with open_scope(village.manager, read_only=True) as scope:
        states = set(await scope.session.scalars(select(ClubEvent.status)))
    assert states == {ClubEventStatus.REQUESTED, ClubEventStatus.REFUSED}
