"""/exports: the district's documents, by the links that `exportDistrict` gives."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from backend.core.surfaces import Surface
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.exports.links import read_link
from backend.modules.dashboard.exports.rendering import MEDIA_TYPES, rendered
from backend.modules.dashboard.queries.documents import get_document
from backend.routes.documents import saved_as
from tenants.scope import Actor, open_scope

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_READER = Actor(
    surface=Surface.DISTRICT,
    system="exports.link",
    permissions=frozenset({DashboardPermission.VIEW, DashboardPermission.EXPORT}),
)


@get("/exports/{name:str}", include_in_schema=False)
async def get_export(request: _Request, name: FromPath[str], link: FromQuery[str] = "") -> Response[bytes]:
    """A document of the district's figures; what is no link, or is late, is not found."""
    wanted = read_link(name, link)
    async with open_scope(_READER, read_only=True) as scope:
        document = await get_document(scope, wanted)
    made = await asyncio.to_thread(rendered, document, wanted.format)
    return saved_as(wanted.name, made, MEDIA_TYPES[wanted.format])


def export_routes() -> list[HTTPRouteHandler]:
    """The one address."""
    return [get_export]
