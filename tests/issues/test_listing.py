"""Lists of issues are narrowed by all that is asked for, and lamps follow the clock to the moment."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.paging import Page
from backend.modules.grids.contract import GridLevel
from backend.modules.housing.actions.inventory import create_building
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.moving import accept_issue, assign_issue, pause_issue
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.actions.works import announce_works, link_issue_to_works
from backend.modules.issues.contract.inputs import Assignment, NewWork
from backend.modules.issues.models.issues import Issue, IssuePhoto, IssueStep
from backend.modules.issues.queries.handlers import handlers_by_account_id, handlers_by_id, list_issue_handlers
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.queries.issues import (
    IssueFilter,
    code_of,
    followed_by_id,
    issues_by_id,
    lamp_of,
    list_issues,
    places_of_issues_by_id,
)
from backend.modules.issues.words import IssueLamp, IssueOrder, IssueStatus, PauseReason
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import new_operator
from tests.housing.factories import make_home
from tests.issues.factories import Town, a_photo, reported, resolved, seated

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TICK = dt.timedelta(microseconds=1)


async def listed(actor: Actor, order: IssueOrder = IssueOrder.NEWEST, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [row.id for row in (await list_issues(scope, Page(100), IssueFilter(**wanted), order)).rows]


@pytest.mark.parametrize(
    ("moment", "lamp"),
    [
        (NOON - TICK, IssueLamp.GREEN),
        (NOON, IssueLamp.YELLOW),
        (NOON + HOUR - TICK, IssueLamp.YELLOW),
        (NOON + HOUR, IssueLamp.RED),
    ],
)
def test_a_lamp_turns_at_its_moment_and_a_pause_keeps_it(moment: dt.datetime, lamp: IssueLamp) -> None:
    with clock.at(moment):
        assert lamp_of(IssueStatus.REPORTED, None, NOON, NOON + HOUR) is lamp
    with clock.at(NOON + 9 * HOUR):
        assert lamp_of(IssueStatus.PAUSED, moment, NOON, NOON + HOUR) is lamp
        assert lamp_of(IssueStatus.RESOLVED, None, NOON, NOON + HOUR) is None


def test_the_code_of_an_issue_names_its_day_in_shanghai() -> None:
    issue_id = UUID("01a21cdc-4e34-71fd-bfde-c75d91a72ca3")
    assert code_of(issue_id, dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)) == "260303-A72CA3"


async def test_lists_go_by_lamp_and_deadline_as_the_view_shows_them(town: Town) -> None:
    with clock.at(NOON):
        issue, paused = await reported(town, category="waste"), await reported(town, category="waste")
        done = await resolved(town, category="waste")
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, paused.id)
            await pause_issue(scope, paused.id, PauseReason.WEATHER)
    shown: list[tuple[str | None, bool]] = []
    for moment in (issue.yellow_at - TICK, issue.yellow_at, issue.red_at, issue.due_at):
        with clock.at(moment):
            lamps = {lamp: await listed(town.desk, lamp=lamp) for lamp in IssueLamp}
            late, in_time = await listed(town.desk, is_overdue=True), await listed(town.desk, is_overdue=False)
            async with open_scope(town.desk, read_only=True) as scope:
                views = await issues_by_id(scope, [issue.id, paused.id, done.id])
        for view in views.values():
            assert [lamp for lamp, ids in lamps.items() if view.id in ids] == ([view.lamp] if view.lamp else [])
            assert (view.id in late, view.id in in_time) == (view.is_overdue, not view.is_overdue)
        assert (views[paused.id].lamp, views[paused.id].is_overdue) == (IssueLamp.GREEN, False)
        assert (views[done.id].lamp, views[done.id].is_overdue) == (None, False)
        shown.append((views[issue.id].lamp, views[issue.id].is_overdue))
    assert shown == [("GREEN", False), ("YELLOW", False), ("RED", False), ("RED", True)]
    assert set(await listed(town.desk, is_open=True)) == {issue.id, paused.id}
    assert await listed(town.desk, is_open=False) == [done.id]


async def test_what_is_due_first_comes_first_where_that_is_asked(town: Town) -> None:
    late, soon = await reported(town, category="road"), await reported(town)
    assert await listed(town.desk) == [soon.id, late.id]
    assert await listed(town.desk, IssueOrder.DUE) == [soon.id, late.id]
    newest = await reported(town, category="road")
    assert await listed(town.desk) == [newest.id, soon.id, late.id]
    assert await listed(town.desk, IssueOrder.DUE) == [soon.id, late.id, newest.id]


async def test_places_levels_states_works_and_days_narrow_a_list(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        far = await make_home(scope)
        next_door = await create_building(scope, town.home.community_id, "6", "6 号楼", 12)
    with clock.at(NOON):
        old = await reported(town)
    across = await reported(town, building_id=next_door.id)
    away = await reported(town, town.desk, building_id=far.building_id)
    up = await reported(town)
    async with open_scope(town.desk) as scope:
        await escalate_issue(scope, up.id, "需上级协调")
        await accept_issue(scope, across.id)
        new = NewWork(
            community_id=town.home.community_id,
            title="水泵检修",
            text="停水两小时",
            starts_at=clock.now(),
            ends_at=clock.now() + HOUR,
        )
        works = await announce_works(scope, new)
        await link_issue_to_works(scope, old.id, works.id)
    wanted: list[tuple[dict[str, Any], set[UUID]]] = [
        ({"community_id": far.community_id}, {away.id}),
        ({"building_id": next_door.id}, {across.id}),
        ({"level": GridLevel.NEIGHBOURHOOD}, {up.id}),
        ({"statuses": (IssueStatus.ACCEPTED,)}, {across.id}),
        ({"works_id": works.id}, {old.id}),
        ({"reported_from": NOON, "reported_until": NOON + TICK}, {old.id}),
        ({"reported_from": NOON - HOUR, "reported_until": NOON}, set()),
        ({"reported_from": NOON + TICK}, {across.id, away.id, up.id}),
    ]
    for more, found in wanted:
        assert set(await listed(town.desk, **more)) == found, more


async def test_who_handles_reported_or_follows_narrows_a_list(town: Town) -> None:
    mine = await reported(town, town.desk, building_id=town.home.building_id)
    hers, nobodys = await reported(town), await reported(town, town.neighbour)
    called = await reported(town, town.desk, on_behalf_of_id=town.neighbour.resident_id)
    other, seat_id = await seated(town.operator, Role.FRONT_DESK)
    async with open_scope(town.desk) as scope:
        await assign_issue(scope, hers.id, Assignment(handler_id=seat_id))
        await follow_issue(scope, nobodys.id)
    others = await reported(town, town.manager, building_id=town.home.building_id)
    rest = {mine.id, nobodys.id, called.id, others.id}
    assert await listed(town.manager, handler_id=seat_id) == [hers.id]
    assert (await listed(other, is_assigned_to_me=True), set(await listed(other, is_assigned_to_me=False))) == (
        [hers.id],
        rest,
    )
    assert await listed(town.desk, is_assigned_to_me=True) == []
    assert await listed(town.resident, handler_id=seat_id) == []
    assert (await listed(town.desk, is_mine=True), set(await listed(town.desk, is_mine=False))) == (
        [mine.id],
        {hers.id, nobodys.id, called.id, others.id},
    )
    assert (await listed(town.desk, is_followed=True), set(await listed(town.desk, is_followed=False))) == (
        [nobodys.id],
        {mine.id, hers.id, called.id, others.id},
    )
    async with open_scope(town.manager, read_only=True) as scope:
        assert await followed_by_id(scope, [nobodys.id]) == {nobodys.id: False}
    async with open_scope(town.desk, read_only=True) as scope:
        views = await issues_by_id(scope, [mine.id, hers.id, called.id, others.id])
    assert {one.id for one in views.values() if one.is_mine} == {mine.id}


async def test_a_sensitive_issue_is_seen_by_whoever_reported_or_has_it(town: Town) -> None:
    mine = await reported(town, town.desk, "neighbours", building_id=town.home.building_id)
    other, seat_id = await seated(town.operator, Role.FRONT_DESK)
    for actor, ids in ((town.desk, [mine.id]), (other, [])):
        assert await listed(actor) == ids
        async with open_scope(actor, read_only=True) as scope:
            assert list(await places_of_issues_by_id(scope, [mine.id])) == ids
            assert list(await steps_of_issues_by_id(scope, [mine.id])) == ids
    async with open_scope(town.manager) as scope:
        await assign_issue(scope, mine.id, Assignment(handler_id=seat_id))
    assert await listed(other) == [mine.id]


async def test_of_a_private_issue_a_neighbours_login_reads_no_row(town: Town) -> None:
    photo = await a_photo(town.resident)
    await reported(town, is_private=True, photo_ids=(photo,))
    for actor, count in ((town.resident, 1), (town.neighbour, 0)):
        async with open_scope(actor, read_only=True) as scope:
            for table in (Issue, IssueStep, IssuePhoto):
                assert await scope.session.scalar(select(func.count()).select_from(table)) == count, table


async def test_handlers_are_todays_staff_of_the_operator_and_residents_learn_of_none(town: Town) -> None:
    gone, gone_id = await seated(town.operator, Role.FRONT_DESK)
    _, stranger_id = await seated(await new_operator(), Role.FRONT_DESK)
    async with open_scope(town.manager) as scope:
        everyone = (await list_issue_handlers(scope, Page(100))).rows
        assert {row.id for row in everyone} >= {town.desk_id, gone_id}
        assert {row.role for row in everyone} == {Role.COMMUNITY_MANAGER, Role.FRONT_DESK}
        assert set(await handlers_by_id(scope, [town.desk_id, stranger_id])) == {town.desk_id}
    await _ended(gone_id)
    async with open_scope(town.manager, read_only=True) as scope:
        assert gone_id not in {row.id for row in (await list_issue_handlers(scope, Page(100))).rows}
        assert gone.account_id is not None
        assert await handlers_by_account_id(scope, [gone.account_id]) == {}
    async with open_scope(town.resident, read_only=True) as scope:
        assert town.desk.account_id is not None
        assert await handlers_by_id(scope, [town.desk_id]) == {}
        assert await handlers_by_account_id(scope, [town.desk.account_id]) == {}


async def _ended(seat_id: UUID) -> None:
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(update(Membership).where(Membership.id == seat_id).values(ended_at=clock.now()))
