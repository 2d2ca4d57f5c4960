"""Demo of mentoring: skilled residents of Weilingdi and the others, who learns from them, meetings and thanks."""

import datetime as dt
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.mentors.actions.following_up import tally_mentor
from backend.modules.mentors.actions.learning import ask_mentor, log_mentor_meeting, thank_mentor
from backend.modules.mentors.actions.teaching import answer_learner, become_mentor
from backend.modules.mentors.contract.inputs import MatchWish, MentorOffer, NewMeeting
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.words import Skill
from backend.modules.mentors.models import Mentor
from tenants.scope import Actor, open_scope, system_actor

# By what name they are known, what they say of themselves, what they teach, how many learn from them.
_Told = tuple[str, str, tuple[Skill, ...], int]
_MENTORS: Final[dict[str, tuple[_Told, ...]]] = {
    "weilingdi": (
        ("阿川", "录音棚常客，教吉他和简单混音", (Skill.MUSIC, Skill.VIDEO), 3),
        ("设计老周", "十年品牌设计，可以帮看作品集", (Skill.DESIGN, Skill.CAREER), 2),
        ("面包师小满", "周三在共享厨房，从揉面教起", (Skill.COOKING,), 4),
    ),
    "youchao": (
        ("电工老陈", "电动车小毛病、宿舍用电安全都可以问", (Skill.REPAIR,), 2),
        ("会计阿敏", "记账、工资条、个税申报", (Skill.FINANCE, Skill.LAW), 2),
    ),
    "guanyu": (
        ("提示词小顾", "夜校助教，教写提示词和做演示文稿", (Skill.PROGRAMMING, Skill.WRITING), 3),
        ("夜跑队长", "零基础到十公里的训练计划", (Skill.FITNESS,), 3),
    ),
}
_LEARNERS: Final = ("小林", "青青", "木木", "大鹏", "晓晓")
_THANKS: Final = "讲得很耐心，第一次自己做出来了，谢谢学长！"


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Mentors with learners in every state; nothing where there is a mentor."""
    staff = system_actor(operator_id, "seed", *MentorPermission, *HousingPermission)
    async with open_scope(staff, read_only=True) as scope:
        if code not in _MENTORS or await scope.session.scalar(select(Mentor.id).limit(1)) is not None:
            return
        (community,) = (await list_communities(scope, Page(1))).rows
        since = clock.today() - dt.timedelta(days=100)
        here = {one.resident_id for one in await list_inhabitants(scope, community.id)}
        people = [
            one.resident_id for one in await list_inhabitants(scope, community.id, since) if one.resident_id in here
        ]
    for number, told in enumerate(_MENTORS[code]):
        await _teach(staff, community.id, told, people[number * 8 : number * 8 + 8])


def _resident(staff: Actor, resident_id: UUID) -> Actor:
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=staff.operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=frozenset({*MentorPermission, HousingPermission.VIEW_RESIDENTS}),
    )


async def _teach(staff: Actor, community_id: UUID, told: _Told, people: list[UUID]) -> None:
    alias, about, skills, learners = told
    teacher = _resident(staff, people[0])
    with clock.at(clock.days_ago(90, 20)):
        async with open_scope(teacher) as scope:
            offer = MentorOffer(community_id=community_id, alias=alias, about=about, skills=skills, capacity=4)
            mentor_id = await become_mentor(scope, offer)
    for number, resident_id in enumerate(people[1 : learners + 2]):
        wish = MatchWish(mentor_id=mentor_id, skill=skills[0], alias=_LEARNERS[number % 5], wish="从零开始，周末有空")
        with clock.at(clock.days_ago(60 - number * 9, 20)):
            async with open_scope(_resident(staff, resident_id)) as scope:
                match_id = await ask_mentor(scope, wish)
        # The last one waits for an answer.
        if number < learners:
            await _learn(teacher, _resident(staff, resident_id), match_id, 58 - number * 9, has_thanked=number % 2 == 0)
    async with open_scope(staff) as scope:
        await tally_mentor(scope, mentor_id)


async def _learn(teacher: Actor, learner: Actor, match_id: UUID, days_ago: int, *, has_thanked: bool) -> None:
    with clock.at(clock.days_ago(days_ago, 20)):
        async with open_scope(teacher) as scope:
            await answer_learner(scope, match_id, is_accepted=True)
    for week in (1, 2):
        with clock.at(clock.days_ago(max(days_ago - 7 * week, 0), 20)):
            async with open_scope(teacher) as scope:
                held_on = clock.today()
                await log_mentor_meeting(scope, match_id, NewMeeting(held_on=held_on, minutes=60 + 30 * week))
    if has_thanked:
        with clock.at(clock.days_ago(max(days_ago - 16, 0), 21)):
            async with open_scope(learner) as scope:
                await thank_mentor(scope, match_id, _THANKS)
