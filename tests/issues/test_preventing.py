"""What keeps coming back is met by a preventive task, and it is seen whether that helped."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from strawberry.relay.utils import from_base64

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.modules.issues.actions.judging import reopen_issue, verify_issue
from backend.modules.issues.actions.moving import accept_issue, resolve_issue
from backend.modules.issues.actions.preventing import plan_prevention
from backend.modules.issues.contract.inputs import NewPrevention, Resolution
from backend.modules.issues.contract.refusals import PreventionPlanned
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.similar import Repetition, list_issue_repetitions
from graphql_schema.context import Context
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.conftest import new_operator
from tests.housing.factories import make_home
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.issues.factories import Town, a_photo, make_town, reported, resolved

REPEATS = """{ issueRepetitions { count since building { id } category { id }
  prevention { id text isPreventive status dueAt } } }"""
PLAN = """mutation($input: PlanPreventionInput!) { planPrevention(input: $input) {
  ... on Issue { id isPreventive source status building { id } } ... on Refusal { code field } } }"""


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


async def repeats(town: Town) -> list[dict[str, Any]]:
    answer = await ask(Context(town.desk), REPEATS, {})
    assert answer.errors == []
    found: list[dict[str, Any]] = answer.data["issueRepetitions"]
    return found


async def plan(town: Town, **more: Any) -> dict[str, Any]:
    said = {
        "communityId": global_id("Community", town.home.community_id),
        "buildingId": global_id("Building", town.home.building_id),
        "categoryId": global_id("IssueCategory", town.categories["water"]),
        "text": "更换整栋滴水管",
    }
    answer = await ask(Context(town.desk), PLAN, {"input": said | more})
    assert answer.errors == []
    made: dict[str, Any] = answer.data["planPrevention"]
    return made


def prevention(town: Town, **more: Any) -> NewPrevention:
    said: dict[str, Any] = {
        "community_id": town.home.community_id,
        "category_id": town.categories["water"],
        "text": "换管",
    }
    return NewPrevention(**(said | more))


async def test_a_task_is_planned_where_something_keeps_coming_back_and_shows_whether_it_helped(town: Town) -> None:
    long_ago = clock.now() - dt.timedelta(days=30)
    with clock.at(long_ago):
        for _ in range(3):
            await reported(town)
        made = await plan(town)
        issue_id = (await repeats(town))[0]["prevention"]["id"]
    assert (made["id"], made["isPreventive"], made["source"], made["status"]) == (issue_id, True, "STAFF", "REPORTED")
    (found,) = await repeats(town)
    # The task itself is no repetition, and before it is done nothing has come since.
    assert (found["count"], found["since"], found["prevention"]["text"]) == (3, 0, "更换整栋滴水管")
    with clock.at(long_ago + dt.timedelta(days=2)):
        await reported(town)
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, UUID(from_base64(made["id"])[1]))
            await resolve_issue(scope, UUID(from_base64(made["id"])[1]), Resolution(note="已更换", photo_ids=(photo,)))
    assert [(one["count"], one["since"]) for one in await repeats(town)] == [(4, 0)]
    await reported(town)
    await reported(town, category="noise")
    assert [(one["count"], one["since"]) for one in await repeats(town)] == [(5, 1)]


async def test_one_task_for_a_place_is_under_way_at_a_time(town: Town) -> None:
    await plan(town)
    assert (await plan(town, text="再来一次"))["code"] == "PREVENTION_PLANNED"
    # Elsewhere, and of another type, there may be others.
    async with open_scope(town.desk) as scope:
        await plan_prevention(scope, prevention(town))
        await plan_prevention(scope, prevention(town, category_id=town.categories["noise"]))
    with pytest.raises(PreventionPlanned):
        async with open_scope(town.desk) as scope:
            await plan_prevention(scope, prevention(town))


async def test_one_key_plans_one_task(town: Town) -> None:
    first, second = [await plan(town, idempotencyKey="k") for _ in range(2)]
    assert first == second


async def test_that_a_task_was_planned_is_in_the_trail(town: Town) -> None:
    async with open_scope(town.desk) as scope:
        task = await plan_prevention(scope, prevention(town))
    async with open_scope(town.manager, read_only=True) as scope:
        acts = select(AuditEntry.act).where(AuditEntry.object_id == task.id).order_by(AuditEntry.id)
        assert (await scope.session.scalars(acts)).all() == ["issue_reported", "plan_prevention"]


async def test_odd_tasks_are_refused(town: Town) -> None:
    other = await make_town(await new_operator())
    for more in ({"community_id": other.home.community_id}, {"building_id": other.home.building_id}):
        with pytest.raises(NotFound):
            async with open_scope(town.desk) as scope:
                await plan_prevention(scope, prevention(town, **more))
    with pytest.raises(Forbidden):
        async with open_scope(town.resident) as scope:
            await plan_prevention(scope, prevention(town))
    for _ in range(3):
        await reported(town)
    assert [one["prevention"] for one in await repeats(town)] == [None]


async def found(actor: Actor, days: int = 90, *communities: UUID) -> list[Repetition]:
    async with open_scope(actor, read_only=True) as scope:
        return await list_issue_repetitions(scope, days, communities)


async def test_what_came_lately_is_counted_by_place_and_the_most_frequent_comes_first(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        far = await make_home(scope)
    with clock.at(clock.now() - dt.timedelta(days=40)):
        await reported(town)
    for _ in range(3):
        await reported(town)
    for _ in range(4):
        await reported(town, town.desk, building_id=far.building_id)
    for _ in range(2):
        await reported(town, town.desk, community_id=far.community_id)
    again = await resolved(town)
    async with open_scope(town.resident) as scope:
        await reopen_issue(scope, again.id, "又漏了")
    places = [(one.building_id, one.count, one.reopened) for one in await found(town.desk)]
    assert places == [(town.home.building_id, 5, 1), (far.building_id, 4, 0)]
    assert [one.count for one in await found(town.desk, 30)] == [4, 4]
    assert [one.building_id for one in await found(town.desk, 90, far.community_id)] == [far.building_id]


async def test_sensitive_repetitions_are_for_those_who_see_them(town: Town) -> None:
    for _ in range(3):
        await reported(town, category="neighbours")
    assert ([one.count for one in await found(town.manager)], await found(town.desk)) == ([3], [])


async def done(town: Town, task: Issue) -> None:
    """A task was carried out, and whoever planned it says so."""
    photo = await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, task.id)
        await resolve_issue(scope, task.id, Resolution(note="已更换", photo_ids=(photo,)))
    async with open_scope(town.desk) as scope:
        await verify_issue(scope, task.id)


async def test_whether_it_helped_is_told_of_its_own_place_and_by_the_last_task(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        far = await make_home(scope)
    places: tuple[dict[str, Any], ...] = (
        {"building_id": town.home.building_id},
        {"community_id": town.home.community_id},
    )
    now = clock.now()
    with clock.at(now - dt.timedelta(days=9)):
        tasks = []
        for place in places:
            for _ in range(3):
                await reported(town, town.desk, **place)
            async with open_scope(town.desk) as scope:
                tasks.append(await plan_prevention(scope, prevention(town, **place)))
    with clock.at(now - dt.timedelta(days=8)):
        for task in tasks:
            await done(town, task)
    for more in (
        places[0],
        places[1],
        {"category": "noise", **places[0]},
        {"building_id": far.building_id},
        {"community_id": far.community_id},
    ):
        await reported(town, town.desk, **more)
    told = {one.building_id: (one.prevention_id, one.since) for one in await found(town.desk)}
    assert told == {town.home.building_id: (tasks[0].id, 1), None: (tasks[1].id, 1)}
    # What is planned anew is no repetition, and has not helped yet.
    async with open_scope(town.desk) as scope:
        again = await plan_prevention(scope, prevention(town, **places[0]))
    told = {one.building_id: (one.prevention_id, one.since) for one in await found(town.desk)}
    assert told == {town.home.building_id: (again.id, 0), None: (tasks[1].id, 1)}
