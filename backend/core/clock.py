"""The clock port: the only place that asks what time it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> dt.datetime:
    """The instant, aware and in UTC."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Shanghai, which every dated rule of the product means."""
    return day_of(now())


def day_of(instant: dt.datetime) -> dt.date:
    """The date in Shanghai on which an aware moment falls."""
    return instant.astimezone(SHANGHAI).date()


def moment(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A time of a day in Shanghai; its midnight where no hour is given."""
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)


def days_ago(days: int, hour: int) -> dt.datetime:
    """An hour of the day in Shanghai that was so many days ago."""
    return moment(today() - dt.timedelta(days=days), hour)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The month that a day is in: its first day, and the day after its last."""
    first = day.replace(day=1)
    return first, first + relativedelta(months=1)


@contextmanager
def at(instant: dt.datetime) -> Iterator[None]:
    """Stand still at an aware moment, for tests and for replays."""
    if instant.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _frozen.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
