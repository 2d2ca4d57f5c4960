"""Reads of what residents asked stations for: each by staff is written down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import HelpState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.reaching import station_roles
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
    """The requests with their words, by id; what staff read is written down first."""
    if scope.actor.resident_id is None:
        for row in rows:
            scope.record("read_help_request", "HelpRequest", row.id)
        await scope.session.flush()
    key = await scope.key()
    return {row.id: _view(key, row) for row in rows}


def _view(key: DataKey, row: HelpRequest) -> HelpView:
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
        case_id=row.case_id,
        asked_at=row.asked_at,
        taken_at=row.taken_at,
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
