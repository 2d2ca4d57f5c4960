"""Every answered read of notes has its entry in the audit trail, whatever is killed while people read."""

import asyncio
import datetime as dt
import os
import random
import secrets
import signal
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from backend.core import clock
from backend.core.db import engines
from backend.core.settings import settings
from backend.modules.casework.models.cases import Case
from tenants.audit import AuditEntry
from tenants.models import SignInSession
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tenants.tokens import issue_access_token
from tests.app.people import signed_in
from tests.app.server import free_port, started
from tests.casework.factories import Office, casework, note, open_for
from tests.isolation.saying import global_id

NOTES = "query($id: ID!) { caseNotes(caseId: $id, first: 20) { edges { node { text } } } }"
TEXT = "只有社工可见的面谈内容"
# For whatever was killed to be up again and read from, on a machine that others use too.
PATIENCE_SECONDS = 120


async def session_of(actor: Actor) -> UUID:
    """A sign-in that outlasts the storm; the tokens that are drawn from it do not, and are drawn anew."""
    async with open_scope(platform_actor("test")) as scope:
        session = SignInSession(
            account_id=actor.account_id,
            factors=["PASSWORD", "TOTP"],
            user_agent="",
            address="127.0.0.1",
            expires_at=clock.now() + dt.timedelta(days=1),
        )
        scope.session.add(session)
        await scope.session.flush()
        return session.id


class Api:
    """A server that is killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port, self.output = free_port(), folder / "output"
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.process = await started(self.port, self.output)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        await self.start()


@asynccontextmanager
async def an_api() -> AsyncIterator[Api]:
    with tempfile.TemporaryDirectory(prefix="xinju-kills-") as folder:
        api = Api(Path(folder))
        await api.start()
        try:
            yield api
        finally:
            assert api.process is not None
            api.process.kill()
            await api.process.wait()


async def connected() -> asyncpg.Connection:
    """As the server's owner; an answer that was on its way may have come before the last crash was recovered from."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            return await asyncpg.connect(url)
        except (asyncpg.PostgresError, OSError):
            await asyncio.sleep(0.02)


async def kill_backend(login: str, *, hard: bool) -> None:
    """End a login's backends; or one with SIGKILL, upon which PostgreSQL crashes as a whole and recovers."""
    admin = await connected()
    try:
        pids = await admin.fetch(
            "SELECT pid FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()", login
        )
        assert pids or not hard
        for row in pids[:1] if hard else pids:
            if hard:
                os.kill(row["pid"], signal.SIGKILL)
            else:
                await admin.execute("SELECT pg_terminate_backend($1)", row["pid"])
    finally:
        # Of a server that has just crashed nobody takes leave.
        admin.terminate()


class Told:
    """The ids of the requests that were answered with what is confidential; who waits for more is woken by them."""

    def __init__(self) -> None:
        self.ids, self._goal, self._reached = set[str](), 0, asyncio.Event()

    def add(self, request_id: str) -> None:
        self.ids.add(request_id)
        if len(self.ids) >= self._goal:
            self._reached.set()

    async def more(self, count: int) -> None:
        """Until so many more were answered: what was killed is up again, and people read."""
        self._goal = len(self.ids) + count
        self._reached.clear()
        await self._reached.wait()


async def read_on(api: Api, token: Callable[[], str], office: Office, case: Case, told: Told) -> None:
    """Ask again and again."""
    variables = {"id": global_id("Case", case.id)}
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        while True:
            request_id = secrets.token_hex(8)
            try:
                response = await client.post(
                    f"{api.url}/graphql",
                    json={"query": NOTES, "variables": variables},
                    headers=signed_in(token(), office.operator, **{"X-Request-Id": request_id}),
                )
            except httpx.TransportError:
                response = None
            if response is not None and TEXT in response.text:
                told.add(response.headers["x-request-id"])
            else:
                # Nobody listens while it starts again, and nothing is read while the database recovers.
                await asyncio.sleep(0.02)


async def written(office: Office) -> set[str]:
    while True:
        try:
            async with open_scope(casework(office.supervisor), read_only=True) as scope:
                rows = await scope.session.scalars(
                    select(AuditEntry.request_id).where(AuditEntry.act == "read_case_notes")
                )
                return set(rows)
        except Exception:  # noqa: BLE001  # the database may still be recovering from its last death
            await asyncio.sleep(0.1)


async def storm(office: Office, reads: int, kills: int, *, hard: bool) -> None:
    """So many answered reads; as often something is killed amid them, every third time the API."""
    case = await open_for(office)
    await note(office, case, TEXT)
    account_id, session_id = office.workers[0].account_id, await session_of(office.workers[0])
    assert account_id is not None
    told, rng = Told(), random.Random(reads)

    def token() -> str:
        return issue_access_token(account_id, session_id)[0]

    async with an_api() as api, asyncio.timeout(PATIENCE_SECONDS * kills):
        readers = [asyncio.create_task(read_on(api, token, office, case, told)) for _ in range(4)]
        try:
            # How many are read between two kills, by chance; never none: what is down is not killed again.
            ends = [*sorted(rng.sample(range(1, reads), kills)), reads]
            for number, (last, end) in enumerate(pairwise([0, *ends])):
                await told.more(end - last)
                if number == kills:
                    break
                if number % 3 == 0:
                    await api.kill()
                else:
                    await kill_backend("xinju_casework", hard=hard)
        finally:
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)
    await engines.dispose()
    assert len(told.ids) >= reads
    assert told.ids - await written(office) == set()


async def test_every_answered_read_is_written_down_while_api_and_connections_are_killed(office: Office) -> None:
    await storm(office, 40, 6, hard=False)


@pytest.mark.soak
async def test_a_thousand_answered_reads_are_written_down_while_api_and_postgresql_are_killed(office: Office) -> None:
    await storm(office, 1000, 30, hard=True)
