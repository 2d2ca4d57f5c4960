"""Voting: by those who lived there when it was opened, once, also at the desk."""

import asyncio
import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.housing.actions.inventory import create_units
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.contract.inputs import CoOccupant, NewUnit
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import Relation, UnitKind
from backend.modules.polls.actions.closing import cancel_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.actions.voting import cast_ballot, record_desk_ballot
from backend.modules.polls.contract.inputs import NewBallot
from backend.modules.polls.contract.refusals import (
    AlreadyVoted,
    ChoicesInvalid,
    ElectorateEmpty,
    NotInElectorate,
    OtherChoicesGiven,
    PollClosed,
    PollRulesInvalid,
    SecretUsed,
)
from backend.modules.polls.contract.words import PollKind, VoterUnit
from backend.modules.polls.models import Poll, PollElector, PollMark
from backend.modules.polls.queries.polls import own_votes_by_id
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.conftest import new_operator
from tests.housing.factories import Home, a_document, beds_of, make_home, make_resident, make_stay
from tests.polls.acts import opened, vote
from tests.polls.factories import Village, a_ballot, a_poll, a_secret, as_resident, limited, make_poll, past_poll

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def counts(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        tables = (PollMark, AuditEntry, OutboxRow)
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


async def test_a_resident_votes_and_gets_a_receipt(village: Village) -> None:
    poll_id = await opened(village)
    receipt = await vote(village.resident(), poll_id, 2)
    assert receipt.startswith(f"{village.operator.code}-")
    async with open_scope(village.manager, read_only=True) as scope:
        mark = (await scope.session.scalars(select(PollMark))).one()
    assert (mark.resident_id, mark.voter_id) == (village.resident_ids[0], village.resident_ids[0])


async def test_a_second_vote_is_refused_and_nothing_is_written(village: Village) -> None:
    poll_id = await opened(village)
    await vote(village.resident(), poll_id, 1)
    before = await counts(village.manager)
    with pytest.raises(AlreadyVoted):
        await vote(village.resident(), poll_id, 2)
    assert await counts(village.manager) == before


async def test_the_same_secret_is_the_same_vote(village: Village) -> None:
    poll_id, secret = await opened(village), a_secret()
    first = await vote(village.resident(), poll_id, 1, secret=secret)
    before = await counts(village.manager)
    assert await vote(village.resident(), poll_id, 1, secret=secret) == first
    assert await counts(village.manager) == before


async def test_the_same_secret_with_other_choices_is_refused(village: Village) -> None:
    poll_id, secret = await opened(village), a_secret()
    await vote(village.resident(), poll_id, 1, secret=secret)
    with pytest.raises(OtherChoicesGiven):
        await vote(village.resident(), poll_id, 2, secret=secret)


async def test_two_voters_cannot_share_a_secret(village: Village) -> None:
    poll_id, secret = await opened(village), a_secret()
    await vote(village.resident(0), poll_id, 1, secret=secret)
    with pytest.raises(SecretUsed):
        await vote(village.resident(1), poll_id, 1, secret=secret)


async def test_one_voter_forty_times_at_once_votes_once(village: Village) -> None:
    poll_id = await opened(village)

    async def once(choice: int) -> str:
        try:
            return await vote(village.resident(), poll_id, choice)
        except AppError as refusal:
            return refusal.code

    told = await asyncio.gather(*(once(number % 3 + 1) for number in range(40)))
    assert Counter(one for one in told if "-" not in one) == {"ALREADY_VOTED": 39}
    assert (await counts(village.manager))[0] == 1


async def moved_in(village: Village, number: str = "119") -> UUID:
    """Someone who comes to live in another room of the village."""
    async with open_scope(village.manager) as scope:
        new = NewUnit(kind=UnitKind.ROOM, floor=1, number=number, area=Decimal(30), bed_labels=("1",), max_occupants=2)
        (unit,) = await create_units(scope, village.home.building_id, (new,))
        home = Home(village.community_id, village.home.building_id, unit.id, await beds_of(scope, unit))
        return (await make_stay(scope, home)).lead_resident_id


async def test_who_moves_in_after_the_opening_cannot_vote(village: Village) -> None:
    poll_id = await opened(village)
    newcomer = as_resident(village.operator, await moved_in(village))
    before = await counts(village.manager)
    with pytest.raises(NotInElectorate):
        await vote(newcomer, poll_id, 1)
    assert await counts(village.manager) == before
    async with open_scope(village.manager, read_only=True) as scope:
        electors = set(await scope.session.scalars(select(PollElector.resident_id)))
        voters = await scope.session.scalar(select(Poll.voters_count))
    assert (electors, voters) == (set(village.resident_ids), 4)


async def test_who_moves_out_after_the_opening_keeps_the_vote(village: Village) -> None:
    poll_id = await opened(village)
    async with open_scope(village.manager) as scope:
        (stay_id,) = await scope.session.scalars(
            select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        )
        await check_out(scope, stay_id)
    assert await vote(village.resident(0), poll_id, 1)


async def test_children_and_those_who_only_reserved_do_not_vote(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, kind=UnitKind.SUITE, beds=2)
        nine = a_document(TODAY.replace(year=TODAY.year - 9, day=1))
        child = CoOccupant(resident_id=(await make_resident(scope, document_number=nine)).id, relation=Relation.CHILD)
        await make_stay(scope, home, bed_id=None, co_occupants=(child,))
        await make_poll(scope, home.community_id)
        assert await scope.session.scalar(select(func.count()).select_from(PollElector)) == 1
        empty = await make_home(scope)
        await make_stay(scope, empty, starts_on=TODAY + 3 * DAY, ends_on=TODAY + 90 * DAY)
        with pytest.raises(ElectorateEmpty):
            await make_poll(scope, empty.community_id)


async def test_a_suite_has_one_vote_whoever_gives_it(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, kind=UnitKind.SUITE, beds=2)
        other = await make_resident(scope)
        spouse = CoOccupant(resident_id=other.id, relation=Relation.SPOUSE)
        lead_id = (await make_stay(scope, home, bed_id=None, co_occupants=(spouse,))).lead_resident_id
        poll_id, other_id = [await make_poll(scope, home.community_id, voters=VoterUnit.SUITE) for _ in range(2)]
        assert set(await scope.session.scalars(select(Poll.voters_count))) == {1}
    people = [as_resident(operator, one) for one in (other.id, lead_id)]
    assert [await told_of(one, poll_id) for one in people] == [False, False]
    await vote(people[0], poll_id, 1)
    assert [await told_of(one, poll_id) for one in people] == [True, True]
    # It is the same suite that has yet to vote in another.
    assert [await told_of(one, other_id) for one in people] == [False, False]
    with pytest.raises(AlreadyVoted):
        await vote(people[1], poll_id, 2)


async def told_of(resident: Actor, poll_id: UUID) -> bool | None:
    """Whether their vote was given, as they are told."""
    async with open_scope(resident, read_only=True) as scope:
        return (await own_votes_by_id(scope, [poll_id])).get(poll_id)


async def at_desk(actor: Actor, poll_id: UUID, resident_id: UUID, *choices: int) -> str:
    async with open_scope(actor) as scope:
        return await record_desk_ballot(scope, a_ballot(poll_id, *choices), resident_id)


async def test_the_desk_and_the_phone_count_as_one(village: Village, desk: Actor) -> None:
    poll_id = await opened(village)
    await at_desk(desk, poll_id, village.resident_ids[0], 1)
    await vote(village.resident(1), poll_id, 1)
    with pytest.raises(AlreadyVoted):
        await vote(village.resident(0), poll_id, 2)
    with pytest.raises(AlreadyVoted):
        await at_desk(desk, poll_id, village.resident_ids[1], 2)
    async with open_scope(desk, read_only=True) as scope:
        channels = Counter(await scope.session.scalars(select(PollMark.channel)))
    assert channels == {"DESK": 1, "ONLINE": 1}


async def test_residents_do_not_vote_at_the_desk_for_others(village: Village) -> None:
    poll_id = await opened(village)
    with pytest.raises(Forbidden):
        await at_desk(village.resident(0), poll_id, village.resident_ids[1], 1)
    with pytest.raises(Forbidden):
        await vote(village.manager, poll_id, 1)
    assert (await counts(village.manager))[0] == 0


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        (PollKind.SINGLE, (1, 2)),
        (PollKind.SINGLE, (0,)),
        (PollKind.SINGLE, (4,)),
        (PollKind.MULTIPLE, (1, 1)),
        (PollKind.MULTIPLE, (1, 2, 3)),
        (PollKind.RANKED, (1, 2, 2)),
    ],
)
async def test_choices_that_do_not_fit_are_refused(village: Village, kind: PollKind, choices: tuple[int, ...]) -> None:
    poll_id = await opened(village, kind=kind, most_choices=2)
    with pytest.raises(ChoicesInvalid):
        await vote(village.resident(), poll_id, *choices)
    assert (await counts(village.manager))[0] == 0


@pytest.mark.parametrize("secret", ["", "0" * 32, "A1" * 16, "12345678", "0123456789abcdef" * 5])
async def test_a_secret_that_can_be_guessed_is_refused(village: Village, secret: str) -> None:
    poll_id = await opened(village)
    with pytest.raises(BadInput):
        async with open_scope(village.resident()) as scope:
            await cast_ballot(scope, NewBallot(poll_id=poll_id, choices=(1,), secret=secret))


async def test_nobody_votes_after_the_closing_time_nor_in_a_cancelled_poll(village: Village) -> None:
    late, _ = await past_poll(village)
    with pytest.raises(PollClosed):
        await vote(village.resident(), late, 1)
    poll_id = await opened(village)
    async with open_scope(village.manager) as scope:
        await cancel_poll(scope, poll_id, "方案需要修改")
    with pytest.raises(PollClosed):
        await vote(village.resident(), poll_id, 1)
    assert (await counts(village.manager))[0] == 0


async def test_another_operators_poll_is_not_there(village: Village) -> None:
    poll_id = await opened(village)
    stranger = as_resident(await new_operator(), village.resident_ids[0])
    with pytest.raises(NotFound):
        await vote(stranger, poll_id, 1)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"options": ("一",)}, PollRulesInvalid),
        ({"options": ("一", "一")}, BadInput),
        ({"quorum_percent": 101}, PollRulesInvalid),
        ({"kind": PollKind.MULTIPLE, "most_choices": 4}, PollRulesInvalid),
        ({"title": " "}, BadInput),
        ({"closes_at": clock.now()}, BadInput),
        ({"closes_at": clock.now() + 61 * DAY}, BadInput),
    ],
)
async def test_odd_rules_are_refused(village: Village, more: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        async with open_scope(village.manager) as scope:
            await open_poll(scope, a_poll(village.community_id, **more))
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Poll)) == 0


async def test_only_managers_open_polls_and_only_for_their_communities(village: Village, desk: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await make_poll(scope, village.community_id)
    with pytest.raises(NotFound):
        async with open_scope(limited(village.manager, new_id())) as scope:
            await make_poll(scope, village.community_id)
