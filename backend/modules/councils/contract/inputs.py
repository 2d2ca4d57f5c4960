"""What the actions of councils are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.councils.contract.words import (
    BodyKind,
    CouncilKind,
    ItemOutcome,
    ItemSubject,
    QuestionKind,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One item of an agenda; an issue or a proposal is named by id, anything else by its title alone."""

    subject: ItemSubject = ItemSubject.OTHER
    subject_id: UUID | None = None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBody:
    """Someone with a name who is asked to the table."""

    kind: BodyKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What those who register are asked; a choice has options, nothing else has."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """The answer to the question of a number, 1 for the first: words, one of the options, YES or NO."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredForm:
    """What somebody answered, and to which form."""

    form_id: UUID
    answers: tuple[NewAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCouncil:
    """A council to be called; without seats all may come.

    Of the `seats` for residents, `reserved_seats` are kept and `speaking_slots` are for those who want to speak.
    """

    community_id: UUID
    kind: CouncilKind
    title: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    items: tuple[NewItem, ...]
    bodies: tuple[NewBody, ...] = ()
    seats: int | None = None
    reserved_seats: int = 0
    speaking_slots: int = 0
    questions: tuple[Question, ...] = ()
    space_id: UUID | None = None
    grid_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What came of one item."""

    item_id: UUID
    outcome: ItemOutcome
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """What happened: who was there, what was said, what came of each item; an appraisal has a verdict.

    `residents_present` counts all who came, `present_ids` names those who had registered.
    """

    text: str
    residents_present: int
    present_ids: tuple[UUID, ...] = ()
    body_ids: tuple[UUID, ...] = ()
    results: tuple[ItemResult, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What someone is to do, and by when; `owner_account_id` where the owner has an account and is to be told."""

    title: str
    owner: str
    due_on: dt.date
    owner_account_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What was decided, on which item if on one, and who does what about it."""

    text: str
    item_id: UUID | None = None
    tasks: tuple[NewTask, ...] = ()
