"""The plans of hot statements at district size, as the runtime login: no big table may be read from end to end."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec
from rich.console import Console
from rich.table import Table

from backend.core.surfaces import Surface
from infra.bench.captured import Statement
from infra.bench.ground import Size, as_superuser, pool_of

_BIG_ROWS = 1_000
_SHOWN = 70
# The left side of each comparison of an index condition, as EXPLAIN writes it.
_COLUMN = re.compile(r"\(+(\w+)\)? (?:=|<|>|&&|@>|IS)")


@dataclass(frozen=True, slots=True)
class Hot:
    """An operation with its statements, the first of which pins the transaction."""

    name: str
    surface: Surface
    statements: Sequence[Statement]


async def check(console: Console, size: Size, hot: Sequence[Hot]) -> list[str]:
    """Print how each statement reads its tables; returns where a big table, or an operator's part of it, is read whole.

    An index whose condition is the operator alone is such a reading, save where a LIMIT ends it.
    """
    admin = await as_superuser(size)
    big = {
        row["relname"]
        for row in await admin.fetch("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= $1", _BIG_ROWS)
    }
    await admin.close()
    table = Table("", "statement", "reads", title="Plans at district size, as the runtime login", title_justify="left")
    found = set()
    for operation in hot:
        async for statement, plans in _plans(size, operation):
            reads = {read for plan in plans for read in _reads(plan)}
            said = " ".join(statement.sql.split())
            names = sorted({f"{read.table}: {read.how}" for read in reads})
            table.add_row(operation.name, said[:_SHOWN], "\n".join(names))
            found |= {
                f"{operation.name}: {read.table} is read whole by {read.how}: {said}"
                for read in reads
                if read.table in big and read.is_whole
            }
    console.print(table)
    return sorted(found)


async def _plans(size: Size, operation: Hot) -> AsyncIterator[tuple[Statement, list[dict[str, Any]]]]:  # Any: JSON
    pool = await pool_of(size, operation.surface, 1)
    pin, *rest = operation.statements
    async with pool, pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.fetch(pin.sql, *pin.values)
        for statement in {one.sql: one for one in rest}.values():
            yield statement, [plan async for plan in _both(connection, statement)]
        await transaction.rollback()


async def _both(connection: asyncpg.Connection, statement: Statement) -> AsyncIterator[dict[str, Any]]:
    """The plan for these very values, and the one that a prepared statement ends up with, whatever its values."""
    yield _plan(await connection.fetchval(_explained(statement.sql), *statement.values))
    await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    await connection.execute(_prepared(statement.sql))
    yield _plan(await connection.fetchval(_explained(_executed(len(statement.values)))))
    await connection.execute("DEALLOCATE bench; SET LOCAL plan_cache_mode = auto")


def _explained(sql: str) -> str:
    return f"EXPLAIN (FORMAT JSON) {sql}"


def _prepared(sql: str) -> str:
    return f"PREPARE bench AS {sql}"


def _executed(values: int) -> str:
    return f"EXECUTE bench({', '.join(['NULL'] * values)})" if values else "EXECUTE bench"


def _plan(said: str) -> dict[str, Any]:  # Any: JSON
    (answer,) = msgspec.json.decode(said)
    plan: dict[str, Any] = answer["Plan"]
    return plan


@dataclass(frozen=True, slots=True)
class _Read:
    """How a plan reads one table; `is_whole`: all of it, or all that the operator has in it."""

    table: str
    how: str
    is_whole: bool


def _reads(node: dict[str, Any], table: str = "", *, ends_early: bool = False) -> Iterator[_Read]:  # Any: JSON
    kind, table = node["Node Type"], node.get("Relation Name", table)
    ends_early = ends_early or kind == "Limit"
    if kind == "Seq Scan":
        yield _Read(table, kind, is_whole=True)
    elif "Index Name" in node:
        columns = set(_COLUMN.findall(node.get("Index Cond", "")))
        yield _Read(table, node["Index Name"], is_whole=columns <= {"operator_id"} and not ends_early)
    for inner in node.get("Plans", ()):
        yield from _reads(inner, table, ends_early=ends_early)
