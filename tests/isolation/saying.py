"""Arguments and inputs for every root field, made from the schema: sensible or odd, with ids of one's own or not."""

import base64
import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    get_nullable_type,
)
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.ids import new_id
from tests.housing.factories import a_document
from tests.isolation.filling import said_by_modules
from tests.isolation.planting import Filled
from tests.isolation.selections import ROOTS, node_types

# Node types whose table is not called as they are.
_TABLES: Final = {
    "Community": "communities",
    "File": "files",
    "StaffMember": "memberships",
    "WebhookDelivery": "webhook_deliveries",
    "AuditEntry": "audit_entries",
    "StayApplication": "stay_applications",
    "RosterImport": "roster_imports",
    "RosterRow": "roster_rows",
    "RosterLine": "roster_rows",
    "WaitlistEntry": "waitlist_entries",
    "BookingSeries": "booking_series",
    "CreditAppeal": "credit_appeals",
    "CreditCharge": "credit_charges",
    "Equipment": "space_equipments",
    "SpaceBlock": "space_blocks",
    "ProposalStep": "proposal_steps",
    "ProposalProject": "proposal_projects",
    "TeaTalk": "tea_talks",
    "CouncilBody": "council_bodies",
    "CouncilDecision": "council_decisions",
    "CouncilItem": "council_items",
    "CouncilTask": "council_tasks",
    "IssueCategory": "issue_categories",
    "IssueHandler": "memberships",
    "IssueStep": "issue_steps",
    "IssueRule": "issue_rules",
    "IssueTemplate": "issue_templates",
    "PlannedWork": "planned_works",
    "PatrolPoint": "patrol_points",
    "PatrolRoute": "patrol_routes",
    "PatrolRound": "patrol_rounds",
    "Attendance": "session_attendance",
    "CourseReview": "course_reviews",
    "CourseSession": "course_sessions",
    "CourseWish": "course_wishes",
    "LearnerBlock": "learner_blocks",
}
# Scalar -> sensible values, odd values.
_NUMBERS: Final[dict[str, tuple[list[Any], list[Any]]]] = {
    "Int": ([1, 50], [-1, 0, 3, 2**31 - 1]),
    "Float": ([1.5], [-1.5, 1e300]),
    "Decimal": (["20"], ["0", "-1", "1e12", "20.123456789"]),
}
_ODD_WORDS: Final = ("", " ", "x" * 2000, "a\x00b", "'; DROP TABLE beds --", "\U0001f600")


def table_of(type_name: str) -> str:
    """The table whose rows a node type shows."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", type_name).lower()
    plural = re.sub(r"(?<![aeiou])y$", "ie", snake) + "s"
    return _TABLES.get(type_name) or said_by_modules("TABLES", {}).get(type_name, plural)


def global_id(type_name: str, row_id: UUID) -> str:
    return str(GlobalID(type_name, str(row_id)))


def rows_named(text: str) -> UUID | None:
    """The row that a global id or a bare id names."""
    for said in (text, _opened(text)):
        try:
            return UUID(said.rsplit(":", 1)[-1])
        except ValueError:
            continue
    return None


def _opened(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("ascii")
    except (ValueError, UnicodeDecodeError):
        return ""


Ids = Callable[[str], UUID]


def ids_of(filled: Filled, rng: random.Random) -> Ids:
    """Ids of the rows of one operator."""
    return lambda type_name: rng.choice(filled.ids[table_of(type_name)] or [new_id()])


def row_of(filled: Filled, row: int) -> Ids:
    """Ids of the rows that were planted as the row-th of their tables."""
    return lambda type_name: (filled.ids[table_of(type_name)][row:] or [new_id()])[0]


def nobodys_ids(_type_name: str) -> UUID:
    """Ids of rows that there are not."""
    return new_id()


@dataclass(slots=True)
class Sayer:
    """Makes variables. `sent` collects the ids that were put into them; `names_all`: optional ids are said too."""

    rng: random.Random
    ids: Ids
    is_sensible: bool = False
    names_all: bool = False
    sent: set[str] = field(default_factory=set)

    def variables(self, kind: str, name: str) -> dict[str, Any]:
        """For every argument of a root field."""
        arguments = ROOTS[kind].fields[name].args
        return {arg: self._value(arg, one.type, self._kinds(name, arg, one)) for arg, one in arguments.items()}

    def _kinds(self, field_name: str, argument: str, definition: Any) -> tuple[str, ...]:
        declared = getattr(definition.extensions.get("strawberry-definition"), "metadata", {}) or {}
        if declared.get("kinds"):
            return tuple(declared["kinds"])
        wanted = (field_name if argument == "id" else argument.removesuffix("Id")).lower()
        named = [name for name in node_types() if name.lower() == wanted]
        meant = named or [name for name in node_types() if name.lower().endswith(wanted)]
        return tuple(meant or node_types())

    def _value(self, name: str, type_: Any, kinds: tuple[str, ...] = ()) -> Any:
        if not isinstance(type_, GraphQLNonNull) and self._leaves_out(type_):
            return None
        nullable = get_nullable_type(type_)
        if isinstance(nullable, GraphQLList):
            return [self._value(name, nullable.of_type, kinds) for _ in range(1 if self.is_sensible else 2)]
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType):
            return {
                inner: self._value(inner, one.type, self._kinds(name, inner, one))
                for inner, one in named.fields.items()
            }
        if isinstance(named, GraphQLEnumType):
            return self.rng.choice(list(named.values))
        return self._scalar(name, named.name, kinds)

    def _leaves_out(self, type_: Any) -> bool:
        named = get_named_type(type_)
        if self.names_all and (named.name == "ID" or isinstance(named, GraphQLInputObjectType)):
            return False
        return self.is_sensible or self.rng.random() < 0.3

    def _scalar(self, name: str, kind: str, kinds: tuple[str, ...]) -> Any:
        if kind in ("ID", "UUID"):
            wanted = self.rng.choice(kinds)
            row_id = self.ids(wanted)
            self.sent |= {str(row_id), global_id(wanted, row_id)}
            return global_id(wanted, row_id) if kind == "ID" else str(row_id)
        if kind in _NUMBERS:
            return self.rng.choice(_NUMBERS[kind][0 if self.is_sensible or name == "first" else 1])
        if kind == "Boolean":
            return self.is_sensible or self.rng.random() < 0.5
        if kind == "Date":
            return self._day(30 if name == "to" else 0)
        if kind == "DateTime":
            # What ends, ends later than it begins.
            return (clock.now() + dt.timedelta(days=2 if name in ("to", "until", "endsAt") else 0)).isoformat()
        return "22:00:00" if kind == "Time" else self._words(name)

    def _day(self, least: int) -> str:
        days = [least, 30] if self.is_sensible else [-4000, -40, -1, 0, 1, 30, 400, 90_000]
        return (clock.today() + dt.timedelta(days=self.rng.choice(days))).isoformat()

    def _words(self, name: str) -> str | None:
        if name == "after":
            return None
        sensible = {
            "documentNumber": a_document(),
            "phone": f"139{self.rng.randrange(10**8):08d}",
            "name": "张伟",
            "subdistrictCode": "310112112",
            "url": "https://hooks.example.com/x",
            "issuer": "https://127.0.0.1:9/",
            "measure": "housing.beds",
        }
        if self.is_sensible or self.rng.random() < 0.5:
            return sensible.get(name, f"crawl{self.rng.randrange(10**9)}")
        return self.rng.choice(_ODD_WORDS)
