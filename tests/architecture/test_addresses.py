"""What no file may carry: the address of a registry, a path of one machine, or a list of the modules."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.lint import ANY_FILE, Finding, Proof, Source, lint, proofs, tree_lint
from tests.architecture.syntax import constant

# The examples are put together here, so that this file is clean under its own lint.
OPTION, URL, SLASH = "-" * 2, "http" + "s:" + "//", "/"
REGISTRY = re.compile(
    r"""(?<![\w-])--(?=(extra-)?index-url) | (?<![\w-])--find-(?=links) | (?<![\w-])--(?=registry)
      | ^\s*(index-url|registry)\s*=
      | "resolved":\s*"http | https?://[^\s"'<>]+\.(whl|tgz|tar\.gz)\b
      | https?://[^\s"'<>]*(registry|pypi|npmjs|pythonhosted|/simple/)[^\s"'<>]* """,
    re.VERBOSE,
)
MACHINE = re.compile(r"(?<![\w.:/-])/(work|root|home/\w+|Users/\w+|tmp/bash\w*)/")


@lint(
    8,
    where=ANY_FILE,
    bad=[
        {"requirements.lock": f"{OPTION}index-url {URL}host/simple"},
        {"requirements.lock": f"{OPTION}extra-index-url=x"},
        {"web/package-lock.json": f'"resolved": "{URL}host/react/-/react-19.tgz"'},
        {"web/.npmrc": f"registry = {URL}host"},
        {"Makefile": f"curl {URL}host/pkg-1.0-py3-none-any.whl"},
        {"pyproject.toml": f'url = "{URL}pypi.example/simple/"'},
    ],
    good=[
        {"requirements.lock": "alembic==1.20.1 \\\n    --hash=sha256:83490def"},
        {"web/.npmrc": "omit-lockfile-registry-resolved=true"},
        {"docs/a.md": f"See {URL}www.postgresql.org/docs/18/ddl-rowsecurity.html"},
    ],
)
def no_file_carries_a_registry_address(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        found = REGISTRY.search(line)
        if found:
            yield number, f"{found[0].strip()!r} ties the project to a registry"


@lint(
    8,
    where=ANY_FILE,
    bad=[
        {"Makefile": f"cd {SLASH}work/main && make"},
        {"docs/a.md": f"`{SLASH}root/.cache`"},
        {"tests/conftest.py": f"PATH = '{SLASH}home/anna/data'"},
        {"tests/conftest.py": f"PATH = '{SLASH}tmp/bash_jobs/1'"},
    ],
    good=[{"docs/a.md": "docs/work/plan.md and ./work/x and https://a.cn/work/1 and /healthz"}],
)
def no_file_carries_a_path_of_one_machine(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        found = MACHINE.search(line)
        if found:
            yield number, f"{found[0]!r} is a path of one machine"


FINDS = re.compile(r"backend/(registry|migrations/env)\.py|graphql_schema/schema\.py")


def _lists(source: Source, modules: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            named = {said.removeprefix("backend.modules.").split(".")[0] for said in map(constant, parts) if said}
            if len(named & modules) > 1:
                yield node.lineno, "a list of modules: ask backend.registry"
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if FINDS.fullmatch(source.path) and any(name.startswith("backend.modules.") for name in names):
            yield getattr(node, "lineno", 1), "what discovers modules names none of them"


@tree_lint(
    1,
    where=r"(backend|graphql_schema|tenants|infra)/.*\.py|\.importlinter|pyproject\.toml|mypy\.ini",
    bad=[
        {
            "backend/modules/housing/models.py": "",
            "backend/modules/courses/models.py": "",
            "backend/app.py": "PARTS = ['housing', 'courses']",
        },
        {
            "backend/modules/housing/models.py": "",
            "backend/modules/courses/models.py": "",
            "backend/cli.py": "PARTS = ('backend.modules.housing.seed', 'backend.modules.courses.seed')",
        },
        {"backend/modules/housing/models.py": "", "graphql_schema/schema.py": "import backend.modules.housing.models"},
        {"backend/modules/housing/models.py": "", "backend/migrations/env.py": "from backend.modules.housing import a"},
        {"backend/modules/housing/models.py": "", ".importlinter": "modules =\n    backend.modules.housing"},
    ],
    good=[
        {
            "backend/modules/housing/models.py": "",
            "backend/modules/courses/models.py": "",
            "backend/cli.py": "from backend.modules.housing.actions import check_in\nPARTS = registry.names()",
            ".importlinter": "modules =\n    backend.modules.*",
        }
    ],
)
def nobody_keeps_a_list_of_modules(tree: Sequence[Source]) -> Iterator[Finding]:
    modules = {source.module for source in tree if source.module}
    for source in tree:
        if source.path.endswith(".py"):
            yield from (Finding(source.path, line, says) for line, says in _lists(source, modules))
            continue
        for number, line in enumerate(source.lines, 1):
            if re.search(r"backend\.modules\.\w", line):
                yield Finding(source.path, number, "configuration speaks of modules by wildcard")


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_a_clone_works_anywhere_and_a_module_is_one_folder(proof: Proof) -> None:
    proof.holds()
