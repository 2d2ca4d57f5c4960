"""The shape of a file: its length, its docstrings, its comments, and the reasons it gives for what it ignores."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.lint import CODE, PRODUCT, Proof, Source, lint, proofs
from tests.architecture.syntax import functions, public_functions

FILE_LINES = 300
WEB_LINES = 250
FUNCTION_LINES = 40


@lint(
    7,
    where=CODE + r"|infra/.*\.sh",
    bad=[{"backend/core/db.py": "x = 1\n" * (FILE_LINES + 1)}],
    good=[{"backend/core/db.py": "x = 1\n" * FILE_LINES}],
    excused={r"backend/migrations/versions/.*": "one migration is one change, however long"},
)
def files_are_short(source: Source) -> Iterator[tuple[int, str]]:
    if len(source.lines) > FILE_LINES:
        yield FILE_LINES, f"{len(source.lines)} lines; split by use case at {FILE_LINES}"


@lint(
    7,
    where=r"web/.*\.(tsx?|css)",
    bad=[{"web/src/console/RoomMap.tsx": "\n" * (WEB_LINES + 1)}],
    good=[{"web/src/console/RoomMap.tsx": "\n" * WEB_LINES}, {"web/src/generated/types.ts": "\n" * 900}],
    excused={r".*(/|__)generated(__)?/.*|.*\.generated\.ts|.*\.d\.ts": "made by a program"},
)
def web_files_are_short(source: Source) -> Iterator[tuple[int, str]]:
    if len(source.lines) > WEB_LINES:
        yield WEB_LINES, f"{len(source.lines)} lines; split by use case at {WEB_LINES}"


@lint(
    7,
    where=CODE,
    bad=[{"backend/core/db.py": "def act():\n" + "    pass\n" * FUNCTION_LINES}],
    good=[{"backend/core/db.py": "def act():\n" + "    pass\n" * (FUNCTION_LINES - 1)}],
    excused={r"backend/migrations/.*": "a list of statements does not get clearer by being cut"},
)
def functions_are_short(source: Source) -> Iterator[tuple[int, str]]:
    for node in functions(source.tree):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield node.lineno, f"{node.name} has {length} lines; at most {FUNCTION_LINES}"


@lint(
    18,
    where=CODE,
    bad=[
        {"backend/core/db.py": "import os"},
        {"backend/core/db.py": "'''Engines.\n\nAnd more.\n'''"},
    ],
    good=[{"backend/core/db.py": "'''Engines, one for each login.'''"}, {"backend/core/__init__.py": ""}],
)
def a_file_says_in_one_line_what_lives_here(source: Source) -> Iterator[tuple[int, str]]:
    said = ast.get_docstring(source.tree, clean=False)
    if source.tree.body and said is None:
        yield 1, "no module docstring"
    elif said is not None and "\n" in said:
        yield 1, "the module docstring has one line; the rest belongs to what it describes, or to docs/"


@lint(
    18,
    where=r"backend/modules/\w+/(contract|actions|queries)(/\w+)?\.py|tenants/(scope|identify)\.py",
    bad=[{"backend/modules/housing/actions.py": "async def check_in(scope: Scope) -> Stay: ..."}],
    good=[
        {
            "backend/modules/housing/actions.py": "async def check_in(scope: Scope) -> Stay:\n    '''Move in.'''\n"
            "def _row(): ..."
        }
    ],
)
def public_functions_say_what_the_name_cannot(source: Source) -> Iterator[tuple[int, str]]:
    for node in public_functions(source):
        if not ast.get_docstring(node):
            yield node.lineno, f"{node.name} has no docstring"


BANNER = re.compile(r"^\s*(#|//)\s*[-=#*~_/]{3,}|^\s*(#|//).*[-=*~]{4,}\s*$")


@lint(
    19,
    where=r"(backend|graphql_schema|tenants|infra|tests|web)/.*\.(py|tsx?|sh)|.*\.(toml|ini)|\.[\w-]+\.ya?ml",
    bad=[{"backend/core/db.py": "# ------ engines"}, {"backend/core/db.py": "# engines ======"}],
    good=[{"backend/core/db.py": "# a pool is lazy: no login is used before it is needed"}],
)
def comments_are_no_banners(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        if BANNER.search(line):
            yield number, "a banner; split the file instead"


IGNORE = re.compile(r"#\s*(?:type:\s*ignore(?:\[[\w, -]+\])?|noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?)")


@lint(
    9,
    where=CODE,
    bad=[
        {"backend/core/db.py": "x = f()  # type: ignore[no-any-return]"},
        {"backend/core/db.py": "x = f()  # noqa: S603"},
        {"backend/core/db.py": "x = f()  # type: ignore"},
    ],
    good=[
        {"backend/core/db.py": "x = f()  # type: ignore[no-any-return]  # put there by the pin"},
        {"backend/core/db.py": "x = f()  # noqa: S324 the format asks for MD5"},
    ],
    excused={r"tests/architecture/test_(sizes|linters)\.py": "examples"},
)
def an_ignore_has_its_reason(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        found = IGNORE.search(line)
        if found and len(re.findall(r"\w+", line[found.end() :])) < 2:
            yield number, f"{found[0]}: say why, behind it"


def _uses_any(tree: ast.Module) -> int | None:
    """The line of the first `Any`, save in `dict[str, Any]`, which says JSON well enough."""
    json = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node) == "dict[str, Any]"
        for part in ast.walk(node)
    }
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "Any")
    return next((node.lineno for node in names if id(node) not in json), None)


@lint(
    9,
    where=PRODUCT,
    bad=[{"backend/core/db.py": "from typing import Any\ndef f(x: Any): ..."}],
    good=[
        {"backend/core/db.py": "from typing import Any\ndef f(x: Any): ...  # Any: passed through to SQLAlchemy"},
        {"backend/core/db.py": "from typing import Any  # Any: JSON values\ndef f(x: Any): ..."},
        {"backend/core/db.py": "from typing import Any\ndef f(x: dict[str, Any]): ..."},
    ],
)
def any_has_its_reason(source: Source) -> Iterator[tuple[int, str]]:
    line = _uses_any(source.tree)
    if line and not re.search(r"#.*\bAny: \w+", source.text):
        yield line, "Any without a reason: `# Any: why`, once in the file"


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_files_are_short_and_say_why(proof: Proof) -> None:
    proof.holds()
