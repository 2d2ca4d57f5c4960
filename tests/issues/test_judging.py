"""What reporters say of the work, more time, joint handling, and who is told."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import BadInput, Forbidden
from backend.modules.issues.actions.extending import decide_extension, request_extension
from backend.modules.issues.actions.judging import reopen_issue, settle_own_issue, verify_issue
from backend.modules.issues.actions.moving import (
    accept_issue,
)
from backend.modules.issues.actions.parties import add_issue_party, finish_issue_party
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.actions.telling import tell_of_step
from backend.modules.issues.contract.events import IssueMoved
from backend.modules.issues.contract.inputs import NewParty
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import (
    ExtensionClosed,
    ExtensionOpen,
    ExtensionOwn,
    ExtensionTooLong,
    IssueRatingInvalid,
    LeadTaken,
    NotTheReporter,
    PartyAlreadyJoined,
)
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.models.handling import IssueExtension, IssueParty
from backend.modules.issues.models.issues import IssueStep
from backend.modules.issues.queries.histories import parties_of_issues_by_id, steps_of_issues_by_id
from backend.modules.issues.words import IssueAct, IssueOutcome, IssueStatus
from tenants.roles import Role
from tenants.scope import open_scope, system_actor
from tests.issues.factories import Town, a_photo, at_once, emitted, now_of, reported, resolved, seated


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=SHANGHAI)


async def test_only_the_reporter_says_whether_it_is_solved(town: Town) -> None:
    issue = await resolved(town)
    for actor in (town.neighbour, town.desk, town.manager):
        for act in (verify_issue, lambda scope, issue_id: reopen_issue(scope, issue_id, "没修好")):
            with pytest.raises(NotTheReporter):
                async with open_scope(actor) as scope:
                    await act(scope, issue.id)
    assert (await now_of(town, issue.id)).status is IssueStatus.RESOLVED


async def test_a_double_tap_verifies_once(town: Town) -> None:
    issue = await resolved(town)

    async def verify() -> str:
        async with open_scope(town.resident) as scope:
            await verify_issue(scope, issue.id, 4)
        return "verified"

    answers = await at_once(*(verify() for _ in range(5)))
    assert Counter(getattr(one, "code", one) for one in answers) == {"verified": 1, "ISSUE_MOVE_REFUSED": 4}


async def test_ratings_go_from_one_to_five(town: Town) -> None:
    issue = await resolved(town)
    for rating in (0, 6, -1):
        with pytest.raises(IssueRatingInvalid):
            async with open_scope(town.resident) as scope:
                await verify_issue(scope, issue.id, rating)


async def test_reopening_counts_and_starts_a_new_deadline_but_keeps_the_promise(town: Town) -> None:
    with clock.at(at(3, 2)):
        issue = await resolved(town)
    with clock.at(at(3, 9)):
        photo = await a_photo(town.resident)
        async with open_scope(town.resident) as scope:
            again = await reopen_issue(scope, issue.id, "还在滴水", (photo,))
    assert (again.status, again.reopen_count, again.resolved_at) == (IssueStatus.REOPENED, 1, None)
    assert again.due_at == again.escalates_at == end_of(dt.date(2026, 3, 10))
    assert again.promised_at == end_of(dt.date(2026, 3, 3))
    with pytest.raises(BadInput):
        async with open_scope(town.resident) as scope:
            await reopen_issue(scope, (await resolved(town)).id, " ")


async def test_what_users_fix_themselves_is_kept_apart(town: Town) -> None:
    fixed, withdrawn = await reported(town), await reported(town)
    async with open_scope(town.resident) as scope:
        one = await settle_own_issue(scope, fixed.id, IssueOutcome.FIXED_BY_USER, "自己拧紧了")
        two = await settle_own_issue(scope, withdrawn.id, IssueOutcome.WITHDRAWN)
    assert (one.status, one.outcome, one.resolved_at is not None) == (
        IssueStatus.CLOSED,
        IssueOutcome.FIXED_BY_USER,
        True,
    )
    assert (two.outcome, two.resolved_at) == (IssueOutcome.WITHDRAWN, None)
    with pytest.raises(BadInput):
        async with open_scope(town.resident) as scope:
            await settle_own_issue(scope, (await reported(town)).id, IssueOutcome.DUPLICATE)


async def test_more_time_is_asked_for_and_decided_by_someone_else(town: Town) -> None:
    with clock.at(at(2, 13)):
        issue = await reported(town, category="waste")
        async with open_scope(town.manager) as scope:
            await request_extension(scope, issue.id, 3, "等设备")
        with pytest.raises(ExtensionOpen):
            async with open_scope(town.desk) as scope:
                await request_extension(scope, issue.id, 1, "再等")
    async with open_scope(town.manager, read_only=True) as scope:
        extension_id = await scope.session.scalar(select(IssueExtension.id))
    assert extension_id is not None
    with pytest.raises(ExtensionOwn):
        async with open_scope(town.manager) as scope:
            await decide_extension(scope, extension_id, is_granted=True)
    with pytest.raises(Forbidden):
        async with open_scope(town.desk) as scope:
            await decide_extension(scope, extension_id, is_granted=True)
    other, _ = await seated(town.operator, Role.COMMUNITY_MANAGER)
    async with open_scope(other) as scope:
        put_off = await decide_extension(scope, extension_id, is_granted=True, note="同意")
    assert (put_off.due_at, put_off.promised_at) == (end_of(dt.date(2026, 2, 28)),) * 2
    with pytest.raises(ExtensionClosed):
        async with open_scope(other) as scope:
            await decide_extension(scope, extension_id, is_granted=False)


async def test_a_refused_extension_moves_nothing_and_is_internal(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        await request_extension(scope, issue.id, 1, "等设备")
        extension_id = await scope.session.scalar(select(IssueExtension.id))
    assert extension_id is not None
    async with open_scope(town.manager) as scope:
        assert (await decide_extension(scope, extension_id, is_granted=False)).due_at == issue.due_at
    async with open_scope(town.resident, read_only=True) as scope:
        assert len((await steps_of_issues_by_id(scope, [issue.id]))[issue.id]) == 1
    for days in (0, 16):
        with pytest.raises(ExtensionTooLong):
            async with open_scope(town.desk) as scope:
                await request_extension(scope, issue.id, days, "等设备")


async def test_several_departments_handle_it_and_one_leads(town: Town) -> None:
    issue = await reported(town, category="waste")
    async with open_scope(town.desk) as scope:
        await add_issue_party(scope, issue.id, NewParty(department="物业", is_lead=True, task="增加清运班次"))
        await add_issue_party(scope, issue.id, NewParty(department="环卫所"))
    for new, refusal in (
        (NewParty(department="城管中队", is_lead=True), LeadTaken),
        (NewParty(department="环卫所"), PartyAlreadyJoined),
        (NewParty(department=" "), BadInput),
    ):
        with pytest.raises(refusal):
            async with open_scope(town.desk) as scope:
                await add_issue_party(scope, issue.id, new)
    async with open_scope(town.desk, read_only=True) as scope:
        lead, along = (await parties_of_issues_by_id(scope, [issue.id]))[issue.id]
        assert (lead.department, lead.task, along.department) == ("物业", "增加清运班次", "环卫所")
    async with open_scope(town.desk) as scope:
        await finish_issue_party(scope, lead.id, "已三班")
        await finish_issue_party(scope, lead.id)
    async with open_scope(town.desk, read_only=True) as scope:
        done = select(func.count()).select_from(IssueStep).where(IssueStep.act == IssueAct.PARTY_DONE)
        assert await scope.session.scalar(done) == 1
        assert await scope.session.scalar(select(func.count()).select_from(IssueParty)) == 2


async def test_reporter_and_followers_are_told_of_each_step_but_not_who_took_it(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.neighbour) as scope:
        await follow_issue(scope, issue.id)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
    (_, fact) = await emitted(town, "issues.IssueMoved")
    teller = system_actor(town.operator.id, "issues.tell_people", IssuePermission.TELL)
    moved = IssueMoved(
        issue.id,
        issue.community_id,
        fact["step_id"],
        IssueAct(fact["act"]),
        IssueStatus(fact["status"]),
        by_account_id=town.desk.account_id,
    )
    async with open_scope(teller) as scope:
        await tell_of_step(scope, moved)
    told = await emitted(town, "messaging.NotificationWanted")
    assert {one["account_id"] for one in told} == {str(town.resident.account_id), str(town.neighbour.account_id)}
    assert {(one["kind"], one["object_type"], one["object_id"]) for one in told} == {
        ("ISSUE_ACCEPTED", "IssueStep", fact["step_id"])
    }
    assert told[0]["facts"] == {"issue": str(issue.id), "status": "ACCEPTED", "level": "MICRO"}
