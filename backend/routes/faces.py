"""The four faces: their pages, for whatever path of theirs is asked, and their assets as the build made them."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from backend.core.settings import ROOT

FACES: Final = ("console", "m", "oversight", "board")
BUILT: Final = ROOT / "web" / "dist"
_NOT_BUILT: Final = Path(__file__).resolve().parents[1] / "static" / "not-built.html"
# What the build names by content never changes; a page must be asked for again, for it names the assets.
_FOREVER: Final = "public, max-age=31536000, immutable"
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,120}")
_MEDIA_TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
_NONCE: Final = "__nonce__"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline';"
    " img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_NOT_BUILT_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use


@dataclass(frozen=True, slots=True)
class _Asset:
    """One file as it is sent: plain, and packed where the build packed it."""

    media_type: str
    plain: bytes
    packed: dict[str, bytes]

    def for_whom(self, accepted: str) -> tuple[bytes, str | None]:
        """The bytes and their encoding."""
        offered = {
            part.split(";")[0].strip() for part in accepted.split(",") if not re.search(r";\s*q=0(\.0*)?$", part)
        }
        return next(((body, name) for name, body in self.packed.items() if name in offered), (self.plain, None))


def face_routes(built: Path = BUILT) -> Sequence[HTTPRouteHandler]:
    """The pages and the assets of a build; a page that says what to do where there is none."""

    @cache
    def asset(name: str) -> _Asset:
        path = built / "assets" / name
        media_type = _MEDIA_TYPES.get(path.suffix)
        if media_type is None or not _NAME.fullmatch(name) or not path.is_file():
            raise NotFoundException
        packed = {kind: path.with_name(name + end) for kind, end in (("br", ".br"), ("gzip", ".gz"))}
        return _Asset(media_type, path.read_bytes(), {k: p.read_bytes() for k, p in packed.items() if p.is_file()})

    @get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
    def get_asset(request: _Request, name: FromPath[str]) -> Response[bytes]:
        """A file by the name that the build gave it."""
        found = asset(name)
        body, encoding = found.for_whom(request.headers.get("accept-encoding", ""))
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        if encoding is not None:
            headers["Content-Encoding"] = encoding
        return Response(body, media_type=found.media_type, headers=headers)

    return [get_asset, *(_page_route(face, built) for face in FACES)]


def _page_route(face: str, built: Path) -> HTTPRouteHandler:
    @get([f"/{face}", f"/{face}/{{path:path}}"], name=face, include_in_schema=False, sync_to_thread=False)
    def get_face() -> Response[bytes]:
        """The face's only page: what it shows is told by the rest of the path."""
        page = built / face / "index.html"
        if not page.is_file():
            headers = {"Content-Security-Policy": _NOT_BUILT_POLICY}
            return Response(_NOT_BUILT.read_bytes(), media_type="text/html", status_code=503, headers=headers)
        nonce = secrets.token_urlsafe(16)
        body = page.read_text(encoding="utf8").replace(_NONCE, nonce)
        headers = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-cache, private"}
        return Response(body.encode(), media_type="text/html", headers=headers)

    return get_face
