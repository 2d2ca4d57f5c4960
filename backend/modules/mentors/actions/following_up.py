"""What mentoring does on its own: count a mentor's numbers anew, tell the other one, forget."""

from uuid import UUID

from sqlalchemy import func, select, update

from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.mentors.contract.events import MatchChanged, MentorPraised
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.words import MatchStatus
from backend.modules.mentors.models import Mentor, MentorMatch, MentorMeeting
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(MentorPermission.FOLLOW_UP)
async def tally_mentor(scope: Scope, mentor_id: UUID) -> None:
    """A mentor's numbers from the rows: learners, meetings, minutes, thanks."""
    mentor = await scope.session.scalar(select(Mentor).where(Mentor.id == mentor_id).with_for_update())
    if mentor is None:
        return
    theirs = MentorMatch.mentor_id == mentor_id
    counted = select(func.count().filter(MentorMatch.status == MatchStatus.ACTIVE), func.count(MentorMatch.thanked_at))
    mentor.mentees, mentor.thanks = (await scope.session.execute(counted.select_from(MentorMatch).where(theirs))).one()
    met = select(func.count(), func.coalesce(func.sum(MentorMeeting.minutes), 0)).select_from(MentorMeeting)
    of_theirs = MentorMeeting.match_id.in_(select(MentorMatch.id).where(theirs))
    mentor.meetings, mentor.minutes = (await scope.session.execute(met.where(of_theirs))).one()


@action(MentorPermission.FOLLOW_UP)
async def tell_match(scope: Scope, fact: MatchChanged) -> int:
    """Tell a mentor of who asks, whoever asked of the answer, and both that it is over; how many were told."""
    match = await scope.session.scalar(select(MentorMatch).where(MentorMatch.id == fact.match_id))
    if match is None:
        return 0
    people = {
        MatchStatus.REQUESTED: [match.teacher_id],
        MatchStatus.ACTIVE: [match.learner_id],
        MatchStatus.DECLINED: [match.learner_id],
        MatchStatus.ENDED: [match.teacher_id, match.learner_id],
    }[fact.status]
    return await _tell(scope, people, f"MENTOR_{fact.status}", match)


@action(MentorPermission.FOLLOW_UP)
async def tell_thanks(scope: Scope, fact: MentorPraised) -> int:
    """Tell a mentor that someone thanks them; how many were told."""
    match = await scope.session.scalar(select(MentorMatch).where(MentorMatch.id == fact.match_id))
    if match is None or not fact.is_thanks:
        return 0
    return await _tell(scope, [match.teacher_id], "MENTOR_THANKED", match)


async def _tell(scope: Scope, people: list[UUID], kind: str, match: MentorMatch) -> int:
    accounts = await resident_accounts_by_id(scope, people)
    for account_id in sorted(set(accounts.values())):
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=kind,
                object_type="MentorMatch",
                object_id=match.id,
                facts={"mentor_id": str(match.mentor_id), "skill": match.skill.value},
            )
        )
    return len(set(accounts.values()))


@action(MentorPermission.FOLLOW_UP)
async def forget_words(scope: Scope, resident_id: UUID) -> None:
    """What an erased resident said is destroyed; that they taught or learned stays as a number."""
    await scope.session.execute(
        update(Mentor).where(Mentor.resident_id == resident_id).values(said_sealed=None, is_open=False)
    )
    await scope.session.execute(
        update(MentorMatch).where(MentorMatch.learner_id == resident_id).values(wish_sealed=None, thanks_sealed=None)
    )
