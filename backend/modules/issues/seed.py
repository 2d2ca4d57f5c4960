"""Demo of issues: the dripping pipe, the tower's waste that went up to the street, and half a year of ordinary ones."""

import random
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.modules.housing.queries.inventory import buildings_of_communities_by_id, list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.issues.actions.configuring import add_default_categories, create_issue_rule
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.judging import verify_issue
from backend.modules.issues.actions.moving import (
    accept_issue,
    add_issue_note,
    assign_issue,
)
from backend.modules.issues.actions.parties import add_issue_party
from backend.modules.issues.contract.inputs import Assignment, NewParty, NewRule
from backend.modules.issues.ledger import add_step, lock_issue
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.seed_ground import PERMITTED, Ground, as_resident, follow, moment, report, resolve, show
from backend.modules.issues.seed_halfyear import tell_half_year
from backend.modules.issues.seed_photos import Scene
from backend.modules.issues.seed_rounds import plan_walks
from backend.modules.issues.seed_works import tell_of_works
from backend.modules.issues.words import IssueAct, PhotoMoment
from tenants.scope import open_scope, system_actor

_COUNT = {"youchao": 60, "guanyu": 60, "weilingdi": 40}


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Nothing where anything has been reported."""
    staff = system_actor(operator_id, "seed", *PERMITTED)
    async with open_scope(staff, read_only=True) as scope:
        if code not in _COUNT or await scope.session.scalar(select(Issue.id).limit(1)) is not None:
            return
        found = (await list_communities(scope, Page(1))).rows
        buildings = await buildings_of_communities_by_id(scope, [one.id for one in found])
        people = {one.id: [who.resident_id for who in await list_inhabitants(scope, one.id)] for one in found}
    for community in found:
        async with open_scope(staff) as scope:
            await add_default_categories(scope)
            rows = await scope.session.scalars(select(IssueCategory))
            categories = {row.code: row.id for row in rows}
            for kind, department in (("lift", "电梯维保单位"), ("waste", "环卫公司"), ("fire", "消防安全员")):
                await create_issue_rule(scope, NewRule(category_id=categories[kind], department=department))
        ground = Ground(
            operator_id=operator_id,
            staff=staff,
            community_id=community.id,
            buildings={one.code: one.id for one in buildings[community.id]},
            people=people[community.id],
            categories=categories,
            rng=random.Random(code),
        )
        await _tell_of_drip(ground)
        await _tell_of_waste(ground)
        await tell_half_year(ground, _COUNT[code])
        await plan_walks(ground)
        await tell_of_works(ground)


async def _tell_of_drip(ground: Ground) -> None:
    """Photographed on the morning walk, sent at once, fixed before noon, verified in the evening."""
    resident_id = ground.people[0]
    with clock.at(moment(18, 7, 40)):
        async with open_scope(ground.staff) as scope:
            said = "晨间同走时发现：空调外机冷凝水管脱落，水一直滴在人行道上。"
            issue = await report(scope, ground, resident_id, "water", said)
            step = await add_step(scope, issue, IssueAct.NOTED, note="支部第一书记与住户同走时拍照上传。")
            await scope.session.flush()
            await show(scope, issue, step.id, Scene.DRIP, PhotoMoment.BEFORE)
    with clock.at(moment(18, 8, 5)):
        async with open_scope(ground.staff) as scope:
            await assign_issue(scope, issue.id, Assignment(department="工程维修组", note="请上午到场。"))
    with clock.at(moment(18, 10, 50)):
        async with open_scope(ground.staff) as scope:
            await follow(scope, issue.id, ground.people[1:4])
            await resolve(scope, issue.id, "冷凝水管已重新接入落水管并加固卡扣，现场无滴水。", Scene.DRIP_FIXED)
    with clock.at(moment(18, 19, 30)):
        async with open_scope(as_resident(ground, resident_id)) as scope:
            await verify_issue(scope, issue.id, 5, "晚上散步看过了，不滴了，谢谢！")


async def _tell_of_waste(ground: Ground) -> None:
    """A tower's waste: beyond the micro grid; the council agrees to three shifts, the street sends the lorry."""
    resident_id = ground.people[5]
    tower = "5" if "5" in ground.buildings else min(ground.buildings)
    with clock.at(moment(47, 20, 10)):
        async with open_scope(ground.staff) as scope:
            said = "楼下垃圾桶下午就满了，晚上外卖垃圾堆到地上，气味很大。"
            issue = await report(scope, ground, resident_id, "waste", said, tower)
            step = await add_step(scope, issue, IssueAct.NOTED, note="楼栋微网格巡查时拍照。")
            await scope.session.flush()
            await show(scope, issue, step.id, Scene.WASTE, PhotoMoment.BEFORE)
            await follow(scope, issue.id, ground.people[6:29])
    with clock.at(moment(46, 9)):
        async with open_scope(ground.staff) as scope:
            await accept_issue(scope, issue.id, "已受理，每日清运两班，高峰时段确实不够。")
            await add_issue_party(scope, issue.id, NewParty(department="物业公司", is_lead=True, task="增配垃圾桶"))
            await add_issue_party(scope, issue.id, NewParty(department="环卫公司", task="核算增加班次"))
    with clock.at(moment(43, 16)):
        async with open_scope(ground.staff) as scope:
            await escalate_issue(scope, issue.id, "微网格可增配垃圾桶，但清运班次须由片区与环卫公司协调。")
    await _decide(ground, issue.id)
    with clock.at(moment(34, 21)):
        async with open_scope(ground.staff) as scope:
            note = "清运由每日两班增至三班，晚间 20:30 加一班；桶位增加 4 组，现场整洁。"
            await resolve(scope, issue.id, note, Scene.WASTE_CLEARED)
    with clock.at(moment(33, 21)):
        async with open_scope(as_resident(ground, resident_id)) as scope:
            await verify_issue(scope, issue.id, 5, "连续几天晚上都干净了。")


async def _decide(ground: Ground, issue_id: UUID) -> None:
    with clock.at(moment(40, 19)):
        async with open_scope(ground.staff) as scope:
            issue = await lock_issue(scope, issue_id)
            await add_step(
                scope, issue, IssueAct.TAKEN_TO_COUNCIL, note="提交片区网格议事会，住户、商户、物业、环卫参加。"
            )
            said = "议事会商定：清运由两班增至三班，费用由物业与商户公约分担。"
            await add_step(scope, issue, IssueAct.DECIDED_BY_COUNCIL, note=said)
    with clock.at(moment(38, 10)):
        async with open_scope(ground.staff) as scope:
            await escalate_issue(scope, issue_id, "第三班车辆须由街镇总网格统筹调度。")
    with clock.at(moment(36, 15)):
        async with open_scope(ground.staff) as scope:
            said = "街镇总网格已协调环卫公司增派一辆夜班车，即日起执行。"
            await add_issue_note(scope, issue_id, said, is_internal=False)
