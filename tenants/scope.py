"""Scope: the proof that a transaction is open, pinned to one operator, and acting for someone."""

import asyncio
import datetime as dt
import functools
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, Uuid, any_, bindparam, event, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from backend.core.crypto import DataKey
from backend.core.db import LockedSession, OperatorRow, engines
from backend.core.errors import AppError, BadInput, Busy, Conflict, Forbidden, Locale
from backend.core.events import Event
from backend.core.live import live
from backend.core.settings import settings
from backend.core.surfaces import Surface
from tenants.audit import AuditEntry, called
from tenants.keys import operator_key
from tenants.limits import Limit
from tenants.models import Factor, Operator, PlatformAuditEntry
from tenants.roles import OPEN, Role
from tenants.telling import tell_entry, tell_event, write_told

P = ParamSpec("P")
R = TypeVar("R")
OUTBOX_TOPIC = "outbox"
# Deadlock, serialization failure, lock not available: nothing is wrong with the request, so it may be tried again.
_TRANSIENT = frozenset({"40P01", "40001", "55P03"})
# A number or date out of the range of its column; a NUL in a text.
_UNFIT = frozenset({"22003", "22008", "22021"})
_ENTER = text("SELECT app.enter(:operators, :actor, :resident, :communities)")
_SHARD_SUFFIX = re.compile(r"_\d{6,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, for which operator (oversight: for which operators), over which login, and what they may do."""

    surface: Surface
    operator_id: UUID | None = None
    operator_ids: tuple[UUID, ...] = ()
    account_id: UUID | None = None
    session_id: UUID | None = None
    system: str = ""
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[str] = frozenset()
    community_ids: tuple[UUID, ...] | None = None
    organisation_ids: tuple[UUID, ...] = ()
    resident_id: UUID | None = None
    factors: frozenset[str] = frozenset()
    locale: Locale = "zh-CN"
    request_id: str = ""
    address: str = ""

    def can(self, permission: str) -> bool:
        return permission == OPEN or permission in self.permissions

    @property
    def name(self) -> str:
        """What the audit trail writes: an account's id, or `system:` and the handler."""
        return f"system:{self.system}" if self.system else str(self.account_id or "anonymous")

    @property
    def operator(self) -> UUID:
        if self.operator_id is None:
            raise Forbidden
        return self.operator_id

    @property
    def pinned_operators(self) -> tuple[UUID, ...]:
        """Whose rows a transaction of this actor can reach at all: one operator's, save for oversight."""
        return self.operator_ids if self.operator_id is None else (self.operator_id,)

    @property
    def pinned_communities(self) -> str:
        """As policies compare it: the communities that the actor is limited to, or `*`; oversight is always limited."""
        if self.surface is Surface.OVERSIGHT:
            return ",".join(map(str, (*(self.community_ids or ()), *self.organisation_ids)))
        return "*" if self.community_ids is None else ",".join(map(str, self.community_ids))

    @property
    def account_key(self) -> str | None:
        """What sockets are counted by; None for the anonymous."""
        return str(self.account_id) if self.account_id else None

    @property
    def may_introspect(self) -> bool:
        return not settings().is_production or Role.PLATFORM_ADMIN in self.roles

    @property
    def needs_trusted_documents(self) -> bool:
        return settings().is_production and Factor.API_CLIENT not in self.factors

    def on(self, surface: Surface) -> "Actor":
        """The same actor over another login."""
        return replace(self, surface=surface)


def system_actor(operator_id: UUID, name: str, *permissions: str, surface: Surface = Surface.TENANT) -> Actor:
    """A handler or a timer, with the permissions that it lists and no others."""
    return Actor(surface=surface, operator_id=operator_id, system=name, permissions=frozenset(permissions))


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that a handler reacts to: its id, and when it was emitted."""

    event_id: UUID
    occurred_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """What every action, query and handler takes first. Only `open_scope` makes it."""

    session: LockedSession
    actor: Actor
    topics: set[str] = field(default_factory=set)
    cause: Cause | None = None

    @property
    def operator_id(self) -> UUID:
        return self.actor.operator

    def emit(self, fact: Event, operator_id: UUID | None = None) -> None:
        """Write an event into the outbox (oversight names whose); delivered if and only if this transaction commits."""
        whose = operator_id or self.operator_id
        tell_event(self.session.sync_session, fact, whose, self.actor.name, self.actor.request_id)
        self.topics.add(f"{OUTBOX_TOPIC}:{whose}")

    def record(
        self,
        act: str,
        object_type: str,
        object_id: UUID | None,
        *,
        community_id: UUID | None = None,
        reason: str | None = None,
        **facts: Any,  # Any: JSON values
    ) -> None:
        """Append to the audit trail, in this transaction. Facts are ids, codes, dates and numbers."""
        said = {"act": act, "object_type": object_type, "object_id": object_id, "facts": facts}
        said |= {"request_id": self.actor.request_id, "address": self.actor.address}
        if self.actor.surface in (Surface.CONTROL, Surface.OVERSIGHT):
            tell_entry(self.session.sync_session, PlatformAuditEntry, said | {"account_id": self.actor.account_id})
        else:
            whose = {"operator_id": self.operator_id, "actor": called(self.actor), "community_id": community_id}
            tell_entry(self.session.sync_session, AuditEntry, said | whose | {"reason": reason})

    def touch(self, topic: str) -> None:
        """Wake those who watch a topic of this operator, after the commit."""
        self.topics.add(f"{self.operator_id}:{topic}")

    async def limit(self, limit: Limit) -> int:
        """The operator's own value of a limit, or the default. A transaction looks once, for all limits."""
        info = self.session.info
        if "limits" not in info:
            own = await self.session.scalar(select(Operator.limits).where(Operator.id == self.operator_id))
            info["limits"] = own or {}
        chosen = info["limits"].get(limit.name)
        return limit.default if chosen is None else int(chosen)

    async def key(self) -> DataKey:
        """The operator's key; raises NotFound where it was destroyed. Fields that ask at once ask the database once."""
        async with self.session.info.setdefault("key_turn", asyncio.Lock()):
            return await operator_key(self.session, self.operator_id)


def _pin_transaction(session: Session, _transaction: object, connection: Connection) -> None:
    actor: Actor | None = session.info.get("actor")
    if actor is None:
        raise RuntimeError("a session was used outside open_scope")
    # Pooled connections are used for one operator after another: what the last one left must not stand.
    connection.info["operator_id"] = actor.operator_id
    connection.execute(
        _ENTER,
        {
            "operators": ",".join(map(str, actor.pinned_operators)),
            "actor": actor.name,
            "resident": str(actor.resident_id or ""),
            "communities": actor.pinned_communities,
        },
    )


def _bind_operator(state: ORMExecuteState) -> None:
    actor: Actor = state.session.info["actor"]
    # What is written without the mapped classes binds its operator itself.
    if state.is_column_load or state.is_relationship_load or not state.is_orm_statement:
        return
    if not all(_is_reachable(actor, mapper.class_) for mapper in state.all_mappers):
        raise Forbidden
    if state.is_insert or (actor.operator_id is None and actor.surface is not Surface.OVERSIGHT):
        return
    if actor.operator_id is None:
        several = bindparam("pinned_operators", list(actor.operator_ids), ARRAY(Uuid))
        criteria = with_loader_criteria(OperatorRow, lambda cls: cls.operator_id == any_(several), include_aliases=True)
    else:
        operator_id = actor.operator_id
        criteria = with_loader_criteria(OperatorRow, lambda cls: cls.operator_id == operator_id, include_aliases=True)
    state.statement = state.statement.options(criteria)


def _is_reachable(actor: Actor, model: type) -> bool:
    """Operators' rows take an operator, or a grant to the branch that oversees several."""
    if not issubclass(model, OperatorRow) or actor.surface is not Surface.OVERSIGHT:
        return not issubclass(model, OperatorRow) or actor.operator_id is not None
    granted = {one.surface: one.verbs for one in getattr(model, "access", ())}
    return "SELECT" in granted.get(Surface.OVERSIGHT, ())


event.listen(Session, "after_begin", _pin_transaction)
event.listen(Session, "do_orm_execute", _bind_operator)


def refusal(error: DBAPIError | NoConnection) -> AppError | None:
    """The refusal that a database error stands for, by SQLSTATE and constraint name; None for a bug."""
    if isinstance(error, NoConnection):
        return Busy()
    cause = getattr(error.orig, "__cause__", None)
    state = getattr(cause, "sqlstate", None)
    if state in _TRANSIENT:
        return Conflict()
    if state in _UNFIT:
        return BadInput()
    found = AppError.by_constraint.get(_SHARD_SUFFIX.sub("", getattr(cause, "constraint_name", None) or ""))
    return found() if found else None


@asynccontextmanager
async def open_scope(actor: Actor, *, read_only: bool = False, snapshot: bool = False) -> AsyncIterator[Scope]:
    """One transaction, pinned. It commits at the end; any exception rolls all of it back.

    `snapshot`: every statement sees the database as the first one did.
    Raises the AppError whose constraint PostgreSQL found violated, Conflict where another try may succeed, or Busy.
    """
    engine = engines.of(actor.surface, read_only=read_only, snapshot=snapshot)
    async with LockedSession(engine, expire_on_commit=False, autoflush=True, info={"actor": actor}) as session:
        scope = Scope(session, actor)
        try:
            yield scope
            if read_only:
                # Whoever tells something while only reading is refused by PostgreSQL.
                await session.run_sync(write_told)
            else:
                await asyncio.shield(session.commit())
        except (DBAPIError, NoConnection) as error:
            if (known := refusal(error)) is not None:
                raise known from error
            raise
    if scope.topics:
        live.publish(*scope.topics)


def _guarded(
    permission: str, kind: Literal["action", "query"]
) -> Callable[[Callable[Concatenate[Scope, P], Awaitable[R]]], Callable[Concatenate[Scope, P], Awaitable[R]]]:
    def wrap(
        function: Callable[Concatenate[Scope, P], Awaitable[R]],
    ) -> Callable[Concatenate[Scope, P], Awaitable[R]]:
        @functools.wraps(function)
        async def checked(scope: Scope, *args: P.args, **kwargs: P.kwargs) -> R:
            if not scope.actor.can(permission):
                raise Forbidden
            try:
                return await function(scope, *args, **kwargs)
            except (DBAPIError, NoConnection) as error:
                # In a query nothing is committed that would find it out.
                if (known := refusal(error)) is not None:
                    raise known from error
                raise

        marked = cast("Any", checked)  # Any: functions have no declared attributes
        marked.permission, marked.kind = permission, kind
        return cast("Callable[Concatenate[Scope, P], Awaitable[R]]", marked)

    return wrap


def action(
    permission: str,
) -> Callable[[Callable[Concatenate[Scope, P], Awaitable[R]]], Callable[Concatenate[Scope, P], Awaitable[R]]]:
    """A use case that writes; whoever calls it needs the permission."""
    return _guarded(permission, "action")


def query(
    permission: str,
) -> Callable[[Callable[Concatenate[Scope, P], Awaitable[R]]], Callable[Concatenate[Scope, P], Awaitable[R]]]:
    """A read; whoever calls it needs the permission."""
    return _guarded(permission, "query")
