"""The import of a roster: read, foreseen and applied, beside COPY of the same rows, sealed, into bare tables."""

import csv
import datetime as dt
import io
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Final
from uuid import UUID

import asyncpg
from rich.console import Console

from backend.core import clock
from backend.core.events import handlers
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.actions.residents import sealed_resident
from backend.modules.housing.actions.roster_imports import apply_roster_import, start_roster_import
from backend.modules.housing.contract.inputs import NewCommunity, NewResident
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.queries.rosters import get_roster_import
from backend.modules.housing.words import GovernanceMode, ProductType
from backend.seeding.people import People, Person
from infra.bench.captured import captured
from infra.bench.ground import Ground, as_superuser, community_manager
from infra.bench.reading import MAP_OPERATOR
from infra.bench.rounds import Contender, Load, compare
from tenants.delivery import Delivery, Outcome, deliver
from tenants.scope import Actor, open_scope

_SHARE: Final = 48
_HEADER: Final = ("姓名", "身份证号", "手机号", "楼栋", "房号", "床位", "入住日期", "到期日期")
_ROOMS_OF_A_FLOOR, _FLOORS = 20, 50
_EVENTS: Final = """
    SELECT id, name FROM outbox WHERE operator_id = $1 AND name LIKE 'housing.Roster%' AND id <> ALL ($2::uuid[])
    ORDER BY id
"""
_STAYS: Final = "SELECT * FROM stays WHERE operator_id = $1 AND import_id = $2"
_COPIED: Final = {
    "residents": """
        SELECT * FROM residents WHERE operator_id = $1 AND id IN (
            SELECT lead_resident_id FROM stays WHERE operator_id = $1 AND import_id = $2)""",
    "resident_name_tokens": """
        SELECT * FROM resident_name_tokens WHERE operator_id = $1 AND resident_id IN (
            SELECT lead_resident_id FROM stays WHERE operator_id = $1 AND import_id = $2)""",
    "stays": _STAYS,
    "stay_residents": """
        SELECT * FROM stay_residents WHERE operator_id = $1 AND stay_id IN (
            SELECT id FROM stays WHERE operator_id = $1 AND import_id = $2)""",
    "bed_occupancies": """
        SELECT * FROM bed_occupancies WHERE operator_id = $1 AND stay_id IN (
            SELECT id FROM stays WHERE operator_id = $1 AND import_id = $2)""",
}


class _Rosters:
    """Makes rosters of new people in new rooms of one community."""

    def __init__(self, actor: Actor, admin: asyncpg.Connection, community_id: UUID, rows: int) -> None:
        self.actor, self.admin, self.community_id, self.rows = actor, admin, community_id, rows
        self.delivered: set[UUID] = set()
        self._people = People(_SHARE, clock.today())
        self._made = 0

    def people(self) -> list[Person]:
        return [self._people.adult() for _ in range(self.rows)]

    def sheet(self) -> bytes:
        """A CSV as an operator sends it."""
        self._made += 1
        today = clock.today()
        period = (today.isoformat(), (today + dt.timedelta(days=365)).isoformat())
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(_HEADER)
        for number, person in enumerate(self.people()):
            building, room = divmod(number, _ROOMS_OF_A_FLOOR * _FLOORS)
            floor, place = divmod(room, _ROOMS_OF_A_FLOOR)
            where = (f"{self._made}{building:02d}", f"{floor + 1}{place + 1:02d}", 1)
            lines.writerow((person.name, person.document_number, person.phone.removeprefix("+86"), *where, *period))
        return text.getvalue().encode()


async def measure(console: Console, ground: Ground, load: Load, rows: int) -> None:
    """`rows`: people of each roster."""
    actor = await community_manager(MAP_OPERATOR)
    admin = await as_superuser(ground.district)
    rosters = _Rosters(actor, admin, await _community(actor), rows)
    with captured() as seen:
        import_id, _ = await _imported(rosters)
    copied = {
        table: [tuple(row) for row in await admin.fetch(statement, actor.operator, import_id)]
        for table, statement in _COPIED.items()
    }
    for table in copied:
        await admin.execute(_bare_table(table))
    await compare(
        console,
        f"Rows of a roster of {rows:,} (limit: sealing them, and COPY into tables without index or constraint)",
        load.rounds,
        [
            Contender("COPY", partial(_copy, rosters, copied)),
            Contender("import (round trips: of a roster)", partial(_rate, rosters), len(seen)),
        ],
    )
    await admin.close()


def _bare_table(name: str) -> str:
    return f"CREATE TEMPORARY TABLE bare_{name} AS SELECT * FROM {name} LIMIT 0"  # noqa: S608  # tables of ours, by name


async def _copy(rosters: _Rosters, copied: dict[str, list[tuple[object, ...]]]) -> float:
    async with open_scope(rosters.actor, read_only=True) as scope:
        key = await scope.key()
    people, begun = rosters.people(), time.perf_counter()
    for person in people:
        sealed_resident(key, _resident(person), "bench")
    async with rosters.admin.transaction():
        for table, records in copied.items():
            await rosters.admin.copy_records_to_table(f"bare_{table}", records=records)
    return rosters.rows / (time.perf_counter() - begun)


def _resident(person: Person) -> NewResident:
    return NewResident(
        name=person.name,
        document_kind=DocumentKind.RESIDENT_ID,
        document_number=person.document_number,
        phone=person.phone,
        has_consented=True,
    )


async def _rate(rosters: _Rosters) -> float:
    _, seconds = await _imported(rosters)
    return rosters.rows / seconds


async def _imported(rosters: _Rosters) -> tuple[UUID, float]:
    """One roster from its upload to its last row, and how many seconds that took."""
    actor, sheet = rosters.actor, rosters.sheet()
    begun = time.perf_counter()
    file_id = await receive(actor, FilePurpose.ROSTER, "roster.csv", _whole(sheet))
    async with open_scope(actor) as scope:
        roster = await start_roster_import(scope, file_id, rosters.community_id, has_consent=True, creates_places=True)
    await _deliver_all(rosters)
    async with open_scope(actor) as scope:
        await apply_roster_import(scope, roster.id)
    await _deliver_all(rosters)
    seconds = time.perf_counter() - begun
    async with open_scope(actor, read_only=True) as scope:
        counts = (await get_roster_import(scope, roster.id)).counts
    if counts.get("APPLIED") != rosters.rows:
        raise RuntimeError(f"the roster was not applied as a whole: {counts}")
    return roster.id, seconds


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _deliver_all(rosters: _Rosters) -> None:
    """The import's own events, as a worker handles them; what other modules do about the newcomers comes later."""
    operator_id = rosters.actor.operator
    while True:
        rows = await rosters.admin.fetch(_EVENTS, operator_id, list(rosters.delivered))
        if not rows:
            return
        for row in rows:
            rosters.delivered.add(row["id"])
            for name in handlers[row["name"]]:
                if await deliver(Delivery(operator_id, row["id"], name)) is not Outcome.DONE:
                    raise RuntimeError(f"{name} was not done")


async def _community(actor: Actor) -> UUID:
    new = NewCommunity(
        code="bench",
        name="名册社区",
        subdistrict_code="310112103",
        address="闵行区颛桥镇都市路1号",
        product_type=ProductType.LONG_RENT_APARTMENT,
        governance_mode=GovernanceMode.AREA_GRID,
        opened_on=clock.today(),
    )
    async with open_scope(actor) as scope:
        return (await create_community(scope, new)).id
