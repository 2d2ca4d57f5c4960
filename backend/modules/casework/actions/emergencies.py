"""What cannot wait: the glass is broken for a reason, for a time; a crisis runs against the clock."""

import datetime as dt
from uuid import UUID

from sqlalchemy import or_, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import CrisisReport
from backend.modules.casework.contract.case_refusals import CrisisMissing, GlassNotNeeded
from backend.modules.casework.contract.case_words import CaseEventKind, CaseReach, CrisisStep, RiskLevel
from backend.modules.casework.contract.permissions import (
    GLASS_MINUTES,
    NOTIFY_HOURS,
    VISIT_HOURS,
    CasePermission,
)
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.due import due_on
from backend.modules.casework.history import note_event, require_text
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseAccess, CaseCrisis
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import lock_case, reaches, seal_of, station_roles, supervisors_of, workers_of
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

_LONGEST = 4000
# When what is reported was done.
_REPORTED = {CrisisStep.VISITED: "visited_at", CrisisStep.NOTIFIED: "notified_at", CrisisStep.ENDED: "ended_at"}


@action(CasePermission.WORK)
async def break_glass(scope: Scope, case_id: UUID, reason: str) -> CaseAccess:
    """Read a case that is not one's own, for a reason: its supervisors are told at once, and it ends by itself.

    Raises NotFound, ReasonMissing, GlassNotNeeded.
    """
    case: Case | None = await scope.session.scalar(select(Case).where(Case.id == case_id))
    reach = None if case is None else (await reaches(scope, [case])).get(case_id)
    if case is None or reach is None or not await station_roles(scope):
        raise NotFound(field=("input", "case_id"))
    if reach is not CaseReach.EXISTS:
        raise GlassNotNeeded
    if not 2 <= len(reason.strip()) <= _LONGEST:
        raise ReasonMissing(field=("input", "reason"))
    access_id, now = new_id(), clock.now()
    access = CaseAccess(
        id=access_id,
        case_id=case.id,
        account_id=scope.actor.account_id,
        reason_sealed=(await seal_of(scope, case.id)).seal(access_id, "reason", reason.strip()),
        opened_at=now,
        expires_at=now + dt.timedelta(minutes=await scope.limit(GLASS_MINUTES)),
    )
    scope.session.add(access)
    note_event(scope, case, CaseEventKind.GLASS_BROKEN, subject_id=access_id)
    for account_id in await _watching(scope, case):
        _tell(scope, account_id, "CASE_GLASS_BROKEN", case, "CaseAccess", access_id)
    await scope.session.flush()
    return access


async def _watching(scope: Scope, case: Case) -> list[UUID]:
    """Who is told that the glass was broken, never in silence: whoever supervises the station, else whoever works on
    the case, else whoever supervises other stations."""
    if told := await supervisors_of(scope, case.station_id) or await workers_of(scope, case.id):
        return told
    elsewhere = select(StationWorker.account_id).where(
        StationWorker.role == StationRole.SUPERVISOR,
        StationWorker.ended_at.is_(None),
        StationWorker.account_id != scope.actor.account_id,
    )
    return sorted(set(await scope.session.scalars(elsewhere)))


def _tell(scope: Scope, account_id: UUID, kind: str, case: Case, object_type: str, object_id: UUID) -> None:
    facts: dict[str, str | int] = {"case_id": str(case.id)}
    scope.emit(
        NotificationWanted(account_id=account_id, kind=kind, object_type=object_type, object_id=object_id, facts=facts)
    )


async def _tell_all(scope: Scope, case: Case, crisis: CaseCrisis, kind: str) -> None:
    """Whoever supervises the station and whoever works on the case."""
    everyone = [*(await workers_of(scope, case.id)), *(await supervisors_of(scope, case.station_id))]
    told = {*everyone} - {scope.actor.account_id}
    for account_id in sorted(told):
        _tell(scope, account_id, kind, case, "CaseCrisis", crisis.id)


@action(CasePermission.WORK)
async def raise_crisis(scope: Scope, case_id: UUID, note: str) -> CaseCrisis:
    """Say that somebody is in danger: a visit is due within hours, and then those who must know are told.

    It needs no consent. Raises NotFound, NotAssigned, CaseClosed, BadInput, CrisisRaised.
    """
    case = await lock_case(scope, case_id)
    text, now, crisis_id = require_text(note, "note", _LONGEST), clock.now(), new_id()
    crisis = CaseCrisis(
        id=crisis_id,
        case_id=case.id,
        raised_by_id=scope.actor.account_id,
        note_sealed=(await seal_of(scope, case.id)).seal(crisis_id, "note", text),
        raised_at=now,
        visit_due_at=now + dt.timedelta(hours=await scope.limit(VISIT_HOURS)),
        notify_due_at=now + dt.timedelta(hours=await scope.limit(NOTIFY_HOURS)),
    )
    scope.session.add(crisis)
    await scope.session.flush()
    case.risk = RiskLevel.CRISIS
    case.due_on = await due_on(scope, case.risk, case.phase)
    case.version += 1
    note_event(scope, case, CaseEventKind.CRISIS_RAISED, subject_id=case.id, version=case.version, fields=("risk",))
    await _tell_all(scope, case, crisis, "CASE_CRISIS_RAISED")
    return crisis


async def _open_crisis(scope: Scope, case_id: UUID) -> CaseCrisis:
    crisis: CaseCrisis | None = await scope.session.scalar(
        select(CaseCrisis).where(CaseCrisis.case_id == case_id, CaseCrisis.ended_at.is_(None)).with_for_update()
    )
    if crisis is None:
        raise CrisisMissing
    return crisis


@action(CasePermission.WORK)
async def report_crisis(scope: Scope, report: CrisisReport) -> CaseCrisis:
    """Say what was done: somebody went there, those who must know are told, it is over. What is not said is not taken
    for done: a false alarm ends without a visit, the station's supervisors are told so, and it is to be seen later.

    Raises NotFound, NotAssigned, CrisisMissing.
    """
    case = await lock_case(scope, report.case_id, is_open=False)
    crisis, done_at = await _open_crisis(scope, case.id), _REPORTED[report.step]
    # Reported again, it was done when it was first said.
    if getattr(crisis, done_at) is None:
        setattr(crisis, done_at, clock.now())
    if crisis.ended_at is not None and crisis.visited_at is None:
        for account_id in await supervisors_of(scope, case.station_id):
            _tell(scope, account_id, "CASE_CRISIS_UNVISITED", case, "CaseCrisis", crisis.id)
    note_event(scope, case, CaseEventKind.CRISIS_STEP, subject_id=crisis.id, word=report.step.value)
    await scope.session.flush()
    return crisis


@action(CasePermission.KEEP_TIME)
async def watch_crises(scope: Scope) -> int:
    """Tell everyone of a crisis whose visit or notice is late, once for each; how many were."""
    now, late = clock.now(), 0
    rows = await scope.session.scalars(
        select(CaseCrisis)
        .where(CaseCrisis.ended_at.is_(None), or_(CaseCrisis.visit_due_at <= now, CaseCrisis.notify_due_at <= now))
        .order_by(CaseCrisis.id)
        .with_for_update(skip_locked=True)
    )
    for crisis in rows.all():
        case: Case = (await scope.session.scalars(select(Case).where(Case.id == crisis.case_id))).one()
        if crisis.visit_due_at <= now and crisis.visited_at is None and crisis.visit_missed_at is None:
            crisis.visit_missed_at = now
            await _tell_all(scope, case, crisis, "CASE_CRISIS_VISIT_LATE")
            late += 1
        if crisis.notify_due_at <= now and crisis.notified_at is None and crisis.notify_missed_at is None:
            crisis.notify_missed_at = now
            await _tell_all(scope, case, crisis, "CASE_CRISIS_NOTICE_LATE")
            late += 1
    await scope.session.flush()
    return late
