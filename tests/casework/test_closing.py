"""A case is closed with words, by who works on it, once it is approved; what was said outlasts its reopening."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.paging import Page
from backend.modules.casework.actions.linking import link_cases
from backend.modules.casework.actions.phases import close_case, reopen_case
from backend.modules.casework.contract.case_inputs import Closing, NewLink
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseEventKind,
    CaseOutcome,
    CasePhase,
    CaseRelation,
    CaseStatus,
    NoteKind,
)
from backend.modules.casework.models.cases import Case, CaseClosing, CaseEvent, CaseStep
from backend.modules.casework.queries.contents import ContentView, contents_by_id
from backend.modules.casework.queries.notes import NoteView, list_case_notes
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, advance, approve, audited, casework, consent, open_for
from tests.casework.test_moving import moved
from tests.casework.test_phases import now
from tests.casework.test_rights import tried

MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)


async def end(actor: Actor, case: Case, **more: Any) -> str:
    """OK, or the code of the refusal."""
    said: dict[str, Any] = {"outcome": CaseOutcome.MOVED_AWAY, "reason": "搬离本市"} | more
    try:
        async with open_scope(casework(actor)) as scope:
            await close_case(scope, Closing(case_id=case.id, **said))
    except AppError as refusal:
        return refusal.code
    return "OK"


async def again(actor: Actor, case: Case, reason: str = "又回来了") -> str:
    try:
        async with open_scope(casework(actor)) as scope:
            await reopen_case(scope, case.id, reason)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def content(office: Office, case: Case) -> ContentView:
    async with open_scope(casework(office.supervisor)) as scope:
        return (await contents_by_id(scope, [case.id]))[case.id]


async def notes(office: Office, case: Case) -> list[NoteView]:
    async with open_scope(casework(office.supervisor)) as scope:
        return list((await list_case_notes(scope, Page(), case.id)).rows)


async def test_a_case_is_closed_with_words_and_a_satisfaction_from_one_to_five(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    for more in ({"satisfaction": 0}, {"satisfaction": 6}, {"satisfaction": -1}, {"reason": " "}, {"reason": "搬"}):
        assert await end(office.workers[0], case, **more) == "BAD_INPUT", more
    assert (await now(office, case)).status is CaseStatus.OPEN
    assert await end(office.workers[0], case, satisfaction=1) == "OK"
    closed = await now(office, case)
    # Nothing of it is due any more.
    assert (closed.outcome, closed.satisfaction, closed.due_on, closed.version) == (CaseOutcome.MOVED_AWAY, 1, None, 2)
    assert (await content(office, case)).closing_reason == "搬离本市"
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        (kept,) = await scope.session.scalars(select(CaseClosing))
        (event,) = await scope.session.scalars(select(CaseEvent).where(CaseEvent.kind == CaseEventKind.CLOSED))
    assert (kept.version, kept.outcome, kept.closed_at) == (2, CaseOutcome.MOVED_AWAY, closed.closed_at)
    assert (event.word, event.version, event.fields) == ("MOVED_AWAY", 2, ["phase", "status"])
    assert event.account_id == office.workers[0].account_id
    assert await audited(office, "case_closed") == 1
    # Once for its opening, once for its closing.
    assert [one["case_id"] for one in await moved(office)] == [str(case.id)] * 2


async def test_who_does_not_work_on_a_case_neither_closes_nor_reopens_it(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    for stranger in (office.workers[1], office.outsider):
        assert await end(stranger, case) == "NOT_ASSIGNED"
    assert await end(office.workers[0], case) == "OK"
    assert await end(office.workers[0], case) == "CASE_CLOSED"
    for stranger in (office.workers[1], office.outsider):
        assert await again(stranger, case) == "NOT_ASSIGNED"
    assert (await now(office, case)).status is CaseStatus.CLOSED


async def test_a_case_is_opened_again_for_a_reason_that_is_kept(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    assert await end(office.workers[0], case, satisfaction=4) == "OK"
    for reason in (" ", "又", "又" * 20_001):
        assert await again(office.workers[0], case, reason) == "REASON_MISSING"
    assert await again(office.workers[0], case) == "OK"
    reopened = await now(office, case)
    assert (reopened.status, reopened.phase, reopened.phase_number) == (CaseStatus.OPEN, CasePhase.INTAKE, 2)
    assert (reopened.outcome, reopened.satisfaction, reopened.closed_at) == (None, None, None)
    assert reopened.version == 3
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        events = select(CaseEvent).where(CaseEvent.kind == CaseEventKind.REOPENED)
        (event,) = await scope.session.scalars(events)
    assert (event.word, event.version, event.fields) == ("INTAKE", 3, ["phase", "status"])
    assert await audited(office, "case_reopened") == 1
    # It is kept also when the case is closed once more.
    await approve(office, case, ApprovalSubject.CLOSURE)
    assert await end(office.workers[0], case, reason="已转介") == "OK"
    said = await content(office, case)
    assert (said.closing_reason, [one.reason for one in said.returns]) == ("已转介", ["又回来了"])


async def test_a_case_is_not_opened_again_beside_another_of_the_same_person(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    assert await end(office.workers[0], case) == "OK"
    other = await open_for(office)
    assert await again(office.workers[0], case) == "CASE_DUPLICATE"
    assert [(await now(office, one)).status for one in (case, other)] == [CaseStatus.CLOSED, CaseStatus.OPEN]
    assert (await content(office, case)).closing_reason == "搬离本市"


@pytest.mark.parametrize("phase", [CasePhase.INTAKE, CasePhase.ASSESSMENT])
async def test_what_was_approved_before_is_approved_anew_once_a_case_is_opened_again(
    office: Office, phase: CasePhase
) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
        if phase is CasePhase.ASSESSMENT:
            await consent(office, case)
            await advance(office, case, phase)
            await approve(office, case, ApprovalSubject.ASSESSMENT)
        await approve(office, case, ApprovalSubject.CLOSURE)
        assert await end(office.workers[0], case) == "OK"
    with clock.at(MONDAY + dt.timedelta(days=14)):
        assert await again(office.workers[0], case) == "OK"
        reopened = await now(office, case)
        # It is assessed anew, from the day on which it was opened again.
        assert (reopened.phase, reopened.due_on) == (phase, dt.date(2026, 3, 30))
        assert await end(office.workers[0], case) == "APPROVAL_MISSING"
        if phase is CasePhase.ASSESSMENT:
            assert await tried(office.workers[0], "advanceCase", case, phase="PLANNING") == "APPROVAL_MISSING"
        await approve(office, case, ApprovalSubject.CLOSURE)
        assert await end(office.workers[0], case) == "OK"
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        steps = (await scope.session.scalars(select(CaseStep).order_by(CaseStep.number))).all()
    assert [one.phase for one in steps][-2:] == [phase, phase]


async def test_each_closing_is_filed_as_who_closed_it_wrote_it_on_its_day(office: Office) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
    for days, (actor, reason) in enumerate(((office.workers[0], "搬离本市"), (office.supervisor, "不愿继续"))):
        with clock.at(MONDAY + dt.timedelta(days=10 * days)):
            await approve(office, case, ApprovalSubject.CLOSURE)
            assert await end(actor, case, reason=reason) == "OK"
        with clock.at(MONDAY + dt.timedelta(days=10 * days + 5)):
            assert await again(office.workers[0], case) == "OK"
    filed = [(one.kind, one.text, one.account_id, one.happened_on.day) for one in await notes(office, case)]
    assert filed == [
        (NoteKind.CLOSURE, "不愿继续", office.supervisor.account_id, 12),
        (NoteKind.CLOSURE, "搬离本市", office.workers[0].account_id, 2),
    ]


async def test_why_a_case_was_opened_again_is_not_taken_for_why_its_family_was_closed(office: Office) -> None:
    """One that is closed with its family has no words of its own."""
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, NewLink(case_id=case.id, other_case_id=other.id, relation=CaseRelation.FAMILY))
    await approve(office, other, ApprovalSubject.CLOSURE)
    assert await end(office.workers[0], other, reason="搬离本市") == "OK"
    assert await again(office.workers[0], other, "又回来了") == "OK"
    for one in (case, other):
        await approve(office, one, ApprovalSubject.CLOSURE)
    assert await end(office.workers[0], case, reason="举家搬离", is_for_family=True) == "OK"
    assert (await content(office, other)).closing_reason is None
    assert await again(office.workers[0], other, "第二次回来") == "OK"
    assert [one.text for one in await notes(office, other)] == ["搬离本市"]
    assert [one.reason for one in (await content(office, other)).returns] == ["又回来了", "第二次回来"]
