"""Reads of the notes of cases, and of what they said before; each is written down."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import NoteKind
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.contents import CaseNote, CaseNoteVersion
from backend.modules.casework.reading import said, seal_of_read, seals_of_read
from backend.modules.casework.sealing import CaseSeal
from tenants.confidential import confidential
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note, opened."""

    id: UUID
    case_id: UUID
    account_id: UUID
    kind: NoteKind
    text: str | None
    happened_on: dt.date
    created_at: dt.datetime
    changed_at: dt.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a note said before it was changed, opened."""

    version: int
    kind: NoteKind
    text: str | None
    happened_on: dt.date
    written_at: dt.datetime


def _note(seal: CaseSeal | None, row: CaseNote) -> NoteView:
    return NoteView(
        id=row.id,
        case_id=row.case_id,
        account_id=row.account_id,
        kind=row.kind,
        text=said(seal, row.id, "text", row.text_sealed),
        happened_on=row.happened_on,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
    )


@confidential
@query(CasePermission.WORK)
async def list_case_notes(scope: Scope, page: Page, case_id: UUID) -> Slice[NoteView]:
    """The notes of a case, newest first. Raises NotFound, NotAssigned."""
    seal = await seal_of_read(scope, case_id, "read_case_notes")
    statement = select(CaseNote).where(CaseNote.case_id == case_id)
    found = await paged(scope.session, statement, page, CaseNote.id, newest_first=True)
    return found.mapped(lambda row: _note(seal, row))


@confidential
@query(CasePermission.WORK)
async def notes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, NoteView]:
    """Notes by id, of cases that the actor works on or supervises."""
    rows = (await scope.session.scalars(select(CaseNote).where(CaseNote.id.in_(ids)))).all()
    seals = await seals_of_read(scope, [row.case_id for row in rows], "read_case_notes")
    return {row.id: _note(seals[row.case_id], row) for row in rows if row.case_id in seals}


@confidential
@query(CasePermission.WORK)
async def versions_of_notes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[VersionView]]:
    """What each note said before, the latest first, by the note's id; of cases that the actor reads."""
    rows = (
        await scope.session.scalars(
            select(CaseNoteVersion).where(CaseNoteVersion.note_id.in_(ids)).order_by(CaseNoteVersion.version.desc())
        )
    ).all()
    seals = await seals_of_read(scope, [row.case_id for row in rows], "read_case_notes")
    found: dict[UUID, list[VersionView]] = defaultdict(list)
    for row in rows:
        if row.case_id in seals:
            text = said(seals[row.case_id], row.note_id, "text", row.text_sealed)
            found[row.note_id].append(VersionView(row.version, row.kind, text, row.happened_on, row.written_at))
    return found
