"""The demo: three operators from the catalog, their stories, what every module adds, and the log-ins."""

import datetime as dt
from typing import Final
from uuid import UUID

from rich.console import Console
from sqlalchemy import func, select, text

from backend import registry
from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.dashboard.rebuilding import count_operator
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.inventory import Community
from backend.seeding.demo_accounts import seed_accounts
from backend.seeding.stories import STORIES
from tenants.delivery import leave_untold
from tenants.models import Operator, OperatorState
from tenants.provision import CATALOG, create_operator, platform_actor, read_catalog
from tenants.scope import Actor, Scope, open_scope, system_actor

# What the stories tell of longer ago was told then: nobody's inbox begins with half a year of it.
_RECENTLY: Final = dt.timedelta(days=3)


async def seed_demo(console: Console) -> None:
    """Make what is missing, one transaction for each operator; what is there stays exactly as it is.

    A module adds to the stories by a `seed.py`: `async def seed(scope: Scope, code: str) -> None` runs in that
    transaction, with the PERMISSIONS that the file lists; `async def seed_beside(operator_id: UUID, code: str) -> None`
    runs at every start, for what other logins write, and does nothing where its rows are there. What lies across
    operators is told last, by `async def seed_across(codes: Sequence[str]) -> None`, once the log-ins are there.
    """
    registry.load("actions")
    made: set[UUID] = set()
    operators: dict[str, UUID] = {}
    # All of the stories before what stands beside them: statistics that are gathered in between would tell the planner
    # that an operator whose story is still being told has no rows.
    for code in STORIES:
        operator_id = await _operator(code)
        if operator_id is None:
            continue
        operators[code] = operator_id
        if await _is_empty(operator_id):
            made.add(operator_id)
            with console.status(f"Making the demo of {code} …"):
                async with open_scope(_teller(operator_id)) as scope:
                    await _tell(scope, code)
            console.print(f"Made the demo of {code}.")
    if made:
        await _weigh(next(iter(made)))
    # Before the other stories, in which whoever can sign in takes part.
    await seed_accounts()
    for code, operator_id in operators.items():
        await _tell_beside(console, operator_id, code)
    for module in registry.load("seed").values():
        if hasattr(module, "seed_across"):
            await module.seed_across(tuple(STORIES))
    for operator_id in made:
        await leave_untold(operator_id, clock.now() - _RECENTLY)


async def _weigh(operator_id: UUID) -> None:
    """Let the planner know of what was just written by the thousand: reads that follow would take minutes."""
    async with open_scope(system_actor(operator_id, "seed", surface=Surface.OWNER)) as scope:
        await scope.session.execute(text("ANALYZE"))


async def _tell_beside(console: Console, operator_id: UUID, code: str) -> None:
    for module in registry.load("seed").values():
        if hasattr(module, "seed_beside"):
            await module.seed_beside(operator_id, code)
    with console.status(f"Counting {code} for the district …"):
        await count_operator(operator_id)


async def _tell(scope: Scope, code: str) -> None:
    await STORIES[code](scope)
    for module in registry.load("seed").values():
        if hasattr(module, "seed"):
            await module.seed(scope, code)
    scope.record("seed_demo", "Operator", scope.operator_id)


def _teller(operator_id: UUID) -> Actor:
    added = (
        permission for module in registry.load("seed").values() for permission in getattr(module, "PERMISSIONS", ())
    )
    return system_actor(operator_id, "seed", *HousingPermission, *added)


async def _operator(code: str) -> UUID | None:
    """The operator to fill; None where one of its code is suspended or erased."""
    async with open_scope(platform_actor("seed")) as scope:
        found = await scope.session.scalar(select(Operator).where(Operator.code == code))
        if found is None:
            found = await create_operator(scope, read_catalog(CATALOG / f"{code}.toml"))
        return found.id if found.state == OperatorState.ACTIVE else None


async def _is_empty(operator_id: UUID) -> bool:
    async with open_scope(system_actor(operator_id, "seed"), read_only=True) as scope:
        return not await scope.session.scalar(select(func.count()).select_from(Community))
