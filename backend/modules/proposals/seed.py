"""Demo of proposals: Weilingdi's afternoon teas with the shuttle and the felt pads, Youchao's shared space."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.proposals.actions.answering import answer_proposal, report_project, review_proposal, start_project
from backend.modules.proposals.actions.appraising import answer_appraisal, ask_again, rate_proposal
from backend.modules.proposals.actions.supporting import comment_on_proposal, cosign_proposal
from backend.modules.proposals.actions.writing import record_proposal, record_tea_talk
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, NewReview, NewTeaTalk, RecordedProposal
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin, ReviewStage, Stance
from backend.modules.proposals.models import Proposal, ProposalSupport
from tenants.scope import Actor, Scope, open_scope, system_actor

PERMISSIONS = (*ProposalPermission,)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """A proposal of the demo and what became of it; days are counted back from today."""

    title: str
    body: str
    said: int
    cosigners: int
    origin: ProposalOrigin = ProposalOrigin.TEA_TALK
    answered: int | None = None
    answer: str = ""
    done: int | None = None
    project: str = ""
    # Which of those who live there said it.
    by: int = 0
    # What residents thought of it in the round after 90 days, and what staff answered to that.
    again: tuple[int, ...] = ()
    reply: str = ""


_TEA = (("夏季出行", "社长", 14, 74), ("安静的自习室", "社长", 11, 46), ("社区花园", "社长", 17, 12))
_STORIES: dict[str, tuple[_Story, ...]] = {
    "weilingdi": (
        _Story(
            title="楼下快递柜加装雨棚",
            body="下雨天取件要淋雨，纸箱也会泡坏。",
            said=152,
            cosigners=21,
            origin=ProposalOrigin.DESK,
            answered=147,
            answer="本月内为两组快递柜加装雨棚和照明。",
            done=132,
            project="快递柜雨棚和照明",
            by=7,
            again=(3, 2, 2, 3, 2, 1, 3),
            reply="雨棚接缝漏水已返修，照明改为整夜开启；下月请大家再看。",
        ),
        _Story(
            title="夏季增加班车班次",
            body="天热以后，晚八点到十点从地铁站回社区的班车太少，希望加开。",
            said=74,
            cosigners=37,
            answered=68,
            answer="已与班车公司商定，自下周一起每晚加开 21:00、22:00 两班，试行至九月底。",
            done=62,
            project="晚间班车加开两班",
        ),
        _Story(
            title="给自习室椅子装毛毡垫",
            body="拖动椅子的声音很大，影响楼上楼下，建议装上毛毡垫。",
            said=46,
            cosigners=24,
            answered=41,
            answer="本周内为自习室和活动室共 96 把椅子加装毛毡垫。",
            done=37,
            project="椅脚毛毡垫",
            by=1,
        ),
        _Story(
            title="一起建社区花园",
            body="三号楼南侧空地可以由住户认领种植。",
            said=12,
            cosigners=22,
            by=2,
        ),
        _Story(
            title="健身房延长到夜里十一点",
            body="下晚班后来不及。",
            said=5,
            cosigners=9,
            origin=ProposalOrigin.DESK,
            by=3,
        ),
    ),
    "youchao": (
        _Story(
            title="公共厨房增加冰箱",
            body="四个人一间房，一层楼只有一台冰箱，放不下。",
            said=141,
            cosigners=26,
            origin=ProposalOrigin.DESK,
            answered=136,
            answer="每层公共厨房增加一台带格锁的冰箱。",
            done=121,
            project="公共厨房冰箱",
            by=7,
            again=(2, 3, 1, 2, 3, 2, 2, 3),
        ),
        _Story(
            title="2400 平方米共享空间由住户参与设计",
            body="健康驿站、运动区、亲子阅读怎么分，请让住户投票。",
            said=60,
            cosigners=31,
            answered=52,
            answer="同意。设计方案将由住户投票决定，按得票最高的方案施工。",
            origin=ProposalOrigin.COUNCIL,
        ),
        _Story(
            title="五号楼洗衣房增加烘干机",
            body="梅雨季衣服晾不干。",
            said=9,
            cosigners=23,
            origin=ProposalOrigin.DESK,
            by=1,
        ),
    ),
    "guanyu": (
        _Story(
            title="夜校开设一人营销课",
            body="很多人下班后做副业，想学基础的推广。",
            said=8,
            cosigners=14,
            origin=ProposalOrigin.DESK,
        ),
    ),
}


async def seed(scope: Scope, code: str) -> None:
    """Tea talks, and what was said at them and at the desk."""
    found = (await list_communities(scope, Page(1))).rows
    for community in found if code in _STORIES else ():
        teas: list[tuple[int, UUID]] = []
        for topic, host, guests, days in _TEA if code == "weilingdi" else ():
            with clock.at(clock.days_ago(days, 15)):
                new = NewTeaTalk(
                    community_id=community.id, held_on=clock.today(), topic=topic, host=host, guests_count=guests
                )
                teas.append((days, (await record_tea_talk(scope, new)).id))
        for story in _STORIES[code]:
            await _record(scope, community.id, story, dict(teas))


async def _record(scope: Scope, community_id: UUID, story: _Story, teas: dict[int, UUID]) -> None:
    with clock.at(clock.days_ago(story.said, 16)):
        people = await list_inhabitants(scope, community_id)
        new = RecordedProposal(
            community_id=community_id,
            title=story.title,
            body=story.body,
            origin=story.origin,
            author_id=people[story.by].resident_id,
            tea_talk_id=teas.get(story.said),
        )
        await record_proposal(scope, new)


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Who co-signed, what was answered and done; nothing where anybody has co-signed."""
    staff = system_actor(operator_id, "seed", *HousingPermission, *ProposalPermission)
    async with open_scope(staff, read_only=True) as scope:
        if await scope.session.scalar(select(ProposalSupport.proposal_id).limit(1)) is not None:
            return
        rows = (await scope.session.scalars(select(Proposal).where(Proposal.is_public).order_by(Proposal.id))).all()
        told = list(zip(rows, _STORIES.get(code, ()), strict=False))
        known = {row.id: await _throughout(scope, row.community_id, story.said) for row, story in told}
    for row, story in told:
        people = [resident_id for resident_id in known[row.id] if resident_id != row.author_id]
        await _live(operator_id, staff, row.id, story, people)


async def _throughout(scope: Scope, community_id: UUID, days: int) -> list[UUID]:
    """Who has lived in a community for so many days, and still does."""
    then = await list_inhabitants(scope, community_id, clock.today() - dt.timedelta(days=days))
    here = {one.resident_id for one in await list_inhabitants(scope, community_id)}
    return [one.resident_id for one in then if one.resident_id in here]


def _resident(operator_id: UUID, resident_id: UUID) -> Actor:
    permissions = frozenset({*ProposalPermission, HousingPermission.VIEW_RESIDENTS})
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=permissions,
    )


async def _live(operator_id: UUID, staff: Actor, proposal_id: UUID, story: _Story, people: Sequence[UUID]) -> None:
    for number, resident_id in enumerate(people[: story.cosigners]):
        with clock.at(clock.days_ago(story.said - 1, 9 + number % 10)):
            async with open_scope(_resident(operator_id, resident_id)) as scope:
                await cosign_proposal(scope, proposal_id)
                if number % 9 == 4:
                    await comment_on_proposal(scope, proposal_id, Stance.FOR, "支持，早就该有了。")
    if story.answered is None:
        return
    with clock.at(clock.days_ago(story.answered, 10)):
        async with open_scope(staff) as scope:
            await review_proposal(scope, proposal_id, NewReview(stage=ReviewStage.COSTING, note="已询价"))
            answer = NewAnswer(decision=AnswerDecision.ACCEPTED, text=story.answer)
            await answer_proposal(scope, proposal_id, answer)
    if story.done is not None:
        await _do(operator_id, staff, proposal_id, story, people)


async def _do(operator_id: UUID, staff: Actor, proposal_id: UUID, story: _Story, people: Sequence[UUID]) -> None:
    with clock.at(clock.days_ago(story.answered or 0, 11)):
        async with open_scope(staff) as scope:
            due_on = clock.today() + dt.timedelta(days=10)
            new = NewProject(title=story.project, owner="运营部", due_on=due_on)
            project_id = await start_project(scope, proposal_id, new)
    with clock.at(clock.days_ago(story.done or 0, 10)):
        async with open_scope(staff) as scope:
            await report_project(scope, project_id, 100, "已完成")
    for number, resident_id in enumerate(people[:12]):
        with clock.at(clock.days_ago(max((story.done or 0) - 7, 0), 19)):
            async with open_scope(_resident(operator_id, resident_id)) as scope:
                await rate_proposal(scope, proposal_id, 5 if number % 4 else 4)
    if story.again:
        await _appraise_again(operator_id, staff, proposal_id, story, people)


async def _appraise_again(
    operator_id: UUID, staff: Actor, proposal_id: UUID, story: _Story, people: Sequence[UUID]
) -> None:
    asked = (story.done or 0) - 90
    with clock.at(clock.days_ago(asked, 10)):
        async with open_scope(staff) as scope:
            await ask_again(scope)
    # Not the first few, who are left for whoever tries the demo.
    for resident_id, score in zip(people[4:], story.again, strict=False):
        with clock.at(clock.days_ago(asked - 3, 20)):
            async with open_scope(_resident(operator_id, resident_id)) as scope:
                await rate_proposal(scope, proposal_id, score)
    if story.reply:
        with clock.at(clock.days_ago(asked - 9, 11)):
            async with open_scope(staff) as scope:
                await answer_appraisal(scope, proposal_id, 2, story.reply)
