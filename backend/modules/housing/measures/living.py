"""The statements of who lives there, who came and who left."""

from typing import Any  # Any: rows of whatever columns

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import TableValuedAlias

from backend.modules.dashboard.contract.measures import (
    UNKNOWN,
    Asked,
    Dimension,
    Statement,
    facts,
)
from backend.modules.housing.measures.supply import LIVED
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.words import StayStatus

_BANDS = ((18, "0-17"), (25, "18-24"), (30, "25-29"), (35, "30-34"), (45, "35-44"), (60, "45-59"))
_TENURES = ((90, "UNDER_3_MONTHS"), (365, "UNDER_1_YEAR"), (730, "UNDER_2_YEARS"))

AGE = Dimension(
    "age_band",
    "年龄段",
    "Age band",
    (
        *((band, f"{band} 岁", band) for _, band in _BANDS),
        ("60+", "60 岁及以上", "60 and over"),
        (UNKNOWN, "不详", "Unknown"),
    ),
)
SEX = Dimension(
    "sex", "性别", "Sex", (("FEMALE", "女", "Female"), ("MALE", "男", "Male"), (UNKNOWN, "不详", "Unknown"))
)
TENURE = Dimension(
    "tenure",
    "居住时长",
    "Tenure",
    (
        ("UNDER_3_MONTHS", "三个月以内", "Under three months"),
        ("UNDER_1_YEAR", "三个月至一年", "Three months to a year"),
        ("UNDER_2_YEARS", "一至两年", "One to two years"),
        ("2_YEARS_AND_OVER", "两年及以上", "Two years and over"),
    ),
)
STATED = Dimension(
    "party_status",
    "政治面貌（自报）",
    "Party or League, as stated",
    (
        ("PARTY_MEMBER", "中共党员", "Party member"),
        ("LEAGUE_MEMBER", "共青团员", "Youth League member"),
        ("NONE", "均不是", "Neither"),
        ("NOT_STATED", "未填报", "Not stated"),
    ),
)
ALONE = Dimension(
    "lives_alone",
    "是否独居",
    "Lives alone",
    (("YES", "独居", "Alone"), ("NO", "非独居", "Not alone"), (UNKNOWN, "不详", "Unknown")),
)
ARRANGED = Dimension(
    "arranged",
    "由谁安排",
    "Arranged by",
    (("EMPLOYER", "用人单位", "An employer"), ("SELF", "本人", "Themselves")),
)


def _age_band(day: TableValuedAlias) -> ColumnElement[Any]:
    years = cast(func.date_part(literal("year"), func.age(day.c.counted_on, Resident.birth_on)), Integer)
    bands = [(years < below, band) for below, band in _BANDS]
    return case((Resident.birth_on.is_(None), UNKNOWN), *bands, else_="60+")


def _tenure(day: TableValuedAlias) -> ColumnElement[Any]:
    days = day.c.counted_on - Stay.residency_started_on
    return case(*((days < below, name) for below, name in _TENURES), else_="2_YEARS_AND_OVER")


@facts()
def residents(asked: Asked) -> Statement:
    day = asked.each_day()
    alone = case((Resident.lives_alone.is_(True), "YES"), (Resident.lives_alone.is_(False), "NO"), else_=UNKNOWN)
    undescribed = case((or_(Resident.birth_on.is_(None), Resident.sex.is_(None)), 1), else_=0)
    dims = [
        _age_band(day).label("age_band"),
        func.coalesce(cast(Resident.sex, String), UNKNOWN).label("sex"),
        _tenure(day).label("tenure"),
        Resident.party_status.label("party_status"),
        alone.label("lives_alone"),
        case((Stay.employer_id.is_(None), "SELF"), else_="EMPLOYER").label("arranged"),
    ]
    return (
        select(
            StayResident.community_id,
            day.c.counted_on,
            *dims,
            func.count().label("count"),
            func.sum(undescribed).label("undescribed"),
        )
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .join(Resident, and_(Resident.operator_id == StayResident.operator_id, Resident.id == StayResident.resident_id))
        .join(day, and_(StayResident.starts_on <= day.c.counted_on, StayResident.ends_on > day.c.counted_on))
        .where(
            asked.here(StayResident.community_id),
            # Of both, so that a community's stays are found by their index, and not by the whole operator's people.
            asked.here(Stay.community_id),
            StayResident.starts_on <= asked.last_on,
            StayResident.ends_on > asked.first_on,
            Stay.status.in_(LIVED),
        )
        .group_by(StayResident.community_id, day.c.counted_on, *dims)
    )


@facts()
def arrivals(asked: Asked) -> Statement:
    moved = case((Stay.previous_stay_id.is_(None), 0), else_=1)
    return (
        select(
            StayResident.community_id,
            StayResident.starts_on.label("counted_on"),
            func.sum(1 - moved).label("arrived"),
            func.sum(moved).label("moved"),
        )
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .where(
            asked.here(StayResident.community_id),
            asked.here(Stay.community_id),
            StayResident.starts_on >= asked.first_on,
            StayResident.starts_on <= asked.last_on,
            Stay.status.in_(LIVED),
        )
        .group_by(StayResident.community_id, StayResident.starts_on)
    )


@facts()
def departures(asked: Asked) -> Statement:
    after = aliased(Stay, name="after")
    went_on = select(after.id).where(after.operator_id == Stay.operator_id, after.previous_stay_id == Stay.id).exists()
    return (
        select(StayResident.community_id, StayResident.ends_on.label("counted_on"), func.count().label("count"))
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .where(
            asked.here(StayResident.community_id),
            asked.here(Stay.community_id),
            StayResident.ends_on >= asked.first_on,
            StayResident.ends_on <= asked.last_on,
            Stay.status == StayStatus.ENDED,
            ~went_on,
        )
        .group_by(StayResident.community_id, StayResident.ends_on)
    )


@facts()
def registrations(asked: Asked) -> Statement:
    day = asked.each_day()
    overdue = and_(
        Stay.registration_due_on < day.c.counted_on,
        or_(Stay.registered_on.is_(None), Stay.registered_on > day.c.counted_on),
    )
    late = Stay.planned_ends_on <= day.c.counted_on
    return (
        select(
            Stay.community_id,
            day.c.counted_on,
            func.count().label("stays"),
            func.sum(case((overdue, 1), else_=0)).label("overdue"),
            func.sum(case((late, 1), else_=0)).label("overstays"),
        )
        .join(day, and_(Stay.starts_on <= day.c.counted_on, Stay.ends_on > day.c.counted_on))
        .where(
            asked.here(Stay.community_id),
            Stay.starts_on <= asked.last_on,
            Stay.ends_on > asked.first_on,
            Stay.status.in_(LIVED),
        )
        .group_by(Stay.community_id, day.c.counted_on)
    )
