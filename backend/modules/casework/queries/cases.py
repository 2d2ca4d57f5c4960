"""Reads of cases: the frame as far as the asker reaches it, for staff of the station and for the person themselves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import (
    CaseOutcome,
    CasePhase,
    CaseReach,
    CaseSource,
    CaseStatus,
    RiskLevel,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.cases import Case, CaseClosing, CaseConsent, CaseStep, CaseWorker
from backend.modules.casework.reaching import led, reaches, station_roles, supervised, worked_on
from tenants.confidential import confidential
from tenants.scope import Scope, query

R = TypeVar("R", CaseStep, CaseWorker, CaseConsent, CaseClosing)
_FRAME_SHOWN = (CaseReach.FULL, CaseReach.GLASS)
_STEPS_SHOWN = (*_FRAME_SHOWN, CaseReach.OWN)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the asker reaches it: who only knows that it is there is told no more than that."""

    id: UUID
    reach: CaseReach
    code: str
    station_id: UUID
    status: CaseStatus
    opened_at: dt.datetime
    resident_id: UUID | None = None
    community_id: UUID | None = None
    area: ServiceArea | None = None
    source: CaseSource | None = None
    risk: RiskLevel | None = None
    phase: CasePhase | None = None
    has_name_hidden: bool | None = None
    is_separate: bool | None = None
    due_on: dt.date | None = None
    closed_at: dt.datetime | None = None
    outcome: CaseOutcome | None = None
    satisfaction: int | None = None
    version: int | None = None
    is_led: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are wanted; all that is given must hold."""

    station_id: UUID | None = None
    resident_id: UUID | None = None
    status: CaseStatus | None = None
    phase: CasePhase | None = None
    risk: RiskLevel | None = None
    is_mine: bool | None = None
    is_overdue: bool | None = None


_KNOWN = ("id", "code", "station_id", "status", "opened_at")
_STEPS = ("resident_id", "community_id", "area", "source", "phase", "closed_at", "outcome")
_FRAME = ("risk", "has_name_hidden", "is_separate", "due_on", "satisfaction", "version")


def view_of(case: Case, reach: CaseReach) -> CaseView:
    """What someone with that reach may see of a case's frame."""
    told = list(_KNOWN)
    if reach is not CaseReach.EXISTS:
        told += _STEPS
    if reach in _FRAME_SHOWN:
        told += _FRAME
    view = CaseView(reach=reach, **{name: getattr(case, name) for name in told})
    # Whose it is may be known to whoever knows of the case, unless the name is hidden.
    return view if view.resident_id or case.has_name_hidden else replace(view, resident_id=case.resident_id)


@confidential
@query(CasePermission.FOLLOW_OWN)
async def list_cases(scope: Scope, page: Page, wanted: CaseFilter) -> Slice[CaseView]:
    """The cases of the operator that the asker knows of, newest first; a resident's own.

    Phase, risk and what is overdue are known of the asker's own cases and stations alone, and so are filters by them.
    """
    statement = select(Case)
    for column, value in (
        (Case.station_id, wanted.station_id),
        (Case.resident_id, wanted.resident_id),
        (Case.status, wanted.status),
        (Case.phase, wanted.phase),
        (Case.risk, wanted.risk),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.resident_id is not None and scope.actor.resident_id is None:
        statement = statement.where(~Case.has_name_hidden | Case.id.in_(await _reached(scope)))
    if wanted.is_overdue is not None:
        is_overdue = Case.due_on < clock.today()
        statement = statement.where(is_overdue if wanted.is_overdue else ~is_overdue)
    for condition in await _told_by(scope, wanted):
        statement = statement.where(condition)
    found = await paged(scope.session, statement, page, Case.opened_at, Case.id, newest_first=True)
    views = await _views(scope, found.rows)
    return found.mapped(lambda case: views[case.id])


async def _told_by(scope: Scope, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """What keeps a filter from telling what the cases themselves do not tell the actor."""
    none: ColumnElement[bool] = Case.id.is_(None)
    if scope.actor.resident_id is not None:
        # The person is told the phase, and neither the risk nor when something is due.
        hidden = (wanted.risk, wanted.is_overdue)
        return [] if hidden == (None, None) and wanted.is_mine is not False else [none]
    if not scope.actor.can(CasePermission.KNOW):
        return [none]
    inside = any(value is not None for value in (wanted.phase, wanted.risk, wanted.is_overdue))
    if wanted.is_mine is None and not inside:
        return []
    inner: ColumnElement[bool] = Case.id.in_(await _reached(scope))
    return ([inner] if inside else []) + ([] if wanted.is_mine is None else [inner if wanted.is_mine else ~inner])


async def _reached(scope: Scope) -> list[UUID]:
    """The cases that the actor works on or supervises."""
    roles = await station_roles(scope)
    worked = worked_on(scope.actor.account_id)
    mine = (Case.id.in_(worked) & Case.station_id.in_(roles)) | Case.station_id.in_(supervised(roles))
    return list(await scope.session.scalars(select(Case.id).where(mine)))


@confidential
@query(CasePermission.FOLLOW_OWN)
async def cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CaseView]:
    """Cases by id, as far as the asker reaches them."""
    return await _views(scope, (await scope.session.scalars(select(Case).where(Case.id.in_(ids)))).all())


async def _views(scope: Scope, cases: Sequence[Case]) -> dict[UUID, CaseView]:
    reached, theirs = await reaches(scope, cases), await led(scope, cases)
    views = {case.id: view_of(case, reached[case.id]) for case in cases if case.id in reached}
    return {
        case_id: replace(view, is_led=case_id in theirs) if view.reach in _FRAME_SHOWN else view
        for case_id, view in views.items()
    }


async def _reached_by(scope: Scope, ids: Sequence[UUID], shown: Sequence[CaseReach] = _STEPS_SHOWN) -> list[UUID]:
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(ids)))).all()
    return [case_id for case_id, reach in (await reaches(scope, cases)).items() if reach in shown]


@confidential
@query(CasePermission.FOLLOW_OWN)
async def steps_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CaseStep]]:
    """The phases that each case went through, in order, by the case's id; none of cases that are only known of."""
    rows = await scope.session.scalars(
        select(CaseStep)
        .where(CaseStep.case_id.in_(await _reached_by(scope, ids)))
        .order_by(CaseStep.case_id, CaseStep.number)
    )
    return _by_case(rows.all())


@confidential
@query(CasePermission.FOLLOW_OWN)
async def workers_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CaseWorker]]:
    """Who works on each case now, by the case's id."""
    rows = await scope.session.scalars(
        select(CaseWorker)
        .where(CaseWorker.case_id.in_(await _reached_by(scope, ids)), CaseWorker.ended_at.is_(None))
        .order_by(CaseWorker.case_id, CaseWorker.role.desc(), CaseWorker.id)
    )
    return _by_case(rows.all())


@confidential
@query(CasePermission.FOLLOW_OWN)
async def consents_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CaseConsent]]:
    """What the person of each case agreed to, also what was withdrawn, by the case's id."""
    rows = await scope.session.scalars(
        select(CaseConsent)
        .where(CaseConsent.case_id.in_(await _reached_by(scope, ids)))
        .order_by(CaseConsent.case_id, CaseConsent.id)
    )
    return _by_case(rows.all())


@confidential
@query(CasePermission.FOLLOW_OWN)
async def closings_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CaseClosing]]:
    """Each time that a case was closed, the last first, by the case's id; of cases that the actor reads."""
    rows = await scope.session.scalars(
        select(CaseClosing)
        .where(CaseClosing.case_id.in_(await _reached_by(scope, ids, _FRAME_SHOWN)))
        .order_by(CaseClosing.case_id, CaseClosing.version.desc())
    )
    return _by_case(rows.all())


def _by_case(rows: Sequence[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
