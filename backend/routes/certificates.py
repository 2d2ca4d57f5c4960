"""/certificates: the public page that says whether a certificate holds, and the document of its holder."""

import asyncio
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from backend.core.errors import NotFound
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.courses.codes import operator_of
from backend.modules.courses.documents import certificate_document
from backend.modules.courses.links import read_link
from backend.modules.courses.queries.results import CertificateText
from backend.modules.courses.verifying import certificate_of, masked
from backend.modules.files.queries import get_operator_id
from tenants.scope import Actor, open_scope, system_actor

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_PAGE: Final = Path(__file__).resolve().parents[1] / "static" / "certificate.html"
_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ABSENT: Final = {
    "verdict_zh": "未找到该证书",
    "verdict_en": "There is no such certificate",
    "rows": "",
}


@get("/certificates/{name:str}", include_in_schema=False)
async def get_certificate(request: _Request, name: FromPath[str], link: FromQuery[str] = "") -> Response[bytes]:
    """The page of a code, for anyone; with `.pdf` and a link that was given to its holder, the document."""
    if name.endswith(".pdf"):
        return await _document(request, name.removesuffix(".pdf"), link)
    try:
        said = await certificate_of(name)
    except NotFound:
        return _page(_ABSENT, 404)
    request.scope["state"]["operator"] = operator_of(name)
    return _page(_told(said), 200)


async def _document(request: _Request, code: str, token: str) -> Response[bytes]:
    wanted = read_link(code, token)
    operator_code = operator_of(code)
    async with open_scope(Actor(surface=Surface.CONTROL, system="courses.verify"), read_only=True) as scope:
        operator_id = await get_operator_id(scope, operator_code)
    async with open_scope(system_actor(operator_id, "courses.verify"), read_only=True) as scope:
        if not wanted.is_signed(await scope.key()):
            raise NotFound
    request.scope["state"]["operator"] = operator_code
    said = await certificate_of(code)
    if not said.is_valid:
        raise HTTPException(status_code=410)
    made = await asyncio.to_thread(certificate_document, said, f"{settings().url}/certificates/{code}")
    headers = {
        "Content-Disposition": f'inline; filename="{code}.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=300",
    }
    return Response(made, media_type="application/pdf", headers=headers)


def _told(said: CertificateText) -> dict[str, str]:
    verdict = ("证书真实有效", "This certificate is valid") if said.is_valid else ("证书已撤销", "This was revoked")
    lines = (
        ("证书编号", "Code", said.code),
        ("持证人", "Holder", masked(said.name) or "信息已删除"),
        ("课程", "Course", said.title),
        ("授课教师", "Teacher", said.teacher_name or "—"),
        ("学时", "Hours", f"{said.minutes / 60:.1f}"),
        ("出勤", "Sessions", f"{said.sessions_attended} / {said.sessions_held}"),
        ("颁发日期", "Issued", said.issued_on.isoformat()),
        ("颁发单位", "Issuer", said.operator_name),
    )
    rows = "".join(
        f'<tr><th scope="row">{zh} <span lang="en">{en}</span></th><td>{escape(value)}</td></tr>'
        for zh, en, value in lines
    )
    return {"verdict_zh": verdict[0], "verdict_en": verdict[1], "rows": rows}


def _page(told: dict[str, str], status: int) -> Response[bytes]:
    html = Template(_PAGE.read_text(encoding="utf8")).substitute(told)
    headers = {"Content-Security-Policy": _POLICY, "X-Robots-Tag": "noindex"}
    return Response(html.encode(), media_type="text/html", status_code=status, headers=headers)


def certificate_routes() -> list[HTTPRouteHandler]:
    """The page and the document."""
    return [get_certificate]
