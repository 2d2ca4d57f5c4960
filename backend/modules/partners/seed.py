"""Demo of partners: units near each community, what they offer, needs in every state, responsibility days."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.core.paging import Page
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.partners.actions.days import (
    claim_responsibility_day,
    log_responsibility_day,
    open_responsibility_day,
)
from backend.modules.partners.actions.needs import claim_need, confirm_delivery, deliver_need, post_need
from backend.modules.partners.actions.registering import offer_resource, register_partner
from backend.modules.partners.contract.inputs import (
    DayOutcome,
    Delivery,
    NewClaim,
    NewDay,
    NewNeed,
    NewOffer,
    NewPartner,
)
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.words import NeedStatus, PartnerKind, ResourceKind
from tenants.scope import Scope

PERMISSIONS = (*PartnerPermission,)
Offered = tuple[ResourceKind, str, int | None]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the demo, whom to call there, and what it offers; money in yuan."""

    name: str
    code: str
    kind: PartnerKind
    contact: tuple[str, str]
    offers: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """A need of the demo: days are counted back from today; which unit sees to it, and how far it has come."""

    kind: ResourceKind
    title: str
    details: str
    asked: int
    unit: int | None = None
    status: NeedStatus = NeedStatus.OPEN
    outcome: str = ""
    score: int = 5


_UNITS: Final[dict[str, tuple[_Unit, ...]]] = {
    "youchao": (
        _Unit(
            "马桥镇社区卫生服务中心",
            "12310112425045870T",
            PartnerKind.HOSPITAL,
            ("沈医生", "021-64091234"),
            ((ResourceKind.SERVICE, "每月一次血压血糖义诊", 12), (ResourceKind.CONSULT, "职业病防护咨询", None)),
        ),
        _Unit(
            "上海马桥物流服务有限公司",
            "913101121322079180",
            PartnerKind.ENTERPRISE,
            ("顾经理", "13800010021"),
            ((ResourceKind.FUNDING, "骑手驿站添置充电柜", 1), (ResourceKind.PUBLIC_GOOD, "闲置电动车头盔 60 顶", 3)),
        ),
        _Unit(
            "马桥镇总工会",
            "81310112MC9012450F",
            PartnerKind.LEAGUE_OR_UNION,
            ("陆老师", "021-64098866"),
            ((ResourceKind.SERVICE, "户外劳动者清凉包", 4),),
        ),
    ),
    "guanyu": (
        _Unit(
            "剑川路高校学生第二党支部",
            "123101124250400002",
            PartnerKind.SCHOOL,
            ("徐老师", "021-54740000"),
            (
                (ResourceKind.SERVICE, "夜校讲师团：AI 绘画", 8),
                (ResourceKind.CONSULT, "考研与落户政策咨询", None),
            ),
        ),
        _Unit(
            "颛桥青年社会工作服务中心",
            "52310112MJ53219X0G",
            PartnerKind.SOCIAL_ORGANISATION,
            ("唐社工", "13800010045"),
            ((ResourceKind.SERVICE, "情绪支持小组", 6),),
        ),
    ),
    "weilingdi": (
        _Unit(
            "浦江镇文化体育事业发展中心",
            "13310112501789000F",
            PartnerKind.GOVERNMENT,
            ("何老师", "021-34300001"),
            ((ResourceKind.SERVICE, "小剧场灯光音响技术支持", 5), (ResourceKind.PUBLIC_GOOD, "图书漂流 300 册", 2)),
        ),
        _Unit(
            "上海浦江健身管理有限公司",
            "91310112MA1GB7UA0B",
            PartnerKind.ENTERPRISE,
            ("马经理", "13800010077"),
            ((ResourceKind.SERVICE, "每周一次公益体测与拉伸课", 10), (ResourceKind.FUNDING, "社区花园种植箱", 1)),
        ),
    ),
}
_WISHES: Final[dict[str, tuple[_Wish, ...]]] = {
    "youchao": (
        _Wish(
            ResourceKind.SERVICE,
            "给夜班保安和骑手测血压",
            "下午三点到五点在健康驿站",
            52,
            0,
            NeedStatus.CONFIRMED,
            "两位医生到场，为 43 人测了血压血糖，6 人建议复查。",
        ),
        _Wish(
            ResourceKind.FUNDING,
            "骑手驿站的充电柜",
            "现有 8 口不够，希望增加到 20 口",
            30,
            1,
            NeedStatus.DELIVERED,
            "新装 12 口充电柜，已通电并张贴使用须知。",
        ),
        _Wish(ResourceKind.PUBLIC_GOOD, "旧头盔换新", "约 40 顶老化", 12, 1, NeedStatus.CLAIMED),
        _Wish(ResourceKind.CONSULT, "劳动合同与工伤咨询", "保洁班组十余人", 4),
    ),
    "guanyu": (
        _Wish(
            ResourceKind.SERVICE,
            "中秋 AI 绘画夜校老师",
            "两个晚上，每次两小时",
            45,
            0,
            NeedStatus.CONFIRMED,
            "两次课共 58 人次，作品在一楼大厅展出。",
        ),
        _Wish(
            ResourceKind.CONSULT,
            "人才落户政策说明会",
            "应届生问得最多",
            20,
            0,
            NeedStatus.DELIVERED,
            "说明会到场 36 人，会后答疑 50 分钟。",
            4,
        ),
        _Wish(ResourceKind.SERVICE, "加班族情绪支持小组", "每周三晚八点", 9, 1, NeedStatus.CLAIMED),
        _Wish(ResourceKind.PUBLIC_GOOD, "自习室护眼台灯 20 盏", "", 3),
    ),
    "weilingdi": (
        _Wish(
            ResourceKind.SERVICE,
            "小剧场首演的灯光支持",
            "社团自排短剧，周六晚",
            38,
            0,
            NeedStatus.CONFIRMED,
            "技术员两人全程到场，演出顺利。",
        ),
        _Wish(ResourceKind.FUNDING, "社区花园 12 个种植箱", "三号楼南侧空地", 15, 1, NeedStatus.CLAIMED),
        _Wish(ResourceKind.PUBLIC_GOOD, "共享厨房烤箱一台", "烘焙社每周用", 5),
    ),
}
_DAYS: Final = ((-41, "磨刀、理发、修小家电", "为 74 人次服务", 74), (-12, "义诊与反诈宣传", "为 58 人次服务", 58))
_AHEAD: Final = ((17, "法律咨询与劳动维权"), (17, "衣物缝补与配钥匙"))
_AMOUNT: Final = Decimal("8000.00")


async def seed(scope: Scope, code: str) -> None:
    """The register, offers, needs as far as they have come, and the monthly responsibility days."""
    for community in (await list_communities(scope, Page(1))).rows if code in _UNITS else ():
        units = [await _enter(scope, unit) for unit in _UNITS[code]]
        for wish in _WISHES[code]:
            await _live(scope, community.id, wish, units)
        await _days(scope, community.id, [unit for unit, _ in units])


def _at(days: int, hour: int = 10) -> dt.datetime:
    return clock.moment(clock.today() + dt.timedelta(days=days), hour)


async def _enter(scope: Scope, unit: _Unit) -> tuple[UUID, dict[ResourceKind, UUID]]:
    with clock.at(_at(-90)):
        new = NewPartner(
            name=unit.name,
            credit_code=unit.code,
            kind=unit.kind,
            joined_on=clock.today(),
            contact_name=unit.contact[0],
            contact_phone=unit.contact[1],
        )
        partner_id = await register_partner(scope, new)
        offers = {}
        for kind, title, uses in unit.offers:
            amount = _AMOUNT if kind is ResourceKind.FUNDING else None
            offer = NewOffer(partner_id=partner_id, kind=kind, title=title, uses=uses, amount=amount)
            offers[kind] = await offer_resource(scope, offer)
    return partner_id, offers


async def _live(
    scope: Scope, community_id: UUID, wish: _Wish, units: list[tuple[UUID, dict[ResourceKind, UUID]]]
) -> None:
    with clock.at(_at(-wish.asked)):
        new = NewNeed(community_id=community_id, kind=wish.kind, title=wish.title, details=wish.details)
        need_id = await post_need(scope, new)
    if wish.unit is None:
        return
    partner_id, offers = units[wish.unit]
    with clock.at(_at(-wish.asked + 1, 15)):
        await claim_need(scope, need_id, NewClaim(partner_id=partner_id, offer_id=offers.get(wish.kind)))
    if wish.status in (NeedStatus.DELIVERED, NeedStatus.CONFIRMED):
        with clock.at(_at(-wish.asked + 8, 17)):
            await deliver_need(scope, need_id, Delivery(delivered_on=clock.today(), outcome=wish.outcome))
    if wish.status is NeedStatus.CONFIRMED:
        with clock.at(_at(-wish.asked + 10)):
            await confirm_delivery(scope, need_id, wish.score)


async def _days(scope: Scope, community_id: UUID, units: list[UUID]) -> None:
    for number, (days, topic, outcome, served) in enumerate(_DAYS):
        with clock.at(_at(days - 14)):
            held_on = clock.today() + dt.timedelta(days=14)
            day = NewDay(community_id=community_id, held_on=held_on, topic=topic, place="党群服务站门前")
            day_id = await open_responsibility_day(scope, day)
            await claim_responsibility_day(scope, day_id, units[number % len(units)])
        with clock.at(_at(days, 18)):
            await log_responsibility_day(scope, day_id, DayOutcome(outcome=outcome, served_count=served))
    for number, (days, topic) in enumerate(_AHEAD):
        held_on = clock.today() + dt.timedelta(days=days)
        day = NewDay(community_id=community_id, held_on=held_on, topic=topic, place="一楼大厅")
        day_id = await open_responsibility_day(scope, day)
        if number == 0:
            await claim_responsibility_day(scope, day_id, units[0])
