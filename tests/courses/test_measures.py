"""The district's figures of the night school are what an independent count of the source rows says."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import asyncpg

from backend.core import clock
from backend.modules.courses.contract.words import AttendanceMark
from backend.modules.courses.models.terms import Term
from tenants.models import Operator
from tenants.scope import Actor
from tests.courses.counting import applied, made, sessions_of
from tests.courses.test_attendance import marked
from tests.dashboard.counted import by_hand, differences, of_days, rebuild, stored

DAY = dt.timedelta(days=1)


def around(today: dt.date, before: int) -> list[dt.date]:
    return [today - number * DAY for number in range(before)]


def total(counted: Mapping[Any, Mapping[str, int]], code: str) -> int:
    return sum(number for cells in counted.values() for key, number in cells.items() if key.split("|")[0] == code)


async def test_the_night_school_is_counted_as_by_hand(
    operator: Operator, manager: Actor, term: Term, people: list[Actor], raw: asyncpg.Connection
) -> None:
    course = await made(manager, term, sessions=4, capacity=4)
    enrolments = [await applied(person, course) for person in people[:3]]
    sessions = await sessions_of(manager, course)
    for number, session in enumerate(sessions[:3]):
        with clock.at(session.starts_at):
            if number < 2:
                await marked(manager, session, absent=enrolments[0])
            await marked(manager, session, others=AttendanceMark.PRESENT)
    with clock.at(sessions[2].ends_at + DAY):
        await rebuild(operator.id)
        days = around(clock.today(), 40)
        counted = of_days(await stored(operator.id, days))
        assert differences(counted, await by_hand(raw, operator.id, days)) == []
    assert total(counted, "courses.attendances") == 7
    assert total(counted, "courses.attendances_expected") == 9
    assert total(counted, "courses.sessions") == 3
    assert total(counted, "courses.courses") > 0


async def test_what_was_called_off_is_not_counted_and_whoever_is_excused_was_not_expected(
    operator: Operator, manager: Actor, term: Term, people: list[Actor], raw: asyncpg.Connection
) -> None:
    course = await made(manager, term, sessions=4, capacity=4)
    first, second, third = [await applied(person, course) for person in people[:3]]
    sessions = await sessions_of(manager, course)
    with clock.at(sessions[0].starts_at):
        await marked(manager, sessions[0], late=first, excused=second, absent=third)
    with clock.at(sessions[1].starts_at):
        await marked(manager, sessions[1], others=AttendanceMark.PRESENT)
    # One of which it was noted who came, and the last.
    off = [sessions[1].id, sessions[3].id]
    await raw.execute("UPDATE course_sessions SET status = 'CANCELLED' WHERE id = ANY($1)", off)
    with clock.at(sessions[3].ends_at + 2 * DAY):
        await rebuild(operator.id)
        days = around(clock.today(), 45)
        counted = of_days(await stored(operator.id, days))
        assert differences(counted, await by_hand(raw, operator.id, days)) == []
    told = {code: total(counted, f"courses.{code}") for code in ("sessions", "attendances", "attendances_expected")}
    assert told == {"sessions": 2, "attendances": 1, "attendances_expected": 2}
    assert total(counted, "courses.courses") == (sessions[2].starts_at - sessions[0].starts_at).days + 1
