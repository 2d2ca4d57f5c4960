"""The statements that the product really executes, and the pgbench script that is made of them."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

_PLACE = re.compile(r"\$(\d+)")
# The ids that a transaction makes for itself: one row of twelve digits for each of them, in each script its own.
_FRESH = "b0b1{script:02x}{number:02x}-0000-7000-8000-"
_scripts = itertools.count()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its values, as the driver was given them."""

    sql: str
    values: tuple[Any, ...]  # Any: column values


@contextmanager
def captured() -> Iterator[list[Statement]]:
    """Whatever the engines of this process execute until the block ends, BEGIN and COMMIT aside."""
    seen: list[Statement] = []

    def note(  # Any: SQLAlchemy's event
        _connection: Any, _cursor: Any, sql: str, values: Any, _context: Any, executemany: bool
    ) -> None:
        # Many rows come as one statement with the values of all, or as one row of values for each execution.
        rows = values if executemany and isinstance(values[0], tuple | list) else [values]
        seen.extend(Statement(sql, tuple(row)) for row in rows)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def trips(statements: Sequence[Statement]) -> int:
    """Round trips: the statements, and for each transaction BEGIN, and COMMIT or ROLLBACK."""
    return len(statements) + 2 * max(1, sum(map(_enters, statements)))


def _enters(statement: Statement) -> bool:
    """Whether a transaction begins with it: the login says for whom it acts, once in each."""
    return "app.enter(" in statement.sql


def script(
    first: Sequence[Statement], second: Sequence[Statement], said: Mapping[str, str], numbering: Sequence[str]
) -> str:
    """What pgbench runs: the transactions of `first`, with what differs in `second` made new each time.

    `said` are the texts of `first` that stand for its input, each with the prefix that the number of the transaction,
    `:n`, completes; `numbering` are the commands that set it.
    """
    if [one.sql for one in first] != [one.sql for one in second]:
        raise RuntimeError("the same operation executed other statements the second time")
    known, number = dict(said), next(_scripts)
    for one in sorted(_ids(first) - _ids(second) - known.keys()):
        known[one] = _FRESH.format(script=number, number=len(known))
    lines = [*numbering, "BEGIN;"]
    for position, statement in enumerate(first):
        if position and _enters(statement):
            lines += ["COMMIT;", "BEGIN;"]
        sql = _PLACE.sub(lambda at, given=statement: _said(given.values[int(at[1]) - 1], known), statement.sql)  # type: ignore[misc]  # the default binds the loop's value
        lines.append(f"{sql};")
    return "\n".join([*lines, "COMMIT;", ""])


def _ids(statements: Sequence[Statement]) -> set[str]:
    values = [value for one in statements for value in one.values]
    items = [item for value in values for item in (value if isinstance(value, list | tuple) else (value,))]
    return {str(item) for item in items if isinstance(item, UUID)}


def _said(value: Any, known: Mapping[str, str]) -> str:  # Any: a column value
    """A value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return f"decode('{value.hex()}', 'hex')"
    if isinstance(value, list | tuple):
        return f"ARRAY[{', '.join(_said(item, known) for item in value)}]"
    if isinstance(value, UUID | str | dt.date):
        return _text(str(value), known)
    raise TypeError(f"{type(value).__name__} cannot be written for pgbench")


def _text(text: str, known: Mapping[str, str]) -> str:
    # pgbench looks for variables inside of quotes too, hence no colon is left in any.
    parts = re.split("|".join(map(re.escape, known)), text) if known else [text]
    names = re.findall("|".join(map(re.escape, known)), text) if known else []
    pieces = [_quoted(parts[0])]
    for name, part in zip(names, parts[1:], strict=True):
        pieces += [_quoted(known[name]), ":n::text", _quoted(part)]
    kept = [piece for piece in pieces if piece != "E''"] or ["E''"]
    return kept[0] if len(kept) == 1 else f"({' || '.join(kept)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"
