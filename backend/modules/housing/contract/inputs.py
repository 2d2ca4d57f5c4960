"""What housing's actions are given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.words import GovernanceMode, PartyStatus, ProductType, Relation, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommunity:
    """A community to be opened; area in square metres, coordinates in degrees (WGS 84)."""

    code: str
    name: str
    subdistrict_code: str
    address: str
    product_type: ProductType
    governance_mode: GovernanceMode
    opened_on: dt.date
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    max_persons_per_room: int = 8
    min_area_per_person: Decimal = Decimal(4)
    planned_beds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityChange:
    """What is otherwise of a community; None leaves it as it is. Its code, street, type and first day stay."""

    name: str | None = None
    address: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    max_persons_per_room: int | None = None
    min_area_per_person: Decimal | None = None
    planned_beds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit with its beds; area in square metres. Without `built_on` it has stood since the community opened."""

    kind: UnitKind
    floor: int
    number: str
    area: Decimal
    bed_labels: tuple[str, ...]
    max_occupants: int
    built_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResident:
    """Who someone is, as the document says. `has_consented`: to the collection of what is given here."""

    name: str
    document_kind: DocumentKind
    document_number: str
    phone: str
    has_consented: bool
    birth_on: dt.date | None = None
    emergency_contact: str | None = None
    party_status: PartyStatus = PartyStatus.NOT_STATED
    has_consented_to_party_status: bool = False
    skills: tuple[str, ...] = ()
    lives_alone: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentChange:
    """What is to be corrected of a resident; None leaves a field as it is."""

    phone: str | None = None
    emergency_contact: str | None = None
    party_status: PartyStatus | None = None
    has_consented_to_party_status: bool = False
    skills: tuple[str, ...] | None = None
    lives_alone: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOccupant:
    """Someone who lives with the lead resident."""

    resident_id: UUID
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStay:
    """A stay to begin: `bed_id` empty lets the whole unit; the end is exclusive, the morning of leaving."""

    unit_id: UUID
    resident_id: UUID
    starts_on: dt.date
    ends_on: dt.date
    bed_id: UUID | None = None
    employer_id: UUID | None = None
    co_occupants: tuple[CoOccupant, ...] = ()
    over_limit_reason: str | None = None
    import_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayTransfer:
    """Where a stay moves to; `co_occupants` are those who join on that day. Without a day: today."""

    unit_id: UUID
    bed_id: UUID | None = None
    moves_on: dt.date | None = None
    ends_on: dt.date | None = None
    co_occupants: tuple[CoOccupant, ...] = ()
    over_limit_reason: str | None = None
    import_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """What someone who would like to live here says; the end is exclusive."""

    community_id: UUID
    name: str
    document_kind: DocumentKind
    document_number: str
    phone: str
    starts_on: dt.date
    ends_on: dt.date
    has_consented: bool
    wanted_kind: UnitKind | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutEffect:
    """One thing that a check-out ends or hands over, as the preview lists it."""

    module: str
    act: str
    count: int
