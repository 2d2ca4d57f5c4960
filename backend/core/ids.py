"""Identifiers: UUIDv7, made in the application."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A time-ordered id; newer ids sort after older ones."""
    return uuid7()
