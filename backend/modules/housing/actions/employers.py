"""Employers, and the beds that they hold for workers who are named later."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.events import LedgerChanged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import BedAllotted, BedOccupied, CreditCodeInvalid, EndBeforeStart
from backend.modules.housing.ledger.places import HOLDING
from backend.modules.housing.models.employers import Allotment, AllottedBed, Employer
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.models.stays import BedOccupancy, Stay
from tenants.scope import Scope, action

_MOST_BEDS = 500


@action(HousingPermission.MANAGE_EMPLOYERS)
async def create_employer(scope: Scope, name: str, credit_code: str) -> Employer:
    """A company, by its unified social credit code (GB 32100). Raises CreditCodeInvalid, EmployerTaken, BadInput."""
    if not 1 <= len(name.strip()) <= 100:
        raise BadInput(field=("input", "name"))
    try:
        code = uscc.validate(credit_code)
    except ValidationError as error:
        raise CreditCodeInvalid(field=("input", "credit_code")) from error
    employer = Employer(id=new_id(), name=name.strip(), uscc=code)
    scope.session.add(employer)
    await scope.session.flush()
    scope.record("create_employer", "Employer", employer.id)
    return employer


@action(HousingPermission.MANAGE_EMPLOYERS)
async def allot_beds(
    scope: Scope, employer_id: UUID, bed_ids: tuple[UUID, ...], starts_on: dt.date, ends_on: dt.date
) -> Allotment:
    """Hold beds of one community for an employer, all or none; the end is exclusive.

    Raises NotFound, EndBeforeStart, BedAllotted, and BedOccupied where someone not of this employer lives there then.
    """
    if ends_on <= starts_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    wanted = set(bed_ids)
    if not 1 <= len(wanted) <= _MOST_BEDS or len(wanted) != len(bed_ids):
        raise BadInput(field=("input", "bed_ids"))
    beds = await _locked_beds(scope, employer_id, wanted)
    await _refuse_strangers(scope, employer_id, wanted, starts_on, ends_on)
    allotment = Allotment(
        id=new_id(), community_id=beds[0].community_id, employer_id=employer_id, starts_on=starts_on, ends_on=ends_on
    )
    scope.session.add(allotment)
    await scope.session.flush()
    rows = [
        {
            "id": new_id(),
            "allotment_id": allotment.id,
            "employer_id": employer_id,
            "bed_id": bed.id,
            "community_id": bed.community_id,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        for bed in beds
    ]
    held = await scope.session.scalars(
        insert(AllottedBed).values(rows).on_conflict_do_nothing().returning(AllottedBed.bed_id)
    )
    if len(held.all()) != len(rows):
        raise BedAllotted(field=("input", "bed_ids"))
    scope.record("allot_beds", "Allotment", allotment.id, community_id=allotment.community_id, beds=len(rows))
    scope.emit(LedgerChanged(allotment.community_id, min(starts_on, clock.today())))
    return allotment


@action(HousingPermission.MANAGE_EMPLOYERS)
async def end_allotment(scope: Scope, allotment_id: UUID, ends_on: dt.date | None = None) -> Allotment:
    """Give an allotment's beds back from a day on, today if none is given. Raises NotFound, EndBeforeStart."""
    allotment = await scope.session.scalar(select(Allotment).where(Allotment.id == allotment_id).with_for_update())
    if allotment is None:
        raise NotFound
    day = ends_on or clock.today()
    if not allotment.starts_on < day <= allotment.ends_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    allotment.ends_on = day
    await scope.session.execute(update(AllottedBed).where(AllottedBed.allotment_id == allotment_id).values(ends_on=day))
    scope.record("end_allotment", "Allotment", allotment_id, community_id=allotment.community_id)
    scope.emit(LedgerChanged(allotment.community_id, min(day, clock.today())))
    return allotment


async def _locked_beds(scope: Scope, employer_id: UUID, wanted: set[UUID]) -> Sequence[Bed]:
    known = await scope.session.scalar(select(Employer.id).where(Employer.id == employer_id))
    beds = (
        await scope.session.scalars(
            select(Bed).where(Bed.id.in_(wanted)).order_by(Bed.id).with_for_update(key_share=True)
        )
    ).all()
    if known is None or len(beds) != len(wanted):
        raise NotFound
    if len({bed.community_id for bed in beds}) != 1:
        raise BadInput(field=("input", "bed_ids"))
    return beds


async def _refuse_strangers(
    scope: Scope, employer_id: UUID, bed_ids: set[UUID], starts_on: dt.date, ends_on: dt.date
) -> None:
    stay_of_another = exists().where(
        Stay.operator_id == BedOccupancy.operator_id,
        Stay.id == BedOccupancy.stay_id,
        Stay.status.in_(HOLDING),
        Stay.employer_id.is_distinct_from(employer_id),
    )
    held = select(BedOccupancy.id).where(
        BedOccupancy.bed_id.in_(bed_ids),
        BedOccupancy.starts_on < ends_on,
        BedOccupancy.ends_on > starts_on,
        stay_of_another,
    )
    if await scope.session.scalar(held.limit(1)) is not None:
        raise BedOccupied(field=("input", "bed_ids"))
