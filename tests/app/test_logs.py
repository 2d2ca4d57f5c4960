"""The logs of a real server: what people typed is in none of them, wherever it was sent."""

import json

import httpx
import websockets

from tenants.models import Operator
from tenants.roles import Role
from tests.app.people import signed_in, token_of
from tests.app.server import serving

PLANTED = ("张伟民", "310112199003078888", "13812345678", "Correct-Horse-7", "zhangwei@example.com")
FIELDS = {
    "event", "level", "timestamp", "request_id", "account_id", "operator", "method", "route", "operation", "status",
    "ms", "mode", "head", "logger", "where", "error_class", "error_id", "frames",
}  # fmt: skip


async def _plant(http: httpx.AsyncClient, word: str, headers: dict[str, str]) -> None:
    quoted = word.encode().decode("latin-1") if word.isascii() else "x"
    sent = {**headers, "User-Agent": quoted, "Referer": f"https://x.example/?q={quoted}", "Cookie": f"a={quoted}"}
    document = "query Q($word: String!) { communities(after: $word) { totalCount } }"
    await http.post("/graphql", json={"query": document, "variables": {"word": word}}, headers=headers)
    await http.post("/graphql", json={"query": f'{{ communities(after: "{word}") {{ totalCount }} }}'}, headers=sent)
    await http.post("/graphql", json={"query": f"{{ {word} }}", "operationName": word}, headers=headers)
    await http.post("/graphql", content=f'{{"query": "{word}'.encode(), headers=headers)
    await http.get("/graphql", params={"query": "{ node(id: $id) { id } }", "variables": json.dumps({"id": word})})
    await http.get(f"/files/{word}", params={"phone": word}, headers=sent)
    await http.get(f"/{word}", headers={"X-Request-Id": quoted, "X-Operator": quoted, "Accept-Language": quoted})
    await http.post("/graphql", json={"query": "{ __typename }"}, headers={"Authorization": f"Bearer {quoted}"})
    files: dict[str, tuple[None, str] | tuple[str, bytes, str]] = {
        "purpose": (None, "PHOTO"),
        "file": (f"{word}.jpg", word.encode(), "image/jpeg"),
    }
    await http.post("/files", files=files, headers={**headers, "X-Xinju-Upload": "1"})
    await http.request("PUT", "/graphql", content=word.encode())


async def test_what_people_typed_is_never_logged(operator: Operator) -> None:
    token = await token_of(operator, Role.COMMUNITY_MANAGER)
    async with serving() as server:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as http:
            for word in PLANTED:
                await _plant(http, word, signed_in(token, operator))
        address = server.url.replace("http", "ws") + "/graphql?operator=13812345678"
        async with websockets.connect(address, subprotocols=[websockets.Subprotocol("graphql-transport-ws")]) as socket:
            await socket.send(json.dumps({"type": "connection_init", "payload": {"token": "13812345678"}}))
            await socket.wait_closed()
        lines = await server.stop()
    told = "\n".join(lines)
    assert [word for word in (*PLANTED, token) if word in told or json.dumps(word)[1:-1] in told] == []
    said = [json.loads(line) for line in lines if line.startswith("{")]
    assert {name for line in said for name in line} <= FIELDS
    requests = [line for line in said if line["event"] == "request"]
    assert len(requests) == 10 * len(PLANTED)
    mine = [line for line in requests if line.get("account_id")]
    assert {line["operator"] for line in mine} == {operator.code}
    assert all(set(line) >= {"route", "status", "ms", "request_id", "method"} for line in requests)
    assert [line["event"] for line in said if line["event"] == "socket_closed"] == ["socket_closed"]
