"""Budgets as they are stored and shared out: each option's own cost, the least share, and the last yuan."""

from typing import Any
from uuid import UUID

import pytest

from backend.core import clock
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.refusals import BudgetExceeded, BudgetInvalid
from backend.modules.polls.contract.words import PollOutcome
from backend.modules.polls.counting import counted
from backend.modules.polls.electorate import shared_beds
from backend.modules.polls.paper import Stub
from backend.modules.polls.queries.polls import polls_by_id, tallies_by_id
from tenants.scope import open_scope
from tests.polls.factories import Village, a_ballot, a_secret, make_poll, past_poll
from tests.polls.test_budgets import BUDGET, SEED, rules


async def shared_out(village: Village, *ballots: tuple[int, ...], **more: Any) -> tuple[PollOutcome | None, set[int]]:
    """What comes of these ballots: the outcome, and the options that are paid for."""
    poll_id, moment = await past_poll(village, **(BUDGET | more))
    with clock.at(moment):
        for number, choices in enumerate(ballots):
            async with open_scope(village.resident(number)) as scope:
                await cast_ballot(scope, a_ballot(poll_id, *choices))
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    async with open_scope(village.resident(0), read_only=True) as scope:
        (only,) = (await tallies_by_id(scope, [poll_id]))[poll_id]
        poll = (await polls_by_id(scope, [poll_id]))[poll_id]
    return poll.outcome, {one.position for one in only.votes if one.is_funded}


async def test_each_option_is_paid_for_by_its_own_cost_to_the_last_yuan(village: Village) -> None:
    assert await shared_out(village, (1,), (1,), (3,)) == (PollOutcome.PASSED, {1, 3})
    # A yuan less, and what came last by votes is not paid for.
    assert await shared_out(village, (1,), (1,), (3,), budget=9999) == (PollOutcome.PASSED, {1})
    # What is left of the budget is what the first, at its own cost, leaves.
    assert await shared_out(village, (1,), (1,), (2,), budget=6400) == (PollOutcome.PASSED, {1})


async def test_the_least_share_that_was_stored_holds(village: Village) -> None:
    assert await shared_out(village, (1,), (1,), (3,), (), least_percent=50) == (PollOutcome.PASSED, {1})
    assert await shared_out(village, (1,), (3,), (), (), least_percent=50) == (PollOutcome.NOT_PASSED, set())


def test_a_budget_poll_has_its_quorum_with_the_last_vote_that_it_needs() -> None:
    given = rules(10, 20, 30, quorum_percent=50)
    assert [counted(given, [[1]] * votes, SEED).outcome for votes in (4, 5)] == [
        PollOutcome.NO_QUORUM,
        PollOutcome.PASSED,
    ]


async def test_a_ballot_may_share_out_all_there_is_of_its_own_poll(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id, other = [await make_poll(scope, village.community_id, **BUDGET) for _ in range(2)]
    for one in (poll_id, other):
        async with open_scope(village.resident(0)) as scope:
            await cast_ballot(scope, a_ballot(one, 1, 3))
    async with open_scope(village.manager) as scope:
        third = await make_poll(scope, village.community_id, **(BUDGET | {"budget": 9999}))
    with pytest.raises(BudgetExceeded):
        async with open_scope(village.resident(0)) as scope:
            await cast_ballot(scope, a_ballot(third, 1, 3))


@pytest.mark.parametrize("more", [{"budget": 1_000_000_001}, {"costs": ()}, {"least_percent": -1}])
async def test_a_budget_beyond_all_measure_is_refused(village: Village, more: dict[str, Any]) -> None:
    with pytest.raises(BudgetInvalid):
        async with open_scope(village.manager) as scope:
            await make_poll(scope, village.community_id, **(BUDGET | more))


def test_beds_go_round_alike_in_whatever_order_people_are_read() -> None:
    ids = [UUID(int=number) for number in range(6)]
    stays, held = dict.fromkeys(ids[:2], ids[5]), [(ids[5], ids[3]), (ids[5], ids[4])]
    assert shared_beds(dict(reversed(stays.items())), held) == shared_beds(stays, held)


def test_the_same_secret_leads_from_no_poll_to_another() -> None:
    secret = a_secret()
    first, second = (Stub.of(secret, UUID(int=number), [1]) for number in (1, 2))
    assert not {first.mark, first.digest, first.receipt} & {second.mark, second.digest, second.receipt}
