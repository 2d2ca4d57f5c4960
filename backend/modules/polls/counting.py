"""Counting: from opened ballots and the stored rules to a result that anyone can compute again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.modules.polls.contract.words import PassRule, PollKind, PollOutcome, TieRule

Round = dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What was stored before the opening."""

    kind: PollKind
    options: int
    voters: int
    quorum_percent: int
    pass_rule: PassRule
    tie_rule: TieRule
    budget: int = 0
    costs: tuple[int, ...] = ()
    least_percent: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """Votes by option in each round, who is first, what that decides, and what the budget pays for."""

    rounds: tuple[Round, ...]
    winner: int | None
    outcome: PollOutcome
    funded: tuple[int, ...] = ()


def lot_seed(poll_id: UUID, ballots: Sequence[Sequence[int]]) -> str:
    """What lots are drawn from: nobody can know it before the last ballot, and anyone can compute it after."""
    said = "|".join(sorted(",".join(map(str, choices)) for choices in ballots))
    return hashlib.sha256(f"{poll_id}:{said}".encode()).hexdigest()


def counted(rules: Rules, ballots: Sequence[Sequence[int]], seed: str) -> Result:
    """The result of ballots, each a list of positions. An empty one counts for the quorum and for nothing else."""
    before = _order(rules.tie_rule, seed)
    if rules.kind is PollKind.BUDGET:
        return _shared_out(rules, ballots, before)
    rounds, winner = (
        _instant_runoff(rules, ballots, before)
        if rules.kind is PollKind.RANKED
        else _most_votes(rules, ballots, before)
    )
    return Result(tuple(rounds), winner, _outcome(rules, len(ballots), rounds[-1], winner))


def _order(rule: TieRule, seed: str) -> Callable[[int], str] | None:
    """What goes before what where options are level; None where nothing does."""
    if rule is TieRule.NOT_DECIDED:
        return None
    if rule is TieRule.NAMED_FIRST:
        return lambda position: f"{position:03d}"
    return lambda position: hashlib.sha256(f"{seed}:{position}".encode()).hexdigest()


def _first(level: Sequence[int], before: Callable[[int], str] | None) -> int | None:
    if len(level) == 1:
        return level[0]
    return None if before is None else min(level, key=before)


def _most_votes(
    rules: Rules, ballots: Sequence[Sequence[int]], before: Callable[[int], str] | None
) -> tuple[list[Round], int | None]:
    found = Counter(choice for choices in ballots for choice in choices)
    votes = {position: found[position] for position in range(1, rules.options + 1)}
    most = max(votes.values())
    if most == 0:
        return [votes], None
    return [votes], _first([position for position, count in votes.items() if count == most], before)


def _shared_out(rules: Rules, ballots: Sequence[Sequence[int]], before: Callable[[int], str] | None) -> Result:
    """By votes, whatever the rest of the budget still pays for.

    Of level options that it does not pay for together the tie rule says which come first; where it decides nothing,
    none of them is paid for.
    """
    (votes,), _ = _most_votes(rules, ballots, None)
    if ballots == [] or len(ballots) * 100 < rules.quorum_percent * rules.voters:
        return Result((votes,), None, PollOutcome.NO_QUORUM)
    wanted = [one for one, count in votes.items() if count and count * 100 >= rules.least_percent * len(ballots)]
    left, funded = rules.budget, list[int]()
    for count in sorted({votes[one] for one in wanted}, reverse=True):
        level = sorted((one for one in wanted if votes[one] == count), key=before)
        if before is None and sum(rules.costs[one - 1] for one in level) > left:
            continue
        for one in level:
            if rules.costs[one - 1] <= left:
                left -= rules.costs[one - 1]
                funded.append(one)
    outcome = PollOutcome.PASSED if funded else PollOutcome.TIED if wanted else PollOutcome.NOT_PASSED
    return Result((votes,), None, outcome, tuple(sorted(funded)))


def _instant_runoff(
    rules: Rules, ballots: Sequence[Sequence[int]], before: Callable[[int], str] | None
) -> tuple[list[Round], int | None]:
    """Who has fewest first places drops out, until one has more than half of those that still name someone.

    Where several have fewest, the tie rule says who stays; where it decides nothing, all of them drop out together.
    """
    standing, rounds = set(range(1, rules.options + 1)), []
    while True:
        tops = Counter(next((choice for choice in choices if choice in standing), 0) for choices in ballots)
        votes = {position: tops[position] for position in sorted(standing)}
        rounds.append(votes)
        total, most, fewest = sum(votes.values()), max(votes.values()), min(votes.values())
        if total == 0:
            return rounds, None
        if most * 2 > total:
            return rounds, next(position for position, count in votes.items() if count == most)
        last = [position for position, count in votes.items() if count == fewest]
        if len(last) == len(standing):
            return rounds, _first(last, before)
        standing -= set(last) if before is None else {max(last, key=before)}


def _outcome(rules: Rules, ballots: int, last: Round, winner: int | None) -> PollOutcome:
    if ballots * 100 < rules.quorum_percent * rules.voters or ballots == 0:
        return PollOutcome.NO_QUORUM
    if winner is None:
        return PollOutcome.TIED if any(last.values()) else PollOutcome.NOT_PASSED
    votes = last[winner]
    passes = {
        PassRule.PLURALITY: True,
        PassRule.MAJORITY: votes * 2 > ballots,
        PassRule.TWO_THIRDS: votes * 3 >= ballots * 2,
        PassRule.MAJORITY_OF_VOTERS: votes * 2 > rules.voters,
    }
    return PollOutcome.PASSED if passes[rules.pass_rule] else PollOutcome.NOT_PASSED
