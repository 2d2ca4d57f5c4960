"""GraphQL over HTTP: POST of application/json, answers as GraphQL over HTTP asks, nothing else let in."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from graphql import OperationType
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException, InternalServerException

from backend.core.errors import Busy
from graphql_schema.documents import TrustedDocuments
from graphql_schema.limits import Refused, refuse
from graphql_schema.masking import answer_refusal, masked
from graphql_schema.prepare import ServedSchema
from graphql_schema.transport import (
    ContextFactory,
    Endpoint,
    Executed,
    Identify,
    IdentityT,
    Params,
    Recheck,
    TokenRefused,
    TransportSettings,
)
from graphql_schema.websocket import build_socket
from tenants.identify import preferred_locale

_JSON: Final = "application/json"
_GRAPHQL_JSON: Final = "application/graphql-response+json"
_POST_ALLOWS: Final = frozenset({OperationType.QUERY, OperationType.MUTATION})
_GET_ALLOWS: Final = frozenset({OperationType.QUERY})
# The health check that GraphQL over HTTP knows: it reads nothing, so that anyone may GET it.
_PROBE: Final = "{__typename}"

_Request = Request[Any, Any, State]  # Any: Litestar's user and auth; identify() replaces them


def build_router(
    schema: ServedSchema,
    *,
    identify: Identify[IdentityT],
    context_factory: ContextFactory[IdentityT],
    recheck: Recheck[IdentityT],
    trusted: TrustedDocuments,
    settings: TransportSettings,
) -> Router:
    """`settings.path` over HTTP and graphql-transport-ws.

    `identify(connection, token)` takes the bearer token or None, and raises TokenRefused; `recheck(identity)` tells
    whether a session still lives; `context_factory` is called for each request and each subscription.
    """
    endpoint = Endpoint(schema, identify, context_factory, recheck, trusted, settings)

    @post("/", status_code=200, include_in_schema=False)
    async def post_graphql(request: _Request) -> Response[bytes]:
        return await _answer(endpoint, request, _serve_post)

    @get("/", include_in_schema=False)
    async def get_graphql(request: _Request) -> Response[bytes]:
        return await _answer(endpoint, request, _serve_get)

    return Router(
        path=settings.path,
        route_handlers=[post_graphql, get_graphql, build_socket(endpoint)],
        request_max_body_size=settings.body_bytes,
        exception_handlers={HTTPException: _answer_http_exception, Exception: _answer_unexpected},
    )


async def _answer(
    endpoint: Endpoint[IdentityT],
    request: _Request,
    serve: Callable[[Endpoint[IdentityT], _Request], Awaitable[Executed]],
) -> Response[bytes]:
    media_type = _media_type(request)
    try:
        if media_type is None:
            raise refuse("NOT_ACCEPTABLE", f"Answers are {_GRAPHQL_JSON} or {_JSON}.", 406)
        executed = await serve(endpoint, request)
    except Refused as refused:
        return _refusal(refused, media_type or _JSON, endpoint.settings.limits.errors)
    except Busy as busy:
        # Before it is known who asks: what follows is answered field by field.
        message = busy.message(preferred_locale(request.headers.get("accept-language")))
        return _refusal(refuse(busy.code, message, 503), media_type or _JSON, 1)
    except TokenRefused:
        return _refusal(refuse("UNAUTHENTICATED", "The token is not valid.", 401), media_type or _JSON, 1)
    status = _failed_status(media_type) if executed.failed else 200
    response = _response(executed.payload, media_type, status)
    response.cookies.extend(executed.cookies)
    return response


def _media_type(request: _Request) -> str | None:
    try:
        return request.accept.best_match([_JSON, _GRAPHQL_JSON])
    except (OverflowError, ValueError):  # Litestar computes with whatever weight is written
        return None


async def _serve_post(endpoint: Endpoint[IdentityT], request: _Request) -> Executed:
    _check_origin(endpoint, request)
    content_type, options = request.content_type
    if content_type != _JSON or options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise refuse("UNSUPPORTED_MEDIA_TYPE", f"Requests are {_JSON} in UTF-8.", 415)
    params = _decode(await _body(request, endpoint.settings.body_seconds))
    identity = await endpoint.identify(request, _token(request))
    prepared = endpoint.prepare(identity, params, _POST_ALLOWS)
    request.scope["state"]["operation"] = endpoint.label(params, prepared)
    return await endpoint.execute(identity, request, params, prepared)


async def _serve_get(endpoint: Endpoint[IdentityT], request: _Request) -> Executed:
    identity = await endpoint.identify(request, _token(request))
    query = request.query_params.get("query")
    if not identity.may_introspect and "".join((query or "").split()) != _PROBE:
        raise refuse("METHOD_NOT_ALLOWED", "GraphQL is asked by POST.", 405)
    params = _decode_query_string(request)
    prepared = endpoint.prepare(identity, params, _GET_ALLOWS)
    return await endpoint.execute(identity, request, params, prepared)


def _check_origin(endpoint: Endpoint[IdentityT], request: _Request) -> None:
    """A browser names the origin of every POST; cookies without an origin are nobody's we know."""
    origin = request.headers.get("origin")
    if origin is None and "cookie" not in request.headers:
        return
    if origin is None or not endpoint.allows_origin(origin):
        raise refuse("ORIGIN_REFUSED", "Pages of this origin may not call here.", 403)


def _token(request: _Request) -> str | None:
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused
    return token.strip()


async def _body(request: _Request, seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await request.body()
    except TimeoutError:
        raise refuse("BODY_TOO_SLOW", "The body did not arrive in time.", 408) from None
    except InternalServerException:  # Litestar's word for a client that left before its body was complete
        raise refuse("BODY_INCOMPLETE", "The body ended early.", 400) from None


def _decode(body: bytes) -> Params:
    if body.lstrip()[:1] == b"[":
        raise refuse("BATCH_REFUSED", "Send one request at a time.", 400)
    try:
        return msgspec.json.decode(body, type=Params)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _bad_request() from None


def _decode_query_string(request: _Request) -> Params:
    given: dict[str, Any] = dict(request.query_params)
    try:
        for name in ("variables", "extensions"):
            if given.get(name):
                given[name] = msgspec.json.decode(given[name])
        return msgspec.convert(given, Params)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise _bad_request() from None


def _bad_request() -> Refused:
    return refuse("BAD_REQUEST", "The request is not a GraphQL request in JSON.", 400)


def _failed_status(media_type: str) -> int:
    """GraphQL over HTTP: application/json keeps 200 for a request whose document or variables are wrong."""
    return 400 if media_type == _GRAPHQL_JSON else 200


def _refusal(refused: Refused, media_type: str, limit: int) -> Response[bytes]:
    status = _failed_status(media_type) if refused.status is None else refused.status
    response = _response({"errors": answer_refusal(refused.errors, limit)}, media_type, status)
    if status == 405:
        response.headers["Allow"] = "POST"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _response(payload: Mapping[str, object], media_type: str, status: int) -> Response[bytes]:
    return Response(
        msgspec.json.encode(payload),
        status_code=status,
        media_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _answer_http_exception(request: _Request, exception: HTTPException) -> Response[bytes]:
    """What Litestar itself refuses, such as a body over the size."""
    code = HTTPStatus(exception.status_code).name
    return _refusal(refuse(code, "The request was refused.", exception.status_code), _JSON, 1)


def _answer_unexpected(request: _Request, exception: Exception) -> Response[bytes]:
    return _response({"errors": [masked(exception)]}, _JSON, 500)
