"""What the crawler plants in the tables of councils."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import msgspec

from backend.core import clock
from backend.modules.councils.contract.words import CouncilStatus, ItemSubject
from backend.modules.councils.sealing import answer_context, sealed_topic
from tests.isolation.planting import Filled, Given

LINKS: Final = {
    "council_id": "councils",
    "decision_id": "council_decisions",
    "item_id": "council_items",
    "form_id": "council_forms",
}
EXEMPT: Final[Mapping[str, str]] = {}
ACCOUNTS: Final = {"owner_account_id": "who owes a task"}
INTERNAL: Final[Mapping[str, str]] = {
    "councils_held_check": "minutes are written whole",
    "council_items_about_check": "schedule_council compares the two first",
    "council_items_operator_id_council_id_position_key": "items are numbered under the lock of the council",
    "council_registrations_taken_back_check": "take_back_council_invitation writes both under the lock of a kept seat",
    "council_topics_about_check": "link_council_topic writes both columns, and refuses other subjects",
    "council_topics_operator_id_council_id_resident_id_key": "a second word takes the place of the first",
    "council_registrations_admitted_check": "admit_to_council writes both under the lock of the seat",
    "council_forms_operator_id_council_id_key": "forms are replaced under the lock of the council",
    "council_answers_operator_id_council_id_resident_id_key": "seats are locked, or one open registration is allowed",
    "council_tasks_progress_check": "report_task and complete_task write both",
}


def _topic(filled: Filled, row: int) -> bytes:
    said = filled.canary("council_topics", "said_sealed", row)
    return sealed_topic(filled.key, filled.ids["council_topics"][row], said)


def _answers(filled: Filled, row: int) -> bytes:
    said = {1: filled.canary("council_answers", "said_sealed", row)}
    return filled.key.seal(msgspec.json.encode(said).decode(), answer_context(filled.ids["council_answers"][row]))


SEALED: Final[Mapping[str, Given]] = {
    "council_topics.said_sealed": _topic,
    "council_answers.said_sealed": _answers,
}
GIVEN: Final[Mapping[str, Given]] = {
    "council_forms.questions": lambda filled, row: [
        {"kind": "TEXT", "text": filled.canary("council_forms", "questions", row), "options": [], "is_required": False}
    ],
    "council_topics.subject": lambda *_: ItemSubject.PROPOSAL,
    "council_topics.subject_id": lambda filled, row: filled.ids["proposals"][row],
    "councils.status": lambda *_: CouncilStatus.HELD,
    "councils.held_at": lambda *_: clock.now(),
    "councils.starts_at": lambda *_: clock.now() - dt.timedelta(hours=1),
    "councils.space_id": lambda *_: None,
    "councils.grid_id": lambda *_: None,
    "council_items.subject": lambda *_: ItemSubject.PROPOSAL,
    "council_items.subject_id": lambda filled, row: filled.ids["proposals"][row],
    "council_registrations.entry_id": lambda *_: None,
    "council_seatings.seats": lambda *_: 10,
    "council_tasks.due_on": lambda *_: clock.today() + dt.timedelta(days=3),
    "council_tasks.percent": lambda *_: 0,
}
