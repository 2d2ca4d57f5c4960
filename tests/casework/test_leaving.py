"""Whoever leaves a station leaves its cases, and what lay before them falls to its supervisor."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import AppError
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.assigning import assign_case, release_cases
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.moving import decide_transfer, request_transfer
from backend.modules.casework.actions.stations import add_station_worker, end_station_worker
from backend.modules.casework.contract.case_inputs import Assignment, CaseChange, MoveDecision, NewHelp, NewTransfer
from backend.modules.casework.contract.case_refusals import NotAssigned, SelfApproval
from backend.modules.casework.contract.case_words import CaseRole, ConsentPurpose, MoveState, RiskLevel
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.moves import CaseMove
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.moves import list_case_moves, moves_by_id
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.models import Membership
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.asking import answered
from tests.casework.factories import Office, casework, consent, open_for, told
from tests.casework.test_moving import elsewhere

WORK = "{ myWork(first: 50) { edges { node { kind case { code } helpRequest { text } } } } }"


async def listed(office: Office, of: Actor) -> list[tuple[str, str | None]]:
    """What is on somebody's day list, and of which case."""
    answer = await answered(of, WORK)
    assert answer.errors == []
    nodes = [edge["node"] for edge in answer.data["myWork"]["edges"]]
    return [(node["kind"], node["case"] and node["case"]["code"]) for node in nodes]


async def worker_id(office: Office, of: Actor) -> UUID:
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(StationWorker.id).where(
            StationWorker.account_id == of.account_id, StationWorker.ended_at.is_(None)
        )
        return (await scope.session.scalars(wanted)).one()


async def leave(office: Office, of: Actor) -> UUID:
    """Somebody leaves the station, and the worker process has heard of it."""
    gone = await worker_id(office, of)
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    async with open_scope(office.manager, read_only=True) as scope:
        emitted = select(OutboxRow.payload).where(OutboxRow.name == "casework.StationWorkerEnded")
        (payload,) = await scope.session.scalars(emitted)
    assert payload == {"worker_id": str(gone), "station_id": str(office.station.id)}
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    for _ in range(2):
        async with open_scope(keeping) as scope:
            await release_cases(scope, gone)
    return gone


async def come_back(office: Office, of: Actor) -> None:
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        member = (
            await scope.session.scalars(select(Membership.id).where(Membership.account_id == of.account_id))
        ).one()
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=office.station.id, membership_id=member, role=StationRole.WORKER)
        await add_station_worker(scope, new)


async def asked_to_take_over(office: Office, to: UUID | None, by: Actor | None = None) -> CaseMove:
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    new = NewTransfer(case_id=case.id, station_id=office.station.id, reason="与服务对象关系紧张", worker_id=to)
    async with open_scope(casework(by or office.workers[0])) as scope:
        return await request_transfer(scope, new)


async def test_who_left_answers_for_no_case_also_once_back_and_the_supervisor_finds_it_to_assign(
    office: Office,
) -> None:
    case = await open_for(office)
    assert await listed(office, office.supervisor) == []
    await leave(office, office.workers[0])
    assert await listed(office, office.supervisor) == [("ASSIGNMENT", case.code)]
    await come_back(office, office.workers[0])
    async with open_scope(casework(office.workers[0])) as scope:
        assert await contents_by_id(scope, [case.id]) == {}
    assert await listed(office, office.workers[0]) == []
    taken = Assignment(case_id=case.id, worker_id=await worker_id(office, office.workers[0]))
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, taken)
    assert await listed(office, office.supervisor) == []
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = (await scope.session.scalars(select(CaseWorker).order_by(CaseWorker.id))).all()
    assert [(row.role, row.ended_at is None) for row in rows] == [(CaseRole.PRIMARY, False), (CaseRole.PRIMARY, True)]


async def test_a_case_that_was_given_after_somebody_came_back_stays_theirs(office: Office) -> None:
    """The worker process may hear late that they had left."""
    gone = await worker_id(office, office.workers[0])
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    await come_back(office, office.workers[0])
    case = await open_for(office)
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    async with open_scope(keeping) as scope:
        assert await release_cases(scope, gone) == 0
    async with open_scope(casework(office.workers[0])) as scope:
        assert set(await contents_by_id(scope, [case.id])) == {case.id}


async def test_what_was_asked_of_somebody_who_left_falls_to_the_supervisor(office: Office) -> None:
    chosen = await worker_id(office, office.workers[1])
    move = await asked_to_take_over(office, chosen)
    async with open_scope(casework(office.village.resident(1))) as scope:
        await request_help(scope, NewHelp(text="想找王社工聊聊", worker_id=chosen))
    assert sorted(kind for kind, _ in await listed(office, office.workers[1])) == ["HELP", "TRANSFER"]
    assert await listed(office, office.supervisor) == []
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.supervisor)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    await leave(office, office.workers[1])
    assert await listed(office, office.workers[1]) == []
    assert sorted(kind for kind, _ in await listed(office, office.supervisor)) == ["HELP", "TRANSFER"]
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.workers[1])) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    async with open_scope(casework(office.supervisor)) as scope:
        taken = await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
        assert taken.state is MoveState.DONE
    # Who still has the case open from before is told what changed meanwhile.
    with pytest.raises(StaleVersion) as caught:
        async with open_scope(casework(office.supervisor)) as scope:
            await update_case(scope, CaseChange(case_id=move.case_id, version=1, risk=RiskLevel.HIGH))
    assert caught.value.facts == {"version": 2, "changed": ("station", "workers")}


async def test_why_a_case_is_to_go_to_somebody_is_read_by_them_and_not_by_who_sits_beside_them(office: Office) -> None:
    move = await asked_to_take_over(office, None)
    async with open_scope(casework(office.workers[1])) as scope:
        assert await moves_by_id(scope, [move.id]) == {}
        assert (await list_case_moves(scope, Page())).rows == []
    async with open_scope(casework(office.supervisor)) as scope:
        (waiting,) = (await list_case_moves(scope, Page())).rows
        assert waiting.reason == "与服务对象关系紧张"


async def test_nobody_accepts_what_they_asked_for_themselves(office: Office) -> None:
    """Whoever only helps with a case does not ask for it to become their own."""
    case = await open_for(office)
    mine = await worker_id(office, office.workers[1])
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=mine, role=CaseRole.MEMBER))
    await consent(office, case, ConsentPurpose.TRANSFER)
    new = NewTransfer(case_id=case.id, station_id=office.station.id, reason="由我主责", worker_id=mine)
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.workers[1])) as scope:
            await request_transfer(scope, new)
    async with open_scope(casework(office.supervisor)) as scope:
        move = await request_transfer(scope, replace(new, worker_id=None))
    with pytest.raises(SelfApproval):
        async with open_scope(casework(office.supervisor)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        primary = select(CaseWorker.account_id).where(
            CaseWorker.role == CaseRole.PRIMARY, CaseWorker.ended_at.is_(None)
        )
        assert (await scope.session.scalars(primary)).all() == [office.workers[0].account_id]


async def test_glass_that_is_broken_where_nobody_supervises_is_told_to_those_whose_case_it_is(office: Office) -> None:
    case = await open_for(office)
    await leave(office, office.supervisor)
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    heard = [(one["account_id"], one["kind"]) for one in await told(office)]
    assert heard == [(str(office.workers[0].account_id), "CASE_GLASS_BROKEN")]


async def test_glass_that_nobody_of_the_station_could_be_told_of_is_told_to_who_supervises_elsewhere(
    office: Office,
) -> None:
    case = await open_for(office)
    station_id, there = await elsewhere(office)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        mine = select(Membership.id).where(Membership.account_id == office.workers[0].account_id)
        member = (await scope.session.scalars(mine)).one()
    for gone in (office.supervisor, office.workers[0]):
        async with open_scope(office.manager) as scope:
            await end_station_worker(scope, await worker_id(office, gone))
    # The worker process has not heard of it yet: the case still has a worker, who works at another station now.
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=station_id, membership_id=member, role=StationRole.WORKER)
        await add_station_worker(scope, new)
    # Who breaks it is not told of it.
    for breaker in (office.workers[1], there):
        async with open_scope(casework(breaker)) as scope:
            await break_glass(scope, case.id, "值班接警，须立即了解情况")
        heard = [(one["account_id"], one["kind"]) for one in await told(office)]
        assert heard == [(str(there.account_id), "CASE_GLASS_BROKEN")]


async def test_who_withdraws_consent_where_nobody_answers_for_the_case_is_heard_by_the_supervisor(
    office: Office,
) -> None:
    case = await open_for(office)
    await consent(office, case)
    # Also before the worker process has heard that they left.
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, await worker_id(office, office.workers[0]))
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    heard = [(one["account_id"], one["kind"]) for one in await told(office)]
    assert heard == [(str(office.supervisor.account_id), "CONSENT_WITHDRAWN")]


async def test_who_breaks_the_glass_and_leaves_reads_no_more_through_it(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    async with open_scope(casework(office.workers[1])) as scope:
        assert set(await contents_by_id(scope, [case.id])) == {case.id}
    await leave(office, office.workers[1])
    async with open_scope(casework(office.workers[1])) as scope:
        assert await contents_by_id(scope, [case.id]) == {}
    with pytest.raises(AppError, match="NOT_FOUND"):
        async with open_scope(casework(office.workers[1])) as scope:
            await break_glass(scope, case.id, "再看一次")
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        assert await scope.session.scalar(select(Case.version)) == 1
