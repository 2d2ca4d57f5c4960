"""When something of a case is due, by its risk and phase; and what a new case begins with, as the operator sets it."""

import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions.activities import finish_case_activity, plan_case_activity
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.contract.case_inputs import CaseChange
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import CaseEventKind, CasePhase, RiskLevel
from backend.modules.casework.contract.words import ActivityKind
from backend.modules.casework.due import due_on
from backend.modules.casework.models.cases import CaseEvent
from backend.modules.casework.queries.work import list_work_items
from tenants.scope import open_scope
from tests.casework.factories import Office, casework, open_for
from tests.proposals.factories import set_limit

MONDAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("risk", "days"),
    [
        (RiskLevel.LOW, (16, 16, 16, 30, 30, 16)),
        (RiskLevel.MEDIUM, (9, 9, 9, 16, 16, 9)),
        (RiskLevel.HIGH, (4, 4, 5, 9, 9, 5)),
        (RiskLevel.CRISIS, (3, 3, 3, 3, 3, 3)),
    ],
)
async def test_each_phase_is_due_by_its_risk(office: Office, risk: RiskLevel, days: tuple[int, ...]) -> None:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        due = [await due_on(scope, risk, phase, MONDAY) for phase in CasePhase]
    assert due == [MONDAY.replace(day=day) for day in days]


async def test_another_risk_counts_from_the_day_on_which_the_phase_began(office: Office) -> None:
    with clock.at(dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)):
        case = await open_for(office, risk=RiskLevel.LOW)
    with clock.at(dt.datetime(2026, 3, 9, 10, tzinfo=clock.SHANGHAI)):
        async with open_scope(casework(office.workers[0])) as scope:
            changed = await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))
    assert (case.due_on, changed.due_on) == (MONDAY.replace(day=16), MONDAY.replace(day=4))


async def test_days_are_as_many_as_the_operator_sets(office: Office) -> None:
    await set_limit(office.operator, casework__high_assessment_days=4, casework__high_plan_days=1)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        due = [await due_on(scope, RiskLevel.HIGH, phase, MONDAY) for phase in CasePhase]
    assert due == [MONDAY.replace(day=day) for day in (6, 6, 3, 9, 9, 3)]


async def test_days_begin_at_midnight_where_the_station_is(office: Office) -> None:
    """In Shanghai it is Monday while the servers' Sunday lasts."""
    night = dt.datetime(2026, 3, 2, 0, 30, tzinfo=clock.SHANGHAI)
    with clock.at(night):
        case = await open_for(office, risk=RiskLevel.HIGH)
        async with open_scope(casework(office.workers[0])) as scope:
            found = (await list_work_items(scope, Page())).rows
    assert case.due_on == MONDAY.replace(day=4)
    planned = {one.planned.kind: one.due_on for one in found if one.planned is not None}
    assert planned[ActivityKind.FIRST_CONTACT] == MONDAY.replace(day=4)
    assert planned[ActivityKind.VISIT] == MONDAY.replace(day=9)
    with clock.at(night + dt.timedelta(days=7)):
        async with open_scope(casework(office.workers[0])) as scope:
            changed = await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.MEDIUM))
    assert changed.due_on == MONDAY.replace(day=9)


async def test_what_an_operator_sets_to_no_day_is_not_planned(office: Office) -> None:
    await set_limit(office.operator, casework__first_visit_days=0, casework__review_days=14)
    await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        found = (await list_work_items(scope, Page())).rows
    planned = [(one.planned.kind, one.due_on - clock.today()) for one in found if one.planned is not None]
    assert planned == [
        (ActivityKind.FIRST_CONTACT, dt.timedelta(days=2)),
        (ActivityKind.REVIEW, dt.timedelta(days=14)),
    ]


async def test_something_is_planned_for_today_or_later_and_leaves_a_line(office: Office) -> None:
    case = await open_for(office)
    with pytest.raises(BadInput):
        async with open_scope(casework(office.workers[0])) as scope:
            await plan_case_activity(scope, case.id, ActivityKind.VISIT, clock.today() - dt.timedelta(days=1))
    async with open_scope(casework(office.workers[0])) as scope:
        planned = await plan_case_activity(scope, case.id, ActivityKind.VISIT, clock.today())
    for stranger in (office.workers[1], office.outsider):
        with pytest.raises(NotAssigned):
            async with open_scope(casework(stranger)) as scope:
                await plan_case_activity(scope, case.id, ActivityKind.VISIT, clock.today())
    with pytest.raises(NotFound):
        async with open_scope(casework(office.workers[0])) as scope:
            await finish_case_activity(scope, new_id())
    async with open_scope(casework(office.workers[0])) as scope:
        called_off = await finish_case_activity(scope, planned.id, is_done=False)
    assert (called_off.done_at, called_off.cancelled_at is None) == (None, False)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        events = select(CaseEvent).where(CaseEvent.subject_id == planned.id).order_by(CaseEvent.id)
        found = [(one.kind, one.word, one.case_id) for one in await scope.session.scalars(events)]
    assert found == [
        (CaseEventKind.ACTIVITY_PLANNED, "VISIT", case.id),
        (CaseEventKind.ACTIVITY_FINISHED, "CANCELLED", case.id),
    ]
