"""Working days: holidays and make-up days as China arranged them, and decisions over both."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.calendar import DecidedDay, WorkingCalendar
from backend.core.clock import SHANGHAI

CALENDAR = WorkingCalendar()
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days_off(first: str, last: str) -> list[str]:
    """The days from first to last that nobody works on."""
    start, count = day(first), (day(last) - day(first)).days + 1
    every = [start + dt.timedelta(days=number) for number in range(count)]
    return [one.isoformat() for one in every if not CALENDAR.is_working(one)]


def test_spring_festival_of_2026_lasts_nine_days_between_two_make_up_saturdays() -> None:
    # State Council, 2025: off from 15 to 23 February 2026; worked on the 14th and the 28th.
    assert days_off("2026-02-09", "2026-03-01") == [
        *(f"2026-02-{number}" for number in range(15, 24)),
        "2026-03-01",
    ]


@pytest.mark.parametrize(
    "made_up", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_a_make_up_day_at_the_weekend_is_worked_and_is_no_holiday(made_up: str) -> None:
    assert day(made_up).isoweekday() > 5
    assert (CALENDAR.is_working(day(made_up)), CALENDAR.is_made_up(day(made_up))) == (True, True)
    assert not CALENDAR.is_holiday(day(made_up))


def test_a_weekend_is_off_and_still_no_holiday() -> None:
    assert not CALENDAR.is_working(day("2026-11-21"))
    assert not CALENDAR.is_holiday(day("2026-11-21"))
    assert CALENDAR.holiday_name(day("2026-02-17")) == "春节"


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-17", 1, "2026-02-24"),
        ("2026-02-17", 0, "2026-02-24"),
        ("2026-02-14", 0, "2026-02-14"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-11-20", 15, "2026-12-11"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_working_days(day(start), count) == day(end)


def test_a_moment_stands_for_its_day_in_shanghai_and_keeps_its_time() -> None:
    # 23:30 in Shanghai on Friday the 13th; in UTC it is still the afternoon.
    late = dt.datetime(2026, 2, 13, 15, 30, tzinfo=dt.UTC)
    assert CALENDAR.add_working_days(late, 1) == dt.datetime(2026, 2, 14, 23, 30, tzinfo=SHANGHAI)
    # 01:00 on the 15th in Shanghai, the 14th in UTC: a holiday has begun.
    early = dt.datetime(2026, 2, 14, 17, 0, tzinfo=dt.UTC)
    assert not CALENDAR.is_working(early)
    assert CALENDAR.add_working_days(early, 1) == dt.datetime(2026, 2, 24, 1, 0, tzinfo=SHANGHAI)


def test_a_decided_day_wins_over_the_library() -> None:
    decided = WorkingCalendar(
        {day("2026-11-21"): DecidedDay(True, "调休上班"), day("2026-11-23"): DecidedDay(False, "校准")}
    )
    assert (decided.is_working(day("2026-11-21")), decided.is_holiday(day("2026-11-21"))) == (True, False)
    assert (decided.is_working(day("2026-11-23")), decided.holiday_name(day("2026-11-23"))) == (False, "校准")
    assert decided.add_working_days(day("2026-11-20"), 2) == day("2026-11-24")


def test_counting_backward_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(day("2026-11-20"), -1)


@given(start=DAYS, count=st.integers(0, 60))
def test_adding_and_counting_agree(start: dt.date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days(start + dt.timedelta(days=1), end + dt.timedelta(days=1)) == (
        count if count or CALENDAR.is_working(start) else 1
    )
