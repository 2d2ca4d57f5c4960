"""The facts that issues tell: ids, levels and dates, never what was said."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.words import IssueAct, IssueStatus


@dataclass(frozen=True, slots=True)
class IssueReported(Event):
    """Someone has found something."""

    is_public: ClassVar[bool] = True
    issue_id: UUID
    community_id: UUID
    category_id: UUID
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class IssueMoved(Event):
    """A step was taken with an issue; reporter and followers are told of it."""

    is_public: ClassVar[bool] = True
    issue_id: UUID
    community_id: UUID
    step_id: UUID
    act: IssueAct
    status: IssueStatus
    by_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssueEscalated(Event):
    """An issue went up the grid."""

    is_public: ClassVar[bool] = True
    issue_id: UUID
    community_id: UUID
    level: GridLevel
    grid_id: UUID | None
    is_by_time: bool


@dataclass(frozen=True, slots=True)
class WorksAnnounced(Event):
    """Works are planned in a community; its residents are told of them."""

    works_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class WorksCancelled(Event):
    """Works that were planned in a community will not take place; its residents are told of it."""

    works_id: UUID
    community_id: UUID
