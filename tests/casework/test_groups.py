"""Group work in five phases with its members, sessions and approvals; and community activities."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.surfaces import Surface
from backend.modules.casework.actions import gatherings, group_approvals, groups
from backend.modules.casework.actions.forgetting import forget_group_member
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    ApprovalPending,
    CommentMissing,
    NotAssigned,
    PhaseOrder,
    SelfApproval,
)
from backend.modules.casework.contract.group_inputs import ActivityReport, NewActivity, NewGroup
from backend.modules.casework.contract.group_refusals import AlreadyInGroup, GroupClosed, GroupFull
from backend.modules.casework.contract.group_words import GroupPhase, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.groups import GroupMember, GroupSession
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.scope import open_scope, system_actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, audited, casework, told
from tests.casework.grouping import advance, approve, begin, join, meet
from tests.isolation.saying import global_id

GROUPS = """{ groups { totalCount edges { node { title phase status capacity leader { name } steps { phase }
  content { aim outcome members { leftAt } sessions { number topic text came } approvals { state comment } } } } } }"""


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
    await advance(office, group, GroupPhase.TRANSITION, GroupPhase.MATURITY)
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
                await group_approvals.request_group_approval(scope, group.id, GroupSubject.PLAN)
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
        asked = await group_approvals.request_group_approval(scope, group.id, GroupSubject.PLAN)
    with pytest.raises(ApprovalPending):
        async with open_scope(casework(office.workers[0])) as scope:
            await group_approvals.request_group_approval(scope, group.id, GroupSubject.PLAN)
    with pytest.raises(CommentMissing):
        async with open_scope(casework(office.supervisor)) as scope:
            await group_approvals.decide_group_approval(scope, asked.id, is_approved=False)
    may = replace(office.workers[0], permissions=office.workers[0].permissions | {CasePermission.SUPERVISE})
    with pytest.raises(NotAssigned):
        async with open_scope(may.on(Surface.CASEWORK)) as scope:
            await group_approvals.decide_group_approval(scope, asked.id, is_approved=True)
    new = NewGroup(station_id=office.station.id, title="督导自带小组", area=ServiceArea.BASIC, aim="示范", capacity=5)
    async with open_scope(casework(office.supervisor)) as scope:
        own = await groups.open_group(scope, new)
    async with open_scope(casework(office.supervisor)) as scope:
        mine = await group_approvals.request_group_approval(scope, own.id, GroupSubject.PLAN)
    with pytest.raises(SelfApproval):
        async with open_scope(casework(office.supervisor)) as scope:
            await group_approvals.decide_group_approval(scope, mine.id, is_approved=True)


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
        report = ActivityReport(activity_id=activity.id, version=1, attended=72, outcome="三十户互相认识")
        await gatherings.report_station_activity(scope, report)
    to_come = replace(new, starts_on=today + dt.timedelta(days=1), ends_on=today + dt.timedelta(days=1))
    async with open_scope(casework(office.workers[0])) as scope:
        later = await gatherings.plan_station_activity(scope, to_come)
    with pytest.raises(BadInput):
        async with open_scope(casework(office.workers[1])) as scope:
            await gatherings.report_station_activity(scope, replace(report, activity_id=later.id))
    # Whoever read it before that may not write over it.
    with pytest.raises(StaleVersion) as stale:
        async with open_scope(casework(office.workers[0])) as scope:
            await gatherings.report_station_activity(scope, replace(report, attended=40))
    assert stale.value.facts == {"version": 2, "changed": ("attended", "outcome")}
    asked = "{ stationActivities { edges { node { title expected attended outcome } } } }"
    _, edge = (await answered(office.supervisor, asked)).data["stationActivities"]["edges"]
    assert edge["node"] == {"title": "中秋邻里宴", "expected": 60, "attended": 72, "outcome": "三十户互相认识"}
    assert (await answered(office.outsider, asked)).data["stationActivities"]["edges"] == []


async def test_what_is_laid_before_the_supervisor_is_told_of_and_stands_on_their_day_list(
    office: Office,
) -> None:
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    # An end is laid before the supervisor once there is one.
    with pytest.raises(PhaseOrder):
        async with open_scope(casework(office.workers[0])) as scope:
            await group_approvals.request_group_approval(scope, group.id, GroupSubject.CLOSURE)
    await advance(office, group, *tuple(GroupPhase)[1:])
    async with open_scope(casework(office.workers[0])) as scope:
        await group_approvals.request_group_approval(scope, group.id, GroupSubject.CLOSURE)
    listed = "{ myWork { edges { node { kind isOverdue group { title } case { code } } } } }"
    (edge,) = (await answered(office.supervisor, listed)).data["myWork"]["edges"]
    assert edge["node"] == {
        "kind": "GROUP_APPROVAL",
        "isOverdue": False,
        "group": {"title": "新上海人适应小组"},
        "case": None,
    }
    assert (await answered(office.workers[0], listed)).data["myWork"]["edges"] == []
    leader, supervisor = str(office.workers[0].account_id), str(office.supervisor.account_id)
    assert [(one["account_id"], one["kind"]) for one in await told(office)] == [
        (supervisor, "CASE_GROUP_APPROVAL_REQUESTED"),
        (leader, "CASE_GROUP_APPROVAL_DECIDED"),
        (supervisor, "CASE_GROUP_APPROVAL_REQUESTED"),
    ]


async def test_who_is_erased_leaves_the_group_and_takes_the_words_of_their_sessions_along(office: Office) -> None:
    group = await begin(office)
    with clock.at(clock.now() - dt.timedelta(days=7)):
        first = await join(office, group, 0)
        await meet(office, group, first, text="在他们来之前")
    second = await join(office, group, 1)
    await meet(office, group, first, second, text="都在场时说的话")
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        assert await forget_group_member(scope, office.village.resident_ids[1]) == 1
        assert await forget_group_member(scope, office.village.resident_ids[2]) == 0
    (edge,) = (await answered(office.supervisor, GROUPS)).data["groups"]["edges"]
    content = edge["node"]["content"]
    assert [one["text"] for one in content["sessions"]] == ["在他们来之前", None]
    assert [(one["topic"], len(one["came"])) for one in content["sessions"]] == [("破冰", 1), ("破冰", 2)]
    assert [one["leftAt"] is None for one in content["members"]] == [True, False]
    async with open_scope(casework(office.supervisor)) as scope:
        kept = (await scope.session.scalars(select(GroupSession).order_by(GroupSession.number))).all()
        assert [row.text_sealed is None for row in kept] == [False, True]
    assert await audited(office, "forget_group_member") == 1


async def test_who_is_erased_takes_along_what_came_of_the_group_and_what_was_said_of_it(office: Office) -> None:
    await _whole_life(office)
    other = await begin(office)
    await approve(office, other, GroupSubject.PLAN)
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await forget_group_member(scope, office.village.resident_ids[0])
    beside, ended = (
        edge["node"]["content"] for edge in (await answered(office.supervisor, GROUPS)).data["groups"]["edges"]
    )
    assert (ended["aim"], ended["outcome"]) == ("减轻初到的孤独", None)
    assert ended["approvals"] == [{"state": "APPROVED", "comment": None}] * 2
    assert beside["approvals"] == [{"state": "APPROVED", "comment": "计划周全"}]


async def test_who_came_before_their_consent_was_written_down_takes_those_words_along_too(office: Office) -> None:
    group = await begin(office)
    member = await join(office, group, 0)
    with clock.at(clock.now() - dt.timedelta(days=3)):
        await meet(office, group, text="他们还没来")
        await meet(office, group, member, text="先来看看，次日补签")
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await forget_group_member(scope, office.village.resident_ids[0])
    (edge,) = (await answered(office.supervisor, GROUPS)).data["groups"]["edges"]
    assert [one["text"] for one in edge["node"]["content"]["sessions"]] == ["他们还没来", None]
