"""Who may teach whom and when, what is counted of it, and who hears of each answer."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from backend.modules.mentors.actions.following_up import forget_words
from backend.modules.mentors.actions.learning import ask_mentor
from backend.modules.mentors.actions.teaching import pause_mentoring
from backend.modules.mentors.contract.inputs import MatchWish
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.refusals import MatchClosed, MentorFull, NotYourHome
from backend.modules.mentors.contract.words import MatchStatus, Skill
from backend.modules.mentors.queries.mentors import MatchFilter, list_mentor_matches
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_stay
from tests.mentors.test_mentors import answer, ask, end, matches, meet, mentors, offer, thank
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import settled_accounts, told, work
from tests.tracing import traces

DAY = dt.timedelta(days=1)


async def pause(village: Village, mentor_id: UUID, *, is_open: bool) -> None:
    async with open_scope(village.resident(0)) as scope:
        await pause_mentoring(scope, mentor_id, is_open=is_open)


async def move_out(village: Village, number: int) -> None:
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[number])
        await check_out(scope, (await scope.session.scalars(leads)).one())


async def taught(village: Village, number: int, mentor_id: UUID) -> UUID:
    match_id = await ask(village.resident(number), mentor_id)
    await answer(village.resident(0), match_id)
    return match_id


async def states(village: Village) -> dict[int, MatchStatus]:
    """How each match stands, by the number of whoever learns."""
    return {village.resident_ids.index(one.learner_id): one.status for one in await matches(village.manager)}


async def test_nobody_teaches_where_they_do_not_live_nor_too_much_at_once(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    stranger = as_resident(village.operator, stay.lead_resident_id)
    with pytest.raises(NotYourHome):
        await offer(Village(village.operator, village.manager, village.home, (stay.lead_resident_id,)))
    with pytest.raises(BadInput):
        await offer(village, skills=tuple(Skill)[:7])
    assert len(tuple(Skill)) > 6
    mentor_id = await offer(village, skills=tuple(Skill)[:6])
    assert await mentors(stranger) == []
    (mentor,) = await mentors(village.resident(1), is_mine=False)
    assert (mentor.id, len(mentor.skills)) == (mentor_id, 6)
    assert await mentors(village.resident(1), is_mine=True) == []


async def test_one_learner_is_all_there_is_room_for_where_one_is_said(village: Village) -> None:
    mentor_id = await offer(village, capacity=1)
    first, second = await ask(village.resident(1), mentor_id), await ask(village.resident(2), mentor_id)
    await answer(village.resident(0), first)
    assert await mentors(village.resident(3), has_room=True) == []
    assert [one.id for one in await mentors(village.resident(3), has_room=False)] == [mentor_id]
    with pytest.raises(MentorFull):
        await answer(village.resident(0), second)
    # To say no takes no room, and is an answer all the same.
    await answer(village.resident(0), second, is_accepted=False)
    with pytest.raises(MatchClosed):
        await answer(village.resident(0), second)
    assert await states(village) == {1: MatchStatus.ACTIVE, 2: MatchStatus.DECLINED}


async def test_those_who_are_done_or_only_ask_take_no_room(village: Village) -> None:
    mentor_id = await offer(village, capacity=1)
    done = await taught(village, 1, mentor_id)
    await end(village.resident(0), done)
    await ask(village.resident(3), mentor_id)
    await taught(village, 2, mentor_id)
    assert await states(village) == {1: MatchStatus.ENDED, 2: MatchStatus.ACTIVE, 3: MatchStatus.REQUESTED}


async def test_a_mentor_who_pauses_has_no_room_until_they_go_on_and_keeps_whom_they_have(village: Village) -> None:
    mentor_id = await offer(village)
    match_id = await taught(village, 1, mentor_id)
    await pause(village, mentor_id, is_open=False)
    assert await mentors(village.resident(2), has_room=True) == []
    await meet(village.resident(1), match_id)
    await pause(village, mentor_id, is_open=True)
    await ask(village.resident(2), mentor_id)
    assert await traces(village.manager, "Mentor") == {"become_mentor": 1, "pause_mentoring": 2}


async def test_a_paused_or_retired_mentor_who_offers_again_is_asked_again(village: Village) -> None:
    mentor_id = await offer(village)
    await pause(village, mentor_id, is_open=False)
    assert await offer(village) == mentor_id
    (again,) = await mentors(village.resident(1), has_room=True)
    assert (again.is_open, again.retired_at) == (True, None)


async def test_nobody_asks_a_mentor_who_moved_out(village: Village) -> None:
    mentor_id = await offer(village)
    await move_out(village, 0)
    with pytest.raises(NotFound):
        await ask(village.resident(1), mentor_id)
    assert await mentors(village.resident(1)) == []
    (retired,) = await mentors(village.manager)
    assert retired.retired_at is not None


@pytest.mark.parametrize("more", [{"alias": ""}, {"alias": "名" * 21}, {"wish": "长" * 1001}])
async def test_an_odd_wish_is_refused(village: Village, more: dict[str, Any]) -> None:
    said: dict[str, Any] = {"mentor_id": await offer(village), "skill": Skill.DESIGN, "alias": "小林"}
    with pytest.raises(BadInput):
        async with open_scope(village.resident(1)) as scope:
            await ask_mentor(scope, MatchWish(**(said | more)))


async def test_a_meeting_is_on_a_day_between_the_answer_and_today_and_once_a_day(village: Village) -> None:
    mentor_id = await offer(village)
    asked_at = clock.now()
    match_id = await ask(village.resident(1), mentor_id)
    with clock.at(asked_at + 2 * DAY):
        await answer(village.resident(0), match_id)
    with clock.at(asked_at + 5 * DAY):
        for days in (1, -4):
            with pytest.raises(BadInput):
                await meet(village.resident(0), match_id, days=days)
        for days in (0, -3, 0):
            await meet(village.resident(1), match_id, days=days)
        for minutes in (9, 481):
            with pytest.raises(BadInput):
                await meet(village.resident(1), match_id, minutes)
        await work(village)
    (mentor,) = await mentors(village.manager)
    assert (mentor.meetings, mentor.minutes) == (2, 120)
    assert await traces(village.manager, "MentorMatch") == {
        "ask_mentor": 1,
        "answer_learner": 1,
        "log_mentor_meeting": 2,
    }


async def test_what_is_over_is_not_ended_met_or_answered_again(village: Village) -> None:
    match_id = await taught(village, 1, await offer(village))
    await end(village.resident(1), match_id)
    for act in (end(village.resident(0), match_id), meet(village.resident(0), match_id), again(village, match_id)):
        with pytest.raises(MatchClosed):
            await act
    # Whoever learned may still give thanks.
    await thank(village.resident(1), match_id)


async def again(village: Village, match_id: UUID) -> None:
    await answer(village.resident(0), match_id)


async def test_nobody_thanks_for_what_was_never_taught(village: Village) -> None:
    mentor_id = await offer(village)
    declined, taken_back = await ask(village.resident(1), mentor_id), await ask(village.resident(2), mentor_id)
    await answer(village.resident(0), declined, is_accepted=False)
    await end(village.resident(2), taken_back)
    for number, match_id in ((1, declined), (2, taken_back)):
        with pytest.raises(MatchClosed):
            await thank(village.resident(number), match_id)


async def test_the_numbers_of_one_mentor_are_not_anothers(village: Village) -> None:
    one, other = await offer(village), await offer(village, 5)
    first = await taught(village, 1, one)
    second = await ask(village.resident(2), other)
    await answer(village.resident(5), second)
    await meet(village.resident(1), first, 60)
    await meet(village.resident(2), second, 45)
    await thank(village.resident(2), second)
    await work(village)
    numbers = {
        view.id: (view.mentees, view.meetings, view.minutes, view.thanks) for view in await mentors(village.manager)
    }
    assert numbers == {one: (1, 1, 60, 0), other: (1, 1, 45, 1)}


async def test_each_answer_is_told_to_whom_it_concerns(village: Village) -> None:
    accounts = await settled_accounts(village)
    mentor_id = await offer(village)
    declined = await ask(village.resident(1), mentor_id)
    await answer(village.resident(0), declined, is_accepted=False)
    active = await taught(village, 2, mentor_id)
    await meet(village.resident(2), active)
    await end(village.resident(2), active)
    await work(village)
    heard = {
        kind: sorted(accounts[one] for one in await told(village, f"MENTOR_{kind}"))
        for kind in ("REQUESTED", "ACTIVE", "DECLINED", "ENDED", "THANKED")
    }
    assert heard == {"REQUESTED": [0, 0], "ACTIVE": [2], "DECLINED": [1], "ENDED": [0, 2], "THANKED": []}


async def test_a_learner_who_moves_out_frees_the_place_and_the_mentor_hears_of_it(village: Village) -> None:
    accounts = await settled_accounts(village)
    mentor_id = await offer(village, capacity=1)
    await taught(village, 1, mentor_id)
    declined = await ask(village.resident(2), mentor_id)
    await answer(village.resident(0), declined, is_accepted=False)
    await move_out(village, 1)
    await move_out(village, 2)
    await work(village)
    assert await states(village) == {1: MatchStatus.ENDED, 2: MatchStatus.DECLINED}
    assert 0 in [accounts.get(one) for one in await told(village, "MENTOR_ENDED")]
    assert [one.id for one in await mentors(village.resident(3), has_room=True)] == [mentor_id]


async def test_an_erased_mentor_teaches_nobody_and_others_keep_their_words(village: Village) -> None:
    await offer(village)
    other = await offer(village, 1)
    await ask(village.resident(2), other)
    async with open_scope(system_actor(village.operator.id, "test", MentorPermission.FOLLOW_UP)) as scope:
        await forget_words(scope, village.resident_ids[0])
    views = {view.id: view for view in await mentors(village.manager)}
    assert views[other].alias == "老周"
    assert {view.alias: view.is_open for view in views.values()} == {"": False, "老周": True}
    (match,) = await matches(village.manager)
    assert match.wish == "想转行"


async def found(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_mentor_matches(scope, Page(9), MatchFilter(**wanted))).rows]


async def test_matches_are_found_by_mentor_and_state(village: Village) -> None:
    one, other = await offer(village), await offer(village, 5)
    first, second = await taught(village, 1, one), await ask(village.resident(2), other)
    assert await found(village.manager, status=MatchStatus.ACTIVE) == [first]
    assert await found(village.manager, mentor_id=other) == [second]
    assert await found(village.resident(1), status=MatchStatus.REQUESTED) == []
