"""Who works on a case."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.casework.contract.case_inputs import Assignment
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import CaseEventKind
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.giving import give_case
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import lock_case, station_roles
from tenants.scope import Scope, action


@action(CasePermission.SUPERVISE)
async def assign_case(scope: Scope, new: Assignment) -> Case:
    """Give a case to a worker of its station, by the station's supervisor.

    Raises NotFound, NotAssigned, CaseClosed, AlreadyAssigned.
    """
    case = await lock_case(scope, new.case_id)
    if (await station_roles(scope)).get(case.station_id) is not StationRole.SUPERVISOR:
        raise NotAssigned
    worker: StationWorker | None = await scope.session.scalar(
        select(StationWorker).where(
            StationWorker.id == new.worker_id,
            StationWorker.station_id == case.station_id,
            StationWorker.ended_at.is_(None),
        )
    )
    if worker is None:
        raise NotFound(field=("input", "worker_id"))
    await give_case(scope, case, worker, new.role)
    return case


@action(CasePermission.SUPERVISE)
async def unassign_case(scope: Scope, case_id: UUID, worker_id: UUID) -> Case:
    """Take someone off a case; from now on they read nothing of it. Raises NotFound, NotAssigned."""
    case = await lock_case(scope, case_id, is_open=False)
    if (await station_roles(scope)).get(case.station_id) is not StationRole.SUPERVISOR:
        raise NotAssigned
    account_id = await scope.session.scalar(select(StationWorker.account_id).where(StationWorker.id == worker_id))
    ended = await scope.session.scalar(
        update(CaseWorker)
        .where(CaseWorker.case_id == case_id, CaseWorker.account_id == account_id, CaseWorker.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(CaseWorker.id)
    )
    if ended is None:
        raise NotFound(field=("input", "worker_id"))
    note_event(scope, case, CaseEventKind.UNASSIGNED, subject_id=worker_id)
    return case


@action(CasePermission.KEEP_TIME)
async def release_cases(scope: Scope, worker_id: UUID) -> int:
    """Take someone who left a station off its cases, also where they come back later; how many cases that were."""
    left: StationWorker = (
        await scope.session.scalars(select(StationWorker).where(StationWorker.id == worker_id))
    ).one()
    cases = (
        await scope.session.scalars(
            select(Case)
            .join(CaseWorker, CaseWorker.case_id == Case.id)
            .where(
                Case.station_id == left.station_id,
                CaseWorker.account_id == left.account_id,
                CaseWorker.ended_at.is_(None),
                CaseWorker.started_at <= left.ended_at,
            )
            .order_by(Case.id)
            .with_for_update(of=Case)
        )
    ).all()
    await scope.session.execute(
        update(CaseWorker)
        .where(
            CaseWorker.case_id.in_([case.id for case in cases]),
            CaseWorker.account_id == left.account_id,
            CaseWorker.ended_at.is_(None),
        )
        .values(ended_at=left.ended_at)
    )
    for case in cases:
        note_event(scope, case, CaseEventKind.UNASSIGNED, subject_id=worker_id)
    await scope.session.flush()
    return len(cases)
