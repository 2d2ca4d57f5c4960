"""Questions that several lints ask of a syntax tree."""

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture.lint import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef


def words(name: str) -> list[str]:
    """The lower-case words of a snake_case or CamelCase name."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def called(node: ast.expr) -> str:
    """The last name of what is called or decorated with: `pytest.mark.skip("x")` is `skip`."""
    target = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(target).rsplit(".", 1)[-1]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, however deep."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Every class, however deep."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def public_functions(source: Source) -> Iterator[Function]:
    """The module's own functions whose names have no leading underscore."""
    return (node for node in source.tree.body if isinstance(node, Function) and not node.name.startswith("_"))


def descendants(sources: Sequence[Source], root: str) -> Iterator[tuple[Source, ast.ClassDef]]:
    """The classes of the tree that derive from `root`, by name, directly or not."""
    everything = [(source, node) for source in sources for node in classes(source.tree)]
    known, grew = {root}, True
    while grew:
        found = {node.name for _, node in everything if known & {called(base) for base in node.bases}}
        known, grew = known | found, not found <= known
    return ((source, node) for source, node in everything if node.name in known - {root})


def constant(node: ast.AST | None) -> str | None:
    """The text of a string literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def assigned(node: ast.ClassDef, name: str) -> ast.expr | None:
    """What a class body assigns to a name."""
    for line in node.body:
        if isinstance(line, ast.Assign) and [ast.unparse(target) for target in line.targets] == [name]:
            return line.value
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == name:
            return line.value
    return None
