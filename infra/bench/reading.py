"""The list of residents and the room map: through the schema, beside one statement written by hand."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

import asyncpg
from rich.console import Console
from sqlalchemy import func, select
from strawberry.relay import GlobalID

from backend.core.crypto import DataKey
from backend.core.surfaces import Surface
from backend.modules.housing.identity import mask_document, mask_phone
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.sealing import ResidentSeal
from infra.bench.asking import RESIDENTS, ROOM_MAP, ask, statements_of
from infra.bench.captured import trips
from infra.bench.ground import Ground, community_manager, pool_of
from infra.bench.plans import Hot
from infra.bench.rounds import Contender, Load, compare
from tenants.scope import Actor, open_scope

LIST_OPERATOR: Final = "guanyu"
MAP_OPERATOR: Final = "youchao"
PAGE: Final = 50
BARE_TRIPS: Final = 3

LIST_SQL: Final = """
SELECT r.id, r.key_wrapped, r.name_sealed, r.document_sealed, r.phone_sealed, r.birth_on, r.sex, r.party_status,
       r.created_at,
       (SELECT json_agg(json_build_object(
                   'id', s.id, 'status', s.status, 'startsOn', s.starts_on, 'endsOn', s.ends_on,
                   'unit', json_build_object('id', u.id, 'number', u.number, 'floor', u.floor))
               ORDER BY s.starts_on DESC, s.id DESC)
        FROM stay_residents h
        JOIN stays s ON s.operator_id = h.operator_id AND s.id = h.stay_id
        JOIN units u ON u.operator_id = s.operator_id AND u.id = s.unit_id
        WHERE h.operator_id = r.operator_id AND h.resident_id = r.id)::text AS stays
FROM residents r
WHERE r.operator_id = $1
ORDER BY r.id DESC
LIMIT $2
"""
_MAP_SQL: Final = """
SELECT u.floor, u.id, u.number, u.kind,
       json_agg(json_build_object(
           'id', b.id, 'label', b.label, 'condition', b.condition, 'status', held.status, 'until', held.planned_ends_on,
           'allottedTo', (SELECT a.employer_id FROM allotted_beds a
                          WHERE a.operator_id = b.operator_id AND a.bed_id = b.id
                            AND a.starts_on <= current_date AND a.ends_on > current_date)) ORDER BY b.label)::text
FROM units u
JOIN beds b ON b.operator_id = u.operator_id AND b.unit_id = u.id
LEFT JOIN LATERAL (
    SELECT s.status, s.planned_ends_on
    FROM bed_occupancies o
    JOIN stays s ON s.operator_id = o.operator_id AND s.id = o.stay_id
    WHERE o.operator_id = b.operator_id AND o.bed_id = b.id AND s.status IN ('RESERVED', 'ACTIVE')
      AND (o.ends_on > current_date OR s.status = 'ACTIVE')
    ORDER BY o.starts_on LIMIT 1) held ON true
WHERE u.operator_id = $1 AND u.building_id = $2
GROUP BY u.floor, u.id, u.number, u.kind
ORDER BY u.floor DESC, u.number
"""


def entered(operator_id: UUID) -> str:
    """BEGIN and the pin in one message, as a member of the staff who is not limited to some communities."""
    return f"BEGIN READ ONLY; SELECT app.enter('{operator_id}', 'bench', '', '*')"


async def bare(pool: asyncpg.Pool, sql: str, *values: Any) -> list[asyncpg.Record]:  # Any: values of the statement
    """One pinned transaction of one statement; its first value is the operator."""
    async with pool.acquire() as connection:
        await connection.execute(entered(values[0]))
        rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
        await connection.execute("COMMIT")
        return rows


async def measure_list(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """A page of residents with their stays and units."""
    actor = await community_manager(LIST_OPERATOR)
    async with open_scope(actor, read_only=True) as scope:
        key = await scope.key()
    variables = {"first": PAGE}
    seen = await statements_of(actor, RESIDENTS, variables)
    async with await pool_of(ground.district, Surface.TENANT, load.clients) as pool:
        plain = partial(bare, pool, LIST_SQL, actor.operator, PAGE + 1)

        async def opened() -> None:
            _opened(key, await plain())

        await compare(
            console,
            f"{PAGE} residents with stays and units, {load.clients} at once (limit: one statement by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg, nothing opened", partial(load.rate, plain), BARE_TRIPS),
                Contender("asyncpg, names and numbers opened", partial(load.rate, opened), BARE_TRIPS),
                Contender("schema", partial(load.rate, partial(ask, actor, RESIDENTS, variables)), trips(seen)),
            ],
        )
    return [Hot("residents", Surface.TENANT, seen)]


def _opened(key: DataKey, rows: Sequence[asyncpg.Record]) -> list[tuple[str, str, str]]:
    found = []
    for row in rows:
        seal = ResidentSeal.opened(key, row["id"], row["key_wrapped"])
        document, phone = seal.unseal("document", row["document_sealed"]), seal.unseal("phone", row["phone_sealed"])
        found.append((seal.unseal("name", row["name_sealed"]), mask_document(document), mask_phone(phone)))
    return found


async def measure_room_map(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """The building with the most beds of the operator that lets by the bed."""
    actor = await community_manager(MAP_OPERATOR)
    building_id, beds = await _largest_building(actor)
    variables = {"buildingId": str(GlobalID("Building", str(building_id)))}
    seen = await statements_of(actor, ROOM_MAP, variables)
    async with await pool_of(ground.district, Surface.TENANT, load.clients) as pool:
        by_hand: Callable[[], Any] = partial(bare, pool, _MAP_SQL, actor.operator, building_id)
        await compare(
            console,
            f"Room map of {beds} beds, {load.clients} at once (limit: one statement by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg", partial(load.rate, by_hand), BARE_TRIPS),
                Contender("schema", partial(load.rate, partial(ask, actor, ROOM_MAP, variables)), trips(seen)),
            ],
        )
    return [Hot("room map", Surface.TENANT, seen)]


async def _largest_building(actor: Actor) -> tuple[UUID, int]:
    async with open_scope(actor, read_only=True) as scope:
        beds = func.count().label("beds")
        statement = select(Bed.building_id, beds).group_by(Bed.building_id).order_by(beds.desc()).limit(1)
        row = (await scope.session.execute(statement)).one()
        return row.building_id, row.beds
