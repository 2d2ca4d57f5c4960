"""`xinju audit`: the proof that nobody has changed the trail."""

from typing import Annotated

import typer

from backend.commands.running import console, fail, run
from backend.modules.audit.actions import verify_chain
from backend.modules.audit.contract import AuditPermission
from tenants.models import Operator, OperatorState
from tenants.provision import list_operators, platform_actor
from tenants.scope import open_scope, system_actor

audits = typer.Typer(no_args_is_help=True, help="Prove the audit trail.")


@audits.callback()
def _group() -> None:
    """A group, also while it has one command."""


@audits.command()
def verify(
    operator: Annotated[str | None, typer.Option(help="Code of one operator; without it, all of them.")] = None,
) -> None:
    """Recompute every operator's chain; fails where a seal does not fit."""
    broken = run(_verify(operator))
    for code, number in broken.items():
        if number is not None:
            console.print(f"{code}: seal {number} does not fit.", style="red")
    if any(number is not None for number in broken.values()):
        fail("The audit trail has been changed.")
    console.print(f"The audit trails of {len(broken)} operators are unbroken.")


async def _verify(code: str | None) -> dict[str, int | None]:
    """By operator, the first seal that does not fit, or None."""
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        found = [one for one in await list_operators(scope) if code in (None, one.code)]
    return {one.code: await _first_broken(one) for one in found if one.state != OperatorState.ERASED}


async def _first_broken(operator: Operator) -> int | None:
    actor = system_actor(operator.id, "cli", AuditPermission.VERIFY)
    async with open_scope(actor, read_only=True, snapshot=True) as scope:
        return await verify_chain(scope)
