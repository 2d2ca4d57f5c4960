"""How a command runs: its coroutine, what it closes, and expected failures as a sentence instead of a traceback."""

import asyncio
import os
import tomllib
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import asyncpg
import msgspec
import typer
from rich.console import Console
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from backend import registry
from backend.core.cluster import ServerNotStarted
from backend.core.db import engines
from backend.core.errors import AppError, Locale
from backend.core.live import live
from backend.core.settings import settings
from backend.migrate import DatabaseNotNamed

T = TypeVar("T")
console = Console(highlight=False)
_complaints = Console(stderr=True, highlight=False)


def locale() -> Locale:
    """The language of the terminal, for the sentences of refusals."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-CN" if spoken.startswith("zh") else "en"


def fail(sentence: str) -> NoReturn:
    """End the command with one sentence and exit code 1."""
    _complaints.print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


@contextmanager
def expected_failures() -> Iterator[None]:
    """Refusals and outages end the command with a sentence; anything else is a bug and keeps its traceback."""
    try:
        yield
    except AppError as refusal:
        fail(refusal.message(locale()))
    except (DatabaseNotNamed, ServerNotStarted) as failure:
        fail(str(failure))
    except msgspec.ValidationError as failure:
        fail(f"This does not fit: {failure}")
    except tomllib.TOMLDecodeError as failure:
        fail(f"This is not TOML: {failure}")
    except OSError as failure:
        # asyncpg names no file when a socket is not there.
        if failure.filename is None:
            fail(f"The database cannot be reached: {failure.strerror or failure}.")
        fail(f"{failure.filename}: {failure.strerror}. Has `xinju migrate` been run here?")
    except (InterfaceError, OperationalError, asyncpg.InterfaceError) as failure:
        fail(f"The database cannot be reached: {type(failure).__name__}.")
    except (DBAPIError, asyncpg.PostgresError) as failure:
        if (said := _known(failure)) is None:
            raise
        fail(said)


def _known(failure: Exception) -> str | None:
    cause = getattr(getattr(failure, "orig", failure), "__cause__", None) or failure
    if isinstance(cause, asyncpg.InvalidAuthorizationSpecificationError):
        return "PostgreSQL refused the log-in: are these this database's secrets? `xinju migrate` sets them."
    if isinstance(cause, asyncpg.InvalidCatalogNameError):
        return "The database does not exist; `xinju migrate` creates it where ADMIN_DATABASE_URL is set."
    if isinstance(cause, asyncpg.UndefinedTableError | asyncpg.UndefinedFunctionError | asyncpg.InvalidSchemaNameError):
        return "The database has not been prepared; run `xinju migrate`."
    return None


def run(act: Coroutine[Any, Any, T]) -> T:  # Any: what coroutines of asyncio send and yield
    """Run a command's coroutine with every module loaded, and leave nothing open."""
    for part in ("models", "contract", "actions", "measures"):
        registry.load(part)
    with expected_failures():
        if not settings().database_url:
            act.close()
            raise DatabaseNotNamed("DATABASE_URL is not set. Name the database that the command is for.")
        return asyncio.run(_closing(act))


async def _closing(act: Coroutine[Any, Any, T]) -> T:
    try:
        return await act
    finally:
        await live.flush()
        await engines.dispose()
