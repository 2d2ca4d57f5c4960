"""What row-level security costs, and what other operators' rows cost: the same list, with and without them."""

from contextlib import AsyncExitStack
from functools import partial

from rich.console import Console

from backend.core.surfaces import Surface
from infra.bench.asking import RESIDENTS, ask, statements_of
from infra.bench.ground import Ground, Size, community_manager, pool_of
from infra.bench.reading import BARE_TRIPS, LIST_OPERATOR, LIST_SQL, PAGE, bare
from infra.bench.rounds import Contender, Figures, Load, compare, ratio
from tenants.scope import Actor

_MOST_GROWTH = 1.3


async def measure(console: Console, ground: Ground, load: Load) -> None:
    """The list statement under the policies and as a superuser, and the product's own page, at both sizes."""
    actor = await community_manager(LIST_OPERATOR)
    statements = await statements_of(actor, RESIDENTS, {"first": PAGE})
    # The product's own statements, one after another in one transaction.
    await _policies(console, ground, load, actor)
    await ground.enter(ground.small)
    small, large = await compare(
        console,
        f"{PAGE} residents through the schema, {load.clients} at once (limit: three operators)",
        load.rounds,
        [
            Contender(size.name, partial(_by_schema, ground, size, load, actor), len(statements) + 2)
            for size in (ground.small, ground.district)
        ],
    )
    await ground.enter(ground.district)
    _print_growth(console, "the page", large, small)


async def _policies(console: Console, ground: Ground, load: Load, actor: Actor) -> None:
    async with AsyncExitStack() as stack:
        contenders = []
        for size in (ground.small, ground.district):
            for name, surface in (("no policies", None), ("policies", Surface.TENANT)):
                pool = await stack.enter_async_context(await pool_of(size, surface, load.clients))
                once = partial(bare, pool, LIST_SQL, actor.operator, PAGE + 1)
                contenders.append(Contender(f"{size.name}, {name}", partial(load.rate, once), BARE_TRIPS))
        title = (
            f"Row-level security: the list's statement, {load.clients} at once (limit: three operators, no policies)"
        )
        _, small, without, large = await compare(console, title, load.rounds, contenders)
    share = ratio(large, without)
    console.print(f"With policies at district size: {share or 0:.2f} of the rate without.")
    _print_growth(console, "the statement", large, small)


async def _by_schema(ground: Ground, size: Size, load: Load, actor: Actor) -> float:
    await ground.enter(size)
    return await load.rate(partial(ask, actor, RESIDENTS, {"first": PAGE}))


def _print_growth(console: Console, what: str, large: Figures, small: Figures) -> None:
    share = ratio(large, small)
    if share:
        verdict = "within" if 1 / share <= _MOST_GROWTH else "ABOVE"
        console.print(
            f"Growth of cost of {what}, three operators to district: {1 / share:.2f}, {verdict} {_MOST_GROWTH}."
        )
