"""Pictures of the demo's issues: plain drawings, so that nothing invented passes for a photograph."""

import io
from enum import StrEnum

from PIL import Image, ImageDraw

_SIZE = (960, 720)
_WALL, _FLOOR, _PIPE, _WATER, _GREEN, _GREY, _DARK = (
    "#e9e4da",
    "#c9c2b4",
    "#8d99a6",
    "#4a90c2",
    "#4f8a5b",
    "#6b7178",
    "#39424a",
)


class Scene(StrEnum):
    """What a picture shows."""

    DRIP = "DRIP"
    DRIP_FIXED = "DRIP_FIXED"
    WASTE = "WASTE"
    WASTE_CLEARED = "WASTE_CLEARED"


def picture(scene: Scene) -> bytes:
    """A scene as a JPEG."""
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 960, 720), fill=_FLOOR)
    if scene in (Scene.DRIP, Scene.DRIP_FIXED):
        _draw_pipe(draw, is_dripping=scene is Scene.DRIP)
    else:
        _draw_bins(draw, is_full=scene is Scene.WASTE)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _draw_pipe(draw: ImageDraw.ImageDraw, *, is_dripping: bool) -> None:
    draw.rounded_rectangle((300, 120, 660, 290), 18, fill="#f7f7f5", outline=_GREY, width=5)
    for line in range(170, 270, 25):
        draw.line((330, line, 630, line), fill=_PIPE, width=4)
    draw.line((600, 290, 600, 470), fill=_PIPE, width=26)
    if is_dripping:
        for top in (480, 520, 556):
            draw.ellipse((590, top, 610, top + 26), fill=_WATER)
        draw.ellipse((500, 596, 700, 650), fill=_WATER)
        return
    draw.rectangle((580, 380, 620, 430), fill=_DARK)
    draw.line((600, 470, 600, 560, 760, 560), fill=_PIPE, width=26)


def _draw_bins(draw: ImageDraw.ImageDraw, *, is_full: bool) -> None:
    for left in (200, 420, 640):
        draw.rounded_rectangle((left, 330, left + 150, 590), 12, fill=_GREEN)
        draw.rectangle((left - 10, 310, left + 160, 335), fill=_DARK)
        if is_full:
            draw.ellipse((left + 8, 240, left + 90, 325), fill=_GREY)
            draw.ellipse((left + 62, 222, left + 146, 322), fill=_DARK)
    for left in (140, 350, 585, 790) if is_full else ():
        draw.ellipse((left, 560, left + 95, 650), fill=_DARK)
