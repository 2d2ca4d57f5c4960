"""What ends with a check-out: teaching, and learning from a mentor."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from backend.core import clock
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.mentors.contract.words import MatchStatus
from backend.modules.mentors.models import Mentor, MentorMatch
from backend.modules.mentors.standing import tell
from tenants.scope import Scope

_MODULE = "mentors"
_OPEN = (MatchStatus.REQUESTED, MatchStatus.ACTIVE)


def _matches(leaving: Leaving) -> ColumnElement[bool]:
    of_either = or_(MentorMatch.teacher_id.in_(leaving.resident_ids), MentorMatch.learner_id.in_(leaving.resident_ids))
    return and_(of_either, MentorMatch.status.in_(_OPEN))


def _mentors(leaving: Leaving) -> ColumnElement[bool]:
    return and_(Mentor.resident_id.in_(leaving.resident_ids), Mentor.retired_at.is_(None))


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    mentors = await scope.session.scalar(select(func.count()).select_from(Mentor).where(_mentors(leaving)))
    matches = await scope.session.scalar(select(func.count()).select_from(MentorMatch).where(_matches(leaving)))
    return _effects(mentors or 0, matches or 0)


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    retired = await scope.session.scalars(
        update(Mentor).where(_mentors(leaving)).values(retired_at=clock.now(), is_open=False).returning(Mentor.id)
    )
    mentors = len(retired.all())
    found = await scope.session.scalars(
        select(MentorMatch).where(_matches(leaving)).order_by(MentorMatch.id).with_for_update()
    )
    matches = found.all()
    for match in matches:
        match.status, match.ended_at = MatchStatus.ENDED, clock.now()
        tell(scope, match, "end_match")
    return _effects(mentors, len(matches))


def _effects(mentors: int, matches: int) -> list[CheckOutEffect]:
    counted = (("retire_mentor", mentors), ("end_mentor_matches", matches))
    return [CheckOutEffect(module=_MODULE, act=act, count=count) for act, count in counted if count]


CheckOutHook(_MODULE, _preview, _apply)
