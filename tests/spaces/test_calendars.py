"""Bookings in people's calendars, as two parsers read them."""

import icalendar
import vobject

from backend.modules.feeds.calendars import calendar_text
from backend.modules.feeds.contract import CalendarEntry, FeedOwner, sources
from backend.modules.spaces.actions.bookings import cancel_booking, update_booking
from backend.modules.spaces.contract import PlaceReservation, reserve_places
from backend.modules.spaces.contract.inputs import BookingChange
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from tenants.scope import open_scope, system_actor
from tests.spaces.factories import House, at, stranger_id


async def entries(house: House, owner: FeedOwner, owner_id: object) -> list[CalendarEntry]:
    """As the address of a calendar tells them."""
    reader = system_actor(house.operator.id, "feeds.read", SpacePermission.VIEW)
    async with open_scope(reader, read_only=True) as scope:
        return list(await sources["spaces.bookings"].read(scope, owner, owner_id))  # type: ignore[arg-type]  # an id


async def read_twice(house: House, booking: Booking) -> tuple[str, int, str]:
    """UID, SEQUENCE and STATUS, as both parsers have them."""
    text = calendar_text("新居", await entries(house, FeedOwner.RESIDENT, booking.resident_id))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    other = vobject.readOne(text.decode()).vevent
    said = (str(event["UID"]), int(str(event["SEQUENCE"])), str(event["STATUS"]))
    assert (other.uid.value, int(other.sequence.value), other.status.value) == said
    assert event.decoded("DTSTART") == other.dtstart.value == booking.starts_at
    assert str(event["SUMMARY"]) == other.summary.value == house.space.name
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    return said


async def test_an_update_keeps_its_uid_raises_its_sequence_and_a_cancellation_says_so(house: House) -> None:
    made = await house.booked(0)
    uid, sequence, status = await read_twice(house, made)
    assert (uid, sequence, status) == (f"booking-{made.id}@xinju", 0, "CONFIRMED")
    async with open_scope(house.residents[0]) as scope:
        moved = await update_booking(scope, made.id, BookingChange(starts_at=at(12)))
    assert await read_twice(house, moved) == (uid, 1, "CONFIRMED")
    async with open_scope(house.residents[0]) as scope:
        gone = await cancel_booking(scope, made.id)
    assert await read_twice(house, gone) == (uid, 2, "CANCELLED")


async def test_a_residents_calendar_is_theirs_and_a_spaces_names_nobody(house: House) -> None:
    await house.booked(0, note="给妈妈过生日")
    await house.booked(1, at(14))
    new = PlaceReservation(
        space_id=house.space.id,
        spans=[(at(18), at(20))],
        holder_type="Course",
        holder_id=stranger_id(),
        title="青年夜校",
    )
    async with open_scope(house.manager) as scope:
        await reserve_places(scope, new)
    assert len(await entries(house, FeedOwner.RESIDENT, house.residents[0].resident_id)) == 1
    found = await entries(house, FeedOwner.SPACE, house.space.id)
    assert [entry.summary for entry in found] == ["已预约", "已预约", "青年夜校"]
    assert await entries(house, FeedOwner.SPACE, stranger_id()) == []
