"""What may stand on an agenda: proposals that are published, and issues, of the same community."""

from collections.abc import Sequence
from uuid import UUID

from backend.core.errors import BadInput, NotFound
from backend.modules.councils.contract.inputs import NewItem
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.proposals.queries.proposals import published_by_id
from tenants.scope import Scope


async def refuse_strange_subjects(scope: Scope, community_id: UUID, items: Sequence[NewItem]) -> None:
    """Raises NotFound for what is not there or is another community's, BadInput where an id is missing or too much."""
    for item in items:
        if (item.subject is ItemSubject.OTHER) != (item.subject_id is None):
            raise BadInput(field=("input", "items"))
    wanted = {item.subject_id for item in items if item.subject is ItemSubject.PROPOSAL and item.subject_id}
    found = await published_by_id(scope, sorted(wanted)) if wanted else {}
    here = {one.id for one in found.values() if one.community_id == community_id}
    if wanted - here:
        raise NotFound(field=("input", "items"))
