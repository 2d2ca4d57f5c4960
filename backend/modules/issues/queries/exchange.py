"""What anyone may read of an operator's issues (Open311): where public ones stand, in which community, until when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, hypot, radians
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.grids.contract import GridPermission
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import communities_by_id, list_community_ids
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import CategoryUnknown
from backend.modules.issues.models.clients import Open311Client
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue, IssueStep
from backend.modules.issues.queries.similar import METRES_PER_DEGREE
from backend.modules.issues.sealing import open_said
from backend.modules.issues.words import OPEN, IssueOutcome, IssueStatus, IssueVisibility
from tenants.models import Operator
from tenants.scope import Actor, Scope, query, system_actor

# "First 1000 requests returned" and "may not span more than 90 days" (GeoReport v2).
MOST_REQUESTS = 1000
LONGEST_SPAN = dt.timedelta(days=90)
_REACH_METRES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """Which requests are wanted, of those reported from `start` to `end`, both included; or, of any time, by id."""

    start: dt.datetime
    end: dt.datetime
    ids: tuple[UUID, ...] = ()
    service_codes: tuple[str, ...] = ()
    is_open: bool | None = None
    offset: int = 0
    most: int = MOST_REQUESTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCommunity:
    """A community as it stands on its gate. Degrees north and east, where they are known."""

    id: UUID
    code: str
    name: str
    address: str
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """An issue as anyone may know it. `text` is what a client sent to be published; nobody else's words are here."""

    id: UUID
    status: IssueStatus
    outcome: IssueOutcome | None
    is_open: bool
    code: str
    name_zh: str
    name_en: str
    text: str | None
    community: ServedCommunity | None
    created_at: dt.datetime
    updated_at: dt.datetime
    due_at: dt.datetime


def exchange_actor(operator_id: UUID, *, request_id: str = "", address: str = "") -> Actor:
    """Whoever comes from outside: nobody in particular, who may read what is public and send what a key allows."""
    may = (IssuePermission.EXCHANGE, IssuePermission.VIEW, IssuePermission.REPORT)
    actor = system_actor(operator_id, "open311", *may, HousingPermission.VIEW, GridPermission.VIEW)
    return replace(actor, request_id=request_id, address=address)


@query(IssuePermission.EXCHANGE)
async def get_jurisdiction(scope: Scope) -> Operator:
    """The operator, where it takes part: where a key is in force. Raises NotFound."""
    has_key = await scope.session.scalar(select(Open311Client.id).where(Open311Client.revoked_at.is_(None)).limit(1))
    found = await scope.session.scalar(select(Operator).where(Operator.id == scope.operator_id)) if has_key else None
    if found is None:
        raise NotFound
    return found


def _offered() -> Select[IssueCategory]:
    """What is sensitive is never published, so it cannot be sent where everything is."""
    return select(IssueCategory).where(IssueCategory.is_active, IssueCategory.is_sensitive.is_(False))


@query(IssuePermission.EXCHANGE)
async def list_offered_categories(scope: Scope) -> Sequence[IssueCategory]:
    """The categories that may be sent, by code."""
    found: Sequence[IssueCategory] = (await scope.session.scalars(_offered().order_by(IssueCategory.code))).all()
    return found


@query(IssuePermission.EXCHANGE)
async def get_offered_category(scope: Scope, code: str) -> IssueCategory:
    """One of them. Raises CategoryUnknown."""
    found: IssueCategory | None = await scope.session.scalar(_offered().where(IssueCategory.code == code))
    if found is None:
        raise CategoryUnknown
    return found


@query(IssuePermission.EXCHANGE)
async def list_served_communities(scope: Scope) -> list[ServedCommunity]:
    """The operator's communities, by code."""
    served = await _served(scope, await list_community_ids(scope))
    return sorted(served.values(), key=lambda one: one.code)


async def _served(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, ServedCommunity]:
    rows = (await communities_by_id(scope, ids)).values()
    names = ServedCommunity.__slots__
    return {row.id: ServedCommunity(**{name: getattr(row, name) for name in names}) for row in rows}


@query(IssuePermission.EXCHANGE)
async def get_community_meant(
    scope: Scope, code: str | None, spot: tuple[Decimal, Decimal] | None, address: str | None
) -> ServedCommunity | None:
    """The community with this code; else the closest to the spot within a kilometre; else the one that the address
    names; else the only one. None where that says nothing, or several things. `spot`: degrees north and east.
    """
    served = await list_served_communities(scope)
    if code is not None:
        return next((one for one in served if one.code == code), None)
    if spot is not None and (near := _closest(served, *map(float, spot))) is not None:
        return near
    named = [one for one in served if address is not None and one.name in address]
    if len(named) != 1:
        named = served if len(served) == 1 else []
    return named[0] if named else None


def _closest(served: Sequence[ServedCommunity], north: float, east: float) -> ServedCommunity | None:
    def metres(one: ServedCommunity) -> float:
        if one.latitude is None or one.longitude is None:
            return float("inf")
        up, along = float(one.latitude) - north, (float(one.longitude) - east) * cos(radians(north))
        return hypot(up, along) * METRES_PER_DEGREE

    closest = min(served, key=metres, default=None)
    return closest if closest is not None and metres(closest) <= _REACH_METRES else None


# All that leaves the house, beside the words of what was sent to be published.
_PUBLISHED = (
    *(Issue.id, Issue.status, Issue.outcome, Issue.community_id, Issue.created_at, Issue.due_at),
    *(Issue.resolved_at, Issue.ended_at, IssueCategory.code, IssueCategory.name_zh, IssueCategory.name_en),
    case((Issue.open311_client_id.is_not(None), Issue.said_sealed)).label("said_sealed"),
)


@query(IssuePermission.EXCHANGE)
async def list_public_requests(scope: Scope, wanted: RequestFilter) -> list[RequestView]:
    """The public issues, newest first. What is private or sensitive, or of a sensitive category, is not there."""
    statement = (
        select(*_PUBLISHED)
        .join(IssueCategory, IssueCategory.id == Issue.category_id)
        .where(Issue.visibility == IssueVisibility.PUBLIC, IssueCategory.is_sensitive.is_(False))
        .order_by(Issue.created_at.desc(), Issue.id.desc())
        .offset(wanted.offset)
        .limit(wanted.most)
    )
    rows = (await scope.session.execute(_narrowed(statement, wanted))).all()
    communities = await _served(scope, list({row.community_id for row in rows}))
    moved = await _moved_at(scope, [row.id for row in rows])
    key = await scope.key()
    return [
        _view(row, communities, moved, said.text if (said := open_said(key, row.id, row.said_sealed)) else None)
        for row in rows
    ]


def _narrowed(statement: Select[Any], wanted: RequestFilter) -> Select[Any]:  # Any: the columns above
    if wanted.ids:
        return statement.where(Issue.id.in_(wanted.ids))
    statement = statement.where(Issue.created_at >= wanted.start, Issue.created_at <= wanted.end)
    if wanted.service_codes:
        statement = statement.where(IssueCategory.code.in_(wanted.service_codes))
    if wanted.is_open is not None:
        is_open = Issue.status.in_(sorted(OPEN))
        statement = statement.where(is_open if wanted.is_open else ~is_open)
    return statement


async def _moved_at(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, dt.datetime]:
    """When the last step was taken that is not the staff's own business."""
    steps = (
        select(IssueStep.issue_id, func.max(IssueStep.created_at))
        .where(IssueStep.issue_id.in_(issue_ids), IssueStep.is_internal.is_(False))
        .group_by(IssueStep.issue_id)
    )
    return dict((await scope.session.execute(steps)).all())


def _view(
    row: Row[Any],  # Any: the columns above
    communities: Mapping[UUID, ServedCommunity],
    moved: Mapping[UUID, dt.datetime],
    text: str | None,
) -> RequestView:
    is_open = row.status in OPEN
    last = moved.get(row.id, row.created_at)
    return RequestView(
        id=row.id,
        status=IssueStatus(row.status),
        outcome=row.outcome,
        is_open=is_open,
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        text=text,
        community=communities.get(row.community_id),
        created_at=row.created_at,
        updated_at=last if is_open else row.resolved_at or row.ended_at or last,
        due_at=row.due_at,
    )


def span_of(start: dt.datetime | None, end: dt.datetime | None) -> tuple[dt.datetime, dt.datetime] | None:
    """From when until when is asked: ninety days at most, the last ones where neither is said; None where it is more,
    or less than nothing."""
    until = end or (min(start + LONGEST_SPAN, clock.now()) if start else clock.now())
    since = start or until - LONGEST_SPAN
    return (since, until) if dt.timedelta(0) <= until - since <= LONGEST_SPAN else None
