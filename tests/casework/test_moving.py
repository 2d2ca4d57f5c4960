"""Cases move with consent alone; the glass is broken for a reason and for a time; a crisis runs against the clock."""

import asyncio
import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.assigning import assign_case
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.actions.linking import link_cases
from backend.modules.casework.actions.moving import decide_transfer, refer_case, request_transfer
from backend.modules.casework.actions.stations import add_station_worker, create_station
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    CaseChange,
    MoveDecision,
    NewLink,
    NewReferral,
    NewTransfer,
)
from backend.modules.casework.contract.case_refusals import (
    CasesLinked,
    GlassNotNeeded,
    MoveDecided,
    NotAssigned,
    TransferPending,
)
from backend.modules.casework.contract.case_words import (
    CaseReach,
    CaseRelation,
    ConsentPurpose,
    MoveState,
    RiskLevel,
)
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.stations import StationCommunity, StationWorker
from backend.modules.casework.queries.cases import CaseFilter, list_cases
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.histories import list_case_reads
from backend.modules.casework.queries.moves import (
    links_of_cases_by_id,
    list_case_moves,
)
from backend.modules.casework.queries.notes import list_case_notes
from backend.modules.housing.contract.refusals import ConsentMissing, ReasonMissing
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.asking import done
from tests.casework.factories import Office, casework, consent, make_member, note, open_for
from tests.housing.factories import make_home
from tests.isolation.saying import global_id


async def elsewhere(office: Office) -> tuple[UUID, Actor]:
    """A second station of the operator, and its supervisor."""
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        station = await create_station(scope, NewStation(name="第二社工站", community_ids=(home.community_id,)))
    actor, membership_id = await make_member(office.operator, Role.STATION_SUPERVISOR, "钱督导")
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=station.id, membership_id=membership_id, role=StationRole.SUPERVISOR)
        await add_station_worker(scope, new)
    return station.id, actor


async def moved(office: Office) -> list[dict[str, str]]:
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(OutboxRow.payload).where(OutboxRow.name == "casework.CaseMoved").order_by(OutboxRow.id.desc())
        return list((await scope.session.scalars(wanted.limit(2))).all())


async def kinds(office: Office) -> list[tuple[str, str]]:
    """Who was told what, in order."""
    async with open_scope(office.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted").order_by(OutboxRow.id)
        )
        return [(one["account_id"], one["kind"]) for one in rows]


async def test_a_case_goes_to_another_station_when_the_person_and_the_receiver_agree(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    station_id, receiver = await elsewhere(office)
    new = NewTransfer(case_id=case.id, station_id=station_id, reason="住户搬至第二社区")
    # Who agreed to be helped has agreed to nothing else.
    await consent(office, case)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await request_transfer(scope, new)
    await consent(office, case, ConsentPurpose.TRANSFER)
    async with open_scope(casework(office.workers[0])) as scope:
        move = await request_transfer(scope, new)
    with pytest.raises(TransferPending):
        async with open_scope(casework(office.workers[0])) as scope:
            await request_transfer(scope, new)
    async with open_scope(casework(receiver)) as scope:
        (waiting,) = (await list_case_moves(scope, Page())).rows
        assert (waiting.id, waiting.reason) == (move.id, "住户搬至第二社区")
    for stranger in (office.supervisor, office.outsider):
        with pytest.raises(NotAssigned):
            async with open_scope(casework(stranger)) as scope:
                await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    async with open_scope(casework(receiver)) as scope:
        await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED, note="同意接收"))
    async with open_scope(casework(receiver)) as scope:
        assert len((await list_case_notes(scope, Page(), case.id)).rows) == 1
        # It is counted where it is worked on now, and no longer where it was.
        served = await scope.session.scalar(
            select(StationCommunity.community_id).where(StationCommunity.station_id == station_id)
        )
        assert await scope.session.scalar(select(Case.community_id)) == served
    assert {str(served), str(case.community_id)} <= {one["community_id"] for one in await moved(office)}
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.workers[0])) as scope:
            await list_case_notes(scope, Page(), case.id)
    with pytest.raises(MoveDecided):
        async with open_scope(casework(receiver)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REJECTED))


async def test_a_case_is_given_to_nobody_of_another_station(office: Office) -> None:
    case = await open_for(office)
    station_id, _ = await elsewhere(office)
    async with open_scope(casework(office.supervisor)) as scope:
        there = await scope.session.scalar(select(StationWorker.id).where(StationWorker.station_id == station_id))
        assert there is not None
    with pytest.raises(NotFound):
        async with open_scope(casework(office.supervisor)) as scope:
            await assign_case(scope, Assignment(case_id=case.id, worker_id=there))


async def test_consent_withdrawn_before_the_answer_keeps_the_case_where_it_is(office: Office) -> None:
    case = await open_for(office)
    station_id, receiver = await elsewhere(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    async with open_scope(casework(office.workers[0])) as scope:
        move = await request_transfer(scope, NewTransfer(case_id=case.id, station_id=station_id, reason="搬家"))
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.TRANSFER)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(receiver)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    async with open_scope(casework(office.workers[0])) as scope:
        revoked = await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REVOKED))
        assert revoked.state is MoveState.REVOKED
        assert await scope.session.scalar(select(Case.station_id)) == office.station.id


async def test_a_referral_is_not_carried_out_once_consent_is_withdrawn(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.REFERRAL)
    async with open_scope(casework(office.workers[0])) as scope:
        new = NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断")
        move = await refer_case(scope, new)
    async with open_scope(casework(office.workers[0])) as scope:
        await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.REFERRAL)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.DONE))
    async with open_scope(casework(office.workers[0])) as scope:
        revoked = await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REVOKED))
        assert revoked.state is MoveState.REVOKED


async def test_a_transfer_that_is_accepted_many_times_at_once_is_accepted_once(office: Office) -> None:
    case = await open_for(office)
    station_id, receiver = await elsewhere(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    async with open_scope(casework(office.workers[0])) as scope:
        move = await request_transfer(scope, NewTransfer(case_id=case.id, station_id=station_id, reason="搬家"))

    async def accept() -> str:
        try:
            async with open_scope(casework(receiver)) as scope:
                await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
        except AppError as refusal:
            return refusal.code
        return "DONE"

    assert sorted(await asyncio.gather(*(accept() for _ in range(6)))) == ["DONE", *["MOVE_DECIDED"] * 5]


async def test_a_referral_needs_consent_and_ends_with_what_the_agency_says(office: Office) -> None:
    case = await open_for(office)
    new = NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断")
    await consent(office, case)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await refer_case(scope, new)
    await consent(office, case, ConsentPurpose.REFERRAL)
    async with open_scope(casework(office.workers[0])) as scope:
        move = await refer_case(scope, new)
    states = []
    for state in (MoveState.ACCEPTED, MoveState.DONE):
        async with open_scope(casework(office.workers[0])) as scope:
            states.append((await decide_transfer(scope, MoveDecision(move_id=move.id, state=state))).state)
    assert states == [MoveState.ACCEPTED, MoveState.DONE]
    with pytest.raises(MoveDecided):
        async with open_scope(casework(office.workers[0])) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REVOKED))


async def test_broken_glass_needs_a_reason_tells_the_supervisor_and_ends_by_itself(office: Office) -> None:
    case = await open_for(office)
    await note(office, case, "夜间报警，需了解病史")
    other = casework(office.workers[1])
    with pytest.raises(ReasonMissing):
        async with open_scope(other) as scope:
            await break_glass(scope, case.id, " ")
    with pytest.raises(GlassNotNeeded):
        async with open_scope(casework(office.workers[0])) as scope:
            await break_glass(scope, case.id, "我的个案")
    # The one who works at no station has no glass to break.
    with pytest.raises(NotFound):
        async with open_scope(casework(office.outsider)) as scope:
            await break_glass(scope, case.id, "好奇")
    shown = "... on Case { reach content { problem } }"
    seen = await done(
        office.workers[1], "breakGlass", shown, caseId=global_id("Case", case.id), reason="值班接警，须立即了解情况"
    )
    assert (seen["reach"], seen["content"]["problem"]) == ("GLASS", "失眠三周，担心试用期不过")
    assert (str(office.supervisor.account_id), "CASE_GLASS_BROKEN") in await kinds(office)
    # Reading is all that it opens.
    with pytest.raises(NotAssigned):
        async with open_scope(other) as scope:
            await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))
    async with open_scope(casework(office.supervisor)) as scope:
        reads = (await list_case_reads(scope, Page(), case.id)).rows
        assert {(one.actor_name, one.reach) for one in reads} == {("王社工", "GLASS")}
        (access,) = (await contents_by_id(scope, [case.id]))[case.id].accesses
        assert access.reason == "值班接警，须立即了解情况"
    with clock.at(clock.now() + dt.timedelta(minutes=61)):
        async with open_scope(other) as scope:
            (late,) = (await list_cases(scope, Page(), CaseFilter())).rows
            assert late.reach is CaseReach.EXISTS
        with pytest.raises(NotAssigned):
            async with open_scope(other) as scope:
                await list_case_notes(scope, Page(), case.id)


async def test_cases_of_a_family_are_linked_once(office: Office) -> None:
    case = await open_for(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    new = NewLink(case_id=case.id, other_case_id=other.id, relation=CaseRelation.FAMILY)
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, new)
    back = NewLink(case_id=other.id, other_case_id=case.id, relation=CaseRelation.FAMILY)
    with pytest.raises(CasesLinked):
        async with open_scope(casework(office.workers[0])) as scope:
            await link_cases(scope, back)
    async with open_scope(casework(office.supervisor)) as scope:
        links = await links_of_cases_by_id(scope, [case.id, other.id])
        assert [link.other_id for link in (*links[case.id], *links[other.id])] == [other.id, case.id]
