"""What the crawler plants in the tables of Party oversight: what is in care stands in the first row of each."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.core.crypto import platform_key
from backend.modules.party.sealing import member_context, officer_context
from tests.isolation.planting import Filled, Given

# Tables of `shared` whose rows belong to an operator's communities, or to the organisation that oversees them.
SHARED: Final = {
    "party_orgs": "for everyone to see",
    "oversight_assignments": "the first community is covered by the first organisation",
    "listed_communities": "the directory",
    "party_officers": "each of its organisation",
    "party_members": "each of its community",
    "party_meetings": "each of its organisation",
    "party_activities": "each of its organisation",
    "supervision_notices": "each of its community; the first has risen",
    "notice_answers": "each of its notice",
    "building_recognitions": "each of its building",
}
LINKS: Final = {
    "organisation_id": "party_orgs",
    "notice_id": "supervision_notices",
    "model_building_id": "model_buildings",
}
DAYS: Final = {"formed_on": -400, "due_on": 3, "first_due_on": 3}


def _officer(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_officers", "name_sealed", row)
    return platform_key().seal(said, officer_context(filled.ids["party_officers"][row]))


def _member(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_members", "name_sealed", row)
    return platform_key().seal(said, member_context(filled.ids["party_members"][row]))


def _files(filled: Filled, row: int) -> list[object]:
    return [filled.ids["files"][row]]


GIVEN: Final[Mapping[str, Given]] = {
    "party_orgs.parent_id": lambda *_: None,
    # The second community's cover has ended: it is a gap.
    "oversight_assignments.ends_on": lambda _, row: clock.today() + dt.timedelta(days=0 if row == 1 else 300),
    "party_orgs.subdistrict_code": lambda *_: "310112112",
    "party_officers.name_sealed": _officer,
    "party_members.name_sealed": _member,
    "party_activities.ends_at": lambda *_: clock.now() + dt.timedelta(hours=2),
    "supervision_notices.subject_type": lambda *_: None,
    "supervision_notices.risen_at": lambda _, row: None if row else clock.now(),
    "notice_answers.evidence_ids": _files,
    "notice_replies.evidence_ids": _files,
    "model_building_items.evidence_ids": _files,
    "building_recognitions.number": lambda _, row: row + 1,
}
TABLES: Final = {
    "OverseenCommunity": "communities",
    "OverseenCouncil": "councils",
    "OverseenIssue": "issues",
    "OverseenPoll": "polls",
    "PartyReport": "party_consents",
}
INTERNAL: Final = {
    "model_building_items_operator_id_model_building_id_item_key": "a second word takes the place of the first",
    "party_consents_withdrawn_check": "both columns are written together",
}
