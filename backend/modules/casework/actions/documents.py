"""Documents of cases: what was uploaded is sealed by the key of the case, and the upload forgotten."""

import asyncio
from typing import Final

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_inputs import NewDocument
from backend.modules.casework.contract.case_words import CaseEventKind, CasePhase, ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import note_event
from backend.modules.casework.models.moves import CaseDocument
from backend.modules.casework.reaching import lock_case, require_consent, seal_of
from backend.modules.files.contract import FilePurpose, FileTooLarge, attach_file, release_files
from backend.modules.files.queries import files_by_id, get_content
from tenants.scope import Scope, action, open_scope

MOST_BYTES: Final = 5 * 1024 * 1024


@action(CasePermission.WORK)
async def add_case_document(scope: Scope, new: NewDocument) -> CaseDocument:
    """Make an upload of the actor's own a document of a case.

    Raises NotFound, NotAssigned, CaseClosed, ConsentMissing, FileTooLarge.
    """
    case = await lock_case(scope, new.case_id)
    if case.phase is not CasePhase.INTAKE:
        await require_consent(scope, case, ConsentPurpose.SERVICE)
    document_id = new_id()
    async with open_scope(scope.actor.on(Surface.TENANT)) as uploads:
        known = (await files_by_id(uploads, [new.file_id])).get(new.file_id)
        if known is None or known.purpose is not FilePurpose.CASE_DOCUMENT:
            raise NotFound(field=("input", "file_id"))
        if known.size > MOST_BYTES:
            raise FileTooLarge(field=("input", "file_id"), limit=MOST_BYTES)
        with await get_content(uploads, new.file_id) as opened:
            content = await asyncio.to_thread(opened.read)
        # Taken once, by whoever uploaded it; from here on the bytes are the case's alone.
        await attach_file(uploads, new.file_id, "CaseDocument", document_id, FilePurpose.CASE_DOCUMENT)
        await release_files(uploads, "CaseDocument", [document_id])
    seal = await seal_of(scope, case.id)
    document = CaseDocument(
        id=document_id,
        case_id=case.id,
        account_id=scope.actor.account_id,
        name_sealed=seal.seal(document_id, "name", known.name),
        content_sealed=seal.seal_bytes(document_id, "content", content),
        media_type=known.media_type,
        size=len(content),
        added_at=clock.now(),
    )
    scope.session.add(document)
    note_event(scope, case, CaseEventKind.DOCUMENT_ADDED, subject_id=document_id)
    await scope.session.flush()
    return document
