"""What every act of councils begins with: the council, locked, and words that have a length."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.modules.councils.contract.refusals import CouncilNotOpen
from backend.modules.councils.contract.words import CouncilStatus
from backend.modules.councils.models.councils import Council
from tenants.scope import Scope

LINE = "councils.council"
SPEAKING_LINE = "councils.speaking.council"
LINES = (LINE, SPEAKING_LINE)


def require_words(text: str, name: str, longest: int) -> str:
    """The text without its edges. Raises BadInput at the field."""
    if not 1 <= len(text.strip()) <= longest:
        raise BadInput(field=("input", name))
    return text.strip()


async def lock_council(scope: Scope, council_id: UUID, *statuses: CouncilStatus) -> Council:
    """A council in one of these states, until the end of the transaction. Raises NotFound, CouncilNotOpen."""
    council: Council | None = await scope.session.scalar(
        select(Council).where(Council.id == council_id).with_for_update()
    )
    if council is None:
        raise NotFound(field=("input", "council_id"))
    if council.status not in statuses:
        raise CouncilNotOpen
    return council
