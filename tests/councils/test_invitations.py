"""Whoever is asked to a council has a seat there, and knows of it until the invitation is taken back."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import Forbidden, NotFound
from backend.modules.councils.actions.inviting import reserve_council_seat, take_back_council_invitation
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.contract.refusals import CouncilNotOpen, InvitationEnded
from backend.modules.councils.contract.words import RegistrationStatus
from backend.modules.councils.models.councils import CouncilRegistration, CouncilSeating
from backend.modules.councils.queries.councils import registrations_by_id
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.councils.factories import call, hold
from tests.polls.factories import Village, limited
from tests.proposals.factories import all_at_once, settled_accounts, told, work

INVITED, TAKEN_BACK = "COUNCIL_INVITED", "COUNCIL_INVITATION_TAKEN_BACK"


async def invite(village: Village, number: int) -> UUID:
    """The id of a council that one resident is asked to come to."""
    council = await call(village, seats=5, reserved_seats=2)
    await ask(village, council.id, number)
    return council.id


async def ask(village: Village, council_id: UUID, number: int) -> None:
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council_id, village.resident_ids[number])


async def take_back(actor: Actor, seat_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await take_back_council_invitation(scope, seat_id)


async def seats(village: Village, council_id: UUID) -> list[CouncilRegistration]:
    """All that were ever taken at a council, the first before the others."""
    async with open_scope(village.manager, read_only=True) as scope:
        theirs = select(CouncilRegistration).where(CouncilRegistration.council_id == council_id)
        return list(await scope.session.scalars(theirs.order_by(CouncilRegistration.id)))


async def kept(village: Village, council_id: UUID) -> int:
    """How many of the seats that are kept are given away."""
    async with open_scope(village.manager, read_only=True) as scope:
        return (await scope.session.get_one(CouncilSeating, (village.operator.id, council_id))).reserved_taken


async def test_whoever_is_invited_is_told_once_and_nobody_else(village: Village) -> None:
    accounts = await settled_accounts(village)
    await invite(village, 1)
    await work(village)
    await work(village)
    assert [accounts[one] for one in await told(village, INVITED)] == [1]


async def test_whoever_has_given_the_seat_back_is_not_asked_any_more(village: Village) -> None:
    await settled_accounts(village)
    council_id = await invite(village, 1)
    async with open_scope(village.resident(1)) as scope:
        await withdraw_from_council(scope, council_id)
    await work(village)
    assert await told(village, INVITED) == []
    assert await kept(village, council_id) == 0


async def test_an_invitation_is_taken_back_told_and_the_seat_kept_for_another(village: Village) -> None:
    accounts = await settled_accounts(village)
    council_id = await invite(village, 1)
    await work(village)
    (seat,) = await seats(village, council_id)
    await take_back(village.manager, seat.id)
    await work(village)
    await work(village)
    assert [accounts[one] for one in await told(village, TAKEN_BACK)] == [1]
    (seat,) = await seats(village, council_id)
    assert seat.status is RegistrationStatus.CANCELLED
    assert seat.taken_back_at is not None
    assert await kept(village, council_id) == 0
    await ask(village, council_id, 2)
    assert await kept(village, council_id) == 1


async def test_who_is_asked_again_hears_of_each_invitation(village: Village) -> None:
    accounts = await settled_accounts(village)
    council_id = await invite(village, 1)
    await work(village)
    (first,) = await seats(village, council_id)
    await take_back(village.manager, first.id)
    await ask(village, council_id, 1)
    await work(village)
    assert [accounts[one] for one in await told(village, INVITED)] == [1, 1]
    assert [accounts[one] for one in await told(village, TAKEN_BACK)] == [1]


async def test_an_invitation_that_nobody_heard_of_is_taken_back_in_silence(village: Village) -> None:
    accounts = await settled_accounts(village)
    council_id = await invite(village, 1)
    (first,) = await seats(village, council_id)
    await take_back(village.manager, first.id)
    await ask(village, council_id, 1)
    await work(village)
    # Of two invitations the one that stands is told, once.
    assert [accounts[one] for one in await told(village, INVITED)] == [1]
    assert await told(village, TAKEN_BACK) == []


async def test_only_what_is_kept_for_somebody_and_stands_is_taken_back(village: Village) -> None:
    council_id = await invite(village, 1)
    async with open_scope(village.resident(0)) as scope:
        await register_for_council(scope, council_id)
    invited, registered = await seats(village, council_id)
    with pytest.raises(NotFound):
        await take_back(village.manager, registered.id)
    with pytest.raises(Forbidden):
        await take_back(village.resident(1), invited.id)
    other = await new_operator()
    for stranger in (acting(other, *village.manager.roles), limited(village.manager, UUID(int=1))):
        with pytest.raises(NotFound):
            await take_back(stranger, invited.id)
    async with open_scope(village.resident(1)) as scope:
        await withdraw_from_council(scope, council_id)
    with pytest.raises(InvitationEnded):
        await take_back(village.manager, invited.id)
    assert [one.taken_back_at for one in await seats(village, council_id)] == [None, None]


async def test_after_the_minutes_nothing_is_taken_back(village: Village) -> None:
    council = await call(village, seats=5, reserved_seats=2)
    await ask(village, council.id, 1)
    await hold(village, council)
    (seat,) = await seats(village, council.id)
    with pytest.raises(CouncilNotOpen):
        await take_back(village.manager, seat.id)


async def test_of_many_who_take_one_invitation_back_one_does(village: Village) -> None:
    council_id = await invite(village, 1)
    (seat,) = await seats(village, council_id)

    async def give_back() -> None:
        async with open_scope(village.resident(1)) as scope:
            await withdraw_from_council(scope, council_id)

    answers = await all_at_once(*(take_back(village.manager, seat.id) for _ in range(20)), give_back())
    assert Counter(map(type, answers[:20])).keys() <= {type(None), InvitationEnded}
    assert await kept(village, council_id) == 0
    assert [one.status for one in await seats(village, council_id)] == [RegistrationStatus.CANCELLED]


async def test_a_resident_reads_no_seat_but_their_own(village: Village) -> None:
    council_id = await invite(village, 1)
    (seat,) = await seats(village, council_id)
    for number, found in ((1, [seat.id]), (2, [])):
        async with open_scope(village.resident(number), read_only=True) as scope:
            assert list(await registrations_by_id(scope, [seat.id])) == found
