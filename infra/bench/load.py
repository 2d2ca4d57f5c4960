"""The load of HTTP requests, a process of its own: `python -m infra.bench.load <port> <connections> <seconds>`."""

import asyncio
import sys
import time

import uvloop

_WARM_UP = 5


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"http/1.1 200") or b'"errors"' in body:
        raise RuntimeError(f"{head.decode()}{body.decode()}")


async def _load(port: int, connections: int, seconds: float, request: bytes) -> float:
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    for _ in range(_WARM_UP):
        await asyncio.gather(*(_ask(*stream, request) for stream in streams))
    done, begun = 0, time.perf_counter()

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal done
        while time.perf_counter() - begun < seconds:
            await _ask(reader, writer, request)
            done += 1

    await asyncio.gather(*(client(*stream) for stream in streams))
    rate = done / (time.perf_counter() - begun)
    for _, writer in streams:
        writer.close()
    return rate


def main() -> None:
    """Send the request of standard input over and over; print how many were answered in a second."""
    port, connections, seconds = sys.argv[1:]
    request = sys.stdin.buffer.read()
    print(uvloop.run(_load(int(port), int(connections), float(seconds), request)))


if __name__ == "__main__":
    main()
