"""How tests are written: flat functions that are sentences, no mocks, no sleeping for luck, a folder per module."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.lint import Finding, Proof, Source, lint, proofs, tree_lint
from tests.architecture.syntax import called, classes, constant, functions

TESTS = r"tests/.*\.py"
TEST = "tests/housing/test_actions.py"
# Kinds of test that follow a story or a figure and not one module.
CROSSING = {"architecture", "bench", "e2e", "graphql", "isolation", "soak"}


@lint(
    20,
    where=TESTS,
    bad=[{TEST: "class TestCheckIn:\n    def test_it(self): ..."}, {TEST: "class Story(unittest.TestCase): ..."}],
    good=[
        {TEST: "def test_a_bed_is_given_once(): ...\nclass Ledger(RuleBasedStateMachine):\n    def check_in(self): ..."}
    ],
)
def a_test_is_a_flat_function(source: Source) -> Iterator[tuple[int, str]]:
    for node in classes(source.tree):
        holds_tests = any(child.name.startswith("test") for child in functions(node))
        if node.name.startswith("Test") or holds_tests or any("TestCase" in ast.unparse(base) for base in node.bases):
            yield node.lineno, f"class {node.name}: tests are flat functions"


@lint(
    20,
    where=r"tests/.*test_\w+\.py",
    bad=[{TEST: "def test_ok(): ..."}, {TEST: "async def test_check_in(): ..."}, {TEST: "def testCheckIn(): ..."}],
    good=[{TEST: "async def test_a_bed_is_given_once(bed): ...\ndef bed(): ..."}],
)
def a_test_is_called_by_a_sentence(source: Source) -> Iterator[tuple[int, str]]:
    for node in functions(source.tree):
        if node.name.startswith("test") and not re.fullmatch(r"test(_[a-z0-9]+){3,}", node.name):
            yield node.lineno, f"{node.name}: a sentence of three words or more"


PATCHES = {"setattr", "setitem", "delattr", "delitem"}


def _mock(node: ast.AST) -> str | None:
    if isinstance(node, ast.Import):
        return next((name.name for name in node.names if "mock" in name.name), None)
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{name.name}" for name in node.names]
        return next((name for name in names if "mock" in name.lower()), None)
    if isinstance(node, ast.arg) and node.arg in {"mocker", "mock"}:
        return node.arg
    if isinstance(node, ast.Attribute) and node.attr in PATCHES and ast.unparse(node.value).endswith("monkeypatch"):
        return f"monkeypatch.{node.attr}"
    return None


@lint(
    21,
    where=TESTS,
    bad=[
        {TEST: "from unittest.mock import AsyncMock"},
        {TEST: "from unittest import mock"},
        {TEST: "import unittest.mock"},
        {TEST: "def test_a_b_c(monkeypatch):\n    monkeypatch.setattr(clock, 'now', lambda: 1)"},
        {TEST: "def test_a_b_c(mocker): ..."},
    ],
    good=[{TEST: "def test_a_b_c(monkeypatch):\n    monkeypatch.setenv('XINJU_PORT', '8001')"}],
    excused={r"tests/\w+/planted\.py": "bugs, put into the product for a test that has to find them"},
)
def nothing_of_ours_is_mocked(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        found = _mock(node)
        if found:
            yield getattr(node, "lineno", 1), f"{found}: drive the real thing"


STEP = 0.2


@lint(
    20,
    where=TESTS,
    bad=[
        {TEST: "def test_a_b_c():\n    time.sleep(1)"},
        {TEST: "def test_a_b_c():\n    time.sleep(0.01)"},
        {TEST: "def wait(seconds):\n    time.sleep(seconds)"},
        {TEST: "async def test_a_b_c():\n    await asyncio.sleep(0.05)\n    assert arrived()"},
        {TEST: "async def test_a_b_c():\n    while not arrived():\n        await sleep(2)"},
    ],
    good=[
        {TEST: "async def test_a_b_c():\n    while not await arrived():\n        await asyncio.sleep(0.02)"},
        {TEST: "def wait_until(is_so):\n    while not is_so():\n        time.sleep(STEP)"},
        {TEST: "async def test_a_b_c():\n    await asyncio.sleep(0)"},
    ],
)
def nobody_sleeps_for_luck(source: Source) -> Iterator[tuple[int, str]]:
    loops = [node for node in ast.walk(source.tree) if isinstance(node, ast.While | ast.For | ast.AsyncFor)]
    in_a_loop = {id(node) for loop in loops for node in ast.walk(loop)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or called(node) != "sleep" or not node.args:
            continue
        length = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        is_step = id(node) in in_a_loop and not (isinstance(length, int | float) and length >= STEP)
        if length != 0 and not is_step:
            yield node.lineno, f"wait for the thing itself, in steps under {STEP} s"


SILENT = {"pytest.mark.skip", "pytest.mark.xfail"}


def _reason(call: ast.Call) -> str:
    named = [word.value for word in call.keywords if word.arg == "reason"]
    given = named or ([] if called(call) == "skipif" else call.args[:1])
    return "" if not given else constant(given[0]) or ast.unparse(given[0])


@lint(
    20,
    where=TESTS,
    bad=[
        {TEST: "@pytest.mark.skip\ndef test_a_b_c(): ..."},
        {TEST: "@pytest.mark.skip()\ndef test_a_b_c(): ..."},
        {TEST: "@pytest.mark.skipif(not REDIS)\ndef test_a_b_c(): ..."},
        {TEST: "@pytest.mark.xfail(strict=True)\ndef test_a_b_c(): ..."},
        {TEST: "def test_a_b_c():\n    pytest.skip()"},
    ],
    good=[
        {TEST: "@pytest.mark.skipif(not REDIS, reason='no redis-server on the path')\ndef test_a_b_c(): ..."},
        {TEST: "def test_a_b_c():\n    pytest.skip('no redis-server on the path')"},
    ],
)
def a_skip_has_its_reason(source: Source) -> Iterator[tuple[int, str]]:
    for node in functions(source.tree):
        for mark in node.decorator_list:
            if ast.unparse(mark) in SILENT:
                yield mark.lineno, f"{ast.unparse(mark)} without a reason"
    for call in ast.walk(source.tree):
        if isinstance(call, ast.Call) and called(call) in {"skip", "skipif", "xfail"} and not _reason(call):
            yield call.lineno, f"{ast.unparse(call.func)} without a reason"


def _places(tree: Sequence[Source]) -> set[str]:
    """What a test folder may be called: each module, each package, each file of `backend`."""
    paths = [source.path.split("/") for source in tree if not source.path.startswith("tests/")]
    modules = {source.module for source in tree if source.module}
    return CROSSING | modules | {part.removesuffix(".py") for path in paths for part in path[:2]}


@tree_lint(
    20,
    where=r"(backend|graphql_schema|tenants|infra|tests)/.*\.py",
    bad=[
        {"tests/houses/test_actions.py": "", "backend/modules/housing/actions.py": ""},
        {"tests/test_actions.py": "", "backend/modules/housing/actions.py": ""},
        {"backend/modules/housing/actions.py": ""},
    ],
    good=[
        {
            "backend/modules/housing/actions.py": "",
            "backend/core/db.py": "",
            "tests/housing/test_actions.py": "",
            "tests/core/test_db.py": "",
            "tests/e2e/test_check_in.py": "",
            "tests/conftest.py": "",
        }
    ],
)
def the_tests_mirror_the_modules(tree: Sequence[Source]) -> Iterator[Finding]:
    tests = [source for source in tree if re.fullmatch(r"tests/(.*/)?test_\w+\.py", source.path)]
    folders = {source.path.split("/")[1] for source in tests}
    for source in tests:
        if source.path.split("/")[1] not in _places(tree):
            yield Finding(source.path, 1, "a test lies in the folder of the module or package that it tests")
    acting = {source.module: source for source in tree if source.module and "/actions" in source.path}
    for module, source in acting.items():
        if module not in folders:
            yield Finding(source.path, 1, f"tests/{module} has no test")


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_tests_are_written_to_fail_when_they_should(proof: Proof) -> None:
    proof.holds()
