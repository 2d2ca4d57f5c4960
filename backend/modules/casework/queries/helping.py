"""Reads of what residents asked stations for: each by staff is written down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import CaseReach, HelpState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.queries.cases import view_of
from backend.modules.casework.reaching import reaches, station_roles
from backend.modules.casework.sealing import answer_context, help_context
from tenants.confidential import confidential
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class HelpView:
    """What a resident asked for, opened."""

    id: UUID
    station_id: UUID
    resident_id: UUID
    worker_id: UUID | None
    text: str | None
    answer: str | None
    is_urgent: bool
    state: HelpState
    case_id: UUID | None
    asked_at: dt.datetime
    taken_at: dt.datetime | None


async def _heard(scope: Scope) -> Select[HelpRequest]:
    if scope.actor.resident_id is not None:
        return select(HelpRequest).where(HelpRequest.resident_id == scope.actor.resident_id)
    return select(HelpRequest).where(HelpRequest.station_id.in_(await station_roles(scope)))


async def _opened(scope: Scope, rows: Sequence[HelpRequest]) -> Mapping[UUID, HelpView]:
    """The requests with their words, by id; what staff read is written down."""
    if scope.actor.resident_id is None:
        for row in rows:
            scope.record("read_help_request", "HelpRequest", row.id)
    key, told = await scope.key(), await _told_cases(scope, rows)
    return {row.id: _view(key, row, is_told=row.case_id is None or row.case_id in told) for row in rows}


async def _told_cases(scope: Scope, rows: Sequence[HelpRequest]) -> set[UUID]:
    """The cases that came of requests, save those of which the actor may know, but not whose they are."""
    ids = [row.case_id for row in rows if row.case_id is not None]
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(ids)))).all()
    reached = await reaches(scope, cases)
    return {case.id for case in cases if view_of(case, reached.get(case.id, CaseReach.EXISTS)).resident_id}


def _view(key: DataKey, row: HelpRequest, *, is_told: bool) -> HelpView:
    """Opened; neither the case that is not told nor the moment at which it was opened, by which it would be found."""
    said, answered = row.said_sealed, row.answer_sealed
    return HelpView(
        id=row.id,
        station_id=row.station_id,
        resident_id=row.resident_id,
        worker_id=row.worker_id,
        text=None if said is None else key.unseal(said, help_context(row.id)),
        answer=None if answered is None else key.unseal(answered, answer_context(row.id)),
        is_urgent=row.is_urgent,
        state=row.state,
        case_id=row.case_id if is_told else None,
        asked_at=row.asked_at,
        taken_at=row.taken_at if is_told else None,
    )


@confidential
@query(CasePermission.FOLLOW_OWN)
async def list_help_requests(scope: Scope, page: Page, state: HelpState | None = None) -> Slice[HelpView]:
    """What residents asked the actor's stations for, oldest first; for a resident, what they asked themselves."""
    statement = await _heard(scope)
    if state is not None:
        statement = statement.where(HelpRequest.state == state)
    found = await paged(scope.session, statement, page, HelpRequest.asked_at, HelpRequest.id)
    opened = await _opened(scope, found.rows)
    return found.mapped(lambda row: opened[row.id])


@confidential
@query(CasePermission.FOLLOW_OWN)
async def help_requests_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, HelpView]:
    """Requests by id, of the actor's stations or one's own."""
    rows = (await scope.session.scalars((await _heard(scope)).where(HelpRequest.id.in_(ids)))).all()
    return await _opened(scope, rows)
