"""Bulk load inside a pinned transaction: COPY FROM is refused under row-level security, so it takes a detour."""

from collections.abc import AsyncIterable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTable, DropTable

Rows = Iterable[tuple[Any, ...]] | AsyncIterable[tuple[Any, ...]]  # Any: column values


async def copy_rows(session: AsyncSession, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """COPY into a temporary table, then one INSERT SELECT, which every policy and constraint checks.

    Values as asyncpg takes them in binary: JSONB as text, instants aware. One statement, so that rows may refer to
    each other in any order.
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
    await driver.copy_records_to_table(arriving.name, records=rows, columns=list(columns))
    await session.execute(insert(table).from_select(list(columns), select(arriving), include_defaults=False))
    await session.execute(DropTable(arriving))
