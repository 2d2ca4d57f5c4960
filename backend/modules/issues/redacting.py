"""What is made unrecognizable in a photo: areas that somebody marked, covered in a copy that others see."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from uuid import UUID

from PIL import Image, ImageDraw

from backend.core.errors import BadInput
from backend.modules.files.contract import FilePurpose, NewFile

# What the two files of a photo are attached to: each has readers of its own.
TAKEN: Final = "IssuePhoto"
REDACTED: Final = "RedactedIssuePhoto"

_MOST_AREAS = 40
_COVER = "#3a3f45"
_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of a picture, in shares of its width and height from its upper left corner (0 to 1)."""

    left: float
    top: float
    width: float
    height: float


def refuse_odd(areas: Sequence[Area]) -> None:
    """Raises BadInput for more than forty areas, and for one that is empty or reaches beyond the picture."""
    for area in areas:
        is_within = area.left >= 0 and area.top >= 0 and area.left + area.width <= 1 and area.top + area.height <= 1
        if not (is_within and area.width > 0 and area.height > 0):
            raise BadInput(field=("input", "areas"))
    if len(areas) > _MOST_AREAS:
        raise BadInput(field=("input", "areas"))


def copy_of(photo_id: UUID) -> NewFile:
    """The file that others see instead of what was taken."""
    return NewFile(
        purpose=FilePurpose.PHOTO,
        name="photo.jpg",
        media_type="image/jpeg",
        attached_type=REDACTED,
        attached_id=photo_id,
    )


def redacted(picture: BinaryIO, areas: Sequence[Area]) -> bytes:
    """A copy as a JPEG in which these areas are one colour: what is blurred can be guessed, what is gone cannot."""
    with Image.open(picture, formats=("JPEG",)) as taken:
        drawn = taken.convert("RGB")
    drawn.info = {}
    pen = ImageDraw.Draw(drawn)
    for area in areas:
        left, top = int(area.left * drawn.width), int(area.top * drawn.height)
        # Both ends are drawn, so that what an area touches is covered whole.
        right, bottom = (area.left + area.width) * drawn.width, (area.top + area.height) * drawn.height
        pen.rectangle((left, top, int(right), int(bottom)), fill=_COVER)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
