"""Up the grid by hand and by time, and the silence of a week."""

import datetime as dt

import pytest

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.modules.grids.actions.grids import cover_place, create_grid
from backend.modules.grids.contract import GridKind, GridLevel, GridPermission, NewCoverage, NewGrid
from backend.modules.grids.models import Grid
from backend.modules.issues.actions.escalating import close_silent_issues, escalate_issue, escalate_overdue_issues
from backend.modules.issues.actions.judging import reopen_issue
from backend.modules.issues.actions.moving import accept_issue, pause_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import IssueMoveRefused, TopLevelReached
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.words import IssueAct as Act
from backend.modules.issues.words import IssueOutcome, IssueStatus, PauseReason
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import new_operator
from tests.grids.factories import PLATFORM, SINCE, make_grid
from tests.issues.factories import Town, a_photo, at_once, emitted, make_town, now_of, reported, resolved
from tests.issues.test_moving import steps


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def keeper(town: Town) -> Actor:
    return system_actor(town.operator.id, "issues.escalate_overdue", IssuePermission.KEEP_TIME, GridPermission.VIEW)


async def covered(town: Town) -> dict[GridLevel, Grid]:
    """A street, a neighbourhood and a micro grid that covers the town's building."""
    made: dict[GridLevel, Grid] = {}
    async with open_scope(PLATFORM) as scope:
        parent = None
        for level in GridLevel:
            new = NewGrid(
                code=f"{level}-{town.operator.code}",
                name=level,
                level=level,
                kind=GridKind.GENERAL,
                parent_id=parent,
                starts_on=dt.date(2025, 1, 1),
            )
            made[level] = await create_grid(scope, new)
            parent = made[level].id
        place = NewCoverage(
            operator_code=town.operator.code,
            community_id=town.home.community_id,
            building_id=town.home.building_id,
            starts_on=dt.date(2025, 1, 1),
        )
        await cover_place(scope, made[GridLevel.MICRO].id, place)
    return made


async def test_a_report_is_with_the_micro_grid_and_goes_up_by_hand(town: Town) -> None:
    grids = await covered(town)
    issue = await reported(town)
    assert (issue.level, issue.grid_id) == (GridLevel.MICRO, grids[GridLevel.MICRO].id)
    for level in (GridLevel.NEIGHBOURHOOD, GridLevel.STREET):
        async with open_scope(town.desk) as scope:
            issue = await escalate_issue(scope, issue.id, "需上级协调")
        assert (issue.level, issue.grid_id) == (level, grids[level].id)
    with pytest.raises(TopLevelReached):
        async with open_scope(town.desk) as scope:
            await escalate_issue(scope, issue.id, "再上报")
    told = await emitted(town, "issues.IssueEscalated")
    assert [(one["level"], one["is_by_time"]) for one in told] == [("NEIGHBOURHOOD", False), ("STREET", False)]
    assert await steps(town, issue.id) == [Act.REPORTED, Act.ESCALATED, Act.ESCALATED]


async def test_without_a_grid_it_goes_up_all_the_same(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        up = await escalate_issue(scope, issue.id, "需上级协调")
    assert (up.level, up.grid_id) == (GridLevel.NEIGHBOURHOOD, None)


async def test_what_is_overdue_goes_up_one_level_at_a_time(town: Town) -> None:
    with clock.at(at(2, 13)):
        issue = await reported(town)

    async def sweep(moment: dt.datetime) -> int:
        with clock.at(moment):
            async with open_scope(keeper(town)) as scope:
                return await escalate_overdue_issues(scope)

    # Due at the end of Saturday the 14th, which is worked; then three working days, of which the next is the 24th.
    assert await sweep(at(2, 14, 23)) == 0
    assert await sweep(at(2, 15, 1)) == 1
    assert await sweep(at(2, 15, 2)) == 0
    up = await now_of(town, issue.id)
    assert (up.level, up.escalates_at) == (GridLevel.NEIGHBOURHOOD, end_of(dt.date(2026, 2, 26)))
    assert await sweep(at(2, 26, 23)) == 0
    assert await sweep(at(2, 27, 1)) == 1
    assert await sweep(at(3, 20)) == 0
    top = await now_of(town, issue.id)
    assert (top.level, top.escalates_at, top.due_at) == (GridLevel.STREET, None, issue.due_at)
    assert await steps(town, issue.id) == [Act.REPORTED, Act.ESCALATED_BY_TIME, Act.ESCALATED_BY_TIME]


async def test_what_is_paused_does_not_go_up(town: Town) -> None:
    with clock.at(at(2, 13)):
        issue = await reported(town)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
            await pause_issue(scope, issue.id, PauseReason.WEATHER)
    with clock.at(at(3, 20)):
        async with open_scope(keeper(town)) as scope:
            assert await escalate_overdue_issues(scope) == 0


async def test_a_week_of_silence_closes(town: Town) -> None:
    with clock.at(at(3, 2)):
        issue = await resolved(town)

    async def sweep(moment: dt.datetime) -> int:
        with clock.at(moment):
            async with open_scope(keeper(town)) as scope:
                return await close_silent_issues(scope)

    assert await sweep(at(3, 9, 9)) == 0
    assert await sweep(at(3, 9, 11)) == 1
    assert await sweep(at(3, 9, 12)) == 0
    closed = await now_of(town, issue.id)
    assert (closed.status, closed.outcome) == (IssueStatus.CLOSED, IssueOutcome.FIXED_BY_AUTHORITY)
    assert (await steps(town, issue.id))[-1] is Act.CLOSED_IN_SILENCE


async def test_refusals_of_escalation_leave_nothing(town: Town) -> None:
    issue, done = await reported(town), await resolved(town)
    other = await make_town(await new_operator())
    for actor, issue_id, note, refusal in (
        (town.desk, issue.id, " ", BadInput),
        (town.desk, done.id, "上报", IssueMoveRefused),
        (town.resident, issue.id, "上报", Forbidden),
        (other.desk, issue.id, "上报", NotFound),
    ):
        with pytest.raises(refusal):
            async with open_scope(actor) as scope:
                await escalate_issue(scope, issue_id, note)
    assert await emitted(town, "issues.IssueEscalated") == []
    assert (await now_of(town, issue.id)).level is GridLevel.MICRO


async def swept(town: Town, moment: dt.datetime) -> int:
    """How many issues the timer hands up at that moment."""
    with clock.at(moment):
        async with open_scope(keeper(town)) as scope:
            return await escalate_overdue_issues(scope)


async def test_what_went_up_by_hand_goes_up_by_itself_when_it_is_due_and_not_before(town: Town) -> None:
    with clock.at(at(3, 2)):
        issue = await reported(town, category="greenery")
        async with open_scope(town.desk) as scope:
            up = await escalate_issue(scope, issue.id, "需上级协调")
    assert (up.due_at, up.escalates_at) == (issue.due_at, issue.due_at)
    assert await swept(town, at(3, 20)) == 0
    assert await swept(town, issue.due_at) == 1
    told = await emitted(town, "issues.IssueEscalated")
    assert [(one["level"], one["is_by_time"]) for one in told] == [("NEIGHBOURHOOD", False), ("STREET", True)]


async def test_a_step_up_says_to_which_level_and_what_was_said(town: Town) -> None:
    issue = await reported(town)
    for note in ("两班清运跟不上", "须街道改造"):
        async with open_scope(town.desk) as scope:
            await escalate_issue(scope, issue.id, note)
    async with open_scope(town.resident, read_only=True) as scope:
        seen = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert [(step.level, step.reason, step.note) for step in seen] == [
        (GridLevel.MICRO, None, None),
        (GridLevel.NEIGHBOURHOOD, "NEIGHBOURHOOD", "两班清运跟不上"),
        (GridLevel.STREET, "STREET", "须街道改造"),
    ]


async def test_timers_that_run_at_once_hand_up_and_close_once(town: Town) -> None:
    with clock.at(at(3, 2)):
        late, silent = await reported(town), await resolved(town)

    async def close(moment: dt.datetime) -> int:
        with clock.at(moment):
            async with open_scope(keeper(town)) as scope:
                return await close_silent_issues(scope)

    assert sum(await at_once(*(swept(town, at(3, 10)) for _ in range(4)))) == 1
    assert sum(await at_once(*(close(at(3, 10)) for _ in range(4)))) == 1
    assert await steps(town, late.id) == [Act.REPORTED, Act.ESCALATED_BY_TIME]
    assert (await steps(town, silent.id)).count(Act.CLOSED_IN_SILENCE) == 1


async def test_what_is_reopened_at_the_top_stays_there_and_is_looked_at_once(town: Town) -> None:
    with clock.at(at(3, 2)):
        issue = await reported(town)
        for _ in range(2):
            async with open_scope(town.desk) as scope:
                await escalate_issue(scope, issue.id, "需上级协调")
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
            await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))
        async with open_scope(town.resident) as scope:
            await reopen_issue(scope, issue.id, "没修好")
    assert [await swept(town, at(3, 20)) for _ in range(2)] == [1, 0]
    assert (await now_of(town, issue.id)).level is GridLevel.STREET
    assert (await steps(town, issue.id))[-1] is Act.REOPENED


async def test_a_tree_with_several_steps_of_a_level_is_climbed_to_the_closest(town: Town) -> None:
    grids: dict[str, Grid] = {}
    async with open_scope(PLATFORM) as scope:
        parent = None
        for name, level in (
            ("street", GridLevel.STREET),
            ("body", GridLevel.NEIGHBOURHOOD),
            ("branch", GridLevel.NEIGHBOURHOOD),
            ("micro", GridLevel.MICRO),
            ("group", GridLevel.MICRO),
        ):
            grids[name] = await make_grid(scope, level, parent_id=parent)
            parent = grids[name].id
        home = town.home.community_id
        covered = NewCoverage(operator_code=town.operator.code, community_id=home, starts_on=SINCE)
        await cover_place(scope, grids["group"].id, covered)
    issue = await reported(town)
    found = [issue.grid_id]
    for _ in range(2):
        async with open_scope(town.desk) as scope:
            found.append((await escalate_issue(scope, issue.id, "需上级协调")).grid_id)
    assert found == [grids[name].id for name in ("group", "branch", "street")]


async def test_the_week_of_silence_runs_from_the_solution(town: Town) -> None:
    async def close(moment: dt.datetime) -> int:
        with clock.at(moment):
            async with open_scope(keeper(town)) as scope:
                return await close_silent_issues(scope)

    with clock.at(at(3, 2)):
        issue, again = await reported(town), await resolved(town)
        async with open_scope(town.resident) as scope:
            await reopen_issue(scope, again.id, "没修好")
    with clock.at(at(3, 12)):
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
            await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))
    assert await close(at(3, 18)) == 0
    assert await close(at(3, 19, 11)) == 1
    assert (await now_of(town, again.id)).status is IssueStatus.REOPENED
