"""Terms: announced with the days on which their courses take applications."""

from backend.core.errors import NotFound
from backend.modules.courses.contract.events import TermPlanned
from backend.modules.courses.contract.inputs import NewTerm
from backend.modules.courses.contract.permissions import COURSES_PER_TERM, CoursePermission
from backend.modules.courses.models.terms import Term
from backend.modules.courses.texts import line
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.scope import Scope, action


@action(CoursePermission.MANAGE)
async def create_term(scope: Scope, new: NewTerm) -> Term:
    """Raises NotFound, TextInvalid, TermDatesInvalid, TermLimitInvalid."""
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    term = Term(
        community_id=new.community_id,
        name=line(new.name, "name"),
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        opens_at=new.opens_at,
        closes_at=new.closes_at,
        max_courses=new.max_courses if new.max_courses is not None else await scope.limit(COURSES_PER_TERM),
        max_per_category=new.max_per_category,
    )
    scope.session.add(term)
    await scope.session.flush()
    scope.record("create_term", "Term", term.id, community_id=term.community_id, starts_on=term.starts_on.isoformat())
    scope.emit(TermPlanned(term.id, term.community_id))
    return term
