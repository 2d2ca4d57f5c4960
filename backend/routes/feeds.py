"""/feeds: calendars by secret addresses, as calendar programs fetch them again and again."""

import hashlib
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from backend.core.surfaces import Surface
from backend.modules.feeds.calendars import calendar_text
from backend.modules.feeds.queries import feed_reader, get_feed
from backend.modules.feeds.secrets import read_file_name
from backend.modules.files.queries import get_operator_id
from tenants.scope import Actor, open_scope

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use


@get("/feeds/{name:str}", include_in_schema=False)
async def get_calendar_feed(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """The calendar that an address opens, or 304 where the program has it already. What opens nothing is not found."""
    code, secret = read_file_name(name)
    asking = Actor(surface=Surface.CONTROL, system="feeds.link")
    async with open_scope(asking, read_only=True) as scope:
        operator_id = await get_operator_id(scope, code)
    request.scope["state"]["operator"] = code
    async with open_scope(feed_reader(operator_id), read_only=True) as scope:
        feed = await get_feed(scope, secret)
    text = calendar_text(feed.name, feed.entries)
    tag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="xinju.ics"'
    return Response(text, media_type="text/calendar", headers=headers)
