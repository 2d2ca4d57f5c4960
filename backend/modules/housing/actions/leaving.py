"""Check-out and transfer: a stay is closed, and what its residents still hold ends with it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.housing.contract.events import StayTransferred
from backend.modules.housing.contract.inputs import CheckOutEffect, NewStay, StayTransfer
from backend.modules.housing.contract.permissions import PAST_DAYS, HousingPermission
from backend.modules.housing.contract.refusals import EndBeforeStart, StayNotOpen, TooFarInFuture, TooFarInPast
from backend.modules.housing.ledger.places import lock_places, refuse_allotted, refuse_crowding, refuse_out_of_service
from backend.modules.housing.ledger.stays import (
    check_out_hooks,
    close_stay,
    end_stay,
    leaving_of,
    lock_stay,
    open_stay,
    place_of,
)
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.words import Relation, StayStatus
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
    await _refuse_day(scope, stay, day, "input", "ends_on")
    await end_stay(scope, stay, day)
    return stay


@action(HousingPermission.CHECK_IN)
async def check_out_preview(scope: Scope, stay_id: UUID, ends_on: dt.date | None = None) -> list[CheckOutEffect]:
    """What a check-out would end or hand over; it is what happens. Raises as `check_out`, and changes nothing."""
    stay = await scope.session.scalar(select(Stay).where(Stay.id == stay_id))
    if stay is None:
        raise NotFound
    if stay.status is not StayStatus.ACTIVE:
        raise StayNotOpen
    day = ends_on or clock.today()
    await _refuse_day(scope, stay, day, "ends_on")
    leaving = await leaving_of(scope, stay, day)
    return [effect for hook in check_out_hooks() for effect in await hook.preview(scope, leaving)]


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
    await _refuse_day(scope, stay, day, "input", "moves_on")
    new = _moved(stay, transfer, day)
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
    scope.emit(StayTransferred(moved.id, stay.id, moved.community_id, moved.lead_resident_id, stay.community_id, day))
    return moved


def _moved(stay: Stay, transfer: StayTransfer, day: dt.date) -> NewStay:
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
    return new


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


async def _refuse_day(scope: Scope, stay: Stay, day: dt.date, *field: str) -> None:
    today = clock.today()
    back = await scope.limit(PAST_DAYS)
    if day < stay.starts_on:
        raise EndBeforeStart(field=field)
    if day > today:
        raise TooFarInFuture(field=field, days=0)
    if day < today - dt.timedelta(days=back):
        raise TooFarInPast(field=field, days=back)
