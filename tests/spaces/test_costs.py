"""What reading spaces costs: a week of many as many statements as a week of one."""

import datetime as dt

from backend.modules.spaces.contract.inputs import Quota
from backend.modules.spaces.words import QuotaMeasure, QuotaPeriod
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.isolation.crawling import ask
from tests.spaces.asking import said
from tests.spaces.factories import at, make_house, make_space

# The pin, the key, the space, the resident, what is taken, the lock, lines and what is taken under it, the booker with
# limits, credit and quota, the booking and its place, event and audit, the answer.
MOST_FOR_A_BOOKING = 20
WEEK = """query($first: Int!, $from: DateTime!, $to: DateTime!) { spaces(first: $first) { edges { node {
  id name availability(from: $from, to: $to) { startsAt state seatsLeft } } } } }"""


async def test_a_week_of_fifty_spaces_costs_as_many_statements_as_a_week_of_one(
    operator: Operator, manager: Actor
) -> None:
    house = await make_house(operator, manager)
    async with open_scope(manager) as scope:
        for _ in range(49):
            await make_space(scope, house.home.community_id)
    week = {"from": at(0).isoformat(), "to": (at(0) + dt.timedelta(days=7)).isoformat()}
    counts = []
    for first in (1, 50):
        answer = await ask(Context(house.residents[0]), WEEK, {"first": first, **week})
        assert answer.errors == []
        spaces = answer.data["spaces"]["edges"]
        # Fourteen hours a day, in steps of half an hour.
        assert (len(spaces), {len(one["node"]["availability"]) for one in spaces}) == (first, {7 * 28})
        counts.append(answer.statements)
    assert counts[0] == counts[1]
    assert counts[1] <= 5


BOOK = """mutation($input: CreateBookingInput!) { createBooking(input: $input) {
  ... on Booking { id status startsAt } ... on Problem { code } } }"""


async def test_a_booking_costs_a_fixed_number_of_statements_however_full_the_day_is(
    operator: Operator, manager: Actor
) -> None:
    weekly = (Quota(measure=QuotaMeasure.HOURS, period=QuotaPeriod.WEEK, amount=40),)
    house = await make_house(operator, manager, quotas=weekly)
    counts = []
    for hour in range(9, 17):
        given = said(house, at(hour), idempotencyKey=f"h{hour}")
        answer = await ask(Context(house.residents[hour % 3]), BOOK, {"input": given})
        assert (answer.errors, answer.data["createBooking"]["status"]) == ([], "CONFIRMED")
        counts.append(answer.statements)
    # The first one in a process learns the operator's key and limits.
    assert len(set(counts[1:])) == 1, counts
    assert counts[-1] <= MOST_FOR_A_BOOKING
