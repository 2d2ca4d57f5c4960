"""Check-in: the whole mutation, the action alone, and pgbench with the statements of the mutation."""

import datetime as dt
from functools import partial
from uuid import UUID

from rich.console import Console
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.actions.stays import check_in
from backend.modules.housing.contract.inputs import NewStay
from infra.bench import vacancies, writing
from infra.bench.asking import CHECK_IN, ask
from infra.bench.ground import Ground, community_manager
from infra.bench.plans import Hot
from infra.bench.rounds import Load
from infra.bench.vacancies import BED, RESIDENT, UNIT, Vacancies
from tenants.scope import Actor, open_scope

_DAYS = 90
_MORE = 4


def vacancies_needed(rounds: int, count: int) -> int:
    """How many vacancies the rounds use up."""
    return writing.numbers_needed(rounds, count, _MORE)


async def measure(console: Console, ground: Ground, load: Load, count: int) -> list[Hot]:
    """`count`: check-ins of a contender in each round."""
    actor = await community_manager(vacancies.OPERATOR)
    act = writing.Act(
        title="Check-in",
        name="check-in",
        surface=Surface.TENANT,
        prefixes=(UNIT, BED, RESIDENT),
        more=_MORE,
        by_schema=partial(_by_schema, actor),
        by_action=partial(_by_action, actor),
    )
    return await writing.measure(console, ground, load, count, Vacancies(), act)


async def _by_schema(actor: Actor, number: int) -> None:
    today = clock.today()
    said = {
        "unitId": str(GlobalID("Unit", f"{UNIT}{number}")),
        "bedId": str(GlobalID("Bed", f"{BED}{number}")),
        "residentId": str(GlobalID("Resident", f"{RESIDENT}{number}")),
        "startsOn": today.isoformat(),
        "endsOn": (today + dt.timedelta(days=_DAYS)).isoformat(),
        "idempotencyKey": f"{writing.KEY}{number}",
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
