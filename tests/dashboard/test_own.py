"""An operator's own figures: exact, of its own communities alone, and what the district sees of them."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.engine import Engine
from strawberry.relay import GlobalID

from backend.core import clock
from backend.modules.dashboard.models.facts import RollupState
from backend.modules.housing.queries.inventory import list_community_ids
from graphql_schema.housing.inventory import Community
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.dashboard.counted import counter, rebuild, recompute
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, refusals, viewer

DAY = dt.timedelta(days=1)
OWN = """query($measure: String!, $from: Date!, $to: Date!, $ids: [ID!], $cell: [String!]) {
  ownFigures(measure: $measure, from: $from, to: $to, communityIds: $ids, cell: $cell) {
    measure { code name definition source unit { name } } from to countedAt value cells { values value }
    series { on value } communities { totalCount edges { node { community { id name } value series { on value } } } }
  } }"""


async def told(actor: Actor, measure: str, days: int = 3, **more: Any) -> dict[str, Any]:
    """What the actor is told of the last days."""
    last = clock.today()
    first = last - (days - 1) * DAY
    found = await answer(actor, OWN, measure=measure, **{"from": first.isoformat(), "to": last.isoformat()}, **more)
    own: dict[str, Any] = found["ownFigures"]
    return own


async def test_a_manager_sees_the_figures_of_each_community_with_definition_and_time(
    operator: Operator, manager: Actor
) -> None:
    first, second = await inhabited(operator, 3, days_ago=1), await inhabited(operator, 2, days_ago=9)
    await rebuild(operator.id)
    own = await told(manager, "housing.residents")
    assert own["value"] == 5
    assert [point["value"] for point in own["series"]] == [2, 5, 5]
    assert all(own["measure"][name] for name in ("name", "definition", "source", "unit"))
    assert own["countedAt"] is not None
    by_community = {edge["node"]["community"]["id"]: edge["node"] for edge in own["communities"]["edges"]}
    assert {each: node["value"] for each, node in by_community.items()} == {
        str(GlobalID("Community", str(first.community_id))): 3,
        str(GlobalID("Community", str(second.community_id))): 2,
    }
    assert own["communities"]["totalCount"] == 2


async def test_what_happens_is_added_up_and_shares_are_of_sums(operator: Operator, manager: Actor) -> None:
    await inhabited(operator, 3, days_ago=1)
    await inhabited(operator, 2, days_ago=0)
    await rebuild(operator.id)
    arrivals = await told(manager, "housing.arrivals")
    assert (arrivals["value"], [point["value"] for point in arrivals["series"]]) == (5, [0, 3, 2])
    share = await told(manager, "housing.occupancy_rate")
    assert (share["value"], [point["value"] for point in share["series"]]) == (0.3125, [0, 0.1875, 0.3125])


async def test_sensitive_measures_are_exact_for_ones_own(operator: Operator, manager: Actor) -> None:
    await inhabited(operator, 3)
    await rebuild(operator.id)
    own = await told(manager, "housing.residents_living_alone")
    assert sum(cell["value"] for cell in own["cells"]) == own["value"] == 3
    values = own["cells"][0]["values"]
    assert (await told(manager, "housing.residents_living_alone", cell=values))["value"] == own["cells"][0]["value"]


async def test_nobody_sees_what_is_not_theirs(operator: Operator) -> None:
    mine, others = await inhabited(operator, 3), await inhabited(operator, 2)
    foreign = await new_operator()
    await inhabited(foreign, 4)
    for one in (operator, foreign):
        await rebuild(one.id)
    limited = acting(operator, Role.COMMUNITY_MANAGER, community_ids=(mine.community_id,))
    own = await told(limited, "housing.residents")
    assert (own["value"], own["communities"]["totalCount"]) == (3, 1)
    asked = str(GlobalID(Community.__name__, str(others.community_id)))
    assert (await told(limited, "housing.residents", ids=[asked]))["value"] is None
    async with open_scope(acting(foreign, Role.OPERATOR_ADMIN), read_only=True) as scope:
        (theirs,) = await list_community_ids(scope)
    asked = str(GlobalID("Community", str(theirs)))
    own = await told(acting(operator, Role.OPERATOR_ADMIN), "housing.residents", ids=[asked])
    assert (own["value"], own["series"], own["communities"]["edges"]) == (None, [], [])


async def test_of_some_communities_only_those_are_told_and_what_was_never_counted_has_no_time(
    operator: Operator, manager: Actor
) -> None:
    mine = await inhabited(operator, 3)
    await rebuild(operator.id)
    await inhabited(operator, 2)
    asked = str(GlobalID(Community.__name__, str(mine.community_id)))
    own = await told(manager, "housing.residents", ids=[asked])
    assert (own["value"], own["communities"]["totalCount"]) == (3, 1)
    assert own["countedAt"] is not None
    await recompute(operator.id)
    assert (await told(manager, "housing.residents"))["countedAt"] is not None
    own = await told(manager, "housing.residents", ids=[asked])
    assert (own["value"], own["communities"]["totalCount"]) == (3, 1)


async def test_where_one_was_never_counted_the_time_of_all_is_not_told(operator: Operator, manager: Actor) -> None:
    counted_one, other = await inhabited(operator, 1), await inhabited(operator, 1)
    await rebuild(operator.id)
    never = update(RollupState).where(RollupState.community_id == other.community_id).values(computed_at=None)
    async with open_scope(counter(operator.id)) as scope:
        await scope.session.execute(never)
    assert (await told(manager, "housing.residents"))["countedAt"] is None
    asked = str(GlobalID(Community.__name__, str(counted_one.community_id)))
    assert (await told(manager, "housing.residents", ids=[asked]))["countedAt"] is not None


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.SOCIAL_WORKER])
async def test_who_may_not_report_is_refused(operator: Operator, role: Role) -> None:
    day = clock.today().isoformat()
    said = await refusals(acting(operator, role), OWN, measure="housing.beds", **{"from": day, "to": day})
    assert said == [{"code": "FORBIDDEN"}]


@pytest.mark.parametrize(
    ("measure", "first", "code"),
    [
        ("housing.none", "2026-01-01", "MEASURE_UNKNOWN"),
        ("dashboard.unique_residents", "2026-01-01", "MEASURE_UNKNOWN"),
        ("housing.beds", "2020-01-01", "BAD_INPUT"),
    ],
)
async def test_what_cannot_be_answered_is_refused(manager: Actor, measure: str, first: str, code: str) -> None:
    said = await refusals(manager, OWN, measure=measure, **{"from": first, "to": "2026-01-02"})
    assert [one["code"] for one in said] == [code]


@pytest.mark.usefixtures("district")
async def test_the_catalogue_and_the_numbers_are_those_that_the_district_sees(
    operator: Operator, manager: Actor
) -> None:
    await inhabited(operator, 4)
    await rebuild(operator.id)
    document = "{ district { measures { code name } summary { figures { measure { code } value } } } }"
    seen = (await answer(viewer(), document))["district"]
    ours = (await answer(manager, "{ ownMeasures { code name } }"))["ownMeasures"]
    assert ours == [one for one in seen["measures"] if one["code"] != "dashboard.unique_residents"]
    district = {one["measure"]["code"]: one["value"] for one in seen["summary"]["figures"]}
    for code in ("housing.residents", "housing.beds", "housing.occupancy_rate", "housing.communities"):
        assert (await told(manager, code, days=1))["value"] == district[code]


async def test_it_takes_as_many_statements_for_many_communities_as_for_one(operator: Operator, manager: Actor) -> None:
    costs = []
    for _ in range(3):
        await inhabited(operator, 1)
        await rebuild(operator.id)
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        await told(manager, "housing.residents", days=31)
        event.remove(Engine, "before_cursor_execute", note)
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2] <= 10
