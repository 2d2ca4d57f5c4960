"""Traces: sent to the collector of the settings, and without what people typed."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tenants.models import Operator
from tenants.roles import Role
from tests.app.people import signed_in, token_of
from tests.app.server import serving

PHONE = "13812345678"


@asynccontextmanager
async def collecting(received: list[bytes]) -> AsyncIterator[str]:
    """A collector that keeps the bodies it is sent; its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        body = await reader.readexactly(int(fields[b"content-length"]))
        received.append(gzip.decompress(body) if fields.get(b"content-encoding") == b"gzip" else body)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/traces"


async def test_spans_tell_routes_and_statements_and_no_values(operator: Operator) -> None:
    headers = signed_in(await token_of(operator, Role.FRONT_DESK), operator, **{"User-Agent": PHONE})
    received: list[bytes] = []
    async with collecting(received) as address, serving(XINJU_OTLP_ENDPOINT=address) as server:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as http:
            query = "query($after: String) { communities(after: $after) { totalCount } }"
            await http.post("/graphql", json={"query": query, "variables": {"after": PHONE}}, headers=headers)
            await http.post("/graphql", json={"query": "{ communities { totalCount } }"}, headers=headers)
            await http.get(f"/files/{PHONE}?phone={PHONE}", headers=headers)
        await server.stop()
    told = b"".join(received)
    for expected in (b"POST /graphql", b"GET /files/{token", b"SELECT", b"communities", b"xinju-api"):
        assert expected in told
    for secret in (PHONE, headers["Authorization"].split()[1], str(operator.id)):
        assert secret.encode() not in told
