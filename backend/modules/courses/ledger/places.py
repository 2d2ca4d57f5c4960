"""The places of sessions: booked through spaces, in the transaction that plans them."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.core.clock import SHANGHAI
from backend.modules.courses.contract.refusals import SessionPlaceTaken
from backend.modules.courses.models.courses import Course
from backend.modules.spaces.contract import PlaceReservation, release_places, reserve_places
from backend.modules.spaces.contract.refusals import SlotTaken, SpaceBlocked
from tenants.scope import Scope

Span = tuple[dt.datetime, dt.datetime]
HOLDER: Final = "Course"


async def book_places(scope: Scope, course: Course, space_id: UUID | None, spans: Sequence[Span]) -> None:
    """Hold a space for sessions, all or none; nothing where they are held elsewhere.

    Raises NotFound, and SessionPlaceTaken for the first session that finds no place.
    """
    if space_id is not None and spans:
        wanted = PlaceReservation(
            space_id=space_id, spans=spans, holder_type=HOLDER, holder_id=course.id, title=course.title
        )
        try:
            await reserve_places(scope, wanted)
        except (SlotTaken, SpaceBlocked) as refusal:
            begins = spans[int(str(refusal.facts.get("index", 0)))][0].astimezone(SHANGHAI)
            raise SessionPlaceTaken(field=("input", "times"), moment=f"{begins:%Y-%m-%d %H:%M}") from refusal


async def free_places(scope: Scope, course: Course, spans: Sequence[Span] | None = None) -> None:
    """Give the spaces of these sessions back, or those of all that have not ended."""
    await release_places(scope, HOLDER, course.id, spans)
