"""Community activities: planned by a station for a community that it serves, and reported once they have begun."""

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions.gatherings import plan_station_activity, report_station_activity
from backend.modules.casework.contract.group_inputs import ActivityReport, NewActivity
from backend.modules.casework.models.groups import StationActivity
from backend.modules.casework.models.services import ServiceItem
from backend.modules.casework.queries.groups import list_station_activities, station_activities_by_id
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, casework
from tests.casework.test_asking_again import second


def fair(office: Office) -> NewActivity:
    today = clock.today()
    return NewActivity(station_id=office.station.id, title="邻里市集", starts_on=today, ends_on=today, expected=60)


async def plan(actor: Actor, new: NewActivity) -> StationActivity:
    async with open_scope(casework(actor)) as scope:
        return await plan_station_activity(scope, new)


async def tried(actor: Actor, act: Any, given: Any) -> str:  # Any: an action and what it is given
    """OK, or the code of the refusal."""
    try:
        async with open_scope(casework(actor)) as scope:
            await act(scope, given)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def test_an_activity_is_planned_where_one_works_with_sensible_numbers(office: Office) -> None:
    there, new = await second(office), fair(office)
    yesterday = clock.today() - dt.timedelta(days=1)
    async with open_scope(casework(office.workers[0]), read_only=True) as scope:
        item_id = await scope.session.scalar(select(ServiceItem.id).limit(1))
    for change, refusal in (
        ({"station_id": there.station.id}, "NOT_FOUND"),
        ({"community_id": new_id()}, "NOT_FOUND"),
        ({"item_id": new_id()}, "SERVICE_ITEM_UNKNOWN"),
        ({"title": " "}, "BAD_INPUT"),
        ({"title": "题" * 61}, "BAD_INPUT"),
        ({"ends_on": yesterday}, "BAD_INPUT"),
        ({"expected": 0}, "BAD_INPUT"),
        ({"expected": 100_001}, "BAD_INPUT"),
        ({"item_id": item_id, "starts_on": yesterday, "expected": 1}, "OK"),
    ):
        assert await tried(office.workers[0], plan_station_activity, replace(new, **change)) == refusal, change


async def test_it_is_reported_by_the_station_in_numbers_and_words_and_both_are_written_down(office: Office) -> None:
    there = await second(office)
    made = await plan(office.workers[0], fair(office))
    report = ActivityReport(activity_id=made.id, version=1, attended=0, outcome="因雨取消")
    assert await tried(there.workers[0], report_station_activity, report) == "NOT_FOUND"
    for change, refusal in (
        ({"activity_id": new_id()}, "NOT_FOUND"),
        ({"attended": -1}, "BAD_INPUT"),
        ({"attended": 100_001}, "BAD_INPUT"),
        ({"outcome": " "}, "BAD_INPUT"),
        ({"outcome": "好" * 4001}, "BAD_INPUT"),
        ({}, "OK"),
        ({"attended": 3}, "STALE_VERSION"),
        ({"attended": 3, "version": 2}, "OK"),
    ):
        assert await tried(office.workers[1], report_station_activity, replace(report, **change)) == refusal, change
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        (row,) = await scope.session.scalars(select(StationActivity))
        acts = select(AuditEntry.act).where(AuditEntry.object_id == made.id).order_by(AuditEntry.id)
        written = list(await scope.session.scalars(acts))
    assert (row.attended, row.version, row.reported_at is None) == (3, 3, False)
    assert written == ["plan_station_activity", *["report_station_activity"] * 2]


async def test_of_two_who_report_at_once_one_is_told_that_it_changed(office: Office) -> None:
    made = await plan(office.workers[0], fair(office))
    reports = [ActivityReport(activity_id=made.id, version=1, attended=n, outcome="顺利举行") for n in range(6)]
    answers = await asyncio.gather(*(tried(office.workers[1], report_station_activity, one) for one in reports))
    assert sorted(answers) == ["OK", *["STALE_VERSION"] * 5]


async def test_activities_of_other_stations_are_not_there(office: Office) -> None:
    there = await second(office)
    mine, theirs = await plan(office.workers[0], fair(office)), await plan(there.workers[0], fair(there))
    for actor, found in ((office.workers[1], {mine.id}), (there.workers[0], {theirs.id}), (office.outsider, set())):
        async with open_scope(casework(actor)) as scope:
            assert {one.id for one in (await list_station_activities(scope, Page())).rows} == found
            assert set(await station_activities_by_id(scope, [mine.id, theirs.id])) == found
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await list_station_activities(scope, Page(), there.station.id)).rows == []
