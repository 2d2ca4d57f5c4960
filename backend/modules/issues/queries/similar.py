"""Reads that compare issues: what may be the same, and what keeps coming back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, radians
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.modules.issues.contract.permissions import NEARBY_METRES, REPEAT_COUNT, IssuePermission
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.issues import IssueView, opened
from backend.modules.issues.queries.places import Place, get_place
from backend.modules.issues.queries.seeing import seen_by
from backend.modules.issues.words import OPEN, IssueStatus, IssueVisibility
from tenants.scope import Scope, query

MOST_SUGGESTIONS = 5
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What is about to be reported: a category and a place, as a report names it."""

    category_id: UUID
    community_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None
    bed_id: UUID | None = None
    space_id: UUID | None = None
    booking_id: UUID | None = None
    point_id: UUID | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@query(IssuePermission.VIEW)
async def list_similar_issues(scope: Scope, sighting: Sighting) -> list[IssueView]:
    """Open public issues that may be the same, at most five: of the category, and at the place or within metres of it.

    Raises NotFound and PlaceMissing, as a report would.
    """
    place = await get_place(scope, sighting, scope.actor.resident_id)
    rows = await scope.session.scalars(
        select(Issue)
        .where(
            Issue.community_id == place.community_id,
            Issue.category_id == sighting.category_id,
            Issue.visibility == IssueVisibility.PUBLIC,
            Issue.status.in_((*OPEN, IssueStatus.RESOLVED)),
            seen_by(scope.actor),
            _near(place, sighting, await scope.limit(NEARBY_METRES)),
        )
        .order_by(Issue.id.desc())
        .limit(MOST_SUGGESTIONS)
    )
    key = await scope.key()
    return [opened(scope.actor, key, row) for row in rows]


def _near(place: Place, sighting: Sighting, metres: int) -> ColumnElement[bool]:
    """The same point, space or building, or within a square around the spot; without any of these, the community."""
    same = [
        column == value
        for column, value in (
            (Issue.point_id, place.point_id),
            (Issue.space_id, place.space_id),
            (Issue.building_id, place.building_id),
        )
        if value is not None
    ]
    latitude, longitude = sighting.latitude or place.latitude, sighting.longitude or place.longitude
    if latitude is not None and longitude is not None:
        high = Decimal(metres) / METRES_PER_DEGREE
        wide = Decimal(metres / (METRES_PER_DEGREE * max(cos(radians(float(latitude))), 0.01)))
        same.append(
            and_(
                Issue.latitude.between(latitude - high, latitude + high),
                Issue.longitude.between(longitude - wide, longitude + wide),
            )
        )
    return or_(*same) if same else Issue.community_id == place.community_id


@dataclass(frozen=True, slots=True)
class Repetition:
    """A category that came up again and again at one place: a case for preventive work."""

    community_id: UUID
    building_id: UUID | None
    category_id: UUID
    count: int
    reopened: int
    last_at: dt.datetime
    # The last preventive task for it, and how often it was reported after that was done.
    prevention_id: UUID | None = None
    since: int = 0

    @property
    def spot(self) -> "_Spot":
        return self.community_id, self.building_id, self.category_id


_Spot = tuple[UUID, UUID | None, UUID]


@query(IssuePermission.REPORT_FIGURES)
async def list_issue_repetitions(scope: Scope, days: int, community_ids: Sequence[UUID] = ()) -> list[Repetition]:
    """Where the same category was reported often enough within so many days, most often first, at most 50.

    Preventive tasks are not counted; each place says which was planned last for it, and what was reported since.
    """
    statement = select(
        Issue.community_id,
        Issue.building_id,
        Issue.category_id,
        func.count().label("count"),
        func.count().filter(Issue.reopen_count > 0).label("reopened"),
        func.max(Issue.created_at).label("last_at"),
    ).where(
        Issue.created_at >= clock.now() - dt.timedelta(days=days), Issue.is_preventive.is_(False), seen_by(scope.actor)
    )
    if community_ids:
        statement = statement.where(Issue.community_id.in_(community_ids))
    rows = await scope.session.execute(
        statement.group_by(Issue.community_id, Issue.building_id, Issue.category_id)
        .having(func.count() >= await scope.limit(REPEAT_COUNT))
        .order_by(func.count().desc(), func.max(Issue.created_at).desc())
        .limit(50)
    )
    found = [Repetition(*row) for row in rows]
    planned = await _planned(scope, {one.community_id for one in found})
    return [
        replace(one, prevention_id=planned[one.spot].id, since=planned[one.spot].since) if one.spot in planned else one
        for one in found
    ]


class _Planned(NamedTuple):
    id: UUID
    since: int


async def _planned(scope: Scope, community_ids: Collection[UUID]) -> Mapping[_Spot, _Planned]:
    """The last preventive task of each place and category, and how often that was reported once it was resolved."""
    came = aliased(Issue)
    again = (
        came.operator_id == Issue.operator_id,
        came.community_id == Issue.community_id,
        came.building_id.is_not_distinct_from(Issue.building_id),
        came.category_id == Issue.category_id,
        came.is_preventive.is_(False),
        came.created_at > Issue.resolved_at,
    )
    rows = await scope.session.execute(
        select(Issue.community_id, Issue.building_id, Issue.category_id, Issue.id, func.count(came.id))
        .outerjoin(came, and_(*again))
        .where(Issue.is_preventive, Issue.community_id.in_(community_ids), seen_by(scope.actor))
        .group_by(Issue.operator_id, Issue.id)
        .order_by(Issue.id)
    )
    # The last one stays.
    return {(row[0], row[1], row[2]): _Planned(row[3], row[4]) for row in rows}
