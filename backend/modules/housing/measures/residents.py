"""Residents as the district counts them, their arrivals and departures, and what is amiss with their records."""

from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    STAYS,
    UNKNOWN,
    Check,
    Measure,
    MeasureKind,
    Reach,
    Sensitivity,
)
from backend.modules.housing.contract.events import InventoryChanged, ParticularsChanged, ParticularsErased
from backend.modules.housing.measures import living
from backend.modules.housing.measures.living import AGE, ALONE, ARRANGED, SEX, STATED, TENURE

# Age and sex go with what identified them, on every day that they lived here.
Reach(ParticularsErased, lambda _: None)
Reach(ParticularsChanged, lambda _: None)
# Places that a roster makes, or that stand since the opening.
Reach(InventoryChanged, lambda event: event.since_on)

_ROWS = "stay_residents, stays, residents"

RESIDENTS = Measure(
    code="housing.residents",
    zh="在住人数",
    en="Residents",
    zh_definition="当日居住的人，含同住人与未成年人；离开当天不计",
    en_definition="People who live there on the day, whoever lives along and minors too; not on the day of leaving",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
)
Measure(
    code="housing.residents_by_age_and_sex",
    zh="在住人数（按年龄段、性别）",
    en="Residents by age band and sex",
    zh_definition="按当日周岁与证件所载性别；证件不载或已抹除的为不详",
    en_definition="By completed years on the day and the sex in the document; unknown where it says none or was erased",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    by=(AGE, SEX),
    sensitivity=Sensitivity.SENSITIVE,
)
Measure(
    code="housing.residents_by_tenure",
    zh="在住人数（按居住时长）",
    en="Residents by tenure",
    zh_definition="自最初入住之日起算，换房不中断",
    en_definition="Since they first came to live with the operator; moves do not interrupt it",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    by=(TENURE,),
)
Measure(
    code="housing.residents_by_party_status",
    zh="在住党团员",
    en="Residents in the Party or the League",
    zh_definition="本人同意后自行填报的政治面貌",
    en_definition="As residents state it, by consent",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    by=(STATED,),
    sensitivity=Sensitivity.SENSITIVE,
)
Measure(
    code="housing.residents_living_alone",
    zh="独居情况",
    en="Residents who live alone",
    zh_definition="登记为独居、非独居与未登记的在住人数",
    en_definition="Residents registered as living alone, as not, and not asked",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    by=(ALONE,),
    sensitivity=Sensitivity.SENSITIVE,
)
Measure(
    code="housing.residents_by_arrangement",
    zh="在住人数（按由谁安排）",
    en="Residents by who arranged it",
    zh_definition="由用人单位安排的与本人承租的在住人数",
    en_definition="Residents housed through an employer, and by themselves",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    by=(ARRANGED,),
)
Measure(
    code="housing.arrivals",
    zh="入住人次",
    en="Arrivals",
    zh_definition="当日入住的人，不含换房",
    en_definition="People who came to live there on the day, moves not counted",
    source="stay_residents, stays",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=living.arrivals,
    value="arrived",
)
Measure(
    code="housing.moves",
    zh="换房人次",
    en="Moves",
    zh_definition="当日换到本社区另一处或由其他社区换来的人",
    en_definition="People who moved on the day, to another place here or from another community",
    source="stay_residents, stays",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=living.arrivals,
    value="moved",
)
Measure(
    code="housing.departures",
    zh="退租人次",
    en="Departures",
    zh_definition="当日退租的人，不含换房",
    en_definition="People who left on the day, moves not counted",
    source="stay_residents, stays",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=living.departures,
)
STAYS_LIVED = Measure(
    code="housing.stays",
    zh="在住户次",
    en="Stays",
    zh_definition="当日在住的入住单，一人租一床也是一单",
    en_definition="Stays that are lived on the day; one person in one bed is a stay too",
    source="stays",
    unit=STAYS,
    kind=MeasureKind.LEVEL,
    facts=living.registrations,
    value="stays",
)
OVERDUE = Measure(
    code="housing.registrations_overdue",
    zh="居住登记逾期",
    en="Residence registrations overdue",
    zh_definition="已过登记期限、当日尚未登记的在住入住单",
    en_definition="Stays lived on the day whose registration was due before it and not done by then",
    source="stays",
    unit=STAYS,
    kind=MeasureKind.LEVEL,
    facts=living.registrations,
    value="overdue",
)
OVERSTAYS = Measure(
    code="housing.overstays",
    zh="到期未退",
    en="Overstays",
    zh_definition="约定退租日已到、当日仍在住的入住单",
    en_definition="Stays lived on the day though they were to have ended by then",
    source="stays",
    unit=STAYS,
    kind=MeasureKind.LEVEL,
    facts=living.registrations,
    value="overstays",
)
UNDESCRIBED = Measure(
    code="housing.residents_undescribed",
    zh="缺出生日期或性别",
    en="Residents without birth date or sex",
    zh_definition="登记中没有出生日期或性别的在住人",
    en_definition="Residents whose record lacks the birth date or the sex",
    source=_ROWS,
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=living.residents,
    value="undescribed",
    tells=("housing.residents_by_age_and_sex", UNKNOWN),
)
Check(
    code="housing.registered",
    zh="居住登记及时",
    en="Residences are registered in time",
    zh_remedy="在“居住登记”清单中补录登记日期",
    en_remedy="Record the day of registration in the list of overdue registrations",
    wrong=OVERDUE,
    of=STAYS_LIVED,
)
Check(
    code="housing.ended",
    zh="到期入住已处理",
    en="Stays that are over were ended or extended",
    zh_remedy="为到期未退的入住办理退租或续期",
    en_remedy="Check out or extend the stays that are past their end",
    wrong=OVERSTAYS,
    of=STAYS_LIVED,
)
Check(
    code="housing.described",
    zh="住户信息完整",
    en="Residents have birth date and sex",
    zh_remedy="补登住户的出生日期与性别",
    en_remedy="Complete the birth date and sex of these residents",
    wrong=UNDESCRIBED,
    of=RESIDENTS,
)
