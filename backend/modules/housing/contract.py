"""Housing: the names that other code may use."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from backend.core.errors import AppError
from backend.core.events import Event
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.words import GovernanceMode, PartyStatus, ProductType, Relation, UnitKind
from tenants.limits import Limit
from tenants.roles import ADMINS, DESK, MANAGERS, STAFF, Permission, Role


class HousingPermission(Permission):
    """What one may do with inventory, residents and stays."""

    VIEW = "housing:view", (*STAFF, Role.RESIDENT)
    VIEW_RESIDENTS = "housing:view_residents", (*STAFF, Role.RESIDENT)
    MANAGE_INVENTORY = "housing:manage_inventory", MANAGERS
    SET_GOVERNANCE = "housing:set_governance", MANAGERS
    SET_BED_STATE = "housing:set_bed_state", DESK
    REGISTER_RESIDENT = "housing:register_resident", DESK
    CHECK_IN = "housing:check_in", DESK
    OVERRIDE_LIMITS = "housing:override_limits", MANAGERS
    MANAGE_EMPLOYERS = "housing:manage_employers", MANAGERS
    REVEAL = "housing:reveal", DESK
    IMPORT_ROSTER = "housing:import_roster", DESK
    ERASE_RESIDENT = "housing:erase_resident", ADMINS


PAST_DAYS = Limit("housing.check_in_past_days", 30)
FUTURE_DAYS = Limit("housing.check_in_future_days", 180)
LONGEST_STAY_DAYS = Limit("housing.longest_stay_days", 1830)
REGISTRATION_DAYS = Limit("housing.registration_days", 7)
ADULT_AGE = Limit("housing.adult_age", 18)
ROSTER_ROWS = Limit("housing.roster_rows", 20_000)


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
class NewUnit:
    """A unit with its beds; area in square metres."""

    kind: UnitKind
    floor: int
    number: str
    area: Decimal
    bed_labels: tuple[str, ...]
    max_occupants: int


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
    import_id: UUID | None = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutEffect:
    """One thing that a check-out ends or hands over, as the preview lists it."""

    module: str
    act: str
    count: int


class BedOccupied(AppError):
    """That place is already occupied for part of the period."""

    zh = "该房源或床位在此期间已有人入住"
    constraint = "bed_occupancies_no_overlap"


class ResidentAlreadyHoused(AppError):
    """This resident already lives somewhere with this operator for part of the period."""

    zh = "该住户在此期间已有入住记录"
    constraint = "stay_residents_one_stay"


class BedAllotted(AppError):
    """This bed is held for another employer's staff for part of the period."""

    zh = "该床位在此期间已由其他用人单位包租"
    constraint = "allotted_beds_no_overlap"


class BedOutOfService(AppError):
    """This bed is out of service."""

    zh = "该床位已停用"


class EndBeforeStart(AppError):
    """The end must be after the start."""

    zh = "结束日期必须晚于开始日期"
    constraint = "stays_dates_check"


class TooFarInPast(AppError):
    """The start may be at most {days} days ago."""

    zh = "开始日期最多可早于今天 {days} 天"


class TooFarInFuture(AppError):
    """The start may be at most {days} days ahead."""

    zh = "开始日期最多可晚于今天 {days} 天"


class StayTooLong(AppError):
    """A stay may last at most {days} days."""

    zh = "单次入住最长 {days} 天"


class OverLimit(AppError):
    """That would be {persons} people where {limit} are allowed; a manager may allow it with a reason."""

    zh = "入住后将有 {persons} 人，超过上限 {limit} 人；管理人员可填写理由后放行"


class ConsentMissing(AppError):
    """The resident has not consented to this."""

    zh = "尚未取得本人同意"


class MinorAlone(AppError):
    """Someone under {age} cannot lead a stay."""

    zh = "未满 {age} 周岁的人员不能单独办理入住"


class DocumentInvalid(AppError):
    """The document number is not valid."""

    zh = "证件号码无效"


class PhoneInvalid(AppError):
    """The phone number is not valid."""

    zh = "手机号码无效"


class DocumentTaken(AppError):
    """Someone with this document is already registered."""

    zh = "该证件已登记过住户"
    constraint = "residents_document_key"


class StayNotOpen(AppError):
    """This stay has already ended or was cancelled."""

    zh = "该入住已结束或已取消"


class CodeTaken(AppError):
    """This code is already in use."""

    zh = "该编号已被使用"
    constraint = "communities_operator_id_code_key"


class ReasonMissing(AppError):
    """Please give a reason."""

    zh = "请填写理由"


class RosterNotReady(AppError):
    """This import cannot be applied in its present state."""

    zh = "该导入当前不可执行"


@dataclass(frozen=True, slots=True)
class ResidentCheckedIn(Event):
    """A stay became active or was reserved."""

    stay_id: UUID
    community_id: UUID
    resident_id: UUID
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class ResidentCheckedOut(Event):
    """A stay ended; what the residents still hold is to be cancelled or handed over."""

    stay_id: UUID
    community_id: UUID
    resident_ids: tuple[UUID, ...]
    ended_on: dt.date


@dataclass(frozen=True, slots=True)
class StayTransferred(Event):
    """A stay was closed and another opened in one act."""

    stay_id: UUID
    previous_stay_id: UUID
    community_id: UUID
    resident_id: UUID


@dataclass(frozen=True, slots=True)
class GovernanceModeChanged(Event):
    """A community is governed otherwise from a day on."""

    community_id: UUID
    mode: GovernanceMode
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class InventoryChanged(Event):
    """Buildings, units or beds were added, or a bed's condition changed."""

    community_id: UUID


@dataclass(frozen=True, slots=True)
class RosterUploaded(Event):
    """A roster waits to be read."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class RosterConfirmed(Event):
    """A previewed roster waits to be applied."""

    import_id: UUID
