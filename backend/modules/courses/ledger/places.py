"""The places of sessions: booked through spaces, in the transaction that plans them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from backend.core.errors import NotFound
from backend.modules.courses.models.courses import Course
from tenants.scope import Scope

Span = tuple[dt.datetime, dt.datetime]


async def book_places(scope: Scope, course: Course, space_id: UUID | None, spans: Sequence[Span]) -> None:
    """Hold a space for sessions, all or none; nothing where they are held elsewhere."""
    if space_id is not None and spans:
        raise NotFound(field=("input", "space_id"))


async def free_places(scope: Scope, course: Course, spans: Sequence[Span] | None = None) -> None:
    """Give the spaces of these sessions back, or those of all."""
