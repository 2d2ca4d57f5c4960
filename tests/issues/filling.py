"""What the crawler plants in the tables of issues."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from backend.core import clock
from backend.modules.issues.sealing import Said, seal_note, seal_said
from backend.modules.issues.words import IssueSource, IssueStatus, IssueVisibility, RoundStatus
from tests.isolation.planting import Filled, Given, account

LINKS: Final = {
    "category_id": "issue_categories",
    "works_id": "planned_works",
    "point_id": "patrol_points",
    "route_id": "patrol_routes",
    "round_id": "patrol_rounds",
    "issue_id": "issues",
    "step_id": "issue_steps",
    "file_id": "files",
    "shown_file_id": "files",
    "reporter_resident_id": "residents",
    "open311_client_id": "open311_clients",
    "partner_id": "partners",
}
ACCOUNTS: Final = {
    "reporter_id": "who reported an issue",
    "assignee_id": "who has an issue",
    "walker_id": "who walks a round",
    "asked_by_id": "who asked for more time",
    "decided_by_id": "who decided on it",
}
EXEMPT: Final[Mapping[str, str]] = {
    "issue_steps.actor": "an account's id",
    "issue_steps.object_type": "a type's name, by which the object is found",
    "issue_templates.locale": "a language",
    "issues.open311_digest": "a keyed hash",
    "open311_clients.key_hash": "a hash",
}
INTERNAL: Final[Mapping[str, str]] = {
    "issues_partner_check": "both columns are written together",
    "issues_open311_check": "both columns are written together",
    "issues_sent_once": "what one client sends is taken one after another, and looked for first",
    "open311_clients_name_check": "the action looks at the name first",
    "open311_clients_operator_id_key_hash_key": "secrets are 160 random bits",
}


def _said(filled: Filled, row: int) -> bytes:
    canary = filled.canary("issues", "said_sealed", row)
    said = Said(canary, canary, clock.now() - dt.timedelta(hours=1))
    return seal_said(filled.key, filled.ids["issues"][row], said)


def _note(table: str) -> Given:
    def sealed(filled: Filled, row: int) -> bytes | None:
        return seal_note(filled.key, filled.ids[table][row], filled.canary(table, "note_sealed", row))

    return sealed


def _private(*_: Any) -> IssueVisibility:
    return IssueVisibility.PRIVATE


SEALED: Final[Mapping[str, Given]] = {
    "issues.said_sealed": _said,
    "issue_steps.note_sealed": _note("issue_steps"),
    "issue_parties.note_sealed": _note("issue_parties"),
    "issue_extensions.note_sealed": _note("issue_extensions"),
}
GIVEN: Final[Mapping[str, Given]] = {
    **{f"issue_categories.{terms}_days": lambda *_: 3 for terms in ("standard", "emergency", "paid", "warranty")},
    "issue_categories.is_active": lambda *_: True,
    **{f"{table}.visibility": _private for table in ("issues", "issue_steps", "issue_photos")},
    "issues.status": lambda *_: IssueStatus.REPORTED,
    "issues.rating": lambda *_: 5,
    "issues.source": lambda *_: IssueSource.PARTNER,
    "issues.is_preventive": lambda *_: False,
    "issues.duplicate_of_id": lambda *_: None,
    # One file for all: whoever sees it costs a look at the operator.
    "issue_photos.shown_file_id": lambda filled, _: filled.ids["files"][0],
    "issue_photos.file_id": lambda filled, _: filled.ids["files"][1],
    "issue_steps.actor": account,
    "issue_steps.object_type": lambda *_: "Community",
    "issue_templates.locale": lambda _, row: ("zh-CN", "en")[row % 2],
    "patrol_routes.weekdays": lambda *_: [1, 2, 3, 4, 5],
    "patrol_routes.from_time": lambda *_: dt.time(8),
    "patrol_routes.until_time": lambda *_: dt.time(9),
    "patrol_rounds.status": lambda *_: RoundStatus.DUE,
    "planned_works.ends_at": lambda *_: dt.datetime(2099, 1, 1, tzinfo=dt.UTC),
}
