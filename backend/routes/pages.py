"""The front page, its style, and GraphiQL in development. Nothing here comes from another host."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router

from backend.core.settings import settings

_STATIC: Final = Path(__file__).resolve().parents[1] / "static"
# A wheel that carries GraphiQL's and React's own builds; docs/decisions/0002 says how they were compared.
_GRAPHIQL_PACKAGE: Final = "graphene_django_graphiql_static"

_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The editor writes styles as it goes, and its fonts are in its style sheet.
_GRAPHIQL_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DEVELOPMENT: Final = {
    "development_zh": '<li><a href="/graphiql">GraphiQL</a><p>仅限开发环境：浏览接口定义并试运行。</p></li>',
    "development_en": '<li><a href="/graphiql">GraphiQL</a><p>In development: read the schema and try it.</p></li>',
    "logins_zh": (
        '<section aria-labelledby="demo"><h2 id="demo">演示账号</h2>'
        "<p>账号与密码由 <code>make up</code> 打印在终端里；人物与证件均为虚构。</p></section>"
    ),
    "logins_en": (
        "<p><strong>Demo log-ins.</strong> <code>make up</code> prints them in its terminal;"
        " the people and their documents are invented.</p>"
    ),
}


@get("/", include_in_schema=False, sync_to_thread=False)
def front_page() -> Response[bytes]:
    """What Xinju is, and what is here."""
    told = dict.fromkeys(_DEVELOPMENT, "") if settings().is_production else _DEVELOPMENT
    return _page(Template((_STATIC / "front.html").read_text(encoding="utf8")).substitute(told), _PAGE_POLICY)


@get("/graphiql", include_in_schema=False, sync_to_thread=False)
def graphiql() -> Response[bytes]:
    """GraphiQL over this server's schema."""
    return _page((_STATIC / "graphiql.html").read_text(encoding="utf8"), _GRAPHIQL_POLICY)


def _page(html: str, policy: str) -> Response[bytes]:
    return Response(html.encode(), media_type="text/html", headers={"Content-Security-Policy": policy})


def page_routes() -> Sequence[HTTPRouteHandler | Router]:
    """The pages, and the files they are made of."""
    if settings().is_production:
        return [front_page, _static("/static", _STATIC)]
    builds = Path(str(files(_GRAPHIQL_PACKAGE))) / "static" / _GRAPHIQL_PACKAGE
    return [front_page, graphiql, _static("/static", _STATIC), _static("/static/graphiql", builds)]


def _static(path: str, folder: Path) -> Router:
    return create_static_files_router(
        path=path,
        directories=[folder],
        include_in_schema=False,
        cache_control=CacheControlHeader(max_age=3600),
    )
