"""Interleaved rounds: every contender in each round, then medians, spreads and ratios to the limit."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

Operation = Callable[[], Awaitable[object]]
_UNTIMED = 3


class NotMeasured(Exception):
    """A contender cannot run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Contender:
    """`rate` runs it once and answers how many it did in a second; `trips` are its round trips to PostgreSQL.

    `is_here`: it works in this process, so that its processor time is known.
    """

    name: str
    rate: Callable[[], Awaitable[float]]
    trips: int | None = None
    is_here: bool = True


@dataclass(slots=True)
class Figures:
    """The rates of one contender, one for each round, and processor seconds an operation; or why there are none."""

    contender: Contender
    rates: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """How many at once, for how many seconds, in how many rounds."""

    clients: int
    seconds: float
    rounds: int

    async def rate(self, operation: Operation) -> float:
        """Operations in a second, with all clients at work in this process; a few go before the clock starts."""
        await asyncio.gather(*(operation() for _ in range(self.clients * _UNTIMED)))
        done, begun = 0, time.perf_counter()
        until = begun + self.seconds

        async def client() -> None:
            nonlocal done
            while time.perf_counter() < until:
                await operation()
                done += 1

        await asyncio.gather(*(client() for _ in range(self.clients)))
        return done / (time.perf_counter() - begun)

    async def rate_of(self, operations: Sequence[Operation]) -> float:
        """The same for so many different operations, each done once."""
        waiting, begun = iter(operations), time.perf_counter()

        async def client() -> None:
            for operation in waiting:
                await operation()

        await asyncio.gather(*(client() for _ in range(self.clients)))
        return len(operations) / (time.perf_counter() - begun)


async def compare(console: Console, title: str, rounds: int, contenders: Sequence[Contender]) -> list[Figures]:
    """Run all contenders in turn, so many rounds, and print them; the first is the limit of the others."""
    figures = [Figures(contender) for contender in contenders]
    for number in range(rounds):
        with console.status(f"{title}: round {number + 1} of {rounds}"):
            for one in figures:
                if not one.reason:
                    await _once(one)
    console.print(_table(title, figures))
    return figures


async def _once(one: Figures) -> None:
    begun, busy = time.perf_counter(), time.process_time()
    try:
        rate = await one.contender.rate()
        one.rates.append(rate)
        # What goes before the clock starts costs the same, and is in both.
        one.busy.append((time.process_time() - busy) / (time.perf_counter() - begun) / rate)
    except NotMeasured as why:
        one.reason = str(why)


def ratio(one: Figures, limit: Figures) -> float | None:
    """The median of the rounds' own ratios, in which what slowed a whole round cancels out."""
    pairs = list(zip(one.rates, limit.rates, strict=False))
    return statistics.median(mine / best for mine, best in pairs) if pairs else None


def _table(title: str, figures: Sequence[Figures]) -> Table:
    table = Table("", title=title, title_justify="left")
    for name in ("a second", "spread", "of the limit", "CPU here, ms", "round trips"):
        table.add_column(name, justify="right")
    limit, *_ = figures
    for one in figures:
        trips = "" if one.contender.trips is None else str(one.contender.trips)
        if one.reason or not one.rates:
            table.add_row(one.contender.name, "not measured", one.reason, "", "", trips)
            continue
        share = ratio(one, limit)
        table.add_row(
            one.contender.name,
            f"{statistics.median(one.rates):,.1f}",
            f"{min(one.rates):,.1f} to {max(one.rates):,.1f}",
            "limit" if one is limit else "" if share is None else f"{share:.2f}",
            f"{statistics.median(one.busy) * 1000:.1f}" if one.contender.is_here else "",
            trips,
        )
    return table
