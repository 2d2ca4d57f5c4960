"""The district's page: its whole query, beside what PostgreSQL alone does, and as the district grows."""

import datetime as dt
import math
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import asyncpg
from rich.console import Console

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.dashboard.contract.measures import Span
from backend.modules.dashboard.counting import count_cells
from backend.modules.dashboard.keeping import forget_all
from backend.modules.dashboard.rebuilding import rollup_actor
from backend.modules.housing.queries.inventory import list_community_ids
from infra.bench.asking import ask
from infra.bench.captured import Statement, captured, trips
from infra.bench.ground import Ground, Size, as_superuser, operator_ids, pool_of
from infra.bench.plans import Hot
from infra.bench.rounds import Contender, Figures, Load, compare, ratio
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope

PAGE: Final = """query($from: Date!, $to: Date!) { district {
  summary { asOf version figures { value month previous measure { code name unit { name } definition source } } }
  coverage { rate modes { communities beds residents mode { key name } } }
  ranking(measure: "housing.residents", by: SUBDISTRICT) { place value previous group { key name } }
  series(measure: "housing.residents", by: DISTRICT, from: $from, to: $to) { points { on value } }
  quality { score operators { score isSilent operator { name } } }
} }"""
_RELEASED: Final = """
SELECT f.counted_on, f.operator_id, f.mode, f.grid, f.cells::text, c.subdistrict_code, c.product_type
FROM shared.released_facts f
JOIN shared.released_communities c ON c.operator_id = f.operator_id AND c.community_id = f.community_id
WHERE f.counted_on = ANY ($1)
"""
_MOST_GROWTH: Final = 1.3


def viewer() -> Actor:
    """Someone of a district department."""
    roles = frozenset({Role.DISTRICT_VIEWER})
    return Actor(
        surface=Surface.DISTRICT,
        account_id=new_id(),
        roles=roles,
        permissions=permissions_of(roles),
        request_id="bench",
    )


def page_days() -> dict[str, Any]:
    """The page's variables: a month till today."""
    today = clock.today()
    return {"from": (today - dt.timedelta(days=30)).isoformat(), "to": today.isoformat()}


async def _page(*, anew: bool) -> None:
    if anew:
        forget_all()
    await ask(viewer(), PAGE, page_days())


async def measure_page(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """The whole query with and without a change since, and the same numbers by plain SQL over raw rows."""
    await _page(anew=True)
    forget_all()
    with captured() as seen:
        await ask(viewer(), PAGE, page_days())
    with captured() as unchanged:
        await ask(viewer(), PAGE, page_days())
    raw = await _raw_statements()
    async with await pool_of(ground.district, Surface.DISTRICT, load.clients) as pool:
        await compare(
            console,
            f"The district's page, {load.clients} at once (limit: its released rows by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg", partial(load.rate, partial(_released, pool)), 3),
                Contender("nothing changed", partial(load.rate, partial(_page, anew=False)), trips(unchanged)),
                Contender("added up anew", partial(load.rate, partial(_page, anew=True)), trips(seen)),
                Contender("plain SQL over raw rows", partial(_raw_rate, ground.district, raw), len(raw)),
            ],
        )
    return [Hot("the district's page", Surface.DISTRICT, seen)]


async def _released(pool: asyncpg.Pool) -> None:
    today = clock.today()
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await connection.fetch(_RELEASED, [today, today - dt.timedelta(days=30)])


async def _raw_statements() -> list[Statement]:
    """What counts every measure of every community today, from the source rows."""
    today = clock.today()
    found: list[Statement] = []
    for operator_id in (await operator_ids()).values():
        async with open_scope(rollup_actor(operator_id, "bench"), read_only=True) as scope:
            communities = await list_community_ids(scope)
            if not communities:
                continue
            with captured() as seen:
                await count_cells(scope, Span(communities, _month_till(today)))
        found += [one for one in seen if one.sql.lstrip().startswith(("SELECT", "WITH")) and "app.enter" not in one.sql]
    return found


def _month_till(day: dt.date) -> Sequence[dt.date]:
    return [day.replace(day=1) + dt.timedelta(days=number) for number in range(day.day)]


async def _raw_rate(size: Size, statements: Sequence[Statement]) -> float:
    admin = await as_superuser(size)
    begun = clock.now()
    for one in statements:
        await admin.fetch(one.sql, *one.values)
    taken = (clock.now() - begun).total_seconds()
    await admin.close()
    return 1 / taken


async def measure_growth(console: Console, ground: Ground, load: Load, growth: Sequence[int]) -> None:
    """The page added up anew, before and after the residents have become so many times as many, each time over."""
    before = await _grown(console, ground, load)
    for number, times in enumerate(growth, 1):
        admin = await as_superuser(ground.district)
        await admin.execute(_COPIES, times - 1)
        await admin.execute("ANALYZE residents")
        await admin.close()
        share = ratio(await _grown(console, ground, load), before)
        if share:
            verdict = "within" if 1 / share <= _MOST_GROWTH else "ABOVE"
            total = math.prod(growth[:number])
            console.print(
                f"Growth of cost of the page, {total} times the residents: {1 / share:.2f}, {verdict} {_MOST_GROWTH}."
            )


# By an id of its own for each: what was copied once is copied the next time too.
_COPIES: Final = """
INSERT INTO residents SELECT made.* FROM residents r, generate_series(1, $1::int) n,
    jsonb_populate_record(r, jsonb_build_object(
        'id', md5(n || gen_random_uuid()::text)::uuid, 'document_index', NULL)) made
"""


async def _grown(console: Console, ground: Ground, load: Load) -> Figures:
    admin = await as_superuser(ground.district)
    people = await admin.fetchval("SELECT count(*) FROM residents")
    await admin.close()
    (figures,) = await compare(
        console,
        f"The district's page among {people:,} residents, {load.clients} at once",
        load.rounds,
        [Contender("added up anew", partial(load.rate, partial(_page, anew=True)))],
    )
    return figures
