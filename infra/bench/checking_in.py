"""Check-in: the whole mutation, the action alone, and pgbench with the statements of the mutation."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from rich.console import Console
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.actions.stays import check_in
from backend.modules.housing.contract.inputs import NewStay
from infra.bench import pgbench, vacancies
from infra.bench.asking import CHECK_IN, ask
from infra.bench.captured import Statement, captured, script, trips
from infra.bench.ground import Ground, community_manager
from infra.bench.plans import Hot
from infra.bench.rounds import Contender, Load, compare
from infra.bench.vacancies import BED, RESIDENT, UNIT, Vacancies
from tenants.scope import Actor, open_scope

_DAYS = 90
_WARM_UPS = 6
# pgbench is so much faster that it needs more to do.
_MORE = 4
_NUMBERING = (r"\set i :i + 1", r"\set n :base + :i * :clients + :client_id")
_KEY = "bench-"


def vacancies_needed(rounds: int, count: int) -> int:
    """How many vacancies the rounds use up."""
    return _WARM_UPS + rounds * (2 + _MORE) * count


async def measure(console: Console, ground: Ground, load: Load, count: int) -> list[Hot]:
    """`count`: check-ins of a contender in each round."""
    actor, left = await community_manager(vacancies.OPERATOR), Vacancies()
    for number in left.take(_WARM_UPS - 4):
        await _by_schema(actor, number)
    (first, number), (second, _) = [await _captured(actor, n, "schema") for n in left.take(2)]
    (alone, _), _ = [await _captured(actor, n, "action") for n in left.take(2)]
    said = {f"{prefix}{number}": prefix for prefix in (UNIT, BED, RESIDENT, _KEY)}
    text = script(first, second, said, _NUMBERING)

    async def limit() -> float:
        wanted = left.take(count * _MORE)
        return await pgbench.transactions_per_second(
            ground.district, text, load.clients, transactions=len(wanted), i=-1, base=wanted.start, clients=load.clients
        )

    async def by(run: Any) -> float:  # Any: either function below
        return await load.rate_of([partial(run, actor, number) for number in left.take(count)])

    await compare(
        console,
        f"Check-in, {load.clients} at once (limit: pgbench, the same statements)",
        load.rounds,
        [
            Contender("pgbench", limit, trips(first), is_here=False),
            Contender("mutation in this process", partial(by, _by_schema), trips(first)),
            Contender("action alone, no key", partial(by, _by_action), trips(alone)),
        ],
    )
    return [Hot("check-in", Surface.TENANT, first)]


async def _captured(actor: Actor, number: int, way: str) -> tuple[list[Statement], int]:
    with captured() as seen:
        await (_by_schema if way == "schema" else _by_action)(actor, number)
    return seen, number


async def _by_schema(actor: Actor, number: int) -> None:
    today = clock.today()
    said = {
        "unitId": str(GlobalID("Unit", f"{UNIT}{number}")),
        "bedId": str(GlobalID("Bed", f"{BED}{number}")),
        "residentId": str(GlobalID("Resident", f"{RESIDENT}{number}")),
        "startsOn": today.isoformat(),
        "endsOn": (today + dt.timedelta(days=_DAYS)).isoformat(),
        "idempotencyKey": f"{_KEY}{number}",
    }
    answer = await ask(actor, CHECK_IN, {"input": said})
    if b'"Stay"' not in answer:
        raise RuntimeError(f"check-in was refused: {answer.decode()}")


async def _by_action(actor: Actor, number: int) -> None:
    today = clock.today()
    new = NewStay(
        unit_id=UUID(f"{UNIT}{number}"),
        bed_id=UUID(f"{BED}{number}"),
        resident_id=UUID(f"{RESIDENT}{number}"),
        starts_on=today,
        ends_on=today + dt.timedelta(days=_DAYS),
    )
    async with open_scope(actor) as scope:
        await check_in(scope, new)
