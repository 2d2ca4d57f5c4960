"""QR codes for places: what a phone reads is the id that a report names."""

import segno


def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing, with its quiet zone."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(scale=4, border=4)
    return drawn
