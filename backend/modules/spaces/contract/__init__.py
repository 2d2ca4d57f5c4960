"""Spaces: how other parts of the product hold places in them, in the transaction of their own act."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.ports import port
from tenants.scope import Scope

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReservation:
    """The whole of a space, once or several times, for an organiser: a course, a club's event, a council.

    `title` stands on boards and in calendars, so it names no resident.
    """

    space_id: UUID
    spans: Sequence[Span]
    holder_type: str
    holder_id: UUID
    title: str


@port
async def reserve_places(scope: Scope, new: PlaceReservation) -> list[UUID]:  # type: ignore[empty-body]  # a port
    """Hold every span or none; the ids of the bookings, in the order of the spans. No quota, no credit, no hours.

    Raises NotFound, SlotTaken or SpaceBlocked with the `index` of the span that is not free.
    """


@port
async def release_places(scope: Scope, holder_type: str, holder_id: UUID, spans: Sequence[Span] | None = None) -> None:
    """Cancel what is held for an organiser: these spans, or whatever has not ended. What is not held is no error."""
