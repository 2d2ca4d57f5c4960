"""Documents of a case: of an upload for that purpose, of an open case, with consent; the upload itself is forgotten."""

import pytest
from sqlalchemy import func, select

from backend.core.errors import NotFound
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import Closing, NewDocument
from backend.modules.casework.contract.case_refusals import CaseClosed
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, CasePhase, ConsentPurpose
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseDocument
from backend.modules.files.contract import FilePurpose
from backend.modules.files.models import StoredFile
from backend.modules.files.receiving import receive
from backend.modules.housing.contract.refusals import ConsentMissing
from tenants.scope import open_scope
from tests.casework.factories import Office, advance, approve, casework, consent, open_for
from tests.casework.telling import pieces
from tests.files.pictures import a_photo


async def add(office: Office, case: Case) -> CaseDocument:
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "评估.pdf", pieces(b"%PDF-1.7\n"))
    async with open_scope(casework(office.workers[0])) as scope:
        return await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))


async def uploads(office: Office) -> int:
    """How many uploads there are, of whomever."""
    async with open_scope(office.manager, read_only=True) as scope:
        return await scope.session.scalar(select(func.count()).select_from(StoredFile)) or 0


async def test_a_document_needs_an_open_case_and_after_intake_consent(office: Office) -> None:
    case = await open_for(office)
    await add(office, case)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await add(office, case)
    async with open_scope(casework(office.workers[0])) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    with pytest.raises(ConsentMissing):
        await add(office, case)
    await consent(office, case)
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    with pytest.raises(CaseClosed):
        await add(office, case)


async def test_an_upload_becomes_a_document_of_its_kind_and_its_uploaders_and_is_itself_forgotten(
    office: Office,
) -> None:
    case = await open_for(office)
    picture = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "病历.jpg", pieces(a_photo()))
    async with open_scope(office.workers[0], read_only=True) as scope:
        kind = await scope.session.scalar(select(StoredFile.media_type).where(StoredFile.id == picture))
    assert kind != "application/pdf"
    async with open_scope(casework(office.workers[0])) as scope:
        made = await add_case_document(scope, NewDocument(case_id=case.id, file_id=picture))
    assert (made.account_id, made.media_type) == (office.workers[0].account_id, kind)
    assert await uploads(office) == 0


async def test_what_was_uploaded_for_something_else_is_no_document(office: Office) -> None:
    case = await open_for(office)
    photo = await receive(office.workers[0], FilePurpose.PHOTO, "现场.jpg", pieces(a_photo()))
    with pytest.raises(NotFound):
        async with open_scope(casework(office.workers[0])) as scope:
            await add_case_document(scope, NewDocument(case_id=case.id, file_id=photo))
    assert await uploads(office) == 1
