"""Half a year of ordinary issues: most were solved and confirmed, those of the last weeks stand everywhere."""

import datetime as dt
from uuid import UUID

from backend.core import clock
from backend.modules.issues.actions.judging import reopen_issue, verify_issue
from backend.modules.issues.actions.moving import (
    accept_issue,
    assign_issue,
    close_issue,
    pause_issue,
    start_issue,
)
from backend.modules.issues.contract.inputs import Assignment
from backend.modules.issues.seed_ground import Ground, as_resident, follow, moment, report, resolve
from backend.modules.issues.words import IssueOutcome, PauseReason
from tenants.scope import Scope, open_scope

_ORDINARY = (
    ("water", "卫生间洗手池下水管渗水，地面一直是湿的。", "已更换下水软管并重新打胶，观察两日无渗漏。"),
    ("water", "楼上空调冷凝水滴到窗台，夜里声音很响。", "已把冷凝水管接入落水管。"),
    ("power", "走廊第三盏灯坏了，晚上下班很暗。", "已更换感应灯，并检查整层线路。"),
    ("power", "房间插座接触不良，充电时断时续。", "已更换两个五孔插座。"),
    ("appliance", "空调不制冷，显示 E6。", "已补充冷媒并清洗滤网，出风 16 度。"),
    ("appliance", "洗衣房三号洗衣机脱水时异响。", "已更换减震弹簧，试机正常。"),
    ("appliance", "床板断了一根横梁。", "已更换床板横梁。"),
    ("lift", "二号电梯开门时抖动。", "维保单位已调整门机皮带。"),
    ("waste", "垃圾房门口堆了大件，挡住通道。", "大件已清运，并张贴预约清运电话。"),
    ("hygiene", "楼梯间有异味，像是烟头和外卖。", "已清扫消杀，增加一次晚间巡查。"),
    ("noise", "隔壁深夜打游戏外放，凌晨两点还在吵。", "已上门沟通，双方约定 23 点后戴耳机。"),
    ("parking", "非机动车棚充电桩全被占，充满也不拔。", "已设置充满自动断电，并划出临停区。"),
    ("fire", "三楼消防通道堆了纸箱。", "已清空并向住户发出提醒。"),
    ("public-space", "自习室两把椅子的扶手松了。", "已紧固，并换下一把破损的椅子。"),
    ("greenery", "南侧绿化带的树枝伸到人行道上。", "已修剪枝条。"),
    ("road", "东门出口地砖松动，下雨溅水。", "已重铺地砖 6 平方米。"),
)
_OPEN_ENDS = ("REPORTED", "ACCEPTED", "STARTED", "ASSIGNED", "PAUSED", "RESOLVED")


async def tell_half_year(ground: Ground, count: int) -> None:
    """Most were solved and confirmed; those of the last weeks stand everywhere, some of them late."""
    rng = ground.rng
    for number in range(count):
        is_recent = number >= count * 2 // 3
        days_ago = rng.randrange(0, 14) if is_recent else rng.randrange(16, 182)
        told = _ORDINARY[number % len(_ORDINARY)]
        reporter = rng.choice(ground.people)
        end = _OPEN_ENDS[number % len(_OPEN_ENDS)] if is_recent else _closing(number)
        await _live(ground, days_ago, reporter, told, end)


def _closing(number: int) -> str:
    return {4: "REOPENED", 7: "NOT_AN_ISSUE", 9: "SILENT"}.get(number % 12, "VERIFIED")


async def _live(ground: Ground, days_ago: int, reporter: UUID, told: tuple[str, str, str], end: str) -> None:
    kind, said, done = told
    rng = ground.rng
    began = min(moment(days_ago, rng.randrange(8, 22), rng.randrange(60)), clock.now() - dt.timedelta(hours=3))
    tower = rng.choice(sorted(ground.buildings))
    hours = [rng.randrange(1, 5), rng.randrange(8, 20), rng.randrange(26, 60), rng.randrange(62, 90)]
    moments = [min(began + dt.timedelta(hours=one), clock.now()) for one in hours]
    with clock.at(began):
        async with open_scope(ground.staff) as scope:
            issue = await report(scope, ground, reporter, kind, said, tower)
            if rng.random() < 0.4:
                await follow(scope, issue.id, rng.sample(ground.people, rng.randrange(1, 7)))
    async with open_scope(ground.staff) as scope:
        with clock.at(moments[0]):
            await _take_on(scope, issue.id, end)
        if end in ("RESOLVED", "VERIFIED", "REOPENED", "SILENT"):
            with clock.at(moments[1]):
                await resolve(scope, issue.id, done)
    if end not in ("VERIFIED", "REOPENED"):
        return
    with clock.at(moments[2]):
        async with open_scope(as_resident(ground, reporter)) as scope:
            if end == "REOPENED":
                await reopen_issue(scope, issue.id, "修好一天又坏了，请再来看看。")
            else:
                await verify_issue(scope, issue.id, rng.choice((5, 5, 5, 4, 4, 3)))
    if end == "REOPENED":
        with clock.at(moments[3]):
            async with open_scope(ground.staff) as scope:
                await resolve(scope, issue.id, "已更换配件，请再确认。")


async def _take_on(scope: Scope, issue_id: UUID, end: str) -> None:
    """Up to where the work begins, or to an end without work."""
    if end == "REPORTED":
        return
    if end == "NOT_AN_ISSUE":
        await close_issue(scope, issue_id, IssueOutcome.NOT_AN_ISSUE, "现场查看正常，已与住户电话说明。")
        return
    await accept_issue(scope, issue_id)
    if end == "ASSIGNED":
        await assign_issue(scope, issue_id, Assignment(department="工程维修组"))
    elif end != "ACCEPTED":
        await start_issue(scope, issue_id)
    if end == "PAUSED":
        await pause_issue(scope, issue_id, PauseReason.WAITING_FOR_PARTS, "配件已下单，到货后立即更换。")
