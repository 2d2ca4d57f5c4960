"""What may be in a file: each purpose's permission and size, and the checks that go by content, never by name."""

import io
import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.core.errors import Forbidden
from backend.modules.files.contract import (
    FileEmpty,
    FileKindRefused,
    FilePermission,
    FilePurpose,
    PictureTooLarge,
    PictureUnreadable,
)
from tenants.scope import Actor

MIB: Final = 1024 * 1024
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS: Final = "application/vnd.ms-excel"
CSV: Final = "text/csv"
JPEG: Final = "image/jpeg"
PDF: Final = "application/pdf"

_MOST_PIXELS: Final = 40_000_000
_LONGEST_EDGE: Final = 4096
_QUALITY: Final = 88
_UNPACKED_BYTES: Final = 512 * MIB
_DIRECTORY_BYTES: Final = MIB
_END_OF_ZIP: Final = b"PK\x05\x06"
_ZIP64_LOCATOR: Final = b"PK\x06\x07"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_NOT_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP: Final = (b"<", b"%PDF", b"{\\rtf", b"%!PS", b"#!")
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who may upload a purpose, and how many bytes at most."""

    permission: FilePermission
    most_bytes: int


_UPLOADS: Final = {
    FilePurpose.ROSTER: Accepted(FilePermission.UPLOAD_ROSTER, 20 * MIB),
    FilePurpose.PHOTO: Accepted(FilePermission.UPLOAD, 15 * MIB),
    FilePurpose.CASE_DOCUMENT: Accepted(FilePermission.UPLOAD_CASE_DOCUMENT, 5 * MIB),
}
MOST_UPLOADED_BYTES: Final = max(accepted.most_bytes for accepted in _UPLOADS.values())


def accepted(actor: Actor, purpose: FilePurpose) -> Accepted:
    """What the actor may upload for a purpose. Raises Forbidden, also for what only the product makes."""
    found = _UPLOADS.get(purpose)
    if found is None or not actor.can(found.permission):
        raise Forbidden
    return found


@dataclass(frozen=True, slots=True)
class Examined:
    """The media type by content, and the bytes to keep instead, if not those that came."""

    media_type: str
    replacement: bytes | None = None


def examine(purpose: FilePurpose, content: BinaryIO, size: int) -> Examined:
    """Look into an upload. Raises FileEmpty, FileKindRefused, PictureTooLarge, PictureUnreadable."""
    if size == 0:
        raise FileEmpty
    if purpose is FilePurpose.PHOTO:
        return Examined(JPEG, _redrawn(content))
    if purpose is FilePurpose.CASE_DOCUMENT:
        return _document(content)
    return Examined(_spreadsheet(content, size))


def _document(content: BinaryIO) -> Examined:
    """A PDF as it came, or a picture redrawn."""
    start = content.read(8)
    content.seek(0)
    return Examined(PDF) if start.startswith(b"%PDF-") else Examined(JPEG, _redrawn(content))


def plain_name(given: str) -> str:
    """A file's name without its path and without what does not print; at most 120 characters."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    printable = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip(" .")
    return printable[-_LONGEST_NAME:] or "file"


def _spreadsheet(content: BinaryIO, size: int) -> str:
    start = content.read(64 * 1024)
    if start.startswith(b"PK\x03\x04"):
        return _workbook(content, size)
    if start.startswith(_OLE):
        return XLS
    return _text(start)


def _workbook(content: BinaryIO, size: int) -> str:
    """An OOXML workbook whose directory is small and whose parts, as they say, unpack to no more than 512 MiB."""
    content.seek(max(0, size - 66_000))
    tail = content.read()
    end = tail.rfind(_END_OF_ZIP)
    # Read before the archive is opened: opening makes an object of every entry.
    if end < 0 or len(tail) < end + 22 or _ZIP64_LOCATOR in tail[max(0, end - 20) : end]:
        raise FileKindRefused
    if struct.unpack_from("<I", tail, end + 12)[0] > _DIRECTORY_BYTES:
        raise FileKindRefused
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise FileKindRefused from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or sum(part.file_size for part in parts) > _UNPACKED_BYTES:
        raise FileKindRefused
    return XLSX


def _text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return CSV
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if (
        _NOT_TEXT.search(start)
        or plain.startswith(_MARKUP)
        or not (_decodes(start, "utf-8") or _decodes(start, "gb18030"))
    ):
        raise FileKindRefused
    return CSV


def _decodes(start: bytes, encoding: str) -> bool:
    try:
        start.decode(encoding)
    except UnicodeDecodeError as error:
        # The read may end within a character.
        return error.start >= len(start) - 4 and len(start) == 64 * 1024
    return True


def _redrawn(content: BinaryIO) -> bytes:
    """The picture anew as a JPEG: upright, at most 4096 pixels long, its pixels and nothing else."""
    try:
        # Only these two: other decoders take memory by what the header says before the size can be asked for.
        with Image.open(content, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise PictureTooLarge(limit=_MOST_PIXELS)
            picture.draft("RGB", (_LONGEST_EDGE, _LONGEST_EDGE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
            return _jpeg(upright)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(limit=_MOST_PIXELS) from error
    except UnidentifiedImageError as error:
        raise FileKindRefused from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise PictureUnreadable from error


def _jpeg(picture: Image.Image) -> bytes:
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    drawn = picture.convert("RGB")
    # Comments and the like would be written again.
    drawn.info = {}
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


# The limit above is stricter, and a warning is no refusal.
Image.MAX_IMAGE_PIXELS = None
