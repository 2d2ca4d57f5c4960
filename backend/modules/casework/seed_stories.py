"""What the demo tells of cases, groups and activities of a station."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock
from backend.modules.casework.actions import gatherings, group_approvals, groups
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.cases import open_case
from backend.modules.casework.actions.consents import record_consent
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.phases import advance_case, close_case
from backend.modules.casework.contract.case_inputs import (
    Closing,
    Decision,
    GoalChange,
    NewApproval,
    NewCase,
    NewConsent,
    NewNote,
    NewScore,
    Step,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    CaseSource,
    ConsentForm,
    ConsentPurpose,
    NoteKind,
    RiskLevel,
)
from backend.modules.casework.contract.group_inputs import (
    ActivityReport,
    NewActivity,
    NewGroup,
    NewMember,
    NewSession,
)
from backend.modules.casework.contract.group_words import GroupPhase, GroupSubject
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.cases import Case
from tenants.scope import Actor, open_scope


@dataclass(frozen=True, slots=True)
class Desk:
    """A station of the demo: who works there, and whom it is told of."""

    station_id: UUID
    community_id: UUID
    workers: tuple[Actor, Actor]
    supervisor: Actor
    residents: Sequence[UUID]
    rng: random.Random


@dataclass(frozen=True, slots=True)
class _Story:
    """A case: what it is about, how long ago it was opened, how far it has come, what waits for the supervisor."""

    problem: str
    days: int
    phase: CasePhase
    area: ServiceArea = ServiceArea.PROFESSIONAL
    risk: RiskLevel = RiskLevel.LOW
    source: CaseSource = CaseSource.SELF
    waits: ApprovalSubject | None = None
    is_closed: bool = False
    satisfaction: int | None = None


_LOW, _MID, _HIGH = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH
_BASIC, _EMPOWER = ServiceArea.BASIC, ServiceArea.EMPOWERMENT
_STORIES = (
    _Story("试用期压力大，连续三周失眠，不敢告诉家人。", 40, CasePhase.INTERVENTION, risk=_MID),
    _Story("离职后独自在沪，房租吃紧，希望有人一起理一理。", 12, CasePhase.PLANNING, waits=ApprovalSubject.PLAN),
    _Story("与合租室友多次争吵，已影响工作。", 6, CasePhase.ASSESSMENT, source=CaseSource.STAFF),
    _Story("前台反映住户多日未出门，网格员上门未应。", 2, CasePhase.INTAKE, risk=_HIGH, source=CaseSource.GRID),
    _Story("产后返岗，孩子无人照看，夫妻关系紧张。", 75, CasePhase.EVALUATION, source=CaseSource.REFERRAL),
    _Story("术后康复，行动不便，需要链接资源。", 100, CasePhase.CLOSURE, area=_BASIC, waits=ApprovalSubject.CLOSURE),
    _Story("初到上海，想认识朋友，不知从何开始。", 9, CasePhase.ASSESSMENT, _EMPOWER, waits=ApprovalSubject.ASSESSMENT),
    _Story("网络借贷还款困难，夜里接到催收电话。", 55, CasePhase.INTERVENTION, risk=_HIGH),
    _Story("考研失利后情绪低落，已恢复规律作息。", 160, CasePhase.CLOSURE, is_closed=True, satisfaction=5),
    _Story("办理居住证与子女入学材料，往返多次。", 120, CasePhase.CLOSURE, area=_BASIC, is_closed=True, satisfaction=4),
    _Story("与父母长期不和，搬出来独住。", 175, CasePhase.CLOSURE, risk=_MID, is_closed=True, satisfaction=4),
    _Story("异地恋分手后想不开，危机后转入跟进。", 60, CasePhase.CLOSURE, risk=_HIGH, is_closed=True, satisfaction=5),
)
_NOTES = (
    "面谈一小时，说出担心，约定下周再谈。",
    "电话回访，睡眠好转。",
    "陪同到访相关部门，材料已齐。",
    "与本人核对计划进展。",
)


async def tell_cases(desk: Desk) -> None:
    """Each case lives through its days, one act after another, at the pace of its phases."""
    for number, (story, resident_id) in enumerate(zip(_STORIES, desk.residents, strict=False)):
        worker = desk.workers[number % 3 == 2]
        opened_at = clock.now() - dt.timedelta(days=story.days, hours=number % 5)
        with clock.at(opened_at):
            new = NewCase(
                station_id=desk.station_id,
                resident_id=resident_id,
                area=story.area,
                source=story.source,
                problem=story.problem,
                risk=story.risk,
            )
            async with open_scope(worker) as scope:
                case = await open_case(scope, new)
        await _live(desk, worker, case, story, opened_at)


async def _live(desk: Desk, worker: Actor, case: Case, story: _Story, opened_at: dt.datetime) -> None:
    last = story.phase.position
    pace = (clock.now() - opened_at) / (last + 1)
    for phase in list(CasePhase)[:last]:
        with clock.at(opened_at + pace * (phase.position - 0.5)):
            if phase is CasePhase.INTAKE:
                async with open_scope(worker) as scope:
                    new = NewConsent(case_id=case.id, purpose=ConsentPurpose.SERVICE, form=ConsentForm.WRITTEN)
                    await record_consent(scope, new)
            else:
                async with open_scope(worker) as scope:
                    await advance_case(scope, Step(case_id=case.id, phase=phase))
            await _work(desk, worker, case, phase, is_last=phase is story.phase)
    if story.waits is not None:
        async with open_scope(worker) as scope:
            await request_approval(scope, NewApproval(case_id=case.id, subject=story.waits))
    if story.is_closed:
        with clock.at(opened_at + pace * (last + 0.2)):
            await _approve(desk, worker, case, ApprovalSubject.CLOSURE)
            closing = Closing(
                case_id=case.id,
                outcome=CaseOutcome.GOALS_REACHED,
                reason="计划目标已达成，约定一月后回访。",
                satisfaction=story.satisfaction,
            )
            async with open_scope(worker) as scope:
                await close_case(scope, closing)


async def _work(desk: Desk, worker: Actor, case: Case, phase: CasePhase, *, is_last: bool) -> None:
    kind = NoteKind.ASSESSMENT if phase is CasePhase.ASSESSMENT else NoteKind.CONTACT
    async with open_scope(worker) as scope:
        text = desk.rng.choice(_NOTES)
        await add_case_note(scope, NewNote(case_id=case.id, kind=kind, text=text, happened_on=clock.today()))
    if phase is CasePhase.PLANNING:
        async with open_scope(worker) as scope:
            goal = await set_goal(
                scope, GoalChange(case_id=case.id, title="恢复规律作息", indicator="每周睡足六小时的天数")
            )
        async with open_scope(worker) as scope:
            await score_goal(scope, NewScore(goal_id=goal.id, score=desk.rng.choice((20, 40, 60, 80))))
    subject = {CasePhase.ASSESSMENT: ApprovalSubject.ASSESSMENT, CasePhase.PLANNING: ApprovalSubject.PLAN}.get(phase)
    if subject is not None and not is_last:
        await _approve(desk, worker, case, subject)


async def _approve(desk: Desk, worker: Actor, case: Case, subject: ApprovalSubject) -> None:
    async with open_scope(worker) as scope:
        asked = await request_approval(scope, NewApproval(case_id=case.id, subject=subject))
    async with open_scope(desk.supervisor) as scope:
        await decide_approval(scope, Decision(approval_id=asked.id, is_approved=True, comment="同意，注意随访。"))


async def lead_groups(desk: Desk) -> None:
    """One group in its maturity with five sessions, and one whose plan waits for the supervisor."""
    worker, began_at = desk.workers[0], clock.now() - dt.timedelta(days=48)
    with clock.at(began_at):
        group_id = await _begin(desk, worker, "新上海人适应小组", "减轻初到的孤独，找到能说话的邻居。")
        async with open_scope(worker) as scope:
            asked = await group_approvals.request_group_approval(scope, group_id, GroupSubject.PLAN)
        async with open_scope(desk.supervisor) as scope:
            await group_approvals.decide_group_approval(scope, asked.id, is_approved=True, comment="计划周全。")
        members = []
        for resident_id in desk.residents[20:28]:
            async with open_scope(worker) as scope:
                new = NewMember(group_id=group_id, resident_id=resident_id, form=ConsentForm.WRITTEN)
                members.append((await groups.add_group_member(scope, new)).id)
    for week, topic in enumerate(("破冰与约定", "我的来沪故事", "压力地图", "一起想办法", "互相支持")):
        with clock.at(began_at + dt.timedelta(days=7 * week + 3)):
            if week in (0, 1, 3):
                async with open_scope(worker) as scope:
                    await groups.advance_group(scope, group_id, list(GroupPhase)[1 + (week + 1) // 2])
            came = tuple(sorted(desk.rng.sample(members, k=min(len(members), 6))))
            session = NewSession(
                group_id=group_id,
                happened_on=clock.today(),
                minutes=90,
                topic=topic,
                text="按计划完成，组员发言积极。",
                member_ids=came,
            )
            async with open_scope(worker) as scope:
                await groups.record_group_session(scope, session)
    waiting = await _begin(desk, desk.workers[1], "职场新人减压小组", "学会应对压力的办法。")
    async with open_scope(desk.workers[1]) as scope:
        await group_approvals.request_group_approval(scope, waiting, GroupSubject.PLAN)


async def _begin(desk: Desk, worker: Actor, title: str, aim: str) -> UUID:
    new = NewGroup(station_id=desk.station_id, title=title, area=ServiceArea.PROFESSIONAL, aim=aim, capacity=10)
    async with open_scope(worker) as scope:
        return (await groups.open_group(scope, new)).id


_ACTIVITIES = (
    ("端午邻里包粽子", 150, 40, 52, "二十二户互相认识，组成楼层群。"),
    ("防诈骗小课堂", 90, 60, 47, "发放手册四十七份，当场识别一起可疑来电。"),
    ("共享厨房清洁日", 35, 20, 26, "约定轮值表，由居民自管。"),
    ("青年相亲角", 12, 50, 63, "六十三人参加，建议下次分场。"),
    ("岁末邻里节", -20, 120, None, ""),
)


async def hold_activities(desk: Desk) -> None:
    """Four that were held, and one that is to come."""
    today = clock.today()
    for number, (title, ago, expected, attended, outcome) in enumerate(_ACTIVITIES):
        worker, on = desk.workers[number % 2], today - dt.timedelta(days=ago)
        new = NewActivity(station_id=desk.station_id, title=title, starts_on=on, ends_on=on, expected=expected)
        async with open_scope(worker) as scope:
            activity = await gatherings.plan_station_activity(scope, new)
        if attended is not None:
            report = ActivityReport(
                activity_id=activity.id, version=activity.version, attended=attended, outcome=outcome
            )
            async with open_scope(worker) as scope:
                await gatherings.report_station_activity(scope, report)
