"""Polls: what is asked, who may vote, who has; and, apart from all of it, the urn."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.polls.contract.words import (
    PassRule,
    PollKind,
    PollOutcome,
    PollStatus,
    TieRule,
    UrnState,
    VoteChannel,
    VoterUnit,
)
from tenants import rls

_OF_COMMUNITY = rls.community()
# Whoever may vote is written down in the transaction that opens the poll, and nobody is added to it later.
_AT_THE_OPENING = rls.both(_OF_COMMUNITY, rls.just_now("frozen_at"))
# What the branch's oversight reads: the rules and the numbers; neither what was asked nor who voted for what.
OVERSEEN = (
    *("operator_id", "id", "community_id", "building_id", "kind", "voters", "quorum_percent", "pass_rule"),
    *("voters_count", "opened_at", "closes_at"),
)
OVERSEEN_STATE = ("operator_id", "poll_id", "community_id", "status", "counted_at", "outcome", "ballots_count")


class Poll(CommunityEntity):
    """A question with its rules. Nobody may change a row: what was stored at the opening holds."""

    __tablename__ = "polls"
    # The one building whose residents are asked; all of the community where there is none.
    building_id: Mapped[UUID | None]
    proposal_id: Mapped[UUID | None]
    title: Mapped[str]
    question: Mapped[str]
    kind: Mapped[PollKind]
    voters: Mapped[VoterUnit]
    quorum_percent: Mapped[int]
    pass_rule: Mapped[PassRule]
    tie_rule: Mapped[TieRule]
    most_choices: Mapped[int]
    options_count: Mapped[int]
    # In yuan, shared out among the options; what fewer percent of the ballots want gets nothing of it.
    budget: Mapped[int | None]
    least_percent: Mapped[int] = mapped_column(default=0)
    voters_count: Mapped[int]
    public_key: Mapped[bytes]
    opened_at: Mapped[dt.datetime] = created_at()
    closes_at: Mapped[dt.datetime]
    frozen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        UniqueConstraint("operator_id", "id", "frozen_at", name="polls_frozen_key"),
        one_of("kind", PollKind),
        one_of("voters", VoterUnit),
        one_of("pass_rule", PassRule),
        one_of("tie_rule", TieRule),
        CheckConstraint(
            "quorum_percent BETWEEN 0 AND 100 AND options_count BETWEEN 2 AND 50"
            " AND most_choices BETWEEN 1 AND options_count",
            name="rules",
        ),
        CheckConstraint(
            "(kind = 'BUDGET') = (budget IS NOT NULL) AND budget > 0 AND least_percent BETWEEN 0 AND 100", name="budget"
        ),
        Index("ix_polls_community_id", "operator_id", "community_id", "id"),
        Index("ix_polls_proposal_id", "operator_id", "proposal_id"),
        Index("ix_polls_closes_at", "operator_id", "closes_at"),
    )
    access = (
        rls.staff("select, insert", _OF_COMMUNITY, _AT_THE_OPENING),
        rls.resident("select"),
        rls.ballot("select"),
        rls.oversight(*OVERSEEN),
    )


class PollOption(CommunityEntity):
    """One of the things that can be chosen, at its place on the ballot."""

    __tablename__ = "poll_options"
    poll_id: Mapped[UUID]
    position: Mapped[int]
    title: Mapped[str]
    cost: Mapped[int | None]
    __table_args__ = (operator_fk("poll_id", "polls"), UniqueConstraint("operator_id", "poll_id", "position"))
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))


class PollState(OperatorRow):
    """How far a poll has come, and its result once the urn was counted."""

    __tablename__ = "poll_states"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    status: Mapped[PollStatus]
    closed_at: Mapped[dt.datetime | None]
    counted_at: Mapped[dt.datetime | None]
    cancelled_reason: Mapped[str | None]
    outcome: Mapped[PollOutcome | None]
    winner: Mapped[int | None]
    ballots_count: Mapped[int | None]
    interrupted_count: Mapped[int | None]
    lot_seed: Mapped[str | None]
    __table_args__ = (
        operator_fk("poll_id", "polls"),
        one_of("status", PollStatus),
        one_of("outcome", PollOutcome),
        CheckConstraint("(status = 'COUNTED') = (outcome IS NOT NULL)", name="result"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select"),
        rls.oversight(*OVERSEEN_STATE),
    )


class PollElector(OperatorRow):
    """Someone who may vote: a copy of the ledger at the opening. `voter_id`: whose vote it is, person, unit or bed."""

    __tablename__ = "poll_electors"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID]
    community_id: Mapped[UUID]
    frozen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        ForeignKeyConstraint(
            ["operator_id", "poll_id", "frozen_at"],
            [f"polls.{column}" for column in ("operator_id", "id", "frozen_at")],
            name="poll_electors_frozen_fkey",
        ),
        UniqueConstraint("operator_id", "poll_id", "resident_id", "voter_id", name="poll_electors_voter_key"),
        Index("ix_poll_electors_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, insert", _OF_COMMUNITY, _AT_THE_OPENING),
        rls.resident("select", rls.own("resident_id")),
    )


class PollMark(OperatorRow):
    """Whose vote was given: once, and without a time. `secret_hash` lets the same device try again after a crash."""

    __tablename__ = "poll_marks"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID]
    community_id: Mapped[UUID]
    channel: Mapped[VoteChannel]
    secret_hash: Mapped[bytes]
    __table_args__ = (
        ForeignKeyConstraint(["operator_id", "poll_id"], ["poll_states.operator_id", "poll_states.poll_id"]),
        ForeignKeyConstraint(
            ["operator_id", "poll_id", "resident_id", "voter_id"],
            [f"poll_electors.{column}" for column in ("operator_id", "poll_id", "resident_id", "voter_id")],
            name="poll_marks_elector_fkey",
        ),
        UniqueConstraint("operator_id", "poll_id", "secret_hash"),
        one_of("channel", VoteChannel),
    )
    access = (
        rls.staff("select, insert", _OF_COMMUNITY),
        rls.resident("select, insert", rls.own("resident_id")),
    )


class PollTally(OperatorRow):
    """The votes of one option in one round of the count; polls that are not ranked have one round."""

    __tablename__ = "poll_tallies"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]
    is_funded: Mapped[bool] = mapped_column(default=False)
    community_id: Mapped[UUID]
    __table_args__ = (operator_fk("poll_id", "polls"),)
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))


class Urn(OperatorRow):
    """Where ballots are dropped in. Its row lock keeps the count and the last ballots apart."""

    __tablename__ = "urns"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[UrnState]
    __table_args__ = (operator_fk("poll_id", "polls"), one_of("state", UrnState))
    access = (rls.staff("insert"), rls.ballot("select, update"))


class Ballot(OperatorRow):
    """A sealed vote: a random id, no time, no actor. The poll's key alone opens it, and is destroyed by the count."""

    __tablename__ = "ballots"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    poll_id: Mapped[UUID]
    receipt_hash: Mapped[bytes]
    digest: Mapped[bytes]
    sealed: Mapped[bytes]
    __table_args__ = (
        ForeignKeyConstraint(["operator_id", "poll_id"], ["urns.operator_id", "urns.poll_id"]),
        UniqueConstraint("operator_id", "receipt_hash"),
        Index("ix_ballots_poll_id", "operator_id", "poll_id"),
    )
    access = (rls.ballot("select, insert"),)


class BallotKey(OperatorRow):
    """The key that opens a poll's ballots, sealed. The database shows it to nobody before the closing time."""

    __tablename__ = "ballot_keys"
    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    opens_at: Mapped[dt.datetime]
    private_sealed: Mapped[bytes]
    __table_args__ = (operator_fk("poll_id", "polls"),)
    access = (rls.staff("insert"), rls.ballot("select, delete", rls.past("opens_at")))


class OpenedBallot(OperatorRow):
    """What stood on a ballot, once the urn was emptied: in random order, in one transaction, without its receipt."""

    __tablename__ = "opened_ballots"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    poll_id: Mapped[UUID]
    choices: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    __table_args__ = (operator_fk("poll_id", "polls"), Index("ix_opened_ballots_poll_id", "operator_id", "poll_id"))
    access = (rls.staff("select"), rls.ballot("select, insert"))
