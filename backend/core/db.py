"""Engines (one per database login), the declarative classes, and the one session class."""

import asyncio
import datetime as dt
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, MetaData, String, Uuid, event
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import QueuePool

from backend.core import clock
from backend.core.ids import new_id
from backend.core.settings import settings
from backend.core.surfaces import Surface

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Base(DeclarativeBase):
    """Every table of the product."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        dt.datetime: DateTime(timezone=True),
        UUID: Uuid(),
        str: String(),
        Enum: SqlEnum(Enum, native_enum=False, length=None),
    }


def _pinned_operator(context: Any) -> UUID:  # Any: SQLAlchemy's execution context has no public type
    return context.root_connection.info["operator_id"]  # type: ignore[no-any-return]  # put there by the pin


class OperatorRow(Base):
    """A row that belongs to one operator. The session binds `operator_id`; no code passes it."""

    __abstract__ = True
    operator_id: Mapped[UUID] = mapped_column(primary_key=True, default=_pinned_operator, sort_order=-3)


class OperatorEntity(OperatorRow):
    """An operator's row with an id of its own; the key is (operator_id, id)."""

    __abstract__ = True
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-2)


class CommunityEntity(OperatorEntity):
    """A row of one community; staff who are limited to some communities see only theirs."""

    __abstract__ = True
    community_id: Mapped[UUID] = mapped_column(sort_order=-1)


class SharedRow(Base):
    """A row without an operator, in the schema `shared`."""

    __abstract__ = True


def created_at() -> Mapped[dt.datetime]:
    """The moment the row was made, by the application's clock."""
    return mapped_column(default=clock.now)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A column that holds one of the enumeration's values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def operator_fk(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that cannot cross operators: foreign-key checks ignore row-level security."""
    return ForeignKeyConstraint(["operator_id", column], [f"{table}.operator_id", f"{table}.id"])


class LockedSession(AsyncSession):
    """One connection, one statement at a time: GraphQL resolves siblings concurrently."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: passed through to SQLAlchemy
        super().__init__(*args, **kwargs)
        self._turn = asyncio.Lock()

    # The checker keeps the signatures of AsyncSession; only the turn-taking is ours.
    if not TYPE_CHECKING:

        async def execute(self, *args: Any, **kwargs: Any) -> Any:
            async with self._turn:
                return await super().execute(*args, **kwargs)

        async def scalar(self, *args: Any, **kwargs: Any) -> Any:
            async with self._turn:
                return await super().scalar(*args, **kwargs)

        async def scalars(self, *args: Any, **kwargs: Any) -> Any:
            return (await self.execute(*args, **kwargs)).scalars()

        async def get(self, *args: Any, **kwargs: Any) -> Any:
            async with self._turn:
                return await super().get(*args, **kwargs)

        async def flush(self, *args: Any, **kwargs: Any) -> None:
            async with self._turn:
                await super().flush(*args, **kwargs)

        async def close(self) -> None:
            # GraphQL calls the siblings of a field that failed off: whoever is at it puts the session in order first.
            async with self._turn:
                try:
                    await super().close()
                except InterfaceError:
                    # A statement that was called off midway has closed its connection: nothing is left to roll back.
                    await super().invalidate()


def login_url(surface: Surface) -> URL:
    """The address of the database as one of the logins, with its secret read from the secrets folder."""
    secret = (settings().secrets / surface.login).read_text(encoding="utf8").strip()
    return make_url(settings().database_url).set(
        drivername="postgresql+asyncpg", username=surface.login, password=secret
    )


# What a connection keeps prepared. A worker's has some 160 statements; one that is forgotten is planned anew.
_PREPARED = 500


class Engines:
    """The engines of this process, each made when it is first needed."""

    def __init__(self) -> None:
        self._engines: dict[Surface, AsyncEngine] = {}

    def of(self, surface: Surface, *, read_only: bool = False, snapshot: bool = False) -> AsyncEngine:
        """The engine of a surface. Read-only and writing sessions share one pool."""
        if surface not in self._engines:
            self._engines[surface] = self._make(surface)
        engine = self._engines[surface]
        if snapshot:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        return engine.execution_options(postgresql_readonly=True) if read_only else engine

    def _make(self, surface: Surface) -> AsyncEngine:
        engine = create_async_engine(
            login_url(surface),
            pool_size=settings().pool_size,
            max_overflow=0,
            pool_timeout=settings().pool_wait_seconds,
            pool_pre_ping=False,
            # Few connections are in use at most times: those that know the statements, and not each in its turn.
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={
                "server_settings": {"application_name": f"xinju:{surface}"},
                "prepared_statement_cache_size": _PREPARED,
            },
        )
        event.listen(engine.sync_engine, "handle_error", _drop_after_outage)
        return engine

    def usage(self) -> dict[Surface, tuple[int, int]]:
        """The connections of each pool that was needed so far: in use, and idle."""
        pools = {surface: engine.sync_engine.pool for surface, engine in self._engines.items()}
        return {s: (p.checkedout(), p.checkedin()) for s, p in pools.items() if isinstance(p, QueuePool)}

    async def dispose(self) -> None:
        """Close every connection; the next use opens new ones."""
        for engine in self._engines.values():
            await engine.dispose()
        self._engines.clear()


def _drop_after_outage(context: Any) -> None:  # Any: SQLAlchemy's ExceptionContext
    """After a restart of PostgreSQL the whole pool is stale, not one connection of it."""
    if context.is_disconnect:
        context.invalidate_pool_on_disconnect = True


engines = Engines()
