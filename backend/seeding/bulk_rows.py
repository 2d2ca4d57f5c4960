"""Rows of one operator that wait to be loaded by COPY; what is not said of one is its column's own default."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnDefault

from backend.core.copying import copy_rows, table_of
from backend.core.db import Base
from backend.core.ids import new_id
from tenants.scope import Scope


class Rows:
    """Put together in memory, loaded table by table: each after those that it refers to."""

    def __init__(self, operator_id: UUID) -> None:
        self._operator_id = operator_id
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)  # Any: column values

    def add(self, model: type[Base], **values: Any) -> UUID:  # Any: column values
        """A row; its id, a new one unless one is given."""
        made: UUID = values.setdefault("id", new_id())
        self._rows[model].append(values)
        return made

    def of(self, model: type[Base]) -> Sequence[dict[str, Any]]:  # Any: column values
        """What waits for a table, in the order in which it was added."""
        return self._rows[model]

    async def load(self, scope: Scope, order: Sequence[type[Base]]) -> int:
        """Write everything; PostgreSQL checks each row as it checks a resident's own. Returns the rows."""
        if left := self._rows.keys() - set(order):
            raise ValueError(f"No order for {left}")
        for model in order:
            if rows := self._rows[model]:
                columns = table_of(model).columns
                usual = {column.name: _default(column.default) for column in columns}
                usual["operator_id"] = self._operator_id
                names = list(usual)
                records = (tuple((usual | row)[name] for name in names) for row in rows)
                await copy_rows(scope.session, table_of(model), names, records)
        return sum(map(len, self._rows.values()))


def _default(default: object) -> object:
    return default.arg if isinstance(default, ColumnDefault) and default.is_scalar else None
