"""SQL is written, never built: no statement is put together from strings; and migrations stand on their own."""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.architecture.lint import PRODUCT, Proof, Source, lint, proofs
from tests.architecture.syntax import called, constant

TAKES_SQL = {
    "text", "literal_column", "DDL", "execute", "executemany", "exec_driver_sql", "scalar", "scalars", "stream",
    "fetch", "fetchrow", "fetchval", "execute_sql", "copy",
}  # fmt: skip


def _has_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _has_text(node.left) or _has_text(node.right)
    return isinstance(node, ast.JoinedStr) or constant(node) is not None


def _is_built(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and _has_text(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"format", "format_map", "join", "replace"} and (
            node.func.attr != "join" or constant(node.func.value) is not None
        )
    return False


def _built_names(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_built(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and _has_text(node.value):
            found.add(node.target.id)
    return found


@lint(
    14,
    where=PRODUCT,
    bad=[
        {"backend/core/live.py": "connection.execute(f'NOTIFY {topic}')"},
        {"backend/core/live.py": "connection.execute(text('SELECT ' + column))"},
        {"backend/core/live.py": "connection.execute(text('SELECT %s' % column))"},
        {"backend/core/live.py": "connection.execute(text('SELECT {}'.format(column)))"},
        {"backend/core/live.py": "connection.exec_driver_sql(' AND '.join(parts))"},
        {"backend/core/live.py": "sql = f'SELECT {column}'\nconnection.execute(text(sql))"},
        {"backend/core/live.py": "sql = 'SELECT 1'\nsql += ' WHERE ' + rule\nconnection.fetch(sql)"},
        {"backend/core/live.py": "select(text(f'{column}'))"},
        {"backend/core/live.py": "connection.execute(statement=f'SELECT {column}')"},
    ],
    good=[
        {"backend/core/live.py": "connection.execute(text('SELECT pg_notify(:topic, :id)'), {'topic': f'a{b}'})"},
        {"backend/core/live.py": "connection.execute(select(Stay).where(Stay.id == id))"},
        {"backend/core/live.py": "connection.execute(text('SELECT 1'\n    ' WHERE true'))"},
    ],
    excused={
        r"tenants/logins\.py": "roles take no parameters; the names are an enum's, the secrets url-safe and our own",
    },
)
def sql_is_never_built_from_strings(source: Source) -> Iterator[tuple[int, str]]:
    built = _built_names(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and called(node) in TAKES_SQL:
            named = [word.value for word in node.keywords if word.arg in {"statement", "text", "query", "sql"}]
            given = [*node.args[:1], *named]
            if any(_is_built(one) or (isinstance(one, ast.Name) and one.id in built) for one in given):
                yield node.lineno, f"{called(node)}() of a built string: bind parameters instead"


MIGRATION = "backend/migrations/versions/0001_housing.py"
MAY_IMPORT = {"alembic", "sqlalchemy"} | set(sys.stdlib_module_names)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


@lint(
    23,
    where=r"backend/migrations/versions/.*\.py",
    bad=[
        {MIGRATION: "from backend.modules.housing.models import Stay"},
        {MIGRATION: "from tenants import scope"},
        {MIGRATION: "import backend.core.db"},
        {MIGRATION: "import asyncpg"},
    ],
    good=[{MIGRATION: "import sqlalchemy as sa\nfrom alembic import op\nfrom tenants.rls import protect"}],
)
def migrations_import_nothing_of_the_app(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        for name in _imported(node):
            if name.split(".")[0] not in MAY_IMPORT and not f"{name}.".startswith("tenants.rls."):
                yield getattr(node, "lineno", 1), f"a migration must mean the same for ever: {name} may change"


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_sql_is_written_out(proof: Proof) -> None:
    proof.holds()
