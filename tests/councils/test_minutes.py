"""Minutes: who counts as present, what belongs to this council alone, and who hears of it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.councils.actions.admitting import admit_to_council
from backend.modules.councils.actions.recording import settle_item
from backend.modules.councils.contract.inputs import ItemResult
from backend.modules.councils.contract.refusals import CouncilNotOpen, TooFewPresent
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome, RegistrationStatus, Verdict
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.queries.councils import (
    bodies_of_councils_by_id,
    councils_by_id,
    items_of_councils_by_id,
    own_registrations_by_id,
)
from tenants.outbox import OutboxRow
from tenants.scope import open_scope
from tests.councils.factories import DAY, TABLE, call, hold
from tests.councils.test_councils import about
from tests.councils.test_doors import shown
from tests.councils.test_seats import register
from tests.polls.factories import Village
from tests.proposals.factories import settled_accounts, told, work
from tests.tracing import traces


async def let_in(village: Village, council: Council, *numbers: int) -> None:
    with clock.at(council.starts_at):
        for number in numbers:
            code = str(await shown(village.resident(number), council))
            async with open_scope(village.manager) as scope:
                await admit_to_council(scope, council.id, code)


async def came(village: Village, council_id: UUID) -> dict[int, RegistrationStatus]:
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(CouncilRegistration).where(CouncilRegistration.council_id == council_id)
        )
        return {village.resident_ids.index(row.resident_id): row.status for row in rows}


async def bodies(village: Village, council_id: UUID) -> list[Any]:
    async with open_scope(village.manager, read_only=True) as scope:
        return list((await bodies_of_councils_by_id(scope, [council_id]))[council_id])


async def first_item(village: Village, council_id: UUID) -> Any:
    async with open_scope(village.manager, read_only=True) as scope:
        return (await items_of_councils_by_id(scope, [council_id]))[council_id][0]


async def settle(village: Village, council_id: UUID, item_id: UUID, outcome: ItemOutcome, note: str | None) -> None:
    async with open_scope(village.manager) as scope:
        await settle_item(scope, council_id, ItemResult(item_id=item_id, outcome=outcome, note=note))


async def test_who_was_let_in_counts_beside_those_who_are_named(village: Village) -> None:
    council = await call(village)
    for number in (0, 1, 2, 3):
        await register(village, number, council.id)
    await let_in(village, council, 0, 1)
    held = await hold(village, council, residents_present=1, present_ids=(village.resident_ids[2],))
    assert held.residents_present == 3
    present = RegistrationStatus.PRESENT
    assert await came(village, council.id) == {0: present, 1: present, 2: present, 3: RegistrationStatus.ABSENT}
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(CouncilRegistration.resident_id).where(CouncilRegistration.admitted_at == council.starts_at)
        )
        assert {village.resident_ids.index(one) for one in rows} == {0, 1}
    assert (await traces(village.manager, "Council"))["admit_to_council"] == 2


async def test_minutes_of_one_council_touch_no_seat_of_another(village: Village) -> None:
    council, later = await call(village), await call(village, starts_at=clock.now() + 7 * DAY + DAY / 24)
    for number in (0, 1):
        await register(village, number, later.id)
    await register(village, 2, council.id)
    await let_in(village, later, 0)
    held = await hold(village, council, residents_present=0)
    assert held.residents_present == 0
    assert await came(village, council.id) == {2: RegistrationStatus.ABSENT}
    assert await came(village, later.id) == {0: RegistrationStatus.PRESENT, 1: RegistrationStatus.REGISTERED}


@pytest.mark.parametrize("kind", [CouncilKind.HEARING, CouncilKind.APPRAISAL])
async def test_as_many_residents_as_must_be_there_are_enough(village: Village, kind: CouncilKind) -> None:
    council = await call(village, kind=kind, items=(await about(village),))
    verdict = Verdict.SATISFIED if kind is CouncilKind.APPRAISAL else None
    with pytest.raises(TooFewPresent):
        await hold(village, council, residents_present=2, verdict=verdict)
    assert (await hold(village, council, residents_present=3, verdict=verdict)).status is CouncilStatus.HELD


async def test_residents_whose_seats_say_that_they_came_are_enough_whatever_number_is_written(village: Village) -> None:
    council = await call(village, kind=CouncilKind.HEARING, items=(await about(village),))
    for number in (0, 1, 2):
        await register(village, number, council.id)
    held = await hold(village, council, residents_present=0, present_ids=village.resident_ids[:3])
    assert held.residents_present == 3


async def test_one_body_named_twice_is_one_and_two_are_enough(village: Village) -> None:
    council = await call(village, kind=CouncilKind.COORDINATION, items=(await about(village),), bodies=TABLE)
    one, other, _ = await bodies(village, council.id)
    with pytest.raises(TooFewPresent):
        await hold(village, council, body_ids=(one.id, one.id))
    await hold(village, council, body_ids=(one.id, other.id, one.id))
    assert {body.id: body.was_present for body in await bodies(village, council.id)}[other.id] is True
    assert [body.was_present for body in await bodies(village, council.id)].count(True) == 2


async def test_nobody_sits_at_a_table_to_which_they_were_not_asked(village: Village) -> None:
    council, other = await call(village, bodies=TABLE), await call(village, bodies=TABLE)
    stranger = (await bodies(village, other.id))[0]
    for body_ids in ((stranger.id,), (UUID(int=1),)):
        with pytest.raises(NotFound) as refused:
            await hold(village, council, body_ids=body_ids)
        assert refused.value.field == ("input", "body_ids")
    assert [body.was_present for body in await bodies(village, other.id)] == [False] * 3


async def test_an_item_is_settled_by_its_own_council_with_its_minutes_or_after(village: Village) -> None:
    council, other = await call(village), await call(village)
    item, strange = await first_item(village, council.id), await first_item(village, other.id)
    result = ItemResult(item_id=strange.id, outcome=ItemOutcome.SOLVED)
    with pytest.raises(NotFound):
        await hold(village, council, results=(result,))
    with pytest.raises(CouncilNotOpen):
        await settle(village, council.id, item.id, ItemOutcome.SOLVED, None)
    await hold(village, council, results=(ItemResult(item_id=item.id, outcome=ItemOutcome.PUT_OFF, note="下月再议"),))
    with pytest.raises(NotFound):
        await settle(village, council.id, strange.id, ItemOutcome.SOLVED, None)
    put_off = await first_item(village, council.id)
    assert (put_off.outcome, put_off.note, put_off.settled_at) == (
        ItemOutcome.PUT_OFF,
        "下月再议",
        council.starts_at + DAY / 24,
    )


async def test_an_item_that_is_opened_again_is_settled_no_more(village: Village) -> None:
    council = await call(village)
    item = await first_item(village, council.id)
    await hold(village, council, results=(ItemResult(item_id=item.id, outcome=ItemOutcome.SOLVED, note="已解决"),))
    for note in (" ", "长" * 501):
        with pytest.raises(BadInput):
            await settle(village, council.id, item.id, ItemOutcome.OPEN, note)
    await settle(village, council.id, item.id, ItemOutcome.OPEN, None)
    again = await first_item(village, council.id)
    assert (again.outcome, again.note, again.settled_at) == (ItemOutcome.OPEN, None, None)
    assert await traces(village.manager, "Council") == {"schedule_council": 1, "record_minutes": 1, "settle_item": 1}
    async with open_scope(village.manager, read_only=True) as scope:
        told_of = select(OutboxRow.payload).where(OutboxRow.name == "councils.ItemSettled").order_by(OutboxRow.id)
        assert [one["outcome"] for one in await scope.session.scalars(told_of)] == ["SOLVED", "OPEN"]


async def test_whoever_had_a_seat_there_may_read_the_minutes_and_is_told(village: Village) -> None:
    accounts = await settled_accounts(village)
    council, other = await call(village), await call(village)
    for number in (0, 1):
        await register(village, number, council.id)
    await register(village, 2, other.id)
    await hold(village, council, present_ids=(village.resident_ids[0],))
    with clock.at(council.starts_at + DAY):
        await work(village)
    assert sorted(accounts[one] for one in await told(village, "COUNCIL_HELD")) == [0, 1]
    async with open_scope(village.resident(1), read_only=True) as scope:
        read = (await councils_by_id(scope, [council.id]))[council.id]
        seat = (await own_registrations_by_id(scope, [council.id]))[council.id]
    assert (read.minutes, seat.status) == ("与会者逐一发言", RegistrationStatus.ABSENT)
