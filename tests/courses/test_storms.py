"""A term opens to a crowd: seats exactly filled, truthful answers, a line in the order of arrival."""

from collections.abc import Callable

import pytest

from tenants.models import Operator
from tenants.scope import Actor
from tests.courses.crowd import crowds
from tests.courses.minds import change_minds
from tests.courses.storming import apply_all, judge_opening, make_night, seconds_of, wishes_of


async def test_an_opening_fills_every_seat_and_tells_everyone_the_truth(operator: Operator, manager: Actor) -> None:
    night = await make_night(operator, manager, people=120, courses=3, seats=8)
    told = await apply_all(wishes_of(night), at_once=40)
    assert await judge_opening(night, told) == {"ENROLLED": 24, "WAITLISTED": 96}


@pytest.mark.soak
async def test_five_thousand_apply_for_three_hundred_seats_at_once(
    operator: Operator, manager: Actor, record_property: Callable[[str, object], None]
) -> None:
    night = await make_night(operator, manager, people=5000, courses=12, seats=25)
    told = await crowds(wishes_of(night), processes=2, at_once=32)
    record_property("seconds", round(seconds_of(told), 1))
    assert await judge_opening(night, told) == {"ENROLLED": 300, "WAITLISTED": 4700}


async def test_seats_that_are_given_back_go_down_the_line_while_offers_expire(
    operator: Operator, manager: Actor
) -> None:
    night = await make_night(operator, manager, people=60, courses=2, seats=8, hold_minutes=60)
    told = await apply_all(wishes_of(night), at_once=40)
    await change_minds(night, told, leaving=8)


@pytest.mark.soak
async def test_a_hundred_cancel_while_offers_expire(operator: Operator, manager: Actor) -> None:
    night = await make_night(operator, manager, people=1500, courses=12, seats=25, hold_minutes=60)
    told = await apply_all(wishes_of(night), at_once=40)
    await change_minds(night, told, leaving=100)
