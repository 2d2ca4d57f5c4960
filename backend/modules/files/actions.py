"""Writes: uploads and made files are recorded, attached once, and swept where nobody attached them."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.files import SealedWriter, operator_folder
from backend.core.ids import new_id
from backend.modules.files import contract
from backend.modules.files.contents import accepted
from backend.modules.files.contract import FileAlreadyAttached, FilePermission, FilePurpose, NewFile
from backend.modules.files.links import Link
from backend.modules.files.models import StoredFile
from backend.modules.files.queries import name_context, place_of
from tenants.roles import OPEN
from tenants.scope import Scope, action

UNATTACHED: Final = dt.timedelta(hours=24)
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is known of an upload whose bytes are on disk; `digest` is the SHA-256 of what is kept."""

    file_id: UUID
    purpose: FilePurpose
    name: str
    media_type: str
    size: int
    digest: bytes


@action(FilePermission.UPLOAD)
async def record_upload(scope: Scope, upload: Upload) -> None:
    """Make an upload known, as its uploader's own. Raises Forbidden."""
    accepted(scope.actor, upload.purpose)
    await _add(scope, upload)
    scope.record("upload_file", "File", upload.file_id, purpose=upload.purpose, size=upload.size)


@contract.attach_file.implements
@action(FilePermission.UPLOAD)
async def attach_file(scope: Scope, file_id: UUID, object_type: str, object_id: UUID, purpose: FilePurpose) -> None:
    """Implements the contract's port."""
    mine = select(StoredFile).where(
        StoredFile.id == file_id, StoredFile.uploaded_by == scope.actor.name, StoredFile.purpose == purpose
    )
    if await scope.session.scalar(mine) is None:
        raise NotFound
    taken = await scope.session.scalar(
        update(StoredFile)
        .where(StoredFile.id == file_id, StoredFile.attached_id.is_(None))
        .values(attached_type=object_type, attached_id=object_id)
        .returning(StoredFile.id)
    )
    if taken is None:
        raise FileAlreadyAttached
    scope.record("attach_file", "File", file_id, attached_type=object_type, attached_id=str(object_id))


@contract.store_file.implements
@action(OPEN)
async def store_file(scope: Scope, new: NewFile, content: bytes) -> UUID:
    """Implements the contract's port."""
    place = place_of(scope.operator_id, new_id(), await scope.key())
    writer = SealedWriter(place.path, place.key)
    writer.write(content)
    writer.finish()
    made = Upload(
        file_id=place.file_id,
        purpose=new.purpose,
        name=new.name,
        media_type=new.media_type,
        size=len(content),
        digest=hashlib.sha256(content).digest(),
    )
    await _add(scope, made, new.attached_type, new.attached_id)
    scope.record("store_file", "File", made.file_id, purpose=new.purpose, size=made.size)
    return made.file_id


@contract.release_files.implements
@action(OPEN)
async def release_files(scope: Scope, object_type: str, object_ids: Sequence[UUID]) -> None:
    """Implements the contract's port."""
    released = await scope.session.execute(
        # Not merely detached: what belongs to nothing is its uploader's to read.
        delete(StoredFile)
        .where(StoredFile.attached_type == object_type, StoredFile.attached_id.in_(object_ids))
        .returning(StoredFile.id)
    )
    for file_id in released.scalars():
        scope.record("release_file", "File", file_id, attached_type=object_type)


async def _add(scope: Scope, made: Upload, attached_type: str | None = None, attached_id: UUID | None = None) -> None:
    key = await scope.key()
    row = StoredFile(
        id=made.file_id,
        purpose=made.purpose,
        uploaded_by=scope.actor.name,
        media_type=made.media_type,
        name_sealed=key.seal(made.name, name_context(made.file_id)),
        size=made.size,
        # Keyed: a plain digest would tell whether a known file is among them.
        digest=key.index(made.digest.hex()),
        attached_type=attached_type,
        attached_id=attached_id,
    )
    scope.session.add(row)
    await scope.session.flush()


@action(OPEN)
async def record_download(scope: Scope, link: Link) -> None:
    """Write down that someone fetched a file with people in it by a link that was checked."""
    scope.record("download_file", "File", link.file_id)


@action(FilePermission.SWEEP)
async def sweep_unattached(scope: Scope) -> int:
    """Drop uploads that nobody attached for a day, and bytes that have no row; how many went.

    A dropped row leaves its bytes to the next sweep, which finds them without a row: if this transaction is rolled
    back, nothing is lost.
    """
    before = clock.now() - UNATTACHED
    gone = 0
    orphans = _settled(operator_folder(scope.operator_id), before)
    while ids := [file_id for _, file_id in zip(range(_AT_ONCE), orphans, strict=False)]:
        known = set(await scope.session.scalars(select(StoredFile.id).where(StoredFile.id.in_(ids))))
        for file_id in set(ids) - known:
            (operator_folder(scope.operator_id) / str(file_id)).unlink(missing_ok=True)
            gone += 1
    dropped = await scope.session.execute(
        delete(StoredFile)
        .where(StoredFile.attached_id.is_(None), StoredFile.created_at < before)
        .returning(StoredFile.id)
    )
    gone += len(dropped.all())
    if gone:
        scope.record("sweep_files", "File", None, count=gone)
    return gone


def _settled(folder: Path, before: dt.datetime) -> Iterator[UUID]:
    """The files of a folder that no upload can still be writing; what an upload left unfinished is removed."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime >= before.timestamp():
            continue
        if path.suffix == ".part":
            path.unlink(missing_ok=True)
        else:
            yield UUID(path.name)
