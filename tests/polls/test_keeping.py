"""What becomes of polls by themselves, what is written down and told of them, and who sees which."""

import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.modules.housing.contract.inputs import CoOccupant
from backend.modules.housing.words import Relation, UnitKind
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.refusals import PollClosed
from backend.modules.polls.contract.words import (
    PollStatus,
    VoteChannel,
    VoterUnit,
)
from backend.modules.polls.due import count_due_polls
from backend.modules.polls.models import BallotKey, Poll, PollState
from backend.modules.polls.queries.electors import list_due_ids
from backend.modules.polls.queries.polls import (
    own_votes_by_id,
    polls_by_id,
)
from tenants.audit import AuditEntry
from tenants.departure import owner_actor
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_resident, make_stay
from tests.polls.acts import cancel, close, listed, opened, vote
from tests.polls.factories import Village, a_ballot, as_resident, make_poll, make_village, past_poll
from tests.polls.test_voting import moved_in
from tests.proposals.factories import settled_accounts, told, work
from tests.tracing import reason_of, traces

DAY = dt.timedelta(days=1)


async def counting(village: Village) -> None:
    may = (PollPermission.CLOSE, PollPermission.COUNT)
    await count_due_polls(system_actor(village.operator.id, "polls.count_due_polls", *may))


async def test_only_what_is_over_is_counted_by_itself_and_a_cancelled_urn_loses_its_key_then(village: Village) -> None:
    still_open, (over, _), (off, _) = await opened(village), await past_poll(village), await past_poll(village)
    later = await opened(village)
    await cancel(village, off)
    await cancel(village, later)
    async with open_scope(system_actor(village.operator.id, "test", PollPermission.COUNT), read_only=True) as scope:
        assert await list_due_ids(scope) == [over]
    await counting(village)
    async with open_scope(village.manager, read_only=True) as scope:
        states = {one.poll_id: one.status for one in await scope.session.scalars(select(PollState))}
    assert states == {
        still_open: PollStatus.OPEN,
        over: PollStatus.COUNTED,
        off: PollStatus.CANCELLED,
        later: PollStatus.CANCELLED,
    }
    async with open_scope(owner_actor(village.operator.id, "test"), read_only=True) as scope:
        kept = set(await scope.session.scalars(select(BallotKey.poll_id)))
    assert kept == {still_open, later}
    assert await listed(village.manager, status=PollStatus.COUNTED) == [over]


async def test_a_vote_is_not_finished_in_a_poll_that_was_called_off_meanwhile(village: Village) -> None:
    poll_id = await opened(village)
    ballot = a_ballot(poll_id, 1)
    async with open_scope(village.resident(0)) as scope:
        receipt = await cast_ballot(scope, ballot)
    async with open_scope(village.resident(0)) as scope:
        assert await cast_ballot(scope, ballot) == receipt
    await cancel(village, poll_id)
    with pytest.raises(PollClosed):
        async with open_scope(village.resident(0)) as scope:
            await cast_ballot(scope, ballot)


async def test_what_was_counted_or_called_off_is_not_called_off_any_more(village: Village) -> None:
    over, _ = await past_poll(village)
    await close(village, over)
    off = await opened(village)
    await cancel(village, off, " 方案作废 ")
    for poll_id in (over, off):
        with pytest.raises(PollClosed):
            await cancel(village, poll_id, "再取消一次")
    async with open_scope(village.resident(0), read_only=True) as scope:
        seen = await polls_by_id(scope, [over, off])
    assert (seen[over].status, seen[off].cancelled_reason) == (PollStatus.COUNTED, "方案作废")
    assert await reason_of(village.manager, "cancel_poll") == "方案作废"


async def test_each_act_on_a_poll_is_written_down_and_a_vote_without_what_was_chosen(village: Village) -> None:
    poll_id, moment = await past_poll(village)
    with clock.at(moment):
        await vote(village.resident(0), poll_id, 2)
    await close(village, poll_id)
    await cancel(village, await opened(village))
    assert await traces(village.manager, "Poll") == {
        "open_poll": 2,
        "cast_ballot": 1,
        "close_poll": 1,
        "settle_poll": 1,
        "cancel_poll": 1,
    }
    async with open_scope(village.manager, read_only=True) as scope:
        facts = select(AuditEntry.facts).where(AuditEntry.act == "cast_ballot")
        assert (await scope.session.scalars(facts)).one() == {"channel": VoteChannel.ONLINE.value}


async def test_those_who_may_vote_are_told_of_the_opening_the_count_and_the_end_and_nobody_else(
    village: Village,
) -> None:
    accounts = await settled_accounts(village)
    elsewhere = await make_village(village.operator, village.manager, people=2)
    over, _ = await past_poll(village)
    theirs = await opened(elsewhere)
    await close(village, over)
    await cancel(elsewhere, theirs)
    await work(village)
    for kind, heard in (("POLL_OPENED", 4), ("POLL_COUNTED", 4), ("POLL_CANCELLED", 0)):
        mine = [accounts[one] for one in await told(village, kind) if one in accounts]
        assert sorted(mine) == list(range(heard)), kind
    async with open_scope(village.manager, read_only=True) as scope:
        names = (await scope.session.scalars(select(OutboxRow.name))).all()
    assert (names.count("polls.PollOpened"), names.count("polls.PollCancelled")) == (2, 1)


async def test_a_poll_is_seen_where_it_is_asked_and_by_whoever_may_vote_in_it(village: Village) -> None:
    elsewhere = await make_village(village.operator, village.manager, people=1)
    poll_id, other = await opened(village), await opened(elsewhere)
    assert await listed(village.resident(0)) == [poll_id]
    assert await listed(elsewhere.resident(0)) == [other]
    assert set(await listed(village.manager)) == {poll_id, other}
    newcomer = await moved_in(village)
    assert await listed(as_resident(village.operator, newcomer)) == [poll_id]
    with clock.at(clock.now() + 400 * DAY):
        assert await listed(village.resident(0)) == [poll_id]
        assert await listed(as_resident(village.operator, newcomer)) == []


async def test_one_knows_whether_ones_own_vote_was_given(village: Village) -> None:
    voted, waiting = await opened(village), await opened(village)
    await vote(village.resident(0), voted, 1)
    for number, mine in ((0, {voted: True, waiting: False}), (1, {voted: False, waiting: False})):
        async with open_scope(village.resident(number), read_only=True) as scope:
            assert await own_votes_by_id(scope, [voted, waiting]) == mine
    async with open_scope(village.manager, read_only=True) as scope:
        assert await own_votes_by_id(scope, [voted, waiting]) == {}


async def test_voters_are_counted_as_votes_that_can_be_given(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, kind=UnitKind.SUITE, beds=3)
        others = [(await make_resident(scope)).id for _ in range(2)]
        along = tuple(CoOccupant(resident_id=one, relation=Relation.OTHER) for one in others)
        await make_stay(scope, home, bed_id=None, co_occupants=along)
        for unit in VoterUnit:
            await make_poll(scope, home.community_id, voters=unit)
        counts = {one.voters: one.voters_count for one in await scope.session.scalars(select(Poll))}
    assert counts == {VoterUnit.RESIDENT: 3, VoterUnit.SUITE: 1, VoterUnit.BED: 3}
