"""Check-out and transfer: one act, nothing left behind, and what the preview says is what happens."""

import asyncio
import datetime as dt
from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.modules.housing.actions.inventory import create_units, set_bed_state
from backend.modules.housing.actions.leaving import check_out, check_out_preview, transfer_stay
from backend.modules.housing.actions.overstays import lengthen_overstays
from backend.modules.housing.contract.inputs import CheckOutEffect, CoOccupant, NewUnit, StayTransfer
from backend.modules.housing.contract.refusals import (
    BedOccupied,
    EndBeforeStart,
    ResidentAlreadyHoused,
    StayNotOpen,
    TooFarInFuture,
    TooFarInPast,
)
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, Relation, StayStatus, UnitKind
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, beds_of, make_home, make_resident, make_stay

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def ledger(actor: Actor) -> set[tuple[UUID, UUID, dt.date, dt.date]]:
    """Every row of the ledger: bed, stay, first day, day of leaving."""
    async with open_scope(actor, read_only=True) as scope:
        rows = await scope.session.scalars(select(BedOccupancy))
        return {(row.bed_id, row.stay_id, row.starts_on, row.ends_on) for row in rows}


async def test_a_check_out_frees_the_bed_and_makes_it_dirty(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, starts_on=TODAY - 20 * DAY)
        foreseen = await check_out_preview(scope, stay.id)
        ended = await check_out(scope, stay.id)
        bed = await scope.session.get_one(Bed, (manager.operator_id, home.bed_ids[0]), populate_existing=True)
    assert foreseen == [CheckOutEffect(module="housing", act="beds_to_clean", count=1)]
    assert (ended.status, ended.ends_on, ended.planned_ends_on) == (StayStatus.ENDED, TODAY, TODAY + 365 * DAY)
    assert bed.condition is BedCondition.DIRTY
    assert await ledger(manager) == {(home.bed_ids[0], stay.id, TODAY - 20 * DAY, TODAY)}
    async with open_scope(manager, read_only=True) as scope:
        names = (await scope.session.scalars(select(OutboxRow.name).order_by(OutboxRow.id))).all()
    assert names[-2:] == ["housing.ResidentCheckedIn", "housing.ResidentCheckedOut"]


async def test_a_bed_out_of_service_stays_so_after_check_out(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
        await set_bed_state(scope, home.bed_ids[0], BedCondition.OUT_OF_SERVICE)
        await check_out(scope, stay.id)
        bed = await scope.session.get_one(Bed, (manager.operator_id, home.bed_ids[0]), populate_existing=True)
    assert bed.condition is BedCondition.OUT_OF_SERVICE


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(TODAY - 6 * DAY, EndBeforeStart), (TODAY + DAY, TooFarInFuture), (TODAY - 31 * DAY, EndBeforeStart)],
)
async def test_odd_days_of_leaving_are_refused(
    manager: Actor, home: Home, day: dt.date, refusal: type[AppError]
) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, starts_on=TODAY - 5 * DAY)
    before = await ledger(manager)
    with pytest.raises(refusal):
        async with open_scope(manager) as scope:
            await check_out(scope, stay.id, day)
    assert await ledger(manager) == before


async def test_leaving_long_ago_is_refused(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
    with clock.at(clock.now() + 40 * DAY), pytest.raises(TooFarInPast):
        async with open_scope(manager) as scope:
            await check_out(scope, stay.id, TODAY + 5 * DAY)


async def test_a_day_ahead_is_refused_where_it_was_said(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
        move = StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[3], moves_on=TODAY + DAY)
        fields = []
        for asked in (
            check_out(scope, stay.id, TODAY + DAY),
            check_out_preview(scope, stay.id, TODAY + DAY),
            transfer_stay(scope, stay.id, move),
        ):
            with pytest.raises(TooFarInFuture) as caught:
                await asked
            fields.append(caught.value.field)
    assert fields == [("input", "ends_on"), ("ends_on",), ("input", "moves_on")]


async def test_a_stay_ends_once(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)

    async def outcome() -> str:
        try:
            async with open_scope(manager) as scope:
                await check_out(scope, stay.id)
        except AppError as refusal:
            return refusal.code
        return "ended"

    assert Counter(await asyncio.gather(*(outcome() for _ in range(20)))) == {"ended": 1, StayNotOpen.code: 19}


async def test_a_stay_of_another_operator_is_not_there(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    before = await ledger(manager)
    for act in (check_out, check_out_preview):
        with pytest.raises(NotFound):
            async with open_scope(stranger) as scope:
                await act(scope, stay.id)
    assert await ledger(manager) == before


async def test_a_transfer_keeps_the_start_of_residency(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, starts_on=TODAY - 9 * DAY)
        moved = await transfer_stay(scope, stay.id, StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[3]))
    assert (moved.residency_started_on, moved.previous_stay_id) == (TODAY - 9 * DAY, stay.id)
    assert await ledger(manager) == {
        (home.bed_ids[0], stay.id, TODAY - 9 * DAY, TODAY),
        (home.bed_ids[3], moved.id, TODAY, TODAY + 365 * DAY),
    }


async def test_a_transfer_to_a_taken_bed_leaves_everything_as_it_was(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
        await make_stay(scope, home, bed=1)
    before = await ledger(manager)
    with pytest.raises(BedOccupied):
        async with open_scope(manager) as scope:
            await transfer_stay(scope, stay.id, StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[1]))
    assert await ledger(manager) == before


async def test_a_transfer_to_the_same_bed_is_refused(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
    with pytest.raises(BadInput):
        async with open_scope(manager) as scope:
            await transfer_stay(scope, stay.id, StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[0]))


async def test_a_family_moves_from_a_bed_to_a_suite(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
        spouse = await make_resident(scope, "李梅")
        suite = NewUnit(
            kind=UnitKind.SUITE, floor=2, number="201", area=Decimal(70), bed_labels=("1", "2"), max_occupants=4
        )
        (unit,) = await create_units(scope, home.building_id, (suite,))
        beds = await beds_of(scope, unit)
        joins = (CoOccupant(resident_id=spouse.id, relation=Relation.SPOUSE),)
        moved = await transfer_stay(scope, stay.id, StayTransfer(unit_id=unit.id, co_occupants=joins))
        people = await scope.session.scalars(select(StayResident.resident_id).where(StayResident.stay_id == moved.id))
        assert set(people) == {stay.lead_resident_id, spouse.id}
    assert {row[0] for row in await ledger(manager) if row[1] == moved.id} == set(beds)


async def test_who_joins_must_not_live_elsewhere(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
        other = await make_stay(scope, home, bed=1)
    joins = (CoOccupant(resident_id=other.lead_resident_id, relation=Relation.FRIEND),)
    transfer = StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[2], co_occupants=joins)
    with pytest.raises(ResidentAlreadyHoused):
        async with open_scope(manager) as scope:
            await transfer_stay(scope, stay.id, transfer)


async def test_swapping_beds_from_both_sides_never_deadlocks(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=8)
        stays = [await make_stay(scope, home, bed=bed) for bed in range(6)]

    async def outcome(stay: Stay, bed: int) -> str:
        try:
            async with open_scope(manager) as scope:
                await transfer_stay(scope, stay.id, StayTransfer(unit_id=home.unit_id, bed_id=home.bed_ids[bed]))
        except AppError as refusal:
            return refusal.code
        return "moved"

    wanted = [outcome(stays[number], bed) for number in range(6) for bed in range(8)]
    outcomes = Counter(await asyncio.gather(*wanted))
    assert set(outcomes) <= {"moved", "BED_OCCUPIED", "STAY_NOT_OPEN", "BAD_INPUT"}
    held = [row for row in await ledger(manager) if row[2] <= TODAY < row[3]]
    assert len({row[0] for row in held}) == len(held) == 6


async def test_who_stays_on_is_kept_in_the_ledger(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, days=10)
        blocked = await make_stay(scope, home, bed=1, days=10)
        await make_stay(scope, home, bed=1, starts_on=TODAY + 10 * DAY, ends_on=TODAY + 20 * DAY)
    for days in (10, 11, 12):
        with clock.at(clock.now() + days * DAY):
            for _ in range(2):
                async with open_scope(manager) as scope:
                    await lengthen_overstays(scope)
    async with open_scope(manager, read_only=True) as scope:
        stay = await scope.session.get_one(Stay, (manager.operator_id, stay.id))
        blocked = await scope.session.get_one(Stay, (manager.operator_id, blocked.id))
    assert (stay.ends_on, stay.planned_ends_on, stay.overstay_blocked) == (TODAY + 13 * DAY, TODAY + 10 * DAY, False)
    assert (blocked.ends_on, blocked.overstay_blocked) == (TODAY + 10 * DAY, True)
