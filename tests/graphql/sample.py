"""A small schema behind the real transport, on a real server, for tests of the transport alone."""

import asyncio
import enum
import socket
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import strawberry
import uvicorn
from graphql import GraphQLError
from litestar import Litestar
from litestar.datastructures import Cookie

from backend.core.errors import Locale
from graphql_schema.documents import TrustedDocuments
from graphql_schema.http import build_router
from graphql_schema.list_sizes import ASSUMED_SIZE
from graphql_schema.prepare import ServedSchema
from graphql_schema.transport import Connection, TokenRefused, TransportSettings

ORIGIN = "https://xinju.example"


class SecretSpilt(Exception):
    """Raised by fields that are given a secret, with the secret as its text."""


@dataclass(frozen=True)
class SampleIdentity:
    account_key: str | None
    may_introspect: bool = False
    needs_trusted_documents: bool = False
    locale: Locale = "zh-CN"


@dataclass
class SampleContext:
    identity: SampleIdentity
    cookies: list[Cookie] = field(default_factory=list)
    closed: int = 0

    async def aclose(self) -> None:
        self.closed += 1


Info = strawberry.Info[SampleContext, None]


@strawberry.enum
class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


@strawberry.input
class Filter:
    name: str = ""
    level: Level = Level.LOW
    inner: "Filter | None" = None


@strawberry.type
class Stay:
    id: strawberry.ID
    bed: str


@strawberry.type
class Resident:
    id: strawberry.ID
    name: str
    tags: list[str]

    @strawberry.field
    def stays(self) -> list[Stay]:
        return [Stay(id=strawberry.ID("1"), bed="301-A")]

    @strawberry.field
    def friends(self, first: int | None = None) -> "ResidentConnection":
        return ResidentConnection(edges=[], total_count=0)

    @strawberry.field
    def friend(self) -> "Resident | None":
        return None


@strawberry.type
class ResidentEdge:
    cursor: str
    node: Resident


@strawberry.type
class ResidentConnection:
    edges: list[ResidentEdge]
    total_count: int


@strawberry.type
class Bed:
    label: str


@strawberry.type
class Room:
    beds: list[Bed] = strawberry.field(metadata={ASSUMED_SIZE: 2})


def _rooms() -> list[Room]:
    return [Room(beds=[Bed(label="A"), Bed(label="B")])]


@strawberry.type
class Query:
    rooms: list[Room] = strawberry.field(resolver=_rooms, metadata={ASSUMED_SIZE: 300})

    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    async def whoami(self, info: Info) -> str | None:
        key = info.context.identity.account_key
        await asyncio.sleep(0)
        info.context.cookies.append(Cookie(key="seen", value=key or "nobody"))
        return key

    @strawberry.field
    async def spill(self, secret: str) -> str | None:
        await asyncio.sleep(0)
        raise SecretSpilt(secret)

    @strawberry.field
    def refuse(self) -> str | None:
        raise GraphQLError("You may not.", extensions={"code": "FORBIDDEN"})

    @strawberry.field
    def residents(self, first: int | None = None, last: int | None = None) -> ResidentConnection:
        residents = [Resident(id=strawberry.ID(str(n)), name="张伟", tags=[]) for n in range(first or last or 20)]
        return ResidentConnection(edges=[ResidentEdge(cursor=r.id, node=r) for r in residents], total_count=20)

    @strawberry.field
    def newest(self, first: int = 5) -> list[Resident]:
        return []

    @strawberry.field
    def search(
        self,
        text: str | None = None,
        filter: Filter | None = None,
        ids: list[strawberry.ID] | None = None,
        count: int | None = None,
        ratio: float | None = None,
        at: datetime | None = None,
        key: uuid.UUID | None = None,
        level: Level | None = None,
    ) -> str:
        return "found"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def rename(self, name: str, filter: Filter | None = None, count: int | None = None) -> str:
        return name

    @strawberry.mutation
    async def spill(self, secret: str) -> str | None:
        raise SecretSpilt(secret)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, count: int = 3, pause: float = 0.0) -> AsyncGenerator[int, None]:
        for number in range(count):
            await asyncio.sleep(pause)
            yield number

    @strawberry.subscription
    async def spill(self, secret: str) -> AsyncGenerator[int, None]:
        yield 1
        raise SecretSpilt(secret)


schema = ServedSchema(Query, Mutation, Subscription)


@dataclass
class Sample:
    """The application under test, and what a test may steer or count in it."""

    url: str = ""
    revoked: set[str] = field(default_factory=set)
    contexts: list[SampleContext] = field(default_factory=list)

    async def identify(self, connection: Connection, token: str | None) -> SampleIdentity:
        await asyncio.sleep(0)
        if token is None:
            return SampleIdentity(None)
        kind, _, name = token.partition(":")
        if kind == "broken":
            raise SecretSpilt(name)
        if kind not in ("user", "developer", "browser") or name in self.revoked:
            raise TokenRefused
        return SampleIdentity(name, kind == "developer", kind == "browser")

    def context(self, identity: SampleIdentity, connection: Connection) -> SampleContext:
        self.contexts.append(SampleContext(identity))
        return self.contexts[-1]

    async def recheck(self, identity: SampleIdentity) -> bool:
        return identity.account_key not in self.revoked

    def app(self, settings: TransportSettings, trusted: Sequence[TrustedDocuments] = ()) -> Litestar:
        router = build_router(
            schema,
            identify=self.identify,
            context_factory=self.context,
            recheck=self.recheck,
            trusted=trusted[0] if trusted else TrustedDocuments({}),
            settings=settings,
        )
        return Litestar(route_handlers=[router], logging_config=None, openapi_config=None)


@asynccontextmanager
async def serving(settings: TransportSettings | None = None, *trusted: TrustedDocuments) -> AsyncIterator[Sample]:
    """The sample on a free port of the loopback, until the block ends."""
    sample = Sample()
    app = sample.app(settings or TransportSettings(allowed_origins=(ORIGIN,)), trusted)
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws="websockets-sansio", ws_max_size=1 << 20)
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        sample.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        ticking = asyncio.create_task(server.main_loop())
        try:
            yield sample
        finally:
            server.should_exit = True
            await ticking
            await server.shutdown(sockets=[listener])
