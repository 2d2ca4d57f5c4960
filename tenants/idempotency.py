"""Idempotency: a creation that is tried again is answered again, and never done twice."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any  # Any: a row of either table
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import BadInput, IdempotencyMismatch
from backend.core.surfaces import Surface
from backend.core.timers import daily
from tenants.outbox import IdempotencyKey
from tenants.oversight_models import OversightKey
from tenants.roles import PlatformPermission
from tenants.scope import Scope, action

KEPT = dt.timedelta(days=30)
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that this transaction holds, or (with `object_id`) what was made under it before."""

    account_id: UUID
    mutation: str
    key: str
    is_fresh: bool
    object_type: str | None = None
    object_id: UUID | None = None


async def claim(scope: Scope, mutation: str, key: str, said: bytes) -> Claim:
    """Take a key, or wait for whoever has it and learn what was made. `said` is the input; only a keyed hash is kept.

    Raises IdempotencyMismatch where the key came with another input. A refused act rolls its claim back.
    """
    if not 1 <= len(key) <= _LONGEST_KEY or scope.actor.account_id is None:
        raise BadInput(field=("input", "idempotency_key"))
    account_id = scope.actor.account_id
    kept, sealing = _kept(scope), platform_key() if _is_above(scope) else await scope.key()
    digest = sealing.index(hashlib.sha256(said).hexdigest())
    taken = await scope.session.scalar(
        insert(kept)
        .values(account_id=account_id, mutation=mutation, key=key, input_hash=digest)
        .on_conflict_do_nothing()
        .returning(kept.key)
    )
    if taken is not None:
        return Claim(account_id, mutation, key, is_fresh=True)
    held: Any = await scope.session.scalar(
        select(kept).where(kept.account_id == account_id, kept.mutation == mutation, kept.key == key)
    )
    if held is None or held.input_hash != digest:
        raise IdempotencyMismatch(field=("input", "idempotency_key"))
    return Claim(account_id, mutation, key, False, held.object_type, held.object_id)


async def settle(scope: Scope, held: Claim, object_type: str, object_id: UUID) -> None:
    """Write down what was made under a fresh claim."""
    kept = _kept(scope)
    await scope.session.execute(
        update(kept)
        .where(
            kept.account_id == held.account_id,
            kept.mutation == held.mutation,
            kept.key == held.key,
        )
        .values(object_type=object_type, object_id=object_id)
        # No session holds the row as an object, so there is nothing to keep in step.
        .execution_options(synchronize_session=False)
    )


def _is_above(scope: Scope) -> bool:
    return scope.actor.surface in (Surface.OVERSIGHT, Surface.CONTROL)


def _kept(scope: Scope) -> type[IdempotencyKey] | type[OversightKey]:
    """Where the keys of the actor are kept: with the operator, or in `shared` for who stands above them."""
    return OversightKey if _is_above(scope) else IdempotencyKey


@daily("04:20")
async def forget_old_keys(scope: Scope) -> None:
    """Drop the keys that are past their time."""
    await scope.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT))


@action(PlatformPermission.MANAGE_OPERATORS)
async def forget_old_oversight_keys(scope: Scope) -> None:
    """The same for those who belong to no operator."""
    await scope.session.execute(delete(OversightKey).where(OversightKey.created_at < clock.now() - KEPT))
