"""Consent is written down by who works on the case, withdrawn for one purpose of it, and told to who answers for it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.casework.actions.assigning import assign_case
from backend.modules.casework.actions.consents import record_consent, withdraw_consent
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.contract.case_inputs import Assignment, NewConsent, NewDocument, NewNote
from backend.modules.casework.contract.case_words import CasePhase, CaseRole, ConsentForm, ConsentPurpose, NoteKind
from backend.modules.casework.models.cases import Case, CaseConsent
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, advance, casework, consent, open_for, told
from tests.casework.telling import pieces
from tests.casework.test_leaving import worker_id
from tests.files.pictures import a_photo

SERVICE, TRANSFER, EXPORT = ConsentPurpose.SERVICE, ConsentPurpose.TRANSFER, ConsentPurpose.EXPORT
PDF = b"%PDF-1.7\n"


async def tried(actor: Actor, act: Any, *given: Any) -> str:  # Any: an action and what it is given
    """OK, or the code of the refusal."""
    try:
        async with open_scope(casework(actor)) as scope:
            await act(scope, *given)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def withdrawn(office: Office) -> set[tuple[UUID, ConsentPurpose]]:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = await scope.session.execute(
            select(CaseConsent.case_id, CaseConsent.purpose).where(CaseConsent.withdrawn_at.is_not(None))
        )
        return {(row.case_id, row.purpose) for row in rows}


async def heard(office: Office) -> list[str]:
    return [one["account_id"] for one in await told(office) if one["kind"] == "CONSENT_WITHDRAWN"]


async def give(office: Office, case: Case, to: Actor, role: CaseRole) -> None:
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=await worker_id(office, to), role=role))


async def test_consent_is_written_down_and_withdrawn_by_who_works_on_the_case(office: Office) -> None:
    case = await open_for(office)
    said = NewConsent(case_id=case.id, purpose=SERVICE, form=ConsentForm.ORAL)
    for stranger in (office.workers[1], office.outsider):
        assert await tried(stranger, record_consent, said) == "NOT_ASSIGNED"
    assert await tried(office.supervisor, record_consent, said) == "OK"
    assert await tried(office.workers[0], record_consent, said) == "CONSENT_RECORDED"
    for stranger in (office.workers[1], office.outsider):
        assert await tried(stranger, withdraw_consent, case.id, SERVICE) == "NOT_ASSIGNED"
    assert await withdrawn(office) == set()


async def test_one_purpose_of_one_case_is_withdrawn_and_no_other(office: Office) -> None:
    first, second = [await open_for(office, resident_id=one) for one in office.village.resident_ids[:2]]
    for case in (first, second):
        for purpose in (SERVICE, TRANSFER, EXPORT):
            await consent(office, case, purpose)
    assert await tried(office.village.resident(0), withdraw_consent, first.id, TRANSFER) == "OK"
    assert await tried(office.workers[0], withdraw_consent, second.id, EXPORT) == "OK"
    assert await tried(office.village.resident(1), withdraw_consent, second.id, SERVICE) == "OK"
    assert await withdrawn(office) == {(first.id, TRANSFER), (second.id, EXPORT), (second.id, SERVICE)}
    # What was withdrawn is not there to be withdrawn again, and may be given anew.
    assert await tried(office.village.resident(0), withdraw_consent, first.id, TRANSFER) == "CONSENT_MISSING"
    await consent(office, first, TRANSFER)
    assert await tried(office.village.resident(0), withdraw_consent, first.id, TRANSFER) == "OK"


async def test_that_consent_is_withdrawn_is_told_to_who_answers_for_the_case_and_not_to_who_says_it(
    office: Office,
) -> None:
    case, other = [await open_for(office, resident_id=one) for one in office.village.resident_ids[:2]]
    await give(office, case, office.workers[1], CaseRole.MEMBER)
    await give(office, other, office.workers[1], CaseRole.PRIMARY)
    first, second = [str(one.account_id) for one in office.workers]
    for by, whose, told_to in (
        (office.village.resident(0), case, [first]),
        (office.village.resident(1), other, [second]),
        (office.workers[0], case, []),
        (office.supervisor, case, [first]),
    ):
        await consent(office, case)
        if whose is other:
            async with open_scope(casework(office.workers[1])) as scope:
                await record_consent(scope, NewConsent(case_id=other.id, purpose=SERVICE, form=ConsentForm.ORAL))
        before = await heard(office)
        assert await tried(by, withdraw_consent, whose.id, SERVICE) == "OK"
        assert (await heard(office))[len(before) :] == told_to
        if whose is other:
            assert await tried(office.workers[0], withdraw_consent, case.id, SERVICE) == "OK"
    # From whoever answered for it before it is kept.
    await consent(office, case)
    await give(office, case, office.supervisor, CaseRole.PRIMARY)
    before = await heard(office)
    assert await tried(office.village.resident(0), withdraw_consent, case.id, SERVICE) == "OK"
    assert (await heard(office))[len(before) :] == [str(office.supervisor.account_id)]


async def test_after_intake_a_document_needs_consent_and_a_refused_one_stays_the_uploaders(office: Office) -> None:
    case, worker = await open_for(office), office.workers[0]
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    assert await tried(office.village.resident(0), withdraw_consent, case.id, SERVICE) == "OK"
    file_id = await receive(worker, FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(PDF))
    new = NewDocument(case_id=case.id, file_id=file_id)
    assert await tried(worker, add_case_document, new) == "CONSENT_MISSING"
    await consent(office, case)
    assert await tried(worker, add_case_document, new) == "OK"


async def test_a_document_is_an_upload_made_for_that_by_who_works_on_the_case(office: Office) -> None:
    case = await open_for(office)
    photo = await receive(office.workers[0], FilePurpose.PHOTO, "合影.jpg", pieces(a_photo()))
    assert await tried(office.workers[0], add_case_document, NewDocument(case_id=case.id, file_id=photo)) == "NOT_FOUND"
    for stranger in (office.workers[1], office.outsider):
        file_id = await receive(stranger, FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(PDF))
        new = NewDocument(case_id=case.id, file_id=file_id)
        assert await tried(stranger, add_case_document, new) == "NOT_ASSIGNED"


async def test_without_consent_a_note_of_closing_is_written_and_a_crisis_of_another_case_allows_none(
    office: Office,
) -> None:
    case, other = [await open_for(office, resident_id=one) for one in office.village.resident_ids[:2]]
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    assert await tried(office.village.resident(0), withdraw_consent, case.id, SERVICE) == "OK"
    assert await tried(office.workers[0], raise_crisis, other.id, "流露轻生念头") == "OK"
    for kind in NoteKind:
        new = NewNote(case_id=case.id, kind=kind, text="上门探访", happened_on=clock.today())
        wanted = "OK" if kind is NoteKind.CLOSURE else "CONSENT_MISSING"
        assert await tried(office.workers[0], add_case_note, new) == wanted, kind
