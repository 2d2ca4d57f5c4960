"""Starting: refused over any unsafe database, and readiness that follows what PostgreSQL does."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import asyncpg
import httpx
import pytest
from sqlalchemy.engine import make_url

from backend.core.db import engines
from backend.core.embedded import EmbeddedServer
from backend.core.settings import ROOT
from backend.core.startup import StartRefused, expected_head, failing_components, require_safe_database
from backend.migrate import use_database
from tests.app.server import free_port, serving, started

PREPARE = "from backend.migrate import migrate; migrate()"


class Own(NamedTuple):
    """A server of our own (roles belong to the server, and other tests need theirs), and its programs' environment."""

    postgres: EmbeddedServer
    admin_url: str
    env: dict[str, str]


@contextmanager
def _using(env: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name, "") for name in env}
    os.environ.update(env)
    use_database(env["DATABASE_URL"], env["ADMIN_DATABASE_URL"])
    yield
    os.environ.update(before)
    use_database(before["DATABASE_URL"], before["ADMIN_DATABASE_URL"])


@pytest.fixture(scope="module")
async def own(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    home = tmp_path_factory.mktemp("startup")
    await engines.dispose()
    with EmbeddedServer(home / "postgres", durable=False) as postgres:
        admin = make_url(postgres.admin_url).set(database="xinju")
        env = {
            "DATABASE_URL": admin.set(username=None, password=None).render_as_string(),
            "ADMIN_DATABASE_URL": postgres.admin_url,
            "XINJU_HOME": str(home),
            "XINJU_SECRETS_DIR": str(home / "secrets"),
        }
        prepared = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PREPARE, cwd=ROOT, env={**os.environ, **env}
        )
        assert await prepared.wait() == 0
        with _using(env):
            yield Own(postgres, admin.render_as_string(hide_password=False), env)
            await engines.dispose()


async def _as_admin(own: Own, statement: str) -> None:
    url = make_url(own.admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    admin = await asyncpg.connect(url)
    await admin.execute(statement)
    await admin.close()


RLS = "has no forced row-level security"
DEFECTS = [
    ("ALTER ROLE xinju_tenant SUPERUSER", "xinju_tenant is a superuser"),
    ("ALTER ROLE xinju_resident BYPASSRLS", "xinju_resident bypasses row-level security"),
    ("ALTER ROLE xinju_district CREATEROLE", "xinju_district may create roles"),
    ("ALTER ROLE xinju_ballot CREATEDB", "xinju_ballot may create databases"),
    ("ALTER ROLE xinju_control REPLICATION", "xinju_control may replicate"),
    ("GRANT xinju_owner TO xinju_casework", "xinju_casework is a member of another role"),
    ("ALTER TABLE communities OWNER TO xinju_tenant", "xinju_tenant owns something"),
    ("CREATE SCHEMA own AUTHORIZATION xinju_oversight", "xinju_oversight owns something"),
    ("ALTER TABLE communities DISABLE ROW LEVEL SECURITY", f"public.communities {RLS}"),
    ("ALTER TABLE shared.accounts NO FORCE ROW LEVEL SECURITY", f"shared.accounts {RLS}"),
    ("CREATE TABLE public.extra (id int)", f"public.extra {RLS}"),
    (
        "UPDATE app.alembic_version SET version_num = '0000'",
        f"the database is at migration 0000, this code at {expected_head()}",
    ),
]
RESTORE = f"""
    ALTER ROLE xinju_tenant NOSUPERUSER; ALTER ROLE xinju_resident NOBYPASSRLS; ALTER ROLE xinju_district NOCREATEROLE;
    ALTER ROLE xinju_ballot NOCREATEDB; ALTER ROLE xinju_control NOREPLICATION; REVOKE xinju_owner FROM xinju_casework;
    ALTER TABLE communities OWNER TO xinju_owner; DROP SCHEMA IF EXISTS own; DROP TABLE IF EXISTS public.extra;
    ALTER TABLE communities ENABLE ROW LEVEL SECURITY; ALTER TABLE shared.accounts FORCE ROW LEVEL SECURITY;
    UPDATE app.alembic_version SET version_num = '{expected_head()}';
"""


@pytest.mark.parametrize(("plant", "finding"), DEFECTS, ids=[finding for _, finding in DEFECTS])
async def test_an_unsafe_database_is_not_served(own: Own, plant: str, finding: str) -> None:
    await require_safe_database(patience=0)
    await _as_admin(own, plant)
    try:
        with pytest.raises(StartRefused) as refused:
            await require_safe_database(patience=0)
    finally:
        await _as_admin(own, RESTORE)
    assert refused.value.findings == [finding]


async def test_a_process_that_must_not_serve_says_why_and_ends(own: Own, tmp_path: Path) -> None:
    await _as_admin(own, "ALTER ROLE xinju_tenant SUPERUSER")
    try:
        process = await started(free_port(), tmp_path / "output", **own.env)
        code = await asyncio.wait_for(process.wait(), 30)
    finally:
        await _as_admin(own, "ALTER ROLE xinju_tenant NOSUPERUSER")
    assert code == 3
    said = [json.loads(line) for line in (tmp_path / "output").read_text().splitlines() if line.startswith("{")]
    assert [line["findings"] for line in said if line["event"] == "start_refused"] == [["xinju_tenant is a superuser"]]


async def test_readiness_names_the_login_that_is_locked_out(own: Own) -> None:
    await engines.dispose()
    await _as_admin(own, "ALTER ROLE xinju_resident NOLOGIN")
    try:
        assert await failing_components() == ["resident"]
    finally:
        await _as_admin(own, "ALTER ROLE xinju_resident LOGIN")
    assert await failing_components() == []


async def test_a_database_that_does_not_answer_is_unready_in_bounded_time(own: Own) -> None:
    blocked = asyncio.create_task(_as_admin(own, "BEGIN; LOCK app.alembic_version; SELECT pg_sleep(4); COMMIT"))
    async with asyncio.timeout(5):
        while await failing_components(seconds=0.3) == []:
            pass
    began = time.monotonic()
    assert len(await failing_components(seconds=0.3)) == 7
    assert time.monotonic() - began < 1.5
    await blocked
    assert await failing_components() == []


async def test_a_server_is_unready_while_postgresql_is_away_and_ready_again_after(own: Own) -> None:
    async with (
        serving(**own.env) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as http,
    ):
        assert (await http.get("/readyz")).status_code == 200
        await asyncio.to_thread(own.postgres.stop)
        async with asyncio.timeout(20):
            while (away := await http.get("/readyz")).status_code == 200:
                pass
        assert away.status_code == 503
        assert away.json()["status"] == "unavailable"
        assert (await http.get("/healthz")).status_code == 200
        await asyncio.to_thread(own.postgres.start)
        async with asyncio.timeout(20):
            while (await http.get("/readyz")).status_code != 200:
                pass
        await server.stop()
