"""China's working days: public holidays, make-up days, and what the platform has decided otherwise."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from holidays import country_holidays

from backend.core.clock import SHANGHAI

D = TypeVar("D", dt.date, dt.datetime)
_DAY = dt.timedelta(days=1)
# The library knows no calendar before the People's Republic.
_FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """A day about which the platform knows better than the library, such as an arrangement published since."""

    is_working: bool
    name: str


@cache
def _arranged(year: int) -> tuple[Mapping[dt.date, str], frozenset[dt.date]]:
    """The days off of a year with their Chinese names, and the weekend days that are worked for them."""
    # A make-up day may belong to a holiday of the year after.
    known = country_holidays("CN", years=(year, year + 1), language="zh_CN")
    off = {day: name for day, name in known.items() if day.year == year}
    return off, frozenset(day for day in known.weekend_workdays if day.year == year)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked in China. A moment stands for its day in Shanghai."""

    decided: Mapping[dt.date, DecidedDay] = field(default_factory=dict)

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on a day: weekdays but no holidays, and make-up days at the weekend."""
        day = _day_of(day)
        if (decided := self.decided.get(day)) is not None:
            return decided.is_working
        if day.year < _FIRST_YEAR:
            return day.isoweekday() <= 5
        off, made_up = _arranged(day.year)
        return day in made_up or (day.isoweekday() <= 5 and day not in off)

    def is_holiday(self, day: dt.date) -> bool:
        """Whether a day is off for a public holiday; an ordinary weekend is none."""
        return self.holiday_name(day) is not None

    def holiday_name(self, day: dt.date) -> str | None:
        """The Chinese name of the holiday for which a day is off."""
        day = _day_of(day)
        if (decided := self.decided.get(day)) is not None:
            return None if decided.is_working else decided.name
        return None if day.year < _FIRST_YEAR else _arranged(day.year)[0].get(day)

    def is_made_up(self, day: dt.date) -> bool:
        """Whether a weekend day is worked to make up for a holiday (调休)."""
        return _day_of(day).isoweekday() > 5 and self.is_working(day)

    def add_working_days(self, day_or_moment: D, count: int) -> D:
        """The working day that is `count` after this one; a moment keeps its time of day in Shanghai.

        What begins on a day off counts from the next working day on; 0 is that one, or this one if it is worked.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        if isinstance(day_or_moment, dt.datetime):
            here = day_or_moment.astimezone(SHANGHAI)
            there = self._after(here.date(), count)
            return dt.datetime.combine(there, here.time(), SHANGHAI).astimezone(day_or_moment.tzinfo)
        return self._after(day_or_moment, count)

    def _after(self, day: dt.date, count: int) -> dt.date:
        if count == 0:
            while not self.is_working(day):
                day += _DAY
        while count > 0:
            day += _DAY
            count -= self.is_working(day)
        return day

    def working_days(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie in [start, end)."""
        return sum(self.is_working(start + number * _DAY) for number in range((end - start).days))


def _day_of(day: dt.date) -> dt.date:
    return day.astimezone(SHANGHAI).date() if isinstance(day, dt.datetime) else day
