"""How the plain routes answer refusals and errors: JSON with a code, and for errors of ours an id alone."""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from backend.core.errors import AppError, Busy, Forbidden, NotFound, SessionEnded, Unauthenticated
from backend.modules.files.contract import FileKindRefused, FileTooLarge, UploadLimitReached
from backend.routes.edge import failure_body
from tenants.identify import preferred_locale

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_STATUS: dict[type[AppError], int] = {
    Unauthenticated: 401,
    SessionEnded: 401,
    Forbidden: 403,
    NotFound: 404,
    FileTooLarge: 413,
    FileKindRefused: 415,
    UploadLimitReached: 429,
    Busy: 503,
}

log = structlog.get_logger()


def answer_refusal(request: _Request, refusal: AppError) -> Response[dict[str, str]]:
    """A refusal with its code and its sentence in the caller's language."""
    locale = preferred_locale(request.headers.get("accept-language"))
    status = _STATUS.get(type(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    return Response({"code": refusal.code, "message": refusal.message(locale)}, status_code=status)


def answer_http_exception(_request: _Request, exception: HTTPException) -> Response[dict[str, str]]:
    """What the framework refuses; its own words may quote the request, so they are not repeated."""
    return Response({"code": HTTPStatus(exception.status_code).name}, status_code=exception.status_code)


def answer_failure(request: _Request, error: Exception) -> Response[bytes]:
    """An error of ours."""
    log.error("unexpected_error", exc_info=error)
    body = failure_body(request.scope["state"]["request_id"])
    return Response(body, status_code=500, media_type="application/json")
