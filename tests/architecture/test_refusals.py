"""Events and refusals: what they are called, in which languages they speak, and which constraint they name."""

import ast
import re
from collections.abc import Iterator, Sequence
from string import Formatter

import pytest

from tests.architecture.lint import Finding, Proof, Source, proofs, tree_lint
from tests.architecture.syntax import assigned, called, classes, constant, descendants

WHERE = r"(backend|graphql_schema|tenants)/.*\.py"
CONTRACT = "backend/modules/housing/contract.py"
HAN = re.compile(r"[\u4e00-\u9fff]")
PARTICLES = {"In", "Out", "Up", "Off", "On", "Over", "Back", "Down"}
IRREGULAR = set(
    "Begun Bound Bought Broken Brought Built Cast Caught Chosen Cut Done Drawn Driven Fallen Felt Found Given Gone"
    " Grown Heard Held Hidden Kept Known Laid Led Left Lent Let Lost Made Met Paid Put Read Rung Run Said Seen Sent"
    " Set Shown Shut Sold Spent Split Spoken Stood Sworn Taken Taught Thrown Told Torn Understood Won Withdrawn"
    " Worn Written".split()
)


def _is_noun_and_past_verb(name: str) -> bool:
    said = re.findall(r"[A-Z][a-z0-9]*", name)
    if said and said[-1] in PARTICLES:
        said.pop()
    return len(said) >= 2 and (said[-1].endswith("ed") or said[-1] in IRREGULAR)


@tree_lint(
    4,
    where=WHERE,
    bad=[
        {CONTRACT: "class CheckIn(Event): ..."},
        {CONTRACT: "class Transferred(Event): ..."},
        {CONTRACT: "class HousingEvent(Event): ..."},
    ],
    good=[{CONTRACT: "class StayEnded(Event): ...\nclass ResidentCheckedIn(Event): ...\nclass NoticeSent(Event): ..."}],
)
def events_are_noun_and_past_verb(tree: Sequence[Source]) -> Iterator[Finding]:
    for source, node in descendants(tree, "Event"):
        if not _is_noun_and_past_verb(node.name):
            yield Finding(source.path, node.lineno, f"event {node.name}: NounPastVerb")


@tree_lint(
    4,
    where=WHERE,
    bad=[
        {CONTRACT: "class BedError(AppError): ..."},
        {CONTRACT: "class Refused(AppError): ...\nclass BedException(Refused): ..."},
    ],
    good=[{CONTRACT: "class BedOccupied(AppError): ...\nclass WireError(Exception): ..."}],
)
def refusals_state_the_fact(tree: Sequence[Source]) -> Iterator[Finding]:
    for source, node in descendants(tree, "AppError"):
        if node.name.endswith(("Error", "Exception", "Failure")):
            yield Finding(source.path, node.lineno, f"refusal {node.name}: state the fact, without a suffix")


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _language_fault(node: ast.ClassDef) -> str | None:
    english, chinese = ast.get_docstring(node), constant(assigned(node, "zh"))
    if not english or HAN.search(english) or "\n" in english:
        return "the docstring is the English message, in one line"
    if not chinese or not HAN.search(chinese):
        return "`zh` is the Chinese message"
    if _gaps(english) != _gaps(chinese):
        return "the two messages have different gaps"
    return None


@tree_lint(
    13,
    where=WHERE,
    bad=[
        {CONTRACT: "class BedOccupied(AppError):\n    zh = '该床位已有人入住'"},
        {CONTRACT: "class BedOccupied(AppError):\n    '''This bed is taken.'''"},
        {CONTRACT: "class BedOccupied(AppError):\n    '''This bed is taken.'''\n    zh = 'This bed is taken'"},
        {CONTRACT: "class BedOccupied(AppError):\n    '''该床位已有人入住'''\n    zh = '该床位已有人入住'"},
        {CONTRACT: "class TooMany(AppError):\n    '''At most {limit} people.'''\n    zh = '人数已满'"},
    ],
    good=[{CONTRACT: "class TooMany(AppError):\n    '''At most {limit} people.'''\n    zh = '最多{limit}人'"}],
)
def refusals_speak_chinese_and_english(tree: Sequence[Source]) -> Iterator[Finding]:
    for source, node in descendants(tree, "AppError"):
        fault = _language_fault(node)
        if fault:
            yield Finding(source.path, node.lineno, f"{node.name}: {fault}")


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def _made_by_convention(table: str, node: ast.AST) -> str | None:
    """The name that the metadata's naming convention gives to a constraint."""
    if isinstance(node, ast.Call) and called(node) == "CheckConstraint":
        return f"{table}_{constant(_keyword(node, 'name'))}_check"
    if isinstance(node, ast.Call) and called(node) == "UniqueConstraint":
        return "_".join([table, *filter(None, map(constant, node.args)), "key"])
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and _keyword(node.value, "unique"):
        return f"{table}_{ast.unparse(node.target)}_key"
    return None


def _constraint_names(source: Source) -> Iterator[str]:
    """Every text of a file of models, for it may be a name, and the names made by convention."""
    yield from filter(None, map(constant, ast.walk(source.tree)))
    for node in classes(source.tree):
        table = constant(assigned(node, "__tablename__"))
        if table:
            yield from filter(None, (_made_by_convention(table, part) for part in ast.walk(node)))


@tree_lint(
    13,
    where=r"(backend|tenants)/.*\.py",
    bad=[
        {CONTRACT: "class BedOccupied(AppError):\n    constraint = 'bed_occupancy_no_overlap'"},
        {
            CONTRACT: "class BedOccupied(AppError):\n    constraint = 'bed_occupancy_no_overlap'",
            "backend/modules/housing/models.py": "class Stay(Row):\n"
            "    __table_args__ = (ExcludeConstraint(('bed_id', '='), name='bed_occupancy_overlap'),)",
        },
    ],
    good=[
        {
            CONTRACT: "class BedOccupied(AppError):\n    constraint = 'bed_occupancy_no_overlap'\n"
            "class BadPeriod(AppError):\n    constraint = 'stays_period_check'\n"
            "class CodeTaken(AppError):\n    constraint = 'stays_operator_id_code_key'\n"
            "class NumberTaken(AppError):\n    constraint = 'stays_number_key'",
            "backend/modules/housing/models.py": "class Stay(Row):\n    __tablename__ = 'stays'\n"
            "    number: Mapped[str] = mapped_column(unique=True)\n"
            "    __table_args__ = (ExcludeConstraint(('bed_id', '='), name='bed_occupancy_no_overlap'),\n"
            "        CheckConstraint('a < b', name='period'), UniqueConstraint('operator_id', 'code'))",
        }
    ],
)
def a_refusal_names_a_constraint_that_exists(tree: Sequence[Source]) -> Iterator[Finding]:
    declared = {name for source in tree if "models" in source.path for name in _constraint_names(source)}
    for source, node in descendants(tree, "AppError"):
        wanted = constant(assigned(node, "constraint"))
        if wanted and wanted not in declared:
            yield Finding(source.path, node.lineno, f"{node.name}: no constraint is called {wanted}")


@tree_lint(
    13,
    where=r"(backend|tenants)/.*models(/\w+)?\.py",
    bad=[
        {"backend/modules/housing/models.py": "CheckConstraint('ends > starts')"},
        {"backend/modules/housing/models.py": "ExcludeConstraint(('bed_id', '='), ('during', '&&'))"},
    ],
    good=[{"backend/modules/housing/models.py": "CheckConstraint('ends > starts', name='period')"}],
)
def rules_in_the_database_have_names(tree: Sequence[Source]) -> Iterator[Finding]:
    for source in tree:
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call) or called(node) not in {"CheckConstraint", "ExcludeConstraint"}:
                continue
            if not any(word.arg == "name" for word in node.keywords):
                yield Finding(source.path, node.lineno, f"{called(node)} without a name")


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_events_and_refusals_say_what_happened(proof: Proof) -> None:
    proof.holds()
