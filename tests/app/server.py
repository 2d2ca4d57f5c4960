"""A real server process over the tests' database, and what it logged."""

import asyncio
import os
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from backend.core.settings import ROOT


@dataclass(frozen=True)
class Server:
    """`url` is where it answers; `output` is what it wrote, all of it after it stopped."""

    url: str
    process: Process
    output: Path

    async def stop(self) -> list[str]:
        """End it as a supervisor does, and see that it ended in order; its lines."""
        self.process.terminate()
        await asyncio.wait_for(self.process.wait(), 15)
        lines = self.lines()
        assert '"event":"stopped"' in lines[-1]
        return lines

    def lines(self) -> list[str]:
        return self.output.read_text(encoding="utf8").splitlines()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def started(port: int, output: Path, **env: str) -> Process:
    """`uvicorn backend.app:app`, as it is run, with more environment."""
    given = {**os.environ, "XINJU_PORT": str(port), **env}
    command = (sys.executable, "-m", "uvicorn", "backend.app:app", "--port", str(port), "--no-access-log")
    with output.open("wb") as file:
        return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=given, stdout=file, stderr=file)


@asynccontextmanager
async def serving(**env: str) -> AsyncIterator[Server]:
    """A server that answers, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="xinju-server-") as folder:
        port, output = free_port(), Path(folder) / "output"
        process = await started(port, output, **env)
        server = Server(f"http://127.0.0.1:{port}", process, output)
        try:
            await _answering(server)
            yield server
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), 15)


async def _answering(server: Server) -> None:
    async with asyncio.timeout(30), httpx.AsyncClient(trust_env=False) as client:
        while server.process.returncode is None:
            try:
                await client.get(f"{server.url}/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
    raise RuntimeError("\n".join(server.lines()))
