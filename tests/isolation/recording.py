"""Every statement that the product's engines execute while tests run, and what the statement lint says of them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

from greenlet import getcurrent  # type: ignore[import-untyped]  # it ships none
from sqlalchemy import Engine, event

from backend.core.settings import ROOT
from tests.isolation.statements import faults

# Frames of these pass on what others ask for.
_CARRIERS: Final = {"backend/core/db.py", "tenants/scope.py", "tests/isolation/recording.py"}
_PRODUCT: Final = {"backend", "graphql_schema", "tenants"}

# Statement -> the file and line of the product that first executed it; "" for those that a test made up.
seen: dict[str, str] = {}


def start() -> None:
    """Record from now on, once for each distinct statement."""
    event.listen(Engine, "before_cursor_execute", _record)


def _record(connection: Any, cursor: Any, statement: str, *_: Any) -> None:  # Any: SQLAlchemy's event
    if not seen.get(statement):
        seen[statement] = _asked_by()


def _frames() -> Iterator[FrameType]:
    """The stack, across the greenlets in which SQLAlchemy drives asyncio."""
    frame: FrameType | None = sys._getframe(2)
    current = getcurrent()
    while frame is not None or current.parent is not None:
        if frame is None:
            current = current.parent
            frame = current.gr_frame
            continue
        yield frame
        frame = frame.f_back


def _asked_by() -> str:
    for frame in _frames():
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(ROOT) or ".venv" in path.parts:
            continue
        place = path.relative_to(ROOT).as_posix()
        if place in _CARRIERS:
            continue
        return f"{place}:{frame.f_lineno}" if place.split("/")[0] in _PRODUCT else ""
    return ""


def findings() -> list[str]:
    """What is wrong with the product's statements so far, each with where it was executed."""
    found = []
    for statement, place in seen.items():
        if place:
            found += [f"{place}: {said}: {' '.join(statement.split())}" for said in faults(statement)]
    return sorted(found)
