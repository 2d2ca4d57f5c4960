"""Counts of attempts by account, phone, address and device, which outlive the attempts that were refused."""

import datetime as dt
import math
from dataclasses import dataclass

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from tenants.models import Throttle
from tenants.scope import Scope


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` attempts in a window that begins with the first; reaching the cap begins it anew."""

    name: str
    most: int
    window: dt.timedelta

    def bucket(self, key: str) -> bytes:
        """Sixteen bytes that tell nobody who or where it was."""
        return platform_key().index(f"throttle:{self.name}:{key}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """How many it was, and when the count begins anew."""

    cap: Cap
    count: int
    expires_at: dt.datetime

    @property
    def is_refused(self) -> bool:
        return self.count > self.cap.most

    @property
    def minutes(self) -> int:
        """Whole minutes to wait, at least one."""
        return max(1, math.ceil((self.expires_at - clock.now()).total_seconds() / 60))


async def take_attempt(scope: Scope, cap: Cap, key: str) -> Attempt:
    """Count one more. It counts before it is known how it ends, so that parallel attempts cannot slip by."""
    now = clock.now()
    fresh = insert(Throttle).values(bucket=cap.bucket(key), count=1, expires_at=now + cap.window)
    is_over = Throttle.expires_at <= now
    statement = fresh.on_conflict_do_update(
        index_elements=[Throttle.bucket],
        set_={
            "count": case((is_over, 1), else_=Throttle.count + 1),
            "expires_at": case(
                (is_over | (Throttle.count + 1 == cap.most), fresh.excluded.expires_at), else_=Throttle.expires_at
            ),
        },
    ).returning(Throttle.count, Throttle.expires_at)
    count, expires_at = (await scope.session.execute(statement)).one()
    return Attempt(cap, count, expires_at)


async def give_back_attempt(scope: Scope, cap: Cap, key: str) -> None:
    """Uncount one that was neither right nor wrong, or that was right among others of the same address."""
    await scope.session.execute(
        update(Throttle).where(Throttle.bucket == cap.bucket(key), Throttle.count > 0).values(count=Throttle.count - 1)
    )


async def forget_attempts(scope: Scope, cap: Cap, key: str) -> None:
    """Begin anew, after an attempt that was right."""
    await scope.session.execute(delete(Throttle).where(Throttle.bucket == cap.bucket(key)))


async def forget_old_attempts(scope: Scope) -> None:
    """Drop the counts whose windows are over."""
    old = select(Throttle.bucket).where(Throttle.expires_at <= clock.now()).with_for_update(skip_locked=True)
    await scope.session.execute(delete(Throttle).where(Throttle.bucket.in_(old)))
