"""Rows for every operator table, made from the metadata, with a canary in every column that can hold text."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.db import Base
from backend.core.ids import new_id
from backend.modules.files.queries import name_context
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.roster.said import SaidRow, sealed_row
from backend.modules.housing.sealing import ResidentSeal, Said, application_context
from backend.modules.housing.words import RosterStatus, StayStatus
from backend.modules.webhooks.signing import seal_context
from tests.isolation.catalog import operator_tables

ROWS: Final = 2

# Columns that name a row of another table without a foreign key.
_LINKS: Final = {
    "community_id": "communities",
    "building_id": "buildings",
    "unit_id": "units",
    "bed_id": "beds",
    "employer_id": "employers",
    "stay_id": "stays",
    "resident_id": "residents",
    "file_id": "files",
    "event_id": "outbox",
    "object_id": "communities",
}
_ACCOUNTS: Final = {"account_id", "applicant_id", "started_by_id"}
_DAYS: Final = {
    "birth_on": -12_000,
    "opened_on": -400,
    "starts_on": -10,
    "residency_started_on": -10,
    "registration_due_on": 3,
    "ends_on": 300,
    "planned_ends_on": 300,
}
# Text columns where a canary cannot stand, each with why.
EXEMPT: Final[Mapping[str, str]] = {
    "communities.subdistrict_code": "names a street of the district",
    "files.uploaded_by": "an account's id, by which a file is found",
    "files.attached_type": "a type's name, by which readers are found",
    "audit_entries.actor": "an account's id, by which an entry is found",
    "notification_settings.channels": "an enumeration",
    "roster_imports.refusal": "a code, as refusals have",
    "roster_imports.counts": "numbers by an enumeration",
    "audit_seals.hash": "a hash",
    "files.digest": "a hash",
    "idempotency_keys.input_hash": "a keyed hash",
    "resident_name_tokens.token": "a keyed hash",
    "residents.document_index": "a keyed hash",
    "residents.phone_index": "a keyed hash",
    "residents.key_wrapped": "a key",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was planted for one operator: its word, the ids of its rows, its accounts, its key."""

    operator_id: UUID
    word: str
    key: DataKey
    accounts: tuple[UUID, ...]
    sessions: list[UUID] = field(default_factory=list)
    ids: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    seals: dict[UUID, ResidentSeal] = field(default_factory=dict)

    def canary(self, table: str, column: str, row: int) -> str:
        """What stands in a text column of a row; found again by `word-table-column-row`."""
        return f"{self.word}-{table}-{column}-{row}"

    def seal_of(self, row: int) -> ResidentSeal:
        resident_id = self.ids["residents"][row]
        if resident_id not in self.seals:
            self.seals[resident_id] = ResidentSeal.fresh(self.key, resident_id)
        return self.seals[resident_id]


Given = Callable[[Filled, int], Any]  # Any: a column's value


def _sealed(column: str) -> Given:
    return lambda filled, row: filled.seal_of(row).seal(column, filled.canary("residents", f"{column}_sealed", row))


def _application(filled: Filled, row: int) -> bytes:
    said = Said(
        name=filled.canary("stay_applications", "said_sealed", row),
        document_kind=DocumentKind.RESIDENT_ID,
        document_number=filled.canary("stay_applications", "document_number", row),
        phone=filled.canary("stay_applications", "phone", row),
        note=filled.canary("stay_applications", "said_sealed", row),
    )
    return filled.key.seal(
        msgspec.json.encode(said).decode(), application_context(filled.ids["stay_applications"][row])
    )


def _line(filled: Filled, row: int) -> bytes:
    said = SaidRow(name=filled.canary("roster_rows", "said_sealed", row), place="1-101-1")
    return sealed_row(filled.key, filled.ids["roster_imports"][row], 1, said)


def _webhook_secret(filled: Filled, row: int) -> bytes:
    said = filled.canary("webhooks", "secret_sealed", row)
    return filled.key.seal(said, seal_context(filled.ids["webhooks"][row]))


def _file_name(filled: Filled, row: int) -> bytes:
    return filled.key.seal(filled.canary("files", "name_sealed", row), name_context(filled.ids["files"][row]))


def _columns(filled: Filled, row: int) -> list[dict[str, str]]:
    said = filled.canary("roster_imports", "columns", row)
    return [{"sheet": said, "field": "NAME", "header": said, "letter": "A"}]


def _problems(filled: Filled, row: int) -> list[dict[str, Any]]:
    said = filled.canary("roster_rows", "problems", row)
    return [{"code": said, "field": "NAME", "letter": said, "reason": said, "facts": {}}]


def _account(filled: Filled, row: int) -> str:
    return str(filled.accounts[row])


SEALED: Final[Mapping[str, Given]] = {
    "residents.name_sealed": _sealed("name"),
    "residents.document_sealed": _sealed("document"),
    "residents.phone_sealed": _sealed("phone"),
    "residents.emergency_sealed": _sealed("emergency"),
    "files.name_sealed": _file_name,
    "stay_applications.said_sealed": _application,
    "roster_rows.said_sealed": _line,
    "webhooks.secret_sealed": _webhook_secret,
    "webhooks.previous_secret_sealed": _webhook_secret,
}
_GIVEN: Final[Mapping[str, Given]] = {
    **SEALED,
    "residents.key_wrapped": lambda filled, row: filled.seal_of(row).wrapped,
    "communities.subdistrict_code": lambda *_: "310112112",
    "communities.latitude": lambda *_: Decimal("31.02"),
    "communities.longitude": lambda *_: Decimal("121.4"),
    "governance_periods.ends_on": lambda *_: dt.date.max,
    "stays.status": lambda *_: StayStatus.ACTIVE,
    "stays.previous_stay_id": lambda *_: None,
    "roster_imports.status": lambda *_: RosterStatus.PREVIEWED,
    "roster_imports.refusal": lambda *_: None,
    "roster_imports.columns": _columns,
    "roster_imports.counts": lambda *_: {"MOVE_IN": 1},
    "roster_imports.rows_total": lambda *_: 1,
    "roster_rows.problems": _problems,
    "roster_rows.position": lambda *_: 1,
    "webhooks.previous_secret_until": lambda *_: clock.now() + dt.timedelta(days=1),
    "files.uploaded_by": _account,
    "files.attached_type": lambda *_: None,
    "files.attached_id": lambda *_: None,
    "audit_entries.actor": _account,
    "notification_settings.channels": lambda *_: [],
    "audit_seals.number": lambda _, row: row + 1,
    "buildings.floors": lambda *_: 12,
}


def text_columns() -> list[str]:
    """Every `table.column` of operators' tables that can hold words, open or sealed."""
    kinds = (sa.String, sa.LargeBinary, JSONB)
    return [
        f"{table.name}.{column.name}"
        for table in map(Base.metadata.tables.__getitem__, operator_tables())
        for column in table.columns
        if not isinstance(column.type, sa.Enum) and isinstance(getattr(column.type, "item_type", column.type), kinds)
    ]


def _targets(table: sa.Table) -> dict[str, str]:
    found = {name: target for name, target in _LINKS.items() if target != table.name}
    for constraint in table.foreign_key_constraints:
        for element in constraint.elements:
            if element.parent.name != "operator_id" and element.column.table.schema is None:
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
    tables = [table for table in Base.metadata.sorted_tables if table.schema is None]
    for table in tables:
        filled.ids[table.name] = [new_id() for _ in range(count)]
    return [
        (table, [{c.name: _value(filled, c, row) for c in table.columns} for row in range(count)]) for table in tables
    ]
