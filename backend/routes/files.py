"""/files: uploads as multipart forms, and downloads by links."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from io import BufferedReader
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException, InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from backend.core.files import CHUNK_BYTES
from backend.core.surfaces import Surface
from backend.modules.files.actions import record_download
from backend.modules.files.contents import JPEG, MOST_UPLOADED_BYTES
from backend.modules.files.contract import FilePurpose, UploadMalformed, noters
from backend.modules.files.links import Link, read_token
from backend.modules.files.queries import get_linked, get_operator_id
from backend.modules.files.receiving import receive
from backend.routes.callers import actor_of, bearer_token, check_origin
from graphql_schema.files import global_id
from tenants.scope import Actor, open_scope

# A form that a page of another site can send has no such header.
UPLOAD_HEADER: Final = "x-xinju-upload"
_FORM_BYTES: Final = 64 * 1024
_UPLOAD_SECONDS: Final = 300

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_Event: TypeAlias = MultipartSegment | bytes | bytearray | None


@post("/files", status_code=201, include_in_schema=False, request_max_body_size=MOST_UPLOADED_BYTES + _FORM_BYTES)
async def post_file(request: _Request) -> dict[str, str]:
    """Take in one file: `{"id": …}`, by which mutations name it. Refusals are answered by their code."""
    check_origin(request)
    if request.headers.get(UPLOAD_HEADER) != "1":
        raise ClientException
    actor = await actor_of(request, bearer_token(request))
    try:
        async with asyncio.timeout(_UPLOAD_SECONDS), aclosing(_events(request)) as events:
            purpose = await _purpose(events)
            name = await _file_name(events)
            file_id = await receive(actor, purpose, name, _last_pieces(events))
    except TimeoutError:
        raise HTTPException(status_code=408) from None
    return {"id": global_id(file_id)}


async def _events(request: _Request) -> AsyncGenerator[_Event, None]:
    """The form in parts: a segment's head, its bytes, None at its end. Raises UploadMalformed."""
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    if media_type != "multipart/form-data":
        raise HTTPException(status_code=415)
    try:
        with PushMultipartParser(options.get("boundary", ""), max_segment_count=2, strict=True) as parser:
            async for chunk in request.stream():
                if chunk:
                    for event in parser.parse(chunk):
                        yield event
    # InternalServerException is the framework's word for a client that left before its body was complete.
    except (MultipartError, InternalServerException) as error:
        raise UploadMalformed from error


async def _purpose(events: AsyncIterator[_Event]) -> FilePurpose:
    head, said = await _next(events), bytearray()
    if not isinstance(head, MultipartSegment) or head.name != "purpose" or head.filename is not None:
        raise UploadMalformed
    async for piece in _pieces(events):
        said += piece
        if len(said) > max(map(len, FilePurpose)):
            raise UploadMalformed
    try:
        return FilePurpose(said.decode("ascii"))
    except ValueError as error:
        raise UploadMalformed from error


async def _file_name(events: AsyncIterator[_Event]) -> str:
    head = await _next(events)
    if not isinstance(head, MultipartSegment) or head.name != "file" or head.filename is None:
        raise UploadMalformed
    name: str = head.filename
    return name


async def _next(events: AsyncIterator[_Event]) -> _Event:
    async for event in events:
        return event
    return None


async def _pieces(events: AsyncIterator[_Event]) -> AsyncIterator[bytes]:
    """The bytes of the segment that began. Raises UploadMalformed where the form ends before it."""
    async for event in events:
        if event is None:
            return
        if isinstance(event, bytes | bytearray):
            yield bytes(event)
    raise UploadMalformed


async def _last_pieces(events: AsyncIterator[_Event]) -> AsyncIterator[bytes]:
    """The same, of the segment that must be the form's last."""
    async for piece in _pieces(events):
        yield piece
    if await _next(events) is not None:
        raise UploadMalformed


@get("/files/{token:str}", include_in_schema=False)
async def get_file(request: _Request, token: FromPath[str]) -> Stream:
    """The bytes that a link leads to; a link that is wrong, late or void leads nowhere."""
    code, link, mac = read_token(token)
    request_id, address = request.scope["state"]["request_id"], request.client.host if request.client else ""
    asking = Actor(surface=Surface.CONTROL, system="files.link", request_id=request_id, address=address)
    async with open_scope(asking, read_only=True) as scope:
        operator_id = await get_operator_id(scope, code)
    request.scope["state"].update(account_id=link.account_id, operator=code)
    reading = Actor(
        surface=link.surface,
        operator_id=operator_id,
        account_id=link.account_id,
        request_id=request_id,
        address=address,
    )
    return await _download(reading, link, mac)


async def _download(reading: Actor, link: Link, mac: bytes) -> Stream:
    async with open_scope(reading) as scope:
        linked = await get_linked(scope, link, mac)
        if linked.purpose is not FilePurpose.PHOTO:
            await record_download(scope, link)
        noter = noters.get(linked.attached_type or "")
        if noter is not None and linked.attached_id is not None:
            await noter(scope, linked.attached_id, linked.id)
    shown = "inline" if linked.media_type == JPEG else "attachment"
    return Stream(
        _stream(linked.content),
        media_type=linked.media_type,
        headers={
            "Content-Length": str(linked.size),
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(linked.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=300",
        },
    )


async def _stream(content: BufferedReader) -> AsyncIterator[bytes]:
    with content:
        while piece := await asyncio.to_thread(content.read, CHUNK_BYTES):
            yield piece


def file_routes() -> list[HTTPRouteHandler]:
    """Uploads and downloads."""
    return [post_file, get_file]
