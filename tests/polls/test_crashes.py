"""Crashes between the mark and the ballot: no acknowledged vote is lost, and nobody votes twice."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, InterfaceError

from backend.core import clock
from backend.core.errors import AppError, Busy
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.inputs import NewBallot
from backend.modules.polls.contract.refusals import AlreadyVoted, PollClosed
from backend.modules.polls.contract.words import PollStatus
from backend.modules.polls.models import Ballot, OpenedBallot, PollMark, PollState
from tenants.departure import owner_actor
from tenants.scope import open_scope
from tests.polls.factories import Village, a_ballot, a_secret, make_crowd, make_poll, past_poll
from tests.polls.test_secrecy import superuser

BROKEN = (DBAPIError, InterfaceError, OSError)


async def vote(village: Village, number: int, ballot: NewBallot) -> str:
    async with open_scope(village.resident(number)) as scope:
        return await cast_ballot(scope, ballot)


async def count_rows(village: Village, *tables: type) -> list[int]:
    async with open_scope(owner_actor(village.operator.id, "test"), read_only=True) as scope:
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


async def kill(login: str) -> None:
    """End every backend of a login, whatever it is doing."""
    async with superuser() as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = $1 AND datname = current_database() AND pid <> pg_backend_pid()",
            login,
        )


@asynccontextmanager
async def without_urn() -> AsyncIterator[None]:
    """The urn's login cannot drop anything: what comes after a mark fails, as where the process dies there."""
    async with superuser() as admin:
        await admin.execute("REVOKE INSERT ON ballots FROM xinju_ballot")
        try:
            yield
        finally:
            await admin.execute("GRANT INSERT ON ballots TO xinju_ballot")


async def interrupted(village: Village, number: int, ballot: NewBallot) -> None:
    async with without_urn():
        with pytest.raises(DBAPIError):
            await vote(village, number, ballot)


async def test_a_vote_that_was_interrupted_is_finished_by_its_own_secret_alone(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id)
    ballot = a_ballot(poll_id, 1)
    await interrupted(village, 0, ballot)
    assert await count_rows(village, PollMark, Ballot) == [1, 0]
    with pytest.raises(AlreadyVoted):
        await vote(village, 0, a_ballot(poll_id, 2))
    receipt = await vote(village, 0, ballot)
    assert await vote(village, 0, ballot) == receipt
    assert await count_rows(village, PollMark, Ballot) == [1, 1]


async def test_an_interrupted_vote_may_be_finished_for_a_while_after_the_close(village: Village) -> None:
    poll_id, moment = await past_poll(village)
    ballot = a_ballot(poll_id, 1)
    with clock.at(moment):
        await vote(village, 1, a_ballot(poll_id, 2))
        await interrupted(village, 0, ballot)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    assert await status(village, poll_id) == (PollStatus.CLOSED, None)
    await vote(village, 0, ballot)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    assert await status(village, poll_id) == (PollStatus.COUNTED, 0)
    assert await count_rows(village, OpenedBallot) == [2]


async def test_what_is_never_finished_is_counted_as_interrupted_and_told(village: Village) -> None:
    poll_id, moment = await past_poll(village)
    ballot = a_ballot(poll_id, 1)
    with clock.at(moment):
        await vote(village, 1, a_ballot(poll_id, 2))
        await interrupted(village, 0, ballot)
    for later in (0, 6):
        with clock.at(clock.now() + dt.timedelta(minutes=later)):
            async with open_scope(village.manager) as scope:
                await close_poll(scope, poll_id)
    assert await status(village, poll_id) == (PollStatus.COUNTED, 1)
    with pytest.raises(PollClosed):
        await vote(village, 0, ballot)
    assert await count_rows(village, Ballot, OpenedBallot) == [1, 1]


async def status(village: Village, poll_id: UUID) -> tuple[PollStatus, int | None]:
    async with open_scope(village.manager, read_only=True) as scope:
        state = (await scope.session.scalars(select(PollState).where(PollState.poll_id == poll_id))).one()
    return state.status, state.interrupted_count


async def stubborn(village: Village, number: int, ballot: NewBallot) -> str:
    """A voter's device: it sends the same ballot until it has a receipt."""
    while True:
        try:
            return await vote(village, number, ballot)
        except BROKEN:
            continue


async def storm(village: Village, poll_id: UUID, kills: int) -> None:
    """Everyone votes at once, each from three devices, while backends of both logins are killed."""
    ballots = [a_ballot(poll_id, number % 3 + 1) for number in range(len(village.resident_ids))]
    others = [a_ballot(poll_id, 3, secret=a_secret()) for _ in village.resident_ids]

    async def other(number: int) -> str:
        try:
            return await stubborn(village, number, others[number])
        except AppError as refusal:
            return refusal.code

    async def first(number: int) -> str:
        try:
            return await stubborn(village, number, ballots[number])
        except AppError as refusal:
            return refusal.code

    async def killing() -> None:
        for turn in range(kills):
            await kill(("xinju_ballot", "xinju_resident")[turn % 2])

    people = range(len(village.resident_ids))
    jobs = [job(number) for number in people for job in (first, first, other)]
    told, _ = await asyncio.gather(asyncio.gather(*jobs), killing())
    for number in people:
        mine = told[number * 3 : number * 3 + 3]
        # Either both tries of one device have one receipt and the other device is refused, or the reverse.
        receipts = {one for one in mine if one.startswith(village.operator.code)}
        assert len(receipts) == 1
        assert set(mine) - receipts == {"ALREADY_VOTED"}
    count = len(village.resident_ids)
    assert await count_rows(village, PollMark, Ballot) == [count, count]


async def test_backends_killed_while_all_vote_lose_nothing_and_double_nothing(village: Village) -> None:
    people = await make_crowd(village, 24)
    poll_id, moment = await past_poll(people)
    with clock.at(moment):
        await storm(people, poll_id, 12)
    async with open_scope(people.manager) as scope:
        await close_poll(scope, poll_id)
    assert await status(people, poll_id) == (PollStatus.COUNTED, 0)
    assert await count_rows(people, OpenedBallot) == [24]


async def test_two_hundred_votes_at_once_are_all_in_the_urn(village: Village) -> None:
    await crowd(village, 200)


@pytest.mark.soak
async def test_two_thousand_votes_at_once_are_all_in_the_urn(village: Village) -> None:
    await crowd(village, 2000)


async def crowd(village: Village, votes: int) -> None:
    """So many votes at once, each voter's twice; every one that was acknowledged is counted, and no other."""
    people = await make_crowd(village, votes)
    poll_id, moment = await past_poll(people)

    async def once(number: int, choice: int) -> str:
        ballot = a_ballot(poll_id, choice)
        while True:
            try:
                return await vote(people, number, ballot)
            except Busy:
                # Thousands wait for eight connections: whom the pool sends away comes again with the same secret.
                continue
            except AppError as refusal:
                return refusal.code

    with clock.at(moment):
        told = await asyncio.gather(
            *(once(number, number % 3 + 1) for number in range(votes)),
            *(once(number, number % 3 + 1) for number in range(votes)),
        )
    assert Counter(one for one in told if one.isupper()) == {"ALREADY_VOTED": votes}
    assert len({one for one in told if not one.isupper()}) == votes
    async with open_scope(people.manager) as scope:
        await close_poll(scope, poll_id)
    assert await count_rows(people, PollMark, Ballot, OpenedBallot) == [votes, votes, votes]
    async with open_scope(people.manager, read_only=True) as scope:
        choices = Counter(tuple(one) for one in await scope.session.scalars(select(OpenedBallot.choices)))
    assert choices == Counter((number % 3 + 1,) for number in range(votes))
