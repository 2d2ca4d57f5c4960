"""Rooms, people and spaces that wait to be brought together: ids end in a number, so that pgbench can name them."""

from typing import Final
from uuid import UUID

import asyncpg

from backend.core.surfaces import Surface
from tenants.roles import Role, permissions_of
from tenants.scope import Actor

OPERATOR: Final = "weilingdi"
# Twelve digits without a leading zero: pgbench knows whole numbers and no padding.
FIRST: Final = 100_000_000_000
UNIT, BED, RESIDENT = "b0b0000a-0000-7000-8000-", "b0b0000b-0000-7000-8000-", "b0b0000c-0000-7000-8000-"
SPACE: Final = "b0b0000d-0000-7000-8000-"

# Copies of one room with one bed, and of one resident, whatever columns they have.
_MAKE: Final = (
    """
    INSERT INTO units
    SELECT made.* FROM units u, generate_series($2::bigint, $3::bigint) n,
           jsonb_populate_record(u, jsonb_build_object('id', 'b0b0000a-0000-7000-8000-' || n, 'number', 'v' || n)) made
    WHERE u.operator_id = $1 AND u.id = (
        SELECT b.unit_id FROM beds b WHERE b.operator_id = $1 GROUP BY b.unit_id HAVING count(*) = 1 LIMIT 1)
    """,
    """
    INSERT INTO beds
    SELECT made.* FROM beds b, generate_series($2::bigint, $3::bigint) n,
           jsonb_populate_record(b, jsonb_build_object(
               'id', 'b0b0000b-0000-7000-8000-' || n, 'unit_id', 'b0b0000a-0000-7000-8000-' || n)) made
    WHERE b.operator_id = $1 AND b.id = (
        SELECT min(b.id::text)::uuid FROM beds b JOIN units u ON u.operator_id = b.operator_id
        AND u.building_id = b.building_id AND u.id = 'b0b0000a-0000-7000-8000-100000000000' WHERE b.operator_id = $1)
    """,
    """
    INSERT INTO residents
    SELECT made.* FROM residents r, generate_series($2::bigint, $3::bigint) n,
           jsonb_populate_record(r, jsonb_build_object(
               'id', 'b0b0000c-0000-7000-8000-' || n, 'document_index', NULL, 'birth_on', '1994-05-06')) made
    WHERE r.operator_id = $1 AND r.id = (SELECT min(id::text)::uuid FROM residents WHERE operator_id = $1)
    """,
)
# Copies of one space that is booked as a whole, each with a root of its own to lock.
_OPEN: Final = (
    """
    INSERT INTO spaces
    SELECT made.* FROM spaces s, generate_series($3::bigint, $4::bigint) n,
           jsonb_populate_record(s, jsonb_build_object(
               'id', 'b0b0000d-0000-7000-8000-' || n, 'root_id', 'b0b0000d-0000-7000-8000-' || n, 'name', 's' || n,
               'code_index', '\\x' || md5(n::text))) made
    WHERE s.operator_id = $1 AND s.id = $2
    """,
    """
    INSERT INTO space_roots (operator_id, root_id)
    SELECT $1, ('b0b0000d-0000-7000-8000-' || n)::uuid FROM generate_series($2::bigint, $3::bigint) n
    """,
)


class Vacancies:
    """Hands out the numbers of vacancies, none twice."""

    def __init__(self) -> None:
        self._next = FIRST

    def take(self, count: int) -> range:
        """So many numbers in a row."""
        taken = range(self._next, self._next + count)
        self._next = taken.stop
        return taken


def resident(operator_id: UUID, number: int) -> Actor:
    """The resident of that number, signed in."""
    resident_id, roles = UUID(f"{RESIDENT}{number}"), frozenset({Role.RESIDENT})
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=operator_id,
        account_id=resident_id,
        resident_id=resident_id,
        roles=roles,
        permissions=permissions_of(roles),
        request_id="bench",
        address="127.0.0.1",
    )


async def make(admin: asyncpg.Connection, operator_id: UUID, count: int) -> None:
    """So many vacancies, each with someone who may take it."""
    for statement in _MAKE:
        await admin.execute(statement, operator_id, FIRST, FIRST + count - 1)


async def open_spaces(admin: asyncpg.Connection, operator_id: UUID, space_id: UUID, count: int) -> None:
    """So many spaces like one that is there."""
    spaces, roots = _OPEN
    await admin.execute(spaces, operator_id, space_id, FIRST, FIRST + count - 1)
    await admin.execute(roots, operator_id, FIRST, FIRST + count - 1)
