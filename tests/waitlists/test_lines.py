"""Lines: who is next, who holds what, and that nobody is passed over."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.timers import timers
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer, leave_waitlist
from backend.modules.waitlists.contract import (
    OfferExpired,
    OfferMissing,
    WaitlistClosed,
    WaitlistStatus,
    advance_line,
    close_line,
    is_anyone_waiting,
    join_line,
    leave_line,
)
from backend.modules.waitlists.models import WaitlistEntry
from backend.modules.waitlists.queries import entries_by_subject, waiting_by_subject
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home, make_stay
from tests.waitlists.conftest import Hall, answered, freed, make_hall, settle
from tests.waitlists.seating import KIND, free_seats, seats_of

WAITING, OFFERED, ACCEPTED = WaitlistStatus.WAITING, WaitlistStatus.OFFERED, WaitlistStatus.ACCEPTED
EXPIRED, DECLINED, LEFT, CLOSED = (
    WaitlistStatus.EXPIRED,
    WaitlistStatus.DECLINED,
    WaitlistStatus.LEFT,
    WaitlistStatus.CLOSED,
)
MINUTE = dt.timedelta(minutes=1)


async def pass_on(hall: Hall) -> None:
    """The timer, as the worker runs it."""
    (timer,) = [one for name, one in timers.items() if name.endswith(".pass_offers_on")]
    assert await run_timer(hall.operator.id, timer)


async def test_a_place_is_numbered_and_everyone_sees_how_many_are_ahead(hall: Hall) -> None:
    places = [await hall.joined(number) for number in range(3)]
    assert [(place.number, place.position) for place in places] == [(1, 1), (2, 2), (3, 3)]
    assert await hall.joined(1) == places[1]
    async with open_scope(hall.resident(0)) as scope:
        await leave_line(scope, KIND, hall.subject_id, hall.resident_ids[0])
    (mine,) = await hall.entries(hall.resident(2))
    assert (mine.number, mine.position, mine.status) == (3, 2, WAITING)
    assert await hall.joined(0) == await hall.joined(0)
    assert [(entry.number, entry.position) for entry in await hall.entries()] == [(1, None), (2, 1), (3, 2), (4, 3)]


async def test_a_resident_sees_their_own_place_alone(hall: Hall) -> None:
    for number in range(3):
        await hall.joined(number)
    seen = await hall.entries(hall.resident(1))
    assert [entry.resident_id for entry in seen] == [hall.resident_ids[1]]
    async with open_scope(hall.resident(1), read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(WaitlistEntry)) == 1
        assert await waiting_by_subject(scope, KIND, [hall.subject_id]) == {hall.subject_id: 3}
        own = await entries_by_subject(scope, KIND, [hall.subject_id], hall.resident_ids[1])
    assert own[hall.subject_id].position == 2


async def test_a_freed_seat_is_held_for_the_first_and_becomes_theirs(hall: Hall) -> None:
    for number in range(2):
        await hall.joined(number)
    assert await freed(hall) == 1
    first, second = await hall.entries()
    assert (first.status, first.position, second.status, second.position) == (OFFERED, None, WAITING, 1)
    async with open_scope(hall.manager, read_only=True) as scope:
        assert await seats_of(scope, hall.subject_id) == [(1, first.id, None)]
    assert await freed(hall) == 0
    assert await answered(hall, 0) is ACCEPTED
    async with open_scope(hall.manager, read_only=True) as scope:
        assert await seats_of(scope, hall.subject_id) == [(1, None, hall.resident_ids[0])]
    with pytest.raises(OfferMissing):
        await answered(hall, 0)


async def test_an_offer_that_expires_goes_to_the_next_and_the_late_are_told_so(hall: Hall) -> None:
    for number in range(3):
        await hall.joined(number)
    await freed(hall)
    with clock.at(clock.now() + 30 * MINUTE):
        with pytest.raises(OfferExpired):
            await answered(hall, 0)
        await pass_on(hall)
        with pytest.raises(OfferExpired):
            await answered(hall, 0)
        assert await hall.statuses() == [EXPIRED, OFFERED, WAITING]
        assert await answered(hall, 1) is ACCEPTED
    assert await hall.statuses() == [EXPIRED, ACCEPTED, WAITING]


async def test_an_offer_stands_until_the_last_moment(hall: Hall) -> None:
    await hall.joined(0)
    await freed(hall)
    (entry,) = await hall.entries()
    assert entry.offer_expires_at is not None
    assert entry.offered_at is not None
    assert entry.offer_expires_at - entry.offered_at == 30 * MINUTE
    with clock.at(entry.offer_expires_at - dt.timedelta(microseconds=1)):
        await pass_on(hall)
        assert await answered(hall, 0) is ACCEPTED


async def test_who_declines_or_leaves_makes_room_and_comes_back_last(hall: Hall) -> None:
    for number in range(3):
        await hall.joined(number)
    await freed(hall)
    assert await answered(hall, 0, decline_offer) is DECLINED
    await settle(hall.operator)
    assert await hall.statuses() == [DECLINED, OFFERED, WAITING]
    assert await answered(hall, 1, leave_waitlist) is LEFT
    await settle(hall.operator)
    assert await hall.statuses() == [DECLINED, LEFT, OFFERED]
    again = await hall.joined(0)
    assert (again.number, again.position) == (4, 1)
    assert await answered(hall, 2) is ACCEPTED


async def test_nobody_is_offered_a_seat_at_the_start_or_after_it(hall: Hall) -> None:
    starts_at = clock.now() + 10 * MINUTE
    for number in range(2):
        await hall.joined(number, starts_at=starts_at)
    with clock.at(starts_at - MINUTE):
        assert await freed(hall) == 1
        first, _ = await hall.entries()
        assert first.offer_expires_at == starts_at
    with clock.at(starts_at):
        with pytest.raises(OfferExpired):
            await answered(hall, 0)
        assert await freed(hall) == 0
        assert await hall.statuses() == [EXPIRED, CLOSED]
        with pytest.raises(WaitlistClosed):
            await hall.joined(2, starts_at=starts_at)
    async with open_scope(hall.manager, read_only=True) as scope:
        assert await seats_of(scope, hall.subject_id) == [(1, None, None)]


async def test_the_line_of_what_has_begun_is_closed_by_itself(hall: Hall) -> None:
    starts_at = clock.now() + 10 * MINUTE
    await hall.joined(0, starts_at=starts_at)
    with clock.at(starts_at):
        await pass_on(hall)
    assert await hall.statuses() == [CLOSED]


async def test_a_closed_line_lets_go_of_what_was_held(hall: Hall) -> None:
    for number in range(2):
        await hall.joined(number)
    await freed(hall)
    async with open_scope(hall.manager) as scope:
        await close_line(scope, KIND, hall.subject_id)
        await close_line(scope, KIND, hall.subject_id)
        assert await seats_of(scope, hall.subject_id) == [(1, None, None)]
    assert await hall.statuses() == [CLOSED, CLOSED]
    with pytest.raises(WaitlistClosed):
        await hall.joined(2)


async def test_a_line_that_a_resident_closes_is_ended_by_the_worker(hall: Hall) -> None:
    for number in range(2):
        await hall.joined(number)
    async with open_scope(hall.resident(4)) as scope:
        await close_line(scope, KIND, hall.subject_id)
    with pytest.raises(WaitlistClosed):
        await hall.joined(2)
    await settle(hall.operator)
    assert await hall.statuses() == [CLOSED, CLOSED]


async def test_a_seat_that_a_resident_frees_waits_for_the_line_and_not_for_newcomers(hall: Hall) -> None:
    await hall.joined(0)
    async with open_scope(hall.resident(4)) as scope:
        await free_seats(scope, hall.subject_id, 1)
        assert await advance_line(scope, KIND, hall.subject_id) == 0
    async with open_scope(hall.resident(3)) as scope:
        assert await is_anyone_waiting(scope, KIND, hall.subject_id) is True
    await settle(hall.operator)
    assert await hall.statuses() == [OFFERED]
    async with open_scope(hall.resident(3)) as scope:
        assert await is_anyone_waiting(scope, KIND, hall.subject_id) is False


async def test_a_seat_that_was_freed_while_someone_joined_is_not_forgotten(hall: Hall) -> None:
    async with open_scope(hall.manager) as scope:
        await free_seats(scope, hall.subject_id, 1)
        assert await advance_line(scope, KIND, hall.subject_id) == 0
    await hall.joined(0)
    await settle(hall.operator)
    assert await hall.statuses() == [OFFERED]


async def test_offers_are_told_once_and_so_is_what_ended_by_itself(hall: Hall) -> None:
    for number in range(2):
        await hall.joined(number)
    await freed(hall)
    for _ in range(2):
        await settle(hall.operator)
    async with open_scope(hall.manager, read_only=True) as scope:
        names = await scope.session.scalars(select(OutboxRow.name).where(OutboxRow.name.startswith("waitlists.")))
        counted = Counter(names)
    assert counted == {"waitlists.LineJoined": 2, "waitlists.SeatFreed": 2, "waitlists.OfferMade": 1}


async def test_another_operators_place_is_not_there_and_the_permission_is_asked_first(
    hall: Hall, operator: Operator
) -> None:
    place = await hall.joined(0)
    await freed(hall)
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    other = hall.resident(1)
    for actor, refusal in ((stranger, NotFound), (other, NotFound), (acting(operator, Role.SOCIAL_WORKER), Forbidden)):
        for act in (accept_offer, decline_offer, leave_waitlist):
            with pytest.raises(refusal):
                async with open_scope(actor) as scope:
                    await act(scope, place.entry_id)
    assert await hall.statuses() == [OFFERED]


async def test_the_desk_answers_for_someone_who_calls(hall: Hall, desk: Actor) -> None:
    place = await hall.joined(0)
    await freed(hall)
    async with open_scope(desk) as scope:
        assert (await accept_offer(scope, place.entry_id)).status is ACCEPTED


async def test_who_moves_out_leaves_every_line_and_the_next_moves_up(hall: Hall) -> None:
    async with open_scope(hall.manager) as scope:
        stay = await make_stay(scope, await make_home(scope), resident_id=hall.resident_ids[0])
    for number in range(2):
        await hall.joined(number)
    await freed(hall)
    async with open_scope(hall.manager) as scope:
        told = [one for one in await check_out_preview(scope, stay.id) if one.module == "waitlists"]
        assert [(one.act, one.count) for one in told] == [("places_to_leave", 1)]
        await check_out(scope, stay.id)
    assert await hall.statuses() == [LEFT, OFFERED]


async def test_a_hundred_lines_are_joined_and_none_knows_of_another(hall: Hall) -> None:
    other = await make_hall(hall.operator, hall.manager, people=1)
    await hall.joined(0)
    place = await other.joined(0)
    assert (place.number, place.position) == (1, 1)
    async with open_scope(hall.manager) as scope:
        assert await is_anyone_waiting(scope, KIND, new_id()) is False
        assert await join_line(scope, other.line(), other.resident_ids[0]) == place
