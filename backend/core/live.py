"""Live signals between processes over LISTEN/NOTIFY: hints to look again, never the data itself."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

import asyncpg
import structlog

from backend.core.db import login_url
from backend.core.surfaces import Surface

CHANNEL = "xinju_live"
# A hint may be lost (a crash, a restart of PostgreSQL): whoever listens looks again after this many seconds anyway.
PATIENCE_SECONDS = 5.0

log = structlog.get_logger()


async def connect(surface: Surface) -> asyncpg.Connection:
    """A plain connection outside the pool, for LISTEN and NOTIFY."""
    url = login_url(surface).set(drivername="postgresql")
    return await asyncpg.connect(
        url.render_as_string(hide_password=False), server_settings={"application_name": f"xinju:{surface}:live"}
    )


class Live:
    """Publishes topics, and wakes whoever waits for one of them. One for a process and its event loop."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._hearers: list[tuple[str, Callable[[str], None]]] = []
        self._gathering: list[tuple[str, set[str], asyncio.Event]] = []
        self._unsent: set[str] = set()
        self._sending: asyncio.Task[None] | None = None
        self._outgoing: asyncpg.Connection | None = None

    def hear(self, prefix: str, hearer: Callable[[str], None]) -> None:
        """Call with each topic that begins so, from this process at once and from others while `listen` runs."""
        self._hearers.append((prefix, hearer))

    def publish(self, *topics: str) -> None:
        """Send topics soon; several within a moment go in one message."""
        for topic in topics:
            self._tell(topic)
        self._unsent.update(topics)
        if self._unsent and (self._sending is None or self._sending.done()):
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def flush(self) -> None:
        """Wait until everything published has been sent, and close the connection."""
        if self._sending is not None:
            await self._sending
        if self._outgoing is not None:
            await self._outgoing.close()
            self._outgoing = None

    async def _send(self) -> None:
        while self._unsent:
            topics, self._unsent = sorted(self._unsent), set()
            try:
                if self._outgoing is None or self._outgoing.is_closed():
                    self._outgoing = await connect(self._surface)
                await self._outgoing.execute(
                    "SELECT pg_notify($1, topic) FROM unnest($2::text[]) AS topic", CHANNEL, topics
                )
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                # Only a hint is lost: the sweeper and every listener's patience make up for it.
                log.warning("live_hint_lost", error=type(error).__name__)
                self._outgoing = None

    async def listen(self) -> None:
        """Hear every topic until cancelled; reconnects for as long as PostgreSQL is away."""
        while True:
            try:
                connection = await connect(self._surface)
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _connection, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, self._hear)
                with contextlib.closing(_Terminating(connection)):
                    await lost.wait()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(1)

    def _hear(self, _connection: object, _pid: int, _channel: str, topic: object) -> None:
        for event in (*self._waiting.get(str(topic), ()), *self._waiting.get("*", ())):
            event.set()
        self._tell(str(topic))

    def _tell(self, topic: str) -> None:
        for prefix, hearer in self._hearers:
            if topic.startswith(prefix):
                hearer(topic)
        for prefix, heard, event in self._gathering:
            if str(topic).startswith(prefix):
                heard.add(str(topic))
                event.set()

    async def wakes(self, topic: str, *, patience: float = PATIENCE_SECONDS) -> AsyncIterator[None]:
        """Yield once at first, and then whenever the topic was published or patience ran out."""
        event = asyncio.Event()
        self._waiting[topic].add(event)
        try:
            while True:
                event.clear()
                yield
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), patience)
        finally:
            self._waiting[topic].discard(event)
            if not self._waiting[topic]:
                del self._waiting[topic]

    async def gathers(self, prefix: str, *, patience: float = PATIENCE_SECONDS) -> AsyncIterator[set[str]]:
        """Yield the topics with a prefix that were published since the last time; none when patience ran out."""
        event = asyncio.Event()
        heard: set[str] = set()
        entry = (prefix, heard, event)
        self._gathering.append(entry)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), patience)
                found = set(heard)
                heard.clear()
                event.clear()
                yield found
        finally:
            self._gathering.remove(entry)


class _Terminating:
    """Closes a listening connection without a round trip, also while PostgreSQL is away."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        self._connection.terminate()


live = Live(Surface.CONTROL)
