"""Voting: the voter is marked under their own login, and the ballot dropped under the urn's; see decision record."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.surfaces import Surface
from backend.modules.polls.contract.inputs import NewBallot
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.refusals import (
    AlreadyVoted,
    BudgetExceeded,
    ChoicesInvalid,
    NotInElectorate,
    OtherChoicesGiven,
    PollClosed,
    SecretUsed,
)
from backend.modules.polls.contract.words import PollKind, PollStatus, UrnState, VoteChannel, VoterUnit
from backend.modules.polls.models import Ballot, Poll, PollElector, PollMark, PollOption, PollState, Urn
from backend.modules.polls.paper import Stub, is_secret, receipt_code, receipt_hash, sealed_choices
from tenants.models import Operator
from tenants.scope import Scope, action, open_scope, system_actor


@dataclass(frozen=True, slots=True)
class _Paper:
    """What the marking learnt that the ballot needs: nothing about the voter."""

    operator_code: str
    public_key: bytes
    options: int


@action(PollPermission.VOTE)
async def cast_ballot(scope: Scope, new: NewBallot) -> str:
    """Vote as the resident who asks; the receipt's code, which they alone ever have.

    The scope itself is left alone: mark and ballot are two transactions of two logins, in this order. A crash between
    them leaves a mark that the same secret finishes. Raises NotFound, BadInput, ChoicesInvalid, BudgetExceeded,
    NotInElectorate, AlreadyVoted, SecretUsed, OtherChoicesGiven, PollClosed.
    """
    if scope.actor.resident_id is None:
        raise NotInElectorate
    return await _vote(scope, new, scope.actor.resident_id, VoteChannel.ONLINE)


@action(PollPermission.VOTE_AT_DESK)
async def record_desk_ballot(scope: Scope, new: NewBallot, resident_id: UUID) -> str:
    """Give the vote of a resident who came to the desk, by whoever serves there; the receipt's code for the resident.

    Raises as `cast_ballot`: who has voted by phone cannot vote here, nor the other way round.
    """
    return await _vote(scope, new, resident_id, VoteChannel.DESK)


async def _vote(scope: Scope, new: NewBallot, resident_id: UUID, channel: VoteChannel) -> str:
    if not is_secret(new.secret):
        raise BadInput(field=("input", "secret"))
    stub = Stub.of(new.secret, new.poll_id, new.choices)
    async with open_scope(scope.actor) as marking:
        paper = await _mark(marking, new, resident_id, channel, stub)
    # Nobody acts here: what the urn's login writes says neither who nor when.
    urn_actor = system_actor(scope.operator_id, "polls.urn", PollPermission.DROP_BALLOT, surface=Surface.BALLOT)
    async with open_scope(urn_actor) as urn:
        await drop_ballot(urn, new, stub, paper.public_key, paper.options)
    return receipt_code(paper.operator_code, stub.receipt)


async def _mark(scope: Scope, new: NewBallot, resident_id: UUID, channel: VoteChannel, stub: Stub) -> _Paper:
    poll, voter_id = await _paper_of(scope, new.poll_id, resident_id)
    _refuse_odd_choices(poll, new.choices)
    await _refuse_dear_choices(scope, poll, new.choices)
    marked = await scope.session.scalar(
        insert(PollMark)
        .values(
            poll_id=poll.id,
            voter_id=voter_id,
            resident_id=resident_id,
            community_id=poll.community_id,
            channel=channel,
            secret_hash=stub.mark,
        )
        .on_conflict_do_nothing()
        .returning(PollMark.voter_id)
    )
    await _refuse_late(scope, poll, is_new=marked is not None)
    if marked is None:
        await _refuse_another(scope, poll, voter_id, stub)
    else:
        scope.record("cast_ballot", "Poll", poll.id, community_id=poll.community_id, channel=channel.value)
    return _Paper(await _operator_code(scope), poll.public_key, poll.options_count)


async def _paper_of(scope: Scope, poll_id: UUID, resident_id: UUID) -> tuple[Poll, UUID]:
    found = (
        await scope.session.execute(
            select(Poll, PollElector.voter_id)
            .outerjoin(
                PollElector,
                and_(
                    PollElector.operator_id == Poll.operator_id,
                    PollElector.poll_id == Poll.id,
                    PollElector.resident_id == resident_id,
                ),
            )
            .where(Poll.id == poll_id)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(field=("input", "poll_id"))
    poll, voter_id = found
    if voter_id is None:
        raise NotInElectorate
    return poll, voter_id


def _refuse_odd_choices(poll: Poll, choices: Sequence[int]) -> None:
    most = poll.options_count if poll.kind is PollKind.RANKED else poll.most_choices
    fits = all(1 <= choice <= poll.options_count for choice in choices)
    if not fits or len(set(choices)) != len(choices) or len(choices) > most:
        raise ChoicesInvalid(field=("input", "choices"))


async def _refuse_dear_choices(scope: Scope, poll: Poll, choices: Sequence[int]) -> None:
    """A ballot shares out no more than there is."""
    if poll.budget is None or not choices:
        return
    cost = await scope.session.scalar(
        select(func.sum(PollOption.cost)).where(PollOption.poll_id == poll.id, PollOption.position.in_(choices))
    )
    if (cost or 0) > poll.budget:
        raise BudgetExceeded(field=("input", "choices"), cost=cost, budget=poll.budget)


async def _refuse_late(scope: Scope, poll: Poll, *, is_new: bool) -> None:
    """Asked after the mark, whose foreign key holds the poll's state: the closing waits for this transaction."""
    status = await scope.session.scalar(select(PollState.status).where(PollState.poll_id == poll.id))
    is_open = status is PollStatus.OPEN and clock.now() < poll.closes_at
    if not is_open and (is_new or status in (PollStatus.COUNTED, PollStatus.CANCELLED)):
        raise PollClosed


async def _refuse_another(scope: Scope, poll: Poll, voter_id: UUID, stub: Stub) -> None:
    """A vote that was interrupted may be finished by its own secret, and by nothing else."""
    before = await scope.session.scalar(
        select(PollMark.secret_hash).where(PollMark.poll_id == poll.id, PollMark.voter_id == voter_id)
    )
    if before is None and poll.voters is VoterUnit.RESIDENT:
        raise SecretUsed(field=("input", "secret"))
    if before != stub.mark:
        raise AlreadyVoted


async def _operator_code(scope: Scope) -> str:
    code: str = (await scope.session.scalars(select(Operator.code).where(Operator.id == scope.operator_id))).one()
    return code


@action(PollPermission.DROP_BALLOT)
async def drop_ballot(scope: Scope, new: NewBallot, stub: Stub, public_key: bytes, options: int) -> None:
    """Put a sealed ballot into the urn, once for each receipt. Raises OtherChoicesGiven, PollClosed.

    The foreign key holds the urn's row, so that the count waits for this ballot, or this ballot sees the count.
    """
    digest, found_by = stub.digest, receipt_hash(stub.receipt)
    dropped = await scope.session.scalar(
        insert(Ballot)
        .values(
            poll_id=new.poll_id,
            receipt_hash=found_by,
            digest=digest,
            sealed=sealed_choices(public_key, new.poll_id, new.choices, options),
        )
        .on_conflict_do_nothing()
        .returning(Ballot.id)
    )
    if dropped is None:
        before = await scope.session.scalar(select(Ballot.digest).where(Ballot.receipt_hash == found_by))
        if before != digest:
            raise OtherChoicesGiven(field=("input", "choices"))
        return
    state = await scope.session.scalar(select(Urn.state).where(Urn.poll_id == new.poll_id))
    if state is not UrnState.SEALED:
        raise PollClosed
