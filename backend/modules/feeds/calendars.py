"""Calendars as text: iCalendar (RFC 5545), the same bytes for the same entries."""

from collections.abc import Iterable

from icalendar import Calendar, Event

from backend.core.clock import SHANGHAI
from backend.modules.feeds.contract import CalendarEntry

_REFRESH = "PT1H"


def calendar_text(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar with its entries in order of time; lines are folded by octets, moments are in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//Xinju//Xinju//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", SHANGHAI.key)
    calendar.add("x-published-ttl", _REFRESH)
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.uid)):
        calendar.add_component(_event(entry))
    text: bytes = calendar.to_ical(sorted=False)
    return text


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@xinju")
    event.add("sequence", entry.sequence)
    # The moment of the last change, not of this answer: equal entries are equal bytes.
    event.add("dtstamp", entry.updated_at)
    event.add("last-modified", entry.updated_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.summary)
    if entry.location:
        event.add("location", entry.location)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event
