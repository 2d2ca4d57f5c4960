"""Who stands where: equals share a place, what is unknown comes last, and every asker has an answer of their own."""

import datetime as dt
from typing import Any

import pytest

from backend.core import clock
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.words import GovernanceMode, ProductType
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.dashboard.counted import rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, refusals, viewer
from tests.housing.factories import a_community

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
RANKS = """query($measure: String!, $by: Grouping!, $most: Int! = 20, $lowestFirst: Boolean! = false) { district {
  ranking(measure: $measure, by: $by, most: $most, lowestFirst: $lowestFirst) {
    place value previous share group { key name } } } }"""
FILTERED = """query($filter: DistrictCommunityFilter) { district { communities(filter: $filter) { totalCount
  edges { node { code isCounted } } } } }"""
RESIDENTS, OCCUPANCY = "housing.residents", "housing.occupancy_rate"


async def ranks(measure: str, by: str, **more: Any) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = (await answer(viewer(), RANKS, measure=measure, by=by, **more))["district"]["ranking"]
    return told


async def places(measure: str, by: str, **more: Any) -> list[tuple[int, float | None]]:
    return [(one["place"], one["value"]) for one in await ranks(measure, by, **more)]


async def test_equals_share_a_place_and_the_next_is_counted_on(operator: Operator) -> None:
    for people in (2, 3, 2, 1):
        await inhabited(operator, people)
    await rebuild(operator.id)
    assert await places(RESIDENTS, "COMMUNITY") == [(1, 3), (2, 2), (2, 2), (4, 1)]
    assert await places(RESIDENTS, "COMMUNITY", lowestFirst=True) == [(1, 1), (2, 2), (2, 2), (4, 3)]
    assert await places(RESIDENTS, "COMMUNITY", most=2) == [(1, 3), (2, 2)]
    assert [one["share"] for one in await ranks(RESIDENTS, "COMMUNITY")] == [0.375, 0.25, 0.25, 0.125]


async def test_what_is_unknown_comes_last_either_way_and_a_ratio_has_no_share(operator: Operator) -> None:
    await inhabited(operator, 8)
    await inhabited(operator, 4)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await create_community(scope, a_community("without-beds"))
    await rebuild(operator.id)
    assert await places(OCCUPANCY, "COMMUNITY") == [(1, 1), (2, 0.5), (3, None)]
    assert await places(OCCUPANCY, "COMMUNITY", lowestFirst=True) == [(1, 0.5), (2, 1), (3, None)]
    assert {one["share"] for one in await ranks(OCCUPANCY, "COMMUNITY")} == {None}


async def test_a_group_is_compared_with_itself_a_month_before(operator: Operator) -> None:
    other = await new_operator()
    with clock.at(clock.now() - 50 * DAY):
        await inhabited(operator, 2, days_ago=0)
    await inhabited(operator, 1)
    await inhabited(other, 4)
    for one in (operator, other):
        await rebuild(one.id)
    told = {one["group"]["key"]: (one["value"], one["previous"]) for one in await ranks(RESIDENTS, "OPERATOR")}
    assert told == {str(operator.id): (3, 2), str(other.id): (4, 0)}


async def test_one_grouping_is_never_answered_for_another(operator: Operator) -> None:
    other = await new_operator()
    await inhabited(operator, 3)
    await inhabited(other, 1)
    for one in (operator, other):
        await rebuild(one.id)
    for _ in range(2):
        assert await places(RESIDENTS, "OPERATOR") == [(1, 3), (2, 1)]
        assert await places(RESIDENTS, "OPERATOR", lowestFirst=True) == [(1, 1), (2, 3)]
        assert await places(RESIDENTS, "DISTRICT") == [(1, 4)]
        assert await places("housing.beds", "DISTRICT") == [(1, 16)]


@pytest.mark.parametrize("most", [0, 601])
async def test_no_fewer_than_one_and_no_more_than_six_hundred(most: int) -> None:
    said = await refusals(viewer(), RANKS, measure=RESIDENTS, by="OPERATOR", most=most)
    assert [one["code"] for one in said] == ["BAD_INPUT"]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"subdistrictCode": "310112108"}, ["b", "d"]),
        ({"mode": "WITHIN_COMMITTEE"}, ["c", "d"]),
        ({"productType": "PUBLIC_RENTAL"}, ["b"]),
        ({"subdistrictCode": "310112108", "mode": "WITHIN_COMMITTEE"}, ["d"]),
        ({"subdistrictCode": "310112001"}, []),
    ],
)
async def test_communities_are_found_by_street_mode_and_kind(
    operator: Operator, wanted: dict[str, str], codes: list[str]
) -> None:
    said: dict[str, dict[str, Any]] = {
        "a": {},
        "b": {"subdistrict_code": "310112108", "product_type": ProductType.PUBLIC_RENTAL},
        "c": {"governance_mode": GovernanceMode.WITHIN_COMMITTEE},
        "d": {"subdistrict_code": "310112108", "governance_mode": GovernanceMode.WITHIN_COMMITTEE},
    }
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        for code, more in said.items():
            await create_community(scope, a_community(code, **more))
    await rebuild(operator.id)
    found = (await answer(viewer(), FILTERED, filter=wanted))["district"]["communities"]
    assert [edge["node"]["code"] for edge in found["edges"]] == codes
    assert found["totalCount"] == len(codes)
    assert all(edge["node"]["isCounted"] for edge in found["edges"])


async def test_communities_are_found_by_who_runs_them(operator: Operator) -> None:
    other = await new_operator()
    for one, codes in ((operator, ("a", "b")), (other, ("c",))):
        async with open_scope(acting(one, Role.OPERATOR_ADMIN)) as scope:
            for code in codes:
                await create_community(scope, a_community(code))
        await rebuild(one.id)
    for key, wanted in ((str(operator.id), ["a", "b"]), (str(other.id), ["c"]), ("nobody", [])):
        found = (await answer(viewer(), FILTERED, filter={"operatorKey": key}))["district"]["communities"]
        assert [edge["node"]["code"] for edge in found["edges"]] == wanted
