"""What the cover of communities in care lacks, and that it is no longer said once it is mended."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from backend.core import clock
from backend.modules.grids.actions.grids import cover_place
from backend.modules.grids.contract import NewCoverage
from backend.modules.housing.models.inventory import GovernancePeriod
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.party.actions.records import appoint_officer
from backend.modules.party.contract.inputs import NewOfficer
from backend.modules.party.words import CoverageGap, PartyOffice
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.grids.factories import PLATFORM, SINCE, make_grid
from tests.housing.factories import make_home
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.party.factories import (
    LONG_AGO,
    Covered,
    cover,
    delivered,
    make_covered,
    make_org,
    platform,
    supervising,
)

TODAY = clock.today()
VIEW = """query($filter: OverseenCommunityFilter) { oversight {
  coverage { endingSoon gaps { gap communities } }
  communities(filter: $filter) { edges { node { name gaps } } } } }"""


async def seen(actor: Actor, **wanted: str) -> tuple[dict[str, int], list[list[str]]]:
    """How many communities lack each thing, and what each of those that are wanted lacks."""
    answer = await ask(Context(actor), VIEW, {"filter": wanted})
    assert answer.errors == []
    view: dict[str, Any] = answer.data["oversight"]
    counts = {one["gap"]: one["communities"] for one in view["coverage"]["gaps"]}
    assert view["coverage"]["endingSoon"] == counts.get("ENDING_SOON", 0)
    return counts, [edge["node"]["gaps"] for edge in view["communities"]["edges"]]


async def lead(covered: Covered, **more: Any) -> None:
    said: dict[str, Any] = {"office": PartyOffice.SECRETARY, "name": "王", "starts_on": LONG_AGO}
    async with open_scope(covered.supervisor) as scope:
        await appoint_officer(scope, NewOfficer(organisation_id=covered.branch.id, **(said | more)))


async def lay_grid(covered: Covered) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        operator_code, community_id = covered.operator.code, covered.home.community_id
        await cover_place(
            scope, grid.id, NewCoverage(operator_code=operator_code, community_id=community_id, starts_on=SINCE)
        )


async def test_each_gap_is_said_and_leads_to_the_communities_that_have_it(manager: Actor, operator: Operator) -> None:
    first = await make_covered(operator, manager)
    other = await new_operator()
    second = await make_covered(other, acting(other, *manager.roles), first.branch)
    both = supervising((first.operator, first.home), (second.operator, second.home), branch=first.branch)
    assert await seen(both) == ({"NO_SECRETARY": 2, "NO_GRID": 2}, [["NO_SECRETARY", "NO_GRID"]] * 2)
    await lay_grid(first)
    await lead(first)
    counts, lists = await seen(both)
    assert (counts, sorted(lists)) == ({"NO_GRID": 1}, [[], ["NO_GRID"]])
    assert (await seen(both, gap="NO_GRID"))[1] == [["NO_GRID"]]
    assert (await seen(both, gap="NO_SECRETARY"))[1] == []


async def test_an_officer_who_leads_nobody_or_no_longer_is_no_secretary(manager: Actor, operator: Operator) -> None:
    covered = await make_covered(operator, manager)
    await lead(covered, office=PartyOffice.PUBLICITY_COMMISSIONER)
    await lead(covered, ends_on=TODAY)
    assert CoverageGap.NO_SECRETARY in (await seen(covered.supervisor))[0]


async def test_a_cover_that_ends_is_a_gap_until_another_follows(manager: Actor, operator: Operator) -> None:
    ends_on = TODAY + dt.timedelta(days=20)
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = await make_org()
    await cover(operator, home.community_id, branch, ends_on=ends_on)
    supervisor = supervising((operator, home), branch=branch)
    counts, lists = await seen(supervisor, gap="ENDING_SOON")
    assert (counts["ENDING_SOON"], lists) == (1, [["NO_SECRETARY", "NO_GRID", "ENDING_SOON"]])
    follower = await make_org()
    await cover(operator, home.community_id, follower, starts_on=ends_on)
    counts, lists = await seen(supervisor, gap="ENDING_SOON")
    assert ("ENDING_SOON" in counts, lists) == (False, [])
    # Whoever leads it from then on leads nothing today, not even for somebody who speaks for both.
    await lead(Covered(operator, home, follower, supervising((operator, home), branch=follower)))
    above = replace(supervisor, organisation_ids=(branch.id, follower.id))
    assert (await seen(above))[1] == [["NO_SECRETARY", "NO_GRID"]]


@pytest.mark.parametrize(("days", "is_gap"), [(30, True), (31, False)])
async def test_a_cover_is_soon_at_its_end_thirty_days_before(
    manager: Actor, operator: Operator, days: int, is_gap: bool
) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = await make_org()
    await cover(operator, home.community_id, branch, ends_on=TODAY + dt.timedelta(days=days))
    counts, _ = await seen(supervising((operator, home), branch=branch))
    assert ("ENDING_SOON" in counts) is is_gap


async def test_a_cover_that_was_planned_before_the_one_that_ends_is_no_gap(manager: Actor, operator: Operator) -> None:
    ends_on = TODAY + dt.timedelta(days=20)
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = await make_org()
    await cover(operator, home.community_id, await make_org(), starts_on=ends_on)
    await cover(operator, home.community_id, branch, ends_on=ends_on)
    counts, _ = await seen(supervising((operator, home), branch=branch))
    assert "ENDING_SOON" not in counts


async def test_a_community_that_no_mode_governs_today_says_so(manager: Actor, operator: Operator) -> None:
    covered = await make_covered(operator, manager)
    async with open_scope(manager) as scope:
        await scope.session.execute(update(GovernancePeriod).values(ends_on=TODAY))
    counts, lists = await seen(covered.supervisor, gap="NO_MODE")
    assert (counts["NO_MODE"], lists) == (1, [["NO_SECRETARY", "NO_GRID", "NO_MODE"]])


async def test_the_platform_alone_lists_the_communities_of_all_with_the_codes_of_their_operators(
    manager: Actor, operator: Operator
) -> None:
    covered = await make_covered(operator, manager)
    await delivered(operator)
    listed = """query($search: String) { districtCommunities(search: $search, first: 100) {
      edges { node { name communityId operatorCode } } } }"""
    async with open_scope(manager, read_only=True) as scope:
        community = (await communities_by_id(scope, [covered.home.community_id]))[covered.home.community_id]
    answer = await ask(Context(platform()), listed, {"search": community.code})
    assert answer.errors == []
    found = [edge["node"] for edge in answer.data["districtCommunities"]["edges"]]
    here = global_id("Community", community.id)
    assert found == [{"name": community.name, "communityId": here, "operatorCode": operator.code}]
    nobody = await ask(Context(platform()), listed, {"search": "%"})
    assert nobody.data["districtCommunities"]["edges"] == []
    refused = await ask(Context(covered.supervisor), listed, {"search": None})
    assert refused.errors
