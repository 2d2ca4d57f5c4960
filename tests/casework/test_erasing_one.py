"""When somebody is erased, what they said goes and nothing of what others said, were asked or answered."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.forgetting import keep_cases
from backend.modules.casework.actions.groups import end_group_member
from backend.modules.casework.actions.helping import answer_help, request_help
from backend.modules.casework.actions.moving import decide_transfer, refer_case, request_transfer
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import (
    Closing,
    MoveDecision,
    NewDocument,
    NewHelp,
    NewReferral,
    NewTransfer,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CaseStatus,
    ConsentPurpose,
    HelpState,
    MoveState,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseContent, HelpRequest
from backend.modules.casework.models.groups import GroupMember
from backend.modules.casework.models.moves import CaseCrisis, CaseMove
from backend.modules.casework.models.services import ServiceRecord
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.groups import group_contents_by_id
from backend.modules.casework.queries.helping import help_requests_by_id
from backend.modules.casework.queries.moves import document_contents_by_id, documents_of_cases_by_id
from backend.modules.casework.queries.services import service_texts_by_id
from backend.modules.casework.tasks import shred_erased_cases
from backend.modules.files.contract import FilePurpose
from backend.modules.files.models import StoredFile
from backend.modules.files.receiving import receive
from backend.modules.housing.contract.events import ParticularsErased
from tenants.departure import owner_actor
from tenants.scope import open_scope, system_actor
from tests.casework.factories import Office, approve, casework, consent, open_for, short_help, told
from tests.casework.grouping import begin, join, meet
from tests.casework.telling import pieces
from tests.casework.test_exports import exported
from tests.casework.test_leaving import leave
from tests.casework.test_moving import elsewhere


@dataclass(frozen=True, slots=True)
class Said:
    """All that somebody said: a case with a document, a crisis, a referral and a transfer; what they asked for."""

    case: Case
    document: UUID
    referral: CaseMove
    transfer: CaseMove
    answered: HelpRequest
    asked: HelpRequest


async def say(office: Office, person: int) -> Said:
    resident = casework(office.village.resident(person))
    async with open_scope(resident) as scope:
        answered = await request_help(scope, NewHelp(text="想咨询落户"))
    async with open_scope(casework(office.workers[0])) as scope:
        await answer_help(scope, answered.id, "请带材料到窗口")
    async with open_scope(resident) as scope:
        asked = await request_help(scope, NewHelp(text="最近总是睡不着"))
    case = await open_for(office, resident_id=office.village.resident_ids[person], problem=f"第{person}位的困扰")
    for purpose in ConsentPurpose:
        await consent(office, case, purpose)
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(b"%PDF-1.7\n"))
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        document = await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    async with open_scope(worker) as scope:
        referral = await refer_case(scope, NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断"))
    async with open_scope(worker) as scope:
        await decide_transfer(scope, MoveDecision(move_id=referral.id, state=MoveState.REJECTED))
    async with open_scope(worker) as scope:
        new = NewTransfer(case_id=case.id, station_id=office.station.id, reason="转由督导负责")
        transfer = await request_transfer(scope, new)
    async with open_scope(worker) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    return Said(case, document.id, referral, transfer, answered, asked)


async def erase(office: Office, person: int) -> None:
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_erased_cases(scope, ParticularsErased(office.village.resident_ids[person]))


async def states(office: Office, said: Said) -> list[object]:
    """The case, its crisis, its referral, its transfer, and what was asked and answered."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        one = scope.session.scalar
        return [
            await one(select(Case.status).where(Case.id == said.case.id)),
            await one(select(CaseCrisis.ended_at.is_not(None)).where(CaseCrisis.case_id == said.case.id)),
            *[await one(select(CaseMove.state).where(CaseMove.id == x.id)) for x in (said.referral, said.transfer)],
            *[await one(select(HelpRequest.state).where(HelpRequest.id == x.id)) for x in (said.answered, said.asked)],
        ]


async def test_what_others_said_stays_and_is_read_as_before(office: Office) -> None:
    gone, stays = [await say(office, person) for person in (0, 1)]
    numbers = [(await exported(one.case, office.workers[0]))["person"] for one in (gone, stays)]
    await erase(office, 0)
    rejected, answered = MoveState.REJECTED, HelpState.ANSWERED
    assert await states(office, gone) == [
        CaseStatus.CLOSED,
        True,
        rejected,
        MoveState.REVOKED,
        answered,
        HelpState.WITHDRAWN,
    ]
    assert await states(office, stays) == [
        CaseStatus.OPEN,
        False,
        rejected,
        MoveState.REQUESTED,
        answered,
        HelpState.ASKED,
    ]
    async with open_scope(casework(office.supervisor)) as scope:
        contents = await contents_by_id(scope, [gone.case.id, stays.case.id])
        assert (contents[gone.case.id].problem, contents[stays.case.id].problem) == (None, "第1位的困扰")
        assert [one.note for one in contents[stays.case.id].crises] == ["流露轻生念头"]
        names = await documents_of_cases_by_id(scope, [gone.case.id, stays.case.id])
        assert [names[one.case.id][0].name for one in (gone, stays)] == [None, "报告.pdf"]
        assert set(await document_contents_by_id(scope, [gone.document, stays.document])) == {stays.document}
        helped = await help_requests_by_id(scope, [x.id for one in (gone, stays) for x in (one.answered, one.asked)])
        assert [(helped[x.id].text, helped[x.id].answer) for x in (gone.answered, gone.asked)] == [(None, None)] * 2
        assert helped[stays.answered.id].answer == "请带材料到窗口"
        assert (helped[stays.answered.id].text, helped[stays.asked.id].text) == ("想咨询落户", "最近总是睡不着")
        assert await scope.session.scalar(select(func.count(CaseContent.key_wrapped))) == 1
    assert (await exported(stays.case, office.workers[0]))["person"] == numbers[1]


async def test_short_help_of_others_is_read_as_before(office: Office) -> None:
    await short_help(office, "谈到家里的债务")
    await erase(office, 1)
    async with open_scope(casework(office.workers[0])) as scope:
        ids = (await scope.session.scalars(select(ServiceRecord.id))).all()
        assert [one.text for one in (await service_texts_by_id(scope, ids)).values()] == ["谈到家里的债务"]


async def test_a_case_that_was_closed_stays_closed_as_it_was_and_why_is_forgotten(office: Office) -> None:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市", satisfaction=2)
    async with open_scope(casework(office.workers[0])) as scope:
        closed = await close_case(scope, closing)
    await erase(office, 0)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        now = (await scope.session.scalars(select(Case))).one()
        assert (now.outcome, now.satisfaction, now.version) == (CaseOutcome.MOVED_AWAY, 2, closed.version)
        assert await scope.session.scalar(select(CaseContent.reason_sealed)) is None


async def test_an_upload_is_gone_once_it_is_a_document(office: Office) -> None:
    """What lay in files would outlive the key of the case."""
    await say(office, 0)
    async with open_scope(owner_actor(office.operator.id, "test"), read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(StoredFile)) == 0


async def test_who_was_in_a_group_for_a_time_takes_along_its_sessions_of_that_time(
    office: Office,
) -> None:
    group, other = await begin(office), await begin(office)
    now = clock.now()
    with clock.at(now - dt.timedelta(days=9)):
        first, beside = await join(office, group, 1), await join(office, other, 1)
        await meet(office, group, first, text="他们来之前")
        await meet(office, other, beside, text="另一个小组")
    with clock.at(now - dt.timedelta(days=7)):
        member = await join(office, group, 0)
        await meet(office, group, member, text="第一天")
    with clock.at(now - dt.timedelta(days=5)):
        await meet(office, group, text="缺席的那次")
        async with open_scope(casework(office.workers[0])) as scope:
            await end_group_member(scope, member.id)
    await meet(office, group, first, text="他们走之后")
    await meet(office, other, beside, text="另一个小组又一次")
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        left = await scope.session.scalar(select(GroupMember.left_at).where(GroupMember.id == member.id))
    await erase(office, 0)
    async with open_scope(casework(office.supervisor)) as scope:
        found = await group_contents_by_id(scope, [group.id, other.id])
        assert [one.text for one in found[group.id].sessions] == ["他们来之前", None, None, "他们走之后"]
        assert [one.text for one in found[other.id].sessions] == ["另一个小组", "另一个小组又一次"]
        assert {one.id: one.left_at for one in found[group.id].members} == {first.id: None, member.id: left}


async def test_whoever_moves_out_is_told_of_to_who_answers_for_their_open_case_or_supervises_it(office: Office) -> None:
    first, second, third = office.village.resident_ids[:3]
    case = await open_for(office, resident_id=first)
    await open_for(office, resident_id=second)
    closed = await open_for(office, resident_id=third)
    await approve(office, closed, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=closed.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    _, there = await elsewhere(office)
    assert there.account_id is not None
    await leave(office, office.workers[0])
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    async with open_scope(keeping) as scope:
        assert await keep_cases(scope, [first, third]) == 1
    kind = "CASE_PERSON_MOVED_OUT"
    heard = [(one["account_id"], one["facts"]) for one in await told(office) if one["kind"] == kind]
    assert heard == [(str(office.supervisor.account_id), {"case_id": str(case.id)})]
