"""Files: the names that other code may use."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.core.errors import AppError
from backend.core.ports import port
from tenants.limits import Limit
from tenants.roles import DESK, EVERYONE, STAFF, STATION, Permission, Role
from tenants.scope import Scope


class FilePermission(Permission):
    """What one may do with files; the right to read one follows what it is attached to."""

    UPLOAD = "files:upload", (*STAFF, Role.RESIDENT)
    UPLOAD_ROSTER = "files:upload_roster", DESK
    UPLOAD_CASE_DOCUMENT = "files:upload_case_document", STATION
    READ = "files:read", EVERYONE
    SWEEP = "files:sweep", ()


UPLOADS_PER_HOUR = Limit("files.uploads_per_hour", 120)
BYTES_PER_DAY = Limit("files.bytes_per_day", 512 * 1024 * 1024)


class FilePurpose(StrEnum):
    """What a file is for; it decides which contents are accepted and who may attach it."""

    ROSTER = "ROSTER"
    ROSTER_FAILURES = "ROSTER_FAILURES"
    PHOTO = "PHOTO"
    EXPORT = "EXPORT"
    CASE_DOCUMENT = "CASE_DOCUMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that the product itself makes, attached from the start to the object whose readers may read it."""

    purpose: FilePurpose
    name: str
    media_type: str
    attached_type: str
    attached_id: UUID


class FileEmpty(AppError):
    """The file is empty."""

    zh = "文件为空"


class FileKindRefused(AppError):
    """Files with this content are not accepted here."""

    zh = "此处不接受该内容的文件"


class FileTooLarge(AppError):
    """The file may be at most {limit} bytes."""

    zh = "文件不能超过 {limit} 字节"


class PictureTooLarge(AppError):
    """A picture may have at most {limit} pixels."""

    zh = "图片不能超过 {limit} 像素"


class PictureUnreadable(AppError):
    """This picture is damaged."""

    zh = "图片已损坏"


class UploadMalformed(AppError):
    """An upload is a form with the field `purpose`, followed by the field `file`."""

    zh = "上传内容应为表单：先是 purpose 字段，然后是 file 字段"


class UploadLimitReached(AppError):
    """Too much was uploaded; please try again later."""

    zh = "上传过于频繁或数据量过大，请稍后再试"


class FileAlreadyAttached(AppError):
    """This file was already used."""

    zh = "该文件已被使用"


# Says which objects of a type the scope's actor may see, of those asked for.
Reader = Callable[[Scope, Sequence[UUID]], Awaitable[Collection[UUID]]]
readers: dict[str, Reader] = {}


def decides_reading(object_type: str) -> Callable[[Reader], Reader]:
    """Files attached to objects of this type may be read by whoever the decorated query shows the objects to."""

    def register(reader: Reader) -> Reader:
        if object_type in readers:
            raise ValueError(f"two queries decide who reads the files of {object_type}")
        readers[object_type] = reader
        return reader

    return register


# Writes down that the scope's actor reads a file of an object (its id, the file's) where that is to be written down.
Noter = Callable[[Scope, UUID, UUID], Awaitable[None]]
noters: dict[str, Noter] = {}


def notes_reading(object_type: str) -> Callable[[Noter], Noter]:
    """Each download of a file attached to objects of this type is told to the decorated action, which may refuse."""

    def register(noter: Noter) -> Noter:
        if object_type in noters:
            raise ValueError(f"two actions note who reads the files of {object_type}")
        noters[object_type] = noter
        return noter

    return register


@port
async def attach_file(scope: Scope, file_id: UUID, object_type: str, object_id: UUID, purpose: FilePurpose) -> None:
    """Bind an upload of the actor's own, made for this purpose, to an object: once, and for good.

    Raises NotFound where there is no such upload of the actor's, FileAlreadyAttached where it serves another object.
    """


@port
async def store_file(scope: Scope, new: NewFile, content: bytes) -> UUID:  # type: ignore[empty-body]  # a port
    """Keep a file that the product made; the id of the file. The bytes are on disk before the row commits."""


@port
async def release_files(scope: Scope, object_type: str, object_ids: Sequence[UUID]) -> None:
    """Let go of all files of these objects: from now on nobody reads them, and the next sweep removes them."""
