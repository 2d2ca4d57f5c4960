"""Who asks: the headers that say so, and the checked actor behind them."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from strawberry.http.websocket_origin import normalize_allowed_origins, normalize_origin

from backend.core.errors import Unauthenticated
from backend.core.settings import settings
from tenants.identify import identify
from tenants.scope import Actor

Connection = ASGIConnection[Any, Any, Any, Any]  # Any: the framework's user and session, which we do not use


async def actor_of(connection: Connection, token: str | None) -> Actor:
    """Whoever asks, anonymous without a token. Raises Unauthenticated, SessionEnded."""
    operator_code = _said(connection, "x-operator", "operator")
    actor = await identify(
        token,
        operator_code=operator_code,
        as_resident=_said(connection, "x-surface", "surface") == "resident",
        request_id=connection.scope["state"]["request_id"],
        address=connection.client.host if connection.client else "",
        locale=connection.headers.get("accept-language"),
    )
    connection.scope["state"]["account_id"] = actor.account_id
    if actor.operator_id is not None:
        # Only a code that led to a membership is logged: anything may be typed into a header.
        connection.scope["state"]["operator"] = operator_code
    return actor


def _said(connection: Connection, header: str, parameter: str) -> str | None:
    """Browsers cannot set headers on a socket, so there the query string says the same."""
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        return connection.headers.get(header) or connection.query_params.get(parameter)
    return connection.headers.get(header)


def bearer_token(connection: Connection) -> str:
    """The token of a request that must have one. Raises Unauthenticated."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated
    return token.strip()


def allowed_origins() -> list[str]:
    """The origins whose pages may call."""
    given = [settings().url, *settings().allowed_origins]
    if not settings().is_production:
        given += [f"http://localhost:{settings().port}", f"http://127.0.0.1:{settings().port}"]
    return given


def check_origin(connection: Connection) -> None:
    """Refuse a browser's page of another origin. Raises PermissionDeniedException."""
    origin = connection.headers.get("origin")
    known = normalize_allowed_origins(allowed_origins())
    if (origin is None and "cookie" in connection.headers) or (
        origin is not None and normalize_origin(origin) not in known
    ):
        raise PermissionDeniedException
