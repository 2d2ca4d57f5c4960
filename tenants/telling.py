"""What an action tells (events, audit entries): collected, and written together just before its transaction commits."""

from collections import defaultdict
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Insert, Table, bindparam, column, event, func, insert, select
from sqlalchemy.orm import ORMExecuteState, Session

from backend.core import clock
from backend.core.db import Base
from backend.core.events import Event, pack
from backend.core.ids import new_id
from tenants.audit import AuditEntry
from tenants.models import PlatformAuditEntry
from tenants.outbox import OutboxRow

_TOLD = "told"


def tell_event(session: Session, fact: Event, operator_id: UUID, actor: str, request_id: str) -> None:
    """Put an event into the outbox before this transaction commits, in the order of the telling."""
    now = clock.now()
    said = {"operator_id": operator_id, "name": fact.name, "payload": pack(fact), "actor": actor}
    _tell(session, OutboxRow, said | {"request_id": request_id, "created_at": now, "due_at": now, "looks": 0})


def tell_entry(session: Session, kind: type[AuditEntry] | type[PlatformAuditEntry], said: dict[str, Any]) -> None:
    """The same for an entry of an audit trail. `said`: all columns, save its id and when it was made."""
    _tell(session, kind, said | {"created_at": clock.now()})


def _tell(session: Session, kind: type[Base], said: dict[str, Any]) -> None:
    # Ids are made here, so that they keep the order.
    session.info.setdefault(_TOLD, defaultdict(list))[kind.__table__].append(said | {"id": new_id()})


def write_told(session: Session) -> None:
    """Write what was told so far: one statement for each table, or one for two, however many rows there are."""
    told = session.info.pop(_TOLD, None)
    if told:
        tables = tuple(told)
        said = {f"{t.name}_{c.key}": [row[c.key] for row in told[t]] for t in tables for c in t.columns}
        session.connection().execute(_insert(tables), said)


@cache
def _insert(tables: tuple[Table, ...]) -> Insert:
    statement = _rows_into(tables[0])
    for other in tables[1:]:
        statement = statement.add_cte(_rows_into(other).cte(f"into_{other.name}"))
    return statement


def _rows_into(table: Table) -> Insert:
    """An array for each column: the statement is the same for any number of rows."""
    given = [bindparam(f"{table.name}_{c.key}", type_=ARRAY(c.type)) for c in table.columns]
    rows = func.unnest(*given).table_valued(*(column(c.key, c.type) for c in table.columns), name="told")
    return insert(table).from_select([c.key for c in table.columns], select(rows.render_derived()))


def _write_before_it_is_read(state: ORMExecuteState) -> None:
    told = state.session.info.get(_TOLD)
    if told and any(mapper.local_table in told for mapper in state.all_mappers):
        write_told(state.session)


event.listen(Session, "before_commit", write_told)
event.listen(Session, "do_orm_execute", _write_before_it_is_read)
