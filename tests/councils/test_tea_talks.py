"""Tea talks: seats, slots to speak, a line for each, and never more people than there is room for."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.councils.actions.inviting import reserve_council_seat
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.contract.refusals import AlreadyRegistered, CouncilFull, SpeakingSlotMissing
from backend.modules.councils.contract.words import CouncilKind, RegistrationStatus, SeatKind
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating
from backend.modules.councils.queries.councils import own_registrations_by_id
from backend.modules.waitlists.actions.answers import accept_offer
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.scope import open_scope
from tests.councils.factories import HOUR, call, hold
from tests.polls.factories import Village, make_crowd
from tests.proposals.factories import work

CROWD = 50


async def tea(village: Village, **more: int) -> Council:
    """In an hour: nobody has to be told days before."""
    return await call(village, kind=CouncilKind.TEA_TALK, title="社长下午茶", starts_at=clock.now() + HOUR, **more)


async def sign_up(village: Village, number: int, council_id: UUID, *, to_speak: bool = False) -> None:
    async with open_scope(village.resident(number)) as scope:
        await register_for_council(scope, council_id, to_speak)


async def withdraw(village: Village, number: int, council_id: UUID) -> None:
    async with open_scope(village.resident(number)) as scope:
        await withdraw_from_council(scope, council_id)


async def taken(village: Village) -> tuple[int, int, Counter[SeatKind]]:
    """Seats and slots that are counted as taken, and registrations that hold one."""
    async with open_scope(village.manager, read_only=True) as scope:
        seating = (await scope.session.scalars(select(CouncilSeating))).one()
        seated = select(CouncilRegistration.kind).where(CouncilRegistration.status != RegistrationStatus.CANCELLED)
        return seating.taken, seating.speaking_taken, Counter(await scope.session.scalars(seated))


async def lines(village: Village) -> dict[str, list[WaitlistStatus]]:
    async with open_scope(village.manager, read_only=True) as scope:
        found: dict[str, list[WaitlistStatus]] = {}
        for entry in await scope.session.scalars(select(WaitlistEntry).order_by(WaitlistEntry.number)):
            found.setdefault(entry.kind.split(".")[1], []).append(entry.status)
        return found


async def test_fifty_at_once_take_the_seats_and_slots_there_are_and_wait_for_the_others(village: Village) -> None:
    crowd = await make_crowd(village, CROWD)
    talk = await tea(crowd, seats=12, speaking_slots=4)
    await asyncio.gather(*(sign_up(crowd, number, talk.id, to_speak=number % 2 == 0) for number in range(CROWD)))
    assert await taken(crowd) == (8, 4, {SeatKind.OPEN: 8, SeatKind.SPEAKING: 4})
    waiting = {name: Counter(statuses) for name, statuses in (await lines(crowd)).items()}
    assert waiting == {"council": {WaitlistStatus.WAITING: 17}, "speaking": {WaitlistStatus.WAITING: 21}}


async def test_fifty_who_leave_and_come_at_once_never_overfill(village: Village) -> None:
    crowd = await make_crowd(village, CROWD)
    talk = await tea(crowd, seats=10, speaking_slots=5)
    for number in range(10):
        await sign_up(crowd, number, talk.id, to_speak=number < 5)
    leaving = (withdraw(crowd, number, talk.id) for number in range(10))
    coming = (sign_up(crowd, number, talk.id, to_speak=number < 30) for number in range(10, CROWD))
    await asyncio.gather(*leaving, *coming)
    await work(crowd)
    # What somebody gave back is taken or held for the first in line, and nobody has two.
    assert await taken(crowd) == (5, 5, {SeatKind.OPEN: 5, SeatKind.SPEAKING: 5})
    assert sum(map(len, (await lines(crowd)).values())) >= CROWD - 20


async def test_a_freed_slot_to_speak_is_offered_to_the_first_who_waits_to_speak(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    await sign_up(village, 0, talk.id, to_speak=True)
    await sign_up(village, 1, talk.id)
    await sign_up(village, 2, talk.id)
    await sign_up(village, 3, talk.id, to_speak=True)
    await withdraw(village, 0, talk.id)
    await work(village)
    assert await lines(village) == {"council": [WaitlistStatus.WAITING], "speaking": [WaitlistStatus.OFFERED]}
    async with open_scope(village.resident(3)) as scope:
        await accept_offer(scope, (await scope.session.scalars(select(WaitlistEntry.id))).one())
    async with open_scope(village.resident(3), read_only=True) as scope:
        mine = (await own_registrations_by_id(scope, [talk.id]))[talk.id]
    assert (mine.kind, mine.status) == (SeatKind.SPEAKING, RegistrationStatus.REGISTERED)
    assert await taken(village) == (1, 1, {SeatKind.OPEN: 1, SeatKind.SPEAKING: 1})


async def test_nobody_has_a_seat_and_waits_or_waits_twice(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    await sign_up(village, 0, talk.id, to_speak=True)
    await sign_up(village, 1, talk.id, to_speak=True)
    for number in (0, 1):
        with pytest.raises(AlreadyRegistered):
            await sign_up(village, number, talk.id)
    assert await taken(village) == (0, 1, {SeatKind.SPEAKING: 1})
    assert await lines(village) == {"speaking": [WaitlistStatus.WAITING]}


async def test_who_is_given_a_kept_seat_waits_no_more_and_holds_up_nobody(village: Village) -> None:
    talk = await tea(village, seats=2, reserved_seats=1)
    for number in (0, 1, 2):
        await sign_up(village, number, talk.id)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, talk.id, village.resident_ids[1])
    await withdraw(village, 0, talk.id)
    await work(village)
    assert await lines(village) == {"council": [WaitlistStatus.LEFT, WaitlistStatus.OFFERED]}


async def test_where_nobody_signs_up_to_speak_it_is_refused(village: Village) -> None:
    talk = await tea(village, seats=3)
    with pytest.raises(SpeakingSlotMissing):
        await sign_up(village, 0, talk.id, to_speak=True)
    assert await taken(village) == (0, 0, {})
    with pytest.raises(BadInput):
        await tea(village, seats=3, reserved_seats=2, speaking_slots=2)
    with pytest.raises(BadInput):
        await tea(village, speaking_slots=1)


async def test_the_database_itself_refuses_one_slot_too_many(village: Village) -> None:
    await tea(village, seats=3, speaking_slots=1)
    with pytest.raises(CouncilFull):
        async with open_scope(village.manager) as scope:
            await scope.session.execute(update(CouncilSeating).values(speaking_taken=2))


async def test_a_talk_that_was_held_closes_both_lines(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    for number, to_speak in ((0, False), (1, False), (2, True), (3, True)):
        await sign_up(village, number, talk.id, to_speak=to_speak)
    await hold(village, talk, present_ids=(village.resident_ids[2],))
    assert await lines(village) == {"council": [WaitlistStatus.CLOSED], "speaking": [WaitlistStatus.CLOSED]}
