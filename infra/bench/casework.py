"""A case with two hundred notes, opened through the schema: each read is written down, every word is unsealed."""

from functools import partial
from typing import Any, Final
from uuid import UUID

import asyncpg
from rich.console import Console
from sqlalchemy import insert, select
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import Page, cursor_of
from backend.core.surfaces import Surface
from backend.modules.casework.actions.cases import open_case
from backend.modules.casework.actions.stations import add_station_worker, create_station
from backend.modules.casework.contract.case_inputs import NewCase
from backend.modules.casework.contract.case_words import CaseSource, NoteKind, RiskLevel
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseNote
from backend.modules.casework.models.stations import StationCommunity, StationWorker
from backend.modules.casework.reaching import seal_of
from backend.modules.casework.sealing import CaseSeal
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from infra.bench.asking import ask, statements_of
from infra.bench.captured import trips
from infra.bench.ground import Ground, community_manager, pool_of
from infra.bench.plans import Hot
from infra.bench.reading import entered
from infra.bench.rounds import Contender, Load, compare
from tenants.models import Account, Membership
from tenants.provision import platform_actor
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, Scope, open_scope

OPERATOR: Final = "weilingdi"
NOTES: Final = 200
_FEW: Final = 2
# What is said at length: near 400 characters of Chinese.
_TEXT: Final = "本次面谈约五十分钟，服务对象谈到近来睡眠与工作压力的变化，社工与其一同回顾上周的目标。" * 9

OPEN: Final = """
query Case($id: ID!, $after: String) {
  case(id: $id) { code reach status phase risk dueOn steps { phase enteredAt } workers { name role }
    consents { purpose givenAt } content { problem goals { title indicator score } approvals { subject state } } }
  newest: caseNotes(caseId: $id, first: 100) { edges { cursor node { id kind text happenedOn version } } }
  older: caseNotes(caseId: $id, first: 100, after: $after) { edges { node { id kind text happenedOn version } } }
}
"""
_NOTES_SQL: Final = """
SELECT id, kind, text_sealed, happened_on, version FROM case_notes
WHERE operator_id = $1 AND case_id = $2 ORDER BY id DESC LIMIT 200
"""


async def measure(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """Beside one statement that reads the notes as they lie, and the same with every one of them unsealed."""
    actor = await station_worker()
    few, many = await _case(actor, _FEW), await _case(actor, NOTES)
    variables = await _variables(actor, many)
    seen = await statements_of(actor, OPEN, variables)
    if len(seen) != len(await statements_of(actor, OPEN, await _variables(actor, few))):
        raise RuntimeError("a case with many notes is opened by more statements than one with few")
    async with open_scope(actor.on(Surface.CASEWORK), read_only=True) as scope:
        seal = await seal_of(scope, many.id)
    async with await pool_of(ground.district, Surface.CASEWORK, load.clients) as pool:
        plain = partial(_bare, pool, actor.operator, many.id)
        opened = partial(ask, actor, OPEN, variables)

        async def unsealed() -> None:
            _unsealed(seal, await plain())

        await compare(
            console,
            f"A case with {NOTES} notes, {load.clients} at once (limit: one statement by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg, as they lie", partial(load.rate, plain), 3),
                Contender("asyncpg, unsealed", partial(load.rate, unsealed), 3),
                Contender("schema, written down", partial(load.rate, opened), trips(seen)),
            ],
        )
    return [Hot("case", Surface.CASEWORK, [seen[0], *(one for one in seen if "app.enter(" not in one.sql)])]


async def _bare(pool: asyncpg.Pool, operator_id: UUID, case_id: UUID) -> list[asyncpg.Record]:
    async with pool.acquire() as connection:
        await connection.execute(entered(operator_id))
        rows: list[asyncpg.Record] = await connection.fetch(_NOTES_SQL, operator_id, case_id)
        await connection.execute("COMMIT")
        return rows


def _unsealed(seal: CaseSeal, rows: list[asyncpg.Record]) -> list[str | None]:
    return [seal.unseal(row["id"], "text", row["text_sealed"]) for row in rows]


async def _variables(actor: Actor, case: Case) -> dict[str, Any]:  # Any: JSON values
    """The case, and where its second page begins: after the hundredth note, or after the last."""
    async with open_scope(actor.on(Surface.CASEWORK), read_only=True) as scope:
        wanted = select(CaseNote.id).where(CaseNote.case_id == case.id).order_by(CaseNote.id.desc()).limit(100)
        last = (await scope.session.scalars(wanted)).all()[-1]
    return {"id": str(GlobalID("Case", str(case.id))), "after": cursor_of([last])}


async def station_worker() -> Actor:
    """The demo's social worker of the operator, at a station that serves its community."""
    manager = await community_manager(OPERATOR)
    async with open_scope(platform_actor("bench"), read_only=True) as above:
        account_id = await above.session.scalar(select(Account.id).where(Account.login == f"worker@{OPERATOR}"))
    async with open_scope(manager) as scope:
        wanted = select(Membership.id, Membership.account_id).where(
            Membership.operator_id == manager.operator, Membership.account_id == account_id
        )
        member = (await scope.session.execute(wanted)).one()
        station_id = await scope.session.scalar(select(StationCommunity.station_id).limit(1))
        if station_id is None:
            (community,) = (await list_communities(scope, Page(1))).rows
            station_id = (await create_station(scope, NewStation(name="浦江社工站", community_ids=(community.id,)))).id
        working = select(StationWorker.id).where(
            StationWorker.account_id == member.account_id, StationWorker.station_id == station_id
        )
        if await scope.session.scalar(working) is None:
            new = NewStationWorker(station_id=station_id, membership_id=member.id, role=StationRole.WORKER)
            await add_station_worker(scope, new)
    roles = frozenset({Role.SOCIAL_WORKER})
    return Actor(
        surface=Surface.TENANT,
        operator_id=manager.operator,
        account_id=member.account_id,
        roles=roles,
        permissions=permissions_of(roles),
        request_id="bench",
        address="127.0.0.1",
    )


async def _case(actor: Actor, notes: int) -> Case:
    """A case of some resident, with so many notes."""
    async with open_scope(actor, read_only=True) as scope:
        station_id = await scope.session.scalar(
            select(StationWorker.station_id).where(StationWorker.account_id == actor.account_id)
        )
        served = await scope.session.scalar(
            select(StationCommunity.community_id).where(StationCommunity.station_id == station_id)
        )
        if station_id is None or served is None:
            raise RuntimeError("the worker has no station")
        someone = (await list_inhabitants(scope, served))[0]
    new = NewCase(
        station_id=station_id,
        resident_id=someone.resident_id,
        area=ServiceArea.PROFESSIONAL,
        source=CaseSource.SELF,
        problem=_TEXT,
        risk=RiskLevel.MEDIUM,
        is_separate=True,
    )
    async with open_scope(actor.on(Surface.CASEWORK)) as scope:
        case = await open_case(scope, new)
        await _write(actor, scope, case, notes)
    return case


async def _write(actor: Actor, scope: Scope, case: Case, count: int) -> None:
    seal, ids = await seal_of(scope, case.id), [new_id() for _ in range(count)]
    rows = [
        {
            "id": one,
            "case_id": case.id,
            "account_id": actor.account_id,
            "kind": NoteKind.CONTACT,
            "text_sealed": seal.seal(one, "text", f"{number}. {_TEXT}"),
            "happened_on": clock.today(),
            "created_at": clock.now(),
            "version": 1,
        }
        for number, one in enumerate(ids)
    ]
    await scope.session.execute(insert(CaseNote), rows)
