"""A mentor's own acts: offering to teach, pausing, taking someone on within their capacity."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.mentors.contract.inputs import MentorOffer
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.refusals import MatchClosed, MentorFull
from backend.modules.mentors.contract.words import MatchStatus
from backend.modules.mentors.models import Mentor, MentorMatch
from backend.modules.mentors.sealing import sealed_words
from backend.modules.mentors.standing import locked_match, refuse_odd, require_home, tell
from tenants.scope import Scope, action

_LONGEST_ALIAS, _LONGEST_TEXT, _MOST_SKILLS, _MOST_AT_ONCE = 20, 1000, 6, 20


@action(MentorPermission.MENTOR)
async def become_mentor(scope: Scope, offer: MentorOffer) -> UUID:
    """Offer to teach, or say it otherwise: each resident is one mentor; its id.

    Raises BadInput, NotYourHome, MentorFull for less room than is taken.
    """
    refuse_odd(offer.alias, "alias", _LONGEST_ALIAS)
    refuse_odd(offer.about, "about", _LONGEST_TEXT, 0)
    if not 1 <= len(set(offer.skills)) <= _MOST_SKILLS:
        raise BadInput(field=("input", "skills"))
    if not 1 <= offer.capacity <= _MOST_AT_ONCE:
        raise BadInput(field=("input", "capacity"))
    resident_id = await require_home(scope, offer.community_id)
    said = {"community_id": offer.community_id, "skills": sorted(set(offer.skills)), "capacity": offer.capacity}
    made = insert(Mentor).values(
        id=new_id(),
        resident_id=resident_id,
        mentees=0,
        meetings=0,
        minutes=0,
        thanks=0,
        is_open=True,
        created_at=clock.now(),
        **said,
    )
    again = made.on_conflict_do_update(
        index_elements=["operator_id", "resident_id"], set_=said | {"is_open": True, "retired_at": None}
    )
    mentor_id: UUID = (await scope.session.execute(again.returning(Mentor.id))).scalar_one()
    mentor = await _own(scope, mentor_id)
    mentor.said_sealed = sealed_words(await scope.key(), "mentor", mentor_id, offer.alias, offer.about)
    scope.record("become_mentor", "Mentor", mentor_id, community_id=offer.community_id)
    return mentor_id


async def _own(scope: Scope, mentor_id: UUID) -> Mentor:
    """The mentor who acts: their row is locked, so that what they take on is counted by one act at a time."""
    mentor: Mentor | None = await scope.session.scalar(
        select(Mentor)
        .where(Mentor.id == mentor_id, Mentor.resident_id == scope.actor.resident_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if mentor is None:
        raise NotFound(field=("input", "mentor_id"))
    return mentor


@action(MentorPermission.MENTOR)
async def pause_mentoring(scope: Scope, mentor_id: UUID, *, is_open: bool) -> None:
    """Take nobody on for a while, or again; matches go on. Raises NotFound."""
    mentor = await _own(scope, mentor_id)
    mentor.is_open = is_open
    scope.record("pause_mentoring", "Mentor", mentor_id, community_id=mentor.community_id)


@action(MentorPermission.MENTOR)
async def answer_learner(scope: Scope, match_id: UUID, *, is_accepted: bool) -> None:
    """Take someone on, or not. Raises NotFound, MatchClosed, MentorFull."""
    mentor_id = await scope.session.scalar(
        select(MentorMatch.mentor_id).where(
            MentorMatch.id == match_id, MentorMatch.teacher_id == scope.actor.resident_id
        )
    )
    if mentor_id is None:
        raise NotFound(field=("input", "match_id"))
    mentor = await _own(scope, mentor_id)
    match = await locked_match(scope, match_id)
    if match.status is not MatchStatus.REQUESTED:
        raise MatchClosed
    if is_accepted:
        active = await scope.session.scalar(
            select(func.count())
            .select_from(MentorMatch)
            .where(MentorMatch.mentor_id == mentor.id, MentorMatch.status == MatchStatus.ACTIVE)
        )
        if (active or 0) >= mentor.capacity:
            raise MentorFull
        mentor.mentees = (active or 0) + 1
    match.status = MatchStatus.ACTIVE if is_accepted else MatchStatus.DECLINED
    match.answered_at = clock.now()
    await scope.session.flush()
    tell(scope, match, "answer_learner")
