"""Notes: what workers write down of a case, sealed."""

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import NewNote, NoteChange
from backend.modules.casework.contract.case_words import CaseEventKind, CasePhase, ConsentPurpose, NoteKind
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import LONGEST_TEXT, note_event, refuse_stale, require_text
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseNote, CaseNoteVersion
from backend.modules.casework.models.moves import CaseCrisis
from backend.modules.casework.reaching import lock_case, require_consent, seal_of
from tenants.scope import Scope, action


@action(CasePermission.WORK)
async def add_case_note(scope: Scope, new: NewNote) -> CaseNote:
    """Write a note. After intake it needs the person's consent, save while a crisis lasts and to close the case.

    Raises NotFound, NotAssigned, CaseClosed, BadInput, ConsentMissing.
    """
    case = await lock_case(scope, new.case_id)
    text = require_text(new.text, "text", LONGEST_TEXT)
    if new.happened_on > clock.today():
        raise BadInput(field=("input", "happened_on"))
    if await _needs_consent(scope, case, new.kind):
        await require_consent(scope, case, ConsentPurpose.SERVICE)
    note_id = new_id()
    note = CaseNote(
        id=note_id,
        case_id=case.id,
        account_id=scope.actor.account_id,
        kind=new.kind,
        text_sealed=(await seal_of(scope, case.id)).seal(note_id, "text", text),
        happened_on=new.happened_on,
        created_at=clock.now(),
        version=1,
    )
    scope.session.add(note)
    note_event(scope, case, CaseEventKind.NOTE_ADDED, subject_id=note_id, version=1, word=new.kind.value)
    await scope.session.flush()
    return note


async def _needs_consent(scope: Scope, case: Case, kind: NoteKind) -> bool:
    if case.phase is CasePhase.INTAKE or kind is NoteKind.CLOSURE:
        return False
    # A crisis that was raised, and told to the supervisor: the level of risk alone is anybody's who works on the case.
    lasting = select(CaseCrisis.id).where(CaseCrisis.case_id == case.id, CaseCrisis.ended_at.is_(None))
    return await scope.session.scalar(lasting) is None


def _kept(note: CaseNote) -> CaseNoteVersion:
    """The note as it was; its text stays bound to the note under a key that stays the case's."""
    return CaseNoteVersion(
        note_id=note.id,
        version=note.version,
        case_id=note.case_id,
        account_id=note.account_id,
        kind=note.kind,
        text_sealed=note.text_sealed,
        happened_on=note.happened_on,
        written_at=note.changed_at or note.created_at,
    )


@action(CasePermission.WORK)
async def update_case_note(scope: Scope, change: NoteChange) -> CaseNote:
    """Change a note, of the version that was read. Raises NotFound, NotAssigned, CaseClosed, BadInput, StaleVersion."""
    text = require_text(change.text, "text", LONGEST_TEXT)
    case_id = await scope.session.scalar(select(CaseNote.case_id).where(CaseNote.id == change.note_id))
    if case_id is None:
        raise NotFound(field=("input", "note_id"))
    case = await lock_case(scope, case_id)
    note: CaseNote = (await scope.session.scalars(select(CaseNote).where(CaseNote.id == change.note_id))).one()
    await refuse_stale(scope, note.id, change.version, note.version)
    if change.happened_on is not None and change.happened_on > clock.today():
        raise BadInput(field=("input", "happened_on"))
    seal, changed = await seal_of(scope, case.id), []
    scope.session.add(_kept(note))
    if seal.unseal(note.id, "text", note.text_sealed) != text:
        note.text_sealed = seal.seal(note.id, "text", text)
        changed.append("text")
    for name in ("kind", "happened_on"):
        if (wanted := getattr(change, name)) is not None and wanted != getattr(note, name):
            setattr(note, name, wanted)
            changed.append(name)
    note.version += 1
    note.changed_at = clock.now()
    note_event(
        scope,
        case,
        CaseEventKind.NOTE_CHANGED,
        subject_id=note.id,
        version=note.version,
        fields=tuple(changed),
        word=note.kind.value,
    )
    await scope.session.flush()
    return note
