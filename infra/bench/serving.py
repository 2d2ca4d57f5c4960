"""GraphQL over HTTP: one real server process, the load in another, beside pgbench with one statement."""

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import msgspec
from rich.console import Console

from backend.core.settings import ROOT
from infra.bench import pgbench
from infra.bench.asking import RESIDENTS, statements_of
from infra.bench.captured import trips
from infra.bench.ground import Ground, community_manager
from infra.bench.reading import BARE_TRIPS, LIST_OPERATOR, LIST_SQL, PAGE, entered
from infra.bench.rounds import Contender, Load, NotMeasured, compare
from infra.bench.signing import access_token
from tenants.scope import Actor

_START_SECONDS: Final = 60


async def measure(console: Console, ground: Ground, load: Load, connections: int) -> None:
    """The page of residents, by so many connections."""
    actor = await community_manager(LIST_OPERATOR)
    seen = await statements_of(actor, RESIDENTS, {"first": PAGE})
    async with running() as port:
        await compare(
            console,
            f"{PAGE} residents over HTTP, {connections} connections (limit: pgbench, one statement)",
            load.rounds,
            [
                Contender(
                    "pgbench",
                    partial(
                        pgbench.transactions_per_second,
                        ground.district,
                        _script(actor),
                        connections,
                        seconds=load.seconds,
                    ),
                    BARE_TRIPS,
                    is_here=False,
                ),
                Contender("POST /graphql", partial(_rate, port, connections, load.seconds), trips(seen), is_here=False),
            ],
        )


def _script(actor: Actor) -> str:
    list_sql = LIST_SQL.replace("$1", f"'{actor.operator}'").replace("$2", str(PAGE + 1)).strip()
    begin, pin = entered(actor.operator).split("; ")
    return f"{begin};\n{pin};\n{list_sql};\nCOMMIT;\n"


@asynccontextmanager
async def running() -> AsyncIterator[int]:
    """The API as a process of its own, until the block ends; the port that it listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = (sys.executable, "-m", "uvicorn", "backend.app:app", "--port", str(port), "--no-access-log")
    env = {**os.environ, "XINJU_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdout=DEVNULL, stderr=DEVNULL)
    try:
        await _listening(process, port)
        yield port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listening(process: Process, port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.returncode is None and time.monotonic() < until:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise NotMeasured("the server did not start")


async def _rate(port: int, connections: int, seconds: float) -> float:
    request = _request(await access_token())
    command = (sys.executable, "-m", "infra.bench.load", str(port), str(connections), str(seconds))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    said, complaints = await process.communicate(request)
    if process.returncode:
        raise NotMeasured(complaints.decode().strip().rpartition("\n")[2])
    return float(said)


def _request(token: str) -> bytes:
    body = msgspec.json.encode({"query": RESIDENTS, "variables": {"first": PAGE}})
    head = (
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        f"Authorization: Bearer {token}\r\nX-Operator: {LIST_OPERATOR}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
