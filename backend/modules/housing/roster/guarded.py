"""Reading a roster that came from outside: in a child process with little memory, little time and no secrets."""

import subprocess
import sys
from pathlib import Path

import msgspec

from backend.modules.housing.roster.child import Answer
from backend.modules.housing.roster.model import FileCode, Roster, RosterLimits, UnreadableRoster

_ROOT = Path(__file__).resolve().parents[4]
_CHILD = "backend.modules.housing.roster.child"


def read_roster_guarded(data: bytes, limits: RosterLimits | None = None) -> Roster:
    """As `read_roster`, but a file too heavy for the limits costs the child its life: UnreadableRoster(TOO_HEAVY).

    The child may take 512 MiB of address space, some 60 s of CPU and 90 s by the clock (RosterLimits). It blocks until
    then at worst: call it from a thread of its own.
    """
    limits = limits or RosterLimits()
    if len(data) > limits.file_size:
        raise UnreadableRoster(FileCode.FILE_TOO_LARGE)
    try:
        child = subprocess.run(
            [sys.executable, "-m", _CHILD, msgspec.json.encode(limits).decode()],
            input=data,
            stdout=subprocess.PIPE,
            # What it complains of may hold what people's cells hold.
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        # Its own words may quote the file: they are not passed on as the cause.
        raise UnreadableRoster(FileCode.TOO_HEAVY) from None
    answer = msgspec.json.decode(child.stdout, type=Answer)
    if answer.roster is None:
        raise UnreadableRoster(answer.code or FileCode.TOO_HEAVY, answer.fields)
    return answer.roster
