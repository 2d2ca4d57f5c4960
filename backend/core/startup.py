"""What must be true of the database before this process serves anyone, and whether it still answers."""

import asyncio
import time
from functools import cache
from typing import Final

import asyncpg
import structlog
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.db import engines
from backend.core.settings import ROOT
from backend.core.surfaces import Surface

# The logins that requests run under; the owner, the backup and the worker never serve.
SERVING: Final = (
    Surface.CONTROL,
    Surface.TENANT,
    Surface.RESIDENT,
    Surface.CASEWORK,
    Surface.BALLOT,
    Surface.OVERSIGHT,
    Surface.DISTRICT,
)
UNREACHABLE: Final = (OSError, TimeoutError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError)
_MIGRATIONS: Final = ROOT / "backend" / "migrations"

_POWERS = text("""
    SELECT current_user::text AS login, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
           EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) AS is_member
    FROM pg_roles WHERE rolname = current_user
""")
_OWNED = text("""
    SELECT count(*) FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'
      AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
""")
_UNPROTECTED = text("""
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'shared') AND c.relkind IN ('r', 'p')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    ORDER BY 1
""")
_VERSION = text("SELECT version_num FROM app.alembic_version")
_FAULTS = {
    "rolsuper": "is a superuser",
    "rolbypassrls": "bypasses row-level security",
    "rolcreaterole": "may create roles",
    "rolcreatedb": "may create databases",
    "rolreplication": "may replicate",
    "is_member": "is a member of another role",
}

log = structlog.get_logger()


class StartRefused(RuntimeError):
    """This process must not serve; `findings` say why, one sentence each."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


@cache
def expected_head() -> str:
    """The migration that this code was written for."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head() or ""


async def require_safe_database(*, patience: float = 30.0) -> None:
    """Wait up to `patience` seconds for the database, then check every serving login. Raises StartRefused."""
    deadline = time.monotonic() + patience
    while True:
        try:
            findings = {said for surface in SERVING for said in await _faults_of(surface)}
        except UNREACHABLE as error:
            if time.monotonic() > deadline:
                raise StartRefused([f"the database does not answer: {type(error).__name__}"]) from None
            log.warning("database_awaited", error_class=type(error).__qualname__)
            await asyncio.sleep(1)
            continue
        if findings:
            raise StartRefused(sorted(findings))
        return


async def _faults_of(surface: Surface) -> list[str]:
    async with engines.of(surface, read_only=True).connect() as connection:
        powers = (await connection.execute(_POWERS)).mappings().one()
        login = powers["login"]
        faults = [f"{login} {fault}" for power, fault in _FAULTS.items() if powers[power]]
        if login != surface.login:
            faults.append(f"{surface.login} signs in as {login}")
        if await connection.scalar(_OWNED):
            faults.append(f"{login} owns something")
        faults += [f"{table} has no forced row-level security" for table in await connection.scalars(_UNPROTECTED)]
        return faults + await _wrong_version(connection)


async def _wrong_version(connection: AsyncConnection) -> list[str]:
    found, head = await connection.scalar(_VERSION), expected_head()
    return [] if found == head else [f"the database is at migration {found}, this code at {head}"]


async def failing_components(*, seconds: float = 2.0) -> list[str]:
    """The names of what does not work: a login whose database does not answer in time, `migrations` when behind."""
    answers = await asyncio.gather(*(_failure(surface, seconds) for surface in SERVING))
    return sorted({name for name in answers if name is not None})


async def _failure(surface: Surface, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds), engines.of(surface, read_only=True).connect() as connection:
            return "migrations" if await _wrong_version(connection) else None
    except UNREACHABLE:
        return str(surface)
