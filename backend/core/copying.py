"""Bulk load inside a pinned transaction: COPY FROM is refused under row-level security, so it takes a detour."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import JSON, Column, MetaData, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTable, DropTable

from backend.core.db import Base

Row = tuple[Any, ...]  # Any: column values


async def copy_rows(session: AsyncSession, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY into a temporary table, then one INSERT SELECT, which every policy and constraint checks.

    One statement, so that rows may refer to each other in any order.
    """
    arriving = Table(
        f"arriving_{table.name}",
        MetaData(),
        *(Column(name, table.c[name].type) for name in columns),
        prefixes=["TEMPORARY"],
    )
    await session.execute(CreateTable(arriving))
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection  # Any: asyncpg ships no types
    documents = {index for index, name in enumerate(columns) if isinstance(table.c[name].type, JSON)}
    records = _with_json_text(rows, documents) if documents else rows
    await driver.copy_records_to_table(arriving.name, records=records, columns=list(columns))
    await session.execute(insert(table).from_select(list(columns), select(arriving), include_defaults=False))
    await session.execute(DropTable(arriving))


def _with_json_text(rows: Iterable[Row], documents: set[int]) -> Iterator[Row]:
    for row in rows:
        yield tuple(_json_text(value) if index in documents else value for index, value in enumerate(row))


def _json_text(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def table_of(model: type[Base]) -> Table:
    """The table of a declarative class."""
    return Base.metadata.tables[model.__tablename__]


async def copy_entities(session: AsyncSession, entities: Sequence[Base]) -> None:
    """COPY rows of one table, every column of which was set, its operator's aside: the session's operator owns them."""
    if not entities:
        return
    table = table_of(type(entities[0]))
    columns = [column.key for column in table.c]
    operator_id = session.info["actor"].operator_id
    rows = [
        tuple(operator_id if name == "operator_id" else getattr(entity, name) for name in columns)
        for entity in entities
    ]
    await copy_rows(session, table, columns, rows)
