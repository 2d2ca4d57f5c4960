"""Files: the names that other code may use."""

from enum import StrEnum

from backend.core.errors import AppError
from tenants.roles import EVERYONE, STAFF, Permission, Role


class FilePermission(Permission):
    """What one may do with files; the right to read one follows what it is attached to."""

    UPLOAD = "files:upload", (*STAFF, Role.RESIDENT)
    READ = "files:read", EVERYONE


class FilePurpose(StrEnum):
    """What a file is for; it decides which contents are accepted and who may attach it."""

    ROSTER = "ROSTER"
    ROSTER_FAILURES = "ROSTER_FAILURES"
    PHOTO = "PHOTO"
    EXPORT = "EXPORT"


class FileRefused(AppError):
    """This file cannot be accepted: {reason}."""

    zh = "无法接收该文件：{reason}"


class FileTooLarge(AppError):
    """The file may be at most {limit} bytes."""

    zh = "文件不能超过 {limit} 字节"
