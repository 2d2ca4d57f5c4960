"""A process of its own that applies for a crowd, as one of several servers would: wishes come in, answers go out."""

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path

import msgspec
import uvloop

from backend import registry
from backend.core.db import engines
from backend.core.live import live
from backend.core.settings import ROOT
from tests.courses.storming import Applied, Wish, apply_all


async def crowds(wishes: Sequence[Wish], processes: int, at_once: int) -> list[Applied]:
    """The wishes dealt out to so many processes, each with so many at once."""
    parts = [wishes[number::processes] for number in range(processes)]
    return [one for found in await asyncio.gather(*(_crowd(part, at_once) for part in parts)) for one in found]


async def _crowd(wishes: Sequence[Wish], at_once: int) -> list[Applied]:
    # By a file: of what a process prints at its very end, the last part may be lost.
    with tempfile.NamedTemporaryFile(prefix="xinju-crowd-") as told:
        command = (sys.executable, "-m", "tests.courses.crowd", str(at_once), told.name)
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=dict(os.environ), stdin=PIPE)
        await process.communicate(msgspec.json.encode(wishes))
        assert process.returncode == 0
        return msgspec.json.decode(told.read(), type=list[Applied])


async def _answer() -> bytes:
    told = await apply_all(msgspec.json.decode(sys.stdin.buffer.read(), type=list[Wish]), int(sys.argv[1]))
    await live.flush()
    await engines.dispose()
    return msgspec.json.encode(told)


def main() -> None:
    """Read wishes, apply, write what was said into the file that is named."""
    for part in ("models", "contract", "queries", "actions"):
        registry.load(part)
    Path(sys.argv[2]).write_bytes(uvloop.run(_answer()))


if __name__ == "__main__":
    main()
