"""Stays opened, lengthened and closed; whoever calls has locked the place and looked at the rules."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.events import LedgerChanged, ResidentCheckedOut
from backend.modules.housing.contract.inputs import CheckOutEffect, NewStay
from backend.modules.housing.contract.permissions import (
    REGISTRATION_DAYS,
)
from backend.modules.housing.ledger.holding import hold, move_end
from backend.modules.housing.ledger.places import (
    Place,
)
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, Relation, StayStatus
from tenants.scope import Scope


async def lock_stay(scope: Scope, stay_id: UUID) -> Stay:
    """A stay, after its place has been locked. Raises NotFound."""
    stay = await scope.session.scalar(
        select(Stay).where(Stay.id == stay_id).with_for_update().execution_options(populate_existing=True)
    )
    if stay is None:
        raise NotFound
    return stay


async def place_of(scope: Scope, stay_id: UUID) -> tuple[UUID, UUID | None]:
    """The unit and bed of a stay, which never change. Raises NotFound."""
    row = (await scope.session.execute(select(Stay.unit_id, Stay.bed_id).where(Stay.id == stay_id))).one_or_none()
    if row is None:
        raise NotFound
    return row.unit_id, row.bed_id


async def open_stay(
    scope: Scope,
    place: Place,
    new: NewStay,
    people: Sequence[tuple[UUID, Relation]],
    *,
    over_limit_reason: str | None,
    previous: Stay | None = None,
) -> Stay:
    """Write a stay and its rows in the ledger; the place is locked and everything else was looked at."""
    stay = new_stay(new, place.community.id, await scope.limit(REGISTRATION_DAYS))
    stay.over_limit_reason = over_limit_reason
    if previous is not None:
        stay.residency_started_on, stay.previous_stay_id = previous.residency_started_on, previous.id
    scope.session.add(stay)
    await scope.session.flush()
    await hold(scope, stay, place, people)
    if stay.status is not StayStatus.ENDED:
        await scope.session.execute(
            update(Resident)
            .where(Resident.id.in_([resident_id for resident_id, _ in people]))
            .values(community_id=place.community.id)
        )
    return stay


def new_stay(new: NewStay, community_id: UUID, registration_days: int) -> Stay:
    """The row of a stay, by today's date; nothing is written."""
    today = clock.today()
    status = StayStatus.RESERVED if new.starts_on > today else StayStatus.ACTIVE
    return Stay(
        id=new_id(),
        community_id=community_id,
        unit_id=new.unit_id,
        bed_id=new.bed_id,
        lead_resident_id=new.resident_id,
        employer_id=new.employer_id,
        status=StayStatus.ENDED if new.ends_on <= today else status,
        starts_on=new.starts_on,
        planned_ends_on=new.ends_on,
        ends_on=new.ends_on,
        residency_started_on=new.starts_on,
        previous_stay_id=None,
        over_limit_reason=None,
        overstay_blocked=False,
        registration_due_on=new.starts_on + dt.timedelta(days=registration_days),
        registered_on=None,
        import_id=new.import_id,
        created_at=clock.now(),
        checked_out_at=None,
    )


async def change_end(scope: Scope, stay: Stay, ends_on: dt.date) -> None:
    """Another agreed end of a stay that was locked and looked at."""
    was, stay.planned_ends_on, stay.overstay_blocked = stay.planned_ends_on, ends_on, False
    scope.emit(LedgerChanged(stay.community_id, min(was, stay.ends_on, ends_on, clock.today())))
    await move_end(scope, stay, ends_on)
    scope.record(
        "extend_stay",
        "Stay",
        stay.id,
        community_id=stay.community_id,
        planned_ends_on=ends_on.isoformat(),
        was=was.isoformat(),
    )


async def end_stay(scope: Scope, stay: Stay, day: dt.date) -> None:
    """End a stay that was locked and looked at, and all that its residents still hold."""
    leaving = await leaving_of(scope, stay, day)
    effects = [effect for hook in check_out_hooks() for effect in await hook.apply(scope, leaving)]
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


def check_out_hooks() -> list[CheckOutHook]:
    """What every module does when someone leaves, by the name of the module."""
    return [CheckOutHook.declared[name] for name in sorted(CheckOutHook.declared)]


def _beds_of(stay: Stay):  # type: ignore[no-untyped-def]  # a Select of bed ids
    return select(BedOccupancy.bed_id).where(BedOccupancy.stay_id == stay.id)


async def _count_beds(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    rows = await scope.session.scalars(select(BedOccupancy.bed_id).where(BedOccupancy.stay_id == leaving.stay_id))
    return [CheckOutEffect(module="housing", act="beds_to_clean", count=len(rows.all()))]


CheckOutHook("housing", preview=_count_beds, apply=_count_beds)
