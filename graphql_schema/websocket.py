"""GraphQL over WebSocket: the graphql-transport-ws protocol for subscriptions, and the life of a socket."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import aclosing, suppress
from typing import Any, Final, Generic, TypeAlias

import msgspec
from graphql import OperationType
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.handlers import WebsocketRouteHandler

from backend.core.errors import Busy
from graphql_schema.limits import Refused, refuse
from graphql_schema.masking import answer_refusal, log_unexpected
from graphql_schema.transport import Endpoint, IdentityT, Params, TokenRefused

_PROTOCOL: Final = "graphql-transport-ws"
_SUBSCRIPTIONS: Final = frozenset({OperationType.SUBSCRIPTION})
_REASON_BYTES: Final = 120  # RFC 6455 leaves 123

_Socket: TypeAlias = WebSocket[Any, Any, Any]  # Any: Litestar's user and auth; identify() replaces them


class _Init(msgspec.Struct, tag_field="type", tag="connection_init", omit_defaults=True):
    payload: dict[str, Any] | None = None


class _Ping(msgspec.Struct, tag_field="type", tag="ping", omit_defaults=True):
    payload: dict[str, Any] | None = None


class _Pong(msgspec.Struct, tag_field="type", tag="pong", omit_defaults=True):
    payload: dict[str, Any] | None = None


class _Subscribe(msgspec.Struct, tag_field="type", tag="subscribe"):
    id: str
    payload: Params


class _Complete(msgspec.Struct, tag_field="type", tag="complete"):
    id: str


_Incoming = _Init | _Ping | _Pong | _Subscribe | _Complete


class _Counts:
    """How many sockets each address or account holds in this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    def take(self, key: str) -> bool:
        if self._held[key] >= self._most:
            return False
        self._held[key] += 1
        return True

    def give_back(self, key: str) -> None:
        self._held[key] -= 1
        if not self._held[key]:
            del self._held[key]


class _Session(Generic[IdentityT]):
    """One accepted socket. Whatever ends it calls `_end`; only `run` closes it, after its tasks are gone."""

    def __init__(self, endpoint: Endpoint[IdentityT], socket: _Socket, accounts: _Counts) -> None:
        self._endpoint = endpoint
        self._settings = endpoint.settings
        self._socket = socket
        self._accounts = accounts
        self._account: str | None = None
        self._identity: IdentityT | None = None
        self._init_received = False
        self._acknowledged = asyncio.Event()
        self._over: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Returns when the socket is closed, by either side."""
        _ = self._spawn(self._read()), self._spawn(self._watch())
        try:
            code, reason = await self._over
        finally:
            tasks = tuple(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._account is not None:
                self._accounts.give_back(self._account)
        with suppress(WebSocketDisconnect, OSError):
            await self._socket.close(code, reason.encode()[:_REASON_BYTES].decode(errors="ignore"))

    def _end(self, code: int, reason: str) -> None:
        if not self._over.done():
            self._over.set_result((code, reason))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log_unexpected(error)
            self._end(1011, "Internal error")

    async def _send(self, message: dict[str, object]) -> None:
        try:
            await self._socket.send_data(msgspec.json.encode(message))
        except (WebSocketDisconnect, OSError):
            self._end(1001, "Going away")

    async def _read(self) -> None:
        limit = self._settings.frame_bytes
        while not self._over.done():
            try:
                text = await self._socket.receive_text()
            except WebSocketDisconnect:
                self._end(1001, "Going away")
                return
            if len(text) > limit or len(text.encode()) > limit:
                self._end(1009, "Message too big")
                return
            try:
                message = msgspec.json.decode(text, type=_Incoming)
            except (msgspec.MsgspecError, UnicodeError, RecursionError):
                self._end(4400, "Invalid message")
                return
            await self._handle(message)

    async def _handle(self, message: _Incoming) -> None:
        match message:
            case _Init():
                await self._init(message)
            case _Ping():
                await self._send({"type": "pong"})
            case _Pong():
                return
            case _Subscribe():
                await self._subscribe(message)
            case _Complete():
                # Awaited, so that a client cannot hold more than its subscriptions by ending them faster than they end.
                if task := self._operations.get(message.id):
                    task.cancel()
                    await asyncio.wait({task})

    async def _init(self, message: _Init) -> None:
        if self._init_received:
            return self._end(4429, "Too many initialisation requests")
        self._init_received = True
        token = (message.payload or {}).get("token")
        if not isinstance(token, str) or not token:
            return self._end(4403, "Forbidden")
        try:
            identity = await self._endpoint.identify(self._socket, token)
        except TokenRefused:
            return self._end(4403, "Forbidden")
        except Busy:
            return self._end(1013, "Try again later")
        if identity.account_key is not None:
            if not self._accounts.take(identity.account_key):
                return self._end(4429, "Too many connections")
            self._account = identity.account_key
        self._identity = identity
        self._acknowledged.set()
        return await self._send({"type": "connection_ack"})

    async def _watch(self) -> None:
        """A socket that never says who it is, or whose session is revoked while it idles, is closed."""
        try:
            async with asyncio.timeout(self._settings.init_seconds):
                await self._acknowledged.wait()
        except TimeoutError:
            return self._end(4408, "Connection initialisation timeout")
        while await self._is_alive():
            await asyncio.wait({self._over}, timeout=self._settings.recheck_seconds)
        return self._end(4403, "Forbidden")

    async def _is_alive(self) -> bool:
        """A check that gives no answer in time counts as revoked."""
        if self._identity is None:
            return False
        try:
            async with asyncio.timeout(self._settings.recheck_timeout):
                return await self._endpoint.recheck(self._identity)
        except TimeoutError:
            return False

    async def _subscribe(self, message: _Subscribe) -> None:
        identity = self._identity
        if identity is None:
            return self._end(4401, "Unauthorized")
        if message.id in self._operations:
            return self._end(4409, f"Subscriber for {message.id} already exists")
        if len(self._operations) >= self._settings.subscriptions_per_socket:
            return await self._refuse(
                message.id, refuse("TOO_MANY_SUBSCRIPTIONS", "This socket holds as many subscriptions as it may.")
            )
        task = self._spawn(self._operate(message.id, message.payload, identity))
        self._operations[message.id] = task
        task.add_done_callback(lambda _: self._operations.pop(message.id, None))
        return None

    async def _operate(self, id: str, params: Params, identity: IdentityT) -> None:
        try:
            prepared = self._endpoint.prepare(identity, params, _SUBSCRIPTIONS)
        except Refused as refused:
            return await self._refuse(id, refused)
        events = self._endpoint.subscribe(identity, self._socket, params, prepared)
        async with aclosing(events):
            async for event in events:
                if not await self._is_alive():
                    return self._end(4403, "Forbidden")
                if event.failed:
                    return await self._send({"type": "error", "id": id, "payload": event.payload["errors"]})
                await self._send({"type": "next", "id": id, "payload": event.payload})
        return await self._send({"type": "complete", "id": id})

    async def _refuse(self, id: str, refused: Refused) -> None:
        errors = answer_refusal(refused.errors, self._settings.limits.errors)
        await self._send({"type": "error", "id": id, "payload": errors})


def build_socket(endpoint: Endpoint[IdentityT]) -> WebsocketRouteHandler:
    """The socket's route, relative to its router; counts of sockets are per process."""
    addresses = _Counts(endpoint.settings.sockets_per_address)
    accounts = _Counts(endpoint.settings.sockets_per_account)

    @websocket("/")
    async def graphql_socket(socket: _Socket) -> None:
        origin = socket.headers.get("origin")
        address = socket.client.host if socket.client else ""
        # Closed before it is accepted: the handshake is answered with 403.
        if (origin is not None and not endpoint.allows_origin(origin)) or not addresses.take(address):
            await socket.close(1008)
            return
        try:
            if _PROTOCOL not in socket.scope["subprotocols"]:
                await socket.accept()
                await socket.close(4406, "Subprotocol not acceptable")
                return
            await socket.accept(subprotocols=_PROTOCOL)
            await _Session(endpoint, socket, accounts).run()
        finally:
            addresses.give_back(address)

    return graphql_socket
