"""What the branch sees of issues: figures, lamps, those of communities in care; nothing that anybody wrote."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any  # Any: answers of the schema

import pytest

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.housing.contract.words import GovernanceMode
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.moving import accept_issue, add_issue_note, pause_issue
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import PauseReason
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.conftest import new_operator
from tests.councils.factories import a_council
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.issues.factories import Town, make_town, reported, resolved
from tests.party.factories import cover, make_org, supervising

SECRET = "302 室漏水，门锁密码 8848"
VIEW = """query($filter: OverseenIssueFilter) { oversight { issues(first: 50, filter: $filter) {
  totalCount edges { node {
    id code status lamp isOverdue level outcome community { name operatorName } category { code }
    createdAt dueAt pausedAt resolvedAt followerCount steps { act status level createdAt } } } } } }"""
FIGURES = """{ oversight { communities(first: 50) { edges { node { id
  issueFigures { open green yellow red overdue escalated solvedLately } } } } } }"""
WHAT = """query($filter: OverseenActivityFilter) { oversight { activities(filter: $filter) {
  edges { node { kind title councilKind attendance community { id } } } } } }"""
COMMUNITIES = """query($filter: OverseenCommunityFilter) { oversight {
  communities(filter: $filter) { edges { node { id } } }
  issueFigures(filter: $filter) { open overdue red escalated solvedLately }
  coverage(filter: $filter) { communities operators modes { mode communities } } } }"""


@dataclass(frozen=True, slots=True)
class Care:
    """Two towns of two operators in the care of one branch, a third town in nobody's, and the one who speaks for it."""

    here: Town
    there: Town
    foreign: Town
    branch_id: str
    supervisor: Actor


@pytest.fixture
async def care(operator: Operator) -> Care:
    here, there, foreign = [await make_town(one) for one in (operator, await new_operator(), await new_operator())]
    branch = await make_org()
    for town in (here, there):
        await cover(town.operator, town.home.community_id, branch)
    supervisor = supervising((here.operator, here.home), (there.operator, there.home), branch=branch)
    return Care(here, there, foreign, global_id("PartyOrg", branch.id), supervisor)


async def told(actor: Actor, text: str, **filter: Any) -> Any:
    answer = await ask(Context(actor), text, {"filter": filter} if filter else {})
    assert answer.errors == []
    assert SECRET not in json.dumps(answer.data, ensure_ascii=False)
    return answer.data["oversight"]


async def issues(actor: Actor, **filter: Any) -> list[dict[str, Any]]:
    found = (await told(actor, VIEW, **filter))["issues"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"] for edge in found["edges"]]


async def ids(actor: Actor, **filter: Any) -> set[str]:
    return {one["id"] for one in await issues(actor, **filter)}


def named(*rows: Issue) -> set[str]:
    return {global_id("OverseenIssue", row.id) for row in rows}


async def test_the_branch_sees_issues_of_its_communities_across_operators_and_no_others(care: Care) -> None:
    mine = [await reported(town, text=SECRET, place_note=SECRET) for town in (care.here, care.there)]
    private = await reported(care.here, text=SECRET, is_private=True)
    await reported(care.foreign, text=SECRET)
    found = await issues(care.supervisor)
    assert {one["id"] for one in found} == named(*mine, private)
    assert {one["category"]["code"] for one in found} == {"water"}
    assert all(one["community"]["name"] for one in found)
    # By every other path too: by its own id, and by the community's.
    assert await ids(care.supervisor, communityId=global_id("Community", care.foreign.home.community_id)) == set()
    stranger = await reported(care.foreign)
    node = await ask(
        Context(care.supervisor),
        "query($id: ID!) { node(id: $id) { id } }",
        {"id": global_id("OverseenIssue", stranger.id)},
    )
    assert node.data["node"] is None
    for text in ("{ issues { totalCount } }", "{ issueReport { whole { reported } } }", "{ residents { totalCount } }"):
        refused = await ask(Context(care.supervisor), text, {})
        assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"], text


async def test_another_branch_and_one_whose_care_has_ended_see_nothing(care: Care) -> None:
    await reported(care.here)
    for gone in (
        replace(care.supervisor, community_ids=(), operator_ids=()),
        supervising((care.foreign.operator, care.foreign.home), branch=await make_org()),
    ):
        assert await ids(gone) == set()


async def test_what_staff_note_among_themselves_is_no_step_for_the_branch(care: Care) -> None:
    issue = await reported(care.here)
    async with open_scope(care.here.desk) as scope:
        await add_issue_note(scope, issue.id, SECRET)
    async with open_scope(care.here.desk) as scope:
        await escalate_issue(scope, issue.id, SECRET)
    (found,) = await issues(care.supervisor)
    assert [(step["act"], step["level"]) for step in found["steps"]] == [
        ("REPORTED", "MICRO"),
        ("ESCALATED", "NEIGHBOURHOOD"),
    ]


async def test_filters_say_community_state_and_lamp(care: Care) -> None:
    fresh, stale = await reported(care.here), await reported(care.there)
    done = await resolved(care.here)
    with clock.at(clock.now() + dt.timedelta(days=14)):
        late = await ids(care.supervisor, isOverdue=True)
        red = await ids(care.supervisor, lamp="RED")
        figures = (await told(care.supervisor, FIGURES))["communities"]["edges"]
    assert late == red == named(fresh, stale)
    assert await ids(care.supervisor, lamp="GREEN") >= named(fresh, stale)
    assert await ids(care.supervisor, statuses=["RESOLVED"]) == named(done)
    assert await ids(care.supervisor, isOpen=False) == named(done)
    there = global_id("OverseenCommunity", care.there.home.community_id)
    assert await ids(care.supervisor, communityId=there) == named(stale)
    category = global_id("IssueCategory", care.there.categories["water"])
    assert await ids(care.supervisor, categoryId=category) == named(stale)
    counted = {edge["node"]["id"]: edge["node"]["issueFigures"] for edge in figures}
    assert counted[there] == {
        "open": 1, "green": 0, "yellow": 0, "red": 1, "overdue": 1, "escalated": 0, "solvedLately": 0,
    }  # fmt: skip
    assert counted[global_id("OverseenCommunity", care.here.home.community_id)]["solvedLately"] == 1


async def test_the_figures_of_all_communities_are_those_of_each_added_up_and_as_counted_by_hand(care: Care) -> None:
    for town, number in ((care.here, 3), (care.there, 2), (care.foreign, 4)):
        issues_of_town = [await reported(town) for _ in range(number)]
        async with open_scope(town.desk) as scope:
            await escalate_issue(scope, issues_of_town[0].id, "须街镇协调")
    await resolved(care.here)
    with clock.at(clock.now() + dt.timedelta(days=14)):
        whole = (await told(care.supervisor, COMMUNITIES))["issueFigures"]
        each = [edge["node"]["issueFigures"] for edge in (await told(care.supervisor, FIGURES))["communities"]["edges"]]
        nothing = (await told(care.supervisor, COMMUNITIES, subdistrictCode="310112501"))["issueFigures"]
    assert whole == {"open": 5, "overdue": 5, "red": 5, "escalated": 2, "solvedLately": 1}
    assert whole == {name: sum(one[name] for one in each) for name in whole}
    assert set(nothing.values()) == {0}


async def test_a_paused_issue_keeps_the_lamp_it_had(care: Care) -> None:
    paused = await reported(care.here)
    async with open_scope(care.here.manager) as scope:
        await accept_issue(scope, paused.id)
        await pause_issue(scope, paused.id, PauseReason.WAITING_FOR_PARTS)
    with clock.at(clock.now() + dt.timedelta(days=30)):
        assert await ids(care.supervisor, isOverdue=True) == set()
        assert await ids(care.supervisor, lamp="GREEN") == named(paused)


async def test_what_happens_in_communities_in_care_is_listed_by_kind_and_place(care: Care) -> None:
    for town, title in ((care.here, "楼道堆物征询会"), (care.there, "班车征询会"), (care.foreign, "别处的会")):
        async with open_scope(town.manager) as scope:
            await schedule_council(scope, a_council(town.home.community_id, title=title))
    shown = [edge["node"] for edge in (await told(care.supervisor, WHAT))["activities"]["edges"]]
    here, there = (global_id("OverseenCommunity", town.home.community_id) for town in (care.here, care.there))
    # What people called it is not among what the branch is told.
    assert sorted((one["community"]["id"], one["councilKind"], one["title"]) for one in shown) == sorted(
        (place, "CONSULTATION", None) for place in (here, there)
    )
    some = (await told(care.supervisor, WHAT, communityId=there, kinds=["COUNCIL"]))["activities"]["edges"]
    assert [edge["node"]["community"]["id"] for edge in some] == [there]
    for nothing in (
        {"kinds": ["CLUB_EVENT"]},
        {"organisationId": care.branch_id},
        {"untilAt": clock.now().isoformat()},
        {"communityId": global_id("Community", care.foreign.home.community_id)},
    ):
        assert (await told(care.supervisor, WHAT, **nothing))["activities"]["edges"] == [], nothing


async def test_communities_and_coverage_are_filtered_alike(care: Care) -> None:
    async def counted(**filter: Any) -> tuple[int, int, int]:
        found = await told(care.supervisor, COMMUNITIES, **filter)
        coverage = found["coverage"]
        return len(found["communities"]["edges"]), coverage["communities"], coverage["operators"]

    assert await counted() == (2, 2, 2)
    assert await counted(organisationId=care.branch_id) == (2, 2, 2)
    assert await counted(organisationId=global_id("PartyOrg", (await make_org()).id)) == (0, 0, 0)
    assert await counted(subdistrictCode="310112501") == (0, 0, 0)
    by_mode = [await counted(governanceMode=mode.value) for mode in GovernanceMode]
    assert sum(one[1] for one in by_mode) <= 2
    assert all(one[0] == one[1] for one in by_mode)
