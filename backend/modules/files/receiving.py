"""Taking in an upload: sealed while it streams, examined, and recorded only when its bytes are safe on disk."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from uuid import UUID

from backend.core.files import CHUNK_BYTES, SealedWriter, open_sealed
from backend.modules.files.actions import Upload, record_upload
from backend.modules.files.contents import examine, plain_name
from backend.modules.files.contract import FilePurpose, FileTooLarge, UploadLimitReached
from backend.modules.files.queries import Place, get_new_place
from tenants.scope import Actor, open_scope

_AT_ONCE_PER_ACCOUNT: Final = 3
# Each may take some 200 MB while a picture is drawn anew.
_examining = asyncio.Semaphore(2)
_under_way: Counter[str] = Counter()


async def receive(actor: Actor, purpose: FilePurpose, name: str, pieces: AsyncIterator[bytes]) -> UUID:
    """Keep an upload; its id. Raises Forbidden, UploadLimitReached, FileTooLarge, and what `examine` raises.

    A crash at any point leaves at worst bytes without a row, which the sweep removes.
    """
    with _counted(actor.name), ExitStack() as undo:
        async with open_scope(actor, read_only=True) as scope:
            place = await get_new_place(scope, purpose)
        writer = SealedWriter(place.path, place.key)
        undo.callback(writer.abandon)
        async for piece in pieces:
            if writer.size + len(piece) > place.most_bytes:
                raise FileTooLarge(limit=place.most_bytes)
            writer.write(piece)
        async with _examining:
            upload = await asyncio.to_thread(_settle, writer, place, purpose, name)
        # From here the row may commit even where we do not hear of it, so the bytes stay.
        undo.pop_all()
        async with open_scope(actor) as scope:
            await record_upload(scope, upload)
        return upload.file_id


@contextmanager
def _counted(account: str) -> Iterator[None]:
    if _under_way[account] >= _AT_ONCE_PER_ACCOUNT:
        raise UploadLimitReached
    _under_way[account] += 1
    try:
        yield
    finally:
        _under_way[account] -= 1
        if not _under_way[account]:
            del _under_way[account]


def _settle(writer: SealedWriter, place: Place, purpose: FilePurpose, name: str) -> Upload:
    """Make the bytes durable, look into them, and put what is to be kept in their place."""
    writer.finish()
    size = writer.size
    with open_sealed(place.path, place.key) as content:
        examined = examine(purpose, content, size)
    if examined.replacement is not None:
        place.path.unlink()
        size = len(examined.replacement)
        clean = SealedWriter(place.path, place.key)
        clean.write(examined.replacement)
        clean.finish()
    with open_sealed(place.path, place.key) as content:
        digest = hashlib.sha256()
        while piece := content.read(CHUNK_BYTES):
            digest.update(piece)
    return Upload(
        file_id=place.file_id,
        purpose=purpose,
        name=plain_name(name),
        media_type=examined.media_type,
        size=size,
        digest=digest.digest(),
    )
