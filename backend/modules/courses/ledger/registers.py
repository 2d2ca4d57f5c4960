"""The locks of the night school, and the count of seats. One order: learner, then register, then the line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.courses.models.courses import CourseRegister
from backend.modules.courses.models.enrolments import Learner
from tenants.scope import Scope

_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Register:
    """A course's seats as they stand under its lock."""

    capacity: int
    taken: int
    frozen_at: dt.datetime | None
    settled_at: dt.datetime | None
    closed_at: dt.datetime | None

    @property
    def free(self) -> int:
        return self.capacity - self.taken


async def lock_learner(scope: Scope, resident_id: UUID) -> None:
    """Let one resident's applications and withdrawals happen one after another. The resident must exist."""
    new = insert(Learner).values(resident_id=resident_id)
    await scope.session.execute(
        new.on_conflict_do_update(
            index_elements=["operator_id", "resident_id"], set_={"version": Learner.version + new.excluded.version}
        )
    )


async def lock_register(scope: Scope, course_id: UUID, *, is_shared: bool = False) -> Register:
    """The lock of a course. Shared, many may hold it who take no seat but must not be overlooked. Raises NotFound."""
    columns = (
        CourseRegister.capacity,
        CourseRegister.taken,
        CourseRegister.frozen_at,
        CourseRegister.settled_at,
        CourseRegister.closed_at,
    )
    wanted = select(*columns).where(CourseRegister.course_id == course_id)
    locked = wanted.with_for_update(read=True) if is_shared else wanted.with_for_update(key_share=True)
    row = (await scope.session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    if not is_shared:
        note_lock(scope, course_id)
    return Register(*row)


async def lock_registers(scope: Scope, course_ids: Sequence[UUID]) -> None:
    """The locks of several courses, in one order; what the wait-lists call before they lock a line."""
    if _held(scope).issuperset(course_ids):
        return
    wanted = select(CourseRegister.course_id).where(CourseRegister.course_id.in_(course_ids))
    await scope.session.execute(wanted.order_by(CourseRegister.course_id).with_for_update(key_share=True))


def note_lock(scope: Scope, course_id: UUID) -> None:
    """This transaction holds a course's lock until it ends, and need not ask for it again."""
    _held(scope).add(course_id)


def _held(scope: Scope) -> set[UUID]:
    held: set[UUID] = scope.session.info.setdefault("registers", set())
    return held


async def take_seats(scope: Scope, course_id: UUID, count: int = 1) -> bool:
    """Take so many free seats, all or none; False where there are fewer, or the course is closed."""
    taken = await scope.session.scalar(
        update(CourseRegister)
        .where(
            CourseRegister.course_id == course_id,
            CourseRegister.taken + count <= CourseRegister.capacity,
            CourseRegister.closed_at.is_(None),
        )
        .values(taken=CourseRegister.taken + count)
        .returning(CourseRegister.taken)
        .execution_options(**_QUIETLY)
    )
    return taken is not None


async def free_seat(scope: Scope, course_id: UUID) -> None:
    """A seat that was taken or held is free again."""
    await change_register(scope, course_id, taken=CourseRegister.taken - 1)


async def change_register(scope: Scope, course_id: UUID, **values: object) -> None:
    """Write into a register that is locked."""
    await scope.session.execute(
        update(CourseRegister)
        .where(CourseRegister.course_id == course_id)
        .values(**values)
        .execution_options(**_QUIETLY)
    )


async def freeze_register(scope: Scope, course_id: UUID) -> None:
    """Nobody is added any more to those among whom the seats are allotted."""
    await change_register(scope, course_id, frozen_at=clock.now())
