"""The context of one GraphQL operation: who asks, and the transactions it runs in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias, TypeVar

import strawberry
from litestar.datastructures import Cookie
from strawberry.dataloader import DataLoader

from backend.core.errors import Forbidden
from backend.core.surfaces import Surface
from tenants.confidential import is_confidential
from tenants.scope import Actor, Scope, open_scope

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")
Batch = Callable[[Scope, Sequence[K]], Awaitable[Mapping[K, V]]]


class Context:
    """One for an operation. Queries share a lazy READ ONLY scope; each mutation field has a write scope of its own."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        # What sign-in reads of the request, and the cookies that it sets.
        self.refresh_cookie: str | None = None
        self.user_agent = ""
        self.cookies: list[Cookie] = []
        self._reading: dict[Surface, Scope] = {}
        self._writing: Scope | None = None
        self._opening = asyncio.Lock()
        self._open = AsyncExitStack()
        self._loaders: dict[Any, DataLoader[Any, Any]] = {}  # Any: batches of every key and value

    async def scope(self, surface: Surface | None = None) -> Scope:
        """The scope to read or write in now: the mutation's own, or the shared one of a surface."""
        if self._writing is not None:
            return self._writing
        wanted = surface or self.actor.surface
        async with self._opening:
            if wanted not in self._reading:
                opened = open_scope(self.actor.on(wanted), read_only=True)
                self._reading[wanted] = await self._open.enter_async_context(opened)
        return self._reading[wanted]

    async def confide(self, read: Callable[[Scope], Awaitable[T]]) -> T:
        """Read over the casework login: a transaction that writes down who reads what, and has committed when this
        returns. Raises Forbidden for whoever has no business there."""
        if self._writing is not None and self._writing.actor.surface is Surface.CASEWORK:
            return await read(self._writing)
        if self.actor.surface not in (Surface.TENANT, Surface.RESIDENT):
            raise Forbidden
        async with open_scope(self.actor.on(Surface.CASEWORK)) as scope:
            return await read(scope)

    async def load(self, batch: Batch[K, V], key: K | None) -> V | None:
        """One row by key, fetched together with its siblings by one query."""
        if key is None:
            return None
        if batch not in self._loaders:

            async def fetch(keys: list[K]) -> list[V | None]:
                if is_confidential(batch):
                    found = await self.confide(lambda scope: batch(scope, keys))
                else:
                    found = await batch(await self.scope(), keys)
                return [found.get(key) for key in keys]

            self._loaders[batch] = DataLoader(load_fn=fetch)
        value: V | None = await self._loaders[batch].load(key)
        return value

    async def load_many(self, batch: Batch[K, V], keys: Sequence[K]) -> list[V]:
        """The rows of several keys, fetched together; absent ones are left out."""
        rows = await asyncio.gather(*(self.load(batch, key) for key in keys))
        return [row for row in rows if row is not None]

    @asynccontextmanager
    async def writing(self, surface: Surface) -> AsyncIterator[Scope]:
        """A transaction of its own for one mutation field. What was read before is forgotten after it."""
        await self._forget()
        try:
            async with open_scope(self.actor.on(surface)) as scope:
                self._writing = scope
                yield scope
        finally:
            self._writing = None
            await self._forget()

    async def _forget(self) -> None:
        self._loaders.clear()
        await self.aclose()

    async def aclose(self) -> None:
        """Give the connections back."""
        self._reading.clear()
        await self._open.aclose()


Info: TypeAlias = strawberry.Info[Context, None]
