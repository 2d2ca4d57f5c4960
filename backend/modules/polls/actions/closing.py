"""Closing: no vote is marked any more, the urn is emptied once, and the result follows from what lay in it."""

import datetime as dt
import secrets
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.polls.contract.events import PollCancelled, PollCounted
from backend.modules.polls.contract.permissions import GRACE_MINUTES, PollPermission
from backend.modules.polls.contract.refusals import PollClosed, PollStillOpen
from backend.modules.polls.contract.words import PollStatus, UrnState
from backend.modules.polls.counting import Result, Rules, counted, lot_seed
from backend.modules.polls.models import (
    Ballot,
    BallotKey,
    OpenedBallot,
    Poll,
    PollMark,
    PollOption,
    PollState,
    PollTally,
    Urn,
)
from backend.modules.polls.paper import opened_choices
from backend.modules.polls.queries.polls import key_context
from tenants.scope import Actor, Scope, action, open_scope, system_actor

_LONGEST_REASON = 500
_shuffle = secrets.SystemRandom().shuffle


@action(PollPermission.CLOSE)
async def close_poll(scope: Scope, poll_id: UUID) -> None:
    """Close a poll whose time is over, and count it unless an interrupted vote may still be finished.

    Three transactions of their own, each of which can be run again: the scope itself is left alone. Raises NotFound,
    PollStillOpen before the closing time, PollClosed for one that was called off.
    """
    async with open_scope(scope.actor) as closing:
        poll, expected = await _close(closing, poll_id)
    if await _emptied(scope.actor, poll_id, expected):
        counting = system_actor(scope.operator_id, "polls.count", PollPermission.COUNT)
        async with open_scope(counting) as settling:
            await settle_poll(settling, poll.id)


async def _close(scope: Scope, poll_id: UUID) -> tuple[Poll, int]:
    """The poll, and how many ballots must lie in the urn before it is opened."""
    poll, state = await _locked(scope, poll_id)
    if clock.now() < poll.closes_at:
        raise PollStillOpen
    if state.status is PollStatus.CANCELLED:
        raise PollClosed
    if state.status is PollStatus.OPEN:
        state.status, state.closed_at = PollStatus.CLOSED, clock.now()
        scope.record("close_poll", "Poll", poll_id, community_id=poll.community_id)
    grace = dt.timedelta(minutes=await scope.limit(GRACE_MINUTES))
    if state.closed_at is not None and clock.now() >= state.closed_at + grace:
        return poll, 0
    marks = select(func.count()).select_from(PollMark).where(PollMark.poll_id == poll_id)
    return poll, await scope.session.scalar(marks) or 0


async def _locked(scope: Scope, poll_id: UUID) -> tuple[Poll, PollState]:
    # The whole row, not NO KEY: marks hold it by their foreign key, and none may be under way when the poll closes.
    state = await scope.session.scalar(select(PollState).where(PollState.poll_id == poll_id).with_for_update())
    poll = await scope.session.scalar(select(Poll).where(Poll.id == poll_id))
    if poll is None or state is None:
        raise NotFound(field=("input", "poll_id"))
    return poll, state


async def _emptied(actor: Actor, poll_id: UUID, expected: int) -> bool:
    async with open_scope(actor.on(Surface.TENANT), read_only=True) as scope:
        key = await scope.key()
    counter = system_actor(actor.operator, "polls.count", PollPermission.COUNT, surface=Surface.BALLOT)
    async with open_scope(counter) as urn:
        return await empty_urn(urn, poll_id, key, expected)


@action(PollPermission.COUNT)
async def empty_urn(scope: Scope, poll_id: UUID, key: DataKey, expected: int) -> bool:
    """Open every ballot, lay them out in random order, and destroy the key; False while fewer than expected are in.

    From then on nothing leads from a ballot's receipt, place or transaction to what stood on it. Raises PollStillOpen
    where the database does not give the key yet.
    """
    urn = await scope.session.scalar(select(Urn).where(Urn.poll_id == poll_id).with_for_update())
    if urn is None or urn.state is UrnState.EMPTIED:
        return urn is not None
    sealed = (await scope.session.scalars(select(Ballot.sealed).where(Ballot.poll_id == poll_id))).all()
    if len(sealed) < expected:
        return False
    wrapped = await scope.session.scalar(select(BallotKey.private_sealed).where(BallotKey.poll_id == poll_id))
    if wrapped is None:
        raise PollStillOpen
    private = bytes.fromhex(key.unseal(wrapped, key_context(poll_id)))
    opened = [opened_choices(private, poll_id, one) for one in sealed]
    _shuffle(opened)
    scope.session.add_all([OpenedBallot(poll_id=poll_id, choices=choices) for choices in opened])
    urn.state = UrnState.EMPTIED
    await scope.session.flush()
    await scope.session.execute(delete(BallotKey).where(BallotKey.poll_id == poll_id))
    return True


@action(PollPermission.COUNT)
async def settle_poll(scope: Scope, poll_id: UUID) -> None:
    """Write the result of an emptied urn, once: what is computed again is the same."""
    poll, state = await _locked(scope, poll_id)
    if state.status is not PollStatus.CLOSED:
        return
    ballots = (await scope.session.scalars(select(OpenedBallot.choices).where(OpenedBallot.poll_id == poll_id))).all()
    marks = await scope.session.scalar(select(func.count()).select_from(PollMark).where(PollMark.poll_id == poll_id))
    seed = lot_seed(poll_id, ballots)
    result = counted(await _rules(scope, poll), ballots, seed)
    await _write_tallies(scope, poll, result)
    state.status, state.counted_at = PollStatus.COUNTED, clock.now()
    state.outcome, state.winner = result.outcome, result.winner
    state.ballots_count, state.interrupted_count = len(ballots), max((marks or 0) - len(ballots), 0)
    state.lot_seed = seed
    scope.record("settle_poll", "Poll", poll_id, community_id=poll.community_id, outcome=result.outcome.value)
    scope.emit(PollCounted(poll_id, poll.community_id, poll.proposal_id, result.outcome))


async def _rules(scope: Scope, poll: Poll) -> Rules:
    costs = await scope.session.scalars(
        select(PollOption.cost).where(PollOption.poll_id == poll.id).order_by(PollOption.position)
    )
    return Rules(
        kind=poll.kind,
        options=poll.options_count,
        voters=poll.voters_count,
        quorum_percent=poll.quorum_percent,
        pass_rule=poll.pass_rule,
        tie_rule=poll.tie_rule,
        budget=poll.budget or 0,
        costs=tuple(cost or 0 for cost in costs),
        least_percent=poll.least_percent,
    )


async def _write_tallies(scope: Scope, poll: Poll, result: Result) -> None:
    rows = [
        {
            "poll_id": poll.id,
            "community_id": poll.community_id,
            "round": number,
            "position": position,
            "votes": votes,
            "is_funded": position in result.funded,
        }
        for number, round_ in enumerate(result.rounds, 1)
        for position, votes in round_.items()
    ]
    await scope.session.execute(insert(PollTally).values(rows))


@action(PollPermission.CLOSE)
async def cancel_poll(scope: Scope, poll_id: UUID, reason: str) -> None:
    """Call an open poll off, with a reason that everybody reads; its urn is never opened.

    Raises NotFound, PollClosed, ReasonMissing.
    """
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    poll, state = await _locked(scope, poll_id)
    if state.status is not PollStatus.OPEN:
        raise PollClosed
    state.status, state.closed_at, state.cancelled_reason = PollStatus.CANCELLED, clock.now(), reason.strip()
    scope.record("cancel_poll", "Poll", poll_id, community_id=poll.community_id, reason=reason.strip())
    scope.emit(PollCancelled(poll_id, poll.community_id, poll.proposal_id))


@action(PollPermission.COUNT)
async def forget_key(scope: Scope, poll_id: UUID) -> None:
    """Destroy the key of a poll that was called off, as soon as the database gives it away: its urn stays sealed."""
    await scope.session.execute(delete(BallotKey).where(BallotKey.poll_id == poll_id))
