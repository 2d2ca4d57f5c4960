"""Supply: suites, rooms and beds that stand and that are planned, and how they are let."""

from sqlalchemy import Subquery, and_, case, func, literal, select, union, union_all

from backend.modules.dashboard.contract.measures import (
    BEDS,
    UNITS,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    MeasureUnit,
    Ratio,
    Statement,
    facts,
)
from backend.modules.housing.models.employers import AllottedBed
from backend.modules.housing.models.inventory import Bed, Community, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay
from backend.modules.housing.words import StayStatus, UnitKind

LIVED = (StayStatus.ACTIVE, StayStatus.ENDED)

TIER = Dimension(
    "tier",
    "供应层级",
    "Tier of supply",
    (("SUITE", "一套房", "Suite"), ("ROOM", "一间房", "Room"), ("BED", "一张床", "Bed")),
)
_PLACES = MeasureUnit("PLACES", "套/间/张", "suites, rooms, beds")


def _of_unit(asked: Asked) -> Subquery:
    # Units are put together before they meet the days, and read once: whatever the planner thinks of an operator that
    # was just imported, no row is looked at again for every day or for every other unit.
    beds = func.count(Bed.id)
    return (
        select(
            Unit.community_id,
            func.coalesce(Unit.built_on, Community.opened_on).label("since_on"),
            case((Unit.kind == UnitKind.SUITE, "SUITE"), (beds > 1, "BED"), else_="ROOM").label("tier"),
            beds.label("beds"),
            case((Community.planned_beds > 0, beds), else_=0).label("delivered"),
        )
        .join(Bed, and_(Bed.operator_id == Unit.operator_id, Bed.unit_id == Unit.id))
        .join(Community, and_(Community.operator_id == Unit.operator_id, Community.id == Unit.community_id))
        .where(asked.here(Unit.community_id))
        .group_by(Unit.operator_id, Unit.id, Community.operator_id, Community.id)
        .subquery("of_unit")
    )


def _built(asked: Asked) -> Subquery:
    of_unit = _of_unit(asked)
    places = case((of_unit.c.tier == literal("BED"), of_unit.c.beds), else_=1)
    return (
        select(
            of_unit.c.community_id,
            of_unit.c.since_on,
            of_unit.c.tier,
            func.count().label("units"),
            func.sum(of_unit.c.beds).label("beds"),
            func.sum(places).label("places"),
            func.sum(of_unit.c.delivered).label("delivered"),
        )
        .group_by(of_unit.c.community_id, of_unit.c.since_on, of_unit.c.tier)
        .subquery("built")
    )


@facts()
def _supply(asked: Asked) -> Statement:
    built, day = _built(asked), asked.each_day()
    return (
        select(
            built.c.community_id,
            day.c.counted_on,
            built.c.tier,
            *(func.sum(built.c[name]).label(name) for name in ("units", "beds", "places", "delivered")),
        )
        .join(day, built.c.since_on <= day.c.counted_on)
        .group_by(built.c.community_id, day.c.counted_on, built.c.tier)
    )


@facts()
def _planned(asked: Asked) -> Statement:
    day = asked.each_day()
    return (
        select(Community.id.label("community_id"), day.c.counted_on, Community.planned_beds.label("beds"))
        .join(day, Community.opened_on <= day.c.counted_on)
        .where(asked.here(Community.id))
    )


@facts()
def _occupied(asked: Asked) -> Statement:
    day = asked.each_day()
    let_as = case((Stay.bed_id.is_not(None), "BED"), else_=Unit.kind)
    return (
        select(
            BedOccupancy.community_id,
            day.c.counted_on,
            let_as.label("tier"),
            func.count(BedOccupancy.bed_id.distinct()).label("count"),
        )
        .join(Stay, and_(Stay.operator_id == BedOccupancy.operator_id, Stay.id == BedOccupancy.stay_id))
        .join(Unit, and_(Unit.operator_id == BedOccupancy.operator_id, Unit.id == BedOccupancy.unit_id))
        .join(day, and_(BedOccupancy.starts_on <= day.c.counted_on, BedOccupancy.ends_on > day.c.counted_on))
        .where(
            asked.here(BedOccupancy.community_id),
            BedOccupancy.starts_on <= asked.last_on,
            BedOccupancy.ends_on > asked.first_on,
            Stay.status.in_(LIVED),
        )
        .group_by(BedOccupancy.community_id, day.c.counted_on, let_as)
    )


def _held(asked: Asked) -> Subquery:
    """Each bed that is let on each day, once."""
    day = asked.each_day()
    lived_in = (
        select(BedOccupancy.community_id, day.c.counted_on, BedOccupancy.bed_id)
        .join(Stay, and_(Stay.operator_id == BedOccupancy.operator_id, Stay.id == BedOccupancy.stay_id))
        .join(day, and_(BedOccupancy.starts_on <= day.c.counted_on, BedOccupancy.ends_on > day.c.counted_on))
        .where(
            asked.here(BedOccupancy.community_id),
            BedOccupancy.starts_on <= asked.last_on,
            BedOccupancy.ends_on > asked.first_on,
            Stay.status.in_(LIVED),
        )
    )
    allotted = (
        select(AllottedBed.community_id, day.c.counted_on, AllottedBed.bed_id)
        .join(day, and_(AllottedBed.starts_on <= day.c.counted_on, AllottedBed.ends_on > day.c.counted_on))
        .where(
            asked.here(AllottedBed.community_id),
            AllottedBed.starts_on <= asked.last_on,
            AllottedBed.ends_on > asked.first_on,
        )
    )
    return union(lived_in, allotted).subquery("held")


@facts()
def _let(asked: Asked) -> Statement:
    held = _held(asked)
    return select(held.c.community_id, held.c.counted_on, func.count().label("count")).group_by(
        held.c.community_id, held.c.counted_on
    )


@facts()
def _available(asked: Asked) -> Statement:
    built, held, day = _built(asked), _held(asked), asked.each_day()
    standing = select(built.c.community_id, day.c.counted_on, built.c.beds).join(
        day, built.c.since_on <= day.c.counted_on
    )
    taken = select(held.c.community_id, held.c.counted_on, literal(-1).label("beds"))
    both = union_all(standing, taken).subquery("both")
    return select(both.c.community_id, both.c.counted_on, func.sum(both.c.beds).label("count")).group_by(
        both.c.community_id, both.c.counted_on
    )


UNITS_BUILT = Measure(
    code="housing.units",
    zh="房源数",
    en="Suites and rooms",
    zh_definition="当日已建成的套与间；有建成日期的自该日起计，没有的自社区开业日起计",
    en_definition="Suites and rooms that stand on the day, since they were built or else since the community opened",
    source="units, beds, communities",
    unit=UNITS,
    kind=MeasureKind.LEVEL,
    facts=_supply,
    value="units",
)
BEDS_BUILT = Measure(
    code="housing.beds",
    zh="已建成床位",
    en="Beds built",
    zh_definition="当日已建成房源内的床位数",
    en_definition="Beds in the suites and rooms that stand on the day",
    source="units, beds, communities",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_supply,
    value="beds",
)
SUPPLY = Measure(
    code="housing.supply",
    zh="三级供应",
    en="Supply by tier",
    zh_definition="一套房按套计；只有一张床的间按间计；有多张床的间按床计",
    en_definition="Suites as suites, rooms of one bed as rooms, rooms of several beds by the bed",
    source="units, beds, communities",
    unit=_PLACES,
    kind=MeasureKind.LEVEL,
    facts=_supply,
    value="places",
    by=(TIER,),
)
BEDS_PLANNED = Measure(
    code="housing.beds_planned",
    zh="计划床位",
    en="Beds planned",
    zh_definition="社区登记的计划床位数，自开业日起计",
    en_definition="The beds that a community is planned to have, from its opening on",
    source="communities",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_planned,
    value="beds",
)
BEDS_OCCUPIED = Measure(
    code="housing.beds_occupied",
    zh="入住床位",
    en="Beds occupied",
    zh_definition="当日有人入住的床位；整套、整间出租时其全部床位都计入；离开当天不计",
    en_definition="Beds that someone lives in on the day, all beds of a unit let whole; not on the day of leaving",
    source="bed_occupancies, stays",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_occupied,
)
Measure(
    code="housing.beds_occupied_by_tier",
    zh="入住床位（按出租方式）",
    en="Beds occupied, by how they are let",
    zh_definition="入住床位中，整套、整间与按床出租的各有多少",
    en_definition="Beds occupied through a suite, through a room, or by the bed",
    source="bed_occupancies, stays, units",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_occupied,
    by=(TIER,),
)
BEDS_LET = Measure(
    code="housing.beds_let",
    zh="已出租床位",
    en="Beds let",
    zh_definition="当日有人入住或由用人单位包租的床位，重复的只计一次",
    en_definition="Beds occupied, or held by an employer on the day; each once",
    source="bed_occupancies, stays, allotted_beds",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_let,
)
Measure(
    code="housing.beds_available",
    zh="可出租床位",
    en="Beds available",
    zh_definition="当日已建成床位中既无人入住、也未由用人单位包租的，即已建成床位 − 已出租床位；预订未入住的计入",
    en_definition="Beds built less beds let on the day; what is reserved and not lived in yet is among them",
    source="units, beds, communities, bed_occupancies, stays, allotted_beds",
    unit=BEDS,
    kind=MeasureKind.LEVEL,
    facts=_available,
)
Ratio(
    code="housing.occupancy_rate",
    zh="入住率",
    en="Occupancy",
    zh_definition="入住床位 ÷ 已建成床位",
    en_definition="Beds occupied in beds built",
    part=BEDS_OCCUPIED,
    whole=BEDS_BUILT,
)
Ratio(
    code="housing.letting_rate",
    zh="出租率",
    en="Share let",
    zh_definition="已出租床位 ÷ 已建成床位",
    en_definition="Beds let in beds built",
    part=BEDS_LET,
    whole=BEDS_BUILT,
)
Ratio(
    code="housing.delivery_rate",
    zh="床位交付率",
    en="Beds built against planned",
    zh_definition="已建成床位 ÷ 计划床位，只看有计划的社区",
    en_definition="Beds built in beds planned, in communities that have a plan",
    part=Measure(
        code="housing.beds_delivered",
        zh="计划内已交付床位",
        en="Planned beds delivered",
        zh_definition="有计划床位的社区中已建成的床位",
        en_definition="Beds built in communities that have a plan",
        source="units, beds, communities",
        unit=BEDS,
        kind=MeasureKind.LEVEL,
        facts=_supply,
        value="delivered",
    ),
    whole=BEDS_PLANNED,
)
