"""Whatever is written into the audit trail about an act is said in words at the console, and its codes too."""

import ast
import json
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

import pytest

from backend.core.settings import ROOT
from backend.modules.casework.contract.case_words import CaseReach
from backend.modules.casework.contract.inputs import NewStation
from backend.modules.casework.contract.words import StationRole
from backend.modules.councils.contract.words import CouncilKind, ItemOutcome, SeatKind
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.files.contract import FilePurpose
from backend.modules.grids.contract import GridLevel, GridRole
from backend.modules.housing.contract.inputs import CommunityChange, ResidentChange
from backend.modules.housing.words import BedCondition, GovernanceMode
from backend.modules.issues.words import IssueAct, IssueOutcome, IssueStatus, IssueVisibility, PauseReason
from backend.modules.messaging.contract import Channel
from backend.modules.party.words import ModelItem, TransferDirection, TransferState, WithdrawalCause
from backend.modules.polls.contract.words import PollOutcome, VoteChannel
from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin, ReviewStage
from backend.modules.spaces.words import AppealStatus, BookingStatus, CancelCause, CheckInMethod, SpaceKind
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.webhooks.contract import WebhookChange
from tenants.models import Factor
from tenants.roles import STAFF

CONSOLE = ROOT / "web" / "src" / "console"
# Facts by another name than a keyword: where a dictionary is handed on.
HANDED_ON = {"creates_places", "is_complete", "has_consent", "subject_id"}
NOT_FACTS = {"community_id", "reason"}
# What only the platform's own trail holds, which no page shows yet.
ELSEWHERE = {"notice", "reply_id", "community", "office", "form", "format", "by", "as_of", "hash", "month"}
# Numbers, flags, and the names of events, which are told as they are; days, moments and ids are known by their look.
PLAIN = {
    *("absences", "added", "after", "applied", "beds", "blocked", "capacity", "clashes", "communities", "completed"),
    *("count", "dates", "effects", "electors", "events", "failed", "grids", "hours", "members", "number", "people"),
    *(
        "percent",
        "present",
        "quantity",
        "removed",
        "rows",
        "score",
        "seats",
        "size",
        "stock",
        "tasks",
        "tickets",
        "units",
    ),
    *("until", "version", "was", "day", "community_id_covered", "shares_name", "creates_places", "has_consent"),
}
LOOKS = ("_at", "_on", "_id")
CODES: dict[str, Sequence[type[Enum] | str | Enum]] = {
    "attached_type": ("CaseDocument", "IssuePhoto", "ModelBuildingItem", "NoticeReply", "RosterImport"),
    "because": ("second_factor_added", "second_factor_reset", "password_changed", "account_closed", "signed_out"),
    "cap": ("sign-in:account", "sign-in:address"),
    "cause": (CancelCause, WithdrawalCause),
    "changed": (*ResidentChange.__slots__, *WebhookChange.__slots__, *NewStation.__slots__, *CommunityChange.__slots__),
    "channel": (VoteChannel,),
    "channels": (Channel,),
    "code": (PauseReason, IssueOutcome, IssueVisibility, GridLevel, "LEAD", "ALONG", "PHOTO_HIDDEN", "OPEN311"),
    "condition": (BedCondition,),
    "decision": (AnswerDecision,),
    "direction": (TransferDirection,),
    "factors": (Factor,),
    "item": (ModelItem,),
    "Council.kind": (CouncilKind, SeatKind),
    "Space.kind": (SpaceKind,),
    "level": (GridLevel,),
    "locale": ("zh-CN", "en"),
    "method": (CheckInMethod,),
    "mode": (GovernanceMode,),
    "origin": (ProposalOrigin,),
    "Council.outcome": (ItemOutcome,),
    "Poll.outcome": (PollOutcome,),
    "purpose": (FilePurpose,),
    "reach": (CaseReach,),
    "Membership.role": tuple(STAFF),
    "Account.role": tuple(STAFF),
    "Grid.role": (GridRole,),
    "Station.role": (StationRole,),
    "source": ("desk", "application", "seed"),
    "stage": (ReviewStage,),
    "state": (TransferState,),
    "Booking.status": (BookingStatus,),
    "CreditAppeal.status": (AppealStatus.ACCEPTED, AppealStatus.REJECTED),
    "Enrolment.status": (EnrolmentStatus,),
    "Issue.status": (IssueStatus,),
    "WaitlistEntry.status": (WaitlistStatus,),
    "IssueTemplate.step": (IssueAct,),
    "step": ("password", "totp", "code", "provider", "account"),
}


def _calls() -> Iterator[ast.Call]:
    for base in ("backend", "tenants"):
        for path in (ROOT / base).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                    yield node


def _recorded() -> set[tuple[str, str]]:
    """The type of the object where it is written down, and the fact."""
    found = set()
    for call in _calls():
        of = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], ast.Constant) else ""
        found |= {(str(of), one.arg) for one in call.keywords if one.arg is not None}
    return {(of, fact) for of, fact in found if fact not in NOT_FACTS}


def _words(language: str, place: str) -> dict[str, Any]:
    namespace, _, path = place.partition(":")
    folder = ROOT / "web" / "src" / "core" / "words" if namespace == "shared" else CONSOLE / namespace
    at: dict[str, Any] = json.loads((folder / f"{language}.json").read_text(encoding="utf8"))
    for part in path.split("."):
        at = at[part]
    return at


def test_facts_are_handed_on_only_where_it_is_known() -> None:
    handed_on = [ast.unparse(one.value) for call in _calls() for one in call.keywords if one.arg is None]
    assert sorted(handed_on) == ["facts", "how"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_fact_has_a_name(language: str) -> None:
    names, recorded = _words(language, "audit:factNames"), {fact for _, fact in _recorded()} | HANDED_ON
    assert len(recorded) > 80
    assert recorded - names.keys() == set()
    assert names.keys() - recorded == set()


def test_every_fact_is_known_to_be_plain_or_coded() -> None:
    coded = json.loads((CONSOLE / "audit" / "values.json").read_text(encoding="utf8"))
    assert coded.keys() == CODES.keys()
    unknown = {
        f"{of}.{fact}"
        for of, fact in _recorded()
        if fact not in PLAIN | ELSEWHERE and not fact.endswith(LOOKS) and not fact.startswith("is_")
        if f"{of}.{fact}" not in coded and fact not in coded
    }
    # Kinds of what only the platform's own trail holds.
    assert unknown == {"PartyMeeting.kind", "PartyOrg.kind"}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("fact", CODES)
def test_every_code_has_words(fact: str, language: str) -> None:
    places = json.loads((CONSOLE / "audit" / "values.json").read_text(encoding="utf8"))[fact]
    words = {code for place in places for code in _words(language, place)}
    listed = [member for one in CODES[fact] for member in (list(one) if isinstance(one, type) else [one])]
    codes = {str(one.value) if isinstance(one, Enum) else one for one in listed}
    assert {code.replace(":", "_") for code in codes} - words == set()
