"""The clock of an issue: spring festival and its make-up Saturdays, lamps, pauses."""

import datetime as dt

import pytest

from backend.core.calendar import DecidedDay, WorkingCalendar
from backend.core.clock import SHANGHAI
from backend.modules.issues.deadlines import Shares, after_working, clock_from, end_of, moved, put_off, working_time

CHINA = WorkingCalendar()
HOUR = dt.timedelta(hours=1)


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("days", "due_on"),
    [
        # 2026: off from 15 to 23 February; the Saturdays 14 and 28 February are worked.
        (1, dt.date(2026, 2, 14)),
        (3, dt.date(2026, 2, 25)),
        (5, dt.date(2026, 2, 27)),
        (15, dt.date(2026, 3, 12)),
    ],
)
def test_deadlines_step_over_spring_festival_and_onto_its_saturdays(days: int, due_on: dt.date) -> None:
    runs = clock_from(CHINA, at(2, 13), days, Shares())
    assert runs.due_at == end_of(due_on)


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    # One o'clock on Tuesday the 3rd is still Monday in UTC.
    assert clock_from(CHINA, at(3, 3, 1), 1, Shares()).due_at == end_of(dt.date(2026, 3, 4))


def test_what_is_reported_in_the_holidays_is_due_after_them() -> None:
    assert clock_from(CHINA, at(2, 18), 1, Shares()).due_at == end_of(dt.date(2026, 2, 24))


def test_a_day_that_the_platform_decided_counts() -> None:
    closed = WorkingCalendar({dt.date(2026, 2, 24): DecidedDay(is_working=False, name="临时放假")})
    assert clock_from(closed, at(2, 13), 3, Shares()).due_at == end_of(dt.date(2026, 2, 26))


def test_lamps_turn_by_shares_of_working_time() -> None:
    # From Friday 13 at 10:00 to the end of the 25th: 14 hours, and three whole days.
    runs = clock_from(CHINA, at(2, 13), 3, Shares(yellow=60, red=20))
    assert working_time(CHINA, at(2, 13), runs.due_at) == 86 * HOUR
    assert working_time(CHINA, runs.yellow_at, runs.due_at) == 51.6 * HOUR
    assert working_time(CHINA, runs.red_at, runs.due_at) == 17.2 * HOUR
    assert runs.yellow_at < runs.red_at < runs.due_at


def test_a_pause_over_the_festival_moves_a_deadline_by_the_days_that_were_worked() -> None:
    due_at = clock_from(CHINA, at(2, 13), 3, Shares()).due_at
    assert moved(CHINA, due_at, at(2, 13), at(2, 24)) == end_of(dt.date(2026, 2, 27))
    # A pause that lies within the holidays costs nothing.
    assert moved(CHINA, due_at, at(2, 16), at(2, 20)) == due_at


def test_a_pause_does_not_mend_what_was_late_before_it() -> None:
    late = at(2, 12)
    assert moved(CHINA, late, at(2, 13), at(2, 25)) == late


def test_an_extension_keeps_midnights() -> None:
    assert put_off(CHINA, end_of(dt.date(2026, 2, 13)), 3) == end_of(dt.date(2026, 2, 25))
    assert put_off(CHINA, at(2, 12, 9), 1) == at(2, 13, 9)


def test_working_time_and_what_follows_it_are_each_others_inverse() -> None:
    for hours in (0, 1, 14, 15, 38, 39, 100, 500):
        there = after_working(CHINA, at(2, 13), hours * HOUR)
        assert working_time(CHINA, at(2, 13), there) == hours * HOUR
