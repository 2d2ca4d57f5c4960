"""A storm of bookings while server, worker and PostgreSQL are killed: what was acknowledged is there, once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any  # what the schema answers

import httpx
import pytest
from sqlalchemy import select

from backend.core.ids import new_id
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.words import HOLDING
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.audit import AuditEntry
from tenants.roles import Role
from tenants.scope import open_scope
from tests.app.residents import tokens_of
from tests.app.stack import Client, Installation, installation
from tests.conftest import acting, new_operator
from tests.spaces.asking import said
from tests.spaces.factories import House, at, make_house
from tests.worker.conftest import until

CREATE = """mutation($input: CreateBookingInput!) { createBooking(input: $input) { __typename
  ... on Booking { id status } ... on Problem { code } } }"""
JOIN = """mutation($input: JoinWaitlistInput!) { joinWaitlist(input: $input) { __typename
  ... on WaitlistEntry { id number } ... on Problem { code } } }"""
CANCEL = """mutation($input: CancelBookingInput!) { cancelBooking(input: $input) { __typename
  ... on Booking { id status } ... on Problem { code } } }"""
HOURS = range(8, 20)


async def killed(stack: Installation, storm: "asyncio.Future[Any]", rounds: int) -> None:
    """The server, PostgreSQL and the worker in turn, while the storm lasts."""
    acts = (stack.kill_postgres, stack.kill_api, stack.kill_worker)
    for number in range(rounds):
        await asyncio.wait([storm], timeout=0.5)
        if storm.done():
            break
        await acts[number % len(acts)]()


async def weathered(stack: Installation, acts: Sequence[Any], rounds: int) -> list[dict[str, Any]]:
    """What was answered in the end."""
    storm = asyncio.ensure_future(asyncio.gather(*acts))
    await killed(stack, storm, rounds)
    return list(await storm)


async def stormed(stack: Installation, days: int, rounds: int) -> None:
    operator = await new_operator()
    house = await make_house(operator, acting(operator, Role.COMMUNITY_MANAGER), people=6)
    ids = [one.resident_id or new_id() for one in house.residents]
    tokens = await tokens_of(operator, ids)
    async with httpx.AsyncClient(base_url=stack.url, trust_env=False, timeout=20) as http:
        people = [Client(http, operator, token, one) for token, one in zip(tokens, ids, strict=True)]
        slots = [at(hour, day) for day in range(1, days + 1) for hour in HOURS]
        # Three want each slot at once: one has it, and all are told so.
        wanted = [(slot, (number + turn) % 6) for number, slot in enumerate(slots) for turn in range(3)]
        taps = [
            people[who].acts(CREATE, "createBooking", **said(house, slot), idempotencyKey=f"{slot:%d%H}")
            for slot, who in wanted
        ]
        told = await weathered(stack, taps, rounds)
        assert Counter(one.get("code", "booked") for one in told) == {
            "booked": len(slots),
            "SLOT_TAKEN": 2 * len(slots),
        }
        winners = {one["id"]: pair for one, pair in zip(told, wanted, strict=True) if "id" in one}
        await _judge_bookings(house, len(slots))
        await _give_back(stack, house, people, winners, rounds)


async def _judge_bookings(house: House, count: int) -> None:
    async with open_scope(house.manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Booking).where(Booking.status.in_(HOLDING)))).all()
        holders = list(await scope.session.scalars(select(BookingPlace.holder_id)))
        made = select(AuditEntry.object_id).where(AuditEntry.act == "create_booking")
        audited = list(await scope.session.scalars(made))
    assert len(rows) == len({row.starts_at for row in rows}) == count
    assert sorted(holders) == sorted(row.id for row in rows)
    assert len(audited) == len(set(audited)) == count


async def _give_back(
    stack: Installation, house: House, people: list[Client], winners: dict[str, Any], rounds: int
) -> None:
    """Two others queue for every slot; then every second slot is given back: the first of its line has the offer."""
    queued = [
        people[(who + turn) % 6].acts(JOIN, "joinWaitlist", **said(house, slot))
        for slot, who in winners.values()
        for turn in (1, 2)
    ]
    assert all("code" not in one for one in await weathered(stack, queued, rounds))
    given = list(winners.items())[::2]
    leaving = [people[who].acts(CANCEL, "cancelBooking", bookingId=key) for key, (_, who) in given]
    told = {one.get("status") or one["code"] for one in await weathered(stack, leaving, rounds)}
    # A repeated cancellation finds its work done.
    assert told <= {"CANCELLED", "BOOKING_NOT_OPEN"}

    async def all_offered() -> bool:
        return len(await _offers(house)) >= len(given)

    await until(all_offered, 120)
    offers = await _offers(house)
    assert (len(offers), {one.number for one in offers}) == (len(given), {1})
    async with open_scope(house.manager, read_only=True) as scope:
        acts = select(AuditEntry.object_id).where(AuditEntry.act == "make_offer")
        assert Counter(await scope.session.scalars(acts)) == Counter(one.id for one in offers)
        holders = set(await scope.session.scalars(select(BookingPlace.holder_id)))
    assert {one.id for one in offers} <= holders


async def _offers(house: House) -> list[WaitlistEntry]:
    async with open_scope(house.manager, read_only=True) as scope:
        offered = select(WaitlistEntry).where(WaitlistEntry.status == WaitlistStatus.OFFERED)
        return list(await scope.session.scalars(offered))


async def test_bookings_survive_the_death_of_everything() -> None:
    async with installation() as stack:
        await stormed(stack, days=1, rounds=3)
        assert {"api", "postgres"} <= set(stack.kills)


@pytest.mark.soak
async def test_bookings_survive_death_after_death() -> None:
    async with installation() as stack:
        for _ in range(3):
            await stormed(stack, days=7, rounds=15)
        assert min(Counter(stack.kills).values()) >= 6
