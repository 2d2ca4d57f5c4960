"""Identifiers: UUIDv7, made in the application."""

import datetime as dt
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A time-ordered id; newer ids sort after older ones."""
    return uuid7()


def first_id_at(moment: dt.datetime) -> UUID:
    """No id that was made at this moment or later sorts before this one (RFC 9562: 48 bits of milliseconds)."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
