"""What the supervising branch sees of clubs: that they met, and how many came."""

from collections.abc import Sequence
from typing import Any  # Any: columns of whatever type
from uuid import UUID

from sqlalchemy import Select, select

from backend.modules.clubs.contract.words import ClubEventStatus
from backend.modules.clubs.models import ClubEvent

_SHOWN = (ClubEventStatus.CONFIRMED, ClubEventStatus.HELD)


def overseen_events(community_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """Events of these communities that are to come or were held, in the columns of a list of activities."""
    return select(
        ClubEvent.id,
        ClubEvent.community_id,
        ClubEvent.starts_at,
        ClubEvent.attended_count.label("attendance"),
    ).where(ClubEvent.community_id.in_(community_ids), ClubEvent.status.in_(_SHOWN))
