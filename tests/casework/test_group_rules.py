"""What group work refuses, whom it refuses it, and the line that each act leaves."""

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions import group_approvals, groups
from backend.modules.casework.actions.stations import add_station_worker
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import ApprovalState, ConsentForm
from backend.modules.casework.contract.group_inputs import NewGroup, NewMember, NewSession
from backend.modules.casework.contract.group_words import GroupPhase, GroupStatus, GroupSubject
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.groups import GroupEvent, GroupMember, GroupSession, StationGroup
from backend.modules.casework.models.stations import StationCommunity
from backend.modules.casework.queries.groups import (
    group_contents_by_id,
    groups_by_id,
    list_group_events,
    list_group_reads,
    list_groups,
    steps_of_groups_by_id,
)
from backend.modules.housing.actions.erasing import erase_resident_again
from tenants.audit import AuditEntry
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope
from tests.casework.factories import Office, casework, make_member, told
from tests.casework.grouping import advance, approve, begin, join, meet
from tests.casework.test_asking_again import second
from tests.casework.test_moving import elsewhere

LATER = tuple(GroupPhase)[1:]


async def tried(actor: Actor, act: Any, *given: Any, **more: Any) -> str:  # Any: an action and what it is given
    """OK, or the code of the refusal."""
    try:
        async with open_scope(casework(actor)) as scope:
            await act(scope, *given, **more)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def now(office: Office, group: StationGroup) -> StationGroup:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return (await scope.session.scalars(select(StationGroup).where(StationGroup.id == group.id))).one()


async def ended(office: Office) -> StationGroup:
    """A group in its last phase."""
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    await advance(office, group, *LATER)
    return group


async def test_a_group_is_prepared_at_a_station_where_one_works_for_a_community_that_it_serves(office: Office) -> None:
    there = await second(office)
    new = NewGroup(station_id=office.station.id, title="妈妈小组", area=ServiceArea.BASIC, aim="互助", capacity=8)
    async with open_scope(office.manager, read_only=True) as scope:
        served = StationCommunity.community_id
        strange = await scope.session.scalar(select(served).where(StationCommunity.station_id == there.station.id))
    worker = office.workers[0]
    for change, refusal in (
        ({"station_id": there.station.id}, "NOT_FOUND"),
        ({"community_id": strange}, "NOT_FOUND"),
        ({"community_id": new_id()}, "NOT_FOUND"),
        ({"title": " "}, "BAD_INPUT"),
        ({"title": "题" * 61}, "BAD_INPUT"),
        ({"aim": " "}, "BAD_INPUT"),
        ({"capacity": 1}, "BAD_INPUT"),
        ({"capacity": 101}, "BAD_INPUT"),
        ({"capacity": 2, "community_id": office.village.community_id}, "OK"),
    ):
        assert await tried(worker, groups.open_group, replace(new, **change)) == refusal, change
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        (made,) = await scope.session.scalars(select(StationGroup))
    assert (made.community_id, made.account_id) == (office.village.community_id, worker.account_id)


async def test_phases_follow_each_other_and_none_is_entered_twice(office: Office) -> None:
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    for phase in LATER:
        for wrong in set(GroupPhase) - {phase}:
            assert await tried(office.workers[0], groups.advance_group, group.id, wrong) == "PHASE_ORDER"
        await advance(office, group, phase)
    async with open_scope(casework(office.workers[1])) as scope:
        steps = (await steps_of_groups_by_id(scope, [group.id]))[group.id]
    assert [one.phase for one in steps] == list(GroupPhase)


async def test_of_two_who_advance_a_group_at_once_one_is_told_the_order(office: Office) -> None:
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    both = [tried(one, groups.advance_group, group.id, LATER[0]) for one in (office.workers[0], office.supervisor)]
    assert sorted(await asyncio.gather(*both)) == ["OK", "PHASE_ORDER"]


async def test_no_group_begins_or_ends_without_an_approval_of_its_own(office: Office) -> None:
    other = await begin(office)
    await approve(office, other, GroupSubject.PLAN)
    group = await begin(office)
    worker, forming = office.workers[0], (groups.advance_group, LATER[0])
    assert await tried(worker, forming[0], group.id, forming[1]) == "APPROVAL_MISSING"
    # What only waits, or was rejected, is no approval; after that it is laid before the supervisor anew.
    for is_approved, then in ((False, "APPROVAL_MISSING"), (True, "OK")):
        async with open_scope(casework(worker)) as scope:
            asked = await group_approvals.request_group_approval(scope, group.id, GroupSubject.PLAN)
        assert await tried(worker, forming[0], group.id, forming[1]) == "APPROVAL_MISSING"
        async with open_scope(casework(office.supervisor)) as scope:
            decide = group_approvals.decide_group_approval
            decided = await decide(scope, asked.id, is_approved=is_approved, comment="已看")
        assert decided.state is (ApprovalState.APPROVED if is_approved else ApprovalState.REJECTED)
        assert await tried(office.supervisor, decide, asked.id, is_approved=True) == "APPROVAL_DECIDED"
        assert await tried(worker, forming[0], group.id, forming[1]) == then
    # That the plan was good says nothing of the end.
    await advance(office, group, *LATER[1:])
    assert await tried(worker, groups.close_group, group.id, "目标达成") == "APPROVAL_MISSING"
    await approve(office, group, GroupSubject.CLOSURE)
    for outcome in (" ", "好", "好" * 20_001):
        assert await tried(worker, groups.close_group, group.id, outcome) == "BAD_INPUT"
    assert await tried(worker, groups.close_group, group.id, "目标达成") == "OK"
    closed = await now(office, group)
    assert (closed.status, closed.closed_at is None) == (GroupStatus.CLOSED, False)


async def test_a_plan_is_laid_before_the_supervisor_while_it_is_prepared(office: Office) -> None:
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    ask = group_approvals.request_group_approval
    # It may wait a second time, which keeps nothing of the end from being laid before them.
    assert await tried(office.workers[0], ask, group.id, GroupSubject.PLAN) == "OK"
    await advance(office, group, *LATER)
    assert await tried(office.workers[0], ask, group.id, GroupSubject.PLAN) == "PHASE_ORDER"
    assert await tried(office.workers[0], ask, group.id, GroupSubject.CLOSURE) == "OK"
    assert await tried(office.workers[0], ask, group.id, GroupSubject.CLOSURE) == "APPROVAL_PENDING"


async def test_who_leads_a_group_does_not_approve_what_somebody_else_asked_for_it(office: Office) -> None:
    new = NewGroup(station_id=office.station.id, title="督导小组", area=ServiceArea.BASIC, aim="示范", capacity=5)
    async with open_scope(casework(office.supervisor)) as scope:
        own = await groups.open_group(scope, new)
    group = await begin(office)
    async with open_scope(casework(office.supervisor)) as scope:
        asked = await group_approvals.request_group_approval(scope, group.id, GroupSubject.PLAN)
    # What they asked for themselves, of somebody else's, neither.
    decide = group_approvals.decide_group_approval
    assert await tried(office.supervisor, decide, asked.id, is_approved=True) == "SELF_APPROVAL"
    assert await tried(office.supervisor, decide, new_id(), is_approved=True) == "NOT_FOUND"
    colleague, membership_id = await make_member(office.operator, Role.STATION_SUPERVISOR, "孙督导")
    beside = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.SUPERVISOR)
    async with open_scope(office.manager) as scope:
        await add_station_worker(scope, beside)
    assert await tried(colleague, decide, asked.id, is_approved=True) == "OK"
    async with open_scope(casework(colleague)) as scope:
        theirs = await group_approvals.request_group_approval(scope, own.id, GroupSubject.PLAN)
    assert await tried(office.supervisor, decide, theirs.id, is_approved=True) == "SELF_APPROVAL"
    assert await tried(office.workers[0], groups.advance_group, own.id, LATER[0]) == "NOT_ASSIGNED"


async def test_members_are_people_who_are_there_and_each_leaves_once(office: Office) -> None:
    group, ids = await begin(office), office.village.resident_ids
    async with open_scope(office.manager) as scope:
        assert await erase_resident_again(scope, ids[3])
    for resident_id in (new_id(), ids[3]):
        new = NewMember(group_id=group.id, resident_id=resident_id, form=ConsentForm.ORAL)
        assert await tried(office.workers[0], groups.add_group_member, new) == "NOT_FOUND"
    member = await join(office, group, 0)
    await join(office, group, 1)
    # Of a full group, who is in it already is told that and nothing else.
    new = NewMember(group_id=group.id, resident_id=ids[0], form=ConsentForm.ORAL)
    assert await tried(office.workers[0], groups.add_group_member, new) == "ALREADY_IN_GROUP"
    assert await tried(office.workers[0], groups.end_group_member, new_id()) == "NOT_FOUND"
    assert await tried(office.workers[1], groups.end_group_member, member.id) == "NOT_ASSIGNED"
    with clock.at(clock.now() - dt.timedelta(hours=1)):
        assert await tried(office.workers[0], groups.end_group_member, member.id) == "OK"
    assert await tried(office.workers[0], groups.end_group_member, member.id) == "NOT_FOUND"
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        left = await scope.session.scalar(select(GroupMember.left_at).where(GroupMember.id == member.id))
    assert left is not None
    assert left < clock.now() - dt.timedelta(minutes=59)


async def test_a_session_was_held_and_members_of_that_group_came(office: Office) -> None:
    group, other = await begin(office), await begin(office)
    member, strange = await join(office, group, 0), await join(office, other, 1)
    said: dict[str, Any] = {"topic": "破冰", "text": "互相介绍", "minutes": 90, "member_ids": (member.id,)}
    new = NewSession(group_id=group.id, happened_on=clock.today(), **said)
    for change, refusal in (
        ({"happened_on": clock.today() + dt.timedelta(days=1)}, "BAD_INPUT"),
        ({"minutes": 0}, "BAD_INPUT"),
        ({"minutes": 1441}, "BAD_INPUT"),
        ({"topic": " "}, "BAD_INPUT"),
        ({"topic": "题" * 201}, "BAD_INPUT"),
        ({"text": " "}, "BAD_INPUT"),
        ({"member_ids": (member.id, strange.id)}, "NOT_FOUND"),
        ({"member_ids": (new_id(),)}, "NOT_FOUND"),
    ):
        assert await tried(office.workers[0], groups.record_group_session, replace(new, **change)) == refusal, change
    await meet(office, other)
    await approve(office, group, GroupSubject.PLAN)
    await meet(office, group)
    await advance(office, group, LATER[0])
    await meet(office, group, member)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        held = select(GroupSession).where(GroupSession.group_id == group.id).order_by(GroupSession.number)
        rows = (await scope.session.scalars(held)).all()
    # Each is counted in its own group, and stands under the phase in which it was held.
    assert [(one.number, one.phase) for one in rows] == [(1, GroupPhase.PREPARATION), (2, GroupPhase.FORMING)]


async def test_a_group_is_led_by_who_leads_it_or_supervises_its_station_and_by_nobody_else(office: Office) -> None:
    group = await begin(office)
    _, other = await elsewhere(office)
    for stranger, refusal in (
        (office.workers[1], "NOT_ASSIGNED"),
        (office.outsider, "NOT_FOUND"),
        (other, "NOT_FOUND"),
    ):
        for act, given in (
            (groups.advance_group, (LATER[0],)),
            (groups.close_group, ("目标达成",)),
            (group_approvals.request_group_approval, (GroupSubject.PLAN,)),
        ):
            assert await tried(stranger, act, group.id, *given) == refusal
    assert await tried(office.supervisor, group_approvals.request_group_approval, group.id, GroupSubject.PLAN) == "OK"
    assert [one["kind"] for one in await told(office)] == []


async def test_groups_of_other_stations_are_not_there(office: Office) -> None:
    there = await second(office)
    mine, closed = await begin(office), await ended(office)
    await approve(office, closed, GroupSubject.CLOSURE)
    assert await tried(office.workers[0], groups.close_group, closed.id, "目标达成") == "OK"
    theirs = await begin(there)

    async def found(actor: Actor, **wanted: Any) -> set[Any]:
        async with open_scope(casework(actor)) as scope:
            return {one.id for one in (await list_groups(scope, Page(), **wanted)).rows}

    worker = office.workers[0]
    assert (await found(worker), await found(there.workers[0])) == ({mine.id, closed.id}, {theirs.id})
    assert await found(worker, status=GroupStatus.OPEN) == {mine.id}
    assert await found(worker, station_id=there.station.id) == set()
    async with open_scope(casework(worker)) as scope:
        assert set(await groups_by_id(scope, [mine.id, theirs.id])) == {mine.id}
        assert set(await group_contents_by_id(scope, [mine.id, theirs.id])) == {mine.id}

    async def history(scope: Scope, group: StationGroup) -> Any:
        return await list_group_events(scope, Page(), group.id)

    assert await tried(worker, history, theirs) == "NOT_FOUND"
    with pytest.raises(NotFound):
        async with open_scope(casework(office.supervisor)) as scope:
            await list_group_reads(scope, Page(), theirs.id)
    may = replace(worker, permissions=office.supervisor.permissions)
    with pytest.raises(NotAssigned):
        async with open_scope(casework(may)) as scope:
            await list_group_reads(scope, Page(), mine.id)


async def test_every_act_on_a_group_leaves_a_line_in_its_history_and_in_the_audit_trail(office: Office) -> None:
    group = await begin(office)
    await approve(office, group, GroupSubject.PLAN)
    await advance(office, group, LATER[0])
    member = await join(office, group, 0)
    await meet(office, group, member)
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.end_group_member(scope, member.id)
    await advance(office, group, *LATER[1:])
    await approve(office, group, GroupSubject.CLOSURE)
    assert await tried(office.workers[0], groups.close_group, group.id, "目标达成") == "OK"
    wanted = [
        *(("OPENED", None), ("APPROVAL_REQUESTED", "PLAN"), ("APPROVAL_DECIDED", "APPROVED"), ("ADVANCED", "FORMING")),
        *(("MEMBER_JOINED", None), ("SESSION_RECORDED", "FORMING"), ("MEMBER_LEFT", None)),
        *(("ADVANCED", phase.value) for phase in LATER[1:]),
        *(("APPROVAL_REQUESTED", "CLOSURE"), ("APPROVAL_DECIDED", "APPROVED"), ("CLOSED", None)),
    ]
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        lines = (await scope.session.scalars(select(GroupEvent).order_by(GroupEvent.id))).all()
        acts = select(AuditEntry.act).where(AuditEntry.object_id == group.id).order_by(AuditEntry.id)
        written = (await scope.session.scalars(acts)).all()
    assert [(one.kind.value, one.word) for one in lines] == wanted
    assert list(written) == [f"group_{kind.lower()}" for kind, _ in wanted]
    # What was done is no read, and the access log tells of reads alone.
    async with open_scope(casework(office.supervisor)) as scope:
        assert (await list_group_reads(scope, Page(), group.id)).rows == []
