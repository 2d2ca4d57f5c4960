"""Rows for every operator table, made from the metadata, with a canary in every column that can hold text."""

import datetime as dt
import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.core import clock
from backend.core.db import Base
from backend.core.ids import new_id
from backend.core.settings import ROOT
from tests.isolation.catalog import operator_tables
from tests.isolation.planting import Filled, Given, account

ROWS: Final = 2


def said_by_modules(name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """What every `tests/<module>/filling.py` says under a name, and what is said here of tables without a module."""
    found = dict(own)
    for part in _PARTS:
        found |= getattr(part, name, {})
    return found


def _parts() -> list[ModuleType]:
    here = Path(__file__).parent
    found = sorted(path.parent.name for path in (ROOT / "tests").glob("*/filling.py") if path.parent != here)
    return [importlib.import_module(f"tests.{name}.filling") for name in found]


_PARTS: Final = _parts()
# Columns that name a row of another table without a foreign key.
_LINKS: Final = said_by_modules("LINKS", {"event_id": "outbox", "object_id": "communities"})
# Columns that hold the id of an account.
_ACCOUNTS: Final = said_by_modules("ACCOUNTS", {"account_id": "whose it is"})
# Days from today, for columns whose order a constraint asks for.
_DAYS: Final = said_by_modules("DAYS", {})
# Text columns where a canary cannot stand, each with why.
EXEMPT: Final[Mapping[str, str]] = said_by_modules(
    "EXEMPT",
    {
        "audit_entries.actor": "an account's id, by which an entry is found",
        "audit_seals.hash": "a hash",
        "idempotency_keys.input_hash": "a keyed hash",
    },
)
# Constraints that no refusal names, each with why nobody can meet it.
INTERNAL: Final[Mapping[str, str]] = said_by_modules("INTERNAL", {})
# Tables of `shared` that are planted as well, each with whose a row is.
SHARED: Final[Mapping[str, str]] = said_by_modules("SHARED", {})
SEALED: Final[Mapping[str, Given]] = said_by_modules("SEALED", {})
_GIVEN: Final[Mapping[str, Given]] = said_by_modules(
    "GIVEN", {**SEALED, "audit_entries.actor": account, "audit_seals.number": lambda _, row: row + 1}
)


def text_columns() -> list[str]:
    """Every `table.column` of operators' tables that can hold words, open or sealed."""
    kinds = (sa.String, sa.LargeBinary, JSONB)
    return [
        f"{table.name}.{column.name}"
        for table in map(Base.metadata.tables.__getitem__, operator_tables())
        for column in table.columns
        if not isinstance(column.type, sa.Enum) and isinstance(getattr(column.type, "item_type", column.type), kinds)
    ]


def planted_tables() -> list[sa.Table]:
    """Operators' tables, and those of `shared` whose rows belong to their communities, in the order of foreign keys."""
    return [table for table in Base.metadata.sorted_tables if table.schema is None or table.name in SHARED]


def _targets(table: sa.Table) -> dict[str, str]:
    found = {name: target for name, target in _LINKS.items() if target != table.name}
    for constraint in table.foreign_key_constraints:
        for element in constraint.elements:
            target = element.column.table
            if element.parent.name != "operator_id" and (target.schema is None or target.name in SHARED):
                found[element.parent.name] = element.column.table.name
    return found


def _value(filled: Filled, column: sa.Column[Any], row: int) -> Any:
    table, name = column.table.name, column.name
    given = _GIVEN.get(f"{table}.{name}")
    if given is not None:
        return given(filled, row)
    if name == "operator_id":
        return filled.operator_id
    if name in _ACCOUNTS:
        return filled.accounts[row]
    if name == "id":
        return filled.ids[table][row]
    if name in (targets := _targets(column.table)):
        return filled.ids[targets[name]][row]
    return _by_type(filled, column, row)


def _by_type(filled: Filled, column: sa.Column[Any], row: int) -> Any:
    kind, canary = column.type, filled.canary(column.table.name, column.name, row)
    if isinstance(kind, sa.Enum):
        return _word(column, kind)
    if isinstance(kind, ARRAY):
        return [canary] if isinstance(kind.item_type, sa.String) else None
    made: dict[type, Any] = {JSONB: {"note": canary}, sa.LargeBinary: new_id().bytes, sa.String: canary}
    if type(kind) in made:
        return made[type(kind)]
    if isinstance(kind, sa.Date) and column.name in _DAYS:
        return clock.today() + dt.timedelta(days=_DAYS[column.name])
    if isinstance(kind, sa.DateTime) and column.name == "due_at":
        return clock.now()
    if column.nullable:
        return None
    plain = {sa.Date: clock.today(), sa.DateTime: clock.now(), sa.Uuid: new_id(), sa.Boolean: False}
    return plain.get(type(kind), 1)


def _word(column: sa.Column[Any], kind: sa.Enum) -> Any:
    default: Any = column.default
    if default is not None and default.is_scalar:
        return default.arg
    return None if column.nullable else next(iter(kind.enum_class or ()))


def rows(filled: Filled, count: int = ROWS) -> list[tuple[sa.Table, list[dict[str, Any]]]]:
    """The rows to insert, tables in the order of their foreign keys."""
    tables = planted_tables()
    for table in tables:
        filled.ids[table.name] = [new_id() for _ in range(count)]
    return [
        (table, _once(table, [{c.name: _value(filled, c, row) for c in table.columns} for row in range(count)]))
        for table in tables
    ]


def _once(table: sa.Table, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a table that holds one row of an operator, one row."""
    return list({tuple(one[column.name] for column in table.primary_key): one for one in reversed(values)}.values())


async def plant_shared(filled: Filled) -> None:
    """What modules plant in `shared`, where rows have no operator: `async def plant(filled: Filled) -> None`."""
    for part in _PARTS:
        if hasattr(part, "plant"):
            await part.plant(filled)
