"""Stays that outlast their planned end: the ledger follows who really lives there."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.housing.contract.events import LedgerChanged, OverstayNoticed
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.ledger.holding import move_end
from backend.modules.housing.ledger.places import lock_places
from backend.modules.housing.ledger.stays import lock_stay, place_of
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import StayStatus
from tenants.scope import Scope, action


@action(HousingPermission.CHECK_IN)
async def lengthen_overstays(scope: Scope) -> int:
    """Hold the place of everyone who has not moved out until tomorrow; returns how many stays that were.

    Where someone else holds the place from today on, the stay keeps its end and is flagged instead.
    """
    today = clock.today()
    overdue = select(Stay.id).where(Stay.status == StayStatus.ACTIVE, Stay.ends_on <= today).order_by(Stay.id)
    lengthened = 0
    since: dict[UUID, dt.date] = {}
    for stay_id in (await scope.session.scalars(overdue)).all():
        await lock_places(scope, await place_of(scope, stay_id))
        stay = await lock_stay(scope, stay_id)
        if stay.status is not StayStatus.ACTIVE or stay.ends_on > today:
            continue
        first_time = not stay.overstay_blocked and stay.ends_on == stay.planned_ends_on
        until = today + dt.timedelta(days=1)
        stay.overstay_blocked = await _is_taken(scope, stay, until)
        if not stay.overstay_blocked:
            since[stay.community_id] = min(stay.ends_on, since.get(stay.community_id, today))
            await move_end(scope, stay, until)
            lengthened += 1
        if first_time or stay.overstay_blocked:
            scope.record(
                "lengthen_overstays", "Stay", stay.id, community_id=stay.community_id, blocked=stay.overstay_blocked
            )
            scope.emit(OverstayNoticed(stay.id, stay.community_id, stay.overstay_blocked))
    for community_id, day in sorted(since.items()):
        scope.emit(LedgerChanged(community_id, day))
    return lengthened


async def _is_taken(scope: Scope, stay: Stay, until: dt.date) -> bool:
    """Whether the place or one of the people is someone else's from the old end on. The place is locked."""
    of_stay = select(BedOccupancy.bed_id).where(BedOccupancy.stay_id == stay.id)
    people = select(StayResident.resident_id).where(StayResident.stay_id == stay.id)
    for table, mine in (
        (BedOccupancy, BedOccupancy.bed_id.in_(of_stay)),
        (StayResident, StayResident.resident_id.in_(people)),
    ):
        taken = select(table.id).where(
            mine, table.stay_id != stay.id, table.starts_on < until, table.ends_on > stay.ends_on
        )
        if await scope.session.scalar(taken.limit(1)) is not None:
            return True
    return False
