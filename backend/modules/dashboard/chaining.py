"""One link of the chain of sealed months: a hash of everything that a row says, and of the link before it."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Final  # Any: JSON values

import msgspec

from backend.modules.dashboard.contract.snapshots import BrokenLink, Change, Number, Sealed, SealedFigure
from backend.modules.dashboard.models.snapshots import DistrictSnapshot
from backend.modules.dashboard.words import Grouping

# What stands before the first link.
FIRST: Final = bytes(32)


def link(row: DistrictSnapshot) -> bytes:
    """SHA-256 of the hash before and of every other column of the row, as JSON with sorted names."""
    said = {column.key: getattr(row, column.key) for column in DistrictSnapshot.__table__.columns}
    for name in ("hash", "before"):
        del said[name]
    said["sealed_at"] = row.sealed_at.astimezone(dt.UTC)
    return hashlib.sha256(row.before + msgspec.json.encode(said, order="sorted")).digest()


def broken_links(rows: Iterable[DistrictSnapshot]) -> list[BrokenLink]:
    """Where rows, by position, do not say what they said when they were sealed, or one is missing."""
    found: list[BrokenLink] = []
    position, before = 0, FIRST
    for row in rows:
        position += 1
        if row.position != position:
            found.append(BrokenLink(position, "missing"))
            position = row.position
        elif row.before != before:
            found.append(BrokenLink(position, "not linked to the one before"))
        if link(row) != row.hash:
            found.append(BrokenLink(position, "changed after it was sealed"))
        before = row.hash
    return found


def number(value: float | None) -> Number:
    """A figure as it is sealed: whole numbers as such, so that a column of JSON gives back what it was given."""
    return int(value) if value is not None and value == int(value) else value


def listed(sealed: Sealed) -> list[SealedFigure]:
    """What was sealed, figure by figure."""
    return [
        SealedFigure(Grouping(grouping), key, measure, cell, value)
        for grouping, groups in sealed.items()
        for key, measures in groups.items()
        for measure, cells in measures.items()
        for cell, value in cells.items()
    ]


def compared(was: Sealed, now: Sealed) -> list[Change]:
    """Every figure that is not what it was; one that is not there any more has become None.

    Groups that the month was not sealed by are no correction of it.
    """
    old = {(one.grouping, one.key, one.measure, one.cell): one.value for one in listed(was)}
    new = {(one.grouping, one.key, one.measure, one.cell): one.value for one in listed(now) if one.grouping in was}
    return [
        Change(*key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]


def stated(change: Change) -> dict[str, Any]:
    """A change as a row keeps it."""
    return {name: getattr(change, name) for name in Change.__slots__}


def told(stored: dict[str, Any]) -> Change:
    """A change as it was kept."""
    return Change(**{**stored, "grouping": Grouping(stored["grouping"])})
