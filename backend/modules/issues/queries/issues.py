"""Reads of issues: opened for those who may see them, with their lamp."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue, IssueFollower, IssuePhoto
from backend.modules.issues.queries.seeing import seen_by
from backend.modules.issues.sealing import open_said
from backend.modules.issues.words import (
    OPEN,
    IssueLamp,
    IssueOrder,
    IssueOutcome,
    IssueSource,
    IssueStatus,
    IssueTerms,
    IssueVisibility,
    PauseReason,
)
from tenants.models import Membership
from tenants.scope import Actor, Scope, query

S = TypeVar("S", bound=Any)  # Any: a row of whatever columns


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFilter:
    """Which issues are wanted; all that is given must hold. `reported_until` is exclusive."""

    community_id: UUID | None = None
    building_id: UUID | None = None
    category_id: UUID | None = None
    handler_id: UUID | None = None
    works_id: UUID | None = None
    statuses: tuple[IssueStatus, ...] = ()
    level: GridLevel | None = None
    lamp: IssueLamp | None = None
    source: IssueSource | None = None
    reported_from: dt.datetime | None = None
    reported_until: dt.datetime | None = None
    is_open: bool | None = None
    is_overdue: bool | None = None
    is_mine: bool | None = None
    is_followed: bool | None = None
    is_assigned_to_me: bool | None = None
    has_waiting_photos: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """An issue as the actor may see it: neighbours do not learn in which room somebody lives."""

    id: UUID
    community_id: UUID
    category_id: UUID
    code: str
    terms: IssueTerms
    status: IssueStatus
    outcome: IssueOutcome | None
    level: GridLevel
    grid_id: UUID | None
    visibility: IssueVisibility
    source: IssueSource
    reporter_resident_id: UUID | None
    partner_id: UUID | None
    text: str | None
    place_note: str | None
    found_at: dt.datetime | None
    building_id: UUID | None
    unit_id: UUID | None
    bed_id: UUID | None
    space_id: UUID | None
    point_id: UUID | None
    latitude: Decimal | None
    longitude: Decimal | None
    assignee_id: UUID | None
    department: str | None
    created_at: dt.datetime
    due_at: dt.datetime
    promised_at: dt.datetime
    lamp: IssueLamp | None
    is_overdue: bool
    is_mine: bool
    paused_at: dt.datetime | None
    pause_reason: PauseReason | None
    accepted_at: dt.datetime | None
    resolved_at: dt.datetime | None
    ended_at: dt.datetime | None
    follower_count: int
    reopen_count: int
    rating: int | None
    works_id: UUID | None
    is_preventive: bool
    duplicate_of_id: UUID | None


def code_of(issue_id: UUID, created_at: dt.datetime) -> str:
    """What people call an issue by: its day in Shanghai, and the end of its id."""
    return f"{created_at.astimezone(clock.SHANGHAI):%y%m%d}-{issue_id.hex[-6:].upper()}"


def lamp_of(
    status: IssueStatus, paused_at: dt.datetime | None, yellow_at: dt.datetime, red_at: dt.datetime
) -> IssueLamp | None:
    """The lamp of an open issue; a paused one shows what it showed when its clock stopped."""
    if status not in OPEN:
        return None
    moment = paused_at or clock.now()
    if moment >= red_at:
        return IssueLamp.RED
    return IssueLamp.YELLOW if moment >= yellow_at else IssueLamp.GREEN


def is_overdue(row: Issue) -> bool:
    """Whether it is open past its deadline; a pause stops the clock."""
    return row.status in OPEN and (row.paused_at or clock.now()) >= row.due_at


def opened(actor: Actor, key: DataKey, row: Issue) -> IssueView:
    """What the actor may know of a row."""
    is_resident = actor.surface is Surface.RESIDENT
    is_mine = row.reporter_resident_id == actor.resident_id if is_resident else row.reporter_id == actor.account_id
    is_mine = is_mine and (actor.resident_id if is_resident else actor.account_id) is not None
    shows_all = is_mine or not is_resident
    said = open_said(key, row.id, row.said_sealed)
    kept: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}  # Any: column values
    shown: dict[str, Any] = {name: getattr(row, name) if shows_all else None for name in _WITHHELD}
    return IssueView(
        code=code_of(row.id, row.created_at),
        text=said.text if said else None,
        place_note=said.place if said else None,
        found_at=said.found_at if said else None,
        lamp=lamp_of(row.status, row.paused_at, row.yellow_at, row.red_at),
        is_overdue=is_overdue(row),
        is_mine=is_mine,
        **kept,
        **shown,
    )


_WITHHELD = ("reporter_resident_id", "unit_id", "bed_id", "latitude", "longitude", "assignee_id")
_DERIVED = ("code", "text", "place_note", "found_at", "lamp", "is_overdue", "is_mine")
_COPIED = tuple(name for name in IssueView.__slots__ if name not in (*_WITHHELD, *_DERIVED))


@query(IssuePermission.VIEW)
async def issues_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, IssueView]:
    """Issues by id, of those that the actor may see."""
    key = await scope.key()
    rows = await scope.session.scalars(select(Issue).where(Issue.id.in_(ids), seen_by(scope.actor)))
    return {row.id: opened(scope.actor, key, row) for row in rows}


@query(IssuePermission.VIEW)
async def places_of_issues_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """The community of each issue by its id, of those that the actor may see; nothing is opened."""
    rows = await scope.session.execute(
        select(Issue.id, Issue.community_id).where(Issue.id.in_(ids), seen_by(scope.actor))
    )
    return {row.id: row.community_id for row in rows}


@query(IssuePermission.VIEW)
async def list_issues(
    scope: Scope, page: Page, wanted: IssueFilter, order: IssueOrder = IssueOrder.NEWEST
) -> Slice[IssueView]:
    """The issues that the actor may see: newest first, or those that are due first."""
    key, statement = await scope.key(), matching(scope.actor, wanted)
    if order is IssueOrder.DUE:
        found: Slice[Issue] = await paged(scope.session, statement, page, Issue.due_at, Issue.id)
    else:
        found = await paged(scope.session, statement, page, Issue.id, newest_first=True)
    return found.mapped(lambda row: opened(scope.actor, key, row))


def matching(actor: Actor, wanted: IssueFilter) -> Select[Issue]:
    """The issues that the actor may see and asks for."""
    statement = select(Issue).where(seen_by(actor))
    for column, value in (
        (Issue.community_id, wanted.community_id),
        (Issue.building_id, wanted.building_id),
        (Issue.category_id, wanted.category_id),
        (Issue.works_id, wanted.works_id),
        (Issue.level, wanted.level),
        (Issue.source, wanted.source),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.statuses:
        statement = statement.where(Issue.status.in_(wanted.statuses))
    if wanted.reported_from is not None:
        statement = statement.where(Issue.created_at >= wanted.reported_from)
    if wanted.reported_until is not None:
        statement = statement.where(Issue.created_at < wanted.reported_until)
    return by_clock(_by_people(statement, actor, wanted), wanted)


def by_clock(statement: Select[S], wanted: IssueFilter) -> Select[S]:
    """The statement with what the filter says of the clock: open or not, overdue or not, and the lamp."""
    moment = func.coalesce(Issue.paused_at, clock.now())
    is_open = Issue.ended_at.is_(None) & (Issue.status != IssueStatus.RESOLVED)
    if wanted.is_open is not None:
        statement = statement.where(is_open if wanted.is_open else ~is_open)
    if wanted.is_overdue is not None:
        late = and_(is_open, moment >= Issue.due_at)
        statement = statement.where(late if wanted.is_overdue else ~late)
    if wanted.lamp is not None:
        shows = {
            IssueLamp.GREEN: moment < Issue.yellow_at,
            IssueLamp.YELLOW: and_(moment >= Issue.yellow_at, moment < Issue.red_at),
            IssueLamp.RED: moment >= Issue.red_at,
        }
        statement = statement.where(is_open, shows[wanted.lamp])
    return statement


def _by_people(statement: Select[Issue], actor: Actor, wanted: IssueFilter) -> Select[Issue]:
    if wanted.is_mine is not None:
        is_resident = actor.surface is Surface.RESIDENT
        own = Issue.reporter_resident_id == actor.resident_id if is_resident else Issue.reporter_id == actor.account_id
        statement = statement.where(own if wanted.is_mine else or_(own.is_(None), ~own))
    if wanted.is_followed is not None:
        follows = Issue.id.in_(select(IssueFollower.issue_id).where(IssueFollower.account_id == actor.account_id))
        statement = statement.where(follows if wanted.is_followed else ~follows)
    if wanted.handler_id is not None and actor.surface is not Surface.TENANT:
        # Residents do not learn who of the staff has what.
        statement = statement.where(Issue.id.in_(()))
    elif wanted.handler_id is not None:
        theirs = select(Membership.account_id).where(
            Membership.operator_id == actor.operator, Membership.id == wanted.handler_id
        )
        statement = statement.where(Issue.assignee_id.in_(theirs))
    if wanted.is_assigned_to_me is not None:
        is_theirs = Issue.assignee_id == actor.account_id
        statement = statement.where(is_theirs if wanted.is_assigned_to_me else or_(is_theirs.is_(None), ~is_theirs))
    if wanted.has_waiting_photos is not None:
        waits = Issue.id.in_(
            select(IssuePhoto.issue_id).where(IssuePhoto.shown_file_id.is_(None), ~IssuePhoto.is_hidden)
        )
        statement = statement.where(waits if wanted.has_waiting_photos else ~waits)
    return statement


@query(IssuePermission.VIEW)
async def followed_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Whether the actor follows each of these issues."""
    mine = select(IssueFollower.issue_id).where(
        IssueFollower.account_id == scope.actor.account_id, IssueFollower.issue_id.in_(issue_ids)
    )
    found: Collection[UUID] = set(await scope.session.scalars(mine))
    return {issue_id: issue_id in found for issue_id in issue_ids}
