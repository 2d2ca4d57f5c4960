"""What is said at each step is read by whoever may read it; whose issue it is; and how issues are closed."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError, BadInput, NotFound
from backend.modules.issues.actions.configuring import create_issue_rule
from backend.modules.issues.actions.judging import reopen_issue, settle_own_issue, verify_issue
from backend.modules.issues.actions.moving import (
    accept_issue,
    add_issue_note,
    assign_issue,
    close_issue,
    pause_issue,
    resolve_issue,
    resume_issue,
    start_issue,
)
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.contract.inputs import Assignment, NewRule, Resolution
from backend.modules.issues.contract.refusals import (
    AssigneeUnknown,
    IssueMoveRefused,
    NotTheReporter,
    TextTooLong,
)
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.models.issues import IssueFollower
from backend.modules.issues.queries.histories import StepView, steps_of_issues_by_id
from backend.modules.issues.queries.photos import photos_of_issues_by_id
from backend.modules.issues.words import IssueAct, IssueOutcome, IssueStatus, IssueTerms, PauseReason, PhotoMoment
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_home
from tests.issues.factories import Town, a_photo, at_once, now_of, reported, resolved, seated

MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
DAY = dt.timedelta(days=1)


async def history(actor: Actor, issue_id: UUID) -> list[StepView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await steps_of_issues_by_id(scope, [issue_id]))[issue_id])


async def did(actor: Actor, act: Any) -> Any:
    async with open_scope(actor) as scope:
        return await act(scope)


async def test_each_step_tells_the_reporter_what_was_said_and_why(town: Town) -> None:
    issue, photo, shown = await reported(town), await a_photo(town.desk), await a_photo(town.resident)
    to = Assignment(department="工程部", note="派工程部")
    done = Resolution(note="已换管", photo_ids=(photo,))
    await did(town.desk, lambda scope: accept_issue(scope, issue.id, "已受理"))
    await did(town.desk, lambda scope: assign_issue(scope, issue.id, to))
    await did(town.desk, lambda scope: pause_issue(scope, issue.id, PauseReason.WEATHER, "大雨"))
    await did(town.desk, lambda scope: resume_issue(scope, issue.id, "雨停"))
    await did(town.desk, lambda scope: resolve_issue(scope, issue.id, done))
    await did(town.resident, lambda scope: reopen_issue(scope, issue.id, "还在滴", (shown,)))
    await did(town.desk, lambda scope: start_issue(scope, issue.id, "再上门"))
    again = Resolution(note="换了整段", photo_ids=(await a_photo(town.desk),))
    await did(town.desk, lambda scope: resolve_issue(scope, issue.id, again))
    await did(town.resident, lambda scope: verify_issue(scope, issue.id, 5, "满意"))
    seen = await history(town.resident, issue.id)
    assert [(step.act, step.reason, step.note) for step in seen[1:]] == [
        (IssueAct.ACCEPTED, None, "已受理"),
        (IssueAct.ASSIGNED, None, "派工程部"),
        (IssueAct.PAUSED, "WEATHER", "大雨"),
        (IssueAct.RESUMED, None, "雨停"),
        (IssueAct.RESOLVED, None, "已换管"),
        (IssueAct.REOPENED, None, "还在滴"),
        (IssueAct.STARTED, None, "再上门"),
        (IssueAct.RESOLVED, None, "换了整段"),
        (IssueAct.VERIFIED, "FIXED_BY_AUTHORITY", "满意"),
    ]
    taken_by = [step.account_id for step in await history(town.manager, issue.id)]
    assert taken_by == [
        town.resident.account_id, *[town.desk.account_id] * 5,
        town.resident.account_id, *[town.desk.account_id] * 2, town.resident.account_id,
    ]  # fmt: skip
    async with open_scope(town.desk, read_only=True) as scope:
        photos = (await photos_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert [one.moment for one in photos] == [PhotoMoment.AFTER, PhotoMoment.BEFORE, PhotoMoment.AFTER]


async def test_whom_the_rules_named_keeps_it_whoever_accepts(town: Town) -> None:
    other, seat_id = await seated(town.operator, Role.FRONT_DESK)
    async with open_scope(town.manager) as scope:
        await create_issue_rule(scope, NewRule(department="工程部", category_id=town.categories["water"]))
        await create_issue_rule(scope, NewRule(handler_id=seat_id, category_id=town.categories["lift"]))
    theirs, hers = await reported(town), await reported(town, category="lift")
    for issue in (theirs, hers):
        await did(town.desk, lambda scope, issue=issue: accept_issue(scope, issue.id))
    rows = [await now_of(town, issue.id) for issue in (theirs, hers)]
    assert [(row.assignee_id, row.department) for row in rows] == [(None, "工程部"), (other.account_id, None)]


async def test_an_issue_is_handed_on_whole_and_its_first_acceptance_stays(town: Town) -> None:
    with clock.at(MONDAY):
        issue = await reported(town)
        to = Assignment(handler_id=town.desk_id)
        first = await did(town.desk, lambda scope: assign_issue(scope, issue.id, to))
    assert (first.assignee_id, first.accepted_at) == (town.desk.account_id, MONDAY)
    with clock.at(MONDAY + DAY):
        to = Assignment(department="工程部")
        second = await did(town.desk, lambda scope: assign_issue(scope, issue.id, to))
        photo = await a_photo(town.desk)
        done = Resolution(note="好", photo_ids=(photo,))
        solved = await did(town.desk, lambda scope: resolve_issue(scope, issue.id, done))
        await did(town.resident, lambda scope: reopen_issue(scope, issue.id, "没好"))
        last = await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    assert (second.assignee_id, second.department) == (None, "工程部")
    assert (solved.escalates_at, last.accepted_at) == (None, MONDAY)


async def test_what_rests_or_is_solved_is_handed_to_nobody(town: Town) -> None:
    paused, done = await reported(town), await resolved(town)
    await did(town.desk, lambda scope: accept_issue(scope, paused.id))
    await did(town.desk, lambda scope: pause_issue(scope, paused.id, PauseReason.WAITING_FOR_PARTS))
    to = Assignment(department="工程部")
    for issue in (paused, done):
        with pytest.raises(IssueMoveRefused):
            await did(town.desk, lambda scope, issue=issue: assign_issue(scope, issue.id, to))


async def test_who_has_left_gets_no_issue(town: Town) -> None:
    issue = await reported(town)
    _, seat_id = await seated(town.operator, Role.FRONT_DESK)
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(update(Membership).where(Membership.id == seat_id).values(ended_at=clock.now()))
    with pytest.raises(AssigneeUnknown):
        await did(town.desk, lambda scope: assign_issue(scope, issue.id, Assignment(handler_id=seat_id)))


async def test_a_resumed_issue_has_the_lamps_of_the_time_that_was_left(town: Town) -> None:
    with clock.at(MONDAY):
        issue = await reported(town, category="waste")
        await did(town.desk, lambda scope: accept_issue(scope, issue.id))
        await did(town.desk, lambda scope: pause_issue(scope, issue.id, PauseReason.WAITING_FOR_FUNDS))
    with clock.at(MONDAY + DAY):
        again = await did(town.desk, lambda scope: resume_issue(scope, issue.id))
    assert (again.yellow_at, again.red_at, again.due_at) == tuple(
        moment + DAY for moment in (issue.yellow_at, issue.red_at, issue.due_at)
    )


async def test_a_reopened_issue_runs_anew_on_its_terms_with_lamps(town: Town) -> None:
    with clock.at(MONDAY):
        issue = await resolved(town, category="road", terms=IssueTerms.EMERGENCY)
    with clock.at(MONDAY + 7 * DAY):
        again = await did(town.resident, lambda scope: reopen_issue(scope, issue.id, "又坏了"))
        fresh = await reported(town, category="road", terms=IssueTerms.EMERGENCY)
    assert again.due_at == end_of(dt.date(2026, 3, 10))
    assert (again.started_at, again.yellow_at, again.red_at, again.due_at) == (
        fresh.started_at,
        fresh.yellow_at,
        fresh.red_at,
        fresh.due_at,
    )


async def test_whoever_called_the_desk_has_the_last_word(town: Town) -> None:
    issue = await resolved(town, actor=town.desk, on_behalf_of_id=town.resident.resident_id)
    with pytest.raises(NotTheReporter):
        await did(town.desk, lambda scope: verify_issue(scope, issue.id))
    assert (await did(town.resident, lambda scope: verify_issue(scope, issue.id, 4))).rating == 4


async def test_nobody_else_settles_a_neighbours_issue(town: Town) -> None:
    issue = await reported(town)
    for actor in (town.neighbour, town.desk):
        with pytest.raises(NotTheReporter):
            await did(actor, lambda scope: settle_own_issue(scope, issue.id, IssueOutcome.FIXED_BY_USER))
    assert (await now_of(town, issue.id)).outcome is None


async def test_what_is_closed_says_why_and_its_clock_is_over(town: Town) -> None:
    issue, mine = await reported(town), await reported(town)
    for one in (issue, mine):
        await did(town.desk, lambda scope, one=one: accept_issue(scope, one.id))
        await did(town.desk, lambda scope, one=one: pause_issue(scope, one.id, PauseReason.WAITING_FOR_REPORTER))
    await did(town.desk, lambda scope: close_issue(scope, issue.id, IssueOutcome.NOT_AN_ISSUE, "现场正常"))
    await did(town.resident, lambda scope: settle_own_issue(scope, mine.id, IssueOutcome.FIXED_BY_USER, "自己拧紧了"))
    for one, reason, note in ((issue, "NOT_AN_ISSUE", "现场正常"), (mine, "FIXED_BY_USER", "自己拧紧了")):
        row, last = await now_of(town, one.id), (await history(town.resident, one.id))[-1]
        assert (row.status, row.paused_at, row.escalates_at) == (IssueStatus.CLOSED, None, None)
        assert (last.act, last.reason, last.note) == (IssueAct.CLOSED, reason, note)


async def test_what_says_nothing_or_too_much_is_refused(town: Town) -> None:
    issue, photo = await reported(town), await a_photo(town.desk)
    await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    refused: list[tuple[Any, type[AppError]]] = [
        (lambda scope: resolve_issue(scope, issue.id, Resolution(note=" ", photo_ids=(photo,))), BadInput),
        (lambda scope: close_issue(scope, issue.id, IssueOutcome.NOT_AN_ISSUE, " "), BadInput),
        (lambda scope: add_issue_note(scope, issue.id, " "), BadInput),
        (lambda scope: add_issue_note(scope, issue.id, "长" * 1001), TextTooLong),
        (lambda scope: assign_issue(scope, issue.id, Assignment(department="长" * 61)), BadInput),
    ]
    for act, refusal in refused:
        with pytest.raises(refusal):
            await did(town.desk, act)
    assert len(await history(town.desk, issue.id)) == 2


async def test_a_duplicate_is_of_another_issue_of_the_same_community_that_is_none_itself(town: Town) -> None:
    first, second, third = [await reported(town) for _ in range(3)]
    async with open_scope(town.manager) as scope:
        elsewhere = await make_home(scope)
    far = await reported(town, town.desk, community_id=elsewhere.community_id)
    await did(town.desk, lambda scope: close_issue(scope, second.id, IssueOutcome.DUPLICATE, "同一件", first.id))
    for other, refusal in ((third.id, BadInput), (far.id, NotFound), (second.id, NotFound)):
        with pytest.raises(refusal):
            await did(
                town.desk,
                lambda scope, other=other: close_issue(scope, third.id, IssueOutcome.DUPLICATE, "同一件", other),
            )
    assert (await now_of(town, third.id)).status is IssueStatus.REPORTED


async def test_two_that_are_closed_as_each_others_duplicates_leave_one(town: Town) -> None:
    first, second = await reported(town), await reported(town)

    async def close(one: UUID, other: UUID) -> str:
        async with open_scope(town.desk) as scope:
            await close_issue(scope, one, IssueOutcome.DUPLICATE, "同一件", other)
        return "closed"

    answers = await at_once(close(first.id, second.id), close(second.id, first.id))
    assert Counter(getattr(one, "code", one) for one in answers) == {"closed": 1, "NOT_FOUND": 1}


async def test_who_follows_both_is_counted_once_and_stays_a_resident(town: Town) -> None:
    first, other = await reported(town), await reported(town)
    await did(town.neighbour, lambda scope: follow_issue(scope, first.id))
    for original in (first, other):
        copy = await reported(town, town.neighbour)
        closing = (copy.id, IssueOutcome.DUPLICATE, "同一件", original.id)
        await did(town.desk, lambda scope, closing=closing: close_issue(scope, *closing))
    assert [(await now_of(town, one.id)).follower_count for one in (first, other)] == [1, 1]
    async with open_scope(town.manager, read_only=True) as scope:
        rows = await scope.session.execute(select(IssueFollower.account_id, IssueFollower.resident_id))
    assert set(rows.all()) == {(town.neighbour.account_id, town.neighbour.resident_id)}
