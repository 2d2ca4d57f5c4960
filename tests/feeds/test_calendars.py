"""Calendars as two parsers read them that share nothing with what writes them."""

import datetime as dt

import icalendar
import ics
import vobject
from hypothesis import given
from hypothesis import strategies as st

from backend.core.clock import SHANGHAI
from backend.modules.feeds.calendars import calendar_text
from backend.modules.feeds.contract import CalendarEntry

STARTS = dt.datetime(2026, 9, 18, 19, 0, tzinfo=SHANGHAI)
LONG = "青年夜校：中秋主题人工智能绘画第三次课，请自带平板电脑，地点如有变动会提前通知大家，谢谢配合"


def an_entry(**more: object) -> CalendarEntry:
    said: dict[str, object] = {
        "uid": "session-1",
        "sequence": 2,
        "starts_at": STARTS,
        "ends_at": STARTS + dt.timedelta(hours=2),
        "summary": LONG,
        "location": "颛桥镇冠寓 1 号楼；二层, 教室",
        "is_cancelled": False,
        "updated_at": STARTS - dt.timedelta(days=3),
    }
    return CalendarEntry(**(said | more))  # type: ignore[arg-type]  # fields by name


def test_long_chinese_lines_are_folded_by_octets_and_never_within_a_character() -> None:
    text = calendar_text("新居", [an_entry()])
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf8")


def test_two_parsers_read_the_same_out_of_a_calendar() -> None:
    text = calendar_text("新居 · 冠寓", [an_entry()])
    (event,) = ics.Calendar(text.decode()).events
    assert (event.name, event.location) == (LONG, "颛桥镇冠寓 1 号楼；二层, 教室")
    assert (event.uid, event.status) == ("session-1@xinju", "CONFIRMED")
    assert [line.value for line in event.extra if line.name == "SEQUENCE"] == ["2"]
    assert (event.begin.datetime, event.end.datetime) == (STARTS, STARTS + dt.timedelta(hours=2))
    other = vobject.readOne(text.decode()).vevent
    assert (other.summary.value, other.location.value) == (LONG, "颛桥镇冠寓 1 号楼；二层, 教室")
    assert (other.uid.value, other.sequence.value) == ("session-1@xinju", "2")
    assert (other.dtstart.value, other.dtend.value) == (STARTS, STARTS + dt.timedelta(hours=2))


def test_a_cancelled_entry_stays_and_says_so() -> None:
    text = calendar_text("新居", [an_entry(is_cancelled=True, sequence=3)])
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 3, "TRANSPARENT")


def test_equal_entries_are_equal_bytes_in_whatever_order_they_come() -> None:
    first, second = an_entry(), an_entry(uid="session-2")
    assert calendar_text("新居", [first, second]) == calendar_text("新居", [second, first])


@given(
    summary=st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\x85"),
        min_size=1,
        max_size=200,
    )
)
def test_whatever_a_summary_says_it_is_read_back(summary: str) -> None:
    text = calendar_text("新居", [an_entry(summary=summary)])
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == summary
