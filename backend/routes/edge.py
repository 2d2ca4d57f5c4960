"""The outermost layer: every request gets an id, safe headers, one log line, its figures and its span."""

import re
import time
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import metrics, tracing
from backend.core.ids import new_id

# A UUID or a trace id; anything wider could carry what must not be logged.
_REQUEST_ID: Final = re.compile(rb"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
_SAFE_HEADERS: Final = {
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"cache-control": b"no-store",
}

log = structlog.get_logger()


class Edge:
    """Wraps the application. Answers of its own only where the application failed to begin one."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._headers = dict(_SAFE_HEADERS)
        if is_https:
            self._headers[b"strict-transport-security"] = b"max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]
        if kind == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await (self._serve_socket if kind == "websocket" else self._serve_request)(scope, receive, send)

    async def _serve_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._completed(message["headers"], scope)
            await send(message)

        said = str(scope.get("method"))
        method = said if said in _METHODS else "OTHER"
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        with tracing.request_span(method, headers) as span:
            try:
                await self._app(scope, receive, send_safely)
            # The last line of defence: whatever escaped is told by its class and place, and answered with an id.
            except Exception:
                log.exception("unexpected_error")
                if not status:
                    await _answer_failure(scope, send_safely)
            route = _route(scope)
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": status})
        _account(scope, method, route, status, time.perf_counter() - began)

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        with metrics.SOCKETS.track_inprogress():
            await self._app(scope, receive, send)
        _log_line(scope, "socket_closed", route=_route(scope), ms=_milliseconds(time.perf_counter() - began))

    def _completed(self, given: Any, scope: Scope) -> list[tuple[bytes, bytes]]:  # Any: pairs of bytes
        headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
        present = {name for name, _ in headers}
        headers += [(name, value) for name, value in self._headers.items() if name not in present]
        return [*headers, (b"x-request-id", _state(scope)["request_id"].encode())]


async def _answer_failure(scope: Scope, send: Send) -> None:
    body = failure_body(_state(scope)["request_id"])
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def failure_body(request_id: str) -> bytes:
    """What a caller is told of an error of ours: its id, by which the log lines are found."""
    metrics.UNEXPECTED_ERRORS.inc()
    return msgspec.json.encode({"code": "INTERNAL", "id": request_id})


def _request_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else str(new_id())


def _state(scope: Scope) -> dict[str, Any]:  # Any: what handlers leave for the log line
    state: dict[str, Any] = scope["state"]
    return state


def _route(scope: Scope) -> str:
    return str(scope.get("path_template") or "unmatched")


def _account(scope: Scope, method: str, route: str, status: int, seconds: float) -> None:
    operation = _state(scope).get("operation", "")
    metrics.REQUESTS.labels(method, route, operation, str(status)).inc()
    metrics.REQUEST_SECONDS.labels(route, operation).observe(seconds)
    if route not in _QUIET or status >= 400:
        _log_line(
            scope,
            "request",
            method=method,
            route=route,
            operation=operation or None,
            status=status,
            ms=_milliseconds(seconds),
        )


def _log_line(scope: Scope, event: str, **said: object) -> None:
    account_id: UUID | None = _state(scope).get("account_id")
    log.info(event, account_id=account_id, operator=_state(scope).get("operator"), **said)


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
