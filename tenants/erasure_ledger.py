"""The erasure ledger: kept outside the database, so that what was erased stays so after a restore."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.settings import settings


class Entry(msgspec.Struct, frozen=True):
    """One line: `kind` is operator_erased, operator_returned or resident_erased. Ids and codes, never a name."""

    at: dt.datetime
    kind: str
    operator_id: UUID
    facts: dict[str, str]


def ledger_path() -> Path:
    """Where the ledger lies; a backup of the database does not hold it."""
    return settings().home / "erasures.jsonl"


def note(kind: str, operator_id: UUID, **facts: str) -> None:
    """Append a line and wait until the disk has it."""
    line = msgspec.json.encode(Entry(clock.now(), kind, operator_id, facts)) + b"\n"
    ledger_path().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(ledger_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def entries() -> Iterator[Entry]:
    """Every line, oldest first; a last line cut short by a power failure was never acknowledged, and is passed over."""
    if not ledger_path().exists():
        return
    for line in ledger_path().read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield msgspec.json.decode(line, type=Entry)


def erased_operators() -> set[UUID]:
    """The operators that were erased and have not come back by an import."""
    last = {entry.operator_id: entry.kind for entry in entries() if entry.kind.startswith("operator_")}
    return {operator_id for operator_id, kind in last.items() if kind == "operator_erased"}
