"""The figures of a period, counted by hand: what was solved, in which time, and what the promise was."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.judging import reopen_issue, settle_own_issue, verify_issue
from backend.modules.issues.actions.moving import accept_issue, pause_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.figures import (
    Period,
    get_issue_figures,
    list_figures_by_categories,
    list_figures_by_levels,
)
from backend.modules.issues.words import IssueOutcome, PauseReason
from tenants.scope import open_scope
from tests.housing.factories import Home, make_home
from tests.issues.factories import Town, a_photo, reported

WEEK = Period(starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 9))


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


async def reported_at(town: Town, moment: dt.datetime, category: str = "water", **more: Any) -> Issue:
    place = {"building_id": town.home.building_id}
    with clock.at(moment):
        return await reported(town, town.desk, category, **(place | more))


async def solved_at(town: Town, issue: Issue, moment: dt.datetime, rating: int | None = None) -> None:
    with clock.at(moment):
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
            await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))
        if rating is not None:
            async with open_scope(town.desk) as scope:
                await verify_issue(scope, issue.id, rating)


@pytest.fixture
async def far(town: Town) -> Home:
    """A week of issues: in the town's building, and one in this other community."""
    async with open_scope(town.manager) as scope:
        home = await make_home(scope)
    in_time, late = await reported_at(town, at(2)), await reported_at(town, at(2))
    paused, still_open = await reported_at(town, at(2), "waste"), await reported_at(town, at(2))
    again = await reported_at(town, at(2))
    withdrawn = await reported_at(town, at(8, 23), "noise")
    await reported_at(town, at(9, 0), "waste")
    await solved_at(town, in_time, at(2, 14), 5)
    await solved_at(town, late, at(5))
    with clock.at(at(3)):
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, paused.id)
            await pause_issue(scope, paused.id, PauseReason.WAITING_FOR_PARTS)
            await escalate_issue(scope, still_open.id, "须上级协调")
    await solved_at(town, again, at(2, 12))
    with clock.at(at(6)):
        async with open_scope(town.desk) as scope:
            await reopen_issue(scope, again.id, "又漏了")
    await solved_at(town, again, at(6, 12), 2)
    by_user = await reported_at(town, at(2), "noise", building_id=home.building_id)
    for issue, moment, outcome in (
        (withdrawn, at(9), IssueOutcome.WITHDRAWN),
        (by_user, at(2, 20), IssueOutcome.FIXED_BY_USER),
    ):
        with clock.at(moment):
            async with open_scope(town.desk) as scope:
                await settle_own_issue(scope, issue.id, outcome)
    return home


async def test_a_week_is_counted_as_by_hand(town: Town, far: Home) -> None:
    with clock.at(at(20)):
        async with open_scope(town.desk, read_only=True) as scope:
            here = await get_issue_figures(scope, replace(WEEK, community_ids=(town.home.community_id,)))
            whole = await get_issue_figures(scope, WEEK)
    assert (here.reported, here.solved, here.still_open, here.verified) == (6, 3, 2, 2)
    # Of a reopened one the first promise counts, and a pause before its time is not late.
    assert (here.on_time, here.late, here.on_time_share) == (1, 1, 0.3333)
    assert (here.fixed_by_user, here.reopened, here.escalated) == (0, 1, 1)
    assert (here.mean_hours, here.mean_rating) == (round((4 + 72 + 98) / 3, 2), 3.5)
    assert (whole.reported, whole.solved, whole.on_time, whole.fixed_by_user) == (7, 4, 2, 1)
    assert whole.mean_hours == round((4 + 72 + 98 + 10) / 4, 2)


async def test_levels_come_from_below_and_categories_by_how_many_there_are(town: Town, far: Home) -> None:
    async with open_scope(town.desk, read_only=True) as scope:
        levels = await list_figures_by_levels(scope, WEEK)
        categories = await list_figures_by_categories(scope, WEEK)
        none = await get_issue_figures(scope, Period(starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 1, 6)))
    assert [(one.level, one.figures.reported) for one in levels] == [
        (GridLevel.MICRO, 6),
        (GridLevel.NEIGHBOURHOOD, 1),
    ]
    codes = {category_id: code for code, category_id in town.categories.items()}
    assert [(codes[one.category_id], one.figures.reported, one.figures.solved) for one in categories] == [
        ("water", 4, 3),
        ("noise", 2, 1),
        ("waste", 1, 0),
    ]
    assert (none.reported, none.on_time_share, none.mean_hours) == (0, None, None)
