"""What reading spaces costs: a week of many as many statements as a week of one."""

import datetime as dt

from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.isolation.crawling import ask
from tests.spaces.factories import at, make_house, make_space

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
