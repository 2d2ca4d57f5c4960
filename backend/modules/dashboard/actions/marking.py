"""Marks: which communities events have touched since they were last counted, and since which day."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.events import Event
from backend.modules.dashboard.contract.events import CommunityDirtied
from backend.modules.dashboard.contract.measures import Reach
from backend.modules.dashboard.contract.permissions import KEPT_DAYS, UNDATED_DAYS, DashboardPermission
from backend.modules.dashboard.models.facts import RollupMark
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Scope, action


def communities_of(event: Event) -> set[UUID] | None:
    """The communities that an event names, in any of its fields `…community_id` and `community_ids`; None: none are."""
    found: set[UUID] = set()
    is_told = False
    for field in dataclasses.fields(event):  # type: ignore[arg-type]  # every event is a dataclass
        value = getattr(event, field.name)
        if value is not None and field.name.endswith("community_id"):
            is_told = True
            found.add(value)
        elif value is not None and field.name.endswith("community_ids"):
            is_told = True
            found.update(value)
    return found if is_told else None


def first_kept_on() -> dt.date:
    """The first day that is kept: whole months are, for flows are added up from the first of each."""
    return (clock.today() - dt.timedelta(days=KEPT_DAYS)).replace(day=1)


def since_of(event: Event, occurred_at: dt.datetime) -> dt.date:
    """The first day that an event may change, never after the day it was emitted nor before what is kept."""
    emitted_on = clock.day_of(occurred_at)
    earliest = first_kept_on()
    if event.name in Reach.declared:
        since = Reach.declared[event.name].since(event)
        return max(earliest, min(since or earliest, emitted_on))
    dates = list(_dates(event))
    since = min(dates) if dates else emitted_on - dt.timedelta(days=UNDATED_DAYS)
    return max(earliest, min(since, emitted_on))


def _dates(event: Event) -> Iterable[dt.date]:
    for field in dataclasses.fields(event):  # type: ignore[arg-type]  # every event is a dataclass
        value = getattr(event, field.name)
        if isinstance(value, dt.datetime):
            yield clock.day_of(value)
        elif isinstance(value, dt.date):
            yield value


@action(DashboardPermission.ROLL_UP)
async def mark_event(scope: Scope, event: Event) -> None:
    """Mark what an event may have changed. One that names no community marks all of the operator's."""
    occurred_at = scope.cause.occurred_at if scope.cause else clock.now()
    named, known = communities_of(event), await list_community_ids(scope)
    wanted = known if named is None else named.intersection(known)
    await mark_communities(scope, wanted, since_of(event, occurred_at))


@action(DashboardPermission.ROLL_UP)
async def mark_communities(scope: Scope, community_ids: Collection[UUID], since_on: dt.date) -> None:
    """Have communities counted anew since a day; whoever is the first to mark one asks for it.

    What is marked while a recomputation is at it, that recomputation asks for when it has ended.
    """
    if not community_ids:
        return
    mark = insert(RollupMark).values(
        [
            {"community_id": each, "marked": 1, "done": 0, "since_on": since_on, "marked_at": clock.now()}
            for each in sorted(community_ids)
        ]
    )
    was_clean = RollupMark.marked == RollupMark.done
    earliest = func.least(RollupMark.since_on, mark.excluded.since_on)
    marked = await scope.session.execute(
        mark.on_conflict_do_update(
            index_elements=["operator_id", "community_id"],
            set_={
                "marked": RollupMark.marked + 1,
                "since_on": case((was_clean, mark.excluded.since_on), else_=earliest),
                "marked_at": case((was_clean, mark.excluded.marked_at), else_=RollupMark.marked_at),
            },
        ).returning(RollupMark.community_id, RollupMark.marked - RollupMark.done)
    )
    for community_id, waiting in marked:
        if waiting == 1:
            scope.emit(CommunityDirtied(community_id))


@action(DashboardPermission.ROLL_UP)
async def mark_all_days(scope: Scope) -> None:
    """Have every community counted anew on every day that is kept."""
    await mark_communities(scope, await list_community_ids(scope), first_kept_on())
