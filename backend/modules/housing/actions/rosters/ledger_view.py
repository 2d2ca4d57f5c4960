"""The bed ledger in memory, as a roster's rows meet it: what the database holds, and what earlier rows would add."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from backend.modules.housing.words import Relation, StayStatus, UnitKind


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until another, which is no longer in it."""

    starts_on: dt.date
    ends_on: dt.date

    def meets(self, other: "Period") -> bool:
        return self.starts_on < other.ends_on and other.starts_on < self.ends_on


@dataclass(slots=True, eq=False)
class BedView:
    """A bed: which stays hold it when, and which employers."""

    id: UUID
    label: str
    is_out_of_service: bool = False
    held: dict[UUID, Period] = field(default_factory=dict)
    allotted: list[tuple[UUID, Period]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class UnitView:
    """A unit with its beds by label, how many may live in it at once, and who does (stay, person)."""

    id: UUID
    building_id: UUID
    number: str
    kind: UnitKind
    limit: int
    beds: dict[str, BedView] = field(default_factory=dict)
    living: dict[tuple[UUID, UUID], Period] = field(default_factory=dict)
    is_new: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlaceView:
    """What a row names: a bed, or a unit with all its beds."""

    unit: UnitView
    bed: BedView | None

    @property
    def key(self) -> tuple[UUID, UUID | None]:
        return self.unit.id, self.bed.id if self.bed else None

    @property
    def beds(self) -> list[BedView]:
        return [self.bed] if self.bed else list(self.unit.beds.values())


@dataclass(slots=True, eq=False)
class StayView:
    """A stay. `is_said`: a row of this roster speaks of it, so that no later row may end or move it."""

    id: UUID
    community_id: UUID
    unit_id: UUID
    bed_id: UUID | None
    lead_id: UUID
    status: StayStatus
    starts_on: dt.date
    ends_on: dt.date
    planned_ends_on: dt.date
    residency_started_on: dt.date
    employer_id: UUID | None
    people: list["Lived"] = field(default_factory=list)
    is_said: bool = False
    is_new: bool = False

    @property
    def is_open(self) -> bool:
        return self.status in (StayStatus.RESERVED, StayStatus.ACTIVE)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)


@dataclass(slots=True, eq=False)
class PersonView:
    """A person, known or new, and everything that they live or lived in."""

    id: UUID
    birth_on: dt.date | None = None
    is_new: bool = False
    lived: list["Lived"] = field(default_factory=list)

    def clashing(self, period: Period) -> list["Lived"]:
        return [one for one in self.lived if one.period.meets(period)]


@dataclass(slots=True, eq=False)
class Lived:
    """One person's part of a stay."""

    person: PersonView
    stay: StayView
    relation: Relation
    period: Period


@dataclass(slots=True, eq=False)
class LedgerView:
    """Everything that the rows of a roster touch. It can only be asked about what was loaded into it."""

    units: dict[UUID, UnitView] = field(default_factory=dict)
    people: dict[bytes, PersonView] = field(default_factory=dict)
    stays: dict[UUID, StayView] = field(default_factory=dict)
    stays_of_unit: dict[UUID, list[StayView]] = field(default_factory=lambda: defaultdict(list))

    def add_stay(self, stay: StayView) -> None:
        self.stays[stay.id] = stay
        self.stays_of_unit[stay.unit_id].append(stay)

    def add_person(self, stay: StayView, person: PersonView, relation: Relation, period: Period) -> None:
        """Let someone live in a stay that was added."""
        lived = Lived(person, stay, relation, period)
        stay.people.append(lived)
        person.lived.append(lived)
        if unit := self.units.get(stay.unit_id):
            unit.living[stay.id, person.id] = period

    def end(self, stay: StayView, day: dt.date) -> None:
        """Let go of a stay's place on a day, or hold it until then."""
        stay.ends_on = day
        for lived in stay.people:
            lived.period = Period(min(lived.period.starts_on, day), day)
        if unit := self.units.get(stay.unit_id):
            for lived in stay.people:
                unit.living[stay.id, lived.person.id] = lived.period
            for bed in unit.beds.values():
                if stay.id in bed.held:
                    bed.held[stay.id] = stay.period

    def holders(self, beds: Iterable[BedView], period: Period) -> Iterator[UUID]:
        """The stays that hold one of these beds at some time of a period."""
        return (stay_id for bed in beds for stay_id, held in bed.held.items() if held.meets(period))

    def persons(self, unit: UnitView, period: Period, *, without: UUID | None = None) -> int:
        """How many people live in a unit at some time of a period, those of one stay aside."""
        return len(
            {
                person_id
                for (stay_id, person_id), lived in unit.living.items()
                if stay_id != without and lived.meets(period)
            }
        )
