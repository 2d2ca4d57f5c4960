"""The data keys of operators: unwrapped when needed, kept for seconds, gone for good once destroyed."""

import time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.crypto import DataKey, master_key, new_key
from backend.core.errors import NotFound
from tenants.models import OperatorKey

# An erased operator's key must not outlive its row in any process by more than this.
_KEPT_SECONDS = 5.0
_kept: dict[UUID, tuple[float, DataKey]] = {}


def _context(operator_id: UUID) -> str:
    return f"operator:{operator_id}"


def wrapped_new_key(operator_id: UUID) -> bytes:
    """A fresh data key for an operator, wrapped by the master key."""
    return master_key().wrap(new_key(), _context(operator_id))


def unwrapped_key(operator_id: UUID, wrapped: bytes) -> bytes:
    """The bare data key, for an archive to carry."""
    return master_key().unwrap(wrapped, _context(operator_id))


def rewrapped_key(operator_id: UUID, key: bytes) -> bytes:
    """A data key that an archive carried, wrapped by this installation's master key."""
    return master_key().wrap(key, _context(operator_id))


async def operator_key(session: AsyncSession, operator_id: UUID) -> DataKey:
    """The key of an operator. Raises NotFound where it was destroyed."""
    kept = _kept.get(operator_id)
    if kept is not None and time.monotonic() - kept[0] < _KEPT_SECONDS:
        return kept[1]
    # Whoever seals a new row asks for the key while the row is not whole yet: asking must not write it.
    with session.no_autoflush:
        wrapped = await session.scalar(select(OperatorKey.wrapped).where(OperatorKey.operator_id == operator_id))
    if wrapped is None:
        _kept.pop(operator_id, None)
        raise NotFound
    key = DataKey.of(master_key().unwrap(wrapped, _context(operator_id)))
    _kept[operator_id] = (time.monotonic(), key)
    return key
