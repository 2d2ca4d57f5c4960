"""Reads of places in line: residents see their own, staff those of their communities."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.waitlists.contract import WaitlistPermission, WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine, WaitlistNumber
from backend.modules.waitlists.positions import position, positions_of
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class EntryView:
    """A place in line; `position` 1 is next, None where there is an offer or the place has ended."""

    id: UUID
    community_id: UUID
    kind: str
    subject_id: UUID
    resident_id: UUID
    number: int
    position: int | None
    status: WaitlistStatus
    joined_at: dt.datetime
    offered_at: dt.datetime | None
    offer_expires_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which places are wanted; all that is given must hold."""

    kind: str | None = None
    subject_id: UUID | None = None
    statuses: tuple[WaitlistStatus, ...] = ()


def _seen(row: WaitlistEntry, position: int | None) -> EntryView:
    return EntryView(
        id=row.id,
        community_id=row.community_id,
        kind=row.kind,
        subject_id=row.subject_id,
        resident_id=row.resident_id,
        number=row.number,
        position=position,
        status=row.status,
        joined_at=row.joined_at,
        offered_at=row.offered_at,
        offer_expires_at=row.offer_expires_at,
        ended_at=row.ended_at,
    )


@query(WaitlistPermission.VIEW)
async def entries_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, EntryView]:
    """Places in line by id; a resident's login has rows of its own only."""
    rows = await scope.session.execute(select(WaitlistEntry, position()).where(WaitlistEntry.id.in_(ids)))
    return {entry.id: _seen(entry, ahead) for entry, ahead in rows}


@query(WaitlistPermission.VIEW)
async def list_entries(scope: Scope, page: Page, wanted: EntryFilter) -> Slice[EntryView]:
    """The places that the actor may see, the latest first; those of one subject in the order of the line."""
    statement = select(WaitlistEntry)
    if wanted.kind is not None:
        statement = statement.where(WaitlistEntry.kind == wanted.kind)
    if wanted.statuses:
        statement = statement.where(WaitlistEntry.status.in_(wanted.statuses))
    if wanted.subject_id is None:
        found = await paged(scope.session, statement, page, WaitlistEntry.id, newest_first=True)
    else:
        statement = statement.where(WaitlistEntry.subject_id == wanted.subject_id)
        found = await paged(scope.session, statement, page, WaitlistEntry.number, WaitlistEntry.id)
    positions = await positions_of(scope, found.rows)
    views = [_seen(row, positions.get(row.id)) for row in found.rows]
    return Slice(views, found.cursors, found.has_next, found.count)


@query(WaitlistPermission.VIEW)
async def entries_by_subject(
    scope: Scope, kind: str, subject_ids: Sequence[UUID], resident_id: UUID
) -> Mapping[UUID, EntryView]:
    """The open place of one resident in the line of each of these subjects, by the subject's id."""
    rows = await scope.session.execute(
        select(WaitlistEntry, position()).where(
            WaitlistEntry.resident_id == resident_id,
            WaitlistEntry.kind == kind,
            WaitlistEntry.subject_id.in_(subject_ids),
            WaitlistEntry.status.in_((WaitlistStatus.WAITING, WaitlistStatus.OFFERED)),
        )
    )
    return {entry.subject_id: _seen(entry, ahead) for entry, ahead in rows}


@query(WaitlistPermission.VIEW)
async def waiting_by_subject(scope: Scope, kind: str, subject_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many wait for each of these subjects without an offer; those for whom nobody waits are left out."""
    rows = await scope.session.execute(
        select(WaitlistLine.subject_id, func.count())
        .join(
            WaitlistNumber,
            and_(
                WaitlistNumber.operator_id == WaitlistLine.operator_id,
                WaitlistNumber.line_id == WaitlistLine.id,
                WaitlistNumber.is_waiting,
            ),
        )
        .where(WaitlistLine.kind == kind, WaitlistLine.subject_id.in_(subject_ids))
        .group_by(WaitlistLine.subject_id)
    )
    return dict(rows.all())


def sees_all(scope: Scope) -> bool:
    """Whether the actor's login sees everybody's place in line, and so may make offers."""
    return scope.actor.surface is Surface.TENANT
