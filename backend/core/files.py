"""Sealed files on disk: chunks of AES-256-GCM, written once, read from any place, bound to one key and one order."""

import io
import os
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.core.settings import settings

# A file is a random prefix of 7 bytes, then chunks of 64 KiB of plaintext, each with its tag. A chunk's nonce is prefix
# + number (4 bytes) + 1 for the last one, else 0: chunks cannot be swapped, and an end cannot be cut off.
CHUNK_BYTES: Final = 64 * 1024
_PREFIX_BYTES: Final = 7
_TAG_BYTES: Final = 16
_SEALED_BYTES: Final = CHUNK_BYTES + _TAG_BYTES


class FileDamaged(Exception):
    """The bytes on disk are not those that were written, or the key is another one."""


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class SealedWriter:
    """Writes `path` under a temporary name; nothing is at `path` before `finish` returns, and then all is on disk."""

    def __init__(self, path: Path, key: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = path
        self._part = path.with_suffix(".part")
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(_PREFIX_BYTES)
        self._pending = bytearray()
        self._number = 0
        self.size = 0
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._file.write(self._prefix)

    def write(self, data: bytes) -> None:
        """Append plaintext; at most one chunk waits in memory."""
        self.size += len(data)
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:
            self._write_chunk(bytes(self._pending[:CHUNK_BYTES]), is_last=False)
            del self._pending[:CHUNK_BYTES]

    def _write_chunk(self, plain: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, plain, None))
        self._number += 1

    def finish(self) -> None:
        """Write the last chunk, and make it durable under the final name."""
        self._write_chunk(bytes(self._pending), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def abandon(self) -> None:
        """Leave nothing behind; after `finish` it removes the file."""
        self._file.close()
        self._part.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)


class SealedReader(io.RawIOBase):
    """The plaintext of a sealed file, seekable; holds one chunk in memory."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._file: BinaryIO = path.open("rb")
        self._cipher = AESGCM(key)
        sealed = path.stat().st_size - _PREFIX_BYTES
        self._last = max(0, -(-sealed // _SEALED_BYTES) - 1)
        self.size = sealed - (self._last + 1) * _TAG_BYTES
        self._prefix = self._file.read(_PREFIX_BYTES)
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    # The protocol of io.RawIOBase: BufferedReader gives a writable buffer.
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer cannot be indexed
        number, start = divmod(self._at, CHUNK_BYTES)
        if number > self._last:
            return 0
        piece = self._chunk(number)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _chunk(self, number: int) -> bytes:
        """Raises FileDamaged."""
        if self._held[0] != number:
            self._file.seek(_PREFIX_BYTES + number * _SEALED_BYTES)
            sealed = self._file.read(_SEALED_BYTES)
            nonce = _nonce(self._prefix, number, is_last=number == self._last)
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, None))
            except (InvalidTag, ValueError) as error:
                raise FileDamaged(f"chunk {number}") from error
        return self._held[1]

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def open_sealed(path: Path, key: bytes) -> io.BufferedReader:
    """A buffered reader of the plaintext. Raises FileNotFoundError; reading raises FileDamaged."""
    return io.BufferedReader(SealedReader(path, key), CHUNK_BYTES)


def operator_folder(operator_id: UUID) -> Path:
    """Where an operator's files lie; erasing the operator removes it."""
    return settings().files / str(operator_id)
