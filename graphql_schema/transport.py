"""What HTTP and sockets share: who asks, which document, and one execution behind the guard."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

import msgspec
from graphql import OperationType
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from strawberry.http.websocket_origin import normalize_allowed_origins, normalize_origin
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType as StrawberryOperationType

from backend.core.errors import Locale
from graphql_schema.documents import TrustedDocuments
from graphql_schema.limits import Limits, refuse
from graphql_schema.masking import answer_errors
from graphql_schema.prepare import Prepared, Preparer, ServedSchema

Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

# Errors of one execution may be as many as the rows of a page; more say nothing new.
EXECUTION_ERRORS: Final = 100


class Identity(Protocol):
    """Whoever asks. `account_key` is None for the anonymous; sockets are counted by it."""

    @property
    def may_introspect(self) -> bool: ...
    @property
    def needs_trusted_documents(self) -> bool: ...
    @property
    def account_key(self) -> str | None: ...
    @property
    def locale(self) -> Locale: ...


class Context(Protocol):
    """What resolvers share in one request.

    `aclose` ends whatever is open and may be called again: a subscription calls it after each event, so that no
    transaction stays open between two events, and an answer leaves only after the commit of what it tells.
    """

    @property
    def cookies(self) -> Sequence[Cookie]: ...
    async def aclose(self) -> None: ...


class TokenRefused(Exception):
    """The bearer token is malformed, expired or revoked."""


IdentityT = TypeVar("IdentityT", bound=Identity)
Identify: TypeAlias = Callable[[Connection, str | None], Awaitable[IdentityT]]
ContextFactory: TypeAlias = Callable[[IdentityT, Connection], Context]
Recheck: TypeAlias = Callable[[IdentityT], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """Sizes in bytes, times in seconds. `allowed_origins` are full origins such as `https://xinju.example`.

    A revoked session's socket dies within `recheck_seconds` + `recheck_timeout`, five seconds at most.
    """

    path: str = "/graphql"
    allowed_origins: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    body_bytes: int = 64 * 1024
    body_seconds: float = 10.0
    frame_bytes: int = 64 * 1024
    init_seconds: float = 3.0
    recheck_seconds: float = 2.5
    recheck_timeout: float = 2.0
    sockets_per_address: int = 100
    sockets_per_account: int = 10
    subscriptions_per_socket: int = 5


class Params(msgspec.Struct, rename="camel"):
    """A GraphQL request, as a POST body or the payload of a `subscribe` message."""

    query: str | None = None
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    extensions: dict[str, Any] | None = None
    document_id: str | None = None

    def named_document(self) -> str | None:
        """The hash in `documentId` or, as Apollo clients send it, in `extensions.persistedQuery.sha256Hash`."""
        if self.document_id is not None:
            return self.document_id
        persisted = (self.extensions or {}).get("persistedQuery")
        if persisted is None:
            return None
        digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
        if not isinstance(digest, str):
            raise refuse("BAD_REQUEST", "`extensions.persistedQuery.sha256Hash` must be a string.", 400)
        return digest


@dataclass(frozen=True, slots=True)
class Executed:
    """`failed`: execution did not begin, so that there is no data entry."""

    payload: Mapping[str, object]
    failed: bool
    cookies: Sequence[Cookie] = ()


class Endpoint(Generic[IdentityT]):
    """One schema, and how the application tells who asks and what they may share."""

    def __init__(
        self,
        schema: ServedSchema,
        identify: Identify[IdentityT],
        context_factory: ContextFactory[IdentityT],
        recheck: Recheck[IdentityT],
        trusted: TrustedDocuments,
        settings: TransportSettings,
    ) -> None:
        self.schema = schema
        self.identify = identify
        self.context_factory = context_factory
        self.recheck = recheck
        self.settings = settings
        self._trusted = trusted
        self._preparer = Preparer(schema, settings.limits)
        self._origins = normalize_allowed_origins(settings.allowed_origins)

    def allows_origin(self, origin: str) -> bool:
        """Whether a page of this origin may call; `*` is no origin."""
        return normalize_origin(origin) in self._origins

    def prepare(self, identity: IdentityT, params: Params, allowed: frozenset[OperationType]) -> Prepared:
        """Raises Refused for anything that is wrong before execution."""
        text = self._trusted.resolve(
            params.named_document(), params.query, needs_trusted=identity.needs_trusted_documents
        )
        prepared = self._preparer.prepare(text, params.variables or {}, may_introspect=identity.may_introspect)
        operation = prepared.operation(params.operation_name).operation
        if operation not in allowed:
            raise refuse("OPERATION_NOT_ALLOWED", f"A {operation.value} cannot be sent this way.", 405)
        return prepared

    def label(self, params: Params, prepared: Prepared) -> str:
        """The name of a trusted document's operation, for figures and logs; what others call theirs is not repeated."""
        if params.named_document() is None:
            return "untrusted"
        name = prepared.operation(params.operation_name).name
        return name.value if name else "unnamed"

    async def execute(
        self, identity: IdentityT, connection: Connection, params: Params, prepared: Prepared
    ) -> Executed:
        """Run a prepared query or mutation; whatever its context opened is closed before the answer is returned."""
        context = self.context_factory(identity, connection)
        try:
            result = await self.schema.execute(
                prepared.text,
                variable_values=params.variables,
                context_value=context,
                operation_name=params.operation_name,
                operation_extensions=prepared.for_execution,
            )
        finally:
            await context.aclose()
        return _executed(result, identity.locale, context.cookies)

    async def subscribe(
        self, identity: IdentityT, connection: Connection, params: Params, prepared: Prepared
    ) -> AsyncGenerator[Executed, None]:
        """One Executed for each event; the context is closed before each is yielded."""
        context = self.context_factory(identity, connection)
        try:
            source = await self.schema.stream(
                prepared.text,
                variable_values=params.variables,
                context_value=context,
                operation_name=params.operation_name,
                operation_extensions=prepared.for_execution,
                allowed_operation_types=(StrawberryOperationType.SUBSCRIPTION,),
            )
            async with aclosing(source):
                async for result in source:
                    await context.aclose()
                    yield _executed(result, identity.locale)
        finally:
            await context.aclose()


def _executed(result: Any, locale: Locale, cookies: Sequence[Cookie] = ()) -> Executed:
    # Any: Strawberry's stream is also typed to yield frames of @defer, which this schema never enables.
    answer: ExecutionResult = result
    payload: dict[str, object] = {}
    errors = answer.errors or []
    failed = answer.data is None and bool(errors) and all(error.path is None for error in errors)
    if not failed:
        payload["data"] = answer.data
    if errors:
        payload["errors"] = answer_errors(errors, EXECUTION_ERRORS, locale)
    if answer.extensions:
        payload["extensions"] = answer.extensions
    return Executed(payload, failed, cookies)
