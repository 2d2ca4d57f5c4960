"""Whoever was told of something once is told again when it happens again: an inbox holds each object of a kind once."""

import msgspec

from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.approvals import request_approval
from backend.modules.casework.actions.assigning import assign_case, unassign_case
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.forgetting import keep_cases
from backend.modules.casework.actions.moving import decide_transfer, refer_case
from backend.modules.casework.actions.phases import return_case
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    MoveDecision,
    NewApproval,
    NewReferral,
    Step,
)
from backend.modules.casework.contract.case_words import ApprovalSubject, CasePhase, ConsentPurpose, MoveState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.messaging.actions import add_notification
from backend.modules.messaging.contract import MessagingPermission, NotificationWanted
from backend.modules.messaging.queries import list_notifications
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import Office, advance, casework, consent, open_for, told
from tests.casework.test_leaving import worker_id


async def inbox(office: Office, of: Actor, kind: str) -> list[str | int | None]:
    """The cases that somebody is told of in that way, each time that they are."""
    telling = system_actor(office.operator.id, "test", MessagingPermission.NOTIFY)
    for payload in await told(office):
        async with open_scope(telling) as scope:
            await add_notification(scope, msgspec.convert(payload, NotificationWanted))
    async with open_scope(of, read_only=True) as scope:
        rows = (await list_notifications(scope, Page(50))).rows
    # An id, and at most a code beside it.
    assert all(set(row.facts) <= {"case_id", "subject"} for row in rows)
    return [row.facts.get("case_id") for row in rows if row.kind == kind]


async def laid(office: Office, case: Case, subject: ApprovalSubject) -> None:
    async with open_scope(casework(office.workers[0])) as scope:
        await request_approval(scope, NewApproval(case_id=case.id, subject=subject))


async def test_each_consent_that_is_withdrawn_is_told_of(office: Office) -> None:
    case = await open_for(office)
    for purpose in (ConsentPurpose.EXPORT, ConsentPurpose.SERVICE):
        await consent(office, case, purpose)
        async with open_scope(casework(office.village.resident(0))) as scope:
            await withdraw_consent(scope, case.id, purpose)
    assert await inbox(office, office.workers[0], "CONSENT_WITHDRAWN") == [str(case.id)] * 2


async def test_whoever_is_given_a_case_once_more_is_told_once_more(office: Office) -> None:
    case, second = await open_for(office), await worker_id(office, office.workers[1])
    for _ in range(2):
        async with open_scope(casework(office.supervisor)) as scope:
            await assign_case(scope, Assignment(case_id=case.id, worker_id=second))
        async with open_scope(casework(office.supervisor)) as scope:
            await unassign_case(scope, case.id, second)
    assert await inbox(office, office.workers[1], "CASE_ASSIGNED") == [str(case.id)] * 2


async def test_whoever_answers_for_a_case_is_told_each_time_that_its_person_moves_out(office: Office) -> None:
    case = await open_for(office)
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    for _ in range(2):
        async with open_scope(keeping) as scope:
            await keep_cases(scope, office.village.resident_ids)
    assert await inbox(office, office.workers[0], "CASE_PERSON_MOVED_OUT") == [str(case.id)] * 2


async def test_what_is_laid_before_the_supervisor_anew_is_told_of_anew(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await laid(office, case, ApprovalSubject.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason="信息不足"))
    await advance(office, case, CasePhase.ASSESSMENT)
    await laid(office, case, ApprovalSubject.ASSESSMENT)
    assert await inbox(office, office.supervisor, "CASE_APPROVAL_REQUESTED") == [str(case.id)] * 2


async def test_whoever_referred_somebody_is_told_of_each_answer(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case, ConsentPurpose.REFERRAL)
    new = NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断")
    async with open_scope(casework(office.workers[0])) as scope:
        move = await refer_case(scope, new)
    for state in (MoveState.ACCEPTED, MoveState.DONE):
        async with open_scope(casework(office.supervisor)) as scope:
            await decide_transfer(scope, MoveDecision(move_id=move.id, state=state))
    assert len(await inbox(office, office.workers[0], "CASE_TRANSFER_DECIDED")) == 2
