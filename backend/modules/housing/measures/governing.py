"""How communities are governed: the five modes and the area grid, and what the records of communities lack."""

from sqlalchemy import String, and_, case, cast, func, or_, select

from backend.modules.dashboard.contract.measures import (
    COMMUNITIES,
    Asked,
    Check,
    Dimension,
    Measure,
    MeasureKind,
    Ratio,
    Statement,
    facts,
)
from backend.modules.housing.models.inventory import Community, GovernancePeriod
from backend.modules.housing.words import GovernanceMode

_NONE = "NONE"
MODE = Dimension(
    "mode",
    "治理模式",
    "Mode of governance",
    (
        ("COMMITTEE_OR_PREPARATORY_GROUP", "社区党组织领导下的居委会（筹备组）", "Committee or its preparatory group"),
        ("MANAGED_BY_NEIGHBOUR", "居村代管", "Run on behalf by a neighbouring committee"),
        ("MANAGED_BY_NEIGHBOUR_WITH_STATION", "居村代管（派驻社工站）", "The same, with a social-work station"),
        ("WITHIN_COMMITTEE", "纳入居委会管理", "Within an existing committee"),
        ("SELF_GOVERNANCE_WITH_STATIONS", "党群服务站和社工站共育下的自治共治", "Self-governance with stations"),
        ("AREA_GRID", "片区网格", "Area grid"),
        (_NONE, "未设定", "None"),
    ),
)
PRODUCT_TYPE = Dimension(
    "product_type",
    "产品类型",
    "Product type",
    (
        ("LONG_RENT_APARTMENT", "长租公寓", "Long-rent apartment"),
        ("AFFORDABLE_RENTAL", "保障性租赁住房", "Affordable rental"),
        ("PUBLIC_RENTAL", "公共租赁住房", "Public rental"),
        ("TALENT_APARTMENT", "人才公寓", "Talent apartment"),
        ("CITY_BUILDERS_HOME", "新时代城市建设者管理者之家", "Home for city builders and managers"),
    ),
)


@facts()
def _communities(asked: Asked) -> Statement:
    day = asked.each_day()
    mode = func.coalesce(cast(GovernancePeriod.mode, String), _NONE)
    governed = and_(GovernancePeriod.mode.is_not(None), GovernancePeriod.mode != GovernanceMode.AREA_GRID)
    unplaced = or_(Community.latitude.is_(None), Community.longitude.is_(None))
    of_day = and_(
        GovernancePeriod.operator_id == Community.operator_id,
        GovernancePeriod.community_id == Community.id,
        GovernancePeriod.starts_on <= day.c.counted_on,
        GovernancePeriod.ends_on > day.c.counted_on,
    )
    return (
        select(
            Community.id.label("community_id"),
            day.c.counted_on,
            mode.label("mode"),
            Community.product_type,
            func.count().label("count"),
            func.sum(case((governed, 1), else_=0)).label("governed"),
            func.sum(case((GovernancePeriod.mode.is_(None), 1), else_=0)).label("without_mode"),
            func.sum(case((unplaced, 1), else_=0)).label("unplaced"),
        )
        .join(day, Community.opened_on <= day.c.counted_on)
        .outerjoin(GovernancePeriod, of_day)
        .where(asked.here(Community.id))
        .group_by(Community.id, Community.product_type, day.c.counted_on, mode)
    )


_ROWS = "communities, governance_periods"

ALL = Measure(
    code="housing.communities",
    zh="社区数",
    en="Communities",
    zh_definition="当日已开业的租赁社区",
    en_definition="Rental communities that have opened by the day",
    source=_ROWS,
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
)
Measure(
    code="housing.communities_by_mode",
    zh="社区数（按治理模式）",
    en="Communities by mode of governance",
    zh_definition="当日适用的治理模式：五种模式，或片区网格",
    en_definition="By the mode that holds on the day: one of the five, or the area grid",
    source=_ROWS,
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
    by=(MODE,),
)
Measure(
    code="housing.communities_by_product_type",
    zh="社区数（按产品类型）",
    en="Communities by product type",
    zh_definition="当日已开业的租赁社区，按产品类型",
    en_definition="Rental communities that have opened by the day, by what kind they are",
    source="communities",
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
    by=(PRODUCT_TYPE,),
)
GOVERNED = Measure(
    code="housing.communities_governed",
    zh="纳入治理体系的社区",
    en="Communities within the governance system",
    zh_definition="当日处于五种治理模式之一的社区，不含片区网格",
    en_definition="Communities in one of the five modes on the day, the area grid not counted",
    source=_ROWS,
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
    value="governed",
)
Ratio(
    code="housing.coverage_rate",
    zh="治理覆盖率",
    en="Coverage by the five modes",
    zh_definition="纳入治理体系的社区 ÷ 社区数",
    en_definition="Communities within the governance system in all communities",
    part=GOVERNED,
    whole=ALL,
)
UNPLACED = Measure(
    code="housing.communities_unplaced",
    zh="缺坐标的社区",
    en="Communities without coordinates",
    zh_definition="登记中没有经纬度的社区",
    en_definition="Communities whose record lacks the coordinates",
    source=_ROWS,
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
    value="unplaced",
)
WITHOUT_MODE = Measure(
    code="housing.communities_without_mode",
    zh="未设定治理模式的社区",
    en="Communities without a mode",
    zh_definition="当日没有治理模式的社区",
    en_definition="Communities that no mode holds for on the day",
    source=_ROWS,
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_communities,
    value="without_mode",
)
Check(
    code="housing.placed",
    zh="社区已定位",
    en="Communities are on the map",
    zh_remedy="在社区资料中填写经纬度",
    en_remedy="Give the coordinates of these communities",
    wrong=UNPLACED,
    of=ALL,
)
Check(
    code="housing.moded",
    zh="治理模式已设定",
    en="Communities have a mode of governance",
    zh_remedy="为社区设定治理模式及起始日期",
    en_remedy="Set the mode of governance and since when it holds",
    wrong=WITHOUT_MODE,
    of=ALL,
)
