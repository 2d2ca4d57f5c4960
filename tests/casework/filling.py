"""What the crawler plants in the tables of the station and its cases."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from backend.core import clock
from backend.core.crypto import DataKey
from backend.modules.casework.contract.case_words import CaseRelation
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.sealing import CaseSeal, answer_context, group_context, help_context, service_context
from tests.isolation.planting import Filled, Given

LINKS: Final[Mapping[str, str]] = {"station_id": "stations", "worker_id": "station_workers"}
EXEMPT: Final[Mapping[str, str]] = {}
ACCOUNTS: Final[Mapping[str, str]] = {}
INTERNAL: Final[Mapping[str, str]] = {
    "cases_closed_check": "close_case and reopen_case write all three",
    "cases_operator_id_code_key": "codes are drawn at random from half a trillion",
    "cases_satisfaction_check": "close_case looks first",
    "case_approvals_decided_check": "decide_approval writes all three",
    "case_goals_score_check": "score_goal looks first",
    "case_steps_position_check": "positions are computed from phases",
    "case_steps_position_key": "the key of what steps point at",
    "case_accesses_times_check": "break_glass computes both",
    "case_documents_size_check": "what is too large is refused while it is received",
    "case_links_order_check": "link_cases sorts the two",
    "case_moves_station_check": "request_transfer and refer_case write both",
    "export_numbers_number_key": "a second one is dropped by ON CONFLICT, and drawn again",
    "case_workers_one_primary": "whoever answered for a case is ended first, under its lock",
    "station_groups_capacity_check": "open_group looks first",
    "station_groups_closed_check": "close_group writes both",
    "group_steps_order_check": "advance_group looks first, under the group's lock",
    "group_steps_position_check": "positions are computed from phases",
    "group_sessions_minutes_check": "record_group_session looks first",
    "group_sessions_number_key": "numbers are counted under the group's lock",
    "group_approvals_self_check": "decide_group_approval looks first",
    "group_approvals_decided_check": "decide_group_approval writes both",
    "group_approvals_one_open": "request_group_approval looks first, under the group's lock",
    "station_activities_days_check": "plan_station_activity looks first",
    "station_activities_numbers_check": "plan and report look first",
    "service_records_minutes_check": "record_service looks first",
    "service_records_people_check": "record_service looks first",
    "goal_scores_score_check": "score_goal looks first",
    "case_closings_satisfaction_check": "close_case looks first",
}
_seals: dict[UUID, tuple[CaseSeal, bytes]] = {}


def _seal(filled: Filled, row: int) -> tuple[CaseSeal, bytes]:
    case_id = filled.ids["cases"][row]
    if case_id not in _seals:
        _seals[case_id] = CaseSeal.fresh(filled.key, case_id)
    return _seals[case_id]


def _sealed(table: str, column: str, *, whose: str | None = None, halved: bool = False) -> Given:
    """A canary sealed by the key of the case; bound to the row of its table, or of another."""

    def given(filled: Filled, row: int) -> bytes:
        row_id = filled.ids[whose or table][row]
        canary = filled.canary(table, f"{column}_sealed", row)
        seal, _ = _seal(filled, row % 2 if halved else row)
        return seal.seal(row_id, "step" if table == "case_steps" else column, canary)

    return given


def _help(filled: Filled, row: int) -> bytes:
    key: DataKey = filled.key
    return key.seal(filled.canary("help_requests", "said_sealed", row), help_context(filled.ids["help_requests"][row]))


def _answer(filled: Filled, row: int) -> bytes:
    key: DataKey = filled.key
    context = answer_context(filled.ids["help_requests"][row])
    return key.seal(filled.canary("help_requests", "answer_sealed", row), context)


def _service(filled: Filled, row: int) -> bytes:
    key: DataKey = filled.key
    context = service_context(filled.ids["service_records"][row])
    return key.seal(filled.canary("service_records", "said_sealed", row), context)


def _group(table: str, column: str) -> Given:
    def given(filled: Filled, row: int) -> bytes:
        key: DataKey = filled.key
        context = group_context(filled.ids[table][row], column)
        return key.seal(filled.canary(table, f"{column}_sealed", row), context)

    return given


def _account(filled: Filled, row: int) -> UUID:
    return filled.accounts[row]


_nothing: Callable[..., Any] = lambda *_: None  # noqa: E731  # Any: a column's value

SEALED: Final[Mapping[str, Given]] = {
    "help_requests.answer_sealed": _answer,
    "case_contents.key_wrapped": lambda filled, row: _seal(filled, row)[1],
    "case_contents.problem_sealed": _sealed("case_contents", "problem", whose="cases"),
    "case_contents.reason_sealed": _sealed("case_contents", "reason", whose="cases"),
    "case_steps.reason_sealed": _sealed("case_steps", "reason", whose="cases"),
    "case_notes.text_sealed": _sealed("case_notes", "text", halved=True),
    "case_goals.title_sealed": _sealed("case_goals", "title"),
    "case_goals.indicator_sealed": _sealed("case_goals", "indicator"),
    "goal_scores.note_sealed": _sealed("goal_scores", "note"),
    "case_approvals.comment_sealed": _sealed("case_approvals", "comment"),
    "help_requests.said_sealed": _help,
    "service_records.said_sealed": _service,
    "station_groups.aim_sealed": _group("station_groups", "aim"),
    "station_groups.outcome_sealed": _group("station_groups", "outcome"),
    "group_sessions.topic_sealed": _group("group_sessions", "topic"),
    "group_sessions.text_sealed": _group("group_sessions", "text"),
    "group_approvals.comment_sealed": _group("group_approvals", "comment"),
    "case_note_versions.text_sealed": _sealed("case_note_versions", "text", whose="case_notes", halved=True),
    "case_moves.agency_sealed": _sealed("case_moves", "agency"),
    "case_moves.reason_sealed": _sealed("case_moves", "reason"),
    "case_moves.answer_sealed": _sealed("case_moves", "answer"),
    "case_accesses.reason_sealed": _sealed("case_accesses", "reason"),
    "case_crises.note_sealed": _sealed("case_crises", "note"),
    "case_documents.name_sealed": _sealed("case_documents", "name"),
    "case_documents.content_sealed": _sealed("case_documents", "content"),
}
GIVEN: Final[Mapping[str, Given]] = {
    "station_workers.station_id": lambda filled, _: filled.ids["stations"][0],
    "station_workers.role": lambda _, row: StationRole.WORKER if row else StationRole.SUPERVISOR,
    "case_approvals.requested_by_id": _account,
    "case_approvals.decided_by_id": _nothing,
    "case_consents.recorded_by_id": _account,
    "case_events.subject_id": lambda filled, row: filled.ids["cases"][row],
    "case_steps.case_id": lambda filled, row: filled.ids["cases"][row],
    "case_steps.last_number": _nothing,
    "case_steps.last_position": _nothing,
    "help_requests.case_id": _nothing,
    "case_moves.requested_by_id": _account,
    # What is listed by its station belongs to the first.
    "cases.station_id": lambda filled, _: filled.ids["stations"][0],
    # The first two cases share what is listed case by case: whichever is asked for, there is something.
    "case_notes.case_id": lambda filled, row: filled.ids["cases"][row % 2],
    "case_events.case_id": lambda filled, row: filled.ids["cases"][row % 2],
    # What names nobody lies before whoever supervises.
    "case_moves.to_worker_id": _nothing,
    "case_moves.to_station_id": lambda filled, _: filled.ids["stations"][0],
    "help_requests.station_id": lambda filled, _: filled.ids["stations"][0],
    "station_groups.capacity": lambda *_: 12,
    "station_groups.station_id": lambda filled, _: filled.ids["stations"][0],
    "station_activities.station_id": lambda filled, _: filled.ids["stations"][0],
    "group_steps.last_position": _nothing,
    "group_steps.group_id": lambda filled, row: filled.ids["station_groups"][row],
    "group_events.group_id": lambda filled, _: filled.ids["station_groups"][0],
    "group_approvals.requested_by_id": _account,
    "group_approvals.decided_by_id": _nothing,
    "service_records.station_id": lambda filled, _: filled.ids["stations"][0],
    "case_note_versions.note_id": lambda filled, row: filled.ids["case_notes"][row],
    "case_note_versions.case_id": lambda filled, row: filled.ids["cases"][row % 2],
    "case_accesses.expires_at": lambda *_: clock.now() + dt.timedelta(hours=1),
    "case_crises.raised_by_id": _account,
    # Another case than its own, and the smaller id first.
    "case_links.case_id": lambda filled, _: filled.ids["cases"][0],
    "case_links.other_case_id": lambda filled, row: filled.ids["cases"][row],
    "case_links.relation": lambda *_: CaseRelation.FAMILY,
    "export_numbers.person_id": lambda filled, row: filled.accounts[row],
    "export_numbers.number": lambda _, row: row,
}
