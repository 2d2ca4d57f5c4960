"""What the crawler plants in the tables of Party oversight: what is in care stands in the first row of each."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.core.crypto import platform_key
from backend.modules.party.sealing import (
    asker_context,
    home_context,
    member_context,
    officer_context,
    other_context,
)
from backend.modules.party.words import ActivityAudience, PartyOrgKind
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
    "party_stations": "each of its organisation",
    "party_station_hours": "each of its station",
    "party_station_days": "each of its station",
    "party_station_services": "each of its station",
    "party_station_visits": "each of its station",
    "supervision_notices": "each of its community; the first has risen",
    "notice_answers": "each of its notice",
    "building_recognitions": "each of its building",
    "transfer_papers": "each of its community",
}
LINKS: Final = {
    "organisation_id": "party_orgs",
    "notice_id": "supervision_notices",
    "model_building_id": "model_buildings",
    "report_id": "party_consents",
}
DAYS: Final = {"formed_on": -400, "due_on": 3, "first_due_on": 3}


def _officer(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_officers", "name_sealed", row)
    return platform_key().seal(said, officer_context(filled.ids["party_officers"][row]))


def _member(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_members", "name_sealed", row)
    return platform_key().seal(said, member_context(filled.ids["party_members"][row]))


def _paper(filled: Filled, row: int) -> bytes:
    said = filled.canary("transfer_papers", "name_sealed", row)
    return platform_key().seal(said, asker_context(filled.ids["transfer_papers"][row]))


def _home(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_consents", "home_sealed", row)
    return filled.key.seal(said, home_context("party_consents", filled.ids["party_consents"][row]))


def _other(filled: Filled, row: int) -> bytes:
    said = filled.canary("party_transfers", "other_sealed", row)
    return filled.key.seal(said, other_context("party_transfers", filled.ids["party_transfers"][row]))


def _shared_words(table: str, column: str) -> Given:
    """Words of a table of `shared`, sealed by the platform's key."""

    def sealed(filled: Filled, row: int) -> bytes:
        context = {"home_sealed": home_context, "other_sealed": other_context}[column]
        return platform_key().seal(filled.canary(table, column, row), context(table, filled.ids[table][row]))

    return sealed


def _organisation(filled: Filled, row: int) -> object:
    """The key to a station names its organisation too."""
    return filled.ids["party_orgs"][row]


def _station(filled: Filled, row: int) -> object:
    return filled.ids["party_stations"][row]


def _late(*_: object) -> int:
    return 600


def _none(*_: object) -> None:
    return None


def _files(filled: Filled, row: int) -> list[object]:
    return [filled.ids["files"][row]]


SEALED: Final[Mapping[str, Given]] = {
    "party_consents.home_sealed": _home,
    "party_transfers.other_sealed": _other,
    "party_transfers.reason_sealed": _none,
}
GIVEN: Final[Mapping[str, Given]] = {
    "party_orgs.parent_id": lambda *_: None,
    # The second is for a project.
    "party_orgs.kind": lambda _, row: PartyOrgKind.BRANCH if row else PartyOrgKind.COMMITTEE,
    "party_orgs.project": lambda filled, row: filled.canary("party_orgs", "project", row) if row else None,
    "party_orgs.ends_on": lambda *_: clock.today() + dt.timedelta(days=300),
    # Since before last month, of which a brief tells. The second community's cover has ended: it is a gap.
    "oversight_assignments.starts_on": lambda *_: clock.today() - dt.timedelta(days=70),
    "oversight_assignments.ends_on": lambda _, row: clock.today() + dt.timedelta(days=0 if row == 1 else 300),
    "party_orgs.subdistrict_code": lambda *_: "310112112",
    "party_officers.name_sealed": _officer,
    "party_members.name_sealed": _member,
    "party_members.home_sealed": _shared_words("party_members", "home_sealed"),
    "transfer_papers.name_sealed": _paper,
    "transfer_papers.other_sealed": _shared_words("transfer_papers", "other_sealed"),
    "transfer_papers.reason_sealed": _none,
    "party_station_hours.organisation_id": _organisation,
    "party_station_days.organisation_id": _organisation,
    "party_station_services.organisation_id": _organisation,
    "party_station_visits.organisation_id": _organisation,
    "party_station_visits.station_id": _station,
    "party_station_hours.closes": _late,
    "party_station_visits.number": lambda _, row: row,
    "party_activities.organisation_id": _organisation,
    "member_activities.station_id": _station,
    "member_activities.audience": lambda *_: ActivityAudience.COMMUNITY,
    "member_activities.ends_at": lambda *_: clock.now() + dt.timedelta(hours=2),
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
    "party_consents_home_check": "the actions ask for one of the two",
    "party_consents_forgotten_check": "whatever ends a report forgets what was said with it",
    "member_activities_times_check": "plan_member_activity compares the times first",
    "volunteer_entries_minutes_check": "the actions look at the minutes first",
    "party_transfers_decided_check": "both columns are written together",
    "party_transfers_other_check": "the action asks for one of the two",
}
