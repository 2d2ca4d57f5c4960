"""Patrol rounds: points and periods, one round a day whatever runs twice, and what was missed."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.issues.actions.patrols import (
    create_patrol_point,
    create_patrol_route,
    finish_round,
    plan_rounds,
    start_round,
    stop_patrol_route,
    visit_point,
)
from backend.modules.issues.contract.inputs import NewPoint, NewRoute, PointVisit
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import (
    AssigneeUnknown,
    PatrolHoursInvalid,
    PatrolPointCodeTaken,
    PointNotOnRoute,
    RoundNotOpen,
)
from backend.modules.issues.models.patrols import PatrolPoint, PatrolRound, PatrolRoute
from backend.modules.issues.queries.patrols import (
    RoundFilter,
    list_patrol_rounds,
    points_of_routes_by_id,
    sights_of_rounds_by_id,
)
from backend.modules.issues.words import IssueSource, RoundStatus
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import new_operator
from tests.issues.factories import Town, at_once, make_town, reported

# A Monday.
MORNING = dt.datetime(2026, 3, 2, 7, 30, tzinfo=SHANGHAI)


def planner(town: Town) -> Actor:
    return system_actor(town.operator.id, "issues.plan_patrols", IssuePermission.KEEP_TIME)


async def points(town: Town, *codes: str) -> list[PatrolPoint]:
    async with open_scope(town.manager) as scope:
        return [
            await create_patrol_point(
                scope, NewPoint(community_id=town.home.community_id, code=code, name=f"{code} 号点")
            )
            for code in codes
        ]


def a_route(town: Town, made: list[PatrolPoint], **more: Any) -> NewRoute:
    said: dict[str, Any] = {
        "community_id": town.home.community_id,
        "name": "早巡",
        "point_ids": tuple(point.id for point in made),
        "weekdays": (1, 2, 3, 4, 5),
        "from_time": dt.time(7),
        "until_time": dt.time(9),
    }
    return NewRoute(**(said | more))


async def walked(town: Town) -> tuple[PatrolRoute, PatrolRound, list[PatrolPoint]]:
    made = await points(town, "A", "B", "C")
    with clock.at(MORNING):
        async with open_scope(town.manager) as scope:
            route = await create_patrol_route(scope, a_route(town, made, handler_id=town.desk_id))
        async with open_scope(planner(town)) as scope:
            assert await plan_rounds(scope) == 1
        async with open_scope(town.desk, read_only=True) as scope:
            (found,) = (await list_patrol_rounds(scope, Page(), RoundFilter())).rows
    return route, found, made


async def test_a_round_is_walked_point_by_point_and_reports_from_them(town: Town) -> None:
    _, found, made = await walked(town)
    with clock.at(MORNING):
        async with open_scope(town.desk) as scope:
            await start_round(scope, found.id)
            await visit_point(scope, found.id, PointVisit(point_id=made[0].id))
        issue = await reported(
            town, town.desk, category="waste", text="垃圾满溢", point_id=made[1].id, round_id=found.id
        )
        async with open_scope(town.desk) as scope:
            done = await finish_round(scope, found.id)
    assert (done.status, done.walker_id) == (RoundStatus.DONE, town.desk.account_id)
    assert (issue.source, issue.point_id) == (IssueSource.PATROL, made[1].id)
    async with open_scope(town.desk, read_only=True) as scope:
        seen = (await sights_of_rounds_by_id(scope, [found.id]))[found.id]
    assert [(one.point_id, one.is_fine, one.issue_id) for one in seen] == [
        (made[0].id, True, None),
        (made[1].id, False, issue.id),
    ]


async def test_a_report_is_of_a_point_that_the_round_passes(town: Town) -> None:
    _, found, _ = await walked(town)
    (elsewhere,) = await points(town, "Z")
    odd: tuple[dict[str, Any], ...] = ({"point_id": elsewhere.id}, {"building_id": town.home.building_id})
    for more in odd:
        with pytest.raises(NotFound):
            await reported(town, town.desk, round_id=found.id, **more)
    async with open_scope(town.desk, read_only=True) as scope:
        assert await sights_of_rounds_by_id(scope, [found.id]) == {}


async def test_rounds_are_planned_once_on_their_weekdays_and_missed_where_nobody_came(town: Town) -> None:
    route, first, made = await walked(town)

    async def plan() -> int:
        async with open_scope(planner(town)) as scope:
            return await plan_rounds(scope)

    with clock.at(MORNING):
        assert sum(await at_once(*(plan() for _ in range(5)))) == 0
    with clock.at(MORNING + dt.timedelta(days=1)):
        assert await plan() == 1
    with clock.at(MORNING + dt.timedelta(days=5)):
        assert await plan() == 0
    async with open_scope(town.desk, read_only=True) as scope:
        rows = (await list_patrol_rounds(scope, Page(), RoundFilter(route_id=route.id))).rows
        order = (await points_of_routes_by_id(scope, [route.id]))[route.id]
    assert [row.status for row in rows] == [RoundStatus.MISSED, RoundStatus.MISSED]
    assert first.starts_at == dt.datetime(2026, 3, 2, 7, tzinfo=SHANGHAI)
    assert [point.id for point in order] == [point.id for point in made]
    async with open_scope(town.manager) as scope:
        await stop_patrol_route(scope, route.id)
    with clock.at(MORNING + dt.timedelta(days=7)):
        assert await plan() == 0


async def test_a_route_that_is_made_after_its_hours_is_walked_from_its_next_day_on(town: Town) -> None:
    (point,) = await points(town, "A")
    nine = MORNING.replace(hour=9, minute=0)
    for made_at, rounds in ((nine, 0), (nine - dt.timedelta(minutes=1), 1)):
        with clock.at(made_at):
            async with open_scope(town.manager) as scope:
                await create_patrol_route(scope, a_route(town, [point], name=f"{rounds}巡"))
            async with open_scope(planner(town)) as scope:
                assert await plan_rounds(scope) == rounds
    with clock.at(MORNING + dt.timedelta(days=1)):
        async with open_scope(planner(town)) as scope:
            assert await plan_rounds(scope) == 2


async def test_a_round_is_walked_in_its_hours_and_on_its_points(town: Town) -> None:
    _, found, made = await walked(town)
    (elsewhere,) = await points(town, "Z")
    odd: list[tuple[dt.datetime, Any, type[AppError]]] = [
        (MORNING - dt.timedelta(hours=2), lambda scope: start_round(scope, found.id), RoundNotOpen),
        (MORNING + dt.timedelta(hours=3), lambda scope: finish_round(scope, found.id), RoundNotOpen),
        (
            MORNING,
            lambda scope: visit_point(scope, found.id, PointVisit(point_id=elsewhere.id)),
            PointNotOnRoute,
        ),
        (MORNING, lambda scope: start_round(scope, new_id()), NotFound),
    ]
    for moment, act, refusal in odd:
        with clock.at(moment), pytest.raises(refusal):
            async with open_scope(town.desk) as scope:
                await act(scope)
    async with open_scope(town.desk, read_only=True) as scope:
        row = await scope.session.scalar(select(PatrolRound).where(PatrolRound.id == found.id))
    assert row is not None
    assert (row.status, row.started_at, len(made)) == (RoundStatus.DUE, None, 3)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"until_time": dt.time(7)}, PatrolHoursInvalid),
        ({"weekdays": ()}, PatrolHoursInvalid),
        ({"weekdays": (8,)}, PatrolHoursInvalid),
        ({"point_ids": ()}, PatrolHoursInvalid),
        ({"point_ids": (new_id(),)}, NotFound),
        ({"name": ""}, BadInput),
        ({"handler_id": new_id()}, AssigneeUnknown),
    ],
)
async def test_odd_routes_are_refused(town: Town, more: dict[str, Any], refusal: type[AppError]) -> None:
    made = await points(town, "A")
    with pytest.raises(refusal):
        async with open_scope(town.manager) as scope:
            await create_patrol_route(scope, a_route(town, made, **more))
    async with open_scope(town.manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(PatrolRoute))).all() == []


async def test_points_have_codes_of_their_own_and_only_managers_make_them(town: Town) -> None:
    await points(town, "A")
    with pytest.raises(PatrolPointCodeTaken):
        await points(town, "A")
    new = NewPoint(community_id=town.home.community_id, code="B", name="乙")
    with pytest.raises(Forbidden):
        async with open_scope(town.desk) as scope:
            await create_patrol_point(scope, new)
    other = await make_town(await new_operator())
    with pytest.raises(NotFound):
        async with open_scope(other.manager) as scope:
            await create_patrol_point(scope, new)
