"""Dates of a weekly pattern: public holidays and working make-up days are skipped, each with its reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from backend.core.calendar import WorkingCalendar
from backend.core.clock import SHANGHAI
from backend.modules.courses.contract.inputs import WeeklyPattern, WeeklyTime
from backend.modules.courses.contract.refusals import PatternInvalid

MOST_SESSIONS = 60
_MOST_TIMES = 7
_DAY = dt.timedelta(days=1)


class SkipReason(StrEnum):
    """Why no session is held on a day of the pattern."""

    HOLIDAY = "HOLIDAY"
    MAKE_UP_DAY = "MAKE_UP_DAY"
    PAST = "PAST"


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day of the pattern without a session; `name` is that of the holiday."""

    day: dt.date
    reason: SkipReason
    name: str | None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """When the sessions are, and which days were skipped."""

    spans: tuple[tuple[dt.datetime, dt.datetime], ...]
    skipped: tuple[SkippedDay, ...]


def plan_sessions(
    pattern: WeeklyPattern, first: dt.date, last: dt.date, calendar: WorkingCalendar, now: dt.datetime
) -> SessionPlan:
    """All sessions from the first day to the last, or the first `count` of them. Raises PatternInvalid."""
    times = _checked(pattern)
    spans: list[tuple[dt.datetime, dt.datetime]] = []
    skipped: list[SkippedDay] = []
    most = pattern.count or MOST_SESSIONS
    day = max(first, pattern.starts_on or first)
    while day <= last and len(spans) < most:
        due = [time for time in times if time.weekday == day.isoweekday()]
        reason = _reason(day, calendar) if due and not pattern.works_on_holidays else None
        if reason is not None:
            skipped.append(SkippedDay(day, reason, _holiday_around(day, calendar)))
            due = []
        for time in due[: most - len(spans)]:
            span = _span(day, time)
            if span[0] <= now:
                skipped.append(SkippedDay(day, SkipReason.PAST, None))
            else:
                spans.append(span)
        day += _DAY
    return SessionPlan(tuple(spans), tuple(skipped))


def _reason(day: dt.date, calendar: WorkingCalendar) -> SkipReason | None:
    if _holiday_around(day, calendar) is not None:
        return SkipReason.HOLIDAY
    # On a working Saturday nobody is free who works; an evening course has no Saturday anyway.
    return SkipReason.MAKE_UP_DAY if calendar.is_made_up(day) else None


def _holiday_around(day: dt.date, calendar: WorkingCalendar) -> str | None:
    """The holiday in whose break a day lies: the weekend beside it is part of it, as the yearly notices have it."""
    if calendar.is_working(day):
        return None
    for step in (_DAY, -_DAY):
        near = day
        while not calendar.is_working(near):
            if (name := calendar.holiday_name(near)) is not None:
                return name
            near += step
    return None


def _span(day: dt.date, time: WeeklyTime) -> tuple[dt.datetime, dt.datetime]:
    return (
        dt.datetime.combine(day, time.starts, SHANGHAI).astimezone(dt.UTC),
        dt.datetime.combine(day, time.ends, SHANGHAI).astimezone(dt.UTC),
    )


def _checked(pattern: WeeklyPattern) -> Sequence[WeeklyTime]:
    times = sorted(pattern.times, key=lambda time: (time.weekday, time.starts))
    is_odd = any(not 1 <= time.weekday <= 7 or time.ends <= time.starts for time in times)
    overlaps = any(a.weekday == b.weekday and b.starts < a.ends for a, b in pairwise(times))
    counts = pattern.count is None or 1 <= pattern.count <= MOST_SESSIONS
    if is_odd or overlaps or not counts or not 1 <= len(times) <= _MOST_TIMES:
        raise PatternInvalid(field=("input", "times"))
    return times
