"""Every kind of notification has words, in both languages, in the face of whoever is told."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from backend.modules.clubs.contract.words import ClubEventStatus, MemberStatus
from backend.modules.housing.words import ApplicationStatus
from backend.modules.issues.words import IssueAct
from backend.modules.mentors.contract.words import MatchStatus
from backend.modules.partners.contract.words import NeedStatus
from backend.modules.proposals.contract.words import ProposalStepKind
from backend.modules.spaces.words import BookingStatus

ROOT: Final = Path(__file__).parents[2]
MODULES: Final = ROOT / "backend" / "modules"
# Kinds that are put together: what stands before the brace, and what may come into it.
FAMILIES: Final[dict[str, Iterable[StrEnum]]] = {
    "APPLICATION_": (ApplicationStatus.ACCEPTED, ApplicationStatus.REJECTED),
    "BOOKING_": (BookingStatus.RELEASED, BookingStatus.NO_SHOW, BookingStatus.REJECTED),
    "CLUB_EVENT_": (ClubEventStatus.CONFIRMED, ClubEventStatus.CANCELLED, ClubEventStatus.REFUSED),
    "CLUB_MEMBER_": (MemberStatus.PENDING, MemberStatus.ACTIVE, MemberStatus.DECLINED),
    "ISSUE_": IssueAct,
    "MENTOR_": MatchStatus,
    "NEED_": (NeedStatus.OPEN, NeedStatus.CLAIMED, NeedStatus.DELIVERED),
    "PROPOSAL_": ProposalStepKind,
}
# Written like a kind where people are told, and none.
NO_KINDS: Final = {"NOT_AN_ISSUE"}
# Who is told what; all else is told to residents.
STAFF: Final = ("CASE_", "CONSENT_", "COUNCIL_TASK_", "HELP_", "ISSUE_", "ROSTER_", "SUPERVISION_", "WEBHOOK_")
BOTH: Final = ("ISSUE_",)
_KIND: Final = re.compile(r"[A-Z]+(_[A-Z]+)+")


def kinds_in(text: str) -> Iterator[str]:
    """What a file that tells people names in the way of a kind: as a constant, or put together."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KIND.fullmatch(node.value):
            yield node.value
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            before = str(node.values[0].value)
            if re.fullmatch(r"([A-Z]+_)+", before):
                yield from (before + one.value for one in FAMILIES[before])


def told() -> dict[str, str]:
    """Every kind, and a file that tells it."""
    found: dict[str, str] = {}
    for path in sorted(MODULES.glob("*/**/*.py")):
        text = path.read_text(encoding="utf8")
        if re.search(r"NotificationWanted|\b_?tell\w*\(", text):
            found |= {kind: str(path.relative_to(ROOT)) for kind in kinds_in(text) if kind not in NO_KINDS}
    return found


def worded(face: str, language: str) -> set[str]:
    """The kinds for which a face has words."""
    files = (ROOT / "web" / "src" / face).glob(f"*/{language}.json")
    return {kind for file in files for kind in _notices(json.loads(file.read_text(encoding="utf8")))}


def _notices(words: dict[str, object]) -> Iterable[str]:
    found = words.get("notices")
    return found if isinstance(found, dict) else ()


def test_every_kind_of_notification_has_words_in_the_face_of_whoever_is_told() -> None:
    kinds = told()
    assert len(kinds) > 90
    faces = {face: [worded(face, language) for language in ("zh-CN", "en")] for face in ("console", "resident")}
    silent = []
    for kind, path in kinds.items():
        wanted = {
            "console" if kind.startswith(STAFF) else "resident",
            *(("resident",) if kind.startswith(BOTH) else ()),
        }
        silent += [(kind, face, path) for face in sorted(wanted) if not all(kind in words for words in faces[face])]
    assert silent == []


def test_a_kind_is_found_however_it_is_written() -> None:
    text = (
        'tell(scope, "POLL_OPENED" if is_open else "POLL_COUNTED")\ntell(scope, f"MENTOR_{fact.status}")\n"plain words"'
    )
    assert sorted(kinds_in(text)) == [
        "MENTOR_ACTIVE", "MENTOR_DECLINED", "MENTOR_ENDED", "MENTOR_REQUESTED", "POLL_COUNTED", "POLL_OPENED",
    ]  # fmt: skip
