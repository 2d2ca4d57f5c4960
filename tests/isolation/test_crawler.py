"""The crawler: everyone asks everything of three operators, and nobody sees or changes what is another's."""

import random
import secrets
from typing import Final

import asyncpg

from tenants.roles import Role
from tests.isolation.crawling import Crawler
from tests.isolation.selections import output_fields
from tests.isolation.world import World, checksums

# Types that no row of the world leads to, each with why; every other field must have been answered with a value.
UNMET: Final[dict[str, str]] = {}
AT_RANDOM: Final = 300
SOAK_REQUESTS: Final = 100_000


def _rng() -> random.Random:
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201  # what a failure is repeated by
    return random.Random(seed)


async def _crawled(crawler: Crawler, superuser: asyncpg.Connection, requests: int) -> set[str]:
    """Crawl as each operator's people in turn, and as those of none; whose rows changed meanwhile is told too."""
    world = crawler.world
    for home in (*world.operators, None):
        others = world.foreign(home)
        before = await checksums(superuser, others)
        askers = world.at(home)
        for _ in range(requests // 4):
            await crawler.at_random(crawler.rng.choice(askers))
        after = await checksums(superuser, others)
        crawler.findings += [
            f"{table} of another operator changed" for (table, _), was in before.items() if after[table, _] != was
        ]
    return crawler.findings


async def test_a_deep_look_at_all_of_ones_own_shows_no_more_than_that(world: World) -> None:
    crawler = Crawler(world, _rng())
    for operator_id in world.operators:
        await crawler.deep(world.asker(operator_id, Role.OPERATOR_ADMIN))
    await crawler.deep(world.asker(operator_id, Role.RESIDENT))
    assert sorted(crawler.findings) == []
    missing = {one for one in output_fields("query") - crawler.covered if one[0] not in UNMET}
    assert missing == set()
