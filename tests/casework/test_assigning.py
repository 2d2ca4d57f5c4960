"""Who works on a case: whoever opens it answers for it, one does at a time, and others help."""

import datetime as dt
from itertools import pairwise
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import select, update

from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.assigning import assign_case, release_cases, unassign_case
from backend.modules.casework.actions.cases import open_case
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.moving import decide_transfer, request_transfer
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.actions.stations import add_station_worker, end_station_worker
from backend.modules.casework.contract.case_inputs import Assignment, Closing, MoveDecision, NewCase, NewTransfer
from backend.modules.casework.contract.case_refusals import AlreadyAssigned, CaseClosed
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CaseRole,
    CaseSource,
    ConsentPurpose,
    MoveState,
)
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.histories import case_timeline
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.asking import answered
from tests.casework.factories import Office, approve, casework, consent, open_for, told
from tests.casework.test_leaving import come_back, leave, worker_id
from tests.casework.test_moving import elsewhere
from tests.isolation.saying import global_id

PRIMARY, MEMBER = CaseRole.PRIMARY, CaseRole.MEMBER


async def give(office: Office, case: Case, to: Actor, role: CaseRole = PRIMARY) -> None:
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=await worker_id(office, to), role=role))


async def working(office: Office, case: Case) -> list[tuple[str, str]]:
    """Who works on it, who answers for it first."""
    seen = "query($id: ID!) { case(id: $id) { workers { name role } } }"
    answer = await answered(office.supervisor, seen, id=global_id("Case", case.id))
    return [(one["name"], one["role"]) for one in answer.data["case"]["workers"]]


async def opened_by(office: Office, actor: Actor, **more: Any) -> Case:
    new: dict[str, Any] = {
        "station_id": office.station.id,
        "resident_id": office.village.resident_ids[1],
        "area": ServiceArea.BASIC,
        "source": CaseSource.STAFF,
        "problem": "邻里纠纷",
    }
    async with open_scope(casework(actor)) as scope:
        return await open_case(scope, NewCase(**(new | more)))


async def test_a_worker_answers_for_what_they_open_and_a_supervisor_has_yet_to_assign_it(office: Office) -> None:
    assert await working(office, await open_for(office)) == [("李社工", "PRIMARY")]
    case = await opened_by(office, office.supervisor)
    assert await working(office, case) == []
    await give(office, case, office.workers[1])
    assert await working(office, case) == [("王社工", "PRIMARY")]


async def test_a_case_is_opened_by_those_alone_who_work_at_its_station(office: Office) -> None:
    _, there = await elsewhere(office)
    for stranger in (office.outsider, there):
        with pytest.raises(NotFound):
            await opened_by(office, stranger)


async def test_one_answers_for_a_case_and_whoever_helped_stays(office: Office) -> None:
    case, other = await open_for(office), await opened_by(office, office.workers[0])
    await give(office, case, office.workers[1], MEMBER)
    assert await working(office, case) == [("李社工", "PRIMARY"), ("王社工", "MEMBER")]
    with pytest.raises(AlreadyAssigned):
        await give(office, case, office.workers[1], MEMBER)
    await give(office, case, office.supervisor)
    assert await working(office, case) == [("赵督导", "PRIMARY"), ("王社工", "MEMBER")]
    # Whoever helped may come to answer for it, and helps no longer.
    await give(office, case, office.workers[1])
    assert await working(office, case) == [("王社工", "PRIMARY")]
    assert await working(office, other) == [("李社工", "PRIMARY")]
    async with open_scope(casework(office.supervisor)) as scope:
        words = [one.word for one in (await case_timeline(scope, Page(), case.id)).rows if one.kind == "ASSIGNED"]
    assert words == ["PRIMARY", "PRIMARY", "MEMBER"]


async def test_one_is_taken_off_one_case_and_the_others_stay(office: Office) -> None:
    case, other = await open_for(office), await opened_by(office, office.workers[0])
    await give(office, case, office.workers[1], MEMBER)
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, await worker_id(office, office.workers[0]))
    assert await working(office, case) == [("王社工", "MEMBER")]
    assert await working(office, other) == [("李社工", "PRIMARY")]
    # Whoever was taken off hears no more of it.
    async with open_scope(casework(office.workers[1])) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    assert [one["account_id"] for one in await told(office) if one["kind"] == "CASE_CRISIS_RAISED"] == [
        str(office.supervisor.account_id)
    ]


async def test_a_closed_case_is_given_to_nobody_and_whoever_works_on_it_may_be_taken_off(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    with pytest.raises(CaseClosed):
        await give(office, case, office.workers[1])
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, await worker_id(office, office.workers[0]))
    assert await working(office, case) == []


async def test_when_one_was_on_a_case_is_kept_as_it_was(office: Office) -> None:
    case = await open_for(office)
    for _ in range(2):
        async with open_scope(casework(office.supervisor)) as scope:
            await unassign_case(scope, case.id, await worker_id(office, office.workers[0]))
        await give(office, case, office.workers[0])
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        spans = (
            await scope.session.execute(
                select(CaseWorker.started_at, CaseWorker.ended_at).order_by(CaseWorker.started_at)
            )
        ).all()
    assert [one.ended_at is None for one in spans] == [False, False, True]
    assert [before.ended_at < after.started_at for before, after in pairwise(spans)] == [True, True]


@pytest.mark.parametrize("is_moved", [True, False])
async def test_who_leaves_the_station_or_gives_a_case_away_was_on_it_until_then_and_before_as_before(
    office: Office, is_moved: bool
) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, await worker_id(office, office.workers[0]))
    (before,) = await spans(office)
    await give(office, case, office.workers[0])
    if is_moved:
        await consent(office, case, ConsentPurpose.TRANSFER)
        new = NewTransfer(case_id=case.id, station_id=office.station.id, reason="休假")
        async with open_scope(casework(office.workers[0])) as scope:
            move = await request_transfer(scope, new)
        async with open_scope(casework(office.supervisor)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    else:
        await leave(office, office.workers[0])
    found = await spans(office)
    assert found[0] == before
    assert [one[1] is None for one in found] == ([False, False, True] if is_moved else [False, False])


async def spans(office: Office) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """Since when and until when somebody was on a case, in order."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        wanted = select(CaseWorker.started_at, CaseWorker.ended_at).order_by(CaseWorker.started_at)
        return [(row.started_at, row.ended_at) for row in await scope.session.execute(wanted)]


async def test_whoever_comes_back_under_another_name_is_named_so_on_what_they_open(office: Office) -> None:
    await leave(office, office.workers[0])
    await come_back(office, office.workers[0])
    async with open_scope(office.manager) as scope:
        again = update(StationWorker).where(StationWorker.id == await worker_id(office, office.workers[0]))
        await scope.session.execute(again.values(name="李高级社工"))
    assert await working(office, await open_for(office)) == [("李高级社工", "PRIMARY")]


async def test_whoever_leaves_one_station_stays_on_the_cases_of_another_and_their_colleagues_on_theirs(
    office: Office,
) -> None:
    station_id, _ = await elsewhere(office)
    gone = await worker_id(office, office.workers[0])
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        mine = select(Membership.id).where(Membership.account_id == office.workers[0].account_id)
        membership_id = (await scope.session.scalars(mine)).one()
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=station_id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, new)
    case = await open_for(office)
    await give(office, case, office.workers[1], MEMBER)
    second = office.village.resident_ids[2]
    there = await opened_by(office, office.workers[0], station_id=station_id, resident_id=second)
    async with open_scope(office.manager) as scope:
        ended = await end_station_worker(scope, gone)
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    async with open_scope(keeping) as scope:
        assert await release_cases(scope, gone) == 1
    async with open_scope(casework(office.supervisor)) as scope:
        rows = (await scope.session.scalars(select(CaseWorker))).all()
        kinds = [one.kind for one in (await case_timeline(scope, Page(), case.id)).rows]
    assert kinds == ["UNASSIGNED", "ASSIGNED", "OPENED"]
    assert {(row.case_id, row.account_id): row.ended_at for row in rows} == {
        (case.id, office.workers[0].account_id): ended.ended_at,
        (case.id, office.workers[1].account_id): None,
        (there.id, office.workers[0].account_id): None,
    }
