"""Whatever somebody may do is in the audit trail: each action that a role holds writes an entry, or says why not."""

import ast
import importlib
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # whatever a module holds

from backend.core.settings import ROOT
from tenants.roles import OPEN, Role, permissions_of

# Of these nothing is to be told afterwards.
SILENT = {
    "add_default_services": "they come with a station, which is written down",
    "announce_stays": "a worker tells of stays; whoever applied the file is written down with each of them",
    "begin_provider_sign_in": "nobody has signed in yet; who does is written down then",
    "check_out_preview": "foresees, and changes nothing",
    "forget_old_oversight_keys": "a timer drops keys of answers that nobody asks for again",
    "forget_old_sign_ins": "a timer drops what is out of date",
    "is_anyone_waiting": "looks, and locks what it saw",
    "join_waitlist": "the line writes it down, behind a port",
    "preview_booking_series": "foresees, and changes nothing",
    "preview_roster": "a worker reads a file; who sent and who applied it is written down",
    "take_up_roster": "a worker comes to a file",
    "verify_chain": "compares the trail with itself",
}
PACKAGES = ("backend/modules", "tenants")


@dataclass(slots=True)
class Written:
    """A function as it is written: whether it records by itself, and what it calls, by module and name."""

    records: bool
    calls: set[tuple[str, str]] = field(default_factory=set)


Known = dict[tuple[str, str], Written]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What each name of a file stands for, of what was imported by name."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def calls_of(node: ast.AST, module: str, names: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        if isinstance(call.func, ast.Name):
            yield names.get(call.func.id, (module, call.func.id))
        elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            package, name = names.get(call.func.value.id, ("", ""))
            yield f"{package}.{name}", call.func.attr


def records(node: ast.AST) -> bool:
    """Whether it says `scope.record(…)` somewhere, of whatever scope."""
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "record"
        for call in ast.walk(node)
    )


def read(source: str, module: str) -> Known:
    tree = ast.parse(source)
    names = imported(tree)
    return {
        (module, node.name): Written(records(node), set(calls_of(node, module, names)))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def recording(known: Known) -> set[tuple[str, str]]:
    """The functions that record, by themselves or through what they call."""
    found = {key for key, one in known.items() if one.records}
    while more := {key for key, one in known.items() if key not in found and one.calls & found}:
        found |= more
    return found


def everything() -> Known:
    known: Known = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            known |= read(path.read_text(encoding="utf8"), module_of(path))
    return known


def acts(known: Known) -> dict[str, tuple[str, str]]:
    """The actions that some role may do, by name."""
    held = {OPEN}.union(*(permissions_of(frozenset({role})) for role in Role))
    found: dict[str, tuple[str, str]] = {}
    for module in sorted({module for module, _ in known}):
        loaded: dict[str, Any] = vars(importlib.import_module(module))
        for name, value in loaded.items():
            is_action = getattr(value, "kind", None) == "action" and getattr(value, "__module__", "") == module
            if is_action and value.permission in held:
                found[name] = (module, name)
    return found


def test_each_act_that_somebody_may_do_is_written_down() -> None:
    known = everything()
    done, written = acts(known), recording(known)
    assert len(done) > 250
    assert sorted(name for name, key in done.items() if key not in written) == sorted(SILENT)


def test_an_act_that_is_not_written_down_is_noticed() -> None:
    source = """
        from backend.modules.x.ledger import move

        async def told(scope):
            scope.record("told", "X", None)

        async def by_another(scope):
            await move(scope)

        async def through_a_helper(scope):
            await told(scope)

        async def silent(scope):
            scope.session.add(scope.recorder)
            await nobody(scope)
    """
    ledger = "async def move(scope):\n    scope.record('moved', 'X', None)\n"
    known = read(textwrap.dedent(source), "backend.modules.x.acts") | read(ledger, "backend.modules.x.ledger")
    found = {name for _, name in recording(known)}
    assert found == {"told", "by_another", "through_a_helper", "move"}
