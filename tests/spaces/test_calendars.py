"""Bookings in people's calendars, as two parsers read them that share nothing with what writes them."""

import ics
import vobject

from backend.core.errors import NotFound
from backend.modules.feeds.calendars import calendar_text
from backend.modules.feeds.contract import CalendarEntry, FeedOwner, sources
from backend.modules.feeds.queries import feed_reader, get_feed
from backend.modules.feeds.secrets import read_file_name
from backend.modules.spaces.actions.bookings import cancel_booking, update_booking
from backend.modules.spaces.actions.spaces import update_space
from backend.modules.spaces.contract import PlaceReservation, reserve_places
from backend.modules.spaces.contract.inputs import BookingChange, SpaceChange
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from tenants.scope import Actor, open_scope, system_actor
from tests.isolation.saying import global_id
from tests.spaces.asking import asked, stranger_of
from tests.spaces.factories import House, at, stranger_id


async def entries(house: House, owner: FeedOwner, owner_id: object) -> list[CalendarEntry]:
    """As the address of a calendar tells them."""
    reader = system_actor(house.operator.id, "feeds.read", SpacePermission.VIEW)
    async with open_scope(reader, read_only=True) as scope:
        return list(await sources["spaces.bookings"].read(scope, owner, owner_id))  # type: ignore[arg-type]  # an id


def sequence_of(event: ics.Event) -> int:
    (found,) = [line.value for line in event.extra if line.name == "SEQUENCE"]
    return int(found)


async def read_twice(house: House, booking: Booking) -> tuple[str, int, str]:
    """UID, SEQUENCE and STATUS, as both parsers have them."""
    text = calendar_text("新居", await entries(house, FeedOwner.RESIDENT, booking.resident_id))
    (event,) = ics.Calendar(text.decode()).events
    other = vobject.readOne(text.decode()).vevent
    said = (event.uid, sequence_of(event), event.status)
    assert (other.uid.value, int(other.sequence.value), other.status.value) == said
    assert event.begin.datetime == other.dtstart.value == booking.starts_at
    assert event.end.datetime == other.dtend.value == booking.ends_at
    assert event.name == other.summary.value == house.space.name
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


ROTATE = """mutation($input: FeedInput!) { rotateFeedUrl(input: $input) {
  __typename ... on FeedUrl { url } ... on Problem { code } } }"""
REVOKE = """mutation($input: FeedInput!) { revokeFeedUrl(input: $input) {
  __typename ... on FeedRevoked { wasThere } ... on Problem { code } } }"""


async def shown(house: House, url: str) -> str:
    """What an address shows; the code of its refusal where it shows nothing."""
    _, secret = read_file_name(url.rsplit("/", 1)[1])
    try:
        async with open_scope(feed_reader(house.operator.id), read_only=True) as scope:
            feed = await get_feed(scope, secret)
    except NotFound:
        return "NOT_FOUND"
    return calendar_text(feed.name, feed.entries).decode()


async def test_the_desk_gives_a_space_an_address_that_names_nobody_and_ends_it(house: House, desk: Actor) -> None:
    await house.booked(0, note="给妈妈过生日")
    given = {"owner": "SPACE", "spaceId": global_id("Space", house.space.id)}
    staff, _ = await stranger_of(house)
    for actor, said, code in (
        (house.residents[0], given, "FORBIDDEN"),
        (staff, given, "NOT_FOUND"),
        (desk, given | {"spaceId": global_id("Space", stranger_id())}, "NOT_FOUND"),
        (desk, {"owner": "SPACE"}, "BAD_INPUT"),
        (house.residents[0], {"spaceId": given["spaceId"]}, "BAD_INPUT"),
        (desk, {}, "FORBIDDEN"),
    ):
        assert (await asked(actor, ROTATE, input=said))["rotateFeedUrl"].get("code") == code
    first = (await asked(desk, ROTATE, input=given))["rotateFeedUrl"]["url"]
    text = await shown(house, first)
    calendar = vobject.readOne(text)
    assert calendar.x_wr_calname.value == f"新居 · {house.space.name}"
    assert (calendar.vevent.summary.value, calendar.vevent.status.value) == ("已预约", "CONFIRMED")
    assert "妈妈" not in text
    second = (await asked(desk, ROTATE, input=given))["rotateFeedUrl"]["url"]
    assert (await shown(house, first), await shown(house, second) == text) == ("NOT_FOUND", True)
    assert (await asked(staff, REVOKE, input=given))["revokeFeedUrl"]["code"] == "NOT_FOUND"
    assert (await asked(desk, REVOKE, input=given))["revokeFeedUrl"]["wasThere"] is True
    assert await shown(house, second) == "NOT_FOUND"
    assert (await asked(desk, REVOKE, input=given))["revokeFeedUrl"]["wasThere"] is False


async def test_one_booking_is_a_calendar_file_with_the_uid_that_it_has_on_the_feed(house: House) -> None:
    made = await house.booked(0)
    text = "{ myBookings { edges { node { calendarFile } } } }"
    for sequence, status in ((0, "CONFIRMED"), (1, "CANCELLED")):
        (edge,) = (await asked(house.residents[0], text))["myBookings"]["edges"]
        (event,) = ics.Calendar(edge["node"]["calendarFile"]).events
        (entry,) = await entries(house, FeedOwner.RESIDENT, made.resident_id)
        assert (event.uid, sequence_of(event), event.status) == (f"{entry.uid}@xinju", sequence, status)
        if status == "CONFIRMED":
            async with open_scope(house.residents[0]) as scope:
                await cancel_booking(scope, made.id)


async def test_a_long_chinese_name_is_folded_by_octets_and_read_back_by_both(house: House) -> None:
    long = "青年夜校：中秋主题人工智能绘画第三次课，请自带平板电脑，地点如有变动会提前通知大家"
    async with open_scope(house.manager) as scope:
        await update_space(scope, house.space.id, SpaceChange(name=long))
    made = await house.booked(0)
    text = calendar_text("新居", await entries(house, FeedOwner.RESIDENT, made.resident_id))
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    folded = [number for number, line in enumerate(lines) if line.startswith(b"SUMMARY")]
    assert lines[folded[0] + 1].startswith(b" ")
    assert all(line.decode() for line in lines if line)
    (event,) = ics.Calendar(text.decode()).events
    assert event.name == vobject.readOne(text.decode()).vevent.summary.value == long
