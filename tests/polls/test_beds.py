"""One vote for each bed that somebody of age lives in: whoever of those in it votes first gives it."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.contract.inputs import CoOccupant
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import Relation, UnitKind
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import record_desk_ballot
from backend.modules.polls.contract.refusals import AlreadyVoted, NotInElectorate
from backend.modules.polls.contract.words import PollOutcome, VoterUnit
from backend.modules.polls.electorate import shared_beds
from backend.modules.polls.models import Ballot, Poll, PollElector, PollMark, PollState
from tenants.departure import owner_actor
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, a_document, make_home, make_resident, make_stay
from tests.polls.acts import vote
from tests.polls.factories import Village, a_ballot, as_resident, make_poll, past_poll


def test_beds_go_round_among_those_who_are_in_a_unit() -> None:
    people, (whole, single), (one, two, three) = sorted(map(UUID, _ids(4))), map(UUID, _ids(2)), map(UUID, _ids(3))
    stays = dict(zip(people, (whole, whole, whole, single), strict=True))
    held = [(whole, one), (whole, two), (single, three)]
    assert shared_beds(stays, held) == dict(zip(people, (one, two, one, three), strict=True))
    assert shared_beds({people[0]: whole}, held) == {people[0]: one}
    assert shared_beds({people[0]: whole}, [(single, three)]) == {}


def _ids(count: int) -> list[str]:
    return [f"00000000-0000-7000-8000-{number:012d}" for number in range(count)]


async def test_beds_of_one_room_vote_apart(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        by_bed = await make_poll(scope, village.community_id, voters=VoterUnit.BED)
        by_room = await make_poll(scope, village.community_id, voters=VoterUnit.SUITE)
        counts = {one.id: one.voters_count for one in await scope.session.scalars(select(Poll))}
        voters = await scope.session.scalars(select(PollElector.voter_id).where(PollElector.poll_id == by_bed))
    assert (counts[by_bed], counts[by_room]) == (4, 1)
    assert set(voters) == set(village.home.bed_ids)
    assert len({await vote(village.resident(number), by_bed, 1) for number in range(4)}) == 4


async def made_suite(manager: Actor, adults: int) -> tuple[Home, list[UUID]]:
    """A suite of two beds, let as a whole to so many adults and a child of nine."""
    today = clock.today()
    async with open_scope(manager) as scope:
        home = await make_home(scope, kind=UnitKind.SUITE, beds=2, area=80, max_occupants=6)
        others = [(await make_resident(scope)).id for _ in range(adults - 1)]
        child = (await make_resident(scope, document_number=a_document(today.replace(year=today.year - 9, day=1)))).id
        along = [CoOccupant(resident_id=one, relation=Relation.OTHER) for one in others]
        along.insert(0, CoOccupant(resident_id=child, relation=Relation.CHILD))
        stay = await make_stay(scope, home, bed_id=None, co_occupants=tuple(along))
    return home, [stay.lead_resident_id, *others]


@pytest.mark.parametrize(("adults", "votes"), [(1, 1), (2, 2), (3, 2)])
async def test_a_suite_let_as_a_whole_has_no_more_votes_than_beds_nor_than_adults(
    operator: Operator, manager: Actor, adults: int, votes: int
) -> None:
    home, people = await made_suite(manager, adults)
    async with open_scope(manager) as scope:
        poll_id = await make_poll(scope, home.community_id, voters=VoterUnit.BED)
        assert await scope.session.scalar(select(Poll.voters_count)) == votes
        electors = (await scope.session.scalars(select(PollElector.resident_id))).all()
    assert sorted(electors) == sorted(people)
    told = [await outcome(as_resident(operator, one), poll_id, 1) for one in people]
    assert Counter(told) == Counter({"RECEIPT": votes, "ALREADY_VOTED": adults - votes})


async def outcome(actor: Actor, poll_id: UUID, choice: int) -> str:
    try:
        return "RECEIPT" if await vote(actor, poll_id, choice) else ""
    except AppError as refusal:
        return refusal.code


async def shared_bed(manager: Actor) -> tuple[UUID, list[UUID]]:
    """A couple in a room of one bed, and the poll."""
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=1)
        other = (await make_resident(scope)).id
        spouse = CoOccupant(resident_id=other, relation=Relation.SPOUSE)
        stay = await make_stay(scope, home, bed_id=None, co_occupants=(spouse,))
        return await make_poll(scope, home.community_id, voters=VoterUnit.BED), [stay.lead_resident_id, other]


async def test_two_in_a_bed_forty_times_at_once_vote_once(operator: Operator, manager: Actor) -> None:
    poll_id, couple = await shared_bed(manager)
    both = [as_resident(operator, one) for one in couple]
    told = await asyncio.gather(*(outcome(both[turn % 2], poll_id, turn % 3 + 1) for turn in range(40)))
    assert Counter(told) == {"RECEIPT": 1, "ALREADY_VOTED": 39}
    async with open_scope(owner_actor(operator.id, "test"), read_only=True) as scope:
        rows = [await scope.session.scalar(select(func.count()).select_from(one)) for one in (PollMark, Ballot)]
    assert rows == [1, 1]


async def test_the_desk_gives_a_beds_vote_once(operator: Operator, manager: Actor, desk: Actor) -> None:
    poll_id, (lead_id, other_id) = await shared_bed(manager)
    async with open_scope(desk) as scope:
        await record_desk_ballot(scope, a_ballot(poll_id, 1), other_id)
    with pytest.raises(AlreadyVoted):
        await vote(as_resident(operator, lead_id), poll_id, 2)
    with pytest.raises(AlreadyVoted):
        async with open_scope(desk) as scope:
            await record_desk_ballot(scope, a_ballot(poll_id, 2), lead_id)


async def test_who_takes_over_a_bed_after_the_opening_does_not_take_over_its_vote(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id, voters=VoterUnit.BED)
        leaving = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        await check_out(scope, (await scope.session.scalars(leaving)).one())
        newcomer = (await make_stay(scope, village.home, 0)).lead_resident_id
    with pytest.raises(NotInElectorate):
        await vote(as_resident(village.operator, newcomer), poll_id, 1)
    assert await vote(village.resident(0), poll_id, 1)


async def test_the_quorum_is_of_beds(village: Village) -> None:
    poll_id, moment = await past_poll(village, voters=VoterUnit.BED, quorum_percent=75)
    with clock.at(moment):
        for number in range(3):
            await vote(village.resident(number), poll_id, 1)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    async with open_scope(village.manager, read_only=True) as scope:
        state = (await scope.session.scalars(select(PollState))).one()
    assert (state.outcome, state.ballots_count) == (PollOutcome.PASSED, 3)
