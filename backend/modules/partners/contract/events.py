"""The facts that partners tell."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.partners.contract.words import NeedStatus, ResourceKind


@dataclass(frozen=True, slots=True)
class NeedChanged(Event):
    """A need was opened, claimed, seen to, confirmed or given up; whoever asked for it is told."""

    is_public: ClassVar[bool] = True
    need_id: UUID
    community_id: UUID
    kind: ResourceKind
    status: NeedStatus
    claim_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ResponsibilityDayClaimed(Event):
    """A unit took a slot of a responsibility day."""

    is_public: ClassVar[bool] = True
    day_id: UUID
    community_id: UUID
    partner_id: UUID
