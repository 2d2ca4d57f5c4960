"""Clubs and their events for tests."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

from backend.core import clock
from backend.core.paging import Page
from backend.modules.clubs.actions.events import plan_club_event
from backend.modules.clubs.actions.founding import create_club
from backend.modules.clubs.actions.joining import join_club
from backend.modules.clubs.contract.inputs import NewClub, NewClubEvent
from backend.modules.clubs.models import Club, ClubEvent
from backend.modules.clubs.queries.clubs import MemberView, clubs_by_id, list_club_members
from backend.modules.clubs.queries.events import club_events_by_id
from tenants.scope import Actor, open_scope
from tests.polls.factories import Village


async def found(village: Village, number: int = 0, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "name": "夜跑社",
        "about": "每周三晚八点沿江夜跑",
        "alias": "阿飞",
    }
    async with open_scope(village.resident(number)) as scope:
        return await create_club(scope, NewClub(**(said | more)))


async def join(actor: Actor, club_id: UUID, alias: str = "小林") -> None:
    async with open_scope(actor) as scope:
        await join_club(scope, club_id, alias)


async def plan(actor: Actor, club_id: UUID, **more: Any) -> UUID:
    said: dict[str, Any] = {"club_id": club_id, "title": "五公里", "place": "滨江步道"}
    starts_at = more.pop("starts_at", None) or tomorrow()
    said |= {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=more.pop("hours", 2))}
    async with open_scope(actor) as scope:
        return await plan_club_event(scope, NewClubEvent(**(said | more)))


def tomorrow(hour: int = 20, days: int = 1) -> dt.datetime:
    day = clock.today() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), clock.SHANGHAI)


async def the_club(actor: Actor, club_id: UUID) -> Club:
    async with open_scope(actor, read_only=True) as scope:
        return (await clubs_by_id(scope, [club_id]))[club_id]


async def the_event(actor: Actor, event_id: UUID) -> ClubEvent:
    async with open_scope(actor, read_only=True) as scope:
        return (await club_events_by_id(scope, [event_id]))[event_id]


async def members(actor: Actor, club_id: UUID) -> list[MemberView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await list_club_members(scope, Page(50), club_id)).rows)
