"""Keyset paging: pages that stay right while rows come and go, and cost the same at any depth."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.errors import BadInput

LARGEST_PAGE = 100
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are wanted: at most `first` (1 to 100) of those after a cursor."""

    first: int = 20
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """The rows of a page, each with its cursor, and a way to count all of them."""

    rows: Sequence[T]
    cursors: Sequence[str]
    has_next: bool
    count: Callable[[], Awaitable[int]]

    def mapped(self, change: Callable[[T], U]) -> "Slice[U]":
        """The same page of what the rows stand for."""
        return Slice([change(row) for row in self.rows], self.cursors, self.has_next, self.count)


def cursor_of(values: Sequence[Any]) -> str:  # Any: column values
    """An opaque text that names a place in the order."""
    return base64.urlsafe_b64encode(msgspec.json.encode(list(values))).decode().rstrip("=")


def _read_cursor(cursor: str, types: Sequence[type]) -> list[Any]:  # Any: column values
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = msgspec.json.decode(raw, type=list)
        if len(values) != len(types):
            raise BadInput(field=("after",))
        return [msgspec.convert(value, kind) for value, kind in zip(values, types, strict=True)]
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadInput(field=("after",)) from error


async def paged(
    session: AsyncSession,
    statement: Select[Any],
    page: Page,
    *order: InstrumentedAttribute[Any],
    newest_first: bool = False,
) -> Slice[Any]:
    """One page of a statement in the order of columns that together are unique and never NULL.

    Two statements at most: the page, and the count where it is asked for.
    """
    if not 1 <= page.first <= LARGEST_PAGE:
        raise BadInput(field=("first",))
    wanted = statement.order_by(*(column.desc() if newest_first else column.asc() for column in order))
    if page.after is not None:
        values = _read_cursor(page.after, [column.type.python_type for column in order])
        here, there = tuple_(*order), tuple_(*(literal(v, c.type) for v, c in zip(values, order, strict=True)))
        wanted = wanted.where(here < there if newest_first else here > there)
    found = (await session.execute(wanted.add_columns(*order).limit(page.first + 1))).all()
    rows = found[: page.first]

    async def count() -> int:
        return await session.scalar(select(func.count()).select_from(statement.subquery())) or 0

    entities = len(statement.column_descriptions) == 1
    return Slice(
        rows=[row[0] if entities else row for row in rows],
        cursors=[cursor_of(row[-len(order) :]) for row in rows],
        has_next=len(found) > page.first,
        count=count,
    )
