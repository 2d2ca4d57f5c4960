"""Demo of spaces: Weilingdi's theatre and studios, Youchao's 2,400 m² hall, Guanyu's reading and meeting rooms."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.spaces.actions.blocks import block_space
from backend.modules.spaces.actions.bookings import create_booking
from backend.modules.spaces.actions.queueing import join_waitlist
from backend.modules.spaces.actions.spaces import create_space, set_equipment
from backend.modules.spaces.contract.inputs import (
    Band,
    NewBlock,
    NewBooking,
    NewSpace,
    Opening,
    Quota,
    Rulebook,
)
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.credit import CreditCharge
from backend.modules.spaces.models.spaces import Space, SpaceDemand
from backend.modules.spaces.openings import Period, openings
from backend.modules.spaces.queries.spaces import SpaceFilter, list_spaces
from backend.modules.spaces.standing import charge_no_show
from backend.modules.spaces.words import (
    Audience,
    BookingStatus,
    CancelCause,
    CheckInMethod,
    DemandOutcome,
    QuotaMeasure,
    QuotaPeriod,
    SpaceKind,
    SpaceMode,
)
from backend.modules.waitlists.contract import WaitlistPermission
from tenants.scope import Scope, open_scope, system_actor

PERMISSIONS = (*SpacePermission, *WaitlistPermission)
_DAYS_BACK, _DAYS_AHEAD = 28, 10
_WEEKLY = (Quota(measure=QuotaMeasure.HOURS, period=QuotaPeriod.WEEK, amount=6),)
_WITH_PARTNERS = (
    Band(audience=Audience.RESIDENT),
    Band(audience=Audience.CLUB),
    Band(audience=Audience.PARTNER, weekdays=(1, 2, 3, 4, 5), opens=9 * 60, closes=17 * 60),
    Band(audience=Audience.NEIGHBOUR, weekdays=(6, 7), opens=9 * 60, closes=12 * 60),
)
Described = tuple[str, SpaceKind, SpaceMode, int, str, Mapping[str, object]]
_CHECKED = {"needs_check_in": True, "release_minutes": 15}
_STAGE = {
    "approval_from_minutes": 0,
    "audiences": _WITH_PARTNERS,
    "buffer_after": 30,
    "terms": "演出结束后请复位座椅。",
}
_COOKING = {**_CHECKED, "buffer_after": 30, "terms": "使用后请清洁灶台，带走剩余食材。"}
_WHOLE, _SEATS = SpaceMode.EXCLUSIVE, SpaceMode.SEATS
_SPACES: dict[str, tuple[Described, ...]] = {
    "weilingdi": (
        ("小剧场", SpaceKind.THEATRE, _WHOLE, 80, "1 号楼一层", _STAGE),
        ("录音棚", SpaceKind.RECORDING_STUDIO, _WHOLE, 4, "1 号楼二层", {**_CHECKED, "quotas": _WEEKLY}),
        ("瑜伽室", SpaceKind.YOGA_ROOM, _SEATS, 16, "2 号楼一层", {"slot_minutes": 60, "min_minutes": 60}),
        ("活动室", SpaceKind.ACTIVITY_ROOM, _WHOLE, 40, "2 号楼一层", {"audiences": _WITH_PARTNERS}),
        ("共享厨房", SpaceKind.KITCHEN, _WHOLE, 8, "3 号楼一层", _COOKING),
        ("自习室", SpaceKind.STUDY_ROOM, _SEATS, 24, "3 号楼二层", {"late": True, "quotas": _WEEKLY}),
    ),
    "youchao": (
        ("多功能教室", SpaceKind.ACTIVITY_ROOM, _WHOLE, 40, "共享中心二层", {"approval_from_minutes": 180}),
        ("运动空间", SpaceKind.SPORTS, _WHOLE, 60, "共享中心 2,400 m² 东区", {"audiences": _WITH_PARTNERS}),
        ("健康驿站", SpaceKind.HEALTH_POINT, _SEATS, 6, "共享中心一层", _CHECKED),
        ("亲子阅读角", SpaceKind.PARENT_CHILD, _SEATS, 20, "共享中心二层", {"audiences": _WITH_PARTNERS}),
    ),
    "guanyu": (
        ("阅读室", SpaceKind.READING_ROOM, _SEATS, 30, "安乐中心一层", {"late": True}),
        ("会议室一", SpaceKind.MEETING_ROOM, _WHOLE, 12, "安乐中心二层", _CHECKED),
        ("会议室二", SpaceKind.MEETING_ROOM, _WHOLE, 8, "安乐中心二层", _CHECKED),
        ("青年夜校教室", SpaceKind.ACTIVITY_ROOM, _WHOLE, 40, "安乐中心三层", {"approval_from_minutes": 180}),
    ),
}  # fmt: skip
_PARTS = {"活动室": ("活动室东半场", "活动室西半场"), "运动空间": ("羽毛球一号场", "羽毛球二号场")}
_LENT = {"小剧场": ("无线话筒", 4), "录音棚": ("电容话筒", 2), "会议室一": ("投影仪", 1), "活动室": ("便携音箱", 2)}


async def seed(scope: Scope, code: str) -> None:
    """Spaces with their parts and equipment; four weeks of bookings that were, ten days of those that will be."""
    rng = random.Random(code)
    for community in (await list_communities(scope, Page(1))).rows:
        people = [one.resident_id for one in await list_inhabitants(scope, community.id)]
        for described in _SPACES.get(code, ()):
            space = await _open(scope, community.id, described)
            _remember(scope, space, people, rng)
            await _book(scope, space, people, rng)
        await scope.session.flush()


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Whoever can sign in to the demo has missed one booking, and may say why; nothing where credit was ever lost."""
    actor = system_actor(operator_id, "seed", AccountPermission.FIND_RESIDENTS, *HousingPermission, *PERMISSIONS)
    async with open_scope(actor) as scope:
        if code not in _SPACES or await scope.session.scalar(select(CreditCharge.id).limit(1)) is not None:
            return
        for community in (await list_communities(scope, Page(1))).rows:
            people = [one.resident_id for one in await list_inhabitants(scope, community.id)]
            known = sorted(await resident_accounts_by_id(scope, people))
            spaces = (await list_spaces(scope, Page(100), SpaceFilter(community_id=community.id))).rows
            checked = next(one for one in spaces if one.needs_check_in)
            for number, resident_id in enumerate(known):
                await _miss(scope, checked, resident_id, number)


async def _miss(scope: Scope, space: Space, resident_id: UUID, number: int) -> None:
    starts_at = clock.moment(clock.today() - dt.timedelta(days=3), 8 + 2 * number)
    missed = Booking(
        id=new_id(),
        community_id=space.community_id,
        space_id=space.id,
        resident_id=resident_id,
        audience=Audience.RESIDENT,
        quantity=1,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        status=BookingStatus.NO_SHOW,
        ended_at=starts_at + dt.timedelta(hours=1),
    )
    scope.session.add(missed)
    await scope.session.flush()
    with clock.at(missed.ends_at):
        await charge_no_show(scope, missed)


async def _open(scope: Scope, community_id: UUID, described: Described) -> Space:
    name, kind, mode, capacity, location, more = described
    closes = 26 * 60 if more.get("late") else 22 * 60
    said = {key: value for key, value in more.items() if key != "late"}
    hours = tuple(Opening(weekday=day, opens=8 * 60, closes=closes) for day in range(1, 8))
    rules = Rulebook(mode=mode, capacity=capacity, hours=hours, **said)  # type: ignore[arg-type]  # fields by name
    new = NewSpace(community_id=community_id, name=name, kind=kind, rules=rules, location=location)
    space = await create_space(scope, new)
    for part in _PARTS.get(name, ()):
        half = Rulebook(mode=_WHOLE, capacity=max(1, capacity // 2), hours=hours)
        await create_space(
            scope,
            NewSpace(
                community_id=community_id, name=part, kind=kind, rules=half, location=location, parent_id=space.id
            ),
        )
    if name in _LENT:
        await set_equipment(scope, space.id, *_LENT[name])
    return space


def _times(space: Space, first: int, last: int, rng: random.Random) -> list[Period]:
    """Some times of each day that do not overlap, more of them in the evening."""
    found: list[Period] = []
    today = clock.moment(clock.today())
    for period in openings(space, today + dt.timedelta(days=first), today + dt.timedelta(days=last)):
        at = period.starts_at
        while at + dt.timedelta(hours=2) <= period.ends_at:
            is_evening = at.astimezone(SHANGHAI).hour >= 18
            if rng.random() < (0.7 if is_evening else 0.22):
                length = dt.timedelta(minutes=rng.choice((60, 120)))
                found.append(Period(at, at + length))
            at += dt.timedelta(hours=2)
    return found


def _remember(scope: Scope, space: Space, people: Sequence[UUID], rng: random.Random) -> None:
    """Bookings that were: written as they ended, for nothing of them is held any more."""
    for time in _times(space, -_DAYS_BACK, 0, rng):
        status = rng.choices((BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.RELEASED), (86, 9, 5))[0]
        if status is BookingStatus.RELEASED and space.release_minutes is None:
            status = BookingStatus.COMPLETED
        came = status is BookingStatus.COMPLETED and space.needs_check_in
        made_at = time.starts_at - dt.timedelta(days=rng.randint(1, 6))
        scope.session.add(
            Booking(
                id=new_id(),
                community_id=space.community_id,
                space_id=space.id,
                resident_id=rng.choice(people),
                audience=Audience.RESIDENT,
                quantity=1,
                starts_at=time.starts_at,
                ends_at=time.ends_at,
                status=status,
                cancel_cause=CancelCause.BOOKER if status is BookingStatus.CANCELLED else None,
                checked_in_at=time.starts_at if came else None,
                checked_in_by=CheckInMethod.QR if came else None,
                ended_at=time.starts_at if status is BookingStatus.CANCELLED else time.ends_at,
                created_at=made_at,
                updated_at=made_at,
            )
        )
        if time.starts_at.astimezone(SHANGHAI).hour >= 18 and rng.random() < 0.4:
            _want(scope, space, time, made_at, rng)


def _want(scope: Scope, space: Space, time: Period, at: dt.datetime, rng: random.Random) -> None:
    scope.session.add(
        SpaceDemand(
            community_id=space.community_id,
            space_id=space.id,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            outcome=rng.choice(tuple(DemandOutcome)),
            created_at=at,
        )
    )


async def _book(scope: Scope, space: Space, people: Sequence[UUID], rng: random.Random) -> None:
    """Bookings to come, through the actions; some wait for approval, some for a time that is taken."""
    for number, time in enumerate(_times(space, 1, _DAYS_AHEAD, rng)):
        said = {"space_id": space.id, "starts_at": time.starts_at, "ends_at": time.ends_at}
        booking = await _booked(scope, NewBooking(resident_id=rng.choice(people), **said))  # type: ignore[arg-type]  # fields by name
        if booking is None:
            continue
        if space.approval_from_minutes == 0 and number % 3:
            booking.status = BookingStatus.PENDING
        if space.mode is _WHOLE and number % 7 == 3:
            for resident_id in rng.sample(people, 2):
                await join_waitlist(scope, NewBooking(resident_id=resident_id, **said))  # type: ignore[arg-type]  # as above
    if space.kind is SpaceKind.KITCHEN:
        begins = clock.moment(clock.today() + dt.timedelta(days=12), 9)
        shut = NewBlock(
            space_id=space.id, starts_at=begins, ends_at=begins + dt.timedelta(hours=4), reason="油烟机清洗保养"
        )
        await block_space(scope, shut)


async def _booked(scope: Scope, new: NewBooking) -> Booking | None:
    """A booking, or None where its neighbours' buffers leave no room."""
    try:
        return await create_booking(scope, new)
    except AppError:
        return None
