"""Documents, redacted copies, and what is left of a case when its person is erased or moves out."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.exporting import export_case
from backend.modules.casework.actions.forgetting import keep_cases, shred_cases
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.moving import request_transfer
from backend.modules.casework.actions.phases import reopen_case
from backend.modules.casework.contract.case_inputs import NewDocument, NewHelp, NewTransfer
from backend.modules.casework.contract.case_refusals import CaseShredded
from backend.modules.casework.contract.case_words import (
    CaseEventKind,
    CaseOutcome,
    CaseStatus,
    ConsentPurpose,
    HelpState,
    MoveState,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseContent, HelpRequest
from backend.modules.casework.models.moves import CaseCrisis, CaseDocument, CaseMove, ExportNumber
from backend.modules.casework.models.services import ServiceRecord
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.histories import case_timeline, list_case_reads
from backend.modules.casework.queries.moves import document_contents_by_id, documents_by_id, documents_of_cases_by_id
from backend.modules.casework.tasks import shred_erased_cases
from backend.modules.files.contract import FileKindRefused, FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.housing.contract.events import ParticularsErased
from tenants.audit import AuditEntry
from tenants.scope import open_scope, system_actor
from tests.casework.asking import answered
from tests.casework.factories import Office, audited, casework, consent, note, open_for, short_help, told

PDF = b"%PDF-1.7\n" + "评估报告：父亲去世".encode()


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_a_document_goes_up_and_down_sealed_by_its_case(office: Office) -> None:
    case = await open_for(office)
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "评估报告.pdf", pieces(PDF))
    with pytest.raises(NotFound):
        async with open_scope(casework(office.supervisor)) as scope:
            await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    async with open_scope(casework(office.workers[0])) as scope:
        made = await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    with pytest.raises(NotFound):
        async with open_scope(casework(office.workers[0])) as scope:
            await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    async with open_scope(casework(office.supervisor)) as scope:
        (seen,) = (await documents_of_cases_by_id(scope, [case.id]))[case.id]
        assert (seen.name, seen.media_type, seen.size) == ("评估报告.pdf", "application/pdf", len(PDF))
        assert base64.b64decode((await document_contents_by_id(scope, [made.id]))[made.id]) == PDF
    assert await audited(office, "download_case_document") == 1
    for other in (office.workers[1], office.outsider):
        async with open_scope(casework(other)) as scope:
            assert await document_contents_by_id(scope, [made.id]) == {}
            assert await documents_by_id(scope, [made.id]) == {}
            assert await documents_of_cases_by_id(scope, [case.id]) == {}


async def test_a_document_that_is_neither_a_pdf_nor_a_picture_is_refused(office: Office) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # of two refusals one
        await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "宏.docm", pieces(b"PK\x03\x04 macro"))
    assert type(caught.value).__name__ in (FileKindRefused.__name__, "PictureUnreadable")


async def test_erasing_the_person_shreds_what_was_said_and_keeps_who_read_it(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        (await contents_by_id(scope, [case.id]))[case.id]
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    for _ in range(2):
        async with open_scope(forgetting) as scope:
            assert await shred_cases(scope, case.resident_id) == 1
    async with open_scope(casework(office.supervisor)) as scope:
        content = (await contents_by_id(scope, [case.id]))[case.id]
        assert (content.problem, content.is_shredded) == (None, True)
        row = (await scope.session.scalars(select(CaseContent))).one()
        assert (row.key_wrapped, row.problem_sealed) == (None, None)
        reads = (await list_case_reads(scope, Page(), case.id)).rows
        assert [one.actor_name for one in reads] == ["赵督导", "赵督导"]
        entries = await scope.session.scalars(select(AuditEntry.object_id).where(AuditEntry.act == "read_case"))
        assert set(entries) == {case.id}


async def test_nothing_that_an_erased_person_said_or_is_called_by_is_left_beside_their_case(office: Office) -> None:
    case = await open_for(office)
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.EXPORT):
        await consent(office, case, purpose)
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(PDF))
    async with open_scope(casework(office.workers[0])) as scope:
        await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    async with open_scope(casework(office.workers[0])) as scope:
        await export_case(scope, case.id)
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text="最近总是睡不着"))
    await short_help(office, "谈到家里的债务")
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_erased_cases(scope, ParticularsErased(case.resident_id))
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        for sealed in (CaseDocument.content_sealed, CaseDocument.name_sealed, HelpRequest.said_sealed):
            assert (await scope.session.scalars(select(sealed))).all() == [None]
        assert (await scope.session.scalars(select(ServiceRecord.said_sealed))).all() == [None]
        assert await scope.session.scalar(select(HelpRequest.state)) is HelpState.WITHDRAWN
        assert case.resident_id not in (await scope.session.scalars(select(ExportNumber.person_id))).all()


async def test_what_is_open_of_an_erased_person_ends_and_waits_for_nobody(office: Office) -> None:
    """Nothing could be written of it any more, not even why it is closed: it would be overdue for ever."""
    case = await open_for(office)
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.TRANSFER):
        await consent(office, case, purpose)
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    async with open_scope(worker) as scope:
        new = NewTransfer(case_id=case.id, station_id=office.station.id, reason="转由督导负责")
        await request_transfer(scope, new)
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_cases(scope, case.resident_id)
    for actor in (office.workers[0], office.supervisor):
        answer = await answered(actor, "{ myWork(first: 50) { totalCount } }")
        assert answer.data == {"myWork": {"totalCount": 0}}
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        ended = (await scope.session.scalars(select(Case))).one()
        assert (ended.status, ended.outcome, ended.due_on) == (CaseStatus.CLOSED, CaseOutcome.DECLINED, None)
        assert await scope.session.scalar(select(CaseMove.state)) is MoveState.REVOKED
        assert await scope.session.scalar(select(CaseCrisis.ended_at)) is not None
        (last,) = (await case_timeline(scope, Page(first=1), case.id)).rows
        assert (last.kind, last.word, last.actor_name) == (CaseEventKind.CLOSED, "DECLINED", None)
    with pytest.raises(CaseShredded):
        async with open_scope(worker) as scope:
            await reopen_case(scope, case.id, "再开案")


async def test_an_open_case_outlasts_the_stay_and_its_worker_is_told(office: Office) -> None:
    case = await open_for(office)
    keeping = system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)
    async with open_scope(keeping) as scope:
        assert await keep_cases(scope, office.village.resident_ids) == 1
    heard = [(one["account_id"], one["kind"], one["facts"]) for one in await told(office)]
    assert heard == [(str(office.workers[0].account_id), "CASE_PERSON_MOVED_OUT", {"case_id": str(case.id)})]


async def test_no_byte_of_a_document_lies_open_on_disk(office: Office) -> None:
    case = await open_for(office)
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(PDF))
    async with open_scope(casework(office.workers[0])) as scope:
        await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))

    def lying_open() -> list[Path]:
        return [path for path in settings().home.rglob("*") if path.is_file() and PDF[9:] in path.read_bytes()]

    assert await asyncio.to_thread(lying_open) == []
