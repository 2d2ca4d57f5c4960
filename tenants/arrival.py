"""Import: an operator out of its archive, exactly as it was."""

import asyncio
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, or_, select

from backend.core.copying import copy_rows
from backend.core.crypto import DataKey
from backend.core.errors import AppError
from backend.core.files import operator_folder
from backend.core.surfaces import Surface
from tenants.archive import ArchiveReader, ArchiveTampered
from tenants.carried import carried, operator_tables, unpacked
from tenants.departure import Moved, owner_actor, schema_revision
from tenants.erasure_ledger import note
from tenants.keys import rewrapped_key
from tenants.models import Account, Operator, OperatorKey, OperatorState, PlatformAuditEntry
from tenants.provision import OperatorCodeTaken
from tenants.roles import Role
from tenants.scope import Scope, open_scope


class ArchiveOfOtherVersion(AppError):
    """This archive was written by version {archive} of the schema; this installation has {here}."""

    zh = "该归档来自数据结构版本 {archive}，当前系统为 {here}"


async def import_operator(source: Path, passphrase: str) -> Moved:
    """Take in an operator, all of it or nothing; it keeps its ids, and its key is wrapped by our master key.

    An account that is here already stays as it is. One that arrives without being known, but with a log-in name or a
    phone that somebody here has, arrives without that name or phone: nobody gets into another's account by an archive.
    Raises ArchiveTampered, PassphraseWrong, ArchiveOfOtherVersion, OperatorCodeTaken.
    """
    with await asyncio.to_thread(ArchiveReader, source, passphrase) as archive:
        manifest = archive.manifest
        async with open_scope(owner_actor(manifest.operator_id, "import")) as scope:
            here = await schema_revision(scope)
            if manifest.revision != here:
                raise ArchiveOfOtherVersion(archive=manifest.revision, here=here)
            await _make_room(scope, manifest.code)
            await _take_shared_rows(scope, archive)
            wrapped = rewrapped_key(manifest.operator_id, archive.key)
            scope.session.add(OperatorKey(operator_id=manifest.operator_id, wrapped=wrapped))
            await scope.session.flush()
            await _take_own_rows(scope, archive)
            await asyncio.to_thread(_take_files, archive)
            scope.session.add(_remembered(scope))
        note("operator_returned", manifest.operator_id, code=manifest.code)
    return Moved(manifest.code, manifest.operator_id, sum(m.rows for m in manifest.members), len(manifest.files))


async def _make_room(scope: Scope, code: str) -> None:
    """An erased operator may come back in its own place; any other with its id or code is in the way."""
    found = await scope.session.scalars(
        select(Operator).where(or_(Operator.id == scope.operator_id, Operator.code == code)).with_for_update()
    )
    for operator in found:
        if operator.id != scope.operator_id or operator.state != OperatorState.ERASED:
            raise OperatorCodeTaken
        key = await scope.session.get(OperatorKey, operator.id)
        await scope.session.delete(key)
        await scope.session.flush()
        await scope.session.delete(operator)
    await scope.session.flush()


async def _take_shared_rows(scope: Scope, archive: ArchiveReader) -> None:
    members = {member.path: member for member in archive.manifest.shared}
    key = DataKey.of(archive.key)
    for table, _ in carried(scope.operator_id):
        member = members[f"shared/{table.name}.jsonl"]
        for values in archive.rows(member, table):
            row = unpacked(table, dict(zip(member.columns, values, strict=True)), key)
            _refuse_others(scope, table, row)
            if table.name == Account.__tablename__ and not await _is_new(scope, row):
                continue
            await scope.session.execute(insert(table).values(row))


def _refuse_others(scope: Scope, table: Table, row: dict[str, Any]) -> None:  # Any: column values
    """Raises ArchiveTampered for what no operator has: shared tables hold all operators, and the platform's own."""
    owner = row["id"] if table.name == Operator.__tablename__ else row.get("operator_id")
    is_foreign = owner != scope.operator_id and table.name != Account.__tablename__
    if is_foreign or Role(row.get("role", Role.RESIDENT)).surface not in (Surface.TENANT, Surface.RESIDENT):
        raise ArchiveTampered


async def _take_own_rows(scope: Scope, archive: ArchiveReader) -> None:
    members = {member.path: member for member in archive.manifest.tables}
    for table in operator_tables():
        member = members[f"tables/{table.name}.jsonl"]
        await copy_rows(scope.session, table, member.columns, archive.rows(member, table))


def _take_files(archive: ArchiveReader) -> None:
    # Before the commit: what lies under the id of an operator that is not here is nobody's, and may be written over.
    root = operator_folder(archive.manifest.operator_id)
    for member in archive.manifest.files:
        archive.unpack(member, root / member.path.removeprefix("files/"))


def _remembered(scope: Scope) -> PlatformAuditEntry:
    return PlatformAuditEntry(
        account_id=None,
        act="import_operator",
        object_type="Operator",
        object_id=scope.operator_id,
        request_id=scope.actor.request_id,
        address=scope.actor.address,
    )


async def _is_new(scope: Scope, row: dict[str, Any]) -> bool:  # Any: column values
    """Whether the account is unknown here; what would make it somebody else's is taken out of the row."""
    others = (
        await scope.session.execute(
            select(Account.id, Account.login, Account.phone_index).where(
                or_(Account.id == row["id"], Account.login == row["login"], Account.phone_index == row["phone_index"])
            )
        )
    ).all()
    if any(other.id == row["id"] for other in others):
        return False
    if row["login"] is not None and any(other.login == row["login"] for other in others):
        row["login"] = None
    if row["phone_index"] is not None and any(other.phone_index == row["phone_index"] for other in others):
        row["phone_index"] = row["phone_sealed"] = None
    return True
