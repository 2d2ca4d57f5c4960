"""What may stand on an agenda: proposals that are published, and issues, of the same community."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from backend.core.errors import BadInput, NotFound
from backend.modules.councils.contract.inputs import NewItem
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.issues.contract.ports import note_on_issue
from backend.modules.issues.contract.words import IssueAct
from backend.modules.issues.queries.issues import places_of_issues_by_id
from backend.modules.proposals.queries.proposals import published_by_id
from tenants.scope import Scope


async def refuse_strange_subjects(
    scope: Scope, community_id: UUID, items: Sequence[NewItem], field: str = "items"
) -> None:
    """Raises NotFound for what is not there or is another community's, BadInput where an id is missing or too much."""
    for item in items:
        if (item.subject is ItemSubject.OTHER) != (item.subject_id is None):
            raise BadInput(field=("input", field))
    proposals, issues = _subjects(items, ItemSubject.PROPOSAL), _subjects(items, ItemSubject.ISSUE)
    places: dict[UUID, UUID] = {}
    if proposals:
        places |= {one.id: one.community_id for one in (await published_by_id(scope, proposals)).values()}
    if issues:
        places |= await places_of_issues_by_id(scope, issues)
    if any(places.get(subject_id) != community_id for subject_id in (*proposals, *issues)):
        raise NotFound(field=("input", field))


async def note_on_issues(scope: Scope, act: IssueAct, council_id: UUID, items: Iterable[NewItem]) -> None:
    """Let the history of every issue among the items say that a council has it, or has decided on it."""
    for issue_id in _subjects(items, ItemSubject.ISSUE):
        await note_on_issue(scope, issue_id, act, "Council", council_id)


def _subjects(items: Iterable[NewItem], subject: ItemSubject) -> Sequence[UUID]:
    return sorted({item.subject_id for item in items if item.subject is subject and item.subject_id is not None})
