"""What a row of a roster says, as it is kept sealed between the preview and the apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from backend.core.crypto import DataKey
from backend.modules.housing.roster.model import RosterRow


@dataclass(frozen=True, slots=True)
class SaidRow:
    """Name and place as they are to be shown, the row where it could be read, and a day to leave on if one was set.

    `row` is None for a row with errors, and for someone whom a complete roster leaves out.
    """

    name: str
    place: str
    row: RosterRow | None = None
    leaves_on: date | None = None


def sealed_row(key: DataKey, import_id: UUID, position: int, said: SaidRow) -> bytes:
    """Sealed by the operator's key, and bound to its place in the import."""
    return key.seal(msgspec.json.encode(said).decode(), _context(import_id, position))


def opened_row(key: DataKey, import_id: UUID, position: int, sealed: bytes) -> SaidRow:
    return msgspec.json.decode(key.unseal(sealed, _context(import_id, position)), type=SaidRow)


def opened_rows(key: DataKey, import_id: UUID, sealed: Sequence[tuple[int, bytes]]) -> list[SaidRow]:
    """Many of an import, each with its position."""
    return [opened_row(key, import_id, position, said) for position, said in sealed]


def place_label(building: str | None, unit: str, bed: str | None) -> str:
    """`5-118-3`; what the row leaves out is left out."""
    return "-".join(part for part in (building, unit, bed) if part)


def _context(import_id: UUID, position: int) -> str:
    return f"roster-row:{import_id}:{position}"
