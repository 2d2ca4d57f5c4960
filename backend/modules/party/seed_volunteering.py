"""Demo of activities with sign-up: some held with their hours, some that people may still join."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import LARGEST_PAGE, Page
from backend.core.surfaces import Surface
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.housing.queries.residents import ResidentFilter, list_residents
from backend.modules.party.actions.carrying import carry_activity
from backend.modules.party.actions.volunteering import (
    close_member_activity,
    plan_member_activity,
    record_activity_hours,
    sign_up_for_member_activity,
)
from backend.modules.party.actors import recorder
from backend.modules.party.contract.inputs import NewMemberActivity
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.queries.volunteering import get_activity_figures
from backend.modules.party.words import ActivityAudience
from tenants.scope import Actor, open_scope, system_actor


@dataclass(frozen=True, slots=True)
class ToldActivity:
    """An activity, so many days from today at an hour; of those ahead, how many have signed up."""

    title: str
    place: str
    days: int
    hour: int
    lasts: int
    capacity: int
    coming: int
    audience: ActivityAudience = ActivityAudience.COMMUNITY
    is_volunteering: bool = True
    at_station: bool = False


ACTIVITIES: Final = (
    ToldActivity("夜班住户楼道静音巡查", "5 号楼至 7 号楼", -2, 20, 2, 12, 6, ActivityAudience.MEMBERS),
    ToldActivity("周末义务维修摊", "党群服务站门前", 3, 9, 3, 15, 7, at_station=True),
    ToldActivity(
        "主题党日：参观城市建设者管理者之家", "社区正门集合", 5, 14, 3, 20, 3, ActivityAudience.MEMBERS, False
    ),
    ToldActivity("共享花园浇水清理", "共享花园", 8, 16, 2, 8, 8),
)


async def plan_activities(staff: Actor, community_id: UUID, members: Sequence[UUID], station_id: UUID) -> None:
    """What the community may join, some of it at the station, and what was held two days ago."""
    wanted = ResidentFilter(community_id=community_id, lives_here_now=True)
    async with open_scope(staff, read_only=True) as scope:
        neighbours = [one.id for one in (await list_residents(scope, Page(LARGEST_PAGE), wanted)).rows]
    for told in ACTIVITIES:
        people = members if told.audience is ActivityAudience.MEMBERS else neighbours
        day = clock.today() + dt.timedelta(days=told.days)
        with clock.at(clock.moment(min(day, clock.today()) - dt.timedelta(days=1), 9)):
            activity_id = await _plan(staff, community_id, told, day, station_id)
            came = await _sign_up(staff, activity_id, community_id, people, told.coming)
        if told.days < 0:
            await _hold(staff, community_id, activity_id, came)


async def _plan(staff: Actor, community_id: UUID, told: ToldActivity, day: dt.date, station_id: UUID) -> UUID:
    starts_at = clock.moment(day, told.hour)
    new = NewMemberActivity(
        community_id=community_id,
        title=told.title,
        place=told.place,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=told.lasts),
        capacity=told.capacity,
        audience=told.audience,
        is_volunteering=told.is_volunteering,
        station_id=station_id if told.at_station else None,
    )
    async with open_scope(staff) as scope:
        return (await plan_member_activity(scope, new)).id


async def _sign_up(
    staff: Actor, activity_id: UUID, community_id: UUID, people: Sequence[UUID], most: int
) -> list[UUID]:
    """The first who lived there by then."""
    came: list[UUID] = []
    phone = system_actor(
        staff.operator, "seed", *PartyPermission, HousingPermission.VIEW_RESIDENTS, surface=Surface.RESIDENT
    )
    for resident_id in people:
        if len(came) == most:
            break
        async with open_scope(replace(phone, resident_id=resident_id)) as scope:
            if community_id in await list_home_ids(scope, resident_id):
                await sign_up_for_member_activity(scope, activity_id)
                came.append(resident_id)
    return came


async def _hold(staff: Actor, community_id: UUID, activity_id: UUID, came: Sequence[UUID]) -> None:
    with clock.at(clock.days_ago(1, 10)):
        async with open_scope(staff) as scope:
            for number, resident_id in enumerate(came):
                await record_activity_hours(scope, activity_id, resident_id, 120 - 30 * (number % 2))
            await close_member_activity(scope, activity_id)
        async with open_scope(staff) as scope:
            figures = await get_activity_figures(scope, activity_id)
            if figures is not None:
                shared = recorder(staff.operator, community_id, figures.activity.organisation_id)
                async with open_scope(shared) as branch:
                    await carry_activity(branch, new_id(), figures)
