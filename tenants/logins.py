"""The database logins of an installation, and their secrets."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from backend.core.crypto import new_key
from backend.core.settings import settings
from backend.core.surfaces import Surface

# Every login works under these; a statement that needs longer is a bug or an attack.
_TIMEOUTS = {"lock_timeout": "4s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
_OWNER_TIMEOUTS = {"lock_timeout": "4s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}


def ensure_secrets() -> None:
    """Make what is missing in the secrets folder (0700): a master key, and a secret for each login."""
    folder = settings().secrets
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not any(folder.glob("master-*.key")):
        _write_once(folder / "master-1.key", new_key().hex())
    for surface in Surface:
        _write_once(folder / surface.login, secrets.token_urlsafe(32))


def _write_once(path: Path, content: str) -> None:
    # Written aside and linked into place: whoever starts at the same moment never reads half a secret.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:
        file.write(content)
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)


async def _as_admin(database: str | None = None) -> asyncpg.Connection:
    url = make_url(settings().admin_database_url).set(drivername="postgresql", database=database)
    return await asyncpg.connect(url.render_as_string(hide_password=False))


async def ensure_database() -> None:
    """Create the database that DATABASE_URL names where there is none; needs ADMIN_DATABASE_URL."""
    name = make_url(settings().database_url).database
    admin = await _as_admin()
    try:
        if name and not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            quoted = await admin.fetchval("SELECT quote_ident($1)", name)
            await admin.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        await admin.close()


async def ensure_logins() -> None:
    """Create the logins and the schemas, or correct them; needs ADMIN_DATABASE_URL. Running it twice is fine."""
    # Several installations may share a server: roles belong to all of it, advisory locks to one database of it.
    guard = await _as_admin("postgres")
    try:
        await guard.execute("SELECT pg_advisory_lock(hashtext('xinju:logins'))")
        admin = await _as_admin(make_url(settings().database_url).database)
        try:
            async with admin.transaction():
                for surface in Surface:
                    await _ensure_login(admin, surface)
                await _ensure_schemas(admin)
        finally:
            await admin.close()
    finally:
        await guard.close()


async def _ensure_login(admin: asyncpg.Connection, surface: Surface) -> None:
    login, secret = surface.login, (settings().secrets / surface.login).read_text(encoding="ascii").strip()
    if not await admin.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", login):
        await admin.execute(f"CREATE ROLE {login} LOGIN")
    bypass = "BYPASSRLS" if surface is Surface.BACKUP else "NOBYPASSRLS"
    await admin.execute(
        f"ALTER ROLE {login} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {bypass} PASSWORD '{secret}'"
    )
    for name, value in (_OWNER_TIMEOUTS if surface is Surface.OWNER else _TIMEOUTS).items():
        await admin.execute(f"ALTER ROLE {login} SET {name} = '{value}'")
    await admin.execute(f"ALTER ROLE {login} SET timezone = 'UTC'")


async def _ensure_schemas(admin: asyncpg.Connection) -> None:
    owner = Surface.OWNER.login
    logins = ", ".join(surface.login for surface in Surface)
    await admin.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    await admin.execute(f"REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE, CREATE ON SCHEMA public TO {owner}")
    for schema in ("app", "shared", "queue"):
        await admin.execute(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}")
    await admin.execute(f"GRANT USAGE ON SCHEMA public, app, shared TO {logins}")
    await admin.execute(f"GRANT USAGE ON SCHEMA queue TO {Surface.WORKER.login}")
    await admin.execute(f"GRANT pg_read_all_data TO {Surface.BACKUP.login}")
