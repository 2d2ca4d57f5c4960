"""The two shapes that most facts have: what happened on a day, and what stood at its end."""

from collections.abc import Mapping
from typing import Any  # Any: columns of whatever type

from sqlalchemy import ColumnElement, Integer, and_, cast, func, or_, select

from backend.modules.dashboard.contract.measures import Asked, Statement, shanghai_day


def happened(
    asked: Asked,
    community_id: Any,
    at: Any,
    *where: ColumnElement[bool],
    by: Mapping[str, Any] | None = None,
    sums: Mapping[str, Any] | None = None,
) -> Statement:
    """Rows by the day of an instant, as `count`; `by`: dimensions by their codes, `sums`: what is added up, by name."""
    by, sums = by or {}, sums or {}
    day = shanghai_day(at)
    return (
        select(
            community_id.label("community_id"),
            day.label("counted_on"),
            func.count().label("count"),
            *(column.label(name) for name, column in by.items()),
            *(cast(func.coalesce(func.sum(column), 0), Integer).label(name) for name, column in sums.items()),
        )
        .where(asked.here(community_id), at >= asked.starts_at, at < asked.ends_at, *where)
        .group_by(community_id, day, *by.values())
    )


def stood(
    asked: Asked,
    community_id: Any,
    since: Any,
    until: Any,
    *where: ColumnElement[bool],
    by: Mapping[str, Any] | None = None,
) -> Statement:
    """Rows that had begun by the end of each day and not ended by it, as `count`; `until` may be NULL.

    `since` and `until` are days; `by`: dimensions by their codes.
    """
    by, day = by or {}, asked.each_day()
    lasts = and_(since <= day.c.counted_on, or_(until.is_(None), until > day.c.counted_on))
    return (
        select(
            community_id.label("community_id"),
            day.c.counted_on,
            func.count().label("count"),
            *(column.label(name) for name, column in by.items()),
        )
        .join(day, lasts)
        .where(asked.here(community_id), *where)
        .group_by(community_id, day.c.counted_on, *by.values())
    )
