"""Export: all that belongs to an operator, as one archive that another installation can take in."""

import asyncio
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, select, text

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import NotFound
from backend.core.files import operator_folder
from backend.core.surfaces import Surface
from tenants.archive import SHORTEST_PASSPHRASE, ArchiveWriter, Manifest, Member, PassphraseTooShort
from tenants.carried import carried, operator_tables, packed
from tenants.keys import unwrapped_key
from tenants.models import Operator, OperatorKey
from tenants.scope import Actor, Scope, open_scope

_ROWS_AT_ONCE = 1000
Shape = Callable[[dict[str, Any]], dict[str, Any]]  # Any: column values


@dataclass(frozen=True, slots=True)
class Moved:
    """How much an export or an import carried."""

    code: str
    operator_id: UUID
    rows: int
    files: int


def owner_actor(operator_id: UUID, name: str) -> Actor:
    """The installation itself, with the rows of one operator in reach."""
    return Actor(surface=Surface.OWNER, operator_id=operator_id, system=name)


async def schema_revision(scope: Scope) -> str:
    """The migration that the database stands at."""
    return str(await scope.session.scalar(text("SELECT version_num FROM app.alembic_version")))


async def export_operator(operator_id: UUID, target: Path, passphrase: str) -> Moved:
    """Write the archive of an operator to a file that only we may read; memory stays bounded.

    In it, as of one moment: every row of every operator table; the operator, its identity provider, its memberships
    and the accounts that have one, with their passwords' hashes; its files; and its data key, sealed under the
    passphrase. Not in it: sign-ins, codes, and the platform's own audit. What is sealed stays sealed, so that the
    archive tells a finder no name, phone or document. Raises NotFound, PassphraseTooShort.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(characters=SHORTEST_PASSPHRASE)
    async with open_scope(owner_actor(operator_id, "export"), read_only=True, snapshot=True) as scope:
        operator = await scope.session.get(Operator, operator_id)
        wrapped = await scope.session.scalar(select(OperatorKey.wrapped).where(OperatorKey.operator_id == operator_id))
        if operator is None or wrapped is None:
            raise NotFound
        key = unwrapped_key(operator_id, wrapped)
        with ArchiveWriter(target) as archive:
            manifest = Manifest(
                operator_id=operator_id,
                code=operator.code,
                revision=await schema_revision(scope),
                made_at=clock.now().isoformat(),
                tables=await _own_rows(scope, archive),
                shared=await _shared_rows(scope, archive, DataKey.of(key)),
                files=await asyncio.to_thread(_files, archive, operator_id),
            )
            archive.finish(manifest, key, passphrase)
    rows = sum(member.rows for member in manifest.members)
    return Moved(operator.code, operator_id, rows, len(manifest.files))


async def _own_rows(scope: Scope, archive: ArchiveWriter) -> list[Member]:
    own = [(table, select(table).where(table.c.operator_id == scope.operator_id)) for table in operator_tables()]
    return [await _written(scope, archive, "tables", table, rows) for table, rows in own]


async def _shared_rows(scope: Scope, archive: ArchiveWriter, key: DataKey) -> list[Member]:
    return [
        await _written(scope, archive, "shared", table, rows, functools.partial(packed, table, key=key))
        for table, rows in carried(scope.operator_id)
    ]


async def _written(
    scope: Scope,
    archive: ArchiveWriter,
    folder: str,
    table: Table,
    statement: Select[Any],  # Any: columns of each table
    shape: Shape = dict,
) -> Member:
    ordered = statement.order_by(*table.primary_key.columns)
    found = await scope.session.stream(ordered, execution_options={"yield_per": _ROWS_AT_ONCE})
    with archive.table(folder, table) as lines:
        async for batch in found.mappings().partitions():
            lines.write(shape(dict(row)).values() for row in batch)
    return lines.member


def _files(archive: ArchiveWriter, operator_id: UUID) -> list[Member]:
    root = operator_folder(operator_id)
    # What is still being written has no row yet.
    paths = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".part")
    return [archive.file(path, f"files/{path.relative_to(root).as_posix()}") for path in paths]
