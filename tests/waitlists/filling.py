"""What the crawler plants in the tables of wait-lists."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.modules.waitlists.contract import OfferMissing, Seating, WaitlistStatus
from tenants.scope import Scope
from tests.isolation.planting import Given

KIND: Final = "crawl.seat"


async def _hold(_scope: Scope, _subject_id: UUID, _entry_id: UUID, _resident_id: UUID) -> bool:
    return False


async def _refuse(_scope: Scope, _subject_id: UUID, _entry_id: UUID, _resident_id: UUID) -> None:
    # Whatever the crawler does, what was planted stays: a subscription waits for an offer that stands.
    raise OfferMissing


Seating(KIND, _hold, _refuse, _refuse)
LINKS: Final = {"line_id": "waitlist_lines"}
EXEMPT: Final[Mapping[str, str]] = {
    "waitlist_lines.kind": "a code, by which the owner of the seats is found",
    "waitlist_entries.kind": "a code, by which the owner of the seats is found",
}
GIVEN: Final[Mapping[str, Given]] = {
    "waitlist_lines.kind": lambda *_: KIND,
    "waitlist_entries.kind": lambda *_: KIND,
    "waitlist_lines.subject_id": lambda filled, row: filled.ids["communities"][row],
    "waitlist_entries.subject_id": lambda filled, row: filled.ids["communities"][row],
    "waitlist_entries.status": lambda *_: WaitlistStatus.OFFERED,
    "waitlist_entries.offered_at": lambda *_: clock.now(),
    "waitlist_entries.offer_expires_at": lambda *_: clock.now() + dt.timedelta(days=1),
}
