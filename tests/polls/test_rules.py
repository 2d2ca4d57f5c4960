"""The stored rules at their very edge: who is of age, how many are enough, who may still vote, and who is told."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.inputs import CoOccupant
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.words import Relation, UnitKind
from backend.modules.polls.contract.refusals import AlreadyVoted, ChoicesInvalid, PollClosed, PollRulesInvalid
from backend.modules.polls.contract.words import (
    PassRule,
    PollKind,
    PollOutcome,
    TieRule,
)
from backend.modules.polls.counting import Rules, counted, lot_seed
from backend.modules.polls.models import PollElector, PollState
from backend.modules.polls.queries.polls import (
    list_opened_ballots,
    polls_by_id,
)
from tenants.scope import Actor, open_scope
from tests.housing.factories import a_document, make_home, make_resident, make_stay
from tests.polls.acts import close, listed, opened, vote
from tests.polls.factories import Village, make_poll, make_village, past_poll
from tests.polls.test_counting import SEED, rules
from tests.proposals.factories import propose

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def birthday(years: int, days: int = 0) -> dt.date:
    """The birthday of whoever is so old in so many days."""
    day = clock.today() + days * DAY
    # No year that is counted back to need have a 29th of February.
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


async def test_who_is_eighteen_today_votes_and_who_will_be_tomorrow_does_not(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, kind=UnitKind.SUITE, beds=4, area=90)
        today, tomorrow = [
            (await make_resident(scope, document_number=a_document(birthday(18, days)))).id for days in (0, 1)
        ]
        unknown = (await make_resident(scope)).id
        (await scope.session.scalars(select(Resident).where(Resident.id == unknown))).one().birth_on = None
        along = [CoOccupant(resident_id=one, relation=Relation.OTHER) for one in (today, tomorrow, unknown)]
        lead = (await make_stay(scope, home, bed_id=None, co_occupants=tuple(along))).lead_resident_id
        await make_poll(scope, home.community_id)
        electors = set(await scope.session.scalars(select(PollElector.resident_id)))
    assert electors == {lead, today, unknown}


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"question": " "}, BadInput, "question"),
        ({"question": "长" * 4001}, BadInput, "question"),
        ({"options": tuple(f"第 {number} 项" for number in range(51))}, PollRulesInvalid, "options"),
        ({"options": ("一", "长" * 121)}, BadInput, "options"),
        ({"quorum_percent": -1}, PollRulesInvalid, "quorum_percent"),
        ({"kind": PollKind.MULTIPLE, "most_choices": 0}, PollRulesInvalid, "options"),
        ({"closes_at": (clock.now() + DAY).replace(tzinfo=None)}, BadInput, "closes_at"),
        ({"community_id": new_id()}, NotFound, "community_id"),
        ({"proposal_id": new_id()}, NotFound, "proposal_id"),
    ],
)
async def test_odd_rules_are_refused_at_their_field(
    village: Village, more: dict[str, Any], refusal: type[AppError], field: str
) -> None:
    said = {"community_id": village.community_id} | more
    with pytest.raises(refusal) as refused:
        async with open_scope(village.manager) as scope:
            await make_poll(scope, said.pop("community_id"), **said)
    assert refused.value.field == ("input", field)


async def test_a_poll_asks_about_a_published_proposal_of_its_own_community(village: Village) -> None:
    elsewhere = await make_village(village.operator, village.manager, people=1)
    for strange in (await propose(elsewhere), await propose(village, is_published=False)):
        with pytest.raises(NotFound):
            await opened(village, proposal_id=strange)
    own = await propose(village, 1)
    poll_id = await opened(village, proposal_id=own)
    await opened(village)
    assert await listed(village.manager, proposal_id=own) == [poll_id]


async def test_the_most_options_there_may_be_are_all_on_the_ballot(village: Village) -> None:
    poll_id = await opened(village, options=tuple(f"第 {number} 项" for number in range(50)), kind=PollKind.RANKED)
    assert await vote(village.resident(0), poll_id, *range(50, 0, -1))
    with pytest.raises(ChoicesInvalid):
        await vote(village.resident(1), poll_id, *range(50, -1, -1))


async def test_a_single_choice_is_one_whatever_was_said_of_several(village: Village) -> None:
    poll_id = await opened(village, kind=PollKind.SINGLE, most_choices=3)
    with pytest.raises(ChoicesInvalid):
        await vote(village.resident(0), poll_id, 1, 2)
    async with open_scope(village.manager, read_only=True) as scope:
        assert (await polls_by_id(scope, [poll_id]))[poll_id].most_choices == 1


async def test_a_vote_is_given_until_the_closing_moment_and_not_at_it(village: Village) -> None:
    poll_id = await opened(village)
    async with open_scope(village.manager, read_only=True) as scope:
        closes_at = (await polls_by_id(scope, [poll_id]))[poll_id].closes_at
    with clock.at(closes_at - SECOND):
        await vote(village.resident(0), poll_id, 1)
    with clock.at(closes_at):
        with pytest.raises(PollClosed):
            await vote(village.resident(1), poll_id, 1)
        # Who voted in time and asks again is told that, not that it is over.
        with pytest.raises(AlreadyVoted):
            await vote(village.resident(0), poll_id, 2)


@pytest.mark.parametrize(
    ("given", "ballots", "outcome"),
    [
        # Half of ten, to the vote.
        (rules(quorum_percent=50), [[1]] * 5, PollOutcome.PASSED),
        (rules(quorum_percent=50), [[1]] * 4, PollOutcome.NO_QUORUM),
        (rules(quorum_percent=0), [[]], PollOutcome.NOT_PASSED),
        # Of blank ballots nobody is first, and nobody is level with anybody.
        (rules(), [[], []], PollOutcome.NOT_PASSED),
        (rules(tie_rule=TieRule.LOT), [[], []], PollOutcome.NOT_PASSED),
        (rules(PollKind.RANKED), [[], []], PollOutcome.NOT_PASSED),
        (rules(PollKind.RANKED, tie_rule=TieRule.NAMED_FIRST), [[]], PollOutcome.NOT_PASSED),
        # Half is no majority, and two thirds are two thirds.
        (rules(pass_rule=PassRule.MAJORITY), [[1], [1], [2], []], PollOutcome.NOT_PASSED),
        (rules(pass_rule=PassRule.TWO_THIRDS), [[1]] * 4 + [[2]] * 2, PollOutcome.PASSED),
        (rules(PollKind.RANKED, pass_rule=PassRule.MAJORITY), [[1], [1], [2], [], []], PollOutcome.NOT_PASSED),
    ],
)
def test_quorum_and_pass_rule_hold_to_the_vote(given: Rules, ballots: list[list[int]], outcome: PollOutcome) -> None:
    assert counted(given, ballots, SEED).outcome is outcome


def test_half_of_those_that_still_name_someone_is_no_majority_among_the_ranked() -> None:
    level = counted(rules(PollKind.RANKED, tie_rule=TieRule.NAMED_FIRST), [[1], [1], [2], [3]], SEED)
    assert (level.rounds, level.winner) == (({1: 2, 2: 1, 3: 1}, {1: 2, 2: 1}), 1)
    # Blank ballots are no part of the whole that a majority is of.
    blank = counted(rules(PollKind.RANKED), [[1], [1], [2], [], [], []], SEED)
    assert (blank.rounds, blank.winner) == (({1: 2, 2: 1, 3: 0},), 1)


def test_who_is_named_first_comes_first_among_more_than_nine() -> None:
    given = rules(options=12, tie_rule=TieRule.NAMED_FIRST)
    assert counted(given, [[10], [9]], SEED).winner == 9
    assert counted(given, [[12], [2]], SEED).winner == 2


def test_lots_of_two_polls_with_the_same_ballots_fall_apart() -> None:
    ballots = [[1], [2]]
    assert len({lot_seed(new_id(), ballots) for _ in range(20)}) == 20


async def test_the_tie_rule_that_was_stored_decides_and_its_seed_can_be_computed_again(village: Village) -> None:
    poll_id, moment = await past_poll(village, tie_rule=TieRule.LOT, pass_rule=PassRule.PLURALITY)
    with clock.at(moment):
        for number in (0, 1):
            await vote(village.resident(number), poll_id, number + 1)
    await close(village, poll_id)
    async with open_scope(village.manager, read_only=True) as scope:
        poll = (await polls_by_id(scope, [poll_id]))[poll_id]
        ballots = await list_opened_ballots(scope, poll_id)
    assert poll.lot_seed == lot_seed(poll_id, ballots)
    again = counted(rules(voters=4, tie_rule=TieRule.LOT), ballots, poll.lot_seed)
    assert (poll.winner, poll.outcome) == (again.winner, PollOutcome.PASSED)


async def test_two_polls_are_counted_apart(village: Village) -> None:
    first, moment = await past_poll(village)
    second, _ = await past_poll(village)
    with clock.at(moment):
        for number in (0, 1):
            await vote(village.resident(number), first, 1)
        await vote(village.resident(2), second, 2)
    await close(village, first)
    async with open_scope(village.manager, read_only=True) as scope:
        assert await list_opened_ballots(scope, first) == [[1], [1]]
        assert await list_opened_ballots(scope, second) == []
    await close(village, second)
    async with open_scope(village.manager, read_only=True) as scope:
        states = {one.poll_id: one for one in await scope.session.scalars(select(PollState))}
    assert {one: (state.ballots_count, state.winner) for one, state in states.items()} == {
        first: (2, 1),
        second: (1, 2),
    }
