"""Names of modules, classes, tables, columns, permissions, and the names nothing may have."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.lint import PRODUCT, Finding, Proof, Source, lint, proofs, tree_lint
from tests.architecture.syntax import assigned, classes, constant, functions, words

MODULE_FILE = r"backend/modules/\w+/.*\.py"
MODELS = r"(backend|tenants)/.*models(/\w+)?\.py"

SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
MASS_ENDINGS = ("ing", "work", "ance", "ity")
# Mass nouns and names of the field that no ending gives away.
MODULES_OF_THE_FIELD = {"audit", "dashboard", "party"}
MASS_TABLES = {"attendance", "audit", "occupancy", "outbox", "people"}
SINGULAR_IN_S = {"Limits", "Settings", "Series", "News", "Access", "Hours"}
# 社区经理 is a role, and in tests a person; nothing else may be called a manager.
ROLES_OF_THE_FIELD = ("community_manager", "communitymanager")
BANNED = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}


@lint(
    1,
    where=MODULE_FILE,
    bad=[{"backend/modules/employer/contract.py": ""}, {"backend/modules/poll_votes/contract.py": ""}],
    good=[{"backend/modules/courses/contract.py": ""}, {"backend/modules/casework/contract.py": ""}],
)
def modules_are_plural_or_mass_nouns(source: Source) -> Iterator[tuple[int, str]]:
    name = source.module or ""
    plural = re.fullmatch(r"[a-z]+", name) and (name.endswith("s") or name.endswith(MASS_ENDINGS))
    if not plural and name not in MODULES_OF_THE_FIELD:
        yield 1, f"module {name}: one word, plural or a mass noun"


def _is_plural(name: str) -> bool:
    last = re.findall(r"[A-Z][a-z0-9]*", name)[-1:] or [name]
    return last[0].endswith("s") and not last[0].endswith(("ss", "us", "is")) and last[0] not in SINGULAR_IN_S


def _is_of_the_domain(source: Source, node: ast.ClassDef) -> bool:
    in_module = re.fullmatch(MODELS + r"|backend/modules/\w+/contract(/\w+)?\.py", source.path)
    in_schema = any(re.match(r"strawberry\.|record\b", ast.unparse(mark)) for mark in node.decorator_list)
    return bool(in_module) or in_schema


@lint(
    1,
    where=PRODUCT,
    bad=[
        {"backend/modules/courses/models.py": "class Courses(OperatorRow): ..."},
        {"backend/modules/courses/contract.py": "class NewCourses: ..."},
        {"graphql_schema/courses.py": "@strawberry.type\nclass Courses: ..."},
        {"graphql_schema/courses.py": "@record\nclass Courses(Node): ..."},
        {"tenants/scope.py": "class audit_entry: ..."},
    ],
    good=[
        {"tenants/models.py": "class StayStatus: ...\nclass _Address: ...\nclass RosterLimits: ..."},
        {"backend/core/db.py": "class Engines:\n    'All of them.'"},
    ],
)
def classes_are_singular(source: Source) -> Iterator[tuple[int, str]]:
    for node in classes(source.tree):
        plural = _is_plural(node.name) and _is_of_the_domain(source, node)
        if plural or not re.fullmatch(r"_?([A-Z][a-z0-9]*)+", node.name):
            yield node.lineno, f"class {node.name}: CamelCase, and singular where it is a thing of the domain"


@lint(
    1,
    where=MODELS,
    bad=[
        {"tenants/models.py": "class Operator(Base):\n    __tablename__ = 'operator'"},
        {"tenants/models.py": "class Operator(Base):\n    __tablename__ = 'tblOperators'"},
    ],
    good=[{"tenants/models.py": "class Note(Base):\n    __tablename__ = 'case_notes'"}],
)
def tables_are_plural(source: Source) -> Iterator[tuple[int, str]]:
    for node in classes(source.tree):
        table = constant(assigned(node, "__tablename__"))
        if table is None:
            continue
        plural = table.endswith("s") or table.rsplit("_", 1)[-1] in MASS_TABLES
        if not SNAKE.fullmatch(table) or not plural:
            yield node.lineno, f"table {table}: plural snake_case"


def _column_fault(name: str, kind: str) -> str | None:
    if "datetime" in kind and "Range" not in kind and not name.endswith(("_at", "_until")):
        return "an instant ends in _at, or in _until where something lasts till then"
    if re.search(r"\bdate\b", kind) and "Range" not in kind and not name.endswith("_on"):
        return "a date ends in _on"
    if "Range[" in kind and "during" not in name:
        return "a range is called during"
    if re.search(r"\bUUID\b", kind) and not re.fullmatch(r"id|\w+_ids?", name):
        return "an id ends in _id"
    if re.search(r"\bbool\b", kind) and re.search(r"(^|_)(not|no|non|un\w+)_", name):
        return "a boolean is positive"
    return None


@lint(
    5,
    where=MODELS,
    bad=[
        {"tenants/models.py": "class A:\n    created: Mapped[dt.datetime]"},
        {"tenants/models.py": "class A:\n    arrival: Mapped[dt.date | None]"},
        {"tenants/models.py": "class A:\n    period: Mapped[Range[dt.date]]"},
        {"tenants/models.py": "class A:\n    bed: Mapped[UUID]"},
        {"tenants/models.py": "class A:\n    is_not_done: Mapped[bool]"},
    ],
    good=[
        {
            "tenants/models.py": "class A:\n    id: Mapped[UUID]\n    bed_id: Mapped[UUID]\n"
            "    made_at: Mapped[datetime]\n    born_on: Mapped[date]\n    during: Mapped[Range[date]]\n"
            "    lives_alone: Mapped[bool]"
        }
    ],
)
def columns_tell_their_kind(source: Source) -> Iterator[tuple[int, str]]:
    for node in classes(source.tree):
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and ast.unparse(line.annotation).startswith("Mapped["):
                name = ast.unparse(line.target)
                fault = _column_fault(name, ast.unparse(line.annotation))
                if fault:
                    yield line.lineno, f"column {name}: {fault}"


@tree_lint(
    4,
    where=r"(backend|tenants)/.*\.py",
    bad=[
        {"backend/modules/housing/contract.py": "class StayPermission(Permission):\n    VIEW = 'view', STAFF"},
        {"backend/modules/housing/contract.py": "class StayPermission(Permission):\n    VIEW = 'courses:view', STAFF"},
        {"tenants/contract.py": "class OperatorPermission(StrEnum):\n    EDIT = 'operators:Edit'"},
    ],
    good=[
        {"backend/modules/housing/contract.py": "class StayPermission(Permission):\n    VIEW = 'housing:view', STAFF"},
        {"tenants/contract.py": "class OperatorPermission(Permission):\n    EDIT = 'operators:edit'"},
    ],
)
def permissions_are_module_and_verb(tree: Sequence[Source]) -> Iterator[Finding]:
    for source in tree:
        for node in classes(source.tree):
            if not node.name.endswith("Permission") or not node.bases:
                continue
            for line in node.body:
                if not isinstance(line, ast.Assign):
                    continue
                value = line.value.elts[0] if isinstance(line.value, ast.Tuple) and line.value.elts else line.value
                text = constant(value) or ""
                if not re.fullmatch(rf"{source.module or '[a-z_]+'}:[a-z]+(_[a-z]+)*", text):
                    yield Finding(source.path, line.lineno, f"permission {text!r}: module:verb")


def _banned(name: str) -> bool:
    for role in ROLES_OF_THE_FIELD:
        name = re.sub(role, "role", name, flags=re.IGNORECASE)
    said = words(name)
    return bool(BANNED & set(said)) or "base_service" in "_".join(said)


@lint(
    6,
    where=r"(backend|graphql_schema|tenants|infra|tests|web)/.*\.(py|tsx?|css|sh)",
    bad=[
        {"backend/core/utils.py": ""},
        {"tests/housing/helpers.py": ""},
        {"web/src/shared/common/Button.tsx": ""},
        {"backend/core/db.py": "class SessionManager: ..."},
        {"backend/core/db.py": "class BaseService: ..."},
        {"backend/core/db.py": "def manager(): ..."},
        {"backend/core/db.py": "def misc_rows(): ..."},
    ],
    good=[
        {
            "tests/housing/factories.py": "async def community_manager(scope: Scope): ...\n"
            "def manager(): ...\ndef test_a_manager_sees_common_rooms(): ..."
        },
        {"backend/core/files.py": "@asynccontextmanager\nasync def opened(): ..."},
    ],
)
def nothing_has_a_name_that_says_nothing(source: Source) -> Iterator[tuple[int, str]]:
    for part in source.path.split("/"):
        if _banned(part.split(".", 1)[0]):
            yield 1, f"{part} says nothing about what lives here"
    if source.path.endswith(".py"):
        for node in (*functions(source.tree), *classes(source.tree)):
            is_person = node.name == "manager" and source.path.startswith("tests/")
            if not node.name.startswith("test_") and not is_person and _banned(node.name):
                yield node.lineno, f"{node.name} says nothing about what it is"


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_names_say_what_a_thing_is(proof: Proof) -> None:
    proof.holds()
