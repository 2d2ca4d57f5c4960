"""Learning from a mentor: asking, meeting, being done, giving thanks."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.mentors.contract.events import MentorPraised
from backend.modules.mentors.contract.inputs import MatchWish, NewMeeting
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.refusals import (
    AlreadyThanked,
    MatchClosed,
    MentorMissesSkill,
    MentorPaused,
    OwnMentor,
)
from backend.modules.mentors.contract.words import MatchStatus
from backend.modules.mentors.models import Mentor, MentorMatch, MentorMeeting
from backend.modules.mentors.sealing import sealed_words
from backend.modules.mentors.standing import locked_match, refuse_odd, require_home, tell
from tenants.scope import Scope, action

_LONGEST_ALIAS, _LONGEST_TEXT, _SHORTEST, _LONGEST = 20, 1000, 10, 480


@action(MentorPermission.LEARN)
async def ask_mentor(scope: Scope, wish: MatchWish) -> UUID:
    """Ask a mentor of one's community to teach one something; the match's id.

    Raises NotFound, NotYourHome, OwnMentor, MentorPaused, MentorMissesSkill, MatchOpen, BadInput.
    """
    refuse_odd(wish.alias, "alias", _LONGEST_ALIAS)
    refuse_odd(wish.wish, "wish", _LONGEST_TEXT, 0)
    mentor = await scope.session.scalar(select(Mentor).where(Mentor.id == wish.mentor_id, Mentor.retired_at.is_(None)))
    if mentor is None:
        raise NotFound(field=("input", "mentor_id"))
    learner_id = await require_home(scope, mentor.community_id)
    if learner_id == mentor.resident_id:
        raise OwnMentor
    if not mentor.is_open:
        raise MentorPaused
    if wish.skill not in mentor.skills:
        raise MentorMissesSkill(field=("input", "skill"))
    match_id = new_id()
    match = MentorMatch(
        id=match_id,
        community_id=mentor.community_id,
        mentor_id=mentor.id,
        teacher_id=mentor.resident_id,
        learner_id=learner_id,
        skill=wish.skill,
        status=MatchStatus.REQUESTED,
        wish_sealed=sealed_words(await scope.key(), "mentor_wish", match_id, wish.alias, wish.wish),
    )
    scope.session.add(match)
    await scope.session.flush()
    tell(scope, match, "ask_mentor")
    return match_id


@action(MentorPermission.LEARN)
async def end_match(scope: Scope, match_id: UUID) -> None:
    """Be done with it, or take back what one asked: either of the two. Raises NotFound, MatchClosed."""
    match = await locked_match(scope, match_id)
    if match.status not in (MatchStatus.REQUESTED, MatchStatus.ACTIVE):
        raise MatchClosed
    match.status, match.ended_at = MatchStatus.ENDED, clock.now()
    tell(scope, match, "end_match")


@action(MentorPermission.LEARN)
async def log_mentor_meeting(scope: Scope, match_id: UUID, meeting: NewMeeting) -> None:
    """Write down that they met: either of the two, once for each day. Raises NotFound, MatchClosed, BadInput."""
    if not _SHORTEST <= meeting.minutes <= _LONGEST:
        raise BadInput(field=("input", "minutes"))
    match = await locked_match(scope, match_id)
    if match.status is not MatchStatus.ACTIVE:
        raise MatchClosed
    answered = clock.day_of(match.answered_at or match.asked_at)
    if not answered <= meeting.held_on <= clock.today():
        raise BadInput(field=("input", "held_on"))
    made = await scope.session.scalar(
        insert(MentorMeeting)
        .values(
            id=new_id(),
            community_id=match.community_id,
            match_id=match.id,
            teacher_id=match.teacher_id,
            learner_id=match.learner_id,
            held_on=meeting.held_on,
            minutes=meeting.minutes,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(MentorMeeting.id)
    )
    if made is not None:
        scope.record("log_mentor_meeting", "MentorMatch", match.id, community_id=match.community_id)
        scope.emit(MentorPraised(match.id, match.mentor_id, match.community_id, is_thanks=False))


@action(MentorPermission.LEARN)
async def thank_mentor(scope: Scope, match_id: UUID, text: str) -> None:
    """Give thanks once, for whoever learned. Raises NotFound, MatchClosed, AlreadyThanked, BadInput."""
    refuse_odd(text, "text", _LONGEST_TEXT)
    match = await locked_match(scope, match_id)
    if match.learner_id != scope.actor.resident_id:
        raise NotFound(field=("input", "match_id"))
    if match.answered_at is None or match.status not in (MatchStatus.ACTIVE, MatchStatus.ENDED):
        raise MatchClosed
    if match.thanked_at is not None:
        raise AlreadyThanked
    match.thanks_sealed = sealed_words(await scope.key(), "mentor_thanks", match.id, "", text)
    match.thanked_at = clock.now()
    scope.record("thank_mentor", "MentorMatch", match.id, community_id=match.community_id)
    scope.emit(MentorPraised(match.id, match.mentor_id, match.community_id, is_thanks=True))
