"""Runs migrations as the owner, one after another, under an advisory lock."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from backend import registry
from backend.core import queue
from backend.core.db import Base, login_url
from backend.core.surfaces import Surface
from tenants import audit, models, outbox, oversight_models

registry.load("models")
TABLES = (audit, models, outbox, oversight_models)


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "schema" and name not in (None, "shared"))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=_is_ours,
        compare_type=True,
        version_table_schema="app",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        # Whoever serves compares the version with its own before it starts.
        context.execute("GRANT SELECT ON app.alembic_version TO PUBLIC")


async def _migrate() -> None:
    engine = create_async_engine(login_url(Surface.OWNER), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        # Wait for another migration as long as it takes, but for the product's own locks no longer than it notices.
        await connection.execute(text("SET lock_timeout = '15min'"))
        await connection.execute(text("SELECT pg_advisory_lock(hashtext('xinju:migrations'))"))
        await connection.execute(text("SET lock_timeout = '4s'"))
        await connection.execute(text("SET statement_timeout = '15min'"))
        await connection.commit()
        await connection.run_sync(_run)
        await connection.commit()
        raw = await connection.get_raw_connection()
        await queue.install(raw.driver_connection)
    await engine.dispose()


if (given := context.config.attributes.get("connection")) is not None:
    _run(given)
else:
    asyncio.run(_migrate())
