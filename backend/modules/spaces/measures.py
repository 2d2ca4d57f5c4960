"""What the district counts of shared spaces: bookings, use by hour, and what was wanted and could not be had."""

import datetime as dt
from typing import Any, Final  # Any: columns of whatever type

from sqlalchemy import ColumnElement, Integer, Interval, and_, case, cast, func, literal, select

from backend.modules.dashboard.contract.measures import (
    MINUTES,
    TIMES,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    MeasureUnit,
    Ratio,
    Reach,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.spaces.contract.events import SpaceChanged
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space, SpaceDemand
from backend.modules.spaces.words import COUNTED, BookingStatus

_CAME = (BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)
_MISSED = (BookingStatus.RELEASED, BookingStatus.NO_SHOW)
# The longest booking that rules allow.
_LONGEST: Final = dt.timedelta(minutes=2880)
_PLACES = MeasureUnit("SPACES", "处", "spaces")

HOUR = Dimension(
    "hour",
    "时段",
    "Hour of the day",
    tuple((f"{hour:02}", f"{hour:02}–{hour + 1:02} 时", f"{hour:02}:00–{hour + 1:02}:00") for hour in range(24)),
)
SPACE_KIND = Dimension(
    "space_kind",
    "空间类型",
    "Kind of space",
    (
        ("MEETING_ROOM", "会议室", "Meeting room"),
        ("READING_ROOM", "阅览室", "Reading room"),
        ("STUDY_ROOM", "自习室", "Study room"),
        ("ACTIVITY_ROOM", "活动室", "Activity room"),
        ("HALL", "多功能厅", "Hall"),
        ("THEATRE", "剧场", "Theatre"),
        ("RECORDING_STUDIO", "录音棚", "Recording studio"),
        ("YOGA_ROOM", "瑜伽室", "Yoga room"),
        ("SPORTS", "运动场地", "Sports"),
        ("HEALTH_POINT", "健康驿站", "Health point"),
        ("PARENT_CHILD", "亲子空间", "Parents and children"),
        ("KITCHEN", "共享厨房", "Kitchen"),
        ("GARDEN", "花园", "Garden"),
        ("OTHER", "其他", "Other"),
    ),
)
DEMAND = Dimension(
    "demand",
    "未满足方式",
    "How it was not met",
    (("REFUSED", "已被占用", "Taken"), ("WAITLISTED", "已候补", "Wait-listed")),
)


@facts()
def _spaces(asked: Asked) -> Statement:
    day = asked.each_day()
    return (
        select(Space.community_id, day.c.counted_on, Space.kind.label("space_kind"), func.count().label("count"))
        .join(day, shanghai_day(Space.created_at) <= day.c.counted_on)
        .where(asked.here(Space.community_id))
        .group_by(Space.community_id, day.c.counted_on, Space.kind)
    )


@facts()
def _bookings(asked: Asked) -> Statement:
    day = shanghai_day(Booking.starts_at)
    return (
        select(
            Booking.community_id,
            day.label("counted_on"),
            Space.kind.label("space_kind"),
            func.count().label("count"),
            func.sum(case((Booking.status.in_(_CAME), 1), else_=0)).label("came"),
            func.sum(case((Booking.status.in_(_MISSED), 1), else_=0)).label("missed"),
            func.sum(case((Booking.status.in_((*_CAME, *_MISSED)), 1), else_=0)).label("over"),
        )
        .join(Space, and_(Space.operator_id == Booking.operator_id, Space.id == Booking.space_id))
        .where(
            asked.here(Booking.community_id),
            Booking.starts_at >= asked.starts_at,
            Booking.starts_at < asked.ends_at,
            Booking.status.in_(COUNTED),
        )
        .group_by(Booking.community_id, day, Space.kind)
    )


def _seconds(until: ColumnElement[Any], since: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.extract("epoch", until - since)


@facts()
def _use(asked: Asked) -> Statement:
    # Shanghai's hours are the world's: an hour that a booking runs through begins on the hour in UTC too.
    hour = literal(dt.timedelta(hours=1), Interval)
    runs = func.generate_series(func.date_trunc("hour", Booking.starts_at), Booking.ends_at, hour)
    through = runs.table_valued("at", name="through").render_derived()
    at = through.c.at
    share = func.greatest(_seconds(func.least(Booking.ends_at, at + hour), func.greatest(Booking.starts_at, at)), 0)
    day, name = shanghai_day(at), func.to_char(func.timezone(literal("Asia/Shanghai"), at), literal("HH24"))
    return (
        select(
            Booking.community_id,
            day.label("counted_on"),
            name.label("hour"),
            cast(func.sum(share) / 60, Integer).label("minutes"),
        )
        .join(through, literal(True))
        .where(
            asked.here(Booking.community_id),
            Booking.starts_at >= asked.starts_at - _LONGEST,
            Booking.starts_at < asked.ends_at,
            at >= asked.starts_at,
            at < asked.ends_at,
            Booking.status.in_(_CAME),
        )
        .group_by(Booking.community_id, day, name)
    )


@facts()
def _demand(asked: Asked) -> Statement:
    day = shanghai_day(SpaceDemand.created_at)
    return (
        select(
            SpaceDemand.community_id,
            day.label("counted_on"),
            SpaceDemand.outcome.label("demand"),
            func.count().label("count"),
        )
        .where(
            asked.here(SpaceDemand.community_id),
            SpaceDemand.created_at >= asked.starts_at,
            SpaceDemand.created_at < asked.ends_at,
        )
        .group_by(SpaceDemand.community_id, day, SpaceDemand.outcome)
    )


Measure(
    code="spaces.spaces",
    zh="共享空间数",
    en="Shared spaces",
    zh_definition="当日已建档的共享空间，按类型",
    en_definition="Shared spaces that were set up by the day, by what they are",
    source="spaces",
    unit=_PLACES,
    kind=MeasureKind.LEVEL,
    facts=_spaces,
    by=(SPACE_KIND,),
)
Measure(
    code="spaces.bookings",
    zh="空间预约",
    en="Bookings of spaces",
    zh_definition="当日开始的预约，取消与未通过的不计",
    en_definition="Bookings that begin on the day; cancelled and rejected ones are not counted",
    source="bookings",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_bookings,
)
Measure(
    code="spaces.bookings_by_kind",
    zh="空间预约（按空间类型）",
    en="Bookings by kind of space",
    zh_definition="当日开始的预约，按空间类型",
    en_definition="Bookings that begin on the day, by what kind of space they are of",
    source="bookings, spaces",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_bookings,
    by=(SPACE_KIND,),
)
CAME = Measure(
    code="spaces.bookings_attended",
    zh="到场的预约",
    en="Bookings that were used",
    zh_definition="当日开始且已签到或已完成的预约",
    en_definition="Bookings that begin on the day, and to which somebody came",
    source="bookings",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_bookings,
    value="came",
)
Measure(
    code="spaces.bookings_missed",
    zh="未到场的预约",
    en="Bookings that were missed",
    zh_definition="当日开始、因无人签到而释放或记为爽约的预约",
    en_definition="Bookings that begin on the day, and to which nobody came",
    source="bookings",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_bookings,
    value="missed",
)
OVER = Measure(
    code="spaces.bookings_settled",
    zh="已有结果的预约",
    en="Bookings that are settled",
    zh_definition="当日开始、已到场或确认未到场的预约",
    en_definition="Bookings that begin on the day, of which it is known whether somebody came",
    source="bookings",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_bookings,
    value="over",
)
Ratio(
    code="spaces.attendance_rate",
    zh="空间预约到场率",
    en="Share of bookings used",
    zh_definition="到场的预约 ÷ 已有结果的预约",
    en_definition="Bookings that were used in bookings that are settled",
    part=CAME,
    whole=OVER,
)
Measure(
    code="spaces.minutes_used",
    zh="空间使用时长",
    en="Time that spaces are used",
    zh_definition="已签到或已完成的预约在当日的时长，跨零点的按天拆分",
    en_definition="How long bookings to which somebody came last on the day, divided at midnight",
    source="bookings",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_use,
    value="minutes",
)
Measure(
    code="spaces.minutes_used_by_hour",
    zh="空间使用时长（按时段）",
    en="Time that spaces are used, by hour",
    zh_definition="已签到或已完成的预约落在每个整点时段内的时长",
    en_definition="How long bookings to which somebody came last within each hour of the day",
    source="bookings",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_use,
    value="minutes",
    by=(HOUR,),
)
Measure(
    code="spaces.demand_unmet",
    zh="未满足的空间需求",
    en="Unmet demand for spaces",
    zh_definition="当日提出而未能预约到的次数，不记录何人提出；按运营方保留期保存",
    en_definition="How often on the day a space was wanted and not to be had, and nobody knows by whom; kept as long"
    " as the operator keeps it",
    source="space_demands",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_demand,
)
Measure(
    code="spaces.demand_unmet_by_outcome",
    zh="未满足的空间需求（按结果）",
    en="Unmet demand by outcome",
    zh_definition="当日未能预约到的次数，分已被占用与已候补",
    en_definition="How often on the day a space was not to be had: taken, or wait-listed",
    source="space_demands",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_demand,
    by=(DEMAND,),
)
# What a space is, is counted on every day that it was there.
Reach(SpaceChanged, lambda _: None)
