"""What somebody answered goes with them: by moving out before the council, by being erased after it."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from backend.core import clock
from backend.modules.councils.models.councils import Council
from backend.modules.councils.models.forms import CouncilAnswer
from backend.modules.councils.queries.forms import own_answers_by_id
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting
from tests.councils.factories import DAY, call, hold
from tests.councils.test_forms import ASKED, SAID, SAYING, answer, reveal, seats
from tests.councils.test_topics import speak
from tests.polls.factories import Village
from tests.proposals.factories import work


async def answered(village: Village, council: Council) -> list[int]:
    """Whose answers at a council can still be read, by their numbers."""
    rows = select(CouncilAnswer.resident_id).where(
        CouncilAnswer.council_id == council.id, CouncilAnswer.said_sealed.is_not(None)
    )
    async with open_scope(village.manager, read_only=True) as scope:
        return sorted(village.resident_ids.index(one) for one in await scope.session.scalars(rows))


async def moved_out(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        theirs = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        await check_out(scope, (await scope.session.scalars(theirs)).one())


async def test_who_moves_out_takes_back_what_they_answered_for_councils_that_are_to_come(village: Village) -> None:
    held = await call(village, questions=ASKED)
    coming = await call(village, questions=ASKED, starts_at=clock.now() + 20 * DAY)
    for council in (held, coming):
        for number in (0, 1):
            await answer(village, number, council, *SAYING)
    await hold(village, held)
    with clock.at(held.starts_at + 2 * DAY):
        await moved_out(village)
    assert (await answered(village, held), await answered(village, coming)) == ([0, 1], [1])


async def test_who_is_erased_leaves_no_answer_and_no_topic_at_any_council(village: Village) -> None:
    held = await call(village, questions=ASKED, seats=5, speaking_slots=3)
    for number in (0, 1):
        await answer(village, number, held, *SAYING)
    talk = await call(village, seats=5, speaking_slots=3)
    for number in (0, 1):
        await speak(village, number, talk)
    for council in (held, talk):
        await hold(village, council)
    with clock.at(held.starts_at + 2 * DAY):
        await moved_out(village)
        async with open_scope(acting(village.operator, Role.OPERATOR_ADMIN)) as scope:
            await erase_resident(scope, village.resident_ids[0], "本人要求")
        assert await answered(village, held) == [0, 1]
        await work(village)
        assert await answered(village, held) == [1]
    async with open_scope(village.manager, read_only=True) as scope:
        topics = "SELECT count(*) FROM council_topics WHERE said_sealed IS NOT NULL"
        assert await scope.session.scalar(text(topics)) == 1


async def test_an_answer_is_sealed_to_its_own_row(village: Village) -> None:
    """Whoever writes to the database cannot lay one resident's words under another's name."""
    council = await call(village, questions=ASKED)
    for number in (0, 1):
        await answer(village, number, council, *SAYING)
    async with open_scope(village.manager) as scope:
        first, second = await scope.session.scalars(select(CouncilAnswer).order_by(CouncilAnswer.id))
        first.said_sealed, second.said_sealed = second.said_sealed, first.said_sealed
    for seat in await seats(village):
        with pytest.raises(InvalidTag):
            await reveal(village.manager, seat)


async def test_the_same_words_look_different_in_every_row(village: Village) -> None:
    council = await call(village, questions=ASKED)
    for number in (0, 1):
        await answer(village, number, council, *SAYING)
    async with open_scope(village.manager, read_only=True) as scope:
        sealed = list(await scope.session.scalars(select(CouncilAnswer.said_sealed)))
    assert len(set(sealed)) == 2
    assert all(one is not None and SAID.encode() not in one for one in sealed)
    async with open_scope(village.resident(0), read_only=True) as scope:
        (own,) = (await own_answers_by_id(scope, [council.id])).values()
    assert own[0].text == SAID
