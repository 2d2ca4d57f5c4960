"""Putting someone on a case."""

from sqlalchemy import update

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.casework.contract.case_words import CaseEventKind, CaseRole
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.stations import StationWorker
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope


async def give_case(scope: Scope, case: Case, worker: StationWorker, role: CaseRole) -> None:
    """Put someone of a station on a case; whoever answered for it before does so no longer."""
    ending = update(CaseWorker).where(CaseWorker.case_id == case.id, CaseWorker.ended_at.is_(None))
    if role is CaseRole.PRIMARY:
        await scope.session.execute(
            ending.where((CaseWorker.role == CaseRole.PRIMARY) | (CaseWorker.account_id == worker.account_id)).values(
                ended_at=clock.now()
            )
        )
    scope.session.add(
        CaseWorker(
            id=new_id(),
            case_id=case.id,
            resident_id=case.resident_id,
            account_id=worker.account_id,
            name=worker.name,
            role=role,
            started_at=clock.now(),
        )
    )
    await scope.session.flush()
    line = note_event(scope, case, CaseEventKind.ASSIGNED, subject_id=worker.id, word=role.value)
    if worker.account_id != scope.actor.account_id:
        scope.emit(
            NotificationWanted(
                account_id=worker.account_id,
                kind="CASE_ASSIGNED",
                object_type="CaseEvent",
                object_id=line,
                facts={"case_id": str(case.id)},
            )
        )
