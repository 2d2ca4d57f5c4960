"""What the crawler plants in housing's tables."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.roster.said import SaidRow, sealed_row
from backend.modules.housing.sealing import Said, application_context
from backend.modules.housing.words import RosterStatus, StayStatus
from tests.isolation.planting import Filled, Given

LINKS: Final = {
    "community_id": "communities",
    "building_id": "buildings",
    "unit_id": "units",
    "bed_id": "beds",
    "employer_id": "employers",
    "stay_id": "stays",
    "resident_id": "residents",
}
ACCOUNTS: Final = {"applicant_id": "who applied", "started_by_id": "who began a roster"}
DAYS: Final = {
    "birth_on": -12_000,
    "opened_on": -400,
    "starts_on": -10,
    "residency_started_on": -10,
    "registration_due_on": 3,
    "ends_on": 300,
    "planned_ends_on": 300,
}
EXEMPT: Final[Mapping[str, str]] = {
    "communities.subdistrict_code": "names a street of the district",
    "roster_imports.refusal": "a code, as refusals have",
    "roster_imports.counts": "numbers by an enumeration",
    "resident_name_tokens.token": "a keyed hash",
    "residents.document_index": "a keyed hash",
    "residents.phone_index": "a keyed hash",
    "residents.key_wrapped": "a key",
}


def _sealed(column: str) -> Given:
    return lambda filled, row: filled.seal_of(row).seal(column, filled.canary("residents", f"{column}_sealed", row))


def _application(filled: Filled, row: int) -> bytes:
    said = Said(
        name=filled.canary("stay_applications", "said_sealed", row),
        document_kind=DocumentKind.RESIDENT_ID,
        document_number=filled.canary("stay_applications", "document_number", row),
        phone=filled.canary("stay_applications", "phone", row),
        note=filled.canary("stay_applications", "said_sealed", row),
    )
    return filled.key.seal(
        msgspec.json.encode(said).decode(), application_context(filled.ids["stay_applications"][row])
    )


def _line(filled: Filled, row: int) -> bytes:
    said = SaidRow(name=filled.canary("roster_rows", "said_sealed", row), place="1-101-1")
    return sealed_row(filled.key, filled.ids["roster_imports"][row], 1, said)


def _columns(filled: Filled, row: int) -> list[dict[str, str]]:
    said = filled.canary("roster_imports", "columns", row)
    return [{"sheet": said, "field": "NAME", "header": said, "letter": "A"}]


def _problems(filled: Filled, row: int) -> list[dict[str, Any]]:
    said = filled.canary("roster_rows", "problems", row)
    return [{"code": said, "field": "NAME", "letter": said, "reason": said, "facts": {}}]


SEALED: Final[Mapping[str, Given]] = {
    "residents.name_sealed": _sealed("name"),
    "residents.document_sealed": _sealed("document"),
    "residents.phone_sealed": _sealed("phone"),
    "residents.emergency_sealed": _sealed("emergency"),
    "stay_applications.said_sealed": _application,
    "roster_rows.said_sealed": _line,
}
GIVEN: Final[Mapping[str, Given]] = {
    "residents.key_wrapped": lambda filled, row: filled.seal_of(row).wrapped,
    "communities.subdistrict_code": lambda *_: "310112112",
    "communities.latitude": lambda *_: Decimal("31.02"),
    "communities.longitude": lambda *_: Decimal("121.4"),
    "governance_periods.ends_on": lambda *_: dt.date.max,
    "stays.status": lambda *_: StayStatus.ACTIVE,
    "stays.previous_stay_id": lambda *_: None,
    "roster_imports.status": lambda *_: RosterStatus.PREVIEWED,
    "roster_imports.refusal": lambda *_: None,
    "roster_imports.columns": _columns,
    "roster_imports.counts": lambda *_: {"MOVE_IN": 1},
    "roster_imports.rows_total": lambda *_: 1,
    "roster_rows.problems": _problems,
    "roster_rows.position": lambda *_: 1,
    "buildings.floors": lambda *_: 12,
}
