"""The frame of the house's own lints: a lint is a function over source files that carries its bad and good examples."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]

PRODUCT = r"(backend|graphql_schema|tenants|infra)/.*\.py"
CODE = r"(backend|graphql_schema|tenants|infra|tests)/.*\.py"
ANY_FILE = r".*"

Example = Mapping[str, str]  # path -> text: a small tree


@dataclass(frozen=True)
class Source:
    """One file of the tree; `path` is relative to the root, with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def stem(self) -> str:
        return self.path.rsplit("/", 1)[-1].split(".", 1)[0]

    @property
    def module(self) -> str | None:
        """The module folder that the file belongs to, where it lies in one."""
        found = re.match(r"backend/modules/(\w+)/", self.path)
        return found and found[1]


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}"


Check = Callable[[Sequence[Source]], Iterable[Finding]]


@dataclass(frozen=True)
class Lint:
    """A check over the files that `where` matches, save those excused: path pattern -> why."""

    name: str
    convention: int
    where: str
    check: Check
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    excused: Mapping[str, str] = field(default_factory=dict)

    def findings(self, tree: Sequence[Source]) -> list[Finding]:
        """What the lint has to say about a tree."""
        seen = [source for source in tree if re.fullmatch(self.where, source.path)]
        found = self.check(seen)
        return [one for one in found if not any(re.fullmatch(path, one.path) for path in self.excused)]


LINTS: dict[str, Lint] = {}


def tree_lint(
    convention: int,
    *,
    where: str,
    bad: Sequence[Example],
    good: Sequence[Example],
    excused: Mapping[str, str] | None = None,
) -> Callable[[Check], Check]:
    """Declare a lint that sees all its files at once."""

    def declare(check: Check) -> Check:
        name = check.__name__
        LINTS[name] = Lint(name, convention, where, check, tuple(bad), tuple(good), excused or {})
        return check

    return declare


def lint(
    convention: int,
    *,
    where: str,
    bad: Sequence[Example],
    good: Sequence[Example],
    excused: Mapping[str, str] | None = None,
) -> Callable[[Callable[[Source], Iterable[tuple[int, str]]]], Check]:
    """Declare a lint that looks at one file at a time and yields (line, what is wrong)."""

    def declare(look: Callable[[Source], Iterable[tuple[int, str]]]) -> Check:
        def check(tree: Sequence[Source]) -> Iterator[Finding]:
            for source in tree:
                yield from (Finding(source.path, line, says) for line, says in look(source))

        check.__name__, check.__module__ = look.__name__, look.__module__
        return tree_lint(convention, where=where, bad=bad, good=good, excused=excused)(check)

    return declare


@cache
def repository() -> tuple[Source, ...]:
    """Every text file that is or could be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(source for path in sorted(set(listed.split("\0"))) if path and (source := _read(path)))


def _read(path: str) -> Source | None:
    try:
        return Source(path, (ROOT / path).read_text(encoding="utf8"))
    except (UnicodeDecodeError, FileNotFoundError):  # a picture or a spreadsheet; a file deleted but not yet staged
        return None


@dataclass(frozen=True)
class Proof:
    """One thing that must be true of a lint: it finds an example, passes one, or finds the repository clean."""

    lint: Lint
    kind: Literal["finds", "passes", "tree"]
    index: int = 0

    def __str__(self) -> str:
        return f"{self.lint.name}-{self.kind}" + (f"-{self.index}" if self.kind != "tree" else "")

    def findings(self) -> list[str]:
        """The findings in the example or in the repository, as text."""
        if self.kind == "tree":
            return [str(one) for one in self.lint.findings(repository())]
        example = (self.lint.bad if self.kind == "finds" else self.lint.good)[self.index]
        return [str(one) for one in self.lint.findings([Source(path, text) for path, text in example.items()])]

    def holds(self) -> None:
        """Raise where the lint does not do what the proof says."""
        found = self.findings()
        if self.kind == "finds":
            assert found, f"{self.lint.name} does not see its bad example {self.index}"
        else:
            assert not found, "\n" + "\n".join(found)


def proofs(topic: str) -> list[Proof]:
    """The proofs of every lint that a test file (its `__name__`) declares."""
    mine = [one for one in LINTS.values() if one.check.__module__ == topic]
    return [
        proof
        for one in mine
        for proof in (
            *(Proof(one, "finds", index) for index in range(len(one.bad))),
            *(Proof(one, "passes", index) for index in range(len(one.good))),
            Proof(one, "tree"),
        )
    ]
