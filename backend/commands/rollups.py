"""`xinju rollup`: the district's figures counted anew, and compared with the source rows."""

from typing import Annotated

import typer

from backend.commands.running import console, fail, run
from backend.modules.dashboard.actions.verifying import Difference
from backend.modules.dashboard.rebuilding import rebuild_operator, verify_months, verify_operator
from tenants.models import Operator, OperatorState
from tenants.provision import OperatorUnknown, list_operators, platform_actor
from tenants.scope import open_scope

rollups = typer.Typer(no_args_is_help=True, help="The district's figures.")
_MOST_SHOWN = 20


@rollups.command()
def rebuild(
    operator: Annotated[str | None, typer.Option(help="Code of one operator; without it, all of them.")] = None,
) -> None:
    """Count every community anew on every day that is kept, from the source rows alone."""
    changed = run(_rebuild(operator))
    console.print(f"Counted {len(changed)} operators anew; {sum(changed.values())} days of communities have changed.")


@rollups.command()
def verify(
    operator: Annotated[str | None, typer.Option(help="Code of one operator; without it, all of them.")] = None,
) -> None:
    """Compare every figure with the source rows, and check the chain of sealed months; fails where either is wrong."""
    sealed, head, broken = run(verify_months())
    for gap in broken:
        console.print(f"sealed month {gap.position}: {gap.fault}")
    found = run(_verify(operator))
    wrong = [(code, one) for code, differences in found.items() for one in differences]
    for code, one in wrong[:_MOST_SHOWN]:
        where = "released" if one.is_released else "kept"
        console.print(f"{code} {one.community_id} {one.counted_on} {one.cell}: {where} {one.kept}, now {one.counted}")
    if wrong:
        fail(f"{len(wrong)} figures differ from the source rows; `xinju rollup rebuild` mends them.")
    if broken:
        fail(f"{len(broken)} links of the chain of sealed months do not hold; what was sealed is in the backups.")
    console.print(f"The figures of {len(found)} operators are what the source rows say.")
    console.print(f"{sealed} months and restatements are as they were sealed. Last hash: {head or 'none'}")


async def _rebuild(code: str | None) -> dict[str, int]:
    return {one.code: await rebuild_operator(one.id) for one in await _operators(code)}


async def _verify(code: str | None) -> dict[str, list[Difference]]:
    return {one.code: await verify_operator(one.id) for one in await _operators(code)}


async def _operators(code: str | None) -> list[Operator]:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        found = await list_operators(scope)
    if code is not None and code not in [one.code for one in found]:
        raise OperatorUnknown(code=code)
    return [one for one in found if one.state == OperatorState.ACTIVE and code in (None, one.code)]
