"""The roster template, which staff fill in and upload."""

from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State

from backend.core.errors import Forbidden
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.roster.template import template
from backend.routes.callers import actor_of, bearer_token

_Request = Request[Any, Any, State]  # Any: the framework's own parameters
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/files/templates/roster.xlsx", include_in_schema=False)
async def get_roster_template(request: _Request) -> Response[bytes]:
    """An empty roster with its columns and notes, for whoever may import one."""
    actor = await actor_of(request, bearer_token(request))
    if not actor.can(HousingPermission.IMPORT_ROSTER):
        raise Forbidden
    return Response(
        template(),
        media_type=_XLSX,
        headers={"Content-Disposition": 'attachment; filename="roster.xlsx"', "Cache-Control": "no-store"},
    )
