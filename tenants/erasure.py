"""Erasure of an operator: its key first, then every row and file; its name stays, as one who is gone."""

import asyncio
import shutil
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, delete, false, func, or_, select, update

from backend.core import clock
from backend.core.db import Base
from backend.core.errors import NotFound
from backend.core.files import operator_folder
from backend.core.settings import settings
from tenants.carried import only_accounts_of, operator_tables
from tenants.departure import owner_actor
from tenants.erasure_ledger import erased_operators, note
from tenants.models import Operator, OperatorKey, OperatorState
from tenants.provision import platform_actor
from tenants.roles import PlatformPermission
from tenants.scope import Scope, action, open_scope

Condition = ColumnElement[bool]
_KEPT = frozenset({"operators", "operator_keys"})


async def erase_operator(operator_id: UUID) -> int:
    """Destroy the operator's key, then delete all its rows, its files, and the accounts that nobody else knows.

    Returns the number of rows. Running it again finishes what a crash cut short. Raises NotFound.
    """
    async with open_scope(platform_actor("erase")) as scope:
        code = await destroy_key(scope, operator_id)
        # Before the commit: an erasure that the ledger does not know would come undone by a restore.
        await asyncio.to_thread(note, "operator_erased", operator_id, code=code)
    rows = await _deleted(operator_id)
    # A request that was let in just before may still have written.
    await asyncio.sleep(settings().session_check_seconds)
    rows += await _deleted(operator_id)
    await asyncio.to_thread(shutil.rmtree, operator_folder(operator_id), ignore_errors=True)
    return rows


async def replay_erasures() -> list[UUID]:
    """Erase again what a restored backup has brought back; returns the operators that were found."""
    back = []
    for operator_id in sorted(erased_operators()):
        async with open_scope(owner_actor(operator_id, "erase"), read_only=True) as scope:
            state = await scope.session.scalar(select(Operator.state).where(Operator.id == operator_id))
            remains = await count_rows(scope)
        if state is not None and (state != OperatorState.ERASED or remains):
            await erase_operator(operator_id)
            back.append(operator_id)
    return back


@action(PlatformPermission.MANAGE_OPERATORS)
async def destroy_key(scope: Scope, operator_id: UUID) -> str:
    """From here on nobody enters, and nothing that the operator sealed can be read. Returns its code."""
    code: str | None = await scope.session.scalar(
        update(Operator).where(Operator.id == operator_id).values(state=OperatorState.ERASED).returning(Operator.code)
    )
    if code is None:
        raise NotFound
    await scope.session.execute(
        update(OperatorKey)
        .where(OperatorKey.operator_id == operator_id, OperatorKey.wrapped.is_not(None))
        .values(wrapped=None, destroyed_at=clock.now())
    )
    scope.record("erase_operator", "Operator", operator_id)
    return code


async def count_rows(scope: Scope) -> int:
    """How many rows the operator has in all its tables."""
    counts = [
        await scope.session.scalar(
            select(func.count()).select_from(table).where(table.c.operator_id == scope.operator_id)
        )
        for table in operator_tables()
    ]
    return sum(count or 0 for count in counts)


async def _deleted(operator_id: UUID) -> int:
    async with open_scope(owner_actor(operator_id, "erase")) as scope:
        leaving = list(await scope.session.scalars(only_accounts_of(operator_id)))
        rows = 0
        for table in reversed(Base.metadata.sorted_tables):
            condition = _belongs(table, operator_id, leaving)
            if condition is not None:
                # Any: the rows of a DELETE, of which there are none
                found = cast(CursorResult[Any], await scope.session.execute(delete(table).where(condition)))
                rows += found.rowcount
        return rows


def _belongs(table: Table, operator_id: UUID, leaving: list[UUID]) -> Condition | None:
    """Which rows of a table go: the operator's, the leaving accounts', and what refers to those; None for no rows."""
    if table.name in _KEPT:
        return None
    if "operator_id" in table.columns and table.schema is None:
        return table.c.operator_id == operator_id
    conditions = [table.c.operator_id == operator_id] if "operator_id" in table.columns else []
    if table.name == "accounts":
        conditions.append(table.c.id.in_(leaving))
    for key in table.foreign_keys:
        parent = key.column.table
        if (
            parent is not table
            and parent.name not in _KEPT
            and (inner := _belongs(parent, operator_id, leaving)) is not None
        ):
            conditions.append(key.parent.in_(select(key.column).where(inner)))
    return or_(false(), *conditions) if conditions else None
