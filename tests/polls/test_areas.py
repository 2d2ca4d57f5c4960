"""Polls of one building: its residents are the electorate, and no other building's votes go into its budget."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import ProgrammingError

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.inventory import create_building, create_units
from backend.modules.housing.actions.leaving import transfer_stay
from backend.modules.housing.contract.inputs import NewUnit, StayTransfer
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import UnitKind
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.actions.voting import record_desk_ballot
from backend.modules.polls.contract.refusals import ElectorateEmpty, NotInElectorate
from backend.modules.polls.contract.words import PollKind, PollOutcome, VoterUnit
from backend.modules.polls.models import Ballot, Poll, PollElector, PollMark
from backend.modules.polls.queries.polls import PollFilter, list_polls
from graphql_schema.context import Context
from tenants.departure import owner_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, beds_of, make_home, make_stay
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.acts import vote
from tests.polls.factories import Village, a_ballot, a_poll, a_secret, make_poll, past_poll
from tests.proposals.factories import settled_accounts, told, work

BUDGET: dict[str, Any] = {
    "kind": PollKind.BUDGET,
    "options": ("充电桩", "毛毡垫", "晾衣架"),
    "costs": (6000, 500, 4000),
    "budget": 10000,
    "most_choices": 2,
}
READ = """query($id: ID!) { poll(id: $id) { votersCount turnout building { name } budget outcome isElector
  rounds { tallies { position votes isFunded } } } }"""
OPEN = """mutation($input: OpenPollInput!) { openPoll(input: $input) {
  ... on Poll { votersCount building { name } } ... on Refusal { code field } } }"""
CAST = """mutation($input: CastBallotInput!) { castBallot(input: $input) {
  ... on BallotCast { receipt } ... on Refusal { code field } } }"""


@pytest.fixture
async def across(village: Village) -> Village:
    """Three who live in another building of the same community."""
    async with open_scope(village.manager) as scope:
        building = await create_building(scope, village.community_id, "6", "6 号楼", 12)
        new = NewUnit(
            kind=UnitKind.ROOM, floor=1, number="101", area=Decimal(60), bed_labels=("1", "2", "3"), max_occupants=8
        )
        (unit,) = await create_units(scope, building.id, (new,))
        home = Home(village.community_id, building.id, unit.id, await beds_of(scope, unit))
        since = clock.today() - dt.timedelta(days=10)
        people = tuple([(await make_stay(scope, home, bed, starts_on=since)).lead_resident_id for bed in range(3)])
    return Village(village.operator, village.manager, home, people)


def of(village: Village, **more: Any) -> dict[str, Any]:
    return {"building_id": village.home.building_id, **more}


async def opened(village: Village, **more: Any) -> UUID:
    async with open_scope(village.manager) as scope:
        return await make_poll(scope, village.community_id, **of(village, **more))


async def electors(village: Village, poll_id: UUID) -> set[UUID]:
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.scalars(select(PollElector.resident_id).where(PollElector.poll_id == poll_id))
        return set(rows)


async def said(actor: Actor, document: str, **variables: Any) -> Any:
    answer = await ask(Context(actor), document, variables)
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def test_whoever_lives_in_the_building_votes_and_nobody_of_another(village: Village, across: Village) -> None:
    poll_id = await opened(village)
    assert await electors(village, poll_id) == set(village.resident_ids)
    assert await electors(village, await opened(across)) == set(across.resident_ids)
    ballot = {"pollId": global_id("Poll", poll_id), "choices": [1], "secret": a_secret()}
    refused = await said(across.resident(0), CAST, input=ballot)
    assert refused == {"code": "NOT_IN_ELECTORATE", "field": None}
    with pytest.raises(NotInElectorate):
        async with open_scope(village.manager) as scope:
            await record_desk_ballot(scope, a_ballot(poll_id, 1), across.resident_ids[1])
    async with open_scope(owner_actor(village.operator.id, "test"), read_only=True) as scope:
        rows = [await scope.session.scalar(select(func.count()).select_from(one)) for one in (PollMark, Ballot)]
    assert rows == [0, 0]
    assert await vote(village.resident(0), poll_id, 1)


async def test_a_poll_of_the_community_still_asks_every_building(village: Village, across: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id)
    assert await electors(village, poll_id) == {*village.resident_ids, *across.resident_ids}
    shown = await said(across.resident(0), READ, id=global_id("Poll", poll_id))
    assert (shown["building"], shown["votersCount"], shown["isElector"]) == (None, 7, True)


async def test_who_moves_between_buildings_after_the_opening_takes_no_vote_along(
    village: Village, across: Village
) -> None:
    async with open_scope(village.manager) as scope:
        new = NewUnit(kind=UnitKind.ROOM, floor=2, number="201", area=Decimal(40), bed_labels=("1",), max_occupants=2)
        (unit,) = await create_units(scope, across.home.building_id, (new,))
        (bed_id,) = await beds_of(scope, unit)
    here, there = await opened(village), await opened(across)
    async with open_scope(village.manager) as scope:
        leaving = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        stay_id = (await scope.session.scalars(leaving)).one()
        await transfer_stay(scope, stay_id, StayTransfer(unit_id=unit.id, bed_id=bed_id, moves_on=clock.today()))
    with pytest.raises(NotInElectorate):
        await vote(village.resident(0), there, 1)
    assert await vote(village.resident(0), here, 1)
    assert village.resident_ids[0] in await electors(village, await opened(across))


@pytest.mark.parametrize(("unit", "votes"), [(VoterUnit.RESIDENT, 3), (VoterUnit.SUITE, 1), (VoterUnit.BED, 3)])
async def test_votes_are_those_of_the_building_alone(
    village: Village, across: Village, unit: VoterUnit, votes: int
) -> None:
    poll_id = await opened(across, voters=unit)
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(Poll.voters_count).where(Poll.id == poll_id)) == votes
        voters = set(await scope.session.scalars(select(PollElector.voter_id).where(PollElector.poll_id == poll_id)))
    home = across.home
    expected = {VoterUnit.RESIDENT: across.resident_ids, VoterUnit.SUITE: [home.unit_id], VoterUnit.BED: home.bed_ids}
    assert voters == set(expected[unit])


async def counted(village: Village, poll_id: UUID) -> dict[str, Any]:
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    poll: dict[str, Any] = await said(village.manager, READ, id=global_id("Poll", poll_id))
    return poll


def told_of(poll: dict[str, Any]) -> dict[int, tuple[int, bool]]:
    (only,) = poll["rounds"]
    return {one["position"]: (one["votes"], one["isFunded"]) for one in only["tallies"]}


async def test_two_buildings_share_out_two_budgets_and_neither_counts_the_others_votes(
    village: Village, across: Village
) -> None:
    here, moment = await past_poll(village, **of(village), **BUDGET)
    dearer = BUDGET | {"costs": (3000, 2500, 1000), "budget": 4000, "least_percent": 60}
    there, moment = await past_poll(across, **of(across), **dearer)
    with clock.at(moment):
        for number, choices in enumerate([(1, 2), (1,), (2,)]):
            await vote(village.resident(number), here, *choices)
        for number, choices in enumerate([(1, 3), (1,), (2,)]):
            await vote(across.resident(number), there, *choices)
    first, other = await counted(village, here), await counted(across, there)
    assert (first["building"]["name"], other["building"]["name"]) == ("5 号楼", "6 号楼")
    assert (first["budget"], first["votersCount"], first["turnout"]) == (10000, 4, 3)
    assert (other["budget"], other["votersCount"], other["turnout"]) == (4000, 3, 3)
    assert told_of(first) == {1: (2, True), 2: (2, True), 3: (0, False)}
    # There 60 percent must want it, and one in three is too few.
    assert told_of(other) == {1: (2, True), 2: (1, False), 3: (1, False)}


async def test_the_quorum_is_of_the_building(village: Village, across: Village) -> None:
    poll_id, moment = await past_poll(across, **of(across, quorum_percent=60))
    with clock.at(moment):
        for number in range(2):
            await vote(across.resident(number), poll_id, 1)
    # Two of three; of all seven who live in the community it would be too few.
    assert (await counted(across, poll_id))["outcome"] == PollOutcome.PASSED


async def test_only_electors_are_told_that_it_is_open(village: Village, across: Village) -> None:
    accounts = await settled_accounts(across)
    await opened(across)
    await work(village)
    assert await told(village, "POLL_OPENED") == sorted(accounts)


async def test_a_building_of_another_community_or_operator_is_not_there(village: Village, across: Village) -> None:
    async with open_scope(village.manager) as scope:
        elsewhere = await make_home(scope)
    async with open_scope(acting(await new_operator(), Role.COMMUNITY_MANAGER)) as scope:
        foreign = await make_home(scope)
    for building_id in (elsewhere.building_id, foreign.building_id):
        with pytest.raises(NotFound) as refusal:
            async with open_scope(village.manager) as scope:
                await open_poll(scope, a_poll(village.community_id, building_id=building_id))
        assert refusal.value.field == ("input", "building_id")
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Poll)) == 0


async def test_a_building_in_which_nobody_lives_is_not_asked(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        empty = await create_building(scope, village.community_id, "7", "7 号楼", 3)
    with pytest.raises(ElectorateEmpty) as refusal:
        async with open_scope(village.manager) as scope:
            await open_poll(scope, a_poll(village.community_id, building_id=empty.id))
    assert refusal.value.field == ("input", "building_id")


async def test_a_building_is_chosen_at_the_desk_and_read_by_everyone(village: Village, across: Village) -> None:
    given = {
        "communityId": global_id("Community", village.community_id),
        "buildingId": global_id("Building", across.home.building_id),
        "title": "6 号楼微改造",
        "question": "先做哪一项？",
        "options": ["雨棚", "快递架"],
        "kind": "BUDGET",
        "costs": [3000, 800],
        "budget": 3500,
        "closesAt": (clock.now() + dt.timedelta(days=3)).isoformat(),
    }
    assert await said(village.manager, OPEN, input=given) == {"votersCount": 3, "building": {"name": "6 号楼"}}
    async with open_scope(village.resident(0), read_only=True) as scope:
        (poll,) = (await list_polls(scope, Page(), PollFilter())).rows
    shown = await said(village.resident(0), READ, id=global_id("Poll", poll.id))
    assert (shown["building"], shown["isElector"]) == ({"name": "6 号楼"}, False)
    strange = given | {"buildingId": global_id("Building", poll.id)}
    refused = await said(village.manager, OPEN, input=strange)
    assert refused == {"code": "NOT_FOUND", "field": ["input", "buildingId"]}


async def test_polls_are_listed_by_building(village: Village, across: Village) -> None:
    here, there = await opened(village), await opened(across)
    async with open_scope(village.manager) as scope:
        whole = await make_poll(scope, village.community_id)
    async with open_scope(village.manager, read_only=True) as scope:
        found = {
            building_id: [one.id for one in (await list_polls(scope, Page(), PollFilter(building_id=building_id))).rows]
            for building_id in (village.home.building_id, across.home.building_id, None)
        }
    assert found == {
        village.home.building_id: [here],
        across.home.building_id: [there],
        None: [whole, there, here],
    }
    assert await electors(village, whole) != await electors(village, here)


async def test_nobody_moves_a_poll_to_another_building(village: Village, across: Village) -> None:
    poll_id = await opened(village)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with open_scope(village.manager) as scope:
            await scope.session.execute(update(Poll).values(building_id=across.home.building_id))
    shown = await said(village.manager, READ, id=global_id("Poll", poll_id))
    assert shown["building"] == {"name": "5 号楼"}
