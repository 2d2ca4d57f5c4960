"""The clock of an issue: deadlines in China's working days, lamps by the share left, and pauses that stop it."""

import datetime as dt
from dataclasses import dataclass

from backend.core.calendar import WorkingCalendar
from backend.core.clock import SHANGHAI

DAYS = (1, 3, 5, 15)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """When an issue is due, and when its lamp turns yellow and red before that."""

    yellow_at: dt.datetime
    red_at: dt.datetime
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Shares:
    """Under which share of the working time left, in per cent, the lamp is yellow, and red."""

    yellow: int = 50
    red: int = 20


def end_of(day: dt.date) -> dt.datetime:
    """The midnight in Shanghai with which a day ends."""
    return dt.datetime.combine(day + _DAY, dt.time(), SHANGHAI).astimezone(dt.UTC)


def clock_from(calendar: WorkingCalendar, moment: dt.datetime, days: int, shares: Shares) -> Clock:
    """Due at the end of the working day that is `days` after the moment's own."""
    due_at = end_of(calendar.add_working_days(moment.astimezone(SHANGHAI).date(), days))
    whole = working_time(calendar, moment, due_at)
    return Clock(
        yellow_at=after_working(calendar, moment, whole * (100 - shares.yellow) / 100),
        red_at=after_working(calendar, moment, whole * (100 - shares.red) / 100),
        due_at=due_at,
    )


def working_time(calendar: WorkingCalendar, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How much of [start, end) lies on working days, which count whole, from midnight to midnight in Shanghai."""
    found = dt.timedelta()
    begins = start.astimezone(SHANGHAI)
    while begins < end:
        ends = min(end_of(begins.date()), end)
        if calendar.is_working(begins.date()):
            found += ends - begins
        begins = ends.astimezone(SHANGHAI)
    return found


def after_working(calendar: WorkingCalendar, start: dt.datetime, left: dt.timedelta) -> dt.datetime:
    """The moment at which so much working time has passed since the start."""
    here = start.astimezone(SHANGHAI)
    while True:
        midnight = end_of(here.date())
        today = midnight - here if calendar.is_working(here.date()) else dt.timedelta()
        if left <= today:
            return (here + left).astimezone(dt.UTC)
        left -= today
        here = midnight.astimezone(SHANGHAI)


def moved(calendar: WorkingCalendar, moment: dt.datetime, paused_at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """Where a moment of the clock lies after a pause: as far from now as it was from the pause; a past one stays."""
    if moment <= paused_at:
        return moment
    return after_working(calendar, now, working_time(calendar, paused_at, moment))


def put_off(calendar: WorkingCalendar, moment: dt.datetime, days: int) -> dt.datetime:
    """The moment so many working days later, at the same time of day; midnights stay midnights."""
    # A due moment is the midnight after its day, so that the day itself is counted from.
    eve = (moment - dt.timedelta(microseconds=1)).astimezone(SHANGHAI)
    return (calendar.add_working_days(eve, days) + dt.timedelta(microseconds=1)).astimezone(dt.UTC)
