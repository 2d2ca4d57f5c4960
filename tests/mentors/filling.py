"""What the crawler plants in the tables of mentoring."""

from collections.abc import Mapping
from typing import Final

from backend.modules.mentors.contract.words import MatchStatus, Skill
from backend.modules.mentors.sealing import sealed_words
from tests.isolation.planting import Filled, Given

TABLES: Final[Mapping[str, str]] = {"MentorMatch": "mentor_matches"}
EXEMPT: Final[Mapping[str, str]] = {"mentors.skills": "an enumeration"}
INTERNAL: Final[Mapping[str, str]] = {
    "mentors_capacity_check": "become_mentor looks at the number first",
    "mentors_operator_id_resident_id_key": "a second one is the first by ON CONFLICT",
    "mentor_meetings_minutes_check": "log_mentor_meeting looks at the number first",
    "mentor_meetings_operator_id_match_id_held_on_key": "a second one is dropped by ON CONFLICT",
}


def _words(kind: str, table: str, column: str) -> Given:
    def sealed(filled: Filled, row: int) -> bytes:
        said = filled.canary(table, column, row)
        return sealed_words(filled.key, kind, filled.ids[table][row], said, said)

    return sealed


SEALED: Final[Mapping[str, Given]] = {
    "mentors.said_sealed": _words("mentor", "mentors", "said_sealed"),
    "mentor_matches.wish_sealed": _words("mentor_wish", "mentor_matches", "wish_sealed"),
    "mentor_matches.thanks_sealed": _words("mentor_thanks", "mentor_matches", "thanks_sealed"),
}
GIVEN: Final[Mapping[str, Given]] = {
    "mentors.skills": lambda *_: [Skill.MUSIC],
    "mentors.capacity": lambda *_: 3,
    "mentors.is_open": lambda *_: True,
    "mentor_matches.status": lambda *_: MatchStatus.ACTIVE,
    "mentor_meetings.minutes": lambda *_: 60,
}
