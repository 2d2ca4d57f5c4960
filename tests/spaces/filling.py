"""What the crawler plants in the tables of spaces."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.spaces.notes import appeal_context, code_context, note_context
from backend.modules.spaces.words import BookingStatus
from tests.isolation.planting import Filled, Given

LINKS: Final = {
    "space_id": "spaces",
    "root_id": "spaces",
    "place_id": "spaces",
    "booking_id": "bookings",
    "series_id": "booking_series",
    "charge_id": "credit_charges",
    "equipment_id": "space_equipments",
}
EXEMPT: Final[Mapping[str, str]] = {
    "spaces.hours": "numbers",
    "spaces.audiences": "numbers by an enumeration",
    "spaces.quotas": "numbers by an enumeration",
    "spaces.code_sealed": "a secret, of which a picture is shown",
    "spaces.code_index": "a keyed hash",
    "bookings.holder_type": "a type's name, with an id beside it",
}


def _after(hours: int) -> Given:
    return lambda *_: clock.now() + dt.timedelta(hours=hours)


def _note(filled: Filled, row: int) -> bytes:
    return filled.key.seal(filled.canary("bookings", "note_sealed", row), note_context(filled.ids["bookings"][row]))


def _appeal(filled: Filled, row: int) -> bytes:
    said = filled.canary("credit_appeals", "reason_sealed", row)
    return filled.key.seal(said, appeal_context(filled.ids["credit_charges"][row]))


def _code(filled: Filled, row: int) -> bytes:
    space_id = filled.ids["spaces"][row]
    return filled.key.seal(space_id.hex[:30], code_context(space_id))


_RULES: Final = {
    "slot_minutes": 60,
    "min_minutes": 60,
    "max_minutes": 240,
    "advance_days": 30,
    "buffer_before": 0,
    "buffer_after": 0,
    "capacity": 20,
    "hold_minutes": 30,
    "notice_minutes": 0,
    "cancel_notice_minutes": 0,
}
SEALED: Final[Mapping[str, Given]] = {"bookings.note_sealed": _note, "credit_appeals.reason_sealed": _appeal}
GIVEN: Final[Mapping[str, Given]] = {
    **{f"spaces.{name}": (lambda *_, value=value: value) for name, value in _RULES.items()},
    "spaces.parent_id": lambda *_: None,
    "spaces.root_id": lambda filled, row: filled.ids["spaces"][row],
    "spaces.around_ids": lambda *_: [],
    "spaces.closed_on": lambda *_: [],
    "spaces.is_open": lambda *_: True,
    "spaces.hours": lambda *_: [{"weekday": day, "opens": 0, "closes": 1440} for day in range(1, 8)],
    "spaces.audiences": lambda *_: [{"audience": "RESIDENT", "weekdays": [], "opens": 0, "closes": 2880}],
    "spaces.quotas": lambda *_: [{"measure": "COUNT", "period": "DAY", "amount": 9}],
    "spaces.code_sealed": _code,
    "spaces.code_index": lambda filled, row: filled.ids["spaces"][row].bytes,
    "bookings.holder_type": lambda *_: None,
    "bookings.holder_id": lambda *_: None,
    "bookings.status": lambda *_: BookingStatus.CONFIRMED,
    "credit_charges.waived_at": lambda *_: None,
    **{
        f"{table}.{column}": _after(hours)
        for table in ("bookings", "booking_places", "space_blocks", "slots", "space_demands")
        for column, hours in (("starts_at", 1), ("ends_at", 2))
    },
}
