"""Whoever is asked to a council has a seat there, and knows of it."""

from uuid import UUID

from backend.modules.councils.actions.seating import reserve_council_seat, withdraw_from_council
from backend.modules.councils.models import CouncilSeating
from tenants.scope import open_scope
from tests.councils.factories import call
from tests.polls.factories import Village
from tests.proposals.factories import settled_accounts, told, work

INVITED = "COUNCIL_INVITED"


async def invite(village: Village, number: int) -> UUID:
    """The id of a council that one resident is asked to come to."""
    council = await call(village, seats=5, reserved_seats=2)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council.id, village.resident_ids[number])
    return council.id


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
    async with open_scope(village.manager, read_only=True) as scope:
        assert (await scope.session.get_one(CouncilSeating, (village.operator.id, council_id))).reserved_taken == 0
