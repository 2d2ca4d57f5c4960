"""Whoever waits for a seat and gives up takes their words along, whichever way they go; who stays keeps them."""

import datetime as dt
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.councils.actions.asking import (
    answer_council_questions,
    reveal_council_answers,
    set_council_questions,
)
from backend.modules.councils.actions.inviting import reserve_council_seat, take_back_council_invitation
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.actions.speaking import link_council_topic
from backend.modules.councils.contract.inputs import AnsweredForm, Question
from backend.modules.councils.contract.refusals import CouncilNotOpen
from backend.modules.councils.contract.words import ItemSubject, QuestionKind, RegistrationStatus, SeatKind
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating, CouncilTopic
from backend.modules.councils.models.forms import CouncilAnswer
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer, leave_waitlist
from backend.modules.waitlists.contract import WaitlistPermission, WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from backend.modules.waitlists.passing import pass_offers_on
from tenants.scope import open_scope, system_actor
from tests.councils.factories import HOUR, call, hold
from tests.councils.test_forms import ASKED, SAYING, form_id
from tests.councils.test_tea_talks import lines, taken
from tests.polls.factories import Village
from tests.proposals.factories import propose, work
from tests.tracing import traces

DAY = dt.timedelta(days=1)


async def talk_of(village: Village, **more: int) -> Council:
    """One slot to speak, and questions."""
    return await call(village, **({"seats": 2, "speaking_slots": 1} | more), questions=ASKED)


async def speak(village: Village, number: int, council: Council) -> None:
    actor = village.resident(number)
    given = AnsweredForm(form_id=await form_id(actor, council), answers=SAYING)
    async with open_scope(actor) as scope:
        await register_for_council(scope, council.id, wants_to_speak=True, topic="班车", answers=given)


async def withdraw(village: Village, number: int, council: Council) -> None:
    async with open_scope(village.resident(number)) as scope:
        await withdraw_from_council(scope, council.id)


async def said(village: Village, council: Council) -> list[int]:
    """Whose topics and answers can be read; of everybody both or none."""
    found = []
    async with open_scope(village.manager, read_only=True) as scope:
        for model in (CouncilTopic, CouncilAnswer):
            theirs = select(model.resident_id).where(model.council_id == council.id, model.said_sealed.is_not(None))
            found.append(sorted(village.resident_ids.index(one) for one in await scope.session.scalars(theirs)))
    assert found[0] == found[1]
    return found[0]


async def entry_of(village: Village, number: int) -> UUID:
    async with open_scope(village.manager, read_only=True) as scope:
        theirs = select(WaitlistEntry.id).where(WaitlistEntry.resident_id == village.resident_ids[number])
        return (await scope.session.scalars(theirs.order_by(WaitlistEntry.number.desc()))).first() or UUID(int=0)


async def leave_the_line(village: Village, council: Council) -> None:
    async with open_scope(village.resident(1)) as scope:
        await leave_waitlist(scope, await entry_of(village, 1))


async def withdraw_while_waiting(village: Village, council: Council) -> None:
    await withdraw(village, 1, council)


async def decline(village: Village, council: Council) -> None:
    await withdraw(village, 0, council)
    await work(village)
    async with open_scope(village.resident(1)) as scope:
        await decline_offer(scope, await entry_of(village, 1))


async def let_it_expire(village: Village, council: Council) -> None:
    await withdraw(village, 0, council)
    await work(village)
    with clock.at(clock.now() + 3 * HOUR):
        await pass_offers_on(system_actor(village.operator.id, "test", WaitlistPermission.ADVANCE))
        await work(village)


async def move_out(village: Village, council: Council) -> None:
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[1])
        await check_out(scope, (await scope.session.scalars(leads)).one())


@pytest.mark.parametrize("give_up", [leave_the_line, withdraw_while_waiting, decline, let_it_expire, move_out])
async def test_whoever_gives_up_their_place_in_line_leaves_no_word(
    village: Village, give_up: Callable[[Village, Council], Awaitable[None]]
) -> None:
    talk = await talk_of(village)
    for number in (0, 1, 2):
        await speak(village, number, talk)
    assert await said(village, talk) == [0, 1, 2]
    await give_up(village, talk)
    await work(village)
    assert 1 not in await said(village, talk)
    assert 2 in await said(village, talk)


async def test_who_comes_again_or_has_a_seat_keeps_what_they_said(village: Village) -> None:
    talk = await talk_of(village, seats=4, reserved_seats=2)
    for number in (0, 1, 2):
        await speak(village, number, talk)
    await withdraw(village, 1, talk)
    await speak(village, 1, talk)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, talk.id, village.resident_ids[2])
    await work(village)
    # The place of the one ended by coming again, that of the other by the seat that is kept for them.
    assert await said(village, talk) == [0, 1, 2]
    async with open_scope(village.manager, read_only=True) as scope:
        kept = select(CouncilRegistration.id).where(CouncilRegistration.kind == SeatKind.RESERVED)
        seat_id = (await scope.session.scalars(kept)).one()
    async with open_scope(village.manager) as scope:
        await take_back_council_invitation(scope, seat_id)
    assert await said(village, talk) == [0, 1]
    assert (await traces(village.manager, "Council"))["take_back_council_invitation"] == 1


async def test_who_withdraws_from_one_council_keeps_what_they_would_say_at_another(village: Village) -> None:
    talk, other = await talk_of(village), await talk_of(village)
    for council in (talk, other):
        await speak(village, 1, council)
    await withdraw(village, 1, talk)
    assert (await said(village, talk), await said(village, other)) == ([], [1])


async def test_those_who_waited_until_the_minutes_are_remembered_by_what_they_wanted_to_say(village: Village) -> None:
    talk = await talk_of(village)
    for number in (0, 1):
        await speak(village, number, talk)
    await hold(village, talk)
    with clock.at(talk.starts_at + 2 * HOUR):
        await work(village)
    assert await said(village, talk) == [0, 1]


async def test_an_offer_that_passed_on_is_counted_once_and_taken_by_the_next(village: Village) -> None:
    talk = await talk_of(village)
    for number in (0, 1, 2):
        await speak(village, number, talk)
    await decline(village, talk)
    await work(village)
    declined, offered = WaitlistStatus.DECLINED, WaitlistStatus.OFFERED
    assert await lines(village) == {"speaking": [declined, offered]}
    assert await taken(village) == (0, 1, {SeatKind.SPEAKING: 1})
    given = await answered(village, talk)
    # A seat that is only held is nobody's yet.
    with pytest.raises(NotFound):
        async with open_scope(village.resident(2)) as scope:
            await answer_council_questions(scope, talk.id, given)
    with clock.at(talk.starts_at), pytest.raises(CouncilNotOpen):
        await withdraw(village, 2, talk)
    async with open_scope(village.resident(2)) as scope:
        await accept_offer(scope, await entry_of(village, 2))
    async with open_scope(village.manager, read_only=True) as scope:
        seat = select(CouncilRegistration).where(CouncilRegistration.status == RegistrationStatus.REGISTERED)
        (mine,) = (await scope.session.scalars(seat)).all()
        assert (await scope.session.scalars(select(CouncilSeating.speaking_taken))).one() == 1
    assert (mine.kind, mine.resident_id) == (SeatKind.SPEAKING, village.resident_ids[2])


async def test_moving_out_frees_the_slot_for_the_next_who_would_speak(village: Village) -> None:
    talk = await talk_of(village)
    await speak(village, 1, talk)
    await speak(village, 2, talk)
    async with open_scope(village.resident(0)) as scope:
        await register_for_council(scope, talk.id, answers=await answered(village, talk))
    async with open_scope(village.resident(3)) as scope:
        await register_for_council(scope, talk.id, answers=await answered(village, talk))
    await move_out(village, talk)
    await work(village)
    offered, waiting = WaitlistStatus.OFFERED, WaitlistStatus.WAITING
    assert await lines(village) == {"speaking": [offered], "council": [waiting]}
    assert await said_topics(village) == [2]


async def answered(village: Village, council: Council) -> AnsweredForm:
    return AnsweredForm(form_id=await form_id(village.manager, council), answers=SAYING)


async def said_topics(village: Village) -> list[int]:
    async with open_scope(village.manager, read_only=True) as scope:
        theirs = select(CouncilTopic.resident_id).where(CouncilTopic.said_sealed.is_not(None))
        return [village.resident_ids.index(one) for one in await scope.session.scalars(theirs)]


async def test_moving_out_on_the_evening_of_a_council_gives_back_no_seat_at_one_that_has_begun(
    village: Village,
) -> None:
    council = await call(village, seats=2)
    async with open_scope(village.resident(1)) as scope:
        await register_for_council(scope, council.id)
    with clock.at(council.starts_at + HOUR / 2):
        await move_out(village, council)
    async with open_scope(village.manager, read_only=True) as scope:
        assert set(await scope.session.scalars(select(CouncilRegistration.status))) == {RegistrationStatus.REGISTERED}


async def test_a_topic_that_was_forgotten_becomes_nothing_and_another_is_about_nothing_yet(village: Village) -> None:
    talk, proposal_id = await talk_of(village), await propose(village)
    await speak(village, 1, talk)
    async with open_scope(village.manager, read_only=True) as scope:
        topic_id = (await scope.session.scalars(select(CouncilTopic.id))).one()

    async def link() -> CouncilTopic:
        async with open_scope(village.manager) as scope:
            return await link_council_topic(scope, topic_id, ItemSubject.PROPOSAL, proposal_id)

    assert (await link()).subject_id == proposal_id
    await withdraw(village, 1, talk)
    with pytest.raises(NotFound):
        await link()
    await speak(village, 1, talk)
    async with open_scope(village.manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(CouncilTopic.subject_id))).one() is None
    assert (await traces(village.manager, "Council"))["link_council_topic"] == 1


async def test_seats_questions_and_the_door_leave_their_traces(village: Village) -> None:
    council = await call(village, seats=5, reserved_seats=2, questions=ASKED)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council.id, village.resident_ids[0])
    with pytest.raises(NotFound):
        async with open_scope(village.manager) as scope:
            await reserve_council_seat(scope, council.id, UUID(int=1))
    async with open_scope(village.resident(0)) as scope:
        await answer_council_questions(scope, council.id, await answered(village, council))
    for number in (1, 2):
        async with open_scope(village.resident(number)) as scope:
            await register_for_council(scope, council.id, answers=await answered(village, council))
    await withdraw(village, 1, council)
    assert await traces(village.manager, "Council") == {
        "schedule_council": 1,
        "reserve_council_seat": 1,
        "answer_council_questions": 1,
        "register_for_council": 2,
        "withdraw_from_council": 1,
    }


async def test_questions_end_with_the_minutes_and_are_ten_at_most(village: Village) -> None:
    council = await call(village)
    asked = tuple(Question(kind=QuestionKind.TEXT, text=f"第 {number} 问") for number in range(11))
    with pytest.raises(BadInput):
        await call(village, questions=asked)
    async with open_scope(village.manager) as scope:
        await set_council_questions(scope, council.id, asked[:10])
    await hold(village, council)
    with pytest.raises(CouncilNotOpen):
        async with open_scope(village.manager) as scope:
            await set_council_questions(scope, council.id, ASKED)
    assert (await traces(village.manager, "Council"))["set_council_questions"] == 1
    for registration_ids in ((), tuple(UUID(int=number) for number in range(101))):
        with pytest.raises(BadInput):
            async with open_scope(village.manager) as scope:
                await reveal_council_answers(scope, registration_ids)
