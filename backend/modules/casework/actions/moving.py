"""Cases that go to another station or worker, and people who are referred elsewhere: never without consent."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import MoveDecision, NewReferral, NewTransfer
from backend.modules.casework.contract.case_refusals import CaseClosed, MoveDecided, NotAssigned, SelfApproval
from backend.modules.casework.contract.case_words import (
    CaseEventKind,
    CaseRole,
    CaseStatus,
    ConsentPurpose,
    MoveKind,
    MoveState,
)
from backend.modules.casework.contract.events import CaseMoved
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.giving import give_case
from backend.modules.casework.history import note_event, require_text
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.moves import CaseMove
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import (
    community_of,
    led,
    lies_before,
    lock_led_case,
    require_consent,
    seal_of,
    station_roles,
)
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

_LONGEST = 4000
# What a referral may become, from what it is.
_REFERRAL = {
    MoveState.REQUESTED: {MoveState.ACCEPTED, MoveState.REJECTED, MoveState.REVOKED},
    MoveState.ACCEPTED: {MoveState.DONE, MoveState.REVOKED},
}
_TRANSFER = {MoveState.REQUESTED: {MoveState.ACCEPTED, MoveState.REJECTED, MoveState.REVOKED}}


@action(CasePermission.WORK)
async def request_transfer(scope: Scope, new: NewTransfer) -> CaseMove:
    """Ask another station, or somebody of one's own, to take a case over.

    Raises NotFound, NotAssigned, CaseClosed, BadInput, ConsentMissing, TransferPending.
    """
    case = await lock_led_case(scope, new.case_id)
    reason = require_text(new.reason, "reason", _LONGEST)
    await require_consent(scope, case, ConsentPurpose.TRANSFER)
    told = await _receivers(scope, new)
    move_id = new_id()
    move = CaseMove(
        id=move_id,
        case_id=case.id,
        kind=MoveKind.TRANSFER,
        state=MoveState.REQUESTED,
        to_station_id=new.station_id,
        to_worker_id=new.worker_id,
        reason_sealed=(await seal_of(scope, case.id)).seal(move_id, "reason", reason),
        requested_by_id=scope.actor.account_id,
        requested_at=clock.now(),
    )
    scope.session.add(move)
    await scope.session.flush()
    line = note_event(scope, case, CaseEventKind.TRANSFER_REQUESTED, subject_id=move_id)
    for account_id in told:
        _tell(scope, account_id, "CASE_TRANSFER_REQUESTED", line)
    return move


async def _receivers(scope: Scope, new: NewTransfer) -> list[UUID]:
    here = select(StationWorker.account_id).where(
        StationWorker.station_id == new.station_id, StationWorker.ended_at.is_(None)
    )
    if new.worker_id is None:
        here = here.where(StationWorker.role == StationRole.SUPERVISOR)
    else:
        here = here.where(StationWorker.id == new.worker_id)
    found = sorted(await scope.session.scalars(here))
    if not found:
        raise NotFound(field=("input", "station_id" if new.worker_id is None else "worker_id"))
    return found


def _tell(scope: Scope, account_id: UUID, kind: str, line: UUID) -> None:
    scope.emit(NotificationWanted(account_id=account_id, kind=kind, object_type="CaseEvent", object_id=line))


@action(CasePermission.WORK)
async def refer_case(scope: Scope, new: NewReferral) -> CaseMove:
    """Refer the person to an agency elsewhere. Raises NotFound, NotAssigned, CaseClosed, BadInput, ConsentMissing."""
    case = await lock_led_case(scope, new.case_id)
    agency = require_text(new.agency, "agency", 200)
    reason = require_text(new.reason, "reason", _LONGEST)
    await require_consent(scope, case, ConsentPurpose.REFERRAL)
    move_id, seal = new_id(), await seal_of(scope, case.id)
    move = CaseMove(
        id=move_id,
        case_id=case.id,
        kind=MoveKind.REFERRAL,
        state=MoveState.REQUESTED,
        agency_sealed=seal.seal(move_id, "agency", agency),
        reason_sealed=seal.seal(move_id, "reason", reason),
        requested_by_id=scope.actor.account_id,
        requested_at=clock.now(),
    )
    scope.session.add(move)
    await scope.session.flush()
    note_event(scope, case, CaseEventKind.REFERRED, subject_id=move_id)
    return move


@action(CasePermission.WORK)
async def decide_transfer(scope: Scope, decision: MoveDecision) -> CaseMove:
    """Say what came of a move: whoever is asked accepts or rejects a transfer, its own side revokes it; what the
    agency said of a referral is written down by who answers for the case. Consent is asked again as it is carried out.

    Raises NotFound, NotAssigned, SelfApproval, MoveDecided, CaseClosed, ConsentMissing, CaseDuplicate.
    """
    case_id = await scope.session.scalar(select(CaseMove.case_id).where(CaseMove.id == decision.move_id))
    case: Case | None = await scope.session.scalar(select(Case).where(Case.id == case_id).with_for_update())
    if case is None:
        raise NotFound(field=("input", "move_id"))
    move: CaseMove = (await scope.session.scalars(select(CaseMove).where(CaseMove.id == decision.move_id))).one()
    worker = await _refuse_strangers(scope, case, move, decision.state)
    allowed = (_TRANSFER if move.kind is MoveKind.TRANSFER else _REFERRAL).get(move.state, set())
    if decision.state not in allowed:
        raise MoveDecided
    if decision.state is MoveState.ACCEPTED:
        await _carry_out(scope, case, move, worker)
    elif decision.state is MoveState.DONE:
        await require_consent(scope, case, ConsentPurpose.REFERRAL)
    move.state = MoveState.DONE if worker and decision.state is MoveState.ACCEPTED else decision.state
    move.decided_by_id, move.decided_at = scope.actor.account_id, clock.now()
    if decision.note is not None:
        note = require_text(decision.note, "note", _LONGEST)
        move.answer_sealed = (await seal_of(scope, case.id)).seal(move.id, "answer", note)
    line = note_event(scope, case, CaseEventKind.TRANSFER_DECIDED, subject_id=move.id, word=decision.state.value)
    if move.requested_by_id != scope.actor.account_id:
        _tell(scope, move.requested_by_id, "CASE_TRANSFER_DECIDED", line)
    await scope.session.flush()
    return move


async def _refuse_strangers(scope: Scope, case: Case, move: CaseMove, state: MoveState) -> StationWorker | None:
    """Whoever receives a transfer that is accepted or rejected; None where the case's own side acts."""
    if move.kind is MoveKind.TRANSFER and state in (MoveState.ACCEPTED, MoveState.REJECTED):
        roles = await station_roles(scope)
        is_asked = lies_before(scope.actor.account_id, roles, CaseMove.to_station_id, CaseMove.to_worker_id)
        receiver: StationWorker | None = await scope.session.scalar(
            select(StationWorker)
            .join(CaseMove, CaseMove.to_station_id == StationWorker.station_id)
            .where(
                CaseMove.id == move.id,
                is_asked,
                StationWorker.account_id == scope.actor.account_id,
                StationWorker.ended_at.is_(None),
            )
        )
        if receiver is None:
            raise NotAssigned
        if state is MoveState.ACCEPTED and move.requested_by_id == scope.actor.account_id:
            raise SelfApproval
        return receiver
    if state not in (MoveState.ACCEPTED, MoveState.REJECTED, MoveState.DONE, MoveState.REVOKED):
        raise BadInput(field=("input", "state"))
    if not await led(scope, [case]):
        raise NotAssigned
    return None


async def _carry_out(scope: Scope, case: Case, move: CaseMove, worker: StationWorker | None) -> None:
    if case.status is CaseStatus.CLOSED:
        raise CaseClosed
    if worker is None:
        await require_consent(scope, case, ConsentPurpose.REFERRAL)
        return
    await require_consent(scope, case, ConsentPurpose.TRANSFER)
    await scope.session.execute(
        update(CaseWorker)
        .where(CaseWorker.case_id == case.id, CaseWorker.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    left = case.community_id
    if case.station_id != worker.station_id:
        # It is counted where the station serves now, no longer where it was.
        case.community_id = await community_of(scope, worker.station_id, case.resident_id)
    case.station_id = worker.station_id
    case.version += 1
    await scope.session.flush()
    await give_case(scope, case, worker, CaseRole.PRIMARY)
    # Whoever still holds the version from before is told what changed.
    note_event(scope, case, CaseEventKind.CHANGED, version=case.version, fields=("station", "workers"))
    for community_id in sorted({left, case.community_id}):
        scope.emit(CaseMoved(case.id, community_id))
