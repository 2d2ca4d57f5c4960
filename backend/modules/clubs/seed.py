"""Demo of clubs: Weilingdi's theatre, gardeners and bakers, Youchao's riders, Guanyu's runners and readers."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.clubs.actions.events import (
    plan_club_event,
    report_club_event,
    sign_up_for_club_event,
)
from backend.modules.clubs.actions.following_up import doze_clubs
from backend.modules.clubs.actions.founding import create_club
from backend.modules.clubs.actions.joining import appoint_club_officer, decide_club_member, join_club
from backend.modules.clubs.contract.inputs import NewClub, NewClubEvent
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.words import ClubOffice, JoinMode, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.spaces.contract.permissions import SpacePermission
from tenants.scope import Actor, Scope, open_scope, system_actor


@dataclass(frozen=True, slots=True)
class _Story:
    """A club of the demo: what it does, how many belong, on which weekday it meets, and since how many days."""

    name: str
    about: str
    members: int
    title: str
    place: str
    weekday: int
    hour: int
    age: int
    is_alive: bool = True
    join_mode: JoinMode = JoinMode.OPEN


_STORIES: Final[dict[str, tuple[_Story, ...]]] = {
    "weilingdi": (
        _Story(
            "小剧场戏剧社",
            "自编自排短剧，每季度公演一次",
            14,
            "排练",
            "小剧场",
            6,
            19,
            210,
            join_mode=JoinMode.APPROVAL,
        ),
        _Story("园艺社", "一起照料三号楼南侧的社区花园", 18, "浇水与除草", "社区花园", 7, 9, 150),
        _Story("烘焙社", "在共享厨房做面包，成品分给夜班住户", 11, "周三烘焙", "共享厨房", 3, 19, 120),
        _Story("桌游社", "周五晚上的桌游局", 7, "桌游局", "活动室", 5, 20, 240, is_alive=False),
    ),
    "youchao": (
        _Story("骑手互助社", "路况、保险与维修经验分享，雨天结伴出行", 22, "安全骑行分享", "骑手驿站", 2, 15, 180),
        _Story("老乡篮球队", "下班后的半场球", 12, "半场三对三", "运动区", 4, 20, 100),
    ),
    "guanyu": (
        _Story("夜跑社", "每周三沿河五公里", 16, "五公里", "河边步道", 3, 20, 160),
        _Story("读书会", "每月一本，轮流领读", 13, "共读", "阅读室", 7, 14, 130, join_mode=JoinMode.APPROVAL),
    ),
}
_NAMES: Final = ("阿飞", "小林", "老周", "青青", "木木", "大鹏", "晓晓", "阿杰", "安安", "子墨", "小满", "果果")
_WEEKS_BACK, _MOST_COMING = 6, 9


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Clubs with their people, weeks of events and the next one; nothing where there is a club."""
    staff = system_actor(operator_id, "seed", *ClubPermission, *HousingPermission, *SpacePermission)
    async with open_scope(staff, read_only=True) as scope:
        if code not in _STORIES or await scope.session.scalar(select(Club.id).limit(1)) is not None:
            return
        (community,) = (await list_communities(scope, Page(1))).rows
        since = clock.today() - dt.timedelta(days=240)
        then = {one.resident_id for one in await list_inhabitants(scope, community.id, since)}
        people = [one.resident_id for one in await list_inhabitants(scope, community.id)]
        people = sorted(people, key=lambda one: (one not in then, one))
    for number, story in enumerate(_STORIES[code]):
        await _found(staff, community.id, story, people[number * 5 :] + people[: number * 5])
    async with open_scope(staff) as scope:
        await doze_clubs(scope)


def _resident(staff: Actor, resident_id: UUID) -> Actor:
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=staff.operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=frozenset({*ClubPermission, HousingPermission.VIEW_RESIDENTS}),
    )


async def _found(staff: Actor, community_id: UUID, story: _Story, people: list[UUID]) -> None:
    with clock.at(clock.days_ago(story.age, 12)):
        async with open_scope(staff, read_only=True) as scope:
            here = {one.resident_id for one in await list_inhabitants(scope, community_id)}
        own = [one for one in people if one in here][: story.members]
        async with open_scope(_resident(staff, own[0])) as scope:
            new = NewClub(
                community_id=community_id,
                name=story.name,
                about=story.about,
                alias=_NAMES[0],
                join_mode=story.join_mode,
            )
            club_id = await create_club(scope, new)
    await _gather(staff, club_id, story, own)
    if story.is_alive:
        for week in range(_WEEKS_BACK, -2, -1):
            await _meet(staff, club_id, story, own, week)
    else:
        await _meet(staff, club_id, story, own, 20)


async def _gather(staff: Actor, club_id: UUID, story: _Story, own: list[UUID]) -> None:
    """Whoever joins, an officer among them, and where officers decide two who still wait."""
    for number, resident_id in enumerate(own[1:], 1):
        with clock.at(clock.days_ago(story.age - min(number, 30), 12)):
            async with open_scope(_resident(staff, resident_id)) as scope:
                await join_club(scope, club_id, _NAMES[number % len(_NAMES)])
    with clock.at(clock.days_ago(story.age - 31, 12)):
        async with open_scope(staff) as scope:
            await _decide(scope, club_id)


async def _decide(scope: Scope, club_id: UUID) -> None:
    rows = await scope.session.scalars(select(ClubMember).where(ClubMember.club_id == club_id).order_by(ClubMember.id))
    members = rows.all()
    waiting = [one.id for one in members if one.status is MemberStatus.PENDING]
    for member_id in waiting[:-2]:
        await decide_club_member(scope, member_id, is_accepted=True)
    await appoint_club_officer(scope, members[1].id, ClubOffice.OFFICER)


async def _meet(staff: Actor, club_id: UUID, story: _Story, own: list[UUID], week: int) -> None:
    """One meeting so many weeks ago, or the next one; a few days before it is planned."""
    monday = clock.today() - dt.timedelta(days=clock.today().weekday() + 7 * week)
    day = monday + dt.timedelta(days=story.weekday - 1)
    starts_at = clock.moment(day, story.hour)
    if week == -1 and starts_at <= clock.now():
        return
    with clock.at(min(starts_at - dt.timedelta(days=4), clock.now())):
        new = NewClubEvent(
            club_id=club_id,
            title=story.title,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=2),
            place=story.place,
        )
        async with open_scope(_resident(staff, own[0])) as scope:
            event_id = await plan_club_event(scope, new)
        coming = [one for number, one in enumerate(own) if (number + week) % 3][:_MOST_COMING]
        for resident_id in coming:
            async with open_scope(_resident(staff, resident_id)) as scope:
                if await _belongs(scope, club_id, resident_id):
                    await sign_up_for_club_event(scope, event_id)
    if starts_at + dt.timedelta(hours=3) < clock.now():
        with clock.at(starts_at + dt.timedelta(hours=2)):
            async with open_scope(_resident(staff, own[0])) as scope:
                await report_club_event(scope, event_id, len(coming))


async def _belongs(scope: Scope, club_id: UUID, resident_id: UUID) -> bool:
    found = await scope.session.scalar(
        select(ClubMember.joined_at).where(ClubMember.club_id == club_id, ClubMember.resident_id == resident_id)
    )
    return found is not None
