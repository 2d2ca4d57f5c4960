"""What the actions of Party oversight are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.party.words import (
    ActivityAudience,
    MeetingKind,
    MemberStage,
    ModelItem,
    PartyOffice,
    PartyOrgKind,
    TransferDirection,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartyOrg:
    """An organisation to be formed; `ends_on` is for a temporary one, and exclusive."""

    kind: PartyOrgKind
    name: str
    formed_on: dt.date
    parent_id: UUID | None = None
    subdistrict_code: str | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemporaryBranch:
    """A branch for a project (临时党支部), formed today; `ends_on` is the day the project ends, exclusive."""

    parent_id: UUID
    name: str
    project: str
    ends_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """Who covers a community over a period: an organisation or a grid. Without an end, until further notice."""

    operator_code: str
    community_id: UUID
    starts_on: dt.date
    organisation_id: UUID | None = None
    grid_id: UUID | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """Someone who takes an office; the name is sealed."""

    organisation_id: UUID
    office: PartyOffice
    name: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """A meeting that was held: how many should have come, how many came, and what came of it."""

    organisation_id: UUID
    kind: MeetingKind
    topic: str
    host: str
    place: str
    held_at: dt.datetime
    expected: int
    attended: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRecord:
    """An activity of an organisation, and the hours that its volunteers gave."""

    organisation_id: UUID
    title: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    attendance: int
    volunteers: int
    volunteer_hours: int
    community_id: UUID | None = None
    station_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """What a branch demands of an operator, within so many working days; `subject` names what it is about."""

    organisation_id: UUID
    community_id: UUID
    title: str
    demand: str
    working_days: int
    subject_type: str | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """What the operator answers, with photos as evidence."""

    notice_id: UUID
    text: str
    evidence_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A member who reports in: to the organisation that covers the community, unless another is named."""

    resident_id: UUID | None
    stage: MemberStage
    has_consented: bool
    shares_name: bool = False
    organisation_id: UUID | None = None
    joined_on: dt.date | None = None
    home_organisation_id: UUID | None = None
    home_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChange:
    """What a member adds to a report: the day of joining the Party, and where the relation of organisation is."""

    report_id: UUID
    joined_on: dt.date | None = None
    home_organisation_id: UUID | None = None
    home_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """A relation of organisation to be moved, and where it comes from or goes to: by id, or by name.

    What it comes from may be left out where the report says it. `has_consented`: the deciding organisation is told
    the member's name and both organisations.
    """

    resident_id: UUID | None
    direction: TransferDirection
    has_consented: bool
    other_organisation_id: UUID | None = None
    other_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """One of the eight items of a model building, with the photos that show it."""

    model_building_id: UUID
    item: ModelItem
    is_met: bool
    note: str
    evidence_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMemberActivity:
    """An activity to sign up for; of the organisation that covers the community, unless another is named."""

    community_id: UUID
    title: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    capacity: int
    audience: ActivityAudience
    is_volunteering: bool = True
    organisation_id: UUID | None = None
    station_id: UUID | None = None
