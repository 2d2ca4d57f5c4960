"""What the platform decides of a day moves the deadlines of all operators, from the next act on."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from backend.core import clock
from backend.modules.issues.actions.moving import accept_issue, pause_issue, resume_issue
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.words import PauseReason
from tenants.calendar import clear_calendar_day, set_calendar_day
from tenants.provision import platform_actor
from tenants.scope import open_scope
from tests.issues.factories import Town, reported

# A Friday, and days after it that are far from what other tests reckon with.
FRIDAY, SATURDAY, MONDAY, TUESDAY = (dt.date(2032, 11, day) for day in (19, 20, 22, 23))
ADMIN = platform_actor("test")


@pytest.fixture(autouse=True)
async def _undecided() -> AsyncIterator[None]:
    """The calendar belongs to all operators: leave it as it was."""
    yield
    async with open_scope(ADMIN) as scope:
        for day in (SATURDAY, MONDAY):
            await clear_calendar_day(scope, day)


async def test_a_saturday_that_is_worked_and_a_monday_that_is_not_move_deadlines(town: Town) -> None:
    with clock.at(clock.moment(FRIDAY, 10)):
        plain = await reported(town)
        async with open_scope(ADMIN) as scope:
            await set_calendar_day(scope, MONDAY, "城市纪念日", is_working=False)
        closed = await reported(town)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, plain.id)
            await pause_issue(scope, plain.id, PauseReason.WAITING_FOR_PARTS)
        async with open_scope(ADMIN) as scope:
            await set_calendar_day(scope, SATURDAY, "调休上班", is_working=True)
        worked = await reported(town)
    assert [one.due_at for one in (plain, closed, worked)] == [end_of(day) for day in (MONDAY, TUESDAY, SATURDAY)]
    # Of the pause the Saturday counts, and of the time that was left the Monday does not.
    with clock.at(clock.moment(SATURDAY, 10)):
        async with open_scope(town.desk) as scope:
            again = await resume_issue(scope, plain.id)
    assert again.due_at == end_of(TUESDAY)
