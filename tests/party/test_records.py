"""What organisations write down of themselves, and that only they read it."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
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
    OfficeHeld,
)
from backend.modules.party.models.organisations import PartyMeeting
from backend.modules.party.queries.activities import OverseenActivityFilter, list_overseen_activities
from backend.modules.party.queries.organisations import MeetingFilter, list_party_meetings, officers_of_orgs_by_id
from backend.modules.party.standing import lamp, suggestions
from backend.modules.party.words import Lamp, MeetingKind, OrganisationHint, PartyOffice, PartyOrgKind
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, make_covered

TODAY = clock.today()
NOW = clock.now()


def a_meeting(covered: Covered, **more: Any) -> MeetingRecord:
    said: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "kind": MeetingKind.MEMBERS_MEETING,
        "topic": "讨论楼道堆物整治",
        "host": "第一书记",
        "place": "党群服务站",
        "held_at": NOW - dt.timedelta(hours=3),
        "expected": 12,
        "attended": 10,
        "result": "成立志愿队，每周两次巡楼",
    }
    return MeetingRecord(**(said | more))


async def held(covered: Covered, **more: Any) -> PartyMeeting:
    async with open_scope(covered.supervisor) as scope:
        return await record_party_meeting(scope, a_meeting(covered, **more))


async def test_a_meeting_is_kept_with_topic_time_attendance_and_result(covered: Covered) -> None:
    meeting = await held(covered)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (row,) = (await list_party_meetings(scope, Page(), MeetingFilter())).rows
    assert (row.id, row.topic, row.attended, row.expected, row.result) == (
        meeting.id,
        "讨论楼道堆物整治",
        10,
        12,
        "成立志愿队，每周两次巡楼",
    )


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"attended": 13}, AttendanceImpossible),
        ({"attended": -1}, AttendanceImpossible),
        ({"held_at": NOW + dt.timedelta(days=1)}, BadInput),
        ({"topic": ""}, BadInput),
    ],
)
async def test_odd_meetings_are_refused(covered: Covered, more: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        await held(covered, **more)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert (await list_party_meetings(scope, Page(), MeetingFilter())).rows == []


async def test_another_branch_reads_and_writes_none_of_it(operator: Operator, manager: Actor, covered: Covered) -> None:
    await held(covered)
    async with open_scope(covered.supervisor) as scope:
        await record_party_activity(scope, an_activity(covered))
    other = await make_covered(operator, manager)
    async with open_scope(other.supervisor, read_only=True) as scope:
        assert (await list_party_meetings(scope, Page(), MeetingFilter())).rows == []
        assert (await list_overseen_activities(scope, Page(), OverseenActivityFilter())).rows == []
        assert await scope.session.scalar(text("SELECT count(*) FROM shared.party_meetings")) == 0
    with pytest.raises(NotFound):
        async with open_scope(other.supervisor) as scope:
            await record_party_meeting(scope, a_meeting(covered))


def an_activity(covered: Covered, **more: Any) -> ActivityRecord:
    said: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "title": "周末便民服务",
        "place": "社区广场",
        "starts_at": NOW - dt.timedelta(days=1),
        "ends_at": NOW - dt.timedelta(hours=20),
        "attendance": 60,
        "volunteers": 6,
        "volunteer_hours": 24,
        "community_id": covered.home.community_id,
    }
    return ActivityRecord(**(said | more))


async def test_activities_and_meetings_come_in_one_list_the_latest_first(covered: Covered) -> None:
    await held(covered)
    async with open_scope(covered.supervisor) as scope:
        await record_party_activity(scope, an_activity(covered))
    async with open_scope(covered.supervisor, read_only=True) as scope:
        first = await list_overseen_activities(scope, Page(first=1), OverseenActivityFilter())
        second = await list_overseen_activities(scope, Page(1, first.cursors[0]), OverseenActivityFilter())
        assert (await first.count(), first.has_next, second.has_next) == (2, True, False)
    assert [(row.kind, row.title) for row in (*first.rows, *second.rows)] == [
        ("PARTY_MEETING", "讨论楼道堆物整治"),
        ("PARTY_ACTIVITY", "周末便民服务"),
    ]


async def test_an_activity_lasts_and_counts_up(covered: Covered) -> None:
    for more in ({"ends_at": NOW - dt.timedelta(days=2)}, {"volunteer_hours": -1}):
        with pytest.raises(ActivityHoursInvalid):
            async with open_scope(covered.supervisor) as scope:
                await record_party_activity(scope, an_activity(covered, **more))


async def test_an_office_has_one_holder_at_a_time_and_the_name_is_sealed(covered: Covered) -> None:
    def officer(name: str, starts_on: dt.date) -> NewOfficer:
        return NewOfficer(
            organisation_id=covered.branch.id, office=PartyOffice.SECRETARY, name=name, starts_on=starts_on
        )

    async with open_scope(covered.supervisor) as scope:
        made = await appoint_officer(scope, officer("司马流云", TODAY - dt.timedelta(days=400)))
    with pytest.raises(OfficeHeld):
        async with open_scope(covered.supervisor) as scope:
            await appoint_officer(scope, officer("另一人", TODAY))
    with pytest.raises(OfficeDatesInvalid):
        async with open_scope(covered.supervisor) as scope:
            await end_office(scope, made.id, TODAY - dt.timedelta(days=500))
    async with open_scope(covered.supervisor) as scope:
        await end_office(scope, made.id)
        await appoint_officer(scope, officer("欧阳青山", TODAY))
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (now,) = (await officers_of_orgs_by_id(scope, [covered.branch.id]))[covered.branch.id]
        rows = (await scope.session.execute(text("SELECT t::text FROM shared.party_officers t"))).scalars().all()
    assert now.name == "欧阳青山"
    assert all("司马流云" not in row and "司马流云".encode().hex() not in row for row in rows)


@pytest.mark.parametrize(
    ("kind", "members", "hints"),
    [
        (PartyOrgKind.BRANCH, 2, [OrganisationHint.FORM_JOINT_BRANCH]),
        (PartyOrgKind.BRANCH, 3, []),
        (PartyOrgKind.JOINT_BRANCH, 3, [OrganisationHint.FORM_BRANCH]),
        (PartyOrgKind.BRANCH, 7, [OrganisationHint.ELECT_COMMITTEE]),
        (PartyOrgKind.BRANCH, 50, [OrganisationHint.ELECT_COMMITTEE]),
        (PartyOrgKind.BRANCH, 51, [OrganisationHint.ELECT_COMMITTEE, OrganisationHint.SPLIT_BRANCH]),
        (PartyOrgKind.GROUP, 3, [OrganisationHint.FORM_BRANCH]),
        (PartyOrgKind.COMMITTEE, 120, []),
    ],
)
def test_the_number_of_formal_members_suggests(kind: PartyOrgKind, members: int, hints: list[OrganisationHint]) -> None:
    assert suggestions(kind, members) == hints


@pytest.mark.parametrize(
    ("left", "colour"), [(9, Lamp.GREEN), (4, Lamp.GREEN), (3, Lamp.YELLOW), (0, Lamp.YELLOW), (-1, Lamp.RED)]
)
def test_lamps_turn_by_the_share_of_time_left(left: int, colour: Lamp) -> None:
    began = TODAY - dt.timedelta(days=9 - left)
    assert lamp(began, began + dt.timedelta(days=9), TODAY) is colour
    assert lamp(began, began + dt.timedelta(days=9), TODAY, is_done=True) is Lamp.DONE
