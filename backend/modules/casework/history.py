"""The history of a case: a line for each act, and what changed since a version that somebody read."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.casework.contract.case_refusals import CommentMissing
from backend.modules.casework.contract.case_words import CaseEventKind, CaseOutcome, CaseStatus
from backend.modules.casework.contract.events import CaseMoved
from backend.modules.casework.models.cases import Case, CaseClosing, CaseEvent
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.scope import Scope

# Of what is said in a case or a group, in characters.
LONGEST_TEXT: Final = 20_000


def note_event(
    scope: Scope,
    case: Case,
    kind: CaseEventKind,
    *,
    subject_id: UUID | None = None,
    version: int | None = None,
    fields: tuple[str, ...] = (),
    word: str | None = None,
) -> UUID:
    """One line of the history, and of the audit trail; `word` is a code, never something that was written. Its id, by
    which an act that may happen again to the same object is told of each time."""
    line = new_id()
    scope.session.add(
        CaseEvent(
            id=line,
            case_id=case.id,
            resident_id=case.resident_id,
            kind=kind,
            account_id=scope.actor.account_id,
            subject_id=subject_id or case.id,
            version=version,
            fields=list(fields),
            word=word,
            happened_at=clock.now(),
        )
    )
    facts: dict[str, Any] = {} if subject_id is None else {"subject_id": str(subject_id)}  # Any: JSON values
    scope.record(f"case_{kind.value.lower()}", "Case", case.id, community_id=case.community_id, **facts)
    return line


def tell_step(scope: Scope, case: Case, kind: CaseEventKind, word: str) -> None:
    """A case went to another phase or state: one line of its history, and what others may know of that."""
    note_event(scope, case, kind, version=case.version, fields=("phase", "status"), word=word)
    scope.emit(CaseMoved(case.id, case.community_id))


def end_case(scope: Scope, case: Case, outcome: CaseOutcome, satisfaction: int | None = None) -> None:
    """Close a case, which is locked."""
    case.status, case.closed_at = CaseStatus.CLOSED, clock.now()
    case.outcome, case.satisfaction, case.due_on = outcome, satisfaction, None
    case.version += 1
    said = {"closed_at": case.closed_at, "outcome": outcome, "satisfaction": satisfaction}
    scope.session.add(CaseClosing(case_id=case.id, version=case.version, **said))
    tell_step(scope, case, CaseEventKind.CLOSED, outcome.value)


async def refuse_stale(scope: Scope, subject_id: UUID, read: int, current: int) -> None:
    """Raises StaleVersion with the fields that others changed since the version that was read."""
    if read == current:
        return
    if read > current:
        raise BadInput(field=("input", "version"))
    rows = await scope.session.scalars(
        select(CaseEvent.fields)
        .where(CaseEvent.subject_id == subject_id, CaseEvent.version > read)
        .order_by(CaseEvent.version)
    )
    changed = sorted({name for fields in rows for name in fields})
    raise StaleVersion(field=("input", "version"), version=current, changed=tuple(changed))


def decided_with(*, is_approved: bool, comment: str | None) -> str | None:
    """What is said of a decision: a rejection always says why. Raises CommentMissing, BadInput."""
    if not is_approved and not (comment or "").strip():
        raise CommentMissing(field=("input", "comment"))
    return None if comment is None else require_text(comment, "comment", LONGEST_TEXT)


def require_text(text: str | None, name: str, longest: int) -> str:
    """The text without blanks around it, 2 characters at least. Raises BadInput."""
    said = (text or "").strip()
    if not 2 <= len(said) <= longest:
        raise BadInput(field=("input", name))
    return said
