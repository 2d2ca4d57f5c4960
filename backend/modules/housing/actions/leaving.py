"""Check-out and transfer: a stay is closed, and what its residents still hold ends with it."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.housing.actions.ledger import (
    lock_places,
    lock_stay,
    move_end,
    place_of,
    refuse_allotted,
    refuse_crowding,
    refuse_out_of_service,
)
from backend.modules.housing.actions.stays import open_stay
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.events import ResidentCheckedOut, StayTransferred
from backend.modules.housing.contract.inputs import CheckOutEffect, NewStay, StayTransfer
from backend.modules.housing.contract.permissions import PAST_DAYS, HousingPermission
from backend.modules.housing.contract.refusals import EndBeforeStart, StayNotOpen, TooFarInFuture, TooFarInPast
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, Relation, StayStatus
from tenants.scope import Scope, action


@action(HousingPermission.CHECK_IN)
async def check_out(scope: Scope, stay_id: UUID, ends_on: dt.date | None = None) -> Stay:
    """End a stay on a day, today if none is given: the beds become dirty and every module's hook has its turn.

    One act: all of it or nothing. Raises NotFound, StayNotOpen, and the refusals of the day.
    """
    await lock_places(scope, await place_of(scope, stay_id))
    stay = await lock_stay(scope, stay_id)
    if stay.status is not StayStatus.ACTIVE:
        raise StayNotOpen
    day = ends_on or clock.today()
    await _refuse_day(scope, stay, day)
    await end_stay(scope, stay, day)
    return stay


async def end_stay(scope: Scope, stay: Stay, day: dt.date) -> None:
    """End a stay that was locked and looked at, and all that its residents still hold."""
    leaving = await leaving_of(scope, stay, day)
    effects = [effect for hook in _hooks() for effect in await hook.apply(scope, leaving)]
    await close_stay(scope, stay, day)
    scope.record(
        "check_out",
        "Stay",
        stay.id,
        community_id=stay.community_id,
        ends_on=day.isoformat(),
        effects=[[effect.module, effect.act, effect.count] for effect in effects],
    )
    scope.emit(ResidentCheckedOut(stay.id, stay.community_id, leaving.resident_ids, day))


@action(HousingPermission.CHECK_IN)
async def check_out_preview(scope: Scope, stay_id: UUID, ends_on: dt.date | None = None) -> list[CheckOutEffect]:
    """What a check-out would end or hand over; it is what happens. Raises as `check_out`, and changes nothing."""
    stay = await scope.session.scalar(select(Stay).where(Stay.id == stay_id))
    if stay is None:
        raise NotFound
    if stay.status is not StayStatus.ACTIVE:
        raise StayNotOpen
    day = ends_on or clock.today()
    await _refuse_day(scope, stay, day)
    leaving = await leaving_of(scope, stay, day)
    return [effect for hook in _hooks() for effect in await hook.preview(scope, leaving)]


async def close_stay(scope: Scope, stay: Stay, day: dt.date) -> None:
    """Let go of a stay's place on a day; the beds are to be cleaned. The place is locked."""
    stay.status, stay.checked_out_at, stay.overstay_blocked = StayStatus.ENDED, clock.now(), False
    await move_end(scope, stay, day)
    await scope.session.execute(
        update(Bed)
        .where(Bed.id.in_(_beds_of(stay)), Bed.condition != BedCondition.OUT_OF_SERVICE)
        .values(condition=BedCondition.DIRTY, condition_note=None, condition_at=clock.now())
        .execution_options(synchronize_session=False)
    )


async def leaving_of(scope: Scope, stay: Stay, day: dt.date) -> Leaving:
    """Who leaves with a stay."""
    ids = await scope.session.scalars(
        select(StayResident.resident_id).where(StayResident.stay_id == stay.id).order_by(StayResident.id)
    )
    return Leaving(stay_id=stay.id, community_id=stay.community_id, resident_ids=tuple(ids), ends_on=day)


@action(HousingPermission.CHECK_IN)
async def transfer_stay(scope: Scope, stay_id: UUID, transfer: StayTransfer) -> Stay:
    """Move everyone of a stay to another bed, room or suite on a day, in one act; who joins then comes along.

    The new stay keeps the start of residency, the employer and the planned end unless another is given. Raises the
    refusals of check-in; then the old stay is as it was.
    """
    old_place, place = await lock_places(scope, await place_of(scope, stay_id), (transfer.unit_id, transfer.bed_id))
    stay = await lock_stay(scope, stay_id)
    if stay.status is not StayStatus.ACTIVE:
        raise StayNotOpen
    if (place.unit.id, place.bed_id) == (old_place.unit.id, old_place.bed_id):
        raise BadInput(field=("input", "bed_id" if place.bed_id else "unit_id"))
    day = transfer.moves_on or clock.today()
    await _refuse_day(scope, stay, day)
    new = NewStay(
        unit_id=transfer.unit_id,
        bed_id=transfer.bed_id,
        resident_id=stay.lead_resident_id,
        starts_on=day,
        ends_on=transfer.ends_on or max(stay.planned_ends_on, day + dt.timedelta(days=1)),
        employer_id=stay.employer_id,
        import_id=transfer.import_id,
    )
    if new.ends_on <= new.starts_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    refuse_out_of_service(place)
    people = await _movers(scope, stay, transfer)
    await refuse_allotted(scope, place, new.starts_on, new.ends_on, new.employer_id)
    reason = await refuse_crowding(
        scope, place, new.starts_on, new.ends_on, len(people), transfer.over_limit_reason, leaving_stay_id=stay.id
    )
    await close_stay(scope, stay, day)
    moved = await open_stay(scope, place, new, people, over_limit_reason=reason, previous=stay)
    scope.record(
        "transfer_stay",
        "Stay",
        moved.id,
        community_id=moved.community_id,
        reason=reason,
        previous_stay_id=str(stay.id),
        moves_on=day.isoformat(),
    )
    scope.emit(StayTransferred(moved.id, stay.id, moved.community_id, moved.lead_resident_id))
    return moved


async def _movers(scope: Scope, stay: Stay, transfer: StayTransfer) -> list[tuple[UUID, Relation]]:
    rows = await scope.session.execute(
        select(StayResident.resident_id, StayResident.relation).where(StayResident.stay_id == stay.id)
    )
    people = [(row.resident_id, row.relation) for row in rows]
    joining = [(one.resident_id, one.relation) for one in transfer.co_occupants]
    ids = [resident_id for resident_id, _ in (*people, *joining)]
    if len(set(ids)) != len(ids):
        raise BadInput(field=("input", "co_occupants"))
    known = await scope.session.scalars(select(Resident.id).where(Resident.id.in_(ids), Resident.erased_at.is_(None)))
    if len(known.all()) != len(ids):
        raise NotFound
    return [*people, *joining]


async def _refuse_day(scope: Scope, stay: Stay, day: dt.date) -> None:
    today = clock.today()
    back = await scope.limit(PAST_DAYS)
    if day < stay.starts_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    if day > today:
        raise TooFarInFuture(field=("input", "ends_on"), days=0)
    if day < today - dt.timedelta(days=back):
        raise TooFarInPast(field=("input", "ends_on"), days=back)


def _hooks() -> list[CheckOutHook]:
    return [CheckOutHook.declared[name] for name in sorted(CheckOutHook.declared)]


def _beds_of(stay: Stay):  # type: ignore[no-untyped-def]  # a Select of bed ids
    return select(BedOccupancy.bed_id).where(BedOccupancy.stay_id == stay.id)


async def _count_beds(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    rows = await scope.session.scalars(select(BedOccupancy.bed_id).where(BedOccupancy.stay_id == leaving.stay_id))
    return [CheckOutEffect(module="housing", act="beds_to_clean", count=len(rows.all()))]


CheckOutHook("housing", preview=_count_beds, apply=_count_beds)
