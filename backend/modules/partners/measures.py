"""What the district counts of partners' work: needs that were opened and seen to, responsibility days."""

from typing import Any  # Any: a day, where an instant is usual

from sqlalchemy import TIMESTAMP, cast, func

from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    PIECES,
    TIMES,
    Asked,
    Measure,
    MeasureKind,
    Statement,
    facts,
)
from backend.modules.dashboard.contract.shapes import happened
from backend.modules.partners.contract.words import ClaimStatus, DayStatus
from backend.modules.partners.models import Need, NeedClaim, ResponsibilityDay


@facts()
def _opened(asked: Asked) -> Statement:
    return happened(asked, Need.community_id, Need.opened_at)


@facts()
def _confirmed(asked: Asked) -> Statement:
    is_done = NeedClaim.status == ClaimStatus.CONFIRMED
    return happened(asked, NeedClaim.community_id, NeedClaim.confirmed_at, is_done)


@facts()
def _days(asked: Asked) -> Statement:
    midnight: Any = func.timezone("Asia/Shanghai", cast(ResponsibilityDay.held_on, TIMESTAMP))
    is_logged = ResponsibilityDay.status == DayStatus.LOGGED
    return happened(
        asked, ResponsibilityDay.community_id, midnight, is_logged, sums={"served": ResponsibilityDay.served_count}
    )


Measure(
    code="partners.needs_opened",
    zh="发布需求",
    en="Needs opened",
    zh_definition="当日发布的社区需求",
    en_definition="Needs of communities that were made public on the day",
    source="needs",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_opened,
)
Measure(
    code="partners.needs_confirmed",
    zh="对接落地的需求",
    en="Needs seen to",
    zh_definition="当日确认已落地的需求（共建单位认领）",
    en_definition="Needs that a partner claimed and of which it was confirmed on the day that they were seen to",
    source="need_claims",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_confirmed,
)
Measure(
    code="partners.responsibility_days",
    zh="社会责任日服务",
    en="Responsibility days",
    zh_definition="当日由共建单位认领并已登记成效的社会责任日服务",
    en_definition="Slots of responsibility days on the day that a unit took and whose outcome was logged",
    source="responsibility_days",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_days,
)
Measure(
    code="partners.people_served",
    zh="社会责任日服务人次",
    en="People served on responsibility days",
    zh_definition="当日社会责任日服务的人次",
    en_definition="How many people were served on the responsibility days of the day",
    source="responsibility_days",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_days,
    value="served",
)
