"""What is left of a resident who is erased, or who leaves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.modules.casework.contract.case_words import CaseStatus, HelpState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.contents import CaseContent, HelpRequest
from backend.modules.casework.models.moves import CaseDocument, ExportNumber
from backend.modules.casework.reaching import supervisors_of
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(CasePermission.FORGET)
async def shred_cases(scope: Scope, resident_id: UUID) -> int:
    """Destroy the key of every case of a resident, and with it all that was said there; how many.

    Frames, history and the audit trail stay, with the pseudonym that the resident's id is by then.
    """
    theirs = select(Case.id).where(Case.resident_id == resident_id)
    ids = sorted(await scope.session.scalars(theirs))
    await scope.session.execute(
        update(CaseContent)
        .where(CaseContent.case_id.in_(ids))
        .values(key_wrapped=None, problem_sealed=None, reason_sealed=None)
    )
    await scope.session.execute(
        update(CaseDocument).where(CaseDocument.case_id.in_(ids)).values(content_sealed=None, name_sealed=None)
    )
    await scope.session.execute(
        update(HelpRequest).where(HelpRequest.resident_id == resident_id).values(said_sealed=None)
    )
    await scope.session.execute(
        update(HelpRequest)
        .where(HelpRequest.resident_id == resident_id, HelpRequest.state == HelpState.ASKED)
        .values(state=HelpState.WITHDRAWN)
    )
    await scope.session.execute(delete(ExportNumber).where(ExportNumber.person_id == resident_id))
    for case_id in ids:
        scope.record("shred_case", "Case", case_id)
    return len(ids)


@action(CasePermission.KEEP_TIME)
async def keep_cases(scope: Scope, resident_ids: Sequence[UUID]) -> int:
    """Open cases of people who moved out stay open: who answers for them is told to hand them over, by consent.

    The desk is told nothing: that there is a case is not for it to know. How many there are.
    """
    cases = (
        await scope.session.scalars(
            select(Case).where(Case.resident_id.in_(resident_ids), Case.status == CaseStatus.OPEN).order_by(Case.id)
        )
    ).all()
    for case in cases:
        workers = await scope.session.scalars(
            select(CaseWorker.account_id).where(CaseWorker.case_id == case.id, CaseWorker.ended_at.is_(None))
        )
        for account_id in sorted(set(workers) or set(await supervisors_of(scope, case))):
            scope.emit(
                NotificationWanted(
                    account_id=account_id, kind="CASE_PERSON_MOVED_OUT", object_type="Case", object_id=case.id
                )
            )
    return len(cases)
