"""More time: asked for while an issue is open, decided once, and what a grant moves."""

import datetime as dt
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError, BadInput
from backend.modules.issues.actions.extending import decide_extension, request_extension
from backend.modules.issues.actions.moving import accept_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.issues.contract.refusals import ExtensionClosed, IssueMoveRefused
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.models.handling import IssueExtension
from backend.modules.issues.queries.histories import extensions_of_issues_by_id, steps_of_issues_by_id
from backend.modules.issues.words import ExtensionStatus, IssueAct
from tenants.scope import open_scope
from tests.issues.factories import Town, a_photo, at_once, now_of, reported, resolved

FRIDAY = dt.datetime(2026, 2, 13, 10, tzinfo=SHANGHAI)


async def asked(town: Town, issue_id: UUID, days: int = 3) -> UUID:
    """The id of the desk's request."""
    async with open_scope(town.desk) as scope:
        await request_extension(scope, issue_id, days, "等设备")
    async with open_scope(town.manager, read_only=True) as scope:
        wanted = select(IssueExtension.id).where(IssueExtension.issue_id == issue_id)
        return (await scope.session.scalars(wanted)).one()


async def test_a_grant_moves_the_whole_clock_and_the_reporter_reads_of_it(town: Town) -> None:
    with clock.at(FRIDAY):
        issue = await reported(town, category="waste")
        extension_id = await asked(town, issue.id)
        async with open_scope(town.manager) as scope:
            moved = await decide_extension(scope, extension_id, is_granted=True, note="同意")
    whole = end_of(dt.date(2026, 2, 28))
    assert (moved.due_at, moved.promised_at, moved.escalates_at) == (whole,) * 3
    # By three working days each, over the festival.
    assert moved.yellow_at.astimezone(SHANGHAI).date() == dt.date(2026, 2, 27)
    assert issue.yellow_at.astimezone(SHANGHAI).date() == dt.date(2026, 2, 24)
    assert moved.yellow_at < moved.red_at < whole
    async with open_scope(town.resident, read_only=True) as scope:
        seen = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert [(step.act, step.reason, step.note) for step in seen] == [
        (IssueAct.REPORTED, None, None),
        (IssueAct.EXTENSION_GRANTED, "3", "同意"),
    ]
    async with open_scope(town.manager, read_only=True) as scope:
        row = await scope.session.get_one(IssueExtension, (town.operator.id, extension_id))
    assert (row.status, row.asked_by_id, row.decided_by_id) == (
        ExtensionStatus.GRANTED,
        town.desk.account_id,
        town.manager.account_id,
    )


async def test_staff_read_what_was_asked_for_and_residents_do_not(town: Town) -> None:
    issue = await reported(town)
    await asked(town, issue.id, 2)
    async with open_scope(town.desk, read_only=True) as scope:
        (found,) = (await extensions_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert (found.days, found.reason, found.status) == (2, "等设备", ExtensionStatus.ASKED)
    async with open_scope(town.resident, read_only=True) as scope:
        assert await extensions_of_issues_by_id(scope, [issue.id]) == {}
        assert [step.act for step in (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]] == [IssueAct.REPORTED]


async def test_requests_about_sensitive_issues_are_for_those_who_see_them(town: Town) -> None:
    issue = await reported(town, category="neighbours")
    async with open_scope(town.manager) as scope:
        await request_extension(scope, issue.id, 1, "等调解员")
    for actor, count in ((town.manager, 1), (town.desk, 0)):
        async with open_scope(actor, read_only=True) as scope:
            assert len((await extensions_of_issues_by_id(scope, [issue.id])).get(issue.id, ())) == count


async def test_more_time_is_for_what_is_open_and_takes_a_reason(town: Town) -> None:
    done, issue = await resolved(town), await reported(town)
    for issue_id, reason, refusal in ((done.id, "等设备", IssueMoveRefused), (issue.id, " ", BadInput)):
        with pytest.raises(refusal):
            async with open_scope(town.desk) as scope:
                await request_extension(scope, issue_id, 1, reason)
    async with open_scope(town.manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(IssueExtension))).all() == []


async def test_what_was_solved_meanwhile_gets_no_more_time(town: Town) -> None:
    issue = await reported(town)
    extension_id, photo = await asked(town, issue.id), await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
        await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))
    with pytest.raises(ExtensionClosed):
        async with open_scope(town.manager) as scope:
            await decide_extension(scope, extension_id, is_granted=True)
    assert (await now_of(town, issue.id)).due_at == issue.due_at


async def test_many_who_decide_at_once_move_the_deadline_once(town: Town) -> None:
    with clock.at(FRIDAY):
        issue = await reported(town, category="waste")
        extension_id = await asked(town, issue.id)

        async def grant() -> str:
            async with open_scope(town.manager) as scope:
                await decide_extension(scope, extension_id, is_granted=True)
            return "granted"

        answers = await at_once(*(grant() for _ in range(5)))
    outcomes = Counter(one.code if isinstance(one, AppError) else one for one in answers)
    assert outcomes == {"granted": 1, "EXTENSION_CLOSED": 4}
    assert (await now_of(town, issue.id)).due_at == end_of(dt.date(2026, 2, 28))
