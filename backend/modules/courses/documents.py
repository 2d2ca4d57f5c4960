"""Certificates as PDF, set by Typst in Chinese."""

import importlib.util
import io
from functools import cache
from pathlib import Path
from typing import Final

import segno
import typst

from backend.modules.courses.queries.results import CertificateText

_FONT_PACKAGE: Final = "cvttf_NotoSansCJK_Regular"
_TEMPLATE: Final = (Path(__file__).parent / "certificate.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    found = importlib.util.find_spec(_FONT_PACKAGE)
    folder = Path(str(found.origin)).parent if found is not None else Path()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def certificate_document(said: CertificateText, url: str) -> bytes:
    """The PDF; `url` is where anyone can check it, and stands on it as a QR code. Some 40 ms: run it in a thread."""
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, border=0)
    inputs = {
        "name": said.name or "（持证人信息已删除）",
        "operator": said.operator_name,
        "title": said.title,
        "teacher": said.teacher_name,
        "hours": f"{said.minutes / 60:.1f}".removesuffix(".0"),
        "attended": str(said.sessions_attended),
        "held": str(said.sessions_held),
        "issued": f"{said.issued_on.year}年{said.issued_on.month}月{said.issued_on.day}日",
        "code": said.code,
        "url": url,
        "qr": drawn.getvalue().decode(),
    }
    made = typst.compile(_TEMPLATE, format="pdf", sys_inputs=inputs, font_paths=_fonts())
    if not isinstance(made, bytes):
        raise TypeError("a certificate has one document")
    return made
