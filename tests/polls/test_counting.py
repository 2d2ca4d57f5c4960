"""Counting: what the stored rules make of ballots."""

import pytest

from backend.core.ids import new_id
from backend.modules.polls.contract.words import PassRule, PollKind, PollOutcome, TieRule
from backend.modules.polls.counting import Rules, counted, lot_seed

SEED = "0" * 64


def rules(kind: PollKind = PollKind.SINGLE, **more: object) -> Rules:
    said: dict[str, object] = {
        "kind": kind,
        "options": 3,
        "voters": 10,
        "quorum_percent": 0,
        "pass_rule": PassRule.PLURALITY,
        "tie_rule": TieRule.NOT_DECIDED,
    }
    return Rules(**(said | more))  # type: ignore[arg-type]  # fields of Rules, by name


def test_the_option_with_most_votes_comes_first() -> None:
    result = counted(rules(), [[1], [2], [2]], SEED)
    assert (result.rounds, result.winner, result.outcome) == (({1: 1, 2: 2, 3: 0},), 2, PollOutcome.PASSED)


def test_who_may_mark_several_options_gives_each_a_vote() -> None:
    result = counted(rules(PollKind.MULTIPLE), [[1, 2], [2, 3], [2]], SEED)
    assert (result.rounds, result.winner) == (({1: 1, 2: 3, 3: 1},), 2)


@pytest.mark.parametrize(
    ("rule", "ballots", "outcome"),
    [
        (PassRule.PLURALITY, [[1], [1], [2], [3]], PollOutcome.PASSED),
        (PassRule.MAJORITY, [[1], [1], [2], [3]], PollOutcome.NOT_PASSED),
        (PassRule.MAJORITY, [[1], [1], [2]], PollOutcome.PASSED),
        (PassRule.MAJORITY, [[1], [1], [], []], PollOutcome.NOT_PASSED),
        (PassRule.TWO_THIRDS, [[1], [1], [2]], PollOutcome.PASSED),
        (PassRule.TWO_THIRDS, [[1], [1], [1], [2], [2]], PollOutcome.NOT_PASSED),
        (PassRule.MAJORITY_OF_VOTERS, [[1]] * 5, PollOutcome.NOT_PASSED),
        (PassRule.MAJORITY_OF_VOTERS, [[1]] * 6, PollOutcome.PASSED),
    ],
)
def test_the_pass_rule_decides(rule: PassRule, ballots: list[list[int]], outcome: PollOutcome) -> None:
    assert counted(rules(pass_rule=rule), ballots, SEED).outcome is outcome


def test_blank_ballots_count_for_the_quorum_and_for_nothing_else() -> None:
    short, enough = (counted(rules(quorum_percent=50), [[1]] + [[]] * blank, SEED) for blank in (3, 4))
    assert (short.outcome, enough.outcome) == (PollOutcome.NO_QUORUM, PollOutcome.PASSED)


def test_no_ballot_is_no_quorum() -> None:
    assert counted(rules(), [], SEED).outcome is PollOutcome.NO_QUORUM


def test_level_options_are_tied_or_go_by_the_stored_rule() -> None:
    ballots = [[2], [3]]
    tied = counted(rules(), ballots, SEED)
    named = counted(rules(tie_rule=TieRule.NAMED_FIRST), ballots, SEED)
    assert (tied.winner, tied.outcome) == (None, PollOutcome.TIED)
    assert (named.winner, named.outcome) == (2, PollOutcome.PASSED)


def test_lots_fall_otherwise_with_other_ballots_and_alike_with_the_same() -> None:
    poll_id = new_id()
    seeds = {lot_seed(poll_id, [[2], [3], [number]]) for number in range(1, 40)}
    winners = {counted(rules(tie_rule=TieRule.LOT), [[2], [3]], seed).winner for seed in seeds}
    assert winners == {2, 3}
    assert lot_seed(poll_id, [[1], [2]]) == lot_seed(poll_id, [[2], [1]])


def test_ranked_ballots_move_on_to_their_next_choice() -> None:
    ballots = [[1, 2]] * 4 + [[2, 1]] * 3 + [[3, 2]] * 2
    result = counted(rules(PollKind.RANKED), ballots, SEED)
    assert (result.rounds, result.winner) == (({1: 4, 2: 3, 3: 2}, {1: 4, 2: 5}), 2)


def test_ranked_ballots_that_name_nobody_who_stands_are_exhausted() -> None:
    result = counted(rules(PollKind.RANKED), [[1]] * 2 + [[2]] * 2 + [[3]], SEED)
    assert (result.rounds[-1], result.winner, result.outcome) == ({1: 2, 2: 2}, None, PollOutcome.TIED)


def test_of_several_with_fewest_the_tie_rule_says_who_stays() -> None:
    ballots = [[1]] * 3 + [[2, 1]] * 2 + [[3, 1]] * 2
    together = counted(rules(PollKind.RANKED), ballots, SEED)
    one_by_one = counted(rules(PollKind.RANKED, tie_rule=TieRule.NAMED_FIRST), ballots, SEED)
    assert together.rounds == ({1: 3, 2: 2, 3: 2}, {1: 7})
    assert one_by_one.rounds == ({1: 3, 2: 2, 3: 2}, {1: 5, 2: 2})
