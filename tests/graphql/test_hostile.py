"""Hostile requests against queries and mutations: each is refused, none breaks the server, nothing leaks."""

import asyncio
import json
from collections.abc import Iterator
from typing import cast

import httpx
import pytest
import structlog
from litestar.types import HTTPReceiveMessage, HTTPSendMessage, Message, Scope

from graphql_schema.transport import TransportSettings
from tests.graphql.sample import Sample
from tests.graphql.test_guard import bomb

JSON = {"content-type": "application/json"}
HEADER = (b"content-type", b"application/json")
# What an answer would hold if it told of the machinery behind it.
TELLTALES = (
    "Traceback",
    'File "',
    "site-packages",
    "msgspec",
    "graphql-core",
    "strawberry",
    "litestar",
    "Did you mean",
)


def request(query: str, **more: object) -> bytes:
    return json.dumps({"query": query} | more).encode()


def with_raw(query: str, raw: bytes) -> bytes:
    """A request with a variable `v` written as `raw`, which json would not write."""
    return b'{"query": ' + json.dumps(query).encode() + b', "variables": {"v": ' + raw + b"}}"


def floods(operation: str, field: str) -> Iterator[tuple[str, bytes]]:
    """Documents that are too large, or none, and select `field` of the operation's root type."""
    root = operation.capitalize()
    name = field.partition("(")[0]
    yield (
        "fragment bomb",
        request(bomb(30, 8).replace("{", operation + " {", 1).replace("Query", root).replace("hello", field)),
    )
    yield (
        "fragment cycle",
        request(f"{operation} {{ ...A }} fragment A on {root} {{ ...B }} fragment B on {root} {{ ...A }}"),
    )
    yield "unknown fragment", request(f"{operation} {{ ...Nowhere }}")
    yield "alias flood", request(f"{operation} {{ " + " ".join(f"a{n}: {field}" for n in range(300)) + " }")
    yield "field flood", request(f"{operation} {{ " + f"{field} " * 300 + "}")
    yield "directive flood", request(f"{operation} {{ {field} " + "@include(if: true) " * 150 + "}")
    yield "unknown directives", request(f"{operation} {{ {field} " + "@x " * 400 + "}")
    yield "unknown fields", request(f"{operation} {{ " + " ".join(f"nope{n}" for n in range(900)) + " }")
    yield "deep document", request(f"{operation} " + "{ a " * 5_000)
    yield "deep inline fragments", request(f"{operation} {{ " + "... { " * 190 + field + " }" * 191)
    yield "token flood", request(f"{operation} {{ " + f"{name} " * 10_000 + "}")
    yield "comment flood", request("#\n" * 20_000 + f"{operation} {{ {field} }}")
    yield "commas", request("," * 60_000)
    yield "many operations", request(" ".join(f"{operation} O{n} {{ {field} }}" for n in range(100)))
    yield "variable flood", request(f"{operation} (" + " ".join(f"$v{n}: Int" for n in range(240)) + f") {{ {field} }}")
    yield "unknown operation name", request(f"{operation} A {{ {field} }}", operationName="B" * 10_000)
    yield "empty operation name", request(f"{operation} A {{ {field} }}", operationName="")
    yield "type definition", request(f"type T {{ a: Int }} {operation} {{ {field} }}")
    yield "introspection", request("{ __schema { types { fields { type { fields { type { name } } } } } } }")
    yield "not graphql", request("\0\x01\x7f\ufeff\u202e" * 1_000)
    yield "number as query", request(7)  # type: ignore[arg-type]  # the point of the case


def literals(operation: str, field: str) -> Iterator[tuple[str, bytes]]:
    """Documents with values that cannot be, in `field`, which takes `count`, `filter` and text."""
    name = field.partition("(")[0]
    argument = field.partition("(")[2].partition(":")[0]
    yield "deep list literal", request(f"{operation} {{ {name}({argument}: " + "[" * 5_000)
    yield (
        "deep object literal",
        request(f"{operation} {{ {name}(filter: " + "{ inner: " * 150 + "null" + " }" * 150 + ") }"),
    )
    yield "huge integer literal", request(f"{operation} {{ {name}(count: {'9' * 30_000}) }}")
    yield "huge float literal", request(f"{operation} {{ {name}(count: 1e{'9' * 10_000}) }}")
    yield "NUL literal", request(f'{operation} {{ {name}({argument}: "\\u0000") }}')
    yield "NUL in a block string", request(f'{operation} {{ {name}({argument}: """\0""") }}')
    yield "lone surrogate literal", request(f'{operation} {{ {name}({argument}: "\\ud800") }}')
    yield "unfinished string", request(f'{operation} {{ {name}({argument}: "')
    yield "wrong literal types", request(f"{operation} {{ {name}({argument}: {{a: [1, $x, ENUM]}}) }}")


def variables(operation: str, field: str) -> Iterator[tuple[str, bytes]]:
    """Hostile variables, where `v` is an Int, a Filter or a String of the field."""
    name = field.partition("(")[0]
    argument = field.partition("(")[2].partition(":")[0]
    rest = "" if argument == "text" else f", {field.partition('(')[2].rstrip(')')}"
    count = f"{operation} ($v: Int) {{ {name}(count: $v{rest}) }}"
    filtered = f"{operation} ($v: Filter) {{ {name}(filter: $v{rest}) }}"
    text = f"{operation} ($v: String!) {{ {name}({argument}: $v) }}"
    for raw in (
        b"9" * 18,
        b"9" * 25,
        b"-" + b"9" * 4_301,
        b"9" * 60_000,
        b"1e400",
        b"1.5",
        b'"1"',
        b"true",
        b"[1]",
        b"{}",
    ):
        yield f"count {raw[:12].decode()} of {len(raw)}", with_raw(count, raw)
    for raw in (b"1", b'"x"', b"[[]]", b'{"name": {}}', b'{"level": "NOPE"}', b'{"nam": ""}', b'{"level": null}'):
        yield f"filter {raw.decode()}", with_raw(filtered, raw)
    yield "deep filter", with_raw(filtered, b'{"inner":' * 4_000 + b"null" + b"}" * 4_000)
    yield "wide filter", with_raw(filtered, json.dumps({f"k{n}": n for n in range(4_000)}).encode())
    for raw in (
        b'"\\u0000"',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'"\xff\xfe"',
        b'"\xc0\x80"',
        b'"\x00"',
        b"null",
        b"1",
        b"{}",
    ):
        yield f"text {raw!r}", with_raw(text, raw)


BODIES = [
    ("empty", b""),
    ("blank", b" \n\t"),
    ("null", b"null"),
    ("number", b"9" * 5_000),
    ("text", b'"query"'),
    ("batch", b'[{"query": "{ hello }"}]'),
    ("empty batch", b"[]"),
    ("deep arrays", b"[" * 60_000),
    ("deep objects", b'{"query":' * 6_000),
    ("byte order mark", b'\xef\xbb\xbf{"query": "{ hello }"}'),
    ("utf-16", '{"query": "{ hello }"}'.encode("utf-16")),
    ("bad utf-8", b'{"query": "\xff"}'),
    ("NUL", b'{"query": "{ hello }"}\0'),
    ("two values", b'{"query": "{ hello }"}{}'),
    ("NaN", b'{"query": "{ hello }", "variables": {"a": NaN}}'),
    ("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
    ("form", b"query={hello}"),
    ("oversize", request("{ hello }", variables={"a": "x" * 70_000})),
    ("much oversize", b"x" * 5_000_000),
]

FIELDS = (("query", 'search(text: "x")'), ("mutation", 'rename(name: "x")'))
CASES = [
    (f"{operation}: {case}", body)
    for operation, field in FIELDS
    for case, body in (*floods(operation, field), *literals(operation, field), *variables(operation, field))
] + BODIES


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
@pytest.mark.parametrize(("case", "body"), CASES, ids=[case for case, _ in CASES])
async def test_a_hostile_body_is_refused_without_breaking_or_telling(
    client: httpx.AsyncClient, sample: Sample, case: str, body: bytes, accept: str
) -> None:
    with structlog.testing.capture_logs() as logs:
        response = await client.post("/graphql", content=body, headers=JSON | {"accept": accept})
    answer = response.json()
    assert 200 <= response.status_code < 500
    assert answer["errors"], case
    assert "data" not in answer
    assert len(answer["errors"]) <= 5
    assert all(error["extensions"]["code"] != "INTERNAL" for error in answer["errors"])
    assert [telltale for telltale in TELLTALES if telltale in response.text] == []
    assert logs == []
    if "graphql-response" in accept:
        assert response.status_code >= 400


HEADERS: list[dict[str, str]] = [
    {"accept": "*" * 5_000},
    {"accept": "application/json;q=" + "9" * 400},
    {"content-type": 'application/json; charset="' + "x" * 2_000 + '"'},
    {"accept": "application/json;q=-inf"},
    {"content-type": ";;;"},
    {"authorization": "Bearer " + "x" * 10_000},
    {"authorization": "Bearer \xff\xfe".encode().decode("latin-1")},
    {"origin": "https://["},
    {"origin": "https://xinju.example:99999999"},
    {"cookie": "=;;=" * 500},
    {"content-length": "7"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=range(len(HEADERS)))
async def test_hostile_headers_are_refused(sample: Sample, headers: dict[str, str]) -> None:
    given = {"content-type": "application/json"} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    body = '{"query": "{ hello }"}'
    length = "" if "content-length" in headers else f"content-length: {len(body)}\r\n"
    raw = f"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{length}{head}\r\n{body}"
    status, answer = await spoken(sample, raw.encode("latin-1"))
    assert 400 <= status < 500
    assert [telltale for telltale in TELLTALES if telltale in answer] == []


@pytest.mark.parametrize(
    "query", ["query=%FF%00", "query={hello}&variables=[", "query={hello}&variables=" + "[" * 9_000, "variables=1", ""]
)
async def test_hostile_query_strings_are_refused(client: httpx.AsyncClient, query: str) -> None:
    response = await client.get(f"/graphql?{query}", headers={"authorization": "Bearer developer:dana"})
    assert response.status_code in (200, 400)
    assert response.json()["errors"]


async def test_half_open_connections_leave_the_server_answering(client: httpx.AsyncClient, sample: Sample) -> None:
    host, _, port = sample.url.removeprefix("http://").partition(":")
    half_open = [await asyncio.open_connection(host, int(port)) for _ in range(50)]
    for number, (_, writer) in enumerate(half_open):
        writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"[: 20 + number])
    with structlog.testing.capture_logs() as logs:
        answers = [await client.post("/graphql", json={"query": "{ hello }"}) for _ in range(20)]
        for _, writer in half_open:
            writer.close()
            await writer.wait_closed()
    assert {answer.status_code for answer in answers} == {200}
    assert logs == []


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_error_of_ours() -> None:
    said = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    heard: list[HTTPSendMessage] = []

    async def receive() -> HTTPReceiveMessage:
        return cast("HTTPReceiveMessage", said.pop(0))

    async def send(message: Message) -> None:
        heard.append(cast("HTTPSendMessage", message))

    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": [HEADER]}
    with structlog.testing.capture_logs() as logs:
        await Sample().app(TransportSettings())(cast("Scope", scope), receive, send)
    assert [message["status"] for message in heard if message["type"] == "http.response.start"] == [400]
    assert logs == []


async def spoken(sample: Sample, raw: bytes) -> tuple[int, str]:
    """Status and all that a connection answers to these bytes."""
    host, _, port = sample.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(raw)
    async with asyncio.timeout(10):
        answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1]), answer
