"""What is left of a resident who is erased, or who leaves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update

from backend.core import clock
from backend.modules.casework.contract.case_words import CaseEventKind, CaseOutcome, CaseStatus, HelpState, MoveState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import end_case, note_event
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseContent, HelpRequest
from backend.modules.casework.models.groups import (
    GroupApproval,
    GroupAttendance,
    GroupMember,
    GroupSession,
    StationGroup,
)
from backend.modules.casework.models.moves import CaseCrisis, CaseDocument, CaseMove, ExportNumber
from backend.modules.casework.reaching import supervisors_of, workers_of
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(CasePermission.FORGET)
async def shred_cases(scope: Scope, resident_id: UUID) -> int:
    """Destroy the key of every case of a resident, and with it all that was said there; how many.

    Frames, history and the audit trail stay, with the pseudonym that the resident's id is by then. What is still open
    ends here: nothing can be written of it any more, not even why it is closed.
    """
    theirs = select(Case).where(Case.resident_id == resident_id).order_by(Case.id).with_for_update()
    cases = (await scope.session.scalars(theirs)).all()
    ids = [case.id for case in cases]
    await scope.session.execute(
        update(CaseContent)
        .where(CaseContent.case_id.in_(ids))
        .values(key_wrapped=None, problem_sealed=None, reason_sealed=None)
    )
    await scope.session.execute(
        update(CaseDocument).where(CaseDocument.case_id.in_(ids)).values(content_sealed=None, name_sealed=None)
    )
    await scope.session.execute(
        update(HelpRequest).where(HelpRequest.resident_id == resident_id).values(said_sealed=None, answer_sealed=None)
    )
    await scope.session.execute(
        update(HelpRequest)
        .where(HelpRequest.resident_id == resident_id, HelpRequest.state == HelpState.ASKED)
        .values(state=HelpState.WITHDRAWN)
    )
    await scope.session.execute(delete(ExportNumber).where(ExportNumber.person_id == resident_id))
    for case in cases:
        if case.status is CaseStatus.OPEN:
            await _end(scope, case)
        scope.record("shred_case", "Case", case.id)
    return len(ids)


async def _end(scope: Scope, case: Case) -> None:
    """Close a case of which nothing is left to be said, with what runs against a clock or waits for an answer."""
    now = clock.now()
    end_case(scope, case, CaseOutcome.DECLINED)
    await scope.session.execute(
        update(CaseCrisis).where(CaseCrisis.case_id == case.id, CaseCrisis.ended_at.is_(None)).values(ended_at=now)
    )
    await scope.session.execute(
        update(CaseMove)
        .where(CaseMove.case_id == case.id, CaseMove.state == MoveState.REQUESTED)
        .values(state=MoveState.REVOKED, decided_at=now)
    )


@action(CasePermission.FORGET)
async def forget_group_member(scope: Scope, resident_id: UUID) -> int:
    """Someone who is erased leaves every group. What was written of its sessions while they were in it goes, and so
    does what came of the group and what its supervisor said of it.

    A group's texts speak of all its members by name: what cannot be told apart is destroyed whole. What it was for,
    that a session was held, what that was about and who else came stays. How many groups.
    """
    theirs = select(GroupMember).where(GroupMember.resident_id == resident_id)
    members = (await scope.session.scalars(theirs.with_for_update())).all()
    for member in members:
        since = clock.day_of(member.joined_at)
        held = GroupSession.happened_on >= since
        if member.left_at is not None:
            held = and_(held, GroupSession.happened_on <= clock.day_of(member.left_at))
        # They may have come before their consent was written down.
        came = select(GroupAttendance.session_id).where(GroupAttendance.member_id == member.id)
        await scope.session.execute(
            update(GroupSession)
            .where(GroupSession.group_id == member.group_id, or_(held, GroupSession.id.in_(came)))
            .values(text_sealed=None)
        )
        await scope.session.execute(
            update(StationGroup).where(StationGroup.id == member.group_id).values(outcome_sealed=None)
        )
        await scope.session.execute(
            update(GroupApproval).where(GroupApproval.group_id == member.group_id).values(comment_sealed=None)
        )
        member.left_at = member.left_at or clock.now()
        scope.record("forget_group_member", "StationGroup", member.group_id)
    return len({member.group_id for member in members})


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
        line = note_event(scope, case, CaseEventKind.PERSON_MOVED_OUT)
        for account_id in await workers_of(scope, case.id) or await supervisors_of(scope, case.station_id):
            scope.emit(
                NotificationWanted(
                    account_id=account_id,
                    kind="CASE_PERSON_MOVED_OUT",
                    object_type="CaseEvent",
                    object_id=line,
                    facts={"case_id": str(case.id)},
                )
            )
    return len(cases)
