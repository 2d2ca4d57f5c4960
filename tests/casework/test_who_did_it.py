"""Each row of a case says who did it, and when."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any  # columns, and fields of inputs

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.modules.casework.contract.case_words import CasePhase
from backend.modules.casework.models.cases import CaseConsent, CaseStep, CaseWorker
from backend.modules.casework.models.contents import CaseApproval, CaseGoal, CaseNote, GoalScore
from backend.modules.casework.models.moves import CaseAccess, CaseCrisis, CaseMove
from backend.modules.casework.queries.notes import list_case_notes
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope
from tests.casework.asking import done
from tests.casework.factories import Office, casework, note, open_for
from tests.casework.test_rights import CODE, listed, tried
from tests.isolation.saying import global_id

MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)


@contextmanager
def day(number: int) -> Iterator[None]:
    with clock.at(MONDAY + dt.timedelta(days=number)):
        yield


async def written(office: Office, *columns: Any) -> list[tuple[Any, ...]]:
    """Who and when, as the rows of the case have it, in the order in which they were written."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = (await scope.session.execute(select(*columns).order_by(columns[-1]))).all()
    return [tuple(row) for row in rows]


def acts(office: Office, colleague: str) -> tuple[tuple[Actor, str, dict[str, Any]], ...]:
    """What is done to a case, one act a day, by whom."""
    worker, lead = office.workers[0], office.supervisor
    return (
        (lead, "recordConsent", {"purpose": "SERVICE", "form": "PHONE"}),
        (worker, "recordConsent", {"purpose": "TRANSFER", "form": "ORAL"}),
        (lead, "advanceCase", {"phase": "ASSESSMENT"}),
        (lead, "addCaseNote", {"kind": "VISIT", "text": "上门探访", "happenedOn": "2026-03-01"}),
        (worker, "requestApproval", {"subject": "CLOSURE"}),
        (lead, "setGoal", {"title": "恢复睡眠", "indicator": "每晚睡足六小时的天数"}),
        (lead, "raiseCrisis", {"note": "流露轻生念头"}),
        (worker, "requestTransfer", {"stationId": global_id("Station", office.station.id), "reason": "休假"}),
        (office.workers[1], "breakGlass", {"reason": "值班接警，须立即了解情况"}),
        (lead, "withdrawConsent", {"purpose": "TRANSFER"}),
        (lead, "assignCase", {"workerId": colleague, "role": "MEMBER"}),
    )


async def decide(office: Office) -> None:
    """On the twelfth day the supervisor refuses the transfer, and on the twentieth they score the goal."""
    ((move_id,),), ((goal_id,),) = await written(office, CaseMove.id), await written(office, CaseGoal.id)
    with day(12):
        given = {"moveId": global_id("CaseMove", move_id), "state": "REJECTED", "note": "本站已满员"}
        assert "code" not in await done(office.supervisor, "decideTransfer", CODE, **given)
    with day(20):
        given = {"goalId": global_id("CaseGoal", goal_id)}
        assert "code" not in await done(office.supervisor, "scoreGoal", CODE, score=40, **given)


async def test_each_row_of_a_case_says_who_wrote_it_and_when(office: Office) -> None:
    with day(0):
        case = await open_for(office)
    for number, (actor, name, more) in enumerate(acts(office, await listed(office, office.workers[1])), 1):
        with day(number):
            assert await tried(actor, name, case, **more) == "OK", name
    await decide(office)
    me, other, them = office.workers[0].account_id, office.workers[1].account_id, office.supervisor.account_id
    at = [MONDAY + dt.timedelta(days=number) for number in range(21)]
    steps = await written(office, CaseStep.account_id, CaseStep.phase, CaseStep.entered_at)
    assert steps == [(me, CasePhase.INTAKE, at[0]), (them, CasePhase.ASSESSMENT, at[3])]
    agreed = CaseConsent.recorded_by_id, CaseConsent.form, CaseConsent.withdrawn_at, CaseConsent.given_at
    assert await written(office, *agreed) == [(them, "PHONE", None, at[1]), (me, "ORAL", at[10], at[2])]
    noted = await written(office, CaseNote.account_id, CaseNote.happened_on, CaseNote.created_at)
    assert noted == [(them, dt.date(2026, 3, 1), at[4])]
    laid = await written(office, CaseApproval.requested_by_id, CaseApproval.decided_at, CaseApproval.requested_at)
    assert laid == [(me, None, at[5])]
    assert await written(office, CaseGoal.scored_at, CaseGoal.created_at) == [(at[20], at[6])]
    scored = await written(office, GoalScore.account_id, GoalScore.score, GoalScore.scored_at)
    assert scored == [(them, 40, at[20])]
    assert await written(office, CaseCrisis.raised_by_id, CaseCrisis.raised_at) == [(them, at[7])]
    moves = CaseMove.requested_by_id, CaseMove.decided_by_id, CaseMove.decided_at, CaseMove.requested_at
    assert await written(office, *moves) == [(me, them, at[12], at[8])]
    assert await written(office, CaseAccess.account_id, CaseAccess.opened_at) == [(other, at[9])]
    on = await written(office, CaseWorker.account_id, CaseWorker.role, CaseWorker.started_at)
    assert on == [(me, "PRIMARY", at[0]), (other, "MEMBER", at[11])]


async def test_the_audit_trail_of_a_case_says_of_which_community_it_is(office: Office) -> None:
    """Who manages some communities alone is shown the entries of those."""
    case = await open_for(office)
    assert await tried(office.workers[0], "recordConsent", case, purpose="SERVICE", form="PHONE") == "OK"
    assert await tried(office.workers[0], "raiseCrisis", case, note="流露轻生念头") == "OK"
    async with open_scope(casework(office.supervisor)) as scope:
        await list_case_notes(scope, Page(), case.id)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = (await scope.session.scalars(select(AuditEntry).where(AuditEntry.object_id == case.id))).all()
    wanted = {"case_opened", "case_consent_given", "case_crisis_raised", "read_case_notes"}
    assert wanted <= {one.act for one in rows}
    assert {one.community_id for one in rows} == {office.village.community_id}
    # Which note, goal or move it is about is told too.
    found = await note(office, case)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        (entry,) = await scope.session.scalars(select(AuditEntry).where(AuditEntry.act == "case_note_added"))
    assert entry.facts == {"subject_id": str(found.id)}
