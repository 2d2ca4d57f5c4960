"""Contents: what each purpose accepts, by content alone."""

import io
from pathlib import Path

import pytest
from PIL import Image

from backend.core.errors import AppError
from backend.modules.files.contents import CSV, JPEG, XLS, XLSX, examine, plain_name
from backend.modules.files.contract import (
    FileEmpty,
    FileKindRefused,
    FilePurpose,
    PictureTooLarge,
    PictureUnreadable,
)
from tests.files.pictures import a_lying_zip, a_photo, a_picture_bomb, a_zip

ROSTERS = Path(__file__).parents[1] / "housing" / "rosters"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ROSTER, PHOTO = FilePurpose.ROSTER, FilePurpose.PHOTO


def look(purpose: FilePurpose, content: bytes) -> tuple[str, bytes | None]:
    found = examine(purpose, io.BytesIO(content), len(content))
    return found.media_type, found.replacement


@pytest.mark.parametrize(
    ("purpose", "content", "refusal"),
    [
        (PHOTO, b"", FileEmpty),
        (ROSTER, b"", FileEmpty),
        (PHOTO, SVG, FileKindRefused),
        (PHOTO, b"GIF89a" + b"\0" * 100, FileKindRefused),
        (PHOTO, b"%PDF-1.7", FileKindRefused),
        (PHOTO, a_zip("xl/workbook.xml"), FileKindRefused),
        (PHOTO, b"\xff\xd8\xff\xe0" + b"\0" * 200, FileKindRefused),
        (PHOTO, a_photo()[:400], PictureUnreadable),
        (PHOTO, a_picture_bomb(8000, 8000), PictureTooLarge),
        (PHOTO, a_picture_bomb(60_000, 60_000), PictureTooLarge),
        (PHOTO, a_picture_bomb(900, 900), PictureUnreadable),
        (ROSTER, a_photo(), FileKindRefused),
        (ROSTER, SVG, FileKindRefused),
        (ROSTER, b"<html><script>", FileKindRefused),
        (ROSTER, b"%PDF-1.7\n", FileKindRefused),
        (ROSTER, b"MZ\x90\x00\x03", FileKindRefused),
        (ROSTER, b"name,room\n\x00", FileKindRefused),
        (ROSTER, b"\xc3\x28\xff\xff,\x81", FileKindRefused),
        (ROSTER, a_zip("word/document.xml"), FileKindRefused),
        (ROSTER, b"PK\x03\x04" + b"\0" * 100, FileKindRefused),
        (ROSTER, a_zip("xl/workbook.xml", "xl/a.xml", size=300 << 20), FileKindRefused),
        (ROSTER, a_lying_zip(), FileKindRefused),
    ],
)
def test_hostile_content_is_refused(purpose: FilePurpose, content: bytes, refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        look(purpose, content)


@pytest.mark.parametrize(
    ("name", "media_type"), [("maqiao.xlsx", XLSX), ("anle.csv", CSV), ("legacy.xls", XLS), ("encrypted.xlsx", XLS)]
)
def test_rosters_are_known_by_content(name: str, media_type: str) -> None:
    assert look(ROSTER, (ROSTERS / name).read_bytes()) == (media_type, None)


def test_text_in_the_encodings_of_front_desks_is_a_roster() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        assert look(ROSTER, "姓名,房号\n张伟,301\n".encode(encoding)) == (CSV, None)
    assert look(ROSTER, ("姓名,房号\n" * 20_000).encode()) == (CSV, None)


def test_a_photo_keeps_its_pixels_upright_and_nothing_else() -> None:
    for kind in ("JPEG", "PNG"):
        media_type, kept = look(PHOTO, a_photo(orientation=6, kind=kind))
        assert media_type == JPEG
        assert kept is not None
        for told in (b"Zhang", b"13812345678", b"Exif"):
            assert told not in kept
        with Image.open(io.BytesIO(kept)) as picture:
            assert (picture.size, dict(picture.getexif()), "comment" in picture.info) == ((40, 60), {}, False)
            top, bottom = picture.getpixel((20, 5)), picture.getpixel((20, 55))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        # Turned by a quarter, the left half is the upper one.
        assert (top[0] > 200, bottom[2] > 200) == (True, True)


def test_a_large_photo_is_made_smaller() -> None:
    _, kept = look(PHOTO, a_photo(6000, 3000))
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as picture:
        assert max(picture.size) == 4096


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("名册.xlsx", "名册.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张伟\\名册.csv", "名册.csv"),
        ("a\r\nSet-Cookie: b=c.csv", "aSet-Cookie: b=c.csv"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("...", "file"),
        ("", "file"),
        ("长" * 300 + ".csv", "长" * 116 + ".csv"),
        ("e\u0301.csv", "é.csv"),
    ],
)
def test_a_name_is_a_name_and_no_path(given: str, kept: str) -> None:
    assert plain_name(given) == kept
