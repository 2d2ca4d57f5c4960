"""Writes that are done once for each number: their statements captured, and then each way beside pgbench."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rich.console import Console

from backend.core.surfaces import Surface
from infra.bench import pgbench
from infra.bench.captured import Statement, captured, script, trips
from infra.bench.ground import Ground
from infra.bench.plans import Hot
from infra.bench.rounds import Contender, Load, compare
from infra.bench.vacancies import Vacancies

# What the input's idempotency key begins with; the number completes it.
KEY = "bench-"
_WARM_UPS = 6
_NUMBERING = (r"\set i :i + 1", r"\set n :base + :i * :clients + :client_id")

Write = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done with a number, over the schema with an idempotency key and by the action alone.

    `prefixes` are what the number completes to an id in its input; `more`: how many times as much pgbench has to do,
    which is so much faster.
    """

    title: str
    name: str
    surface: Surface
    prefixes: Sequence[str]
    more: int
    by_schema: Write
    by_action: Write


def numbers_needed(rounds: int, count: int, more: int) -> int:
    """How many numbers the rounds use up."""
    return _WARM_UPS + rounds * (2 + more) * count


async def measure(console: Console, ground: Ground, load: Load, count: int, left: Vacancies, act: Act) -> list[Hot]:
    """`count`: of a contender in each round."""
    for number in left.take(_WARM_UPS - 4):
        await act.by_schema(number)
    (first, number), (second, _) = [await _captured(act.by_schema, n) for n in left.take(2)]
    (alone, _), _ = [await _captured(act.by_action, n) for n in left.take(2)]
    said = {f"{prefix}{number}": prefix for prefix in (*act.prefixes, KEY)}
    text = script(first, second, said, _NUMBERING)

    async def limit() -> float:
        wanted = left.take(count * act.more)
        return await pgbench.transactions_per_second(
            ground.district,
            text,
            load.clients,
            surface=act.surface,
            transactions=len(wanted),
            i=-1,
            base=wanted.start,
            clients=load.clients,
        )

    async def by(write: Write) -> float:
        return await load.rate_of([partial(write, number) for number in left.take(count)])

    await compare(
        console,
        f"{act.title}, {load.clients} at once (limit: pgbench, the same statements)",
        load.rounds,
        [
            Contender("pgbench", limit, trips(first), is_here=False),
            Contender("mutation in this process", partial(by, act.by_schema), trips(first)),
            Contender("action alone, no key", partial(by, act.by_action), trips(alone)),
        ],
    )
    return [Hot(act.name, act.surface, first)]


async def _captured(write: Write, number: int) -> tuple[list[Statement], int]:
    with captured() as seen:
        await write(number)
    return seen, number
