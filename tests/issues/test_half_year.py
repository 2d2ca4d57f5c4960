"""Half a year of issues is made through the actions, and the report says what was done, issue by issue."""

import datetime as dt
from collections import Counter
from typing import Any  # Any: answers of the schema
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend.core import clock
from backend.core.settings import settings
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.judging import reopen_issue, settle_own_issue, verify_issue
from backend.modules.issues.actions.moving import accept_issue, close_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.issues.words import IssueOutcome
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import open_scope
from tests.isolation.crawling import ask
from tests.issues.acting import DAY, TODAY
from tests.issues.factories import Town, a_photo, make_town, reported

REPORT = """query($from: Date!, $until: Date!) { issueReport(startsOn: $from, endsOn: $until) {
  whole { reported solved onTime late stillOpen verified fixedByUser reopened escalated }
  byLevel { level figures { reported } } byCategory { category { code } figures { reported } } } }"""
BY_SQL = """
    SELECT count(*) AS reported,
      count(*) FILTER (WHERE status IN ('RESOLVED', 'VERIFIED')
        OR outcome IN ('FIXED_BY_AUTHORITY', 'FIXED_BY_USER')) AS solved,
      count(*) FILTER (WHERE (status = 'RESOLVED' OR outcome IN ('FIXED_BY_AUTHORITY', 'FIXED_BY_USER'))
        AND resolved_at <= promised_at) AS "onTime",
      count(*) FILTER (WHERE status = 'VERIFIED') AS verified,
      count(*) FILTER (WHERE outcome = 'FIXED_BY_USER') AS "fixedByUser",
      count(*) FILTER (WHERE ended_at IS NULL AND status <> 'RESOLVED') AS "stillOpen",
      count(*) FILTER (WHERE reopen_count > 0) AS reopened,
      count(*) FILTER (WHERE level <> 'MICRO') AS escalated
    FROM issues WHERE operator_id = $1 AND created_at >= $2 AND created_at < $3
"""
CATEGORIES = ("water", "waste", "power", "noise")
ENDS = ("VERIFIED", "VERIFIED", "VERIFIED", "ESCALATED", "REOPENED", "BY_USER", "NONE", "OPEN")


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


async def lived(town: Town, number: int, at: dt.datetime) -> str:
    """One issue as far as its number says; its end."""
    end = ENDS[number % len(ENDS)]
    with clock.at(at):
        about = {"text": f"第 {number + 1} 件", "building_id": town.home.building_id}
        issue = await reported(town, town.desk, CATEGORIES[number % len(CATEGORIES)], **about)
    with clock.at(at + dt.timedelta(hours=5)):
        await _handled(town, issue.id, end)
    return end


async def _handled(town: Town, issue_id: UUID, end: str) -> None:
    if end == "OPEN":
        return
    if end == "BY_USER":
        async with open_scope(town.desk) as scope:
            await settle_own_issue(scope, issue_id, IssueOutcome.FIXED_BY_USER)
        return
    if end == "NONE":
        async with open_scope(town.desk) as scope:
            await close_issue(scope, issue_id, IssueOutcome.NOT_AN_ISSUE, "现场正常")
        return
    photo = await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue_id)
        if end == "ESCALATED":
            await escalate_issue(scope, issue_id, "本级解决不了")
        await resolve_issue(scope, issue_id, Resolution(note="已处理", photo_ids=(photo,)))
    async with open_scope(town.desk) as scope:
        if end == "REOPENED":
            await reopen_issue(scope, issue_id, "又坏了")
        else:
            await verify_issue(scope, issue_id, 5)


async def counted(town: Town, count: int) -> tuple[Counter[str], dict[str, Any], dict[str, Any]]:
    """The ends as they were made, the report, and the same by plain SQL."""
    from_on = TODAY - 182 * DAY
    begins = dt.datetime.combine(from_on, dt.time(9), clock.SHANGHAI)
    # One of the day before the period, which is none of it; first, for uploads are limited by the hour that has passed.
    await lived(town, 0, begins - DAY)
    ends = Counter([await lived(town, number, begins + DAY * (170 * number // count)) for number in range(count)])
    answer = await ask(Context(town.manager), REPORT, {"from": from_on.isoformat(), "until": (TODAY + DAY).isoformat()})
    assert answer.errors == []
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    raw = await asyncpg.connect(url.render_as_string(hide_password=False))
    midnight = dt.datetime.combine(from_on, dt.time(), clock.SHANGHAI)
    row = await raw.fetchrow(BY_SQL, town.operator.id, midnight, clock.now() + DAY)
    await raw.close()
    return ends, answer.data["issueReport"], dict(row)


async def agrees(town: Town, count: int) -> None:
    ends, report, by_sql = await counted(town, count)
    whole = report["whole"]
    assert {name: whole[name] for name in by_sql} == by_sql
    solved = ends["VERIFIED"] + ends["ESCALATED"] + ends["BY_USER"]
    assert (whole["reported"], whole["solved"]) == (count, solved)
    assert (whole["escalated"], whole["reopened"]) == (ends["ESCALATED"], ends["REOPENED"])
    assert whole["stillOpen"] == ends["OPEN"] + ends["REOPENED"]
    assert whole["late"] == whole["stillOpen"]
    # All was done within five hours, so that what was solved was in time.
    assert whole["onTime"] == solved
    assert sum(one["figures"]["reported"] for one in report["byCategory"]) == count
    assert {one["level"]: one["figures"]["reported"] for one in report["byLevel"]} == {
        "MICRO": count - ends["ESCALATED"],
        "NEIGHBOURHOOD": ends["ESCALATED"],
    }


async def test_half_a_year_of_issues_is_reported_as_it_was_made(town: Town) -> None:
    await agrees(town, 32)


@pytest.mark.soak
async def test_four_hundred_and_thirty_four_issues_are_reported_as_they_were_made(town: Town) -> None:
    await agrees(town, 434)
