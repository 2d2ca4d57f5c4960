"""Transfers and referrals: each state leads to some others, each step has somebody who may take it, and is told of."""

from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.assigning import assign_case
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.moving import decide_transfer, refer_case, request_transfer
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.actions.stations import end_station_worker
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    Closing,
    MoveDecision,
    NewReferral,
    NewTransfer,
)
from backend.modules.casework.contract.case_refusals import CaseClosed, NotAssigned
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CaseRole,
    ConsentPurpose,
    MoveState,
)
from backend.modules.casework.contract.words import WorkKind
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseMove
from backend.modules.casework.queries.histories import case_timeline
from backend.modules.casework.queries.moves import list_case_moves, moves_by_id
from backend.modules.casework.queries.notes import list_case_notes
from backend.modules.casework.queries.work import list_work_items
from backend.modules.housing.contract.refusals import ConsentMissing
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, approve, casework, consent, note, open_for
from tests.casework.test_leaving import worker_id
from tests.casework.test_moving import elsewhere, kinds
from tests.casework.test_stations import change
from tests.housing.factories import make_home

REQUESTED, ACCEPTED, REJECTED, DONE, REVOKED = MoveState
REFERRALS: Final = {REQUESTED: {ACCEPTED, REJECTED, REVOKED}, ACCEPTED: {DONE, REVOKED}}


async def referred(office: Office) -> CaseMove:
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.REFERRAL)
    async with open_scope(casework(office.workers[0])) as scope:
        return await refer_case(scope, NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断"))


async def offered(office: Office, station_id: UUID, worker: UUID | None = None) -> CaseMove:
    """A case of the first worker that is to go to a station, or to somebody there."""
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    new = NewTransfer(case_id=case.id, station_id=station_id, worker_id=worker, reason="住户搬至第二社区")
    async with open_scope(casework(office.workers[0])) as scope:
        return await request_transfer(scope, new)


async def decided(actor: Actor, move: CaseMove, state: MoveState, said: str | None = None) -> str:
    try:
        async with open_scope(casework(actor)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=state, note=said))
    except AppError as refusal:
        return refusal.code
    return "OK"


async def put(office: Office, move: CaseMove, state: MoveState) -> None:
    async with open_scope(casework(office.supervisor)) as scope:
        await scope.session.execute(update(CaseMove).where(CaseMove.id == move.id).values(state=state))


async def told_of_moves(office: Office) -> list[tuple[str, str]]:
    return [one for one in await kinds(office) if one[1].startswith("CASE_TRANSFER_")]


async def history(office: Office, case_id: UUID) -> list[tuple[str, str | None]]:
    async with open_scope(casework(office.supervisor)) as scope:
        return [(one.kind, one.word) for one in (await case_timeline(scope, Page(), case_id)).rows]


async def test_a_referral_goes_from_each_state_to_some_others_only(office: Office) -> None:
    move = await referred(office)
    for before in MoveState:
        for state in MoveState:
            await put(office, move, before)
            allowed = state in REFERRALS.get(before, set())
            refusal = "BAD_INPUT" if state is REQUESTED else "MOVE_DECIDED"
            assert await decided(office.workers[0], move, state) == ("OK" if allowed else refusal), (before, state)


async def test_a_transfer_is_taken_or_refused_by_the_receiver_and_revoked_by_its_own_side(office: Office) -> None:
    station_id, receiver = await elsewhere(office)
    move = await offered(office, station_id)
    assert await decided(office.workers[0], move, REJECTED) == "NOT_ASSIGNED"
    assert await decided(receiver, move, REVOKED) == "NOT_ASSIGNED"
    assert await decided(receiver, move, DONE) == "NOT_ASSIGNED"
    assert await decided(office.workers[0], move, DONE) == "MOVE_DECIDED"
    for before in (ACCEPTED, REJECTED, DONE, REVOKED):
        await put(office, move, before)
        for by, state in ((receiver, ACCEPTED), (receiver, REJECTED), (office.workers[0], REVOKED)):
            assert await decided(by, move, state) == "MOVE_DECIDED", (before, state)
    await put(office, move, REQUESTED)
    assert await decided(receiver, move, REJECTED, "本站已满员") == "OK"
    async with open_scope(casework(office.workers[0])) as scope:
        (seen,) = (await list_case_moves(scope, Page(), move.case_id)).rows
        assert (seen.state, seen.answer, seen.decided_at is None) == (REJECTED, "本站已满员", False)
        assert await scope.session.scalar(select(CaseMove.decided_by_id)) == receiver.account_id
        assert await scope.session.scalar(select(Case.station_id)) == office.station.id
    # What does not lie before them any longer they do not read.
    async with open_scope(casework(receiver)) as scope:
        assert await moves_by_id(scope, [move.id]) == {}
        assert (await list_case_moves(scope, Page())).rows == []
        assert (await list_case_moves(scope, Page(), move.case_id)).rows == []


async def test_who_is_to_receive_and_who_asked_are_told_and_nobody_else(office: Office) -> None:
    station_id, receiver = await elsewhere(office)
    move = await offered(office, station_id)
    assert await told_of_moves(office) == [(str(receiver.account_id), "CASE_TRANSFER_REQUESTED")]
    assert await decided(receiver, move, REJECTED) == "OK"
    assert (await told_of_moves(office))[1:] == [(str(office.workers[0].account_id), "CASE_TRANSFER_DECIDED")]
    wanted = [("TRANSFER_DECIDED", "REJECTED"), ("TRANSFER_REQUESTED", None)]
    assert (await history(office, move.case_id))[:2] == wanted


async def test_whoever_revokes_what_they_asked_for_is_told_nothing(office: Office) -> None:
    move = await referred(office)
    assert await decided(office.workers[0], move, REVOKED) == "OK"
    assert await told_of_moves(office) == []
    assert (await history(office, move.case_id))[:2] == [("TRANSFER_DECIDED", "REVOKED"), ("REFERRED", None)]


async def test_within_a_station_a_case_leaves_all_who_worked_on_it(office: Office) -> None:
    colleague = await worker_id(office, office.supervisor)
    move = await offered(office, office.station.id, colleague)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    case = await case_of(office, move)
    await note(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        helping = Assignment(
            case_id=case.id, worker_id=await worker_id(office, office.workers[1]), role=CaseRole.MEMBER
        )
        await assign_case(scope, helping)
    assert await told_of_moves(office) == [(str(office.supervisor.account_id), "CASE_TRANSFER_REQUESTED")]
    assert await decided(office.workers[1], move, ACCEPTED) == "NOT_ASSIGNED"
    assert await decided(office.supervisor, move, ACCEPTED) == "OK"
    for former in office.workers:
        with pytest.raises(NotAssigned):
            async with open_scope(casework(former)) as scope:
                await list_case_notes(scope, Page(), case.id)
    moved = await case_of(office, move)
    assert (moved.station_id, moved.community_id) == (office.station.id, case.community_id)
    # Their other cases are still theirs.
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await list_case_notes(scope, Page(), other.id)).rows == []


async def test_a_transfer_stands_on_the_day_list_until_something_came_of_it(office: Office) -> None:
    station_id, receiver = await elsewhere(office)
    move = await offered(office, station_id)
    for state in MoveState:
        await put(office, move, state)
        async with open_scope(casework(receiver)) as scope:
            found = [one.kind for one in (await list_work_items(scope, Page())).rows]
        assert found == ([WorkKind.TRANSFER] if state is REQUESTED else []), state


async def test_within_a_station_a_case_is_counted_where_it_was(office: Office) -> None:
    """Of the communities that a station serves it stays in its own, wherever its person lives by then."""
    async with open_scope(office.manager) as scope:
        second = (await make_home(scope)).community_id
    assert await change(office, office.manager, office.village.community_id, second) == "OK"
    move = await offered(office, office.station.id, await worker_id(office, office.workers[1]))
    async with open_scope(casework(office.supervisor)) as scope:
        await scope.session.execute(update(Case).where(Case.id == move.case_id).values(community_id=second))
    assert await decided(office.workers[1], move, ACCEPTED) == "OK"
    assert (await case_of(office, move)).community_id == second


async def test_whoever_is_asked_to_take_one_case_decides_on_no_other(office: Office) -> None:
    station_id, _ = await elsewhere(office)
    move = await offered(office, station_id)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, other, ConsentPurpose.TRANSFER)
    mine = await worker_id(office, office.workers[1])
    async with open_scope(casework(office.workers[0])) as scope:
        new = NewTransfer(case_id=other.id, station_id=office.station.id, worker_id=mine, reason="休假")
        await request_transfer(scope, new)
    assert await decided(office.workers[1], move, ACCEPTED) == "NOT_ASSIGNED"


async def test_whoever_asked_themselves_may_decline_and_not_accept(office: Office) -> None:
    move = await offered(office, office.station.id, await worker_id(office, office.workers[0]))
    assert await decided(office.workers[0], move, ACCEPTED) == "SELF_APPROVAL"
    assert await decided(office.workers[0], move, REJECTED) == "OK"


async def case_of(office: Office, move: CaseMove) -> Case:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return (await scope.session.scalars(select(Case).where(Case.id == move.case_id))).one()


async def test_a_referral_is_the_business_of_those_who_work_on_the_case_and_needs_consent_at_each_step(
    office: Office,
) -> None:
    move = await referred(office)
    for stranger in (office.workers[1], office.outsider):
        assert await decided(stranger, move, ACCEPTED) == "NOT_ASSIGNED"
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, move.case_id, ConsentPurpose.REFERRAL)
    assert await decided(office.workers[0], move, ACCEPTED) == "CONSENT_MISSING"
    assert await decided(office.workers[0], move, REJECTED) == "OK"


async def test_one_consent_is_not_another_nor_another_persons(office: Office) -> None:
    case = await open_for(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, case, ConsentPurpose.REFERRAL)
    await consent(office, other, ConsentPurpose.TRANSFER)
    async with open_scope(casework(office.workers[0])) as scope:
        with pytest.raises(ConsentMissing):
            await request_transfer(scope, NewTransfer(case_id=case.id, station_id=office.station.id, reason="搬家"))
        with pytest.raises(ConsentMissing):
            await refer_case(scope, NewReferral(case_id=other.id, agency="区精神卫生中心", reason="需专业诊断"))


async def test_a_move_says_why_and_where_to(office: Office) -> None:
    case = await open_for(office)
    for purpose in (ConsentPurpose.TRANSFER, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    async with open_scope(casework(office.workers[0])) as scope:
        with pytest.raises(BadInput):
            await request_transfer(scope, NewTransfer(case_id=case.id, station_id=office.station.id, reason=" "))
        for agency, reason in ((" ", "需专业诊断"), ("区" * 201, "需专业诊断"), ("区精神卫生中心", " ")):
            with pytest.raises(BadInput):
                await refer_case(scope, NewReferral(case_id=case.id, agency=agency, reason=reason))


async def test_a_case_is_offered_to_nobody_who_is_not_at_the_station_that_is_named(office: Office) -> None:
    station_id, receiver = await elsewhere(office)
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    gone = await worker_id(office, office.workers[1])
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    there = await worker_id(office, receiver)
    async with open_scope(casework(office.workers[0])) as scope:
        for worker in (gone, there):
            new = NewTransfer(case_id=case.id, station_id=office.station.id, worker_id=worker, reason="搬家")
            with pytest.raises(NotFound):
                await request_transfer(scope, new)
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, there)
    with pytest.raises(NotFound):
        async with open_scope(casework(office.workers[0])) as scope:
            await request_transfer(scope, NewTransfer(case_id=case.id, station_id=station_id, reason="搬家"))


async def test_a_case_that_is_closed_meanwhile_goes_nowhere(office: Office) -> None:
    station_id, receiver = await elsewhere(office)
    move = await offered(office, station_id)
    case = await case_of(office, move)
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    async with open_scope(casework(receiver)) as scope:
        assert (await list_case_moves(scope, Page())).rows == []
        assert await moves_by_id(scope, [move.id]) == {}
    assert await decided(receiver, move, ACCEPTED) == CaseClosed.code
    with pytest.raises(NotFound):
        async with open_scope(casework(receiver)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=case.id, state=REJECTED))
