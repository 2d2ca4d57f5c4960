"""The archive of one operator: a zip of JSON lines and files, whose manifest is sealed under a passphrase."""

import hashlib
import os
import types
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from sqlalchemy import ARRAY, JSON, Column, Table

from backend.core.crypto import KEY_BYTES, seal, unseal
from backend.core.errors import AppError

_CHUNK = 1 << 20
# 64 MB and a third of a second for each guess of a passphrase.
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}
_MANIFEST, _KEY = "manifest.json", "key.json"
# What the reader of a zip raises where bytes were changed.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError, msgspec.MsgspecError)


class ArchiveTampered(AppError):
    """This file is not a whole and unchanged archive."""

    zh = "该文件不是完整、未经改动的归档"


class ArchiveMissing(AppError):
    """There is no archive at this path."""

    zh = "该路径下没有归档文件"


class PassphraseWrong(AppError):
    """The passphrase is not that of this archive, or its manifest was changed."""

    zh = "口令与该归档不符，或归档清单已被改动"


class PassphraseTooShort(AppError):
    """A passphrase has at least {characters} characters."""

    zh = "口令至少需要 {characters} 个字符"


class Member(msgspec.Struct, frozen=True):
    """One file of the zip; `columns` and `rows` for a table."""

    path: str
    size: int
    sha256: str
    columns: list[str] = []
    rows: int = 0


class Manifest(msgspec.Struct, frozen=True):
    """What the archive holds, and which schema it was written from."""

    operator_id: UUID
    code: str
    revision: str
    made_at: str
    tables: list[Member]
    shared: list[Member]
    files: list[Member]

    @property
    def members(self) -> Iterator[Member]:
        yield from (*self.tables, *self.shared, *self.files)


class _SealedKey(msgspec.Struct, frozen=True):
    salt: bytes
    sealed: bytes


SHORTEST_PASSPHRASE = 12


def _wrapping(passphrase: str, salt: bytes, manifest: bytes) -> tuple[bytes, str]:
    """The key and the context that seal the operator's key: a changed manifest opens it as little as a wrong guess."""
    key = Scrypt(salt=salt, length=KEY_BYTES, **_SCRYPT).derive(passphrase.encode())
    return key, f"archive:{hashlib.sha256(manifest).hexdigest()}"


class ArchiveWriter:
    """Writes an archive beside its place, and puts it there when all of it is written."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            self._part.rename(self._target)
        else:
            self._part.unlink()

    @contextmanager
    def table(self, folder: str, table: Table) -> Iterator["TableWriter"]:
        """A member of JSON lines; its `member` says after the block what was written."""
        path = f"{folder}/{table.name}.jsonl"
        with self._zip.open(path, "w", force_zip64=True) as file:
            yield TableWriter(file, path, table)

    def file(self, path: Path, name: str) -> Member:
        """A copy of a file."""
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._zip.open(name, "w", force_zip64=True) as copy:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
        return Member(name, size, digest.hexdigest())

    def finish(self, manifest: Manifest, key: bytes, passphrase: str) -> None:
        """Write the manifest, and the operator's bare key sealed under the passphrase."""
        said = msgspec.json.format(msgspec.json.encode(manifest))
        self._zip.writestr(_MANIFEST, said)
        salt = os.urandom(16)
        wrapping, context = _wrapping(passphrase, salt, said)
        self._zip.writestr(_KEY, msgspec.json.encode(_SealedKey(salt, seal(wrapping, key, context))))


class TableWriter:
    """Appends rows of one table: each line is a JSON array in the order of the columns."""

    def __init__(self, file: IO[bytes], path: str, table: Table) -> None:
        self._file, self._path, self._columns = file, path, [column.name for column in table.columns]
        self._digest, self._size, self._rows = hashlib.sha256(), 0, 0

    def write(self, rows: Iterable[Iterable[Any]]) -> None:  # Any: column values
        for row in rows:
            line = msgspec.json.encode(list(row)) + b"\n"
            self._digest.update(line)
            self._size += len(line)
            self._rows += 1
            self._file.write(line)

    @property
    def member(self) -> Member:
        return Member(self._path, self._size, self._digest.hexdigest(), self._columns, self._rows)


class ArchiveReader:
    """Reads an archive that has been proven whole; raises ArchiveTampered, PassphraseWrong."""

    def __init__(self, source: Path, passphrase: str) -> None:
        if not source.is_file():
            raise ArchiveMissing
        try:
            self._zip = zipfile.ZipFile(source)
            said = self._zip.read(_MANIFEST)
            sealed = msgspec.json.decode(self._zip.read(_KEY), type=_SealedKey)
            wrapping, context = _wrapping(passphrase, sealed.salt, said)
            self.key = unseal(wrapping, sealed.sealed, context)
            self.manifest = msgspec.json.decode(said, type=Manifest)
        except InvalidTag as error:
            raise PassphraseWrong from error
        except _BROKEN as error:
            raise ArchiveTampered from error
        self._prove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _prove(self) -> None:
        """Every member is there, is what the manifest says, lies inside, and there is no other."""
        members = {member.path: member for member in self.manifest.members}
        if sorted([*members, _MANIFEST, _KEY]) != sorted(self._zip.namelist()):
            raise ArchiveTampered
        for path, member in members.items():
            inside = PurePosixPath(path)
            # In one spelling: of `files//etc/x` an absolute path is left where the folder's name is taken off.
            if inside.is_absolute() or ".." in inside.parts or str(inside) != path:
                raise ArchiveTampered
            if self._digest(path, member.size) != member.sha256:
                raise ArchiveTampered

    def _digest(self, path: str, size: int) -> str:
        digest, read = hashlib.sha256(), 0
        try:
            with self._zip.open(path) as file:
                # A zip bomb is longer than its manifest says, long before it is unpacked.
                while (chunk := file.read(_CHUNK)) and read <= size:
                    digest.update(chunk)
                    read += len(chunk)
        except _BROKEN as error:
            raise ArchiveTampered from error
        return digest.hexdigest()

    def rows(self, member: Member, table: Table) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, in the member's order of columns."""
        kinds = tuple(_python_type(table.c[name]) for name in member.columns)
        decoder: msgspec.json.Decoder[tuple[Any, ...]] = msgspec.json.Decoder(types.GenericAlias(tuple, kinds))
        with self._zip.open(member.path) as file:
            yield from map(decoder.decode, file)

    def unpack(self, member: Member, target: Path) -> None:
        """Write a file of the archive to its place."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._zip.open(member.path) as file, target.open("wb") as copy:
            while chunk := file.read(_CHUNK):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())


def _python_type(column: Column[Any]) -> Any:  # Any: types, as the decoder takes them
    if isinstance(column.type, JSON):
        return Any
    kind: Any = column.type.python_type
    if isinstance(column.type, ARRAY):
        kind = types.GenericAlias(list, (column.type.item_type.python_type,))
    return kind | None if column.nullable else kind
