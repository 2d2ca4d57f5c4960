"""What the crawler plants in the tables of councils."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.councils.contract.words import CouncilStatus, ItemSubject
from backend.modules.councils.sealing import sealed_topic
from tests.isolation.planting import Filled, Given

LINKS: Final = {"council_id": "councils", "decision_id": "council_decisions", "item_id": "council_items"}
EXEMPT: Final[Mapping[str, str]] = {}
ACCOUNTS: Final = {"owner_account_id": "who owes a task"}
INTERNAL: Final[Mapping[str, str]] = {
    "councils_held_check": "minutes are written whole",
    "council_items_about_check": "schedule_council compares the two first",
    "council_items_operator_id_council_id_position_key": "items are numbered under the lock of the council",
    "council_registrations_taken_back_check": "take_back_council_invitation writes both under the lock of a kept seat",
    "council_topics_about_check": "link_council_topic writes both columns, and refuses other subjects",
    "council_topics_operator_id_council_id_resident_id_key": "a second word takes the place of the first",
    "council_tasks_progress_check": "report_task and complete_task write both",
}


def _topic(filled: Filled, row: int) -> bytes:
    said = filled.canary("council_topics", "said_sealed", row)
    return sealed_topic(filled.key, filled.ids["council_topics"][row], said)


SEALED: Final[Mapping[str, Given]] = {"council_topics.said_sealed": _topic}
GIVEN: Final[Mapping[str, Given]] = {
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
