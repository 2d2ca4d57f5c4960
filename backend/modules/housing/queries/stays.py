"""Reads of stays and of the bed ledger."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.employers import AllottedBed
from backend.modules.housing.models.inventory import Bed, Community, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import StayStatus
from tenants.scope import Scope, query

LIVED = (StayStatus.ACTIVE, StayStatus.ENDED)
_OF_OCCUPANCY = and_(Stay.operator_id == BedOccupancy.operator_id, Stay.id == BedOccupancy.stay_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class StayFilter:
    """Which stays are wanted; `as_of` is a date on which someone lived there."""

    community_id: UUID | None = None
    resident_id: UUID | None = None
    employer_id: UUID | None = None
    unit_id: UUID | None = None
    statuses: tuple[StayStatus, ...] = ()
    as_of: dt.date | None = None
    due_out_by: dt.date | None = None
    registration_due_by: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """A community on one date: all of it from the ledger. Beds let but empty are held by an employer."""

    community_id: UUID
    as_of: dt.date
    units: int
    beds: int
    beds_occupied: int
    beds_reserved: int
    beds_let: int
    residents: int

    @property
    def rate(self) -> float:
        """Share of the beds that are occupied, 0 to 1."""
        return round(self.beds_occupied / self.beds, 4) if self.beds else 0.0


@query(HousingPermission.VIEW_RESIDENTS)
async def stays_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Stay]:
    """Stays by id."""
    rows = await scope.session.scalars(select(Stay).where(Stay.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW_RESIDENTS)
async def stay_residents_by_id(scope: Scope, stay_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[StayResident]]:
    """Who lives in each stay, the lead first, by the stay's id."""
    rows = await scope.session.scalars(
        select(StayResident).where(StayResident.stay_id.in_(stay_ids)).order_by(StayResident.id)
    )
    found: dict[UUID, list[StayResident]] = defaultdict(list)
    for row in rows:
        found[row.stay_id].append(row)
    return found


@query(HousingPermission.VIEW_RESIDENTS)
async def stays_of_residents_by_id(scope: Scope, resident_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Stay]]:
    """All stays of each resident, the latest first, by the resident's id."""
    rows = await scope.session.execute(
        select(StayResident.resident_id, Stay)
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .where(StayResident.resident_id.in_(resident_ids))
        .order_by(Stay.starts_on.desc(), Stay.id.desc())
    )
    found: dict[UUID, list[Stay]] = defaultdict(list)
    for resident_id, stay in rows:
        found[resident_id].append(stay)
    return found


@query(HousingPermission.VIEW_RESIDENTS)
async def homes_by_resident_id(scope: Scope, resident_ids: Sequence[UUID]) -> Mapping[UUID, Stay]:
    """The stay that each of these residents leads now, by the resident's id."""
    rows = await scope.session.scalars(
        select(Stay).where(Stay.lead_resident_id.in_(resident_ids), Stay.status == StayStatus.ACTIVE)
    )
    return {row.lead_resident_id: row for row in rows}


@query(HousingPermission.VIEW_RESIDENTS)
async def list_stays(scope: Scope, page: Page, wanted: StayFilter) -> Slice[Stay]:
    """The stays that the actor may see, newest first; a list of what is due begins with what was due longest ago."""
    statement = select(Stay)
    for column, value in (
        (Stay.community_id, wanted.community_id),
        (Stay.employer_id, wanted.employer_id),
        (Stay.unit_id, wanted.unit_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.statuses:
        statement = statement.where(Stay.status.in_(wanted.statuses))
    if wanted.resident_id is not None:
        theirs = select(StayResident.stay_id).where(StayResident.resident_id == wanted.resident_id)
        statement = statement.where(Stay.id.in_(theirs))
    if wanted.as_of is not None:
        statement = statement.where(Stay.status.in_(LIVED), Stay.starts_on <= wanted.as_of, Stay.ends_on > wanted.as_of)
    if wanted.due_out_by is not None:
        statement = statement.where(Stay.status == StayStatus.ACTIVE, Stay.planned_ends_on <= wanted.due_out_by)
    if wanted.registration_due_by is not None:
        statement = statement.where(
            Stay.status == StayStatus.ACTIVE,
            Stay.registered_on.is_(None),
            Stay.registration_due_on <= wanted.registration_due_by,
        )
    due = _due_by(wanted)
    if due is not None:
        return await paged(scope.session, statement, page, due, Stay.id)
    return await paged(scope.session, statement, page, Stay.id, newest_first=True)


def _due_by(wanted: StayFilter) -> InstrumentedAttribute[dt.date] | None:
    """The date by which whatever is listed is to be done, if it is."""
    if wanted.due_out_by is not None:
        return Stay.planned_ends_on
    if wanted.registration_due_by is not None:
        return Stay.registration_due_on
    return Stay.starts_on if wanted.statuses == (StayStatus.RESERVED,) else None


@query(HousingPermission.VIEW)
async def occupancy(scope: Scope, community_id: UUID, as_of: dt.date | None = None) -> Occupancy:
    """A community on a date, today if none is given; who moves out that morning is gone. Raises NotFound."""
    day = as_of or clock.today()
    session = scope.session
    if await session.scalar(select(Community.id).where(Community.id == community_id)) is None:
        raise NotFound
    on_day = (BedOccupancy.community_id == community_id, BedOccupancy.starts_on <= day, BedOccupancy.ends_on > day)
    held = select(Stay.status, func.count(BedOccupancy.bed_id.distinct())).join(Stay, _OF_OCCUPANCY).where(*on_day)
    by_status = dict((await session.execute(held.group_by(Stay.status))).all())
    lived_in = select(BedOccupancy.bed_id).join(Stay, _OF_OCCUPANCY).where(*on_day, Stay.status.in_(LIVED))
    allotted = select(AllottedBed.bed_id).where(
        AllottedBed.community_id == community_id, AllottedBed.starts_on <= day, AllottedBed.ends_on > day
    )
    people = (
        select(func.count(StayResident.resident_id.distinct()))
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .where(
            StayResident.community_id == community_id,
            StayResident.starts_on <= day,
            StayResident.ends_on > day,
            Stay.status.in_(LIVED),
        )
    )
    here = select(func.count()).select_from(Bed).where(Bed.community_id == community_id)
    units = select(func.count()).select_from(Unit).where(Unit.community_id == community_id)
    return Occupancy(
        community_id=community_id,
        as_of=day,
        units=await session.scalar(units) or 0,
        beds=await session.scalar(here) or 0,
        beds_occupied=sum(by_status.get(status, 0) for status in LIVED),
        beds_reserved=by_status.get(StayStatus.RESERVED, 0),
        beds_let=await session.scalar(here.where(or_(Bed.id.in_(allotted), Bed.id.in_(lived_in)))) or 0,
        residents=await session.scalar(people) or 0,
    )
