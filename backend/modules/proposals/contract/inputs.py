"""What the actions of proposals are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin, ReviewStage


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """What a resident proposes for the community in which they live."""

    community_id: UUID
    title: str
    body: str
    is_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedProposal:
    """What staff write down for residents, who need not be named; published at once."""

    community_id: UUID
    title: str
    body: str
    origin: ProposalOrigin
    author_id: UUID | None = None
    tea_talk_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalChange:
    """New words of a proposal; `version` is the one that was read."""

    title: str
    body: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeaTalk:
    """An afternoon tea of the community's president with residents."""

    community_id: UUID
    held_on: dt.date
    topic: str
    host: str
    guests_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """The official answer; `planned_on`: by when it will be done."""

    decision: AnswerDecision
    text: str
    planned_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What staff think of a proposal, for staff."""

    stage: ReviewStage
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """What is done about a proposal."""

    title: str
    owner: str
    due_on: dt.date
