"""The facts that Party oversight tells; each lies with the operator whose community it concerns."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class CommunityListed(Event):
    """A community stands in the district's directory as its operator has it now."""

    community_id: UUID
    opened_on: dt.date


@dataclass(frozen=True, slots=True)
class OversightAssigned(Event):
    """An organisation or a grid covers a community from a day on."""

    assignment_id: UUID
    community_id: UUID
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class OversightEnded(Event):
    """Nobody covers a community any more from a day on, unless another assignment says so."""

    assignment_id: UUID
    community_id: UUID
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class NoticeIssued(Event):
    """A supervising branch demands something of the operator by a day."""

    notice_id: UUID
    community_id: UUID
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class NoticeReplied(Event):
    """The operator has answered a notice, in one of its rounds."""

    notice_id: UUID
    reply_id: UUID
    community_id: UUID
    round: int


@dataclass(frozen=True, slots=True)
class ReplyDecided(Event):
    """The branch has accepted a reply, and the notice is closed; or it has returned it, and more is due by a day."""

    notice_id: UUID
    reply_id: UUID
    community_id: UUID
    is_accepted: bool
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn(Event):
    """The branch demands it no more."""

    notice_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class NoticeRaised(Event):
    """A notice is overdue, and the district sees it from now on."""

    notice_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class MemberReportedIn(Event):
    """A resident has consented to be counted by an organisation (双报到)."""

    consent_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class MemberReportWithdrawn(Event):
    """A resident is no longer counted by the organisation."""

    consent_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class MemberParticularsChanged(Event):
    """What a report says of a member is otherwise than it was."""

    consent_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class TransferRequested(Event):
    """A member asks that the relation of organisation be moved."""

    transfer_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class TransferWithdrawn(Event):
    """The member asks for it no more."""

    transfer_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class TransferDecided(Event):
    """The organisation has accepted or refused to have a relation moved."""

    transfer_id: UUID
    community_id: UUID
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class MemberActivityCancelled(Event):
    """An activity that people signed up for does not take place."""

    activity_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class MemberActivityHeld(Event):
    """An activity was held, or what is known of its hours was corrected."""

    activity_id: UUID
    community_id: UUID
    held_on: dt.date


@dataclass(frozen=True, slots=True)
class MemberActivityEntered(Event):
    """The record of an activity stands with its organisation."""

    activity_id: UUID
    community_id: UUID
    held_on: dt.date
