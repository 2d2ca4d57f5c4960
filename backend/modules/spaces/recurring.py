"""The dates of a series, by RFC 5545: local times in Shanghai, a rule that ends, and not too many."""

import datetime as dt
import re
from collections.abc import Collection

from dateutil.rrule import rrule, rrulestr

from backend.core.clock import SHANGHAI
from backend.modules.spaces.contract.inputs import NewSeries
from backend.modules.spaces.contract.refusals import RecurrenceInvalid
from backend.modules.spaces.openings import Period

_LONGEST = 300
# Bookings repeat by days; a rule by seconds would be walked for years before it meets a date.
_RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}


def occurrences(new: NewSeries, most: int) -> list[Period]:
    """Every date of a series, the first one included. Raises RecurrenceInvalid where it does not end by `most`."""
    text = new.rrule.strip().removeprefix("RRULE:")
    parts = dict(part.split("=", 1) for part in text.split(";")) if _RULE.fullmatch(text) else {}
    if len(text) > _LONGEST or not parts or not parts.keys() <= _PARTS or not _ends(parts):
        raise RecurrenceInvalid(field=("input", "rrule"), most=most)
    first = new.first.starts_at.astimezone(SHANGHAI).replace(tzinfo=None)
    length = new.first.ends_at - new.first.starts_at
    begins = _walk(text, first, new.except_on, most)
    found = [at.replace(tzinfo=SHANGHAI).astimezone(dt.UTC) for at in begins]
    return [Period(at, at + length) for at in found]


def _ends(parts: dict[str, str]) -> bool:
    """It has a count or a last day, and steps that do not walk for ever."""
    numbers = [parts[name] for name in ("INTERVAL", "COUNT") if name in parts]
    return ("COUNT" in parts) != ("UNTIL" in parts) and all(one.isdigit() and 0 < int(one) <= 1000 for one in numbers)


def _walk(text: str, first: dt.datetime, except_on: Collection[dt.date], most: int) -> list[dt.datetime]:
    # A last day is Shanghai's, whether or not it is written with a time.
    local = re.sub(r"UNTIL=(\d{8})(T\d{6}Z?)?", r"UNTIL=\1T235959", text)
    try:
        rule = rrulestr(local, dtstart=first)
    except (ValueError, TypeError, OverflowError) as error:
        raise RecurrenceInvalid(field=("input", "rrule"), most=most) from error
    found: list[dt.datetime] = []
    horizon = first + dt.timedelta(days=732)
    for at in rule if isinstance(rule, rrule) else ():
        if at > horizon or len(found) > most:
            break
        if at.date() not in except_on:
            found.append(at)
    if not 1 <= len(found) <= most:
        raise RecurrenceInvalid(field=("input", "rrule"), most=most)
    return found
