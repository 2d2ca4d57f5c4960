"""What the branch counts of issues: as they stand, over a span, and by its filters; and from when its care runs."""

import datetime as dt
from functools import partial
from typing import Any  # filters, by name
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.paging import Page
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.judging import reopen_issue
from backend.modules.issues.actions.moving import accept_issue, close_issue, pause_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.issues import IssueFilter
from backend.modules.issues.queries.oversight import (
    IssueSpan,
    IssueTally,
    get_overseen_tally,
    list_overseen_issues,
    overseen_spans_by_id,
)
from backend.modules.issues.words import IssueOutcome, PauseReason
from backend.modules.party.queries.caring import cares_by_id
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.issues.factories import Town, a_photo, make_town, reported, resolved
from tests.party.factories import Covered, cover, make_org, supervising

DAY = dt.timedelta(days=1)
# A Monday, some weeks ago.
BEGUN = clock.moment(clock.today() - dt.timedelta(days=63 + clock.today().weekday()), 10)


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


@pytest.fixture
async def supervisor(town: Town) -> Actor:
    branch = await make_org()
    await cover(town.operator, town.home.community_id, branch)
    return supervising((town.operator, town.home), branch=branch)


async def solved(town: Town, issue: Issue) -> None:
    photo = await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
        await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))


async def five_issues(town: Town) -> dict[str, UUID]:
    """Of two months ago: one solved then, one that was none, one that rests, one late; and one solved today."""
    with clock.at(BEGUN):
        old, none, paused, late = await resolved(town), await reported(town), await reported(town), await reported(town)
        async with open_scope(town.desk) as scope:
            await escalate_issue(scope, none.id, "须上级协调")
            await close_issue(scope, none.id, IssueOutcome.NOT_AN_ISSUE, "现场正常")
            await accept_issue(scope, paused.id)
            await pause_issue(scope, paused.id, PauseReason.WAITING_FOR_PARTS)
    new = await resolved(town)
    rows = {"old": old, "none": none, "paused": paused, "late": late, "new": new}
    return {name: row.id for name, row in rows.items()}


async def test_issues_as_they_stand_are_counted_by_what_is_open(town: Town, supervisor: Actor) -> None:
    ids = await five_issues(town)
    async with open_scope(supervisor, read_only=True) as scope:
        tally = await get_overseen_tally(scope, [town.home.community_id])

        async def found(**wanted: Any) -> set[str]:
            rows = (await list_overseen_issues(scope, Page(100), IssueFilter(**wanted))).rows
            return {name for name, one in ids.items() if one in {row.id for row in rows}}

        assert await found(level=GridLevel.NEIGHBOURHOOD) == {"none"}
        assert await found(reported_from=BEGUN + DAY) == {"new"}
        assert await found(reported_until=BEGUN) == set()
        views = {row.id: row for row in (await list_overseen_issues(scope, Page(100), IssueFilter())).rows}
    assert tally == IssueTally(open=2, green=1, red=1, overdue=1, solved_lately=1)
    assert {name for name, one in ids.items() if views[one].is_overdue} == {"late"}
    assert {name for name, one in ids.items() if views[one].lamp is not None} == {"late", "paused"}


async def test_a_span_tells_of_its_end_and_not_of_today(town: Town, supervisor: Actor) -> None:
    ids = await five_issues(town)
    # That the clock was stopped later says nothing of how it stood before.
    with clock.at(BEGUN + 40 * DAY):
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, ids["late"])
            await pause_issue(scope, ids["late"], PauseReason.WEATHER)

    async def told(first: int, after: int) -> IssueSpan:
        async with open_scope(supervisor, read_only=True) as scope:
            span = (BEGUN + first * DAY, BEGUN + after * DAY)
            return (await overseen_spans_by_id(scope, [town.home.community_id], *span))[town.home.community_id]

    here = partial(IssueSpan, community_id=town.home.community_id)
    assert await told(-9, 0) == here()
    assert await told(0, 1) == here(reported=4, solved=1, solved_in_time=1, open=2)
    assert await told(7, 30) == here(open=2, overdue=1)
    assert await told(30, 90) == here(reported=1, solved=1, solved_in_time=1, open=2, overdue=1)


async def test_what_was_solved_late_stays_late_however_often_it_is_reopened(town: Town, supervisor: Actor) -> None:
    with clock.at(BEGUN):
        issue = await resolved(town)
    with clock.at(BEGUN + 7 * DAY):
        async with open_scope(town.resident) as scope:
            await reopen_issue(scope, issue.id, "又漏了")
        await solved(town, issue)
    async with open_scope(supervisor, read_only=True) as scope:
        spans = await overseen_spans_by_id(scope, [town.home.community_id], BEGUN, BEGUN + 9 * DAY)
    span = spans[town.home.community_id]
    assert (span.solved, span.solved_in_time) == (1, 0)


async def test_care_that_was_given_back_within_a_month_is_told_from_its_first_day_to_its_last(
    town: Town,
) -> None:
    branch, first = await make_org(), clock.today().replace(day=1)
    for starts_on, ends_on in ((first, first + 3 * DAY), (first + 5 * DAY, first + 9 * DAY)):
        await cover(town.operator, town.home.community_id, branch, starts_on=starts_on, ends_on=ends_on)
    covered = Covered(town.operator, town.home, branch, supervising((town.operator, town.home), branch=branch))
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (care,) = (await cares_by_id(scope, first - DAY, first + 30 * DAY)).values()
    assert (care.from_on, care.until_on) == (first, first + 9 * DAY)
