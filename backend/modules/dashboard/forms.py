"""The district's monthly forms: which measure answers which line. A new form is a declaration, and no new work."""

from backend.modules.dashboard.contract.measures import Form, FormLine

# 报表一：大型租赁社区基本情况月报表
Form(
    code="BASICS",
    zh="大型租赁社区基本情况月报表",
    en="Rental communities: monthly return",
    lines=(
        FormLine("1", "租赁社区（个）", "Communities", "housing.communities"),
        FormLine("1.1", "　其中：纳入治理体系", "Within the governance system", "housing.communities_governed"),
        FormLine(
            "1.1.1",
            "　　居委会（筹备组）",
            "Committee or its preparatory group",
            "housing.communities_by_mode",
            ("COMMITTEE_OR_PREPARATORY_GROUP",),
        ),
        FormLine(
            "1.1.2", "　　居村代管", "Run by a neighbour", "housing.communities_by_mode", ("MANAGED_BY_NEIGHBOUR",)
        ),
        FormLine(
            "1.1.3",
            "　　居村代管（派驻社工站）",
            "The same, with a station",
            "housing.communities_by_mode",
            ("MANAGED_BY_NEIGHBOUR_WITH_STATION",),
        ),
        FormLine(
            "1.1.4",
            "　　纳入居委会管理",
            "Within an existing committee",
            "housing.communities_by_mode",
            ("WITHIN_COMMITTEE",),
        ),
        FormLine(
            "1.1.5",
            "　　自治共治",
            "Self-governance with stations",
            "housing.communities_by_mode",
            ("SELF_GOVERNANCE_WITH_STATIONS",),
        ),
        FormLine("1.2", "　　　　片区网格", "Area grid", "housing.communities_by_mode", ("AREA_GRID",)),
        FormLine("1.3", "　治理覆盖率", "Coverage", "housing.coverage_rate"),
        FormLine("2", "房源（套、间）", "Suites and rooms", "housing.units"),
        FormLine("2.1", "　一套房（套）", "Suites", "housing.supply", ("SUITE",)),
        FormLine("2.2", "　一间房（间）", "Rooms", "housing.supply", ("ROOM",)),
        FormLine("2.3", "　一张床（张）", "Beds let singly", "housing.supply", ("BED",)),
        FormLine("3", "计划床位（张）", "Beds planned", "housing.beds_planned"),
        FormLine("4", "已建成床位（张）", "Beds built", "housing.beds"),
        FormLine("4.1", "　床位交付率", "Built against planned", "housing.delivery_rate"),
        FormLine("5", "已出租床位（张）", "Beds let", "housing.beds_let"),
        FormLine("6", "入住床位（张）", "Beds occupied", "housing.beds_occupied"),
        FormLine("6.1", "　入住率", "Occupancy", "housing.occupancy_rate"),
        FormLine("7", "居住人数（人）", "Residents", "housing.residents"),
        FormLine("7.1", "　在住人数（跨运营方去重）", "Different residents", "dashboard.unique_residents"),
    ),
)
# 报表二：大型租赁社区人口流动与居住登记月报表
Form(
    code="MOVEMENTS",
    zh="大型租赁社区人口流动与居住登记月报表",
    en="Movements and registrations: monthly return",
    lines=(
        FormLine("1", "月末居住人数（人）", "Residents at the end of the month", "housing.residents"),
        FormLine(
            "1.1",
            "　其中：用人单位安排",
            "Of which arranged by an employer",
            "housing.residents_by_arrangement",
            ("EMPLOYER",),
        ),
        FormLine("2", "本月迁入（人）", "Arrivals", "housing.arrivals"),
        FormLine("3", "本月迁出（人）", "Departures", "housing.departures"),
        FormLine("4", "本月换房（人）", "Moves within", "housing.moves"),
        FormLine("5", "月末在住户（户）", "Stays", "housing.stays"),
        FormLine("5.1", "　超过约定退租日仍未办结", "Beyond the agreed day", "housing.overstays"),
        FormLine("6", "居住登记逾期（户）", "Registrations overdue", "housing.registrations_overdue"),
        FormLine("7", "独居人员（人）", "People living alone", "housing.residents_living_alone", ("YES",)),
        FormLine(
            "8",
            "中共党员（自报，人）",
            "Party members, as stated",
            "housing.residents_by_party_status",
            ("PARTY_MEMBER",),
        ),
    ),
)
