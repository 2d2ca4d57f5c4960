"""What the crawler plants in the tables of clubs."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.clubs.contract.words import ClubEventStatus, ClubOffice, MemberStatus
from backend.modules.clubs.sealing import sealed_alias
from tests.isolation.planting import Filled, Given

INTERNAL: Final[Mapping[str, str]] = {
    "club_members_office_of_active_check": "an office ends with the membership",
    "club_members_one_president": "a new president takes the office under the lock of the club",
    "club_members_operator_id_club_id_resident_id_key": "join_club looks under the lock of the club",
    "club_events_times_check": "plan_club_event compares the times first",
}


def _after(hours: int) -> Given:
    return lambda *_: clock.now() + dt.timedelta(hours=hours)


def _alias(filled: Filled, row: int) -> bytes:
    said = filled.canary("club_members", "alias_sealed", row)
    return sealed_alias(filled.key, filled.ids["club_members"][row], said)


SEALED: Final[Mapping[str, Given]] = {"club_members.alias_sealed": _alias}
GIVEN: Final[Mapping[str, Given]] = {
    "club_members.status": lambda *_: MemberStatus.ACTIVE,
    "club_members.office": lambda *_: ClubOffice.PRESIDENT,
    "clubs.space_hours": lambda *_: 16,
    "club_events.status": lambda *_: ClubEventStatus.CONFIRMED,
    "club_events.starts_at": _after(-1),
    "club_events.ends_at": _after(2),
}
