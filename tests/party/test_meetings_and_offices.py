"""Meetings, offices and activities in detail: limits, who wrote it down, filters, and what is another's."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.modules.party.actions.records import (
    appoint_officer,
    end_office,
    record_party_activity,
    record_party_meeting,
)
from backend.modules.party.contract.inputs import ActivityRecord, MeetingRecord, NewOfficer
from backend.modules.party.contract.refusals import (
    ActivityHoursInvalid,
    AttendanceImpossible,
    OfficeDatesInvalid,
)
from backend.modules.party.models.organisations import PartyMeeting
from backend.modules.party.queries.activities import (
    OverseenActivityFilter,
    list_overseen_activities,
)
from backend.modules.party.queries.organisations import MeetingFilter, list_party_meetings, officers_of_orgs_by_id
from backend.modules.party.words import MeetingKind, PartyOffice
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, make_covered, make_org, supervising

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def met(covered: Covered, **more: Any) -> PartyMeeting:
    said: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "kind": MeetingKind.MEMBERS_MEETING,
        "topic": "楼道堆物整治",
        "host": "第一书记",
        "place": "党群服务站",
        "held_at": clock.now() - DAY,
        "expected": 12,
        "attended": 10,
        "result": "成立志愿队",
    }
    async with open_scope(covered.supervisor) as scope:
        return await record_party_meeting(scope, MeetingRecord(**(said | more)))


async def acted(covered: Covered, **more: Any) -> None:
    at = clock.now() - DAY
    said: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "title": "义诊",
        "place": "社区广场",
        "starts_at": at,
        "ends_at": at + dt.timedelta(hours=2),
        "attendance": 60,
        "volunteers": 6,
        "volunteer_hours": 24,
    }
    async with open_scope(covered.supervisor) as scope:
        await record_party_activity(scope, ActivityRecord(**(said | more)))


async def office(covered: Covered, **more: Any) -> Any:
    said: dict[str, Any] = {"office": PartyOffice.SECRETARY, "name": "王", "starts_on": TODAY - 30 * DAY}
    async with open_scope(covered.supervisor) as scope:
        return await appoint_officer(scope, NewOfficer(organisation_id=covered.branch.id, **(said | more)))


async def test_meetings_are_found_by_kind_and_organisation_and_say_who_wrote_them_down(covered: Covered) -> None:
    other = await make_org()
    both = Covered(
        covered.operator,
        covered.home,
        other,
        supervising((covered.operator, covered.home), branch=other),
    )
    members, lecture = await met(covered), await met(covered, kind=MeetingKind.PARTY_LECTURE)
    theirs = await met(both)
    assert members.recorded_by_id == covered.supervisor.account_id
    speaks = supervising((covered.operator, covered.home), branch=other)
    of_all = Actor(
        **{name: getattr(speaks, name) for name in Actor.__slots__}
        | {"organisation_ids": tuple(sorted((covered.branch.id, other.id)))}
    )

    async def found(**wanted: Any) -> set[Any]:
        async with open_scope(of_all, read_only=True) as scope:
            return {row.id for row in (await list_party_meetings(scope, Page(), MeetingFilter(**wanted))).rows}

    assert await found() == {members.id, lecture.id, theirs.id}
    assert await found(kind=MeetingKind.PARTY_LECTURE) == {lecture.id}
    assert await found(organisation_id=other.id) == {theirs.id}


async def test_more_people_and_hours_than_can_be_are_refused(covered: Covered) -> None:
    with pytest.raises(AttendanceImpossible):
        await met(covered, expected=10_001)
    with pytest.raises(ActivityHoursInvalid):
        await acted(covered, volunteer_hours=100_001)


async def test_an_activity_is_in_a_community_in_care(operator: Operator, covered: Covered, manager: Actor) -> None:
    other = await make_covered(operator, manager)
    with pytest.raises(NotFound):
        await acted(covered, community_id=other.home.community_id)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert (await list_overseen_activities(scope, Page(), OverseenActivityFilter())).rows == []


async def test_an_office_is_held_from_its_first_day_to_its_last(covered: Covered) -> None:
    with pytest.raises(OfficeDatesInvalid):
        await office(covered, ends_on=TODAY - 30 * DAY)
    await office(covered, office=PartyOffice.FIRST_SECRETARY, starts_on=TODAY + DAY)
    made = await office(covered, ends_on=TODAY + 9 * DAY)
    with pytest.raises(OfficeDatesInvalid):
        async with open_scope(covered.supervisor) as scope:
            await end_office(scope, made.id, TODAY + 10 * DAY)
    for days, held in ((0, ["SECRETARY"]), (1, ["FIRST_SECRETARY", "SECRETARY"]), (9, ["FIRST_SECRETARY"])):
        with clock.at(clock.moment(TODAY + days * DAY, 12)):
            async with open_scope(covered.supervisor, read_only=True) as scope:
                found = (await officers_of_orgs_by_id(scope, [covered.branch.id]))[covered.branch.id]
        assert [one.office for one in found] == held


async def test_another_branch_ends_no_office(operator: Operator, covered: Covered, manager: Actor) -> None:
    made = await office(covered)
    other = await make_covered(operator, manager)
    with pytest.raises(NotFound):
        async with open_scope(other.supervisor) as scope:
            await end_office(scope, made.id)


async def test_activities_are_found_by_their_day(covered: Covered) -> None:
    now = clock.now()
    await acted(covered, title="前天", starts_at=now - 2 * DAY, ends_at=now - DAY)
    await acted(covered, title="上周", starts_at=now - 7 * DAY, ends_at=now - 6 * DAY)

    async def found(**wanted: Any) -> list[str]:
        async with open_scope(covered.supervisor, read_only=True) as scope:
            rows = (await list_overseen_activities(scope, Page(), OverseenActivityFilter(**wanted))).rows
        return [row.title for row in rows]

    assert await found() == ["前天", "上周"]
    assert await found(from_at=now - 3 * DAY) == ["前天"]
    assert await found(until_at=now - 3 * DAY) == ["上周"]
