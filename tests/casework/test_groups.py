"""Group work in five phases with its members, sessions and approvals; and community activities."""

import datetime as dt
from dataclasses import replace

import pytest

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.surfaces import Surface
from backend.modules.casework.actions import gatherings, groups
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    ApprovalPending,
    NotAssigned,
    PhaseOrder,
    SelfApproval,
)
from backend.modules.casework.contract.case_words import ConsentForm
from backend.modules.casework.contract.group_inputs import (
    ActivityReport,
    NewActivity,
    NewGroup,
    NewMember,
    NewSession,
)
from backend.modules.casework.contract.group_refusals import AlreadyInGroup, GroupClosed, GroupFull
from backend.modules.casework.contract.group_words import GroupPhase, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.groups import GroupMember, StationGroup
from tenants.scope import open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, audited, casework
from tests.isolation.saying import global_id

GROUPS = """{ groups { totalCount edges { node { title phase status capacity leader { name } steps { phase }
  content { aim outcome members { leftAt } sessions { number topic text came } approvals { state comment } } } } } }"""


async def begin(office: Office, capacity: int = 2) -> StationGroup:
    new = NewGroup(
        station_id=office.station.id,
        title="新上海人适应小组",
        area=ServiceArea.PROFESSIONAL,
        aim="减轻初到的孤独",
        capacity=capacity,
    )
    async with open_scope(casework(office.workers[0])) as scope:
        return await groups.open_group(scope, new)


async def approve(office: Office, group: StationGroup, subject: GroupSubject) -> None:
    async with open_scope(casework(office.workers[0])) as scope:
        asked = await groups.request_group_approval(scope, group.id, subject)
    async with open_scope(casework(office.supervisor)) as scope:
        await groups.decide_group_approval(scope, asked.id, is_approved=True, comment="计划周全")


async def advance(office: Office, group: StationGroup, phase: GroupPhase) -> None:
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.advance_group(scope, group.id, phase)


async def join(office: Office, group: StationGroup, person: int) -> GroupMember:
    new = NewMember(group_id=group.id, resident_id=office.village.resident_ids[person], form=ConsentForm.WRITTEN)
    async with open_scope(casework(office.workers[0])) as scope:
        return await groups.add_group_member(scope, new)


async def meet(office: Office, group: StationGroup, *members: GroupMember) -> None:
    new = NewSession(
        group_id=group.id,
        happened_on=clock.today(),
        minutes=90,
        topic="破冰",
        text="互相介绍，约定规则",
        member_ids=tuple(one.id for one in members),
    )
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.record_group_session(scope, new)


async def _whole_life(office: Office) -> GroupMember:
    """A group from its preparation to its end, refused wherever it is too early; its one member."""
    group = await begin(office)
    with pytest.raises(ApprovalMissing):
        await advance(office, group, GroupPhase.FORMING)
    with pytest.raises(PhaseOrder):
        await advance(office, group, GroupPhase.TRANSITION)
    await approve(office, group, GroupSubject.PLAN)
    await advance(office, group, GroupPhase.FORMING)
    member = await join(office, group, 0)
    await meet(office, group, member)
    for phase in (GroupPhase.TRANSITION, GroupPhase.MATURITY):
        await advance(office, group, phase)
    with pytest.raises(PhaseOrder):
        async with open_scope(casework(office.workers[0])) as scope:
            await groups.close_group(scope, group.id, "目标达成")
    await advance(office, group, GroupPhase.ENDING)
    await approve(office, group, GroupSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.close_group(scope, group.id, "目标达成")
    with pytest.raises(GroupClosed):
        await join(office, group, 1)
    return member


async def test_a_group_goes_through_its_five_phases_in_order_with_both_approvals(office: Office) -> None:
    member = await _whole_life(office)
    (edge,) = (await answered(office.supervisor, GROUPS)).data["groups"]["edges"]
    assert edge["node"] == {
        "title": "新上海人适应小组",
        "phase": "ENDING",
        "status": "CLOSED",
        "capacity": 2,
        "leader": {"name": "李社工"},
        "steps": [{"phase": phase.value} for phase in GroupPhase],
        "content": {
            "aim": "减轻初到的孤独",
            "outcome": "目标达成",
            "members": [{"leftAt": None}],
            "sessions": [
                {
                    "number": 1,
                    "topic": "破冰",
                    "text": "互相介绍，约定规则",
                    "came": [global_id("GroupMember", member.id)],
                }
            ],
            "approvals": [{"state": "APPROVED", "comment": "计划周全"}] * 2,
        },
    }


async def test_members_join_once_by_consent_and_no_more_than_fit(office: Office) -> None:
    group = await begin(office)
    first = await join(office, group, 0)
    with pytest.raises(AlreadyInGroup):
        await join(office, group, 0)
    await join(office, group, 1)
    with pytest.raises(GroupFull):
        await join(office, group, 2)
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.end_group_member(scope, first.id)
    await join(office, group, 0)


async def test_who_has_left_comes_to_sessions_of_before_and_to_no_later_ones(office: Office) -> None:
    group = await begin(office)
    member = await join(office, group, 0)
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.end_group_member(scope, member.id)
    await meet(office, group, member)
    with clock.at(clock.now() + dt.timedelta(days=1)), pytest.raises(NotFound):
        await meet(office, group, member)


async def test_a_colleague_knows_of_a_group_and_neither_leads_nor_reads_it(office: Office) -> None:
    group = await begin(office)
    await join(office, group, 0)
    (edge,) = (await answered(office.workers[1], GROUPS)).data["groups"]["edges"]
    assert (edge["node"]["title"], edge["node"]["content"]) == ("新上海人适应小组", None)
    assert await audited(office, "read_group") == 0
    for actor in (office.workers[1],):
        with pytest.raises(NotAssigned):
            async with open_scope(casework(actor)) as scope:
                await groups.request_group_approval(scope, group.id, GroupSubject.PLAN)
    assert (await answered(office.outsider, GROUPS)).data["groups"]["edges"] == []
    assert [one["extensions"]["code"] for one in (await answered(office.manager, GROUPS)).errors] == ["FORBIDDEN"]


async def test_each_read_of_a_group_is_written_down_and_shown_to_the_supervisor(office: Office) -> None:
    group = await begin(office)
    await answered(office.workers[0], GROUPS)
    log = "query($id: ID!) { groupAccessLog(groupId: $id) { edges { node { word actorName } } } }"
    told = (await answered(office.supervisor, log, id=global_id("StationGroup", group.id))).data["groupAccessLog"]
    assert [edge["node"] for edge in told["edges"]] == [{"word": "read_group", "actorName": "李社工"}]
    line = "query($id: ID!) { groupTimeline(groupId: $id) { edges { node { word detail } } } }"
    told = (await answered(office.workers[1], line, id=global_id("StationGroup", group.id))).data["groupTimeline"]
    assert [edge["node"] for edge in told["edges"]] == [{"word": "OPENED", "detail": None}]


async def test_nobody_approves_their_own_group_and_nothing_is_asked_twice(office: Office) -> None:
    group = await begin(office)
    async with open_scope(casework(office.workers[0])) as scope:
        asked = await groups.request_group_approval(scope, group.id, GroupSubject.PLAN)
    with pytest.raises(ApprovalPending):
        async with open_scope(casework(office.workers[0])) as scope:
            await groups.request_group_approval(scope, group.id, GroupSubject.PLAN)
    may = replace(office.workers[0], permissions=office.workers[0].permissions | {CasePermission.SUPERVISE})
    with pytest.raises(NotAssigned):
        async with open_scope(may.on(Surface.CASEWORK)) as scope:
            await groups.decide_group_approval(scope, asked.id, is_approved=True)
    new = NewGroup(station_id=office.station.id, title="督导自带小组", area=ServiceArea.BASIC, aim="示范", capacity=5)
    async with open_scope(casework(office.supervisor)) as scope:
        own = await groups.open_group(scope, new)
    async with open_scope(casework(office.supervisor)) as scope:
        mine = await groups.request_group_approval(scope, own.id, GroupSubject.PLAN)
    with pytest.raises(SelfApproval):
        async with open_scope(casework(office.supervisor)) as scope:
            await groups.decide_group_approval(scope, mine.id, is_approved=True)


async def test_a_retry_with_the_same_key_makes_one_group(office: Office) -> None:
    given = {
        "stationId": global_id("Station", office.station.id),
        "title": "职场新人小组",
        "area": "PROFESSIONAL",
        "aim": "压力应对",
        "capacity": 8,
        "idempotencyKey": "one",
    }
    made = [await done(office.workers[0], "openGroup", "... on StationGroup { id }", **given) for _ in range(2)]
    assert made[0] == made[1]
    assert (await answered(office.workers[0], GROUPS)).data["groups"]["totalCount"] == 1


async def test_a_community_activity_is_planned_and_reported(office: Office) -> None:
    today = clock.today()
    new = NewActivity(station_id=office.station.id, title="中秋邻里宴", starts_on=today, ends_on=today, expected=60)
    with pytest.raises(BadInput):
        async with open_scope(casework(office.workers[0])) as scope:
            await gatherings.plan_station_activity(scope, replace(new, ends_on=today - dt.timedelta(days=1)))
    async with open_scope(casework(office.workers[0])) as scope:
        activity = await gatherings.plan_station_activity(scope, new)
    async with open_scope(casework(office.workers[1])) as scope:
        report = ActivityReport(activity_id=activity.id, attended=72, outcome="三十户互相认识")
        await gatherings.report_station_activity(scope, report)
    asked = "{ stationActivities { edges { node { title expected attended outcome } } } }"
    (edge,) = (await answered(office.supervisor, asked)).data["stationActivities"]["edges"]
    assert edge["node"] == {"title": "中秋邻里宴", "expected": 60, "attended": 72, "outcome": "三十户互相认识"}
    assert (await answered(office.outsider, asked)).data["stationActivities"]["edges"] == []
