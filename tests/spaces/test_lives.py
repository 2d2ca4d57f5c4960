"""Random lives of bookable spaces: whatever people do, in whatever order, the model and the product agree."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.spaces.booking_machine import BookingMachine
from tests.spaces.planted import PLANTED

# Enough for every bug that is planted to be found, and so for the product to have none of them.
LIVES, STEPS = 30, 40


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
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, BookingMachine, settings=chosen)


async def test_a_few_lives_agree_with_the_model() -> None:
    await lived(8, STEPS, is_random=False)


@pytest.mark.soak
async def test_as_many_lives_as_find_every_planted_bug_agree_with_the_model() -> None:
    await lived(LIVES, STEPS, is_random=False)


@pytest.mark.soak
async def test_many_lives_agree_with_the_model() -> None:
    await lived(150, 60, is_random=True)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(PLANTED))
async def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED[name](monkeypatch)
    with pytest.raises(AssertionError):
        await lived(LIVES, STEPS, is_random=False)
