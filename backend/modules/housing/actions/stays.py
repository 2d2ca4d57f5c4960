"""Check-in, arrival, check-out, transfer, extension and cancellation of stays."""

import datetime as dt
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.housing.contract.events import LedgerChanged, ResidentCheckedIn
from backend.modules.housing.contract.inputs import NewStay
from backend.modules.housing.contract.permissions import (
    ADULT_AGE,
    FUTURE_DAYS,
    LONGEST_STAY_DAYS,
    PAST_DAYS,
    HousingPermission,
)
from backend.modules.housing.contract.refusals import (
    EndBeforeStart,
    MinorAlone,
    ReasonMissing,
    ResidentErased,
    StayNotOpen,
    StayTooLong,
    TooFarInFuture,
    TooFarInPast,
)
from backend.modules.housing.ledger.holding import move_end
from backend.modules.housing.ledger.places import (
    lock_places,
    refuse_allotted,
    refuse_crowding,
    refuse_out_of_service,
)
from backend.modules.housing.ledger.stays import change_end, lock_stay, open_stay, place_of
from backend.modules.housing.models.employers import Employer
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import Relation, StayStatus
from tenants.scope import Scope, action


@action(HousingPermission.CHECK_IN)
async def check_in(scope: Scope, new: NewStay) -> Stay:
    """House a resident, with whoever lives along: ACTIVE from today on, RESERVED before, ENDED where it is history.

    Raises the refusals of the dates, NotFound, BedOccupied, BedAllotted, BedOutOfService, ResidentAlreadyHoused,
    OverLimit, MinorAlone. Days into the past are limited for single check-ins, not for imported history.
    """
    today = clock.today()
    await _refuse_odd_dates(scope, new, today)
    (place,) = await lock_places(scope, (new.unit_id, new.bed_id))
    if new.ends_on > today:
        refuse_out_of_service(place)
    people = await _people(scope, new)
    await _refuse_unknown_employer(scope, new.employer_id)
    await refuse_allotted(scope, place, new.starts_on, new.ends_on, new.employer_id)
    reason = await refuse_crowding(scope, place, new.starts_on, new.ends_on, len(people), new.over_limit_reason)
    stay = await open_stay(scope, place, new, people, over_limit_reason=reason)
    scope.record(
        "check_in", "Stay", stay.id, community_id=stay.community_id, reason=reason, starts_on=stay.starts_on.isoformat()
    )
    scope.emit(ResidentCheckedIn(stay.id, stay.community_id, new.resident_id, stay.starts_on))
    return stay


@action(HousingPermission.CHECK_IN)
async def confirm_arrival(scope: Scope, stay_id: UUID) -> Stay:
    """Someone who had reserved has come; who comes early lives there from today. Raises NotFound, StayNotOpen."""
    await lock_places(scope, await place_of(scope, stay_id))
    stay = await lock_stay(scope, stay_id)
    if stay.status is not StayStatus.RESERVED or stay.starts_on > clock.today():
        raise StayNotOpen
    stay.status = StayStatus.ACTIVE
    scope.record("confirm_arrival", "Stay", stay.id, community_id=stay.community_id)
    scope.emit(ResidentCheckedIn(stay.id, stay.community_id, stay.lead_resident_id, stay.starts_on))
    return stay


@action(HousingPermission.CHECK_IN)
async def extend_stay(scope: Scope, stay_id: UUID, ends_on: dt.date) -> Stay:
    """A later planned end. Raises StayNotOpen, EndBeforeStart, StayTooLong, BedOccupied, BedAllotted."""
    (place,) = await lock_places(scope, await place_of(scope, stay_id))
    stay = await lock_stay(scope, stay_id)
    if stay.status not in (StayStatus.RESERVED, StayStatus.ACTIVE):
        raise StayNotOpen
    if ends_on <= stay.planned_ends_on or ends_on <= clock.today():
        raise EndBeforeStart(field=("input", "ends_on"))
    await _refuse_long(scope, stay.starts_on, ends_on)
    await refuse_allotted(scope, place, stay.ends_on, ends_on, stay.employer_id)
    await change_end(scope, stay, ends_on)
    return stay


@action(HousingPermission.CHECK_IN)
async def cancel_stay(scope: Scope, stay_id: UUID, reason: str) -> Stay:
    """A reservation that will not be lived; it holds nothing any more. Raises StayNotOpen, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(field=("input", "reason"))
    await lock_places(scope, await place_of(scope, stay_id))
    stay = await lock_stay(scope, stay_id)
    if stay.status is not StayStatus.RESERVED:
        raise StayNotOpen
    stay.status = StayStatus.CANCELLED
    await move_end(scope, stay, stay.starts_on)
    scope.record("cancel_stay", "Stay", stay.id, community_id=stay.community_id, reason=reason.strip())
    scope.emit(LedgerChanged(stay.community_id, min(stay.starts_on, clock.today())))
    return stay


@action(HousingPermission.CHECK_IN)
async def record_registration(scope: Scope, stay_id: UUID, registered_on: dt.date) -> Stay:
    """The residence registration (居住登记) of a stay was done on a day. Raises NotFound, BadInput."""
    stay = await lock_stay(scope, stay_id)
    if not stay.starts_on <= registered_on <= clock.today():
        raise BadInput(field=("input", "registered_on"))
    was, stay.registered_on = stay.registered_on, registered_on
    scope.record(
        "record_registration", "Stay", stay.id, community_id=stay.community_id, registered_on=registered_on.isoformat()
    )
    scope.emit(LedgerChanged(stay.community_id, min(stay.registration_due_on, registered_on, was or registered_on)))
    return stay


async def _refuse_odd_dates(scope: Scope, new: NewStay, today: dt.date) -> None:
    if new.ends_on <= new.starts_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    await _refuse_long(scope, new.starts_on, new.ends_on)
    ahead = await scope.limit(FUTURE_DAYS)
    if new.starts_on > today + dt.timedelta(days=ahead):
        raise TooFarInFuture(field=("input", "starts_on"), days=ahead)
    if new.import_id is not None:
        return
    back = await scope.limit(PAST_DAYS)
    if new.starts_on < today - dt.timedelta(days=back):
        raise TooFarInPast(field=("input", "starts_on"), days=back)
    if new.ends_on <= today:
        raise EndBeforeStart(field=("input", "ends_on"))


async def _refuse_long(scope: Scope, starts_on: dt.date, ends_on: dt.date) -> None:
    longest = await scope.limit(LONGEST_STAY_DAYS)
    if (ends_on - starts_on).days > longest:
        raise StayTooLong(field=("input", "ends_on"), days=longest)


async def _people(scope: Scope, new: NewStay) -> list[tuple[UUID, Relation]]:
    people = [(new.resident_id, Relation.LEAD), *((one.resident_id, one.relation) for one in new.co_occupants)]
    ids = [resident_id for resident_id, _ in people]
    if len(set(ids)) != len(ids) or any(relation is Relation.LEAD for _, relation in people[1:]):
        raise BadInput(field=("input", "co_occupants"))
    found = await scope.session.execute(
        select(Resident.id, Resident.birth_on, Resident.erased_at).where(Resident.id.in_(ids))
    )
    known = {row.id: row for row in found}
    if len(known) != len(ids):
        raise NotFound
    if any(row.erased_at is not None for row in known.values()):
        raise ResidentErased
    adult = await scope.limit(ADULT_AGE)
    birth_on = known[new.resident_id].birth_on
    if birth_on is not None and birth_on + relativedelta(years=adult) > new.starts_on:
        raise MinorAlone(field=("input", "resident_id"), age=adult)
    return people


async def _refuse_unknown_employer(scope: Scope, employer_id: UUID | None) -> None:
    if employer_id is None:
        return
    if await scope.session.scalar(select(Employer.id).where(Employer.id == employer_id)) is None:
        raise NotFound
