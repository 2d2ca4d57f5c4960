"""Demo of councils: half a year of them, those that are coming and what they ask, and a task that is late."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.deciding import add_decision
from backend.modules.councils.actions.seating import register_for_council
from backend.modules.councils.contract.inputs import (
    AnsweredForm,
    NewAnswer,
    NewBody,
    NewCouncil,
    NewDecision,
    NewItem,
    NewTask,
    Question,
)
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import BodyKind, CouncilKind, CouncilStatus, ItemSubject, QuestionKind
from backend.modules.councils.halfyear import HalfYear, make_half_year
from backend.modules.councils.models.councils import Council
from backend.modules.councils.models.forms import CouncilForm
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.queries.proposals import ProposalFilter, ProposalView, list_proposals
from backend.modules.waitlists.contract import WaitlistPermission
from tenants.scope import Actor, open_scope, system_actor

# Councils and problems of half a year, by operator.
_HALF_YEARS = {"youchao": (13, 44), "guanyu": (8, 21), "weilingdi": (9, 26)}
# Who has residents to tea.
_TEA = "weilingdi"
_TOPICS = ("夏天晚班车能不能再加一班", "活动室的椅子拖动太吵，想装毛毡垫")
# What the hearing asks of those who register, and what two of them answered.
_QUESTIONS = (
    Question(kind=QuestionKind.CHOICE, text="最关心哪一项", options=("开放时间", "收费", "预约规则")),
    Question(kind=QuestionKind.YES_NO, text="会带孩子来吗"),
    Question(kind=QuestionKind.TEXT, text="有什么需要照顾的"),
)
_ANSWERS = (
    (NewAnswer(number=1, text="开放时间"), NewAnswer(number=2, text="NO")),
    (NewAnswer(number=1, text="收费"), NewAnswer(number=2, text="YES"), NewAnswer(number=3, text="想坐靠门的位置")),
)
_DAY = dt.timedelta(days=1)


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Nothing where there is any council."""
    staff = system_actor(operator_id, "seed", *CouncilPermission, *HousingPermission, *ProposalPermission)
    async with open_scope(staff, read_only=True) as scope:
        if await scope.session.scalar(select(Council.id).limit(1)) is not None:
            return
        found = (await list_communities(scope, Page(1))).rows
        proposals = (await list_proposals(scope, Page(100), ProposalFilter())).rows
    # What was said longer ago has been done by now.
    lately = [one for one in proposals if one.published_at and one.published_at > clock.now() - 90 * _DAY]
    subjects = [(ItemSubject.PROPOSAL, one.id) for one in lately]
    for community in found:
        councils, problems = _HALF_YEARS[code]
        half = HalfYear(
            community_id=community.id,
            councils=councils,
            problems=problems,
            until_on=clock.today() - 7 * _DAY,
            subjects=subjects,
            sent_up=9,
        )
        await make_half_year(staff, half)
        await _leave_late(staff, community.id)
        hearing = await _call_next(staff, community.id, lately[-1])
        await _answer(staff, hearing)
        if code == _TEA:
            await _ask_to_tea(staff, community.id)


async def _leave_late(staff: Actor, community_id: UUID) -> None:
    """Something that the last council decided and nobody has done."""
    held = select(Council.id).where(Council.community_id == community_id, Council.status == CouncilStatus.HELD)
    with clock.at(clock.now() - 8 * _DAY):
        async with open_scope(staff) as scope:
            (council_id,) = await scope.session.scalars(held.order_by(Council.starts_at.desc()).limit(1))
            task = NewTask(title="地下车库加装照明", owner="工程部", due_on=clock.today() + 4 * _DAY)
            await add_decision(scope, council_id, NewDecision(text="两周内补齐照明", tasks=(task,)))


async def _call_next(staff: Actor, community_id: UUID, proposal: ProposalView) -> Council:
    starts_at = clock.moment(clock.today() + 9 * _DAY, 19)
    async with open_scope(staff) as scope:
        return await schedule_council(
            scope,
            NewCouncil(
                community_id=community_id,
                kind=CouncilKind.HEARING,
                title="共享空间管理办法听证会",
                place="二楼活动室",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=2),
                items=(
                    NewItem(subject=ItemSubject.PROPOSAL, subject_id=proposal.id, title=proposal.title),
                    NewItem(title="开放时间与收费"),
                ),
                bodies=(
                    NewBody(kind=BodyKind.PROPERTY, name="物业公司"),
                    NewBody(kind=BodyKind.COMMITTEE, name="居委会（筹备组）"),
                ),
                seats=30,
                reserved_seats=6,
                questions=_QUESTIONS,
            ),
        )


async def _answer(staff: Actor, hearing: Council) -> None:
    """The first to live there register, and say what they were asked."""
    async with open_scope(staff, read_only=True) as scope:
        form = (await scope.session.scalars(select(CouncilForm.id).where(CouncilForm.council_id == hearing.id))).one()
        people = sorted(one.resident_id for one in await list_inhabitants(scope, hearing.community_id))
    for resident_id, said in zip(people, _ANSWERS, strict=False):
        async with open_scope(_resident(staff, resident_id)) as scope:
            await register_for_council(scope, hearing.id, answers=AnsweredForm(form_id=form, answers=said))


def _resident(staff: Actor, resident_id: UUID) -> Actor:
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=staff.operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=frozenset({*CouncilPermission, *WaitlistPermission, HousingPermission.VIEW_RESIDENTS}),
    )


async def _ask_to_tea(staff: Actor, community_id: UUID) -> None:
    """Earlier than the hearing, with few seats and fewer who speak; two have said of what."""
    starts_at = clock.moment(clock.today() + 5 * _DAY, 15)
    async with open_scope(staff) as scope:
        people = sorted(one.resident_id for one in await list_inhabitants(scope, community_id))
        talk = await schedule_council(
            scope,
            NewCouncil(
                community_id=community_id,
                kind=CouncilKind.TEA_TALK,
                title="社长下午茶",
                place="共享厨房",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=2),
                items=(NewItem(title="您说，我们记：班车、噪声、活动室"),),
                seats=12,
                speaking_slots=4,
            ),
        )
    for resident_id, topic in zip(people[-len(_TOPICS) :], _TOPICS, strict=True):
        async with open_scope(_resident(staff, resident_id)) as scope:
            await register_for_council(scope, talk.id, wants_to_speak=True, topic=topic)
