"""Reads: files that the actor may see, their bytes, links to them, and the place of a new one."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.crypto import DataKey, subkey
from backend.core.errors import NotFound
from backend.core.files import open_sealed, operator_folder
from backend.core.ids import new_id
from backend.modules.files.contents import accepted
from backend.modules.files.contract import (
    BYTES_PER_DAY,
    UPLOADS_PER_HOUR,
    FilePermission,
    FilePurpose,
    UploadLimitReached,
    readers,
)
from backend.modules.files.links import Link, check, new_link, token_of
from backend.modules.files.models import StoredFile
from tenants.models import Operator, OperatorState
from tenants.roles import OPEN
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file's bytes lie, the key that seals them, and how many there may be."""

    file_id: UUID
    path: Path
    key: bytes
    most_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file as someone who may read it sees it; `path` is its link, good for minutes."""

    id: UUID
    purpose: FilePurpose
    name: str
    media_type: str
    size: int
    created_at: dt.datetime
    path: str


def place_of(operator_id: UUID, file_id: UUID, key: DataKey, most_bytes: int = 0) -> Place:
    """The place of a file: one folder for each operator, one derived key for each file."""
    sealing = subkey(key.sealing, f"file:{file_id}")
    path = operator_folder(operator_id) / str(file_id)
    return Place(file_id=file_id, path=path, key=sealing, most_bytes=most_bytes)


def name_context(file_id: UUID) -> str:
    """What a file's sealed name is bound to."""
    return f"file-name:{file_id}"


@query(FilePermission.UPLOAD)
async def get_new_place(scope: Scope, purpose: FilePurpose) -> Place:
    """A place for an upload. Raises Forbidden, and UploadLimitReached by the hour's count and the day's bytes."""
    most_bytes = accepted(scope.actor, purpose).most_bytes
    now = clock.now()
    row = (
        await scope.session.execute(
            select(
                func.count().filter(StoredFile.created_at > now - dt.timedelta(hours=1)),
                func.coalesce(func.sum(StoredFile.size), 0),
            ).where(StoredFile.uploaded_by == scope.actor.name, StoredFile.created_at > now - dt.timedelta(days=1))
        )
    ).one()
    if row[0] >= await scope.limit(UPLOADS_PER_HOUR) or row[1] >= await scope.limit(BYTES_PER_DAY):
        raise UploadLimitReached
    return place_of(scope.operator_id, new_id(), await scope.key(), most_bytes)


@query(FilePermission.READ)
async def files_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, KnownFile]:
    """The files of these that the actor may read."""
    rows = await _readable(scope, ids)
    if not rows or scope.actor.account_id is None:
        return {}
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    key, account_id, surface = await scope.key(), scope.actor.account_id, scope.actor.surface
    return {
        row.id: KnownFile(
            id=row.id,
            purpose=row.purpose,
            name=key.unseal(row.name_sealed, name_context(row.id)),
            media_type=row.media_type,
            size=row.size,
            created_at=row.created_at,
            path=f"/files/{token_of(new_link(row.id, account_id, surface), code or '', key, row.attached_id)}",
        )
        for row in rows
    }


@query(FilePermission.READ)
async def get_content(scope: Scope, file_id: UUID) -> io.BufferedReader:
    """The bytes of a file that the actor may read, to be closed. Raises NotFound."""
    rows = await _readable(scope, [file_id])
    if not rows:
        raise NotFound
    return _opened(place_of(scope.operator_id, file_id, await scope.key()))


async def _readable(scope: Scope, ids: Sequence[UUID]) -> list[StoredFile]:
    """An upload is its uploader's alone until it is attached; then it is for whoever may see what it belongs to."""
    rows = (await scope.session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)))).all()
    attached: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.attached_type is not None and row.attached_id is not None:
            attached[row.attached_type].add(row.attached_id)
    shown = {kind: await _shown(scope, kind, objects) for kind, objects in attached.items()}
    return [
        row
        for row in rows
        if (
            row.uploaded_by == scope.actor.name
            if row.attached_type is None
            else row.attached_id in shown[row.attached_type]
        )
    ]


async def _shown(scope: Scope, kind: str, objects: Iterable[UUID]) -> Collection[UUID]:
    reader = readers.get(kind)
    return () if reader is None else await reader(scope, sorted(objects))


@query(OPEN)
async def get_operator_id(scope: Scope, code: str) -> UUID:
    """The operator that a link names, where it can be entered. Raises NotFound."""
    wanted = select(Operator.id).where(Operator.code == code, Operator.state == OperatorState.ACTIVE)
    found: UUID | None = await scope.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a link leads to."""

    id: UUID
    purpose: FilePurpose
    name: str
    media_type: str
    size: int
    attached_type: str | None
    attached_id: UUID | None
    content: io.BufferedReader


@query(OPEN)
async def get_linked(scope: Scope, link: Link, mac: bytes) -> Linked:
    """The file of a link that was signed for it, to be closed. Raises NotFound."""
    row = await scope.session.scalar(select(StoredFile).where(StoredFile.id == link.file_id))
    if row is None:
        raise NotFound
    key = await scope.key()
    check(link, mac, key, row.attached_id)
    return Linked(
        id=row.id,
        purpose=row.purpose,
        name=key.unseal(row.name_sealed, name_context(row.id)),
        media_type=row.media_type,
        size=row.size,
        attached_type=row.attached_type,
        attached_id=row.attached_id,
        content=_opened(place_of(scope.operator_id, row.id, key)),
    )


def _opened(place: Place) -> io.BufferedReader:
    try:
        return open_sealed(place.path, place.key)
    except FileNotFoundError as error:
        raise NotFound from error
