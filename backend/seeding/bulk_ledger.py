"""Communities, residents and stays put together in memory, and loaded by COPY in one transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from backend.core import clock
from backend.core.copying import copy_rows
from backend.core.crypto import DataKey
from backend.core.db import Base
from backend.core.ids import new_id
from backend.modules.housing.actions.residents import sealed_resident
from backend.modules.housing.contract.inputs import NewCommunity, NewResident, NewUnit
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.employers import Allotment, AllottedBed, Employer
from backend.modules.housing.models.inventory import Bed, Building, Community, GovernancePeriod, Unit
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, GovernanceMode, PartyStatus, Relation, StayStatus, UnitKind
from backend.seeding.people import Firm, Person
from tenants.scope import Scope

REGISTRATION_DAYS = 7
FOREVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its beds; `is_by_bed` where each bed is let by itself."""

    community_id: UUID
    building_id: UUID
    unit_id: UUID
    kind: UnitKind
    bed_ids: tuple[UUID, ...]
    is_by_bed: bool = False


@dataclass(frozen=True, slots=True)
class Letting:
    """What one stay holds: one bed of a place, or all of them."""

    place: Place
    bed_id: UUID | None
    employer_id: UUID | None = None

    @property
    def bed_ids(self) -> tuple[UUID, ...]:
        return self.place.bed_ids if self.bed_id is None else (self.bed_id,)


@dataclass(frozen=True, slots=True)
class Lived:
    """Somebody grown-up who lives in a community, or did; the end is exclusive."""

    resident_id: UUID
    unit_id: UUID
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class StayTerms:
    """The dates of a stay and what went before it; `ends_on` empty: as planned."""

    status: StayStatus
    starts_on: dt.date
    planned_ends_on: dt.date
    ends_on: dt.date | None = None
    residency_started_on: dt.date | None = None
    previous_stay_id: UUID | None = None
    is_registered: bool = True


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


# Each after those that it refers to.
_ORDER = (
    *(Community, GovernancePeriod, Building, Unit, Bed, Employer, Allotment, AllottedBed),
    *(Resident, ResidentNameToken, Stay, StayResident, BedOccupancy),
)
_COLUMNS: dict[type[Base], tuple[str, ...]] = {
    model: tuple(column.name for column in _table(model).columns) for model in _ORDER
}


class Ledger:
    """Rows of one operator that wait to be loaded. Keys and ids are random, everything else is what it is given."""

    def __init__(self, operator_id: UUID, key: DataKey) -> None:
        self._operator_id = operator_id
        self._key = key
        self._rows: dict[type[Base], list[tuple[Any, ...]]] = defaultdict(list)  # Any: column values
        self._lived: dict[UUID, list[Lived]] = defaultdict(list)

    def lived_in(self, community_id: UUID) -> Sequence[Lived]:
        """Everybody who lives in a community or did, children aside."""
        return self._lived[community_id]

    def community(self, new: NewCommunity, mode_since: dt.date | None = None) -> UUID:
        """A community; `mode_since`: it was under the area grid from its opening until that day."""
        community_id, made_at = new_id(), _morning(new.opened_on)
        said = {name: getattr(new, name) for name in NewCommunity.__slots__ if name != "governance_mode"}
        self._add(Community, id=community_id, created_at=made_at, **said)
        since = new.opened_on if mode_since is None else mode_since
        if since > new.opened_on:
            self._govern(community_id, GovernanceMode.AREA_GRID, new.opened_on, since)
        self._govern(community_id, new.governance_mode, since, FOREVER)
        return community_id

    def _govern(self, community_id: UUID, mode: GovernanceMode, starts_on: dt.date, ends_on: dt.date) -> None:
        self._add(GovernancePeriod, community_id=community_id, mode=mode, starts_on=starts_on, ends_on=ends_on)

    def building(self, community_id: UUID, code: str, floors: int) -> UUID:
        building_id = new_id()
        self._add(Building, id=building_id, community_id=community_id, code=code, name=f"{code}号楼", floors=floors)
        return building_id

    def unit(
        self, community_id: UUID, building_id: UUID, new: NewUnit, made_at: dt.datetime, *, is_by_bed: bool = False
    ) -> Place:
        """A unit with its beds."""
        place = {"community_id": community_id, "building_id": building_id, "unit_id": new_id()}
        said = {name: getattr(new, name) for name in NewUnit.__slots__ if name != "bed_labels"}
        self._add(Unit, id=place["unit_id"], community_id=community_id, building_id=building_id, **said)
        beds = tuple(new_id() for _ in new.bed_labels)
        for bed_id, label in zip(beds, new.bed_labels, strict=True):
            self._add(Bed, id=bed_id, label=label, condition=BedCondition.CLEAN, condition_at=made_at, **place)
        return Place(**place, kind=new.kind, bed_ids=beds, is_by_bed=is_by_bed)

    def employer(self, firm: Firm, since: dt.date) -> UUID:
        employer_id = new_id()
        self._add(Employer, id=employer_id, name=firm.name, uscc=firm.uscc, created_at=_morning(since))
        return employer_id

    def allot(
        self, employer_id: UUID, lettings: Sequence[Letting], starts_on: dt.date, ends_on: dt.date
    ) -> list[Letting]:
        """Beds of one community for an employer's workers; returns the lettings as the employer's."""
        period = {"starts_on": starts_on, "ends_on": ends_on, "employer_id": employer_id}
        allotment_id, community_id = new_id(), lettings[0].place.community_id
        self._add(Allotment, id=allotment_id, community_id=community_id, created_at=_morning(starts_on), **period)
        for letting in lettings:
            for bed_id in letting.bed_ids:
                self._add(AllottedBed, community_id=community_id, allotment_id=allotment_id, bed_id=bed_id, **period)
        return [replace(letting, employer_id=employer_id) for letting in lettings]

    def resident(
        self,
        person: Person,
        since: dt.date,
        community_id: UUID | None,
        *,
        status: PartyStatus = PartyStatus.NOT_STATED,
        lives_alone: bool | None = None,
    ) -> UUID:
        """Someone registered on a day, sealed; without a community for those who live here no more."""
        new = NewResident(
            name=person.name,
            document_kind=DocumentKind.RESIDENT_ID,
            document_number=person.document_number,
            phone=person.phone,
            has_consented=True,
            party_status=status,
            has_consented_to_party_status=status is not PartyStatus.NOT_STATED,
            lives_alone=lives_alone,
        )
        with clock.at(_morning(since)):
            row, tokens = sealed_resident(self._key, new, "seed")
        row.community_id, row.operator_id = community_id, self._operator_id
        self._rows[Resident].append(tuple(getattr(row, name) for name in _COLUMNS[Resident]))
        self._rows[ResidentNameToken] += [(self._operator_id, token["token"], row.id) for token in tokens]
        return row.id

    def stay(self, letting: Letting, people: Sequence[tuple[UUID, Relation]], terms: StayTerms) -> UUID:
        """A stay with those who live in it, the lead first, and its rows in the ledger."""
        stay_id, place = new_id(), letting.place
        ends_on = terms.ends_on or terms.planned_ends_on
        due_on = terms.starts_on + dt.timedelta(days=REGISTRATION_DAYS)
        self._add(
            Stay,
            id=stay_id,
            community_id=place.community_id,
            unit_id=place.unit_id,
            bed_id=letting.bed_id,
            lead_resident_id=people[0][0],
            employer_id=letting.employer_id,
            status=terms.status,
            starts_on=terms.starts_on,
            planned_ends_on=terms.planned_ends_on,
            ends_on=ends_on,
            residency_started_on=terms.residency_started_on or terms.starts_on,
            previous_stay_id=terms.previous_stay_id,
            overstay_blocked=False,
            registration_due_on=due_on,
            registered_on=terms.starts_on + dt.timedelta(days=2) if terms.is_registered else None,
            created_at=_morning(min(terms.starts_on, clock.today())),
            checked_out_at=_morning(ends_on) if terms.status is StayStatus.ENDED else None,
        )
        held = {
            "stay_id": stay_id,
            "community_id": place.community_id,
            "starts_on": terms.starts_on,
            "ends_on": ends_on,
        }
        for resident_id, relation in people:
            self._add(StayResident, resident_id=resident_id, relation=relation, **held)
            if relation is not Relation.CHILD and terms.status is not StayStatus.RESERVED:
                self._lived[place.community_id].append(Lived(resident_id, place.unit_id, terms.starts_on, ends_on))
        for bed_id in letting.bed_ids:
            self._add(BedOccupancy, building_id=place.building_id, unit_id=place.unit_id, bed_id=bed_id, **held)
        return stay_id

    def _add(self, model: type[Base], **values: Any) -> None:  # Any: column values
        values.setdefault("id", new_id())
        values["operator_id"] = self._operator_id
        self._rows[model].append(tuple(map(values.get, _COLUMNS[model])))

    async def load(self, scope: Scope) -> int:
        """Write everything; PostgreSQL checks each row as if a front desk had entered it. Returns the rows."""
        for model in _ORDER:
            if self._rows[model]:
                await copy_rows(scope.session, _table(model), _COLUMNS[model], self._rows[model])
        return sum(map(len, self._rows.values()))


def _morning(day: dt.date) -> dt.datetime:
    return clock.moment(day, 10)
