"""`make bench`: each measure beside its limit in the same run, as medians, spreads and ratios."""

import datetime as dt
import os
import platform
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from backend.core.db import engines
from backend.core.live import live
from infra.bench import (
    applying,
    booking,
    casework,
    checking_in,
    day_list,
    freshness,
    importing,
    overseeing,
    plans,
    reading,
    refreshing,
    serving,
    signing,
    walls,
)
from infra.bench.ground import Ground, as_superuser, prepared
from infra.bench.plans import Hot
from infra.bench.rounds import Load, NotMeasured

console = Console(highlight=False, width=120)
Measure = Callable[[], Awaitable[list[Hot] | None]]


def main(
    scale: Annotated[float, typer.Option(help="Size of the district; 1 is all of it.")] = 0.1,
    district: Annotated[bool, typer.Option("--district", help="The whole district; the same as --scale 1.")] = False,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of each measure.")] = 5,
    seconds: Annotated[float, typer.Option(help="Length of what is measured by time.")] = 2.0,
    clients: Annotated[int, typer.Option(min=1, help="How many at once in this process.")] = 4,
    connections: Annotated[int, typer.Option(min=1, help="How many at once over HTTP.")] = 16,
    check_ins: Annotated[
        int, typer.Option(min=1, help="Check-ins, bookings or applications of a contender in a round.")
    ] = 200,
    rows: Annotated[int, typer.Option(min=1, help="People of an imported roster.")] = 2_000,
    writes: Annotated[float, typer.Option(help="Check-ins a second while the district watches.")] = 10.0,
    watched: Annotated[float, typer.Option(help="For how many seconds it watches.")] = 30.0,
    growth: Annotated[
        list[int] | None,
        typer.Option(min=2, help="By how much residents are multiplied for the district's page: [default: 10, and 10]"),
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only these measures, by the name of their file.")] = None,
) -> None:
    """Measure the product's hot paths beside what PostgreSQL alone does with the same statements."""
    load = Load(clients, seconds, rounds)
    wanted = checking_in.vacancies_needed(rounds, check_ins)
    with prepared(console, 1.0 if district else scale, wanted) as ground:
        measures = _measures(ground, load, connections, check_ins, rows, Watch(writes, watched, growth or [10, 10]))
        if unknown := set(only or ()) - measures.keys():
            raise typer.BadParameter(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(measures)}")
        chosen = [one for name, some in measures.items() if not only or name in only for one in some]
        found = uvloop.run(_measured(ground, chosen))
    if found:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Watch:
    """Check-ins a second while the district watches, for how many seconds, and by what residents are multiplied."""

    writes: float
    seconds: float
    growth: list[int]


def _measures(
    ground: Ground, load: Load, connections: int, check_ins: int, rows: int, watch: Watch
) -> dict[str, list[Measure]]:
    return {
        "checking_in": [lambda: checking_in.measure(console, ground, load, check_ins)],
        "booking": [
            lambda: booking.measure(console, ground, load, check_ins),
            lambda: booking.measure_hot_slot(console, load, check_ins),
            lambda: booking.measure_week(console, ground, load),
        ],
        "applying": [lambda: applying.measure(console, ground, load, check_ins)],
        "reading": [
            lambda: reading.measure_list(console, ground, load),
            lambda: reading.measure_room_map(console, ground, load),
        ],
        "casework": [lambda: casework.measure(console, ground, load)],
        "day_list": [lambda: day_list.measure(console, ground, load)],
        "signing": [lambda: signing.measure(console, ground, load)],
        "walls": [lambda: walls.measure(console, ground, load)],
        "serving": [lambda: serving.measure(console, ground, load, connections)],
        "importing": [lambda: importing.measure(console, ground, load, rows)],
        "freshness": [lambda: freshness.measure(console, ground, watch.writes, watch.seconds)],
        "overseeing": [
            lambda: overseeing.measure_page(console, ground, load),
            lambda: overseeing.measure_growth(console, ground, load, watch.growth),
        ],
        "refreshing": [lambda: refreshing.measure(console)],
    }


async def _measured(ground: Ground, measures: Sequence[Measure]) -> list[str]:
    await _print_place(ground)
    await ground.enter(ground.district)
    hot: list[Hot] = []
    try:
        for measure in measures:
            try:
                hot += await measure() or []
            except NotMeasured as why:
                console.print(f"not measured: {why}")
        found = await plans.check(console, ground.district, hot)
    finally:
        await live.flush()
        await engines.dispose()
    for one in found:
        console.print(one)
    console.print("No hot statement reads a big table from end to end." if not found else f"{len(found)} found.")
    return found


async def _print_place(ground: Ground) -> None:
    admin = await as_superuser(ground.district)
    version = await admin.fetchval("SHOW server_version")
    await admin.close()
    today = dt.datetime.now(dt.UTC).date()
    console.print(f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {version}")
    for size in (ground.small, ground.district):
        console.print(f"{size.name}: {size.population}")


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
