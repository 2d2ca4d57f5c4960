"""What the person agrees to, and no longer."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import NewConsent
from backend.modules.casework.contract.case_words import CaseEventKind, CaseRole, ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case, CaseConsent, CaseWorker
from backend.modules.casework.reaching import lock_case, supervisors_of, workers_of
from backend.modules.housing.contract.refusals import ConsentMissing
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(CasePermission.WORK)
async def record_consent(scope: Scope, new: NewConsent) -> Case:
    """Write down what the person agreed to. Raises NotFound, NotAssigned, CaseClosed, ConsentRecorded."""
    case = await lock_case(scope, new.case_id)
    scope.session.add(
        CaseConsent(
            id=new_id(),
            case_id=case.id,
            resident_id=case.resident_id,
            purpose=new.purpose,
            form=new.form,
            recorded_by_id=scope.actor.account_id,
            given_at=clock.now(),
        )
    )
    await scope.session.flush()
    note_event(scope, case, CaseEventKind.CONSENT_GIVEN, word=new.purpose.value)
    return case


@action(CasePermission.FOLLOW_OWN)
async def withdraw_consent(scope: Scope, case_id: UUID, purpose: ConsentPurpose) -> Case:
    """The person agrees no longer: said to a worker, or from their own phone. What needs it stops from now on.

    Raises NotFound, NotAssigned, ConsentMissing.
    """
    case = await (_own_case(scope, case_id) if scope.actor.resident_id else lock_case(scope, case_id, is_open=False))
    consent: CaseConsent | None = await scope.session.scalar(
        select(CaseConsent)
        .where(CaseConsent.case_id == case_id, CaseConsent.purpose == purpose, CaseConsent.withdrawn_at.is_(None))
        .with_for_update()
    )
    if consent is None:
        raise ConsentMissing
    consent.withdrawn_at = clock.now()
    line = note_event(scope, case, CaseEventKind.CONSENT_WITHDRAWN, word=purpose.value)
    await _tell_worker(scope, case, line)
    await scope.session.flush()
    return case


async def _own_case(scope: Scope, case_id: UUID) -> Case:
    case: Case | None = await scope.session.scalar(
        select(Case).where(Case.id == case_id, Case.resident_id == scope.actor.resident_id).with_for_update()
    )
    if case is None:
        raise NotFound(field=("input", "case_id"))
    return case


async def _tell_worker(scope: Scope, case: Case, line: UUID) -> None:
    """Who answers for the case, or who supervises it where nobody does."""
    account_id = await scope.session.scalar(
        select(CaseWorker.account_id).where(
            CaseWorker.case_id == case.id, CaseWorker.role == CaseRole.PRIMARY, CaseWorker.ended_at.is_(None)
        )
    )
    is_here = account_id in await workers_of(scope, case.id)
    told = [account_id] if is_here else await supervisors_of(scope, case.station_id)
    for one in {*told} - {scope.actor.account_id}:
        scope.emit(
            NotificationWanted(
                account_id=one,
                kind="CONSENT_WITHDRAWN",
                object_type="CaseEvent",
                object_id=line,
                facts={"case_id": str(case.id)},
            )
        )
