"""The preparation of an installation: secrets, the database, its logins, and every migration."""

import asyncio
import os

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from backend.core.crypto import master_key, platform_key
from backend.core.settings import ROOT, settings
from tenants.logins import ensure_database, ensure_logins, ensure_secrets


class DatabaseNotNamed(RuntimeError):
    """No address of a database was given."""


def use_database(url: str, admin_url: str) -> None:
    """Make this process and those that it starts work with a database."""
    os.environ["DATABASE_URL"], os.environ["ADMIN_DATABASE_URL"] = url, admin_url
    for cached in (settings, master_key, platform_key):
        cached.cache_clear()


def migrate() -> str:
    """Bring the database to this code's schema, whatever state it is in; returns the revision.

    Without ADMIN_DATABASE_URL the database and the logins must be there. Two at once are fine: the second waits.
    """
    if not settings().database_url:
        raise DatabaseNotNamed("DATABASE_URL is not set; `xinju up` starts a database of its own.")
    ensure_secrets()
    if settings().admin_database_url:
        asyncio.run(ensure_database())
        asyncio.run(ensure_logins())
    config = Config()
    config.set_main_option("script_location", str(ROOT / "backend" / "migrations"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
    return ScriptDirectory.from_config(config).get_current_head() or ""
