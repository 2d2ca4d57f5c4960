"""What the crawler plants in the tables of the night school."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.courses.contract.words import EnrolmentStatus, TeacherKind
from backend.modules.courses.sealing import appeal_context, comment_context, seed_context
from tests.isolation.planting import Filled, Given


def _after(**later: int) -> Given:
    return lambda *_: clock.now() + dt.timedelta(**later)


def _comment(filled: Filled, row: int) -> bytes:
    said = filled.canary("course_reviews", "comment_sealed", row)
    return filled.key.seal(said, comment_context(filled.ids["course_reviews"][row]))


def _appeal(filled: Filled, row: int) -> bytes:
    said = filled.canary("learner_blocks", "appeal_sealed", row)
    return filled.key.seal(said, appeal_context(filled.ids["learner_blocks"][row]))


def _seed(filled: Filled, row: int) -> bytes:
    said = filled.canary("lottery_secrets", "seed_sealed", row)
    return filled.key.seal(said, seed_context(filled.ids["courses"][row]))


SEALED: Final[Mapping[str, Given]] = {
    "course_reviews.comment_sealed": _comment,
    "learner_blocks.appeal_sealed": _appeal,
    "lottery_secrets.seed_sealed": _seed,
}
GIVEN: Final[Mapping[str, Given]] = {
    "terms.opens_at": _after(hours=-1),
    "terms.closes_at": _after(days=1),
    "courses.teacher_kind": lambda *_: TeacherKind.PARTNER,
    "courses.teacher_id": lambda filled, row: filled.ids["partners"][row],
    "courses.starts_at": _after(days=2),
    "courses.ends_at": _after(days=3),
    "course_sessions.starts_at": _after(days=2),
    "course_sessions.ends_at": _after(days=2, hours=2),
    "session_seats.starts_at": _after(days=2),
    "session_seats.ends_at": _after(days=2, hours=2),
    "enrolments.status": lambda *_: EnrolmentStatus.ENROLLED,
    "learner_blocks.blocked_until": _after(days=30),
    "lotteries.listed_at": _after(hours=-1),
    "lotteries.drawn_at": _after(hours=-1),
}
INTERNAL: Final[Mapping[str, str]] = {
    "certificates_operator_id_code_key": "codes are 60 random bits",
    "certificates_operator_id_enrolment_id_key": "a second one is dropped by ON CONFLICT",
    "course_registers_settled_check": "both columns are written under the register's lock",
    "course_sessions_operator_id_course_id_number_key": "sessions are numbered under the course's lock",
    "course_wishes_threshold_check": "the threshold is the operator's limit",
    "courses_hold_check": "create_course compares the minutes first",
    "enrolments_one_ticket": "tickets are 40 random bits",
    "learner_blocks_dates_check": "a block ends after it starts, or when it is lifted",
    "learner_blocks_operator_id_resident_id_session_id_key": "a second one is dropped by ON CONFLICT",
    "lotteries_drawn_check": "the columns of a draw are written together",
    "lotteries_listed_check": "both columns are written together",
    "lotteries_one_draw": "a lottery is made with its course",
    "lottery_secrets_one_seed": "a seed is made with its course",
    "lottery_tickets_rank_check": "both columns are written together",
    "session_attendance_operator_id_session_id_enrolment_id_key": "a second mark changes the first, or is dropped",
    "teaching_hours_operator_id_session_id_key": "a second one is dropped by ON CONFLICT",
    "wish_tallies_votes_check": "votes are only added",
}
