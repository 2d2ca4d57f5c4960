"""Every answered read of notes has its entry in the audit trail, whatever is killed while people read."""

import asyncio
import os
import random
import secrets
import signal
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from backend.core import clock
from backend.core.db import engines
from backend.core.settings import settings
from tenants.audit import AuditEntry
from tenants.models import SignInSession
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tenants.tokens import issue_access_token
from tests.app.people import signed_in
from tests.app.server import started
from tests.casework.factories import Office, casework, note, open_for
from tests.conftest import free_port
from tests.isolation.saying import global_id

NOTES = "query($id: ID!) { caseNotes(caseId: $id, first: 20) { edges { node { text } } } }"
TEXT = "只有社工可见的面谈内容"
PATIENCE_SECONDS = 120


async def token_of(actor: Actor) -> str:
    async with open_scope(platform_actor("test")) as scope:
        session = SignInSession(
            account_id=actor.account_id,
            factors=["PASSWORD", "TOTP"],
            user_agent="",
            address="127.0.0.1",
            expires_at=clock.now().replace(year=clock.now().year + 1),
        )
        scope.session.add(session)
        await scope.session.flush()
        assert actor.account_id is not None
        return issue_access_token(actor.account_id, session.id)[0]


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


async def kill_backend(login: str, *, hard: bool) -> None:
    """End one backend of a login: with SIGKILL PostgreSQL crashes as a whole and recovers."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    try:
        admin = await asyncpg.connect(url.render_as_string(hide_password=False))
        try:
            pids = await admin.fetch(
                "SELECT pid FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()", login
            )
            for row in pids[:1] if hard else pids:
                if hard:
                    os.kill(row["pid"], signal.SIGKILL)
                else:
                    await admin.execute("SELECT pg_terminate_backend($1)", row["pid"])
        finally:
            await admin.close()
    except (asyncpg.PostgresError, OSError):
        return


async def read_until(api: Api, headers: dict[str, str], variables: dict[str, Any], wanted: int, told: set[str]) -> None:
    """Ask again and again; `told` are the ids of the requests that were answered with what is confidential."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        while len(told) < wanted:
            request_id = secrets.token_hex(8)
            try:
                response = await client.post(
                    f"{api.url}/graphql",
                    json={"query": NOTES, "variables": variables},
                    headers={**headers, "X-Request-Id": request_id},
                )
            except httpx.TransportError:
                # Nobody listens while it starts again.
                await asyncio.sleep(0.02)
                continue
            if TEXT in response.text:
                told.add(response.headers["x-request-id"])


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


async def storm(office: Office, reads: int, *, hard: bool) -> None:
    case = await open_for(office)
    await note(office, case, TEXT)
    headers = signed_in(await token_of(office.workers[0]), office.operator)
    variables, told, rng = {"id": global_id("Case", case.id)}, set[str](), random.Random(reads)
    async with an_api() as api, asyncio.timeout(PATIENCE_SECONDS + reads):
        readers = asyncio.gather(*(read_until(api, headers, variables, reads, told) for _ in range(4)))
        kills = 0
        while not readers.done():
            await asyncio.sleep(rng.uniform(0.2, 1.5))
            if kills % 3 == 0 and len(told) > kills:
                await api.kill()
            else:
                await kill_backend("xinju_casework", hard=hard)
            kills += 1
        await readers
    await engines.dispose()
    assert len(told) >= reads
    assert told - await written(office) == set()


async def test_every_answered_read_is_written_down_while_api_and_connections_are_killed(office: Office) -> None:
    await storm(office, 40, hard=False)


@pytest.mark.soak
async def test_a_thousand_answered_reads_are_written_down_while_api_and_postgresql_are_killed(office: Office) -> None:
    await storm(office, 1000, hard=True)
