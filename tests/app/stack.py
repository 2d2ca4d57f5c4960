"""A whole installation of its own, for tests that kill it: PostgreSQL, a server and a worker, each brought back."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # what the schema answers
from uuid import UUID

import asyncpg
import httpx
from sqlalchemy.engine import make_url

from backend.core.crypto import master_key, platform_key
from backend.core.db import engines
from backend.core.embedded import EmbeddedServer
from backend.core.live import live
from backend.core.settings import ROOT, settings
from tenants.logins import ensure_logins, ensure_secrets
from tenants.models import Operator
from tests.app.server import free_port, started

_NAMES = ("ADMIN_DATABASE_URL", "DATABASE_URL", "XINJU_HOME", "XINJU_SECRETS_DIR")
_HASTY = {"XINJU_SWEEP_SECONDS": "0.3", "XINJU_REDELIVERY_SECONDS": "2", "XINJU_WORKER_THREADS": "3"}


@dataclass
class Installation:
    """Its processes. What is killed is started again at once, as a supervisor does."""

    home: Path
    server: EmbeddedServer
    port: int
    api: Process | None = None
    worker: Process | None = None
    kills: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """The server and the worker."""
        await self._start_api()
        await self._start_worker()

    async def kill_api(self) -> None:
        assert self.api is not None
        self.api.kill()
        await self.api.wait()
        self.kills.append("api")
        await self._start_api()

    async def kill_worker(self) -> None:
        assert self.worker is not None
        self.worker.kill()
        await self.worker.wait()
        self.kills.append("worker")
        await self._start_worker()

    async def kill_postgres(self) -> None:
        """The postmaster; its backends follow, and the next one recovers."""
        pid = int((self.server.home / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        self.kills.append("postgres")
        await asyncio.to_thread(self.server.start)
        # The connections of this process have died with it; those of the others are theirs to find out.
        await engines.dispose()

    async def _start_api(self) -> None:
        self.api = await started(self.port, self.home / "api.log")

    async def _start_worker(self) -> None:
        env = {**os.environ, **_HASTY, "XINJU_PORT": str(self.port)}
        program = "import backend.worker; backend.worker.main()"
        with (self.home / "worker.log").open("ab") as log:
            command = (sys.executable, "-c", program)
            self.worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdout=log, stderr=log)

    async def stop(self) -> None:
        for process in (self.api, self.worker):
            if process is not None and process.returncode is None:
                process.terminate()
                await asyncio.wait_for(process.wait(), 30)


@asynccontextmanager
async def installation() -> AsyncIterator[Installation]:
    """An installation that nothing else uses; this process reads its database until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="xinju-stack-"))
    before: Mapping[str, str | None] = {name: os.environ.get(name) for name in _NAMES}
    await engines.dispose()
    try:
        with EmbeddedServer(home / "postgres", durable=False) as server:
            await _prepare(server, home)
            made = Installation(home, server, free_port())
            try:
                await made.start()
                yield made
            finally:
                await made.stop()
                await live.flush()
                await engines.dispose()
    finally:
        os.environ.update({name: value for name, value in before.items() if value is not None})
        _forget()
        shutil.rmtree(home, ignore_errors=True)


async def _prepare(server: EmbeddedServer, home: Path) -> None:
    admin = make_url(server.admin_url)
    connection = await asyncpg.connect(admin.set(drivername="postgresql").render_as_string(hide_password=False))
    await connection.execute("CREATE DATABASE xinju")
    await connection.close()
    url = admin.set(database="xinju")
    os.environ["ADMIN_DATABASE_URL"] = url.render_as_string(hide_password=False)
    os.environ["DATABASE_URL"] = url.set(username=None, password=None).render_as_string()
    os.environ["XINJU_HOME"], os.environ["XINJU_SECRETS_DIR"] = str(home), str(home / "secrets")
    _forget()
    ensure_secrets()
    await ensure_logins()
    migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
    await asyncio.to_thread(subprocess.run, migrate, cwd=ROOT, check=True)


def _forget() -> None:
    for cached in (settings, master_key, platform_key):
        cached.cache_clear()


@dataclass(frozen=True, slots=True)
class Client:
    """Someone at a telephone: whatever breaks, the same is sent again until there is an answer."""

    http: httpx.AsyncClient
    operator: Operator
    token: str
    resident_id: UUID

    async def acts(self, text: str, name: str, **said: Any) -> dict[str, Any]:
        """The answer of a mutation, with its key where it makes something."""
        headers = {"Authorization": f"Bearer {self.token}", "X-Operator": self.operator.code}
        body = {"query": text, "variables": {"input": said}}
        async with asyncio.timeout(600):
            while True:
                try:
                    response = await self.http.post("/graphql", json=body, headers=headers)
                    answer = response.json()
                except (httpx.TransportError, ValueError):
                    await asyncio.sleep(0.1)
                    continue
                assert response.status_code != 400, answer
                if response.status_code == 200 and not answer.get("errors"):
                    found: dict[str, Any] = answer["data"][name]
                    return found
                await asyncio.sleep(0.1)
