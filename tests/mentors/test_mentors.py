"""Mentors: found by what they teach, never more learners than they have room for, meetings, thanks, and the end."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.models.stays import Stay
from backend.modules.mentors.actions.following_up import forget_words
from backend.modules.mentors.actions.learning import ask_mentor, end_match, log_mentor_meeting, thank_mentor
from backend.modules.mentors.actions.teaching import answer_learner, become_mentor, pause_mentoring
from backend.modules.mentors.contract.inputs import MatchWish, MentorOffer, NewMeeting
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.refusals import (
    AlreadyThanked,
    MatchClosed,
    MatchOpen,
    MentorFull,
    MentorMissesSkill,
    MentorPaused,
    NotYourHome,
    OwnMentor,
)
from backend.modules.mentors.contract.words import MatchStatus, Skill
from backend.modules.mentors.models import Mentor, MentorMatch
from backend.modules.mentors.queries.mentors import (
    MatchFilter,
    MatchView,
    MentorFilter,
    MentorView,
    list_mentor_matches,
    list_mentors,
    meetings_of_matches_by_id,
)
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import all_at_once, give_accounts, told, work


async def offer(village: Village, number: int = 0, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "alias": "老周",
        "about": "十年设计，可以帮看作品集",
        "skills": (Skill.DESIGN, Skill.CAREER),
        "capacity": 2,
    }
    async with open_scope(village.resident(number)) as scope:
        return await become_mentor(scope, MentorOffer(**(said | more)))


async def ask(actor: Actor, mentor_id: UUID, skill: Skill = Skill.DESIGN) -> UUID:
    async with open_scope(actor) as scope:
        return await ask_mentor(scope, MatchWish(mentor_id=mentor_id, skill=skill, alias="小林", wish="想转行"))


async def answer(actor: Actor, match_id: UUID, *, is_accepted: bool = True) -> None:
    async with open_scope(actor) as scope:
        await answer_learner(scope, match_id, is_accepted=is_accepted)


async def end(actor: Actor, match_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await end_match(scope, match_id)


async def meet(actor: Actor, match_id: UUID, minutes: int = 60, days: int = 0) -> None:
    async with open_scope(actor) as scope:
        held_on = clock.today() + dt.timedelta(days=days)
        await log_mentor_meeting(scope, match_id, NewMeeting(held_on=held_on, minutes=minutes))


async def thank(actor: Actor, match_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await thank_mentor(scope, match_id, "作品集过了三家初筛，谢谢！")


async def mentors(actor: Actor, **wanted: Any) -> list[MentorView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await list_mentors(scope, Page(50), MentorFilter(**wanted))).rows)


async def matches(actor: Actor) -> list[MatchView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await list_mentor_matches(scope, Page(50), MatchFilter())).rows)


async def written(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        rows = (Mentor, MentorMatch, OutboxRow)
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in rows]


async def test_a_mentor_is_found_by_skill_and_takes_on_only_as_many_as_there_is_room_for(village: Village) -> None:
    await give_accounts(village)
    mentor_id = await offer(village)
    assert [one.id for one in await mentors(village.resident(1), skill=Skill.DESIGN)] == [mentor_id]
    assert await mentors(village.resident(1), skill=Skill.MUSIC) == []
    asked = [await ask(village.resident(number), mentor_id) for number in range(1, 6)]
    answers = await all_at_once(*(answer(village.resident(0), match_id) for match_id in asked))
    assert answers.count(None) == 2
    assert sum(isinstance(one, MentorFull) for one in answers) == 3
    states = [one.status for one in await matches(village.resident(0))]
    assert states.count(MatchStatus.ACTIVE) == 2
    assert await mentors(village.resident(1), has_room=True) == []
    done = next(one for one in await matches(village.manager) if one.status is MatchStatus.ACTIVE)
    learner = next(one for one in range(1, 6) if village.resident_ids[one] == done.learner_id)
    await end(village.resident(learner), done.id)
    await work(village)
    assert [one.mentees for one in await mentors(village.resident(1), has_room=True)] == [1]
    waiting = next(one for one in await matches(village.manager) if one.status is MatchStatus.REQUESTED)
    await answer(village.resident(0), waiting.id)
    assert len(await told(village, "MENTOR_REQUESTED")) == 5
    assert len(await told(village, "MENTOR_ACTIVE")) == 2


async def test_meetings_and_thanks_are_counted_for_the_mentor(village: Village) -> None:
    await give_accounts(village)
    match_id = await ask(village.resident(1), await offer(village))
    with pytest.raises(MatchClosed):
        await meet(village.resident(1), match_id)
    with pytest.raises(MatchClosed):
        await thank(village.resident(1), match_id)
    await answer(village.resident(0), match_id)
    for actor in (village.resident(0), village.resident(1)):
        await meet(actor, match_id, 90)
    for minutes, days in ((5, 0), (60, 1), (60, -1)):
        with pytest.raises(BadInput):
            await meet(village.resident(0), match_id, minutes, days)
    with pytest.raises(NotFound):
        await thank(village.resident(0), match_id)
    await thank(village.resident(1), match_id)
    with pytest.raises(AlreadyThanked):
        await thank(village.resident(1), match_id)
    await work(village)
    (mentor,) = await mentors(village.resident(2))
    assert (mentor.meetings, mentor.minutes, mentor.thanks, mentor.mentees) == (1, 90, 1, 1)
    (seen,) = await matches(village.resident(0))
    assert (seen.alias, seen.wish, seen.thanks) == ("小林", "想转行", "作品集过了三家初筛，谢谢！")
    async with open_scope(village.resident(1), read_only=True) as scope:
        assert [one.minutes for one in (await meetings_of_matches_by_id(scope, [match_id]))[match_id]] == [90]
    assert len(await told(village, "MENTOR_THANKED")) == 1


async def test_a_match_is_seen_by_the_two_and_staff_alone(village: Village) -> None:
    match_id = await ask(village.resident(1), await offer(village))
    assert await matches(village.resident(2)) == []
    assert len(await matches(village.manager)) == 1
    for act in (answer(village.resident(2), match_id), end(village.resident(2), match_id)):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await answer(village.resident(1), match_id)
    await answer(village.resident(0), match_id, is_accepted=False)
    with pytest.raises(MatchClosed):
        await answer(village.resident(0), match_id)
    assert (await matches(village.resident(1)))[0].status is MatchStatus.DECLINED


async def test_whom_one_cannot_ask(village: Village) -> None:
    mentor_id = await offer(village)
    async with open_scope(village.manager) as scope:
        elsewhere = await make_home(scope)
        stranger = as_resident(village.operator, (await make_stay(scope, elsewhere)).lead_resident_id)
    await ask(village.resident(1), mentor_id)
    before = await written(village.manager)
    for actor, skill, refusal in (
        (stranger, Skill.DESIGN, NotYourHome),
        (village.resident(0), Skill.DESIGN, OwnMentor),
        (village.resident(2), Skill.MUSIC, MentorMissesSkill),
        (village.resident(1), Skill.CAREER, MatchOpen),
    ):
        with pytest.raises(refusal):
            await ask(actor, mentor_id, skill)
    async with open_scope(village.resident(0)) as scope:
        await pause_mentoring(scope, mentor_id, is_open=False)
    with pytest.raises(MentorPaused):
        await ask(village.resident(2), mentor_id)
    assert await written(village.manager) == before
    with pytest.raises(NotFound):
        async with open_scope(village.resident(1)) as scope:
            await pause_mentoring(scope, mentor_id, is_open=True)
    assert await mentors(stranger) == []


@pytest.mark.parametrize("more", [{"skills": ()}, {"capacity": 0}, {"capacity": 21}, {"alias": ""}])
async def test_an_odd_offer_is_refused(village: Village, more: dict[str, Any]) -> None:
    before = await written(village.manager)
    with pytest.raises(BadInput):
        await offer(village, **more)
    assert await written(village.manager) == before


async def test_a_second_offer_says_the_first_otherwise_and_never_makes_less_room_than_is_taken(
    village: Village,
) -> None:
    first = await offer(village)
    for number in (1, 2):
        await answer(village.resident(0), await ask(village.resident(number), first))
    with pytest.raises(MentorFull):
        await offer(village, capacity=1)
    assert await offer(village, capacity=3, skills=(Skill.VIDEO,)) == first
    (mentor,) = await mentors(village.manager)
    assert (mentor.capacity, mentor.skills) == (3, [Skill.VIDEO])


async def test_check_out_ends_teaching_and_learning_as_it_said_before(village: Village) -> None:
    mentor_id = await offer(village)
    await answer(village.resident(0), await ask(village.resident(1), mentor_id))
    await ask(village.resident(2), mentor_id)
    async with open_scope(village.manager) as scope:
        (stay_id,) = await scope.session.scalars(
            select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        )
        shown = [one for one in await check_out_preview(scope, stay_id) if one.module == "mentors"]
        await check_out(scope, stay_id)
    assert [(one.act, one.count) for one in shown] == [("retire_mentor", 1), ("end_mentor_matches", 2)]
    assert {one.status for one in await matches(village.manager)} == {MatchStatus.ENDED}
    assert await mentors(village.resident(1)) == []


async def test_an_erased_mentor_leaves_no_word(village: Village) -> None:
    match_id = await ask(village.resident(1), await offer(village))
    await answer(village.resident(0), match_id)
    await thank(village.resident(1), match_id)
    follower = system_actor(village.operator.id, "test", MentorPermission.FOLLOW_UP)
    for number in (0, 1, 0):
        async with open_scope(follower) as scope:
            await forget_words(scope, village.resident_ids[number])
    (mentor,) = await mentors(village.manager)
    (match,) = await matches(village.manager)
    assert (mentor.alias, mentor.about, match.alias, match.wish, match.thanks) == ("", "", "", "", "")
