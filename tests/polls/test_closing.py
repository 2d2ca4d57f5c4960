"""Closing and counting: once, whatever crashes, and no acknowledged vote is lost or counted twice."""

import asyncio
import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.polls.actions.closing import cancel_poll, close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.inputs import NewBallot
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.refusals import PollClosed, PollStillOpen
from backend.modules.polls.contract.words import PollKind, PollOutcome, PollStatus, TieRule
from backend.modules.polls.due import count_due_polls
from backend.modules.polls.models import OpenedBallot, PollState
from backend.modules.polls.queries.polls import polls_by_id, tallies_by_id
from tenants.departure import owner_actor
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.polls.factories import Village, a_ballot, make_poll, past_poll


async def vote(village: Village, number: int, ballot: NewBallot) -> str:
    async with open_scope(village.resident(number)) as scope:
        return await cast_ballot(scope, ballot)


async def close(village: Village, poll_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)


async def state_of(village: Village, poll_id: UUID) -> PollState:
    async with open_scope(village.manager, read_only=True) as scope:
        return (await scope.session.scalars(select(PollState).where(PollState.poll_id == poll_id))).one()


async def held(village: Village, *ballots: tuple[int, ...], **more: object) -> UUID:
    poll_id, moment = await past_poll(village, **more)
    with clock.at(moment):
        for number, choices in enumerate(ballots):
            await vote(village, number, a_ballot(poll_id, *choices))
    return poll_id


async def count_rows(village: Village, *tables: type) -> list[int]:
    async with open_scope(owner_actor(village.operator.id, "test"), read_only=True) as scope:
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


async def test_the_votes_are_counted_by_the_stored_rules(village: Village) -> None:
    poll_id = await held(village, (2,), (2,), (1,), quorum_percent=75)
    await close(village, poll_id)
    async with open_scope(village.manager, read_only=True) as scope:
        poll = (await polls_by_id(scope, [poll_id]))[poll_id]
        (only,) = (await tallies_by_id(scope, [poll_id]))[poll_id]
    assert (poll.status, poll.outcome, poll.winner) == (PollStatus.COUNTED, PollOutcome.PASSED, 2)
    assert (poll.ballots_count, poll.interrupted_count) == (3, 0)
    assert [(one.position, one.votes) for one in only.votes] == [(2, 2), (1, 1), (3, 0)]


async def test_a_ranked_poll_is_counted_in_rounds(village: Village) -> None:
    poll_id = await held(village, (1, 2), (2, 1), (3, 2), (2, 3), kind=PollKind.RANKED, tie_rule=TieRule.NAMED_FIRST)
    await close(village, poll_id)
    async with open_scope(village.resident(), read_only=True) as scope:
        rounds = (await tallies_by_id(scope, [poll_id]))[poll_id]
        poll = (await polls_by_id(scope, [poll_id]))[poll_id]
    assert [{one.position: one.votes for one in each.votes} for each in rounds] == [{1: 1, 2: 2, 3: 1}, {1: 1, 2: 3}]
    assert poll.winner == 2


async def test_too_few_votes_decide_nothing(village: Village) -> None:
    poll_id = await held(village, (1,), quorum_percent=50)
    await close(village, poll_id)
    assert (await state_of(village, poll_id)).outcome is PollOutcome.NO_QUORUM


async def test_closing_twice_and_at_once_counts_once(village: Village) -> None:
    poll_id = await held(village, (1,), (2,))
    await asyncio.gather(*(close(village, poll_id) for _ in range(5)))
    await close(village, poll_id)
    assert await count_rows(village, OpenedBallot) == [2]
    async with open_scope(village.manager, read_only=True) as scope:
        told = select(func.count()).select_from(OutboxRow).where(OutboxRow.name == "polls.PollCounted")
        assert await scope.session.scalar(told) == 1


async def test_a_poll_is_counted_by_itself(village: Village) -> None:
    poll_id = await held(village, (1,))
    actor = system_actor(village.operator.id, "polls.count_due_polls", PollPermission.CLOSE, PollPermission.COUNT)
    await count_due_polls(actor)
    assert (await state_of(village, poll_id)).status is PollStatus.COUNTED


async def test_nobody_closes_early_and_only_managers_close(village: Village, desk: Actor) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id)
    with pytest.raises(PollStillOpen):
        await close(village, poll_id)
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await close_poll(scope, poll_id)
    assert (await state_of(village, poll_id)).status is PollStatus.OPEN


async def test_another_operators_poll_is_not_there(village: Village, manager: Actor) -> None:
    poll_id = await held(village, (1,))
    with pytest.raises(NotFound):
        async with open_scope(acting(await new_operator(), Role.COMMUNITY_MANAGER)) as scope:
            await close_poll(scope, poll_id)
    assert (await state_of(village, poll_id)).status is PollStatus.OPEN


async def test_a_cancelled_poll_is_never_opened(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id)
    await vote(village, 0, a_ballot(poll_id, 1))
    with pytest.raises(ReasonMissing):
        async with open_scope(village.manager) as scope:
            await cancel_poll(scope, poll_id, " ")
    async with open_scope(village.manager) as scope:
        await cancel_poll(scope, poll_id, "方案作废")
    with clock.at(clock.now() + dt.timedelta(days=5)), pytest.raises(PollClosed):
        await close(village, poll_id)
    assert await count_rows(village, OpenedBallot) == [0]
