"""What staff and reporters do with an issue: allowed moves, one winner, the clock, and who is told."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.issues.actions.extending import request_extension
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
from backend.modules.issues.actions.parties import add_issue_party
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.contract.inputs import Assignment, NewParty, Resolution
from backend.modules.issues.contract.refusals import (
    AfterPhotoMissing,
    AssigneeUnknown,
    IssueMoveRefused,
)
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.models.issues import Issue, IssueFollower
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.words import IssueAct, IssueOutcome, IssueStatus, PauseReason
from tenants import keys
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.issues.factories import Town, a_photo, at_once, emitted, make_town, now_of, reported, resolved, seated


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=SHANGHAI)


async def steps(town: Town, issue_id: Any) -> list[IssueAct]:
    async with open_scope(town.manager, read_only=True) as scope:
        return [step.act for step in (await steps_of_issues_by_id(scope, [issue_id]))[issue_id]]


async def test_an_issue_goes_all_the_way(town: Town) -> None:
    issue = await reported(town)
    photo = await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id, "已受理")
        await start_issue(scope, issue.id)
        await resolve_issue(scope, issue.id, Resolution(note="已修好", photo_ids=(photo,)))
    async with open_scope(town.resident) as scope:
        done = await verify_issue(scope, issue.id, 5, "很快")
    assert (done.status, done.outcome, done.rating) == (IssueStatus.VERIFIED, IssueOutcome.FIXED_BY_AUTHORITY, 5)
    assert (done.assignee_id, done.escalates_at) == (town.desk.account_id, None)
    assert await steps(town, issue.id) == [
        IssueAct.REPORTED,
        IssueAct.ACCEPTED,
        IssueAct.STARTED,
        IssueAct.RESOLVED,
        IssueAct.VERIFIED,
    ]


async def test_every_move_is_whole_also_where_the_key_must_be_fetched(town: Town) -> None:
    issue, photo = await reported(town), await a_photo(town.desk)
    acts: list[Any] = [
        (town.desk, lambda scope: accept_issue(scope, issue.id)),
        (town.desk, lambda scope: pause_issue(scope, issue.id, PauseReason.WEATHER)),
        (town.desk, lambda scope: resume_issue(scope, issue.id)),
        (town.desk, lambda scope: resolve_issue(scope, issue.id, Resolution(note="好", photo_ids=(photo,)))),
        (town.resident, lambda scope: reopen_issue(scope, issue.id, "没好")),
        (town.resident, lambda scope: settle_own_issue(scope, issue.id, IssueOutcome.FIXED_BY_USER)),
    ]
    for actor, act in acts:
        # Whatever a step reads in between writes the row out.
        keys._kept.clear()
        async with open_scope(actor) as scope:
            await act(scope)
    assert (await now_of(town, issue.id)).outcome is IssueOutcome.FIXED_BY_USER


async def test_the_reporter_reads_notes_but_no_internal_ones(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id, "已受理")
        await add_issue_note(scope, issue.id, "该住户多次投诉")
        await add_issue_note(scope, issue.id, "明天上门", is_internal=False)
    for actor, notes in ((town.resident, [None, "已受理", "明天上门"]), (town.neighbour, [None, "已受理", "明天上门"])):
        async with open_scope(actor, read_only=True) as scope:
            seen = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
            assert [step.note for step in seen] == notes
            assert {step.account_id for step in seen} == {None}
    async with open_scope(town.desk, read_only=True) as scope:
        assert len((await steps_of_issues_by_id(scope, [issue.id]))[issue.id]) == 4


async def test_what_is_not_allowed_is_refused_and_leaves_nothing(town: Town) -> None:
    issue, done = await reported(town), await resolved(town)
    photo = await a_photo(town.desk)
    before = len(await emitted(town, "issues.IssueMoved"))
    refused: list[tuple[Any, Any]] = [
        (town.desk, lambda scope: start_issue(scope, issue.id)),
        (town.desk, lambda scope: pause_issue(scope, issue.id, PauseReason.WEATHER)),
        (town.desk, lambda scope: resume_issue(scope, issue.id)),
        (town.desk, lambda scope: resolve_issue(scope, issue.id, Resolution(note="好", photo_ids=(photo,)))),
        (town.resident, lambda scope: verify_issue(scope, issue.id)),
        (town.resident, lambda scope: reopen_issue(scope, issue.id, "没修")),
        (town.desk, lambda scope: accept_issue(scope, done.id)),
        (town.desk, lambda scope: close_issue(scope, done.id, IssueOutcome.NOT_AN_ISSUE, "无")),
        (town.resident, lambda scope: settle_own_issue(scope, done.id, IssueOutcome.WITHDRAWN)),
    ]
    for actor, act in refused:
        with pytest.raises(IssueMoveRefused):
            async with open_scope(actor) as scope:
                await act(scope)
    assert (await now_of(town, issue.id)).status is IssueStatus.REPORTED
    assert (await now_of(town, done.id)).status is IssueStatus.RESOLVED
    assert len(await emitted(town, "issues.IssueMoved")) == before


async def test_without_a_photo_after_the_work_nothing_is_resolved(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
    for said, refusal in ((Resolution(note="好了", photo_ids=()), AfterPhotoMissing),):
        with pytest.raises(refusal):
            async with open_scope(town.desk) as scope:
                await resolve_issue(scope, issue.id, said)
    # A photo that someone else uploaded is nobody's proof.
    theirs = await a_photo(town.resident)
    with pytest.raises(NotFound):
        async with open_scope(town.desk) as scope:
            await resolve_issue(scope, issue.id, Resolution(note="好了", photo_ids=(theirs,)))
    assert (await now_of(town, issue.id)).status is IssueStatus.ACCEPTED


async def test_two_desks_accept_and_resolve_once(town: Town) -> None:
    issue = await reported(town)
    other, _ = await seated(town.operator, Role.FRONT_DESK)
    photos = {actor.account_id: await a_photo(actor) for actor in (town.desk, other)}

    async def accept(actor: Any) -> str:
        async with open_scope(actor) as scope:
            await accept_issue(scope, issue.id)
        return "accepted"

    async def resolve(actor: Any) -> str:
        async with open_scope(actor) as scope:
            done = Resolution(note="已修好", photo_ids=(photos[actor.account_id],))
            await resolve_issue(scope, issue.id, done)
        return "resolved"

    def outcomes(answers: list[Any]) -> Counter[str]:
        return Counter(one.code if isinstance(one, AppError) else one for one in answers)

    accepted = await at_once(*(accept(actor) for actor in (town.desk, other) * 4))
    assert outcomes(accepted) == {"accepted": 1, "ISSUE_MOVE_REFUSED": 7}
    done = await at_once(*(resolve(actor) for actor in (town.desk, other) * 4))
    assert outcomes(done) == {"resolved": 1, "ISSUE_MOVE_REFUSED": 7}
    assert await steps(town, issue.id) == [IssueAct.REPORTED, IssueAct.ACCEPTED, IssueAct.RESOLVED]


async def test_a_pause_stops_the_clock_over_the_festival(town: Town) -> None:
    with clock.at(at(2, 13)):
        issue = await reported(town, category="waste")
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
            await pause_issue(scope, issue.id, PauseReason.WAITING_FOR_PARTS, "等配件")
    assert issue.due_at == end_of(dt.date(2026, 2, 25))
    with clock.at(at(2, 24)):
        async with open_scope(town.desk) as scope:
            again = await resume_issue(scope, issue.id)
    assert (again.due_at, again.promised_at, again.escalates_at) == (end_of(dt.date(2026, 2, 27)),) * 3
    assert (again.status, again.paused_at, again.pause_reason) == (IssueStatus.IN_PROGRESS, None, None)
    assert again.yellow_at < again.red_at < again.due_at


async def test_a_duplicate_takes_its_people_to_the_original(town: Town) -> None:
    first, second = await reported(town), await reported(town, town.neighbour)
    async with open_scope(town.desk) as scope:
        await follow_issue(scope, second.id)
    async with open_scope(town.desk) as scope:
        closed = await close_issue(scope, second.id, IssueOutcome.DUPLICATE, "与前一件相同", first.id)
    assert (closed.status, closed.outcome, closed.duplicate_of_id) == (
        IssueStatus.CLOSED,
        IssueOutcome.DUPLICATE,
        first.id,
    )
    async with open_scope(town.manager, read_only=True) as scope:
        rows = select(IssueFollower.account_id).where(IssueFollower.issue_id == first.id)
        assert set(await scope.session.scalars(rows)) == {town.neighbour.account_id, town.desk.account_id}
    assert (await now_of(town, first.id)).follower_count == 2


@pytest.mark.parametrize(
    ("outcome", "names_other"),
    [
        (IssueOutcome.DUPLICATE, False),
        (IssueOutcome.NOT_AN_ISSUE, True),
        (IssueOutcome.FIXED_BY_AUTHORITY, False),
        (IssueOutcome.FIXED_BY_USER, False),
    ],
)
async def test_staff_close_as_duplicate_or_as_none_and_never_otherwise(
    town: Town, outcome: IssueOutcome, names_other: bool
) -> None:
    issue, other = await reported(town), await reported(town)
    with pytest.raises(BadInput):
        async with open_scope(town.desk) as scope:
            await close_issue(scope, issue.id, outcome, "说明", other.id if names_other else None)
    assert (await now_of(town, issue.id)).status is IssueStatus.REPORTED


async def test_assignment_names_staff_or_a_department(town: Town) -> None:
    issue = await reported(town)
    _, seat_id = await seated(town.operator, Role.FRONT_DESK)
    stranger, stranger_id = await seated(await new_operator(), Role.FRONT_DESK)
    resident_seat = await seated(town.operator, Role.RESIDENT, resident_id=town.resident.resident_id)
    for handler_id in (stranger_id, resident_seat[1], new_id()):
        with pytest.raises(AssigneeUnknown):
            async with open_scope(town.desk) as scope:
                await assign_issue(scope, issue.id, Assignment(handler_id=handler_id))
    with pytest.raises(BadInput):
        async with open_scope(town.desk) as scope:
            await assign_issue(scope, issue.id, Assignment())
    async with open_scope(town.desk) as scope:
        done = await assign_issue(scope, issue.id, Assignment(handler_id=seat_id, department="工程部"))
    assert (done.status, done.department, done.assignee_id is not None) == (IssueStatus.IN_PROGRESS, "工程部", True)
    assert stranger.account_id != done.assignee_id


async def test_another_operator_moves_nothing(town: Town) -> None:
    issue = await reported(town)
    other = await make_town(await new_operator())
    acts: list[Any] = [
        lambda scope: accept_issue(scope, issue.id),
        lambda scope: assign_issue(scope, issue.id, Assignment(department="工程部")),
        lambda scope: close_issue(scope, issue.id, IssueOutcome.NOT_AN_ISSUE, "无"),
        lambda scope: add_issue_note(scope, issue.id, "无"),
        lambda scope: request_extension(scope, issue.id, 1, "无"),
        lambda scope: add_issue_party(scope, issue.id, NewParty(department="物业")),
        lambda scope: follow_issue(scope, issue.id),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            async with open_scope(other.manager) as scope:
                await act(scope)
    assert (await now_of(town, issue.id)).status is IssueStatus.REPORTED
    async with open_scope(other.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Issue)) == 0


async def test_residents_handle_nothing(town: Town) -> None:
    issue = await reported(town)
    for actor in (town.resident, acting(town.operator, Role.SOCIAL_WORKER)):
        with pytest.raises(Forbidden):
            async with open_scope(actor) as scope:
                await accept_issue(scope, issue.id)
