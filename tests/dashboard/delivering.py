"""Events handed to the roll-up's handlers: in any order, more than once, some of them late."""

import random
from collections.abc import Sequence
from uuid import UUID

from tenants.delivery import Delivery, deliver, relay

OURS = ("dashboard.mark_dirty", "dashboard.count_anew")


async def waiting(operator_id: UUID) -> list[Delivery]:
    """What the relay has not handed over before, for the roll-up's handlers."""
    found: list[Delivery] = []

    async def take(deliveries: Sequence[Delivery]) -> None:
        found.extend(one for one in deliveries if one.handler in OURS)

    await relay(operator_id, take)
    return found


async def settle(operator_id: UUID, late: Sequence[Delivery] = ()) -> int:
    """Deliver, those that are late first, until nothing waits; how many deliveries that were."""
    made, batch = 0, [*late, *await waiting(operator_id)]
    while batch:
        for one in batch:
            await deliver(one)
        made += len(batch)
        batch = await waiting(operator_id)
    return made


async def settle_some(operator_id: UUID, draw: random.Random, late: list[Delivery]) -> None:
    """Deliver a part of what waits, shuffled and some of it twice; the rest is put to what is late."""
    batch = [*late, *await waiting(operator_id)]
    late.clear()
    for one in draw.sample(batch, len(batch)):
        if draw.random() < 0.4:
            late.append(one)
            continue
        for _ in range(draw.choice((1, 1, 2))):
            await deliver(one)
