"""A seating of the tests' own: numbered seats in a schema that the product does not know."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from backend.modules.waitlists.contract import Seating
from tenants.scope import Scope

KIND = "trial.seat"
CREATE = (
    "CREATE SCHEMA IF NOT EXISTS trial",
    "CREATE TABLE IF NOT EXISTS trial.subjects (operator_id uuid, id uuid, PRIMARY KEY (operator_id, id))",
    (
        "CREATE TABLE IF NOT EXISTS trial.seats (operator_id uuid, subject_id uuid, number integer, entry_id uuid,"
        " resident_id uuid, PRIMARY KEY (operator_id, subject_id, number))"
    ),
    "GRANT USAGE ON SCHEMA trial TO xinju_tenant, xinju_resident",
    "GRANT SELECT, INSERT, UPDATE ON trial.seats, trial.subjects TO xinju_tenant, xinju_resident",
)
_METADATA = sa.MetaData(schema="trial")
SUBJECTS = sa.Table("subjects", _METADATA, sa.Column("operator_id", sa.Uuid()), sa.Column("id", sa.Uuid()))
SEATS = sa.Table(
    "seats",
    _METADATA,
    sa.Column("operator_id", sa.Uuid(), primary_key=True),
    sa.Column("subject_id", sa.Uuid(), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("entry_id", sa.Uuid()),
    sa.Column("resident_id", sa.Uuid()),
)


def _of(scope: Scope, subject_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(SEATS.c.operator_id == scope.operator_id, SEATS.c.subject_id == subject_id)


async def lock(scope: Scope, subject_ids: Sequence[UUID]) -> None:
    """The subjects' own rows, in order."""
    mine = sa.select(SUBJECTS.c.id).where(SUBJECTS.c.operator_id == scope.operator_id, SUBJECTS.c.id.in_(subject_ids))
    await scope.session.execute(mine.order_by(SUBJECTS.c.id).with_for_update())


async def hold(scope: Scope, subject_id: UUID, entry_id: UUID, _resident_id: UUID) -> bool:
    """The first seat that is neither taken nor held."""
    free = sa.and_(_of(scope, subject_id), SEATS.c.entry_id.is_(None), SEATS.c.resident_id.is_(None))
    number = await scope.session.scalar(sa.select(SEATS.c.number).where(free).order_by(SEATS.c.number).limit(1))
    if number is None:
        return False
    one = sa.and_(_of(scope, subject_id), SEATS.c.number == number)
    await scope.session.execute(SEATS.update().where(one).values(entry_id=entry_id))
    return True


async def take(scope: Scope, subject_id: UUID, entry_id: UUID, resident_id: UUID) -> None:
    """The held seat is the resident's."""
    held = sa.and_(_of(scope, subject_id), SEATS.c.entry_id == entry_id)
    taken = await scope.session.execute(
        SEATS.update().where(held).values(entry_id=None, resident_id=resident_id).returning(SEATS.c.number)
    )
    assert len(taken.all()) == 1


async def release(scope: Scope, subject_id: UUID, entry_id: UUID, _resident_id: UUID) -> None:
    """The held seat is nobody's."""
    held = sa.and_(_of(scope, subject_id), SEATS.c.entry_id == entry_id)
    freed = await scope.session.execute(SEATS.update().where(held).values(entry_id=None).returning(SEATS.c.number))
    assert len(freed.all()) == 1


Seating(KIND, hold, take, release, lock)


async def make_seats(scope: Scope, subject_id: UUID, count: int, taken_by: UUID | None = None) -> None:
    """So many seats, all taken by someone where a taker is given."""
    await scope.session.execute(SUBJECTS.insert(), [{"operator_id": scope.operator_id, "id": subject_id}])
    if count:
        row = {"operator_id": scope.operator_id, "subject_id": subject_id, "entry_id": None, "resident_id": taken_by}
        await scope.session.execute(SEATS.insert(), [row | {"number": number} for number in range(1, count + 1)])


async def free_seats(scope: Scope, subject_id: UUID, *numbers: int) -> None:
    """Whoever has these seats gives them up."""
    theirs = sa.and_(_of(scope, subject_id), SEATS.c.number.in_(numbers))
    await scope.session.execute(SEATS.update().where(theirs).values(resident_id=None))


async def seats_of(scope: Scope, subject_id: UUID) -> list[tuple[int, UUID | None, UUID | None]]:
    """Number, entry that holds it, resident who has it."""
    columns = (SEATS.c.number, SEATS.c.entry_id, SEATS.c.resident_id)
    rows = await scope.session.execute(sa.select(*columns).where(_of(scope, subject_id)).order_by(SEATS.c.number))
    return [(row.number, row.entry_id, row.resident_id) for row in rows]
