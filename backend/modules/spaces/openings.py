"""When a space is open: hours by weekday, also past midnight, closed days, the grid, and who may come when."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.modules.spaces.contract.inputs import Band, Opening, Quota
from backend.modules.spaces.contract.refusals import DurationInvalid, NotEligible, OutsideOpeningHours, SlotMisaligned
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import Audience

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
LATEST_CLOSING = 2880


@dataclass(frozen=True, slots=True)
class Period:
    """A time from an aware moment to another, which is not in it any more."""

    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def covers(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        return self.starts_at <= starts_at and ends_at <= self.ends_at

    def meets(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


def hours_of(space: Space) -> list[Opening]:
    """The opening hours of a space."""
    return msgspec.convert(space.hours, list[Opening])


def bands_of(space: Space) -> list[Band]:
    """To whom a space is open, and when."""
    return msgspec.convert(space.audiences, list[Band], strict=False)


def quotas_of(space: Space) -> list[Quota]:
    """How much one resident may book."""
    return msgspec.convert(space.quotas, list[Quota], strict=False)


def is_counted(quota: Quota, moment: dt.datetime) -> bool:
    """Whether what begins then counts towards a quota: it may hold for evenings or weekends alone."""
    here = moment.astimezone(SHANGHAI)
    for day, minute in ((here, 0), (here - _DAY, 1440)):
        is_on = not quota.weekdays or day.isoweekday() in quota.weekdays
        if is_on and quota.opens <= minute + here.hour * 60 + here.minute < quota.closes:
            return True
    return False


def openings(space: Space, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Period]:
    """The periods in which a space is open that meet a time, in order; those that touch are one."""
    first, last = starts_at.astimezone(SHANGHAI).date() - _DAY * 2, ends_at.astimezone(SHANGHAI).date()
    hours, closed = hours_of(space), set(space.closed_on)
    found: list[Period] = []
    for period in sorted(_by_day(hours, closed, first, last), key=lambda one: one.starts_at):
        if found and found[-1].ends_at >= period.starts_at:
            found[-1] = Period(found[-1].starts_at, max(found[-1].ends_at, period.ends_at))
        else:
            found.append(period)
    return [period for period in found if period.meets(starts_at, ends_at)]


def _by_day(hours: Sequence[Opening], closed: set[dt.date], first: dt.date, last: dt.date) -> Iterator[Period]:
    for day in _days(first, last):
        if day in closed:
            continue
        midnight = clock.moment(day).astimezone(dt.UTC)
        for opening in hours:
            if opening.weekday == day.isoweekday():
                yield Period(midnight + opening.opens * _MINUTE, midnight + opening.closes * _MINUTE)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


def held(space: Space, starts_at: dt.datetime, ends_at: dt.datetime) -> Period:
    """The time that a booking holds its place, buffers included."""
    return Period(starts_at - space.buffer_before * _MINUTE, ends_at + space.buffer_after * _MINUTE)


def grid(space: Space, starts_at: dt.datetime, ends_at: dt.datetime) -> Iterator[Period]:
    """The slots of a space's grid that lie wholly in its opening hours and begin in a time."""
    step = space.slot_minutes * _MINUTE
    for period in openings(space, starts_at, ends_at):
        begins = period.starts_at
        while begins + step <= period.ends_at:
            if starts_at <= begins < ends_at:
                yield Period(begins, begins + step)
            begins += step


def refuse_odd_times(space: Space, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Raises OutsideOpeningHours, SlotMisaligned or DurationInvalid."""
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if not space.min_minutes <= minutes <= space.max_minutes:
        raise DurationInvalid(field=("input", "ends_at"), least=space.min_minutes, most=space.max_minutes)
    around = next((one for one in openings(space, starts_at, ends_at) if one.covers(starts_at, ends_at)), None)
    if around is None or not space.is_open:
        raise OutsideOpeningHours(field=("input", "starts_at"))
    step = space.slot_minutes * _MINUTE
    for field, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if (moment - around.starts_at) % step:
            raise SlotMisaligned(field=("input", field), minutes=space.slot_minutes)


def refuse_audience(space: Space, audience: Audience, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Raises NotEligible where the space is not open to this audience for the whole time."""
    first = starts_at.astimezone(SHANGHAI).date() - _DAY
    for band in bands_of(space):
        if band.audience is not audience:
            continue
        weekdays: Iterable[int] = band.weekdays or range(1, 8)
        hours = [Opening(weekday=weekday, opens=band.opens, closes=band.closes) for weekday in weekdays]
        days = _by_day(hours, set(), first, starts_at.astimezone(SHANGHAI).date())
        if any(period.covers(starts_at, ends_at) for period in days):
            return
    raise NotEligible(field=("input", "space_id"))


def period_of(moment: dt.datetime, unit: str) -> Period:
    """The DAY, WEEK (from Monday), MONTH or YEAR of Shanghai's calendar that a moment lies in."""
    day = moment.astimezone(SHANGHAI).date()
    if unit == "DAY":
        first, after = day, day + _DAY
    elif unit == "WEEK":
        first = day - (day.isoweekday() - 1) * _DAY
        after = first + 7 * _DAY
    elif unit == "MONTH":
        first = day.replace(day=1)
        after = (first + 31 * _DAY).replace(day=1)
    else:
        first, after = day.replace(month=1, day=1), day.replace(year=day.year + 1, month=1, day=1)
    begins, ends = (clock.moment(one).astimezone(dt.UTC) for one in (first, after))
    return Period(begins, ends)


def is_past(starts_at: dt.datetime) -> bool:
    """Whether a time has begun."""
    return starts_at <= clock.now()
