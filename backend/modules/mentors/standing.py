"""What every act of mentoring asks first, and how the other one hears of it."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.mentors.contract.events import MatchChanged
from backend.modules.mentors.contract.refusals import NotYourHome
from backend.modules.mentors.models import MentorMatch
from tenants.scope import Scope


def refuse_odd(text: str, name: str, longest: int, shortest: int = 1) -> None:
    """Raises BadInput for a text that is too short or too long."""
    if not shortest <= len(text.strip()) <= longest:
        raise BadInput(field=("input", name))


async def require_home(scope: Scope, community_id: UUID) -> UUID:
    """The resident who acts and lives in this community. Raises NotYourHome."""
    resident_id = scope.actor.resident_id
    if resident_id is None or community_id not in await list_home_ids(scope, resident_id):
        raise NotYourHome
    return resident_id


async def locked_match(scope: Scope, match_id: UUID) -> MentorMatch:
    """A match of the resident who acts, until the end of the transaction. Raises NotFound."""
    match: MentorMatch | None = await scope.session.scalar(
        select(MentorMatch)
        .where(MentorMatch.id == match_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if match is None:
        raise NotFound(field=("input", "match_id"))
    return match


def tell(scope: Scope, match: MentorMatch, act: str) -> None:
    """Record an act on a match and let the other one know."""
    scope.record(act, "MentorMatch", match.id, community_id=match.community_id)
    scope.emit(MatchChanged(match.id, match.mentor_id, match.community_id, match.status))
