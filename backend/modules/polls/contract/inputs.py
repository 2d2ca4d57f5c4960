"""What the actions of polls are given, and what they hand back."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.polls.contract.words import PassRule, PollKind, TieRule, VoterUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoll:
    """A question and all rules by which it is decided; none of them can be changed once it is open.

    `quorum_percent`: of the voters, 0 to 100. `most_choices`: options that one ballot may mark, of MULTIPLE and BUDGET
    polls. `building_id`: the one building of the community whose residents are asked. Of BUDGET polls alone: `budget`
    and the `costs` of the options in their order, in yuan, and `least_percent`, the share of ballots that an option
    needs.
    """

    community_id: UUID
    title: str
    question: str
    options: tuple[str, ...]
    kind: PollKind
    closes_at: dt.datetime
    voters: VoterUnit = VoterUnit.RESIDENT
    quorum_percent: int = 50
    pass_rule: PassRule = PassRule.MAJORITY
    tie_rule: TieRule = TieRule.NOT_DECIDED
    most_choices: int = 1
    budget: int | None = None
    costs: tuple[int, ...] = ()
    least_percent: int = 0
    building_id: UUID | None = None
    proposal_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBallot:
    """A vote: positions of options, 1 for the first, in order of preference where it is ranked; none abstains.

    `secret`: 32 to 64 hexadecimal digits that the voter's device makes and keeps until it has the receipt. A retry
    with the same secret is the same vote; whoever does not know it cannot tell which ballot it belongs to.
    """

    poll_id: UUID
    choices: tuple[int, ...]
    secret: str


@dataclass(frozen=True, slots=True)
class BallotProof:
    """What a receipt shows: that the ballot lies in the urn of this poll, and whether the urn was counted."""

    operator_id: UUID
    poll_id: UUID
    title: str
    is_counted: bool
