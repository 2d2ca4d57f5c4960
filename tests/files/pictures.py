"""Pictures and files as people and attackers send them."""

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS_TAG, ORIENTATION_TAG, MAKER_TAG = 0x8825, 0x0112, 0x010F


def a_photo(width: int = 60, height: int = 40, *, orientation: int = 1, kind: str = "JPEG") -> bytes:
    """A picture, red on its left half, with a maker, a place and a comment in it."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    exif[MAKER_TAG] = "Zhang Weimin's phone"
    exif.get_ifd(GPS_TAG)[2] = (31.0, 6.0, 44.0)
    out = io.BytesIO()
    more = {"comment": b"13812345678"} if kind == "JPEG" else {}
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_picture_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + _chunk(b"IEND", b"")
    )


def a_zip(*names: str, size: int = 10) -> bytes:
    """An archive with these parts, each of so many zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(name, "w") as part:
                for _ in range(0, size, 1 << 20):
                    part.write(b"\0" * min(size, 1 << 20))
    return out.getvalue()


def a_lying_zip() -> bytes:
    """A workbook whose end says that its directory takes a gigabyte."""
    whole = bytearray(a_zip("xl/workbook.xml"))
    struct.pack_into("<I", whole, whole.rfind(b"PK\x05\x06") + 12, 1 << 30)
    return bytes(whole)
