"""Budget polls: what most want is paid for while the budget lasts, and a ballot shares out no more than there is."""

from typing import Any

import pytest

from backend.core import clock
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.refusals import BudgetExceeded, BudgetInvalid
from backend.modules.polls.contract.words import PassRule, PollKind, PollOutcome, TieRule
from backend.modules.polls.counting import Rules, counted
from graphql_schema.context import Context
from tenants.scope import open_scope
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.factories import Village, a_ballot, make_poll, past_poll

SEED = "0" * 64
BUDGET: dict[str, Any] = {
    "kind": PollKind.BUDGET,
    "options": ("充电桩", "毛毡垫", "晾衣架"),
    "costs": (6000, 500, 4000),
    "budget": 10000,
    "most_choices": 2,
}
READ = """query($id: ID!) { poll(id: $id) { budget leastPercent outcome winner options { title cost }
  rounds { tallies { position votes isFunded } } } }"""


def rules(*costs: int, **more: Any) -> Rules:
    said: dict[str, Any] = {
        "kind": PollKind.BUDGET,
        "options": len(costs),
        "voters": 10,
        "quorum_percent": 0,
        "pass_rule": PassRule.PLURALITY,
        "tie_rule": TieRule.NOT_DECIDED,
        "budget": 100,
        "costs": costs,
    }
    return Rules(**(said | more))


@pytest.mark.parametrize(
    ("given", "ballots", "funded", "outcome"),
    [
        # By votes; what is too dear for the rest is passed over, and what comes after it is not.
        (rules(60, 50, 30), [[1], [1], [1], [2], [2], [3]], (1, 3), PollOutcome.PASSED),
        # Two that are level and do not fit together: none of them, unless a rule says which comes first.
        (rules(60, 50, 30), [[1], [2], [3]], (), PollOutcome.TIED),
        (rules(60, 50, 30), [[1], [1], [2], [2], [3]], (3,), PollOutcome.PASSED),
        (rules(60, 50, 30, tie_rule=TieRule.NAMED_FIRST), [[1], [2], [3]], (1, 3), PollOutcome.PASSED),
        (rules(40, 50, 10), [[1], [2], [3]], (1, 2, 3), PollOutcome.PASSED),
        # Of four ballots half must want it.
        (rules(10, 20, 30, least_percent=50), [[1], [1], [2], []], (1,), PollOutcome.PASSED),
        (rules(10, 20, 30, least_percent=50), [[1], [2], [3], []], (), PollOutcome.NOT_PASSED),
        (rules(10, 20, 30), [[], []], (), PollOutcome.NOT_PASSED),
        (rules(10, 20, 30, quorum_percent=50), [[1]] * 4, (), PollOutcome.NO_QUORUM),
    ],
)
def test_the_budget_goes_by_votes_as_far_as_it_lasts(
    given: Rules, ballots: list[list[int]], funded: tuple[int, ...], outcome: PollOutcome
) -> None:
    result = counted(given, ballots, SEED)
    assert (result.funded, result.outcome, result.winner) == (funded, outcome, None)


def test_lots_decide_alike_between_level_options_with_the_same_ballots() -> None:
    drawn = [
        counted(rules(60, 60, tie_rule=TieRule.LOT), [[1], [2]], seed).funded for seed in (SEED, SEED, "1", "2", "3")
    ]
    assert drawn[0] == drawn[1]
    assert set(drawn) == {(1,), (2,)}


async def test_residents_share_out_a_budget_and_read_what_it_pays_for(village: Village) -> None:
    poll_id, moment = await past_poll(village, **BUDGET)
    with clock.at(moment):
        for number, choices in enumerate([(1, 2), (1,), (2, 3)]):
            async with open_scope(village.resident(number)) as scope:
                await cast_ballot(scope, a_ballot(poll_id, *choices))
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    answer = await ask(Context(village.resident(3)), READ, {"id": global_id("Poll", poll_id)})
    poll = answer.data["poll"]
    assert (poll["budget"], poll["leastPercent"], poll["outcome"], poll["winner"]) == (10000, 0, "PASSED", None)
    assert [one["cost"] for one in poll["options"]] == [6000, 500, 4000]
    (count,) = poll["rounds"]
    told = {one["position"]: (one["votes"], one["isFunded"]) for one in count["tallies"]}
    assert told == {1: (2, True), 2: (2, True), 3: (1, False)}


async def test_a_ballot_that_costs_more_than_there_is_leaves_nothing_and_may_be_given_otherwise(
    village: Village,
) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id, **(BUDGET | {"budget": 9000}))
    with pytest.raises(BudgetExceeded):
        async with open_scope(village.resident(0)) as scope:
            await cast_ballot(scope, a_ballot(poll_id, 1, 3))
    async with open_scope(village.resident(0)) as scope:
        await cast_ballot(scope, a_ballot(poll_id, 1, 2))


@pytest.mark.parametrize(
    "more",
    [
        {"budget": None},
        {"budget": 0},
        {"costs": (6000, 500)},
        {"costs": (6000, 500, 0)},
        {"costs": (6000, 500, 20000)},
        {"least_percent": 101},
        {"kind": PollKind.MULTIPLE},
        {"kind": PollKind.SINGLE, "budget": None},
    ],
)
async def test_odd_budgets_are_refused(village: Village, more: dict[str, Any]) -> None:
    with pytest.raises(BudgetInvalid):
        async with open_scope(village.manager) as scope:
            await make_poll(scope, village.community_id, **(BUDGET | more))
