"""Cases that have to do with each other."""

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import NewLink
from backend.modules.casework.contract.case_words import CaseEventKind
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseLink
from backend.modules.casework.reaching import lock_case, reaches
from tenants.scope import Scope, action


@action(CasePermission.WORK)
async def link_cases(scope: Scope, new: NewLink) -> Case:
    """Link a case that the actor works on with another that they know of. Raises NotFound, NotAssigned, CasesLinked."""
    if new.case_id == new.other_case_id:
        raise BadInput(field=("input", "other_case_id"))
    case = await lock_case(scope, new.case_id, is_open=False)
    other: Case | None = await scope.session.scalar(select(Case).where(Case.id == new.other_case_id))
    if other is None or other.id not in await reaches(scope, [other]):
        raise NotFound(field=("input", "other_case_id"))
    first, second = sorted((case.id, other.id))
    scope.session.add(
        CaseLink(id=new_id(), case_id=first, other_case_id=second, relation=new.relation, linked_at=clock.now())
    )
    await scope.session.flush()
    note_event(scope, case, CaseEventKind.LINKED, subject_id=other.id, word=new.relation.value)
    return case
