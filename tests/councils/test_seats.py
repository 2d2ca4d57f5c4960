"""Seats at a council: first come, first served; then a line; and seats that are kept for someone."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import Forbidden, NotFound
from backend.modules.councils.actions.calling import cancel_council
from backend.modules.councils.actions.inviting import reserve_council_seat
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.contract.refusals import AlreadyRegistered, CouncilFull, CouncilNotOpen
from backend.modules.councils.contract.words import RegistrationStatus, SeatKind
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating
from backend.modules.councils.queries.councils import own_registrations_by_id
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.models.stays import Stay
from backend.modules.proposals.contract.refusals import NotYourHome
from backend.modules.waitlists.actions.answers import accept_offer
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.councils.factories import call, hold
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import work


async def register(village: Village, number: int, council_id: UUID) -> None:
    async with open_scope(village.resident(number)) as scope:
        await register_for_council(scope, council_id)


async def withdraw(village: Village, number: int, council_id: UUID) -> None:
    async with open_scope(village.resident(number)) as scope:
        await withdraw_from_council(scope, council_id)


async def seats(village: Village) -> tuple[int, Counter[str], list[WaitlistStatus]]:
    """How many seats are taken, registrations by status, and the line in order."""
    async with open_scope(village.manager, read_only=True) as scope:
        taken = (await scope.session.scalars(select(CouncilSeating.taken))).one()
        statuses = Counter(str(one) for one in await scope.session.scalars(select(CouncilRegistration.status)))
        line = await scope.session.scalars(select(WaitlistEntry.status).order_by(WaitlistEntry.number))
        return taken, statuses, list(line)


async def test_more_people_than_seats_never_sit_down(village: Village) -> None:
    council = await call(village, seats=2)
    await asyncio.gather(*(register(village, number, council.id) for number in range(5)))
    taken, statuses, line = await seats(village)
    assert (taken, statuses) == (2, {"REGISTERED": 2})
    assert line == [WaitlistStatus.WAITING] * 3


async def test_a_freed_seat_is_offered_to_the_next_in_line_and_taken(village: Village) -> None:
    council = await call(village, seats=1)
    for number in (0, 1, 2):
        await register(village, number, council.id)
    await withdraw(village, 0, council.id)
    await register(village, 3, council.id)
    await work(village)
    taken, statuses, line = await seats(village)
    assert (taken, statuses) == (1, {"CANCELLED": 1, "HELD": 1})
    assert line == [WaitlistStatus.OFFERED, WaitlistStatus.WAITING, WaitlistStatus.WAITING]
    async with open_scope(village.resident(1)) as scope:
        entry = (await scope.session.scalars(select(WaitlistEntry))).one()
        await accept_offer(scope, entry.id)
    async with open_scope(village.resident(1), read_only=True) as scope:
        mine = (await own_registrations_by_id(scope, [council.id]))[council.id]
    assert mine.status is RegistrationStatus.REGISTERED


async def test_who_registers_twice_or_lives_elsewhere_is_refused(village: Village) -> None:
    council = await call(village, seats=3)
    await register(village, 0, council.id)
    with pytest.raises(AlreadyRegistered):
        await register(village, 0, council.id)
    async with open_scope(village.manager) as scope:
        stranger = as_resident(village.operator, (await make_stay(scope, await make_home(scope))).lead_resident_id)
    with pytest.raises(NotYourHome):
        async with open_scope(stranger) as scope:
            await register_for_council(scope, council.id)
    with pytest.raises(NotFound):
        async with open_scope(as_resident(await new_operator(), village.resident_ids[0])) as scope:
            await register_for_council(scope, council.id)
    assert (await seats(village))[0] == 1


async def test_kept_seats_are_given_by_staff_alone(village: Village) -> None:
    council = await call(village, seats=3, reserved_seats=1)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council.id, village.resident_ids[0])
    with pytest.raises(CouncilFull):
        async with open_scope(village.manager) as scope:
            await reserve_council_seat(scope, council.id, village.resident_ids[1])
    with pytest.raises(Forbidden):
        async with open_scope(village.resident(1)) as scope:
            await reserve_council_seat(scope, council.id, village.resident_ids[1])
    for number in (1, 2, 3):
        await register(village, number, council.id)
    taken, _, line = await seats(village)
    assert (taken, line) == (2, [WaitlistStatus.WAITING])
    async with open_scope(village.manager, read_only=True) as scope:
        kinds = Counter(await scope.session.scalars(select(CouncilRegistration.kind)))
    assert kinds == {SeatKind.OPEN: 2, SeatKind.RESERVED: 1}


async def test_calling_off_ends_seats_and_line(village: Village) -> None:
    council = await call(village, seats=1)
    await register(village, 0, council.id)
    await register(village, 1, council.id)
    async with open_scope(village.manager) as scope:
        await cancel_council(scope, council.id, "场地漏水")
    with pytest.raises(CouncilNotOpen):
        await register(village, 2, council.id)
    _, statuses, line = await seats(village)
    assert (statuses, line) == ({"CANCELLED": 1}, [WaitlistStatus.CLOSED])


async def test_minutes_say_who_came_and_who_did_not(village: Village) -> None:
    council = await call(village, seats=3)
    for number in (0, 1):
        await register(village, number, council.id)
    with pytest.raises(NotFound):
        await hold(village, council, present_ids=(village.resident_ids[4],))
    held = await hold(village, council, present_ids=(village.resident_ids[0],), residents_present=0)
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.execute(select(CouncilRegistration.resident_id, CouncilRegistration.status))
        came = {row[0]: row[1] for row in rows}
    assert came == {
        village.resident_ids[0]: RegistrationStatus.PRESENT,
        village.resident_ids[1]: RegistrationStatus.ABSENT,
    }
    assert held.residents_present == 1


async def test_check_out_gives_the_seat_to_the_next_in_line(village: Village) -> None:
    council = await call(village, seats=1)
    await register(village, 0, council.id)
    await register(village, 1, council.id)
    async with open_scope(village.manager) as scope:
        (stay_id,) = await scope.session.scalars(
            select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        )
        shown = [(one.act, one.count) for one in await check_out_preview(scope, stay_id) if one.module == "councils"]
        await check_out(scope, stay_id)
    assert shown == [("seats_to_give_back", 1)]
    _, statuses, line = await seats(village)
    assert (statuses, line) == ({"CANCELLED": 1, "HELD": 1}, [WaitlistStatus.OFFERED])


async def test_without_a_number_of_seats_all_may_come(village: Village) -> None:
    council = await call(village)
    await asyncio.gather(*(register(village, number, council.id) for number in range(5)))
    async with open_scope(village.manager, read_only=True) as scope:
        assert len((await scope.session.scalars(select(CouncilRegistration.id))).all()) == 5
        assert await scope.session.scalar(select(Council.id)) == council.id
