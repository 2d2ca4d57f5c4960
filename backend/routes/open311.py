"""/open311: issues for programs of other organisations, by Open311's GeoReport v2 (wiki.open311.org/GeoReport_v2)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from backend.core.errors import AppError, Forbidden, Locale, NotFound
from backend.core.surfaces import Surface
from backend.modules.files.queries import get_operator_id
from backend.modules.issues.actions.exchange import receive_request
from backend.modules.issues.queries.exchange import (
    exchange_actor,
    get_jurisdiction,
    get_offered_category,
    list_offered_categories,
    list_public_requests,
    list_served_communities,
)
from backend.routes import open311_words as words
from backend.routes.open311_asked import by_id, read_filter, read_form, read_request
from backend.routes.spark import spark_answer
from tenants.identify import preferred_locale
from tenants.models import Operator
from tenants.scope import Actor, Scope, open_scope
from tenants.secrets import is_code, read_secret

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_FORMATS: Final = (".json", ".xml")


@get([f"/discovery{one}" for one in _FORMATS], include_in_schema=False, sync_to_thread=False)
def get_discovery(request: _Request) -> Response[bytes]:
    """Where the endpoint is."""
    return spark_answer(request.url.path, "discovery", words.discovery(_locale(request)))


@get([f"/v2/services{one}" for one in _FORMATS], include_in_schema=False)
async def get_services(request: _Request) -> Response[bytes]:
    """The categories that may be sent."""
    async with _reading(request) as (scope, _):
        rows = await list_offered_categories(scope)
    locale = _locale(request)
    return spark_answer(request.url.path, "services", [words.service(row, locale) for row in rows])


@get("/v2/services/{name:str}", include_in_schema=False)
async def get_service(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """What else a request of one category may say."""
    code = _named(name, "service_code")
    async with _reading(request) as (scope, _):
        category = await get_offered_category(scope, code)
        communities = await list_served_communities(scope)
    said = words.service_definition(category.code, communities, _locale(request))
    return spark_answer(request.url.path, "service_definition", said)


@get([f"/v2/requests{one}" for one in _FORMATS], include_in_schema=False)
async def get_requests(request: _Request) -> Response[bytes]:
    """Public issues: those of a span of time, or those with these ids."""
    wanted = read_filter(request.query_params)
    async with _reading(request) as (scope, operator):
        rows = await list_public_requests(scope, wanted)
    locale = _locale(request)
    return spark_answer(
        request.url.path, "service_requests", [words.service_request(row, operator, locale) for row in rows]
    )


@get("/v2/requests/{name:str}", include_in_schema=False)
async def get_request(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """One of them; what is private, sensitive, another operator's or not there at all is not found alike."""
    wanted = by_id(_named(name, "service_request_id"))
    async with _reading(request) as (scope, operator):
        rows = await list_public_requests(scope, wanted) if wanted.ids else []
    if not rows:
        raise words.ResourceUnknown(name="service_request_id")
    said = [words.service_request(row, operator, _locale(request)) for row in rows]
    return spark_answer(request.url.path, "service_requests", said)


@get("/v2/tokens/{name:str}", include_in_schema=False)
async def get_token(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """No token is ever given: a request has its id at once."""
    _named(name, "token")
    async with _reading(request):
        raise words.ResourceUnknown(name="token")


@post([f"/v2/requests{one}" for one in _FORMATS], include_in_schema=False, status_code=200)
async def post_request(request: _Request) -> Response[bytes]:
    """Report an issue, by a key of the operator's; the same again is the same issue while that is not at its end."""
    form = await read_form(request)
    jurisdiction = _jurisdiction(form)
    # All that can be told without the database, before it is asked.
    try:
        code, secret = read_secret(form.get("api_key", ""))
    except NotFound as unreadable:
        raise Forbidden from unreadable
    if code != jurisdiction:
        raise Forbidden
    new = read_request(form)
    async with open_scope(await _actor(request, jurisdiction)) as scope:
        issue = await receive_request(scope, secret, new)
    return spark_answer(request.url.path, "service_requests", [words.received(issue, _locale(request))])


@get(["/v2", "/v2/services", "/v2/requests", "/v2/{name:str}", "/{name:str}"], include_in_schema=False)
async def get_nothing() -> None:
    """Whatever else is asked for."""
    raise words.ResourceUnknown(name="resource")


@asynccontextmanager
async def _reading(request: _Request) -> AsyncIterator[tuple[Scope, Operator]]:
    """A scope of the operator that is named, where it takes part."""
    code = _jurisdiction(request.query_params)
    async with open_scope(await _actor(request, code), read_only=True) as scope:
        yield scope, await get_jurisdiction(scope)


def _jurisdiction(asked: Mapping[str, str]) -> str:
    code = (asked.get("jurisdiction_id") or "").strip()
    if not code:
        raise words.JurisdictionMissing
    if not is_code(code):
        raise NotFound
    return code


async def _actor(request: _Request, code: str) -> Actor:
    async with open_scope(Actor(surface=Surface.CONTROL, system="open311.link"), read_only=True) as scope:
        operator_id = await get_operator_id(scope, code)
    request.scope["state"]["operator"] = code
    address = request.client.host if request.client else ""
    return exchange_actor(operator_id, request_id=request.scope["state"]["request_id"], address=address)


def _named(name: str, resource: str) -> str:
    """What the last part of an address names, without its format. Raises ResourceUnknown."""
    stem, dot, ending = name.rpartition(".")
    if dot + ending not in _FORMATS or not stem:
        raise words.ResourceUnknown(name=resource)
    return stem


def _locale(request: _Request) -> Locale:
    return preferred_locale(request.headers.get("accept-language"))


def _answer_refusal(request: _Request, refusal: AppError) -> Response[bytes]:
    status, errors = words.refused(refusal, _locale(request))
    return spark_answer(request.url.path, "errors", errors, status)


def _answer_http_exception(request: _Request, exception: HTTPException) -> Response[bytes]:
    """What the framework refuses; its own words may quote the request, so they are not repeated."""
    status = exception.status_code
    errors = [{"code": status, "description": words.status_name(status)}]
    return spark_answer(request.url.path, "errors", errors, status)


def open311_router() -> Router:
    """`/open311/discovery` and `/open311/v2/…`, each as JSON and as XML."""
    handlers: list[HTTPRouteHandler] = [
        *(get_discovery, get_services, get_service, get_requests, get_request, get_token, post_request, get_nothing),
    ]
    answers = {AppError: _answer_refusal, HTTPException: _answer_http_exception}
    return Router("/open311", route_handlers=handlers, exception_handlers=answers)  # type: ignore[arg-type]  # each takes its own exception
