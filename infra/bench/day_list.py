"""A social worker's day among five thousand open cases, through the schema: what is due, of whom, where they live."""

import datetime as dt
from functools import partial
from typing import Any, Final
from uuid import UUID

import asyncpg
from rich.console import Console
from sqlalchemy import insert, select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_words import CasePhase, CaseRole, CaseSource, RiskLevel
from backend.modules.casework.contract.words import ActivityKind, ServiceArea
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.stations import StationCommunity, StationWorker
from backend.modules.housing.queries.living import list_inhabitants
from infra.bench.asking import ask, statements_of
from infra.bench.captured import trips
from infra.bench.casework import station_worker
from infra.bench.ground import Ground, as_superuser, pool_of
from infra.bench.plans import Hot
from infra.bench.reading import entered
from infra.bench.rounds import Contender, Load, compare
from tenants.scope import Actor, open_scope

CASES: Final = 5_000
_OWN: Final = 40
_SHOWN: Final = 20
_DAYS: Final = 30
DAY: Final = """
query Day($first: Int!, $untilOn: Date!) {
  myWork(untilOn: $untilOn, first: $first) {
    totalCount
    edges { node { kind dueOn dueAt isOverdue activity { id kind } helpRequest { id isUrgent }
      case { id code risk phase resident { id name phoneMasked stays { id status unit { id number } } } } } }
  }
}
"""
_DUE_SQL: Final = """
SELECT cases.id, cases.code, cases.due_on, cases.resident_id FROM cases
JOIN case_workers ON case_workers.operator_id = cases.operator_id AND case_workers.case_id = cases.id
WHERE cases.operator_id = $1 AND case_workers.account_id = $2 AND case_workers.ended_at IS NULL
    AND cases.status = 'OPEN' AND cases.due_on <= $3
ORDER BY cases.due_on, cases.id LIMIT 20
"""


async def measure(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """Beside one statement that reads the first twenty of one's cases that are due."""
    actor = await station_worker()
    await _give(actor, _OWN, is_theirs=True)
    until_on = clock.today() + dt.timedelta(days=_DAYS)
    variables = {"first": _SHOWN, "untilOn": until_on.isoformat()}
    few = len(await statements_of(actor, DAY, variables))
    await _give(actor, CASES, is_theirs=False)
    await _note_sizes(ground)
    seen = await statements_of(actor, DAY, variables)
    if len(seen) != few:
        raise RuntimeError("a day among many cases takes more statements than one among few")
    async with await pool_of(ground.district, Surface.CASEWORK, load.clients) as pool:
        await compare(
            console,
            f"A worker's day among {CASES:,} cases, {load.clients} at once (limit: one statement by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg, own cases due", partial(load.rate, partial(_bare, pool, actor, until_on)), 3),
                Contender("schema, the day", partial(load.rate, partial(ask, actor, DAY, variables)), trips(seen)),
            ],
        )
    return [Hot("day list", Surface.CASEWORK, [one for one in seen if _is_list(one.sql) or one is seen[0]])]


async def _note_sizes(ground: Ground) -> None:
    """As the server does for itself a minute after so many rows came; with a plan for forty, a page takes seconds."""
    admin = await as_superuser(ground.district)
    await admin.execute("ANALYZE cases, case_workers, case_activities")
    await admin.close()


def _is_list(sql: str) -> bool:
    return "UNION ALL" in sql


async def _bare(pool: asyncpg.Pool, actor: Actor, until_on: dt.date) -> list[asyncpg.Record]:
    async with pool.acquire() as connection:
        await connection.execute(entered(actor.operator))
        rows: list[asyncpg.Record] = await connection.fetch(_DUE_SQL, actor.operator, actor.account_id, until_on)
        await connection.execute("COMMIT")
        return rows


async def _give(actor: Actor, count: int, *, is_theirs: bool) -> None:
    """So many open cases of the worker's station, each with a step and a visit due in a month; theirs or others'."""
    async with open_scope(actor, read_only=True) as scope:
        mine = select(StationWorker.station_id).where(StationWorker.account_id == actor.account_id)
        served = select(StationCommunity).where(StationCommunity.station_id.in_(mine)).limit(1)
        place = (await scope.session.scalars(served)).one()
        people = [one.resident_id for one in await list_inhabitants(scope, place.community_id)]
    today, worker = clock.today(), actor.account_id if is_theirs else new_id()
    cases = [_case(place, people[number % len(people)], today, number) for number in range(count)]
    async with open_scope(actor.on(Surface.CASEWORK)) as scope:
        await scope.session.execute(insert(Case), cases)
        await scope.session.execute(insert(CaseWorker), [_worker(one, worker) for one in cases])
        visits = [
            {"id": new_id(), "case_id": one["id"], "kind": ActivityKind.VISIT, "due_on": one["due_on"]} for one in cases
        ]
        await scope.session.execute(insert(CaseActivity), visits)


def _case(place: StationCommunity, resident_id: UUID, today: dt.date, number: int) -> dict[str, Any]:  # Any: columns
    return {
        "id": new_id(),
        "community_id": place.community_id,
        "station_id": place.station_id,
        "resident_id": resident_id,
        "code": f"B{new_id().hex[-11:]}",
        "area": ServiceArea.BASIC,
        "source": CaseSource.STAFF,
        "risk": RiskLevel.MEDIUM,
        "phase": CasePhase.INTAKE,
        "is_separate": True,
        "due_on": today + dt.timedelta(days=number % _DAYS),
        "opened_at": clock.now(),
    }


def _worker(case: dict[str, Any], account_id: UUID | None) -> dict[str, Any]:  # Any: columns
    return {
        "id": new_id(),
        "case_id": case["id"],
        "resident_id": case["resident_id"],
        "account_id": account_id,
        "name": "李社工",
        "role": CaseRole.PRIMARY,
        "started_at": clock.now(),
    }
