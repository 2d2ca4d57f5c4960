"""The command line as a person uses it: a process, its exit code, and what it says."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.core.settings import ROOT


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


def xinju(
    *words: str, env: Mapping[str, str] | None = None, without: Sequence[str] = (), types: str = "", within: float = 300
) -> Said:
    """Run `xinju` with these words, for so many seconds at most; `types` is what the person enters."""
    around = {name: value for name, value in os.environ.items() if name not in without}
    around |= {"LC_ALL": "C.UTF-8", "COLUMNS": "200", "NO_COLOR": "1", **(env or {})}
    command = [sys.executable, "-m", "backend.cli", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=around, input=types, capture_output=True, text=True, check=False, timeout=within
    )
    return Said(done.returncode, done.stdout, done.stderr)
