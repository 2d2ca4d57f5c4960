"""Reads of polls: what is asked, by which rules, how far it has come, and its result."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast  # Any: the columns of a joined statement
from uuid import UUID

from sqlalchemy import Select, and_, func, select, tuple_

from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.words import PassRule, PollKind, PollOutcome, PollStatus, TieRule, VoterUnit
from backend.modules.polls.models import OpenedBallot, Poll, PollElector, PollMark, PollOption, PollState, PollTally
from tenants.scope import Scope, open_scope, query, system_actor

_STATE = and_(PollState.operator_id == Poll.operator_id, PollState.poll_id == Poll.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollView:
    """A poll with its rules and its state; the result's fields are empty until it was counted."""

    id: UUID
    community_id: UUID
    building_id: UUID | None
    proposal_id: UUID | None
    title: str
    question: str
    kind: PollKind
    voters: VoterUnit
    quorum_percent: int
    pass_rule: PassRule
    tie_rule: TieRule
    most_choices: int
    budget: int | None
    least_percent: int
    voters_count: int
    opened_at: dt.datetime
    closes_at: dt.datetime
    status: PollStatus
    closed_at: dt.datetime | None
    counted_at: dt.datetime | None
    cancelled_reason: str | None
    outcome: PollOutcome | None
    winner: int | None
    ballots_count: int | None
    interrupted_count: int | None
    lot_seed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFilter:
    """Which polls are wanted."""

    community_id: UUID | None = None
    building_id: UUID | None = None
    proposal_id: UUID | None = None
    status: PollStatus | None = None


@dataclass(frozen=True, slots=True)
class TallyRound:
    """The votes by option in one round."""

    number: int
    votes: Sequence[PollTally]


def key_context(poll_id: UUID) -> str:
    """What the sealed private key of a poll is bound to."""
    return f"ballot_key:{poll_id}"


def view_of(poll: Poll, state: PollState) -> PollView:
    """A poll with its state."""
    facts = {
        name: getattr(state if hasattr(PollState, name) and not hasattr(Poll, name) else poll, name)
        for name in PollView.__slots__
    }
    return PollView(**facts)


async def _visible_polls(scope: Scope) -> Select[Poll, PollState]:
    """Staff see their communities' polls; a resident those of their home, and those in which they may vote."""
    statement = select(Poll, PollState).join(PollState, _STATE)
    resident_id = scope.actor.resident_id
    if scope.actor.surface is Surface.TENANT or resident_id is None:
        return statement
    homes = await list_home_ids(scope, resident_id)
    mine = select(PollElector.poll_id).where(PollElector.resident_id == resident_id)
    return statement.where(Poll.community_id.in_(homes) | Poll.id.in_(mine))


@query(PollPermission.VIEW)
async def list_polls(scope: Scope, page: Page, wanted: PollFilter) -> Slice[PollView]:
    """The polls that the actor may see, newest first."""
    statement = await _visible_polls(scope)
    for column, value in (
        (Poll.community_id, wanted.community_id),
        (Poll.building_id, wanted.building_id),
        (Poll.proposal_id, wanted.proposal_id),
        (PollState.status, wanted.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    found = await paged(scope.session, cast("Select[Any]", statement), page, Poll.id, newest_first=True)
    return found.mapped(lambda row: view_of(row[0], row[1]))


@query(PollPermission.VIEW)
async def polls_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PollView]:
    """Polls by id, of those that the actor may see."""
    rows = await scope.session.execute((await _visible_polls(scope)).where(Poll.id.in_(ids)))
    return {poll.id: view_of(poll, state) for poll, state in rows}


@query(PollPermission.VIEW)
async def options_by_id(scope: Scope, poll_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PollOption]]:
    """The options of each poll in their order, by the poll's id."""
    rows = await scope.session.scalars(
        select(PollOption).where(PollOption.poll_id.in_(poll_ids)).order_by(PollOption.position)
    )
    found: dict[UUID, list[PollOption]] = defaultdict(list)
    for row in rows:
        found[row.poll_id].append(row)
    return found


@query(PollPermission.VIEW)
async def tallies_by_id(scope: Scope, poll_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[TallyRound]]:
    """The rounds of each poll's count, by the poll's id; none before it was counted."""
    rows = await scope.session.scalars(
        select(PollTally)
        .where(PollTally.poll_id.in_(poll_ids))
        .order_by(PollTally.round, PollTally.votes.desc(), PollTally.position)
    )
    found: dict[UUID, dict[int, list[PollTally]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.poll_id][row.round].append(row)
    return {poll_id: [TallyRound(*one) for one in rounds.items()] for poll_id, rounds in found.items()}


@query(PollPermission.VIEW)
async def turnouts_by_id(scope: Scope, poll_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many votes were given, by the poll's id; a resident learns of their own alone."""
    rows = await scope.session.execute(
        select(PollMark.poll_id, func.count()).where(PollMark.poll_id.in_(poll_ids)).group_by(PollMark.poll_id)
    )
    return {row[0]: row[1] for row in rows}


@query(PollPermission.VIEW)
async def own_votes_by_id(scope: Scope, poll_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """For the polls in which the resident who asks may vote: whether their vote was given, by them or a housemate."""
    rows = await scope.session.execute(
        select(PollElector.poll_id, PollElector.voter_id).where(
            PollElector.poll_id.in_(poll_ids), PollElector.resident_id == scope.actor.resident_id
        )
    )
    votes = [(row.poll_id, row.voter_id) for row in rows]
    # The resident's own login does not see that others of the suite voted; that one of them did is all that is told.
    looking = system_actor(scope.operator_id, "polls.own_votes", PollPermission.VIEW)
    async with open_scope(looking, read_only=True) as marks:
        given = await marks.session.scalars(
            select(PollMark.poll_id).where(tuple_(PollMark.poll_id, PollMark.voter_id).in_(votes))
        )
        voted = set(given)
    return {poll_id: poll_id in voted for poll_id, _ in votes}


@query(PollPermission.VIEW_BALLOTS)
async def list_opened_ballots(scope: Scope, poll_id: UUID) -> Sequence[Sequence[int]]:
    """What stood on each ballot of a counted poll, in random order: whoever likes may count again."""
    rows = await scope.session.scalars(
        select(OpenedBallot.choices).where(OpenedBallot.poll_id == poll_id).order_by(OpenedBallot.id)
    )
    return list(rows)
