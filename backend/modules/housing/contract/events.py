"""The facts that housing tells."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.housing.words import GovernanceMode


@dataclass(frozen=True, slots=True)
class ResidentCheckedIn(Event):
    """A stay became active or was reserved."""

    is_public: ClassVar[bool] = True
    stay_id: UUID
    community_id: UUID
    resident_id: UUID
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class ResidentCheckedOut(Event):
    """A stay ended; what the residents still hold is to be cancelled or handed over."""

    is_public: ClassVar[bool] = True
    stay_id: UUID
    community_id: UUID
    resident_ids: tuple[UUID, ...]
    ended_on: dt.date


@dataclass(frozen=True, slots=True)
class ParticularsErased(Event):
    """What identified a resident was destroyed; whoever else kept any of it is to forget it too.

    They had lived in these communities (None: whoever wrote it did not say).
    """

    resident_id: UUID
    community_ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class StayTransferred(Event):
    """A stay was closed and another opened in one act."""

    is_public: ClassVar[bool] = True
    stay_id: UUID
    previous_stay_id: UUID
    community_id: UUID
    resident_id: UUID
    previous_community_id: UUID | None = None
    moves_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GovernanceModeChanged(Event):
    """A community is governed otherwise from a day on."""

    is_public: ClassVar[bool] = True
    community_id: UUID
    mode: GovernanceMode
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class InventoryChanged(Event):
    """Buildings, units or beds were added, or a bed's condition changed; `since_on`: the first day it shows on."""

    community_id: UUID
    since_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LedgerChanged(Event):
    """What a stay or an allotment holds, or whether a stay is registered, is otherwise from a day on."""

    community_id: UUID
    since_on: dt.date


@dataclass(frozen=True, slots=True)
class ParticularsChanged(Event):
    """What is known of a resident was corrected, on all days that they have lived in these communities."""

    resident_id: UUID
    community_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class RosterUploaded(Event):
    """A roster waits to be looked at."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class RosterTakenUp(Event):
    """A worker has come to a roster, and reads it now."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class RosterConfirmed(Event):
    """A previewed roster waits to be applied."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class RosterContinued(Event):
    """The rows of a confirmed roster that come after a position wait to be applied."""

    import_id: UUID
    position: int


@dataclass(frozen=True, slots=True)
class RosterRowsApplied(Event):
    """Every row of a roster was applied or has failed; what failed is to be written down."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted(Event):
    """Someone would like to live in a community."""

    application_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationDecided(Event):
    """The operator has answered an applicant, whose account it names."""

    application_id: UUID
    community_id: UUID
    applicant_id: UUID
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class OverstayNoticed(Event):
    """Someone still lives there on the day of leaving; `is_blocked`: someone else is to have the place."""

    stay_id: UUID
    community_id: UUID
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class ResidentPhoneChanged(Event):
    """A resident is reached otherwise than before."""

    resident_id: UUID


@dataclass(frozen=True, slots=True)
class RosterSettled(Event):
    """A roster is applied; the stays that it brought, those after an id, are to be told of one by one."""

    import_id: UUID
    stay_id: UUID | None = None
