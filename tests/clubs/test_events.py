"""Events of clubs: spaces held for them within a quota of their own, guests, calendars, what came of them."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.clubs.actions.events import (
    cancel_club_event,
    report_club_event,
    sign_up_for_club_event,
    withdraw_from_club_event,
)
from backend.modules.clubs.actions.founding import archive_club, set_club_quota
from backend.modules.clubs.contract.refusals import ClubEventClosed, ClubQuotaExceeded, NotClubMember, NotClubOfficer
from backend.modules.clubs.contract.words import ClubEventStatus
from backend.modules.clubs.queries.clubs import health_of_clubs_by_id
from backend.modules.clubs.queries.events import entries_of_club_events
from backend.modules.feeds.contract import FeedOwner
from backend.modules.feeds.queries import feed_reader
from backend.modules.spaces.contract.refusals import SlotTaken
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.words import BookingStatus
from tenants.scope import Actor, open_scope
from tests.clubs.factories import found, join, plan, the_event, tomorrow
from tests.polls.factories import Village
from tests.proposals.factories import all_at_once, give_accounts, told, work
from tests.spaces.factories import make_space


async def a_space(village: Village) -> UUID:
    async with open_scope(village.manager) as scope:
        return (await make_space(scope, village.community_id)).id


async def bookings(actor: Actor, space_id: UUID) -> list[tuple[str | None, BookingStatus]]:
    async with open_scope(actor, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(Booking).where(Booking.space_id == space_id).order_by(Booking.starts_at)
        )
        return [(row.title, row.status) for row in rows]


async def act(actor: Actor, what: object, event_id: UUID, *more: int) -> None:
    async with open_scope(actor) as scope:
        await what(scope, event_id, *more)  # type: ignore[operator]  # one of the actions


async def test_an_officers_wish_holds_the_space_and_is_free_again_when_called_off(village: Village) -> None:
    await give_accounts(village)
    club_id, space_id = await found(village), await a_space(village)
    await join(village.resident(1), club_id)
    event_id = await plan(village.resident(0), club_id, space_id=space_id)
    assert (await the_event(village.resident(1), event_id)).status is ClubEventStatus.REQUESTED
    await work(village)
    assert (await the_event(village.resident(1), event_id)).status is ClubEventStatus.CONFIRMED
    assert await bookings(village.manager, space_id) == [("夜跑社：五公里", BookingStatus.CONFIRMED)]
    assert len(await told(village, "CLUB_EVENT_CONFIRMED")) == 2
    await act(village.resident(1), sign_up_for_club_event, event_id)
    with pytest.raises(NotClubOfficer):
        await act(village.resident(1), cancel_club_event, event_id)
    await act(village.resident(0), cancel_club_event, event_id)
    await work(village)
    assert await bookings(village.manager, space_id) == [("夜跑社：五公里", BookingStatus.CANCELLED)]
    assert len(await told(village, "CLUB_EVENT_CANCELLED")) == 1


async def test_of_two_clubs_that_want_one_space_one_has_it(village: Village) -> None:
    await give_accounts(village)
    space_id = await a_space(village)
    clubs = [await found(village, number, name=f"社团{number}") for number in range(2)]
    events = [await plan(village.resident(number), clubs[number], space_id=space_id) for number in range(2)]
    await work(village)
    states = sorted([(await the_event(village.manager, one)).status for one in events])
    assert states == [ClubEventStatus.CONFIRMED, ClubEventStatus.REFUSED]
    assert len(await told(village, "CLUB_EVENT_REFUSED")) == 1
    with pytest.raises(SlotTaken):
        await plan(village.manager, clubs[0], space_id=space_id)
    assert (await the_event(village.manager, await plan(village.manager, clubs[0]))).status is ClubEventStatus.CONFIRMED


async def test_ten_events_at_once_never_hold_more_than_the_quota(village: Village) -> None:
    club_id, space_id = await found(village), await a_space(village)
    async with open_scope(village.manager) as scope:
        await set_club_quota(scope, club_id, 6)
    month = (clock.today().replace(day=1) + dt.timedelta(days=32)).replace(day=2)
    days = (month - clock.today()).days
    wanted = [tomorrow(10, days + number) for number in range(10)]
    answers = await all_at_once(*(plan(village.resident(0), club_id, space_id=space_id, starts_at=at) for at in wanted))
    assert sum(isinstance(one, UUID) for one in answers) == 3
    assert sum(isinstance(one, ClubQuotaExceeded) for one in answers) == 7
    # Elsewhere than in a space, nothing is held; and the month after has a quota of its own.
    await plan(village.resident(0), club_id, starts_at=tomorrow(10, days))
    await plan(village.resident(0), club_id, space_id=space_id, starts_at=tomorrow(10, days + 31))


async def test_guests_are_counted_once_and_what_came_of_it_is_told(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    event_id = await plan(village.resident(0), club_id)
    for _ in range(2):
        await act(village.resident(1), sign_up_for_club_event, event_id)
    await act(village.resident(0), sign_up_for_club_event, event_id)
    for stranger_does in (sign_up_for_club_event, withdraw_from_club_event):
        with pytest.raises(NotClubMember):
            await act(village.resident(2), stranger_does, event_id)
    with pytest.raises(ClubEventClosed):
        await act(village.resident(0), report_club_event, event_id, 2)
    for _ in range(2):
        await act(village.resident(0), withdraw_from_club_event, event_id)
    assert (await the_event(village.manager, event_id)).guests_count == 1
    with clock.at(clock.now() + dt.timedelta(days=2)):
        with pytest.raises(ClubEventClosed):
            await act(village.resident(0), cancel_club_event, event_id)
        await act(village.resident(0), report_club_event, event_id, 9)
        async with open_scope(village.manager, read_only=True) as scope:
            health = (await health_of_clubs_by_id(scope, [club_id]))[club_id]
        async with open_scope(village.resident(0), read_only=True) as scope:
            seen = (await health_of_clubs_by_id(scope, [club_id]))[club_id]
    assert (health.events, health.active_members, seen.active_members) == (1, 1, None)
    assert (await the_event(village.manager, event_id)).attended_count == 9


async def test_an_archived_club_gives_its_spaces_back(village: Village) -> None:
    club_id, space_id = await found(village), await a_space(village)
    await plan(village.manager, club_id, space_id=space_id)
    async with open_scope(village.manager) as scope:
        await archive_club(scope, club_id, "并入晨跑社")
    await work(village)
    assert await bookings(village.manager, space_id) == [("夜跑社：五公里", BookingStatus.CANCELLED)]


async def test_members_have_the_events_in_their_calendars(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    event_id = await plan(village.resident(0), club_id)
    async with open_scope(feed_reader(village.operator.id), read_only=True) as scope:
        (mine,) = await entries_of_club_events(scope, FeedOwner.RESIDENT, village.resident_ids[1])
        assert await entries_of_club_events(scope, FeedOwner.RESIDENT, village.resident_ids[2]) == []
    assert (mine.uid, mine.summary, mine.location) == (f"club-event-{event_id}", "夜跑社：五公里", "滨江步道")
    assert (mine.sequence, mine.is_cancelled) == (0, False)
    await act(village.resident(0), cancel_club_event, event_id)
    async with open_scope(feed_reader(village.operator.id), read_only=True) as scope:
        (gone,) = await entries_of_club_events(scope, FeedOwner.RESIDENT, village.resident_ids[1])
    assert (gone.sequence, gone.is_cancelled) == (1, True)


async def test_odd_times_and_other_communities_spaces_are_refused(village: Village) -> None:
    club_id = await found(village)
    for more in ({"starts_at": clock.now() - dt.timedelta(hours=1)}, {"hours": 0}, {"hours": 13}):
        with pytest.raises(BadInput):
            await plan(village.resident(0), club_id, **more)
    with pytest.raises(NotFound):
        await plan(village.resident(0), club_id, space_id=club_id)
