"""/graphql: the schema behind the transport, with our actors and contexts."""

from litestar import Router

from backend.core.errors import AppError, Busy
from backend.core.settings import ROOT
from backend.routes.callers import Connection, actor_of, allowed_origins
from graphql_schema.accounts.cookies import REFRESH_COOKIE
from graphql_schema.context import Context
from graphql_schema.documents import TrustedDocuments
from graphql_schema.http import build_router
from graphql_schema.schema import schema
from graphql_schema.transport import TokenRefused, TransportSettings
from tenants.identify import still_stands
from tenants.scope import Actor


class HttpContext(Context):
    """A context that knows the request's refresh token and browser."""

    def __init__(self, actor: Actor, connection: Connection) -> None:
        super().__init__(actor)
        self.refresh_cookie = connection.cookies.get(REFRESH_COOKIE)
        self.user_agent = connection.headers.get("user-agent", "")


async def _identify(connection: Connection, token: str | None) -> Actor:
    try:
        return await actor_of(connection, token)
    except Busy:
        # Nothing is wrong with the token: whoever is refused one signs in anew.
        raise
    except AppError as refusal:
        raise TokenRefused from refusal


def graphql_router() -> Router:
    """GraphQL over HTTP and graphql-transport-ws."""
    return build_router(
        schema,
        identify=_identify,
        context_factory=HttpContext,
        recheck=still_stands,
        trusted=TrustedDocuments.load(sorted(ROOT.glob("web/dist/trusted-documents*.json"))),
        settings=TransportSettings(allowed_origins=allowed_origins()),
    )
