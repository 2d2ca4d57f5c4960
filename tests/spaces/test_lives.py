"""Random lives of bookable spaces: whatever people do, in whatever order, the model and the product agree."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.spaces.booking_machine import BookingMachine


async def lived(examples: int, steps: int, *, is_random: bool) -> None:
    BookingMachine.loop = asyncio.get_running_loop()
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        # A life that failed is told as it was: to shorten it takes longer than to read it.
        phases=(Phase.generate,),
        derandomize=not is_random,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, BookingMachine, settings=chosen)


async def test_a_few_lives_agree_with_the_model() -> None:
    await lived(10, 30, is_random=False)


@pytest.mark.soak
async def test_many_lives_agree_with_the_model() -> None:
    await lived(150, 60, is_random=True)
