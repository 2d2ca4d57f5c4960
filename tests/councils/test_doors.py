"""The door of a council: a code of one's own that changes, lets in once, and is the attendance."""

import asyncio
import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.modules.councils.actions.admitting import admit_to_council
from backend.modules.councils.actions.calling import cancel_council
from backend.modules.councils.actions.seating import withdraw_from_council
from backend.modules.councils.contract.refusals import AlreadyAdmitted, CouncilNotOpen, DoorClosed, DoorCodeUnknown
from backend.modules.councils.contract.words import RegistrationStatus
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.queries.councils import councils_by_id
from backend.modules.councils.queries.doors import own_door_codes_by_id
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.councils.factories import HOUR, call, hold
from tests.councils.test_seats import register
from tests.polls.factories import Village

MINUTE = dt.timedelta(minutes=1)


async def shown(actor: Actor, council: Council) -> str | None:
    async with open_scope(actor, read_only=True) as scope:
        found = (await own_door_codes_by_id(scope, [council.id])).get(council.id)
        return None if found is None else found.code


async def admit(actor: Actor, council_id: UUID, code: str) -> None:
    async with open_scope(actor) as scope:
        await admit_to_council(scope, council_id, code)


async def statuses(village: Village) -> list[RegistrationStatus]:
    async with open_scope(village.manager, read_only=True) as scope:
        rows = select(CouncilRegistration.status).order_by(CouncilRegistration.id)
        return list(await scope.session.scalars(rows))


async def test_a_code_is_ones_own_and_changes(village: Village) -> None:
    council = await call(village)
    for number in (0, 1):
        await register(village, number, council.id)
    assert await shown(village.resident(0), council) is None
    with clock.at(council.starts_at - 30 * MINUTE):
        first, other = [await shown(village.resident(number), council) for number in (0, 1)]
        assert None not in (first, other)
        assert first != other
        assert await shown(village.resident(2), council) is None
        assert await shown(village.manager, council) is None
    with clock.at(council.starts_at - 29 * MINUTE):
        assert await shown(village.resident(0), council) != first
        with pytest.raises(DoorCodeUnknown):
            await admit(village.manager, council.id, str(first))
    assert await statuses(village) == [RegistrationStatus.REGISTERED] * 2


async def test_one_code_sent_twice_at_once_lets_in_one(village: Village) -> None:
    council = await call(village)
    await register(village, 0, council.id)
    with clock.at(council.starts_at):
        code = str(await shown(village.resident(0), council))
        done = await asyncio.gather(
            *(admit(village.manager, council.id, code) for _ in range(4)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in done) == [*["AlreadyAdmitted"] * 3, "NoneType"]
        assert await shown(village.resident(0), council) is None
    assert await statuses(village) == [RegistrationStatus.PRESENT]


async def test_who_is_in_does_not_give_the_seat_back(village: Village) -> None:
    council = await call(village, seats=2)
    await register(village, 0, council.id)
    with clock.at(council.starts_at - MINUTE):
        await admit(village.manager, council.id, str(await shown(village.resident(0), council)))
        with pytest.raises(AlreadyAdmitted):
            async with open_scope(village.resident(0)) as scope:
                await withdraw_from_council(scope, council.id)
    assert await statuses(village) == [RegistrationStatus.PRESENT]


async def test_giving_back_and_letting_in_at_once_have_one_winner(village: Village) -> None:
    council = await call(village, seats=5)
    for number in range(4):
        await register(village, number, council.id)

    async def leave(number: int) -> None:
        async with open_scope(village.resident(number)) as scope:
            await withdraw_from_council(scope, council.id)

    with clock.at(council.starts_at - MINUTE):
        codes = [str(await shown(village.resident(number), council)) for number in range(4)]
        done = await asyncio.gather(
            *(leave(number) for number in range(4)),
            *(admit(village.manager, council.id, code) for code in codes),
            return_exceptions=True,
        )
    for number in range(4):
        assert [done[number], done[number + 4]].count(None) == 1
    left = sum(one is None for one in done[:4])
    found = await statuses(village)
    assert found.count(RegistrationStatus.CANCELLED) == left
    assert found.count(RegistrationStatus.PRESENT) == 4 - left


async def test_the_door_is_attendance(village: Village) -> None:
    council = await call(village)
    for number in (0, 1, 2):
        await register(village, number, council.id)
    with clock.at(council.starts_at):
        await admit(village.manager, council.id, str(await shown(village.resident(0), council)))
    # Who was let in may be named once more; who was not is named or was absent.
    came = (village.resident_ids[0], village.resident_ids[1])
    await hold(village, council, residents_present=0, present_ids=came)
    async with open_scope(village.manager, read_only=True) as scope:
        assert (await councils_by_id(scope, [council.id]))[council.id].residents_present == 2
        rows = select(CouncilRegistration.resident_id, CouncilRegistration.status)
        found = {row.resident_id: row.status for row in await scope.session.execute(rows)}
    wanted = (RegistrationStatus.PRESENT, RegistrationStatus.PRESENT, RegistrationStatus.ABSENT)
    assert [found[one] for one in village.resident_ids[:3]] == list(wanted)


async def test_nobody_else_opens_the_door(village: Village) -> None:
    council = await call(village)
    await register(village, 0, council.id)
    with clock.at(council.starts_at):
        code = str(await shown(village.resident(0), council))
        with pytest.raises(Forbidden):
            await admit(village.resident(0), council.id, code)
        with pytest.raises(NotFound):
            await admit(acting(await new_operator(), *village.manager.roles), council.id, code)
        other = await call(village, starts_at=council.starts_at + 3 * 24 * HOUR)
    with clock.at(other.starts_at), pytest.raises(DoorCodeUnknown):
        await admit(village.manager, other.id, code)
    assert await statuses(village) == [RegistrationStatus.REGISTERED]


@pytest.mark.parametrize("after", [-61 * MINUTE, 2 * HOUR])
async def test_the_door_opens_before_and_closes_with_the_council(village: Village, after: dt.timedelta) -> None:
    council = await call(village)
    await register(village, 0, council.id)
    with clock.at(council.starts_at + after):
        assert await shown(village.resident(0), council) is None
        with pytest.raises(DoorClosed):
            await admit(village.manager, council.id, "AAAAAAAA")


async def test_nobody_is_let_in_to_what_was_called_off(village: Village) -> None:
    council = await call(village)
    await register(village, 0, council.id)
    with clock.at(council.starts_at - MINUTE):
        code = str(await shown(village.resident(0), council))
        await admit(village.manager, council.id, code)
        async with open_scope(village.manager) as scope:
            await cancel_council(scope, council.id, "停电了")
        with pytest.raises(CouncilNotOpen):
            await admit(village.manager, council.id, code)
    assert await statuses(village) == [RegistrationStatus.CANCELLED]
