"""The configured linters, seen red: ruff, mypy and import-linter each refuse what the conventions forbid."""

import configparser
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.lint import ROOT

BIN = Path(sys.executable).parent
MODULE = "backend/modules/housing/actions.py"

REFUSED = [
    ("TID252", MODULE, "from . import models\n\nprint_ = models\n"),
    ("PLC0415", MODULE, "def act() -> None:\n    import json\n\n    json.dumps(1)\n"),
    ("PLC0415", "tests/housing/test_actions.py", "def act() -> None:\n    import json\n\n    json.dumps(1)\n"),
    ("BLE001", MODULE, "try:\n    pass\nexcept Exception:\n    x = 1\n"),
    ("E722", MODULE, "try:\n    pass\nexcept:\n    x = 1\n"),
    ("TRY203", MODULE, "try:\n    x = 1\nexcept ValueError:\n    raise\n"),
    ("S608", MODULE, 'def act(c: str) -> str:\n    return f"SELECT {c} FROM stays"\n'),
    ("S101", MODULE, "assert MODULE\n"),
    ("S311", MODULE, "import random\n\nx = random.random()\n"),
    ("PGH003", MODULE, "x = 1  # type: ignore\n"),
    ("PGH004", MODULE, "x = 1  # noqa\n"),
    ("ERA001", MODULE, "# x = stay.bed(1)\n"),
    ("T201", MODULE, 'print("x")\n'),
    ("T201", "backend/worker.py", 'print("x")\n'),
    ("DTZ005", MODULE, "import datetime as dt\n\nx = dt.datetime.now()\n"),
    ("DTZ011", MODULE, "import datetime as dt\n\nx = dt.date.today()\n"),
    ("ASYNC251", MODULE, "import time\n\n\nasync def act() -> None:\n    time.sleep(1)\n"),
    ("B904", MODULE, "try:\n    x = 1\nexcept ValueError:\n    raise KeyError\n"),
    ("I001", MODULE, "import sys\nimport json\n\nx = json, sys\n"),
    ("E501", MODULE, f'x = "{"a" * 120}"\n'),
    ("N801", MODULE, "class stay:\n    pass\n"),
    ("F401", MODULE, "import json\n"),
    ("TID251", "tests/housing/test_actions.py", "from unittest.mock import AsyncMock\n\nx = AsyncMock\n"),
]

PASSED = [
    (
        MODULE,
        '"""Stays: who moves in."""\n\nTITLE = "入住，退租：（床位）"\n\n\nclass SlotTaken(Exception): ...\n',
    ),
    ("backend/up.py", 'print("ready")\n'),
    ("tests/housing/test_actions.py", 'PASSWORD = "correct horse"\n\n\ndef test_it() -> None:\n    assert PASSWORD\n'),
    ("backend/modules/housing/seed.py", "import random\n\nx = random.Random(1).random()\n"),
]


def ruff(path: str, text: str) -> set[str]:
    """The codes that ruff finds in a text as if it lay at a path."""
    run = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--output-format", "json", "--stdin-filename", path, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return {found["code"] for found in json.loads(run.stdout)}


@pytest.mark.parametrize(("code", "path", "text"), REFUSED, ids=[f"{code}-{path}" for code, path, _ in REFUSED])
def test_ruff_refuses_what_the_conventions_forbid(code: str, path: str, text: str) -> None:
    assert code in ruff(path, text)


@pytest.mark.parametrize(("path", "text"), PASSED, ids=[path for path, _ in PASSED])
def test_ruff_passes_what_the_conventions_ask_for(path: str, text: str) -> None:
    assert ruff(path, text) == set()


def test_mypy_is_strict_and_asks_for_the_code_of_an_ignore(tmp_path: Path) -> None:
    text = (
        "from typing import Generic, TypeVar\n"
        "def untyped(x): return x\n"
        "def bare(x: list) -> None: ...\n"
        "def ignored() -> int: return 'x'  # type: ignore\n"
        "unused = 1  # type: ignore[assignment]\n"
        "def unreachable(x: int) -> int:\n    if isinstance(x, int):\n        return x\n    return 1\n"
    )
    (tmp_path / "act.py").write_text(text, encoding="utf8")
    run = subprocess.run(
        [BIN / "mypy", "--config-file", ROOT / "mypy.ini", "--no-incremental", tmp_path / "act.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    codes = [line.rsplit("[", 1)[-1].rstrip("]") for line in run.stdout.splitlines() if ": error:" in line]
    assert codes == ["no-untyped-def", "type-arg", "ignore-without-code", "unused-ignore", "unreachable"]


def test_mypy_relaxes_nothing_but_missing_types_of_libraries() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "mypy.ini", encoding="utf8")
    relaxed = [dict(config[name]) for name in config.sections() if name != "mypy"]
    assert config["mypy"]["strict"] == "True"
    assert [one for one in relaxed if one != {"ignore_missing_imports": "True"}] == []


HOUSE = (
    "backend/__init__.py", "backend/core/__init__.py", "backend/core/db.py", "backend/modules/__init__.py",
    "backend/registry.py", "backend/app.py", "backend/worker.py", "backend/cli.py", "backend/up.py",
    "backend/modules/housing/__init__.py", "backend/modules/housing/contract.py",
    "backend/modules/housing/models.py", "backend/modules/housing/queries.py", "backend/modules/housing/actions.py",
    "backend/modules/housing/tasks.py", "backend/modules/housing/seed.py", "backend/modules/housing/identity.py",
    "backend/modules/courses/__init__.py", "backend/modules/courses/actions.py",
    "graphql_schema/__init__.py", "graphql_schema/schema.py", "tenants/__init__.py", "tenants/scope.py",
)  # fmt: skip

BREACHES = [
    ("Edges", "backend/core/db.py", "import tenants.scope"),
    ("Edges", "tenants/scope.py", "import backend.modules.housing.contract"),
    ("Edges", "backend/modules/housing/tasks.py", "import backend.registry"),
    ("Edges", "backend/modules/housing/tasks.py", "import graphql_schema.schema"),
    ("Edges", "graphql_schema/schema.py", "import backend.app"),
    ("Inside a module", "backend/modules/housing/contract.py", "import backend.modules.housing.models"),
    ("Inside a module", "backend/modules/housing/models.py", "import backend.modules.housing.queries"),
    ("Inside a module", "backend/modules/housing/queries.py", "import backend.modules.housing.actions"),
    ("Inside a module", "backend/modules/housing/identity.py", "import backend.modules.housing.contract"),
    ("Modules meet", "backend/modules/courses/actions.py", "import backend.modules.housing.actions"),
    ("Modules meet", "backend/modules/courses/actions.py", "import backend.modules.housing.models"),
    ("GraphQL never", "graphql_schema/schema.py", "import sqlalchemy"),
    ("GraphQL never", "graphql_schema/schema.py", "import backend.core.db"),
    ("Only GraphQL", "backend/modules/housing/actions.py", "import strawberry"),
    ("Only GraphQL", "tenants/scope.py", "import litestar"),
]


def broken_contracts(folder: Path, planted: dict[str, str]) -> list[str]:
    """Build a small house in a folder, plant imports, and name the contracts that import-linter finds broken."""
    for path in HOUSE:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(planted.get(path, ""), encoding="utf8")
    run = subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "400", "PYTHONPATH": str(folder)},
    )
    assert "Contracts: " in run.stdout, run.stdout + run.stderr
    return [line.split(",")[0] for line in run.stdout.splitlines() if line.rstrip().endswith("BROKEN")]


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES, ids=[f"{path}-{line}" for _, path, line in BREACHES])
def test_import_linter_refuses_a_planted_import(contract: str, path: str, line: str, tmp_path: Path) -> None:
    broken = broken_contracts(tmp_path, {path: line})
    assert [name for name in broken if name.startswith(contract)], broken


def test_import_linter_passes_what_modules_may_say_to_each_other(tmp_path: Path) -> None:
    planted = {
        "backend/modules/courses/actions.py": "from backend.modules.housing import contract, queries",
        "backend/modules/housing/actions.py": "import backend.modules.housing.models, tenants.scope",
        "backend/app.py": "import graphql_schema.schema, backend.registry",
        "backend/cli.py": "import backend.up, backend.modules.housing.actions",
        "graphql_schema/schema.py": "import backend.registry, backend.modules.housing.actions, strawberry",
    }
    assert broken_contracts(tmp_path, planted) == []


def test_pre_commit_runs_only_what_the_environment_holds() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf8")
    assert re.findall(r"repo: *(\S+)", text) == ["local"]
    assert set(re.findall(r"language: *(\S+)", text)) == {"system"}
