"""The front page, its style, and GraphiQL in development. Nothing here comes from another host."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router

from backend.core.settings import settings
from backend.seeding.demo_accounts import PASSWORD, TOTP_SECRET, demo_accounts
from tenants.roles import Role

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
_ROLES_ZH: Final = {
    Role.PLATFORM_ADMIN: "平台管理员",
    Role.OPERATOR_ADMIN: "运营方管理员",
    Role.COMMUNITY_MANAGER: "社区经理",
    Role.FRONT_DESK: "前台",
    Role.SOCIAL_WORKER: "社工",
    Role.STATION_SUPERVISOR: "站点督导",
    Role.RESIDENT: "住户",
    Role.BRANCH_SUPERVISOR: "党支部督导",
    Role.DISTRICT_VIEWER: "区级查看",
}
_DEVELOPMENT: Final = {
    "development_zh": '<li><a href="/graphiql">GraphiQL</a><p>仅限开发环境：浏览接口定义并试运行。</p></li>',
    "development_en": '<li><a href="/graphiql">GraphiQL</a><p>In development: read the schema and try it.</p></li>',
}


@get("/", include_in_schema=False, sync_to_thread=False)
def front_page() -> Response[bytes]:
    """What Xinju is, and what is here."""
    told = dict.fromkeys((*_DEVELOPMENT, "logins"), "")
    if not settings().is_production:
        told = {**_DEVELOPMENT, "logins": _logins()}
    return _page(Template((_STATIC / "front.html").read_text(encoding="utf8")).substitute(told), _PAGE_POLICY)


def _logins() -> str:
    """The demo's log-ins as rows of a table."""
    rows = "".join(
        f"<tr><td>{escape(one.operator or '—')}</td>"
        f'<td>{_ROLES_ZH[one.role]} <span lang="en">{escape(one.title)}</span></td>'
        f"<td><code>{escape(one.login)}</code></td></tr>"
        for one in demo_accounts()
    )
    return Template((_STATIC / "logins.html").read_text(encoding="utf8")).substitute(
        rows=rows, password=escape(PASSWORD), authenticator=escape(TOTP_SECRET)
    )


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
