"""Reads that only the casework login may make: each writes down that it was made, and commits before a byte is told."""

from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R", bound=Callable[..., Any])  # Any: reads of every shape


def confidential(read: R) -> R:
    """Mark a query: whoever answers a client with its rows gives it a transaction over the casework login."""
    read.confidential = True  # type: ignore[attr-defined]  # functions have no declared attributes
    return read


def is_confidential(read: Callable[..., Any]) -> bool:
    """Whether a query was marked so."""
    return getattr(read, "confidential", False)
