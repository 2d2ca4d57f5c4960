"""GraphQL over HTTP: what is let in, how it is answered, and what is never told."""

import asyncio

import httpx
import pytest

from graphql_schema.transport import TransportSettings
from tests.graphql.asking import GRAPHQL_JSON, JSON, TYPE_BY_NAME, ask, codes
from tests.graphql.sample import ORIGIN, Sample, serving

DEVELOPER = {"Authorization": "Bearer developer:dana"}


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", JSON),
        (f"{JSON};q=0.5, {GRAPHQL_JSON};q=0.9", GRAPHQL_JSON),
        (f"text/html, {JSON};q=0.1", JSON),
        ("text/html", None),
        ("", None),
        (";;;q=x,/", None),
    ],
)
async def test_the_answer_has_the_media_type_that_was_asked_for(
    client: httpx.AsyncClient, accept: str | None, answered: str | None
) -> None:
    request = client.build_request("POST", "/graphql", json={"query": "{ hello }"})
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    response = await client.send(request)
    assert response.status_code == (406 if answered is None else 200)
    assert response.headers["content-type"] == f"{answered or JSON}; charset=utf-8"


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (JSON, 200),
        (f"{JSON}; charset=UTF-8", 200),
        (f"{JSON}; charset=utf-16", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/graphql", 415),
        ("", 415),
    ],
)
async def test_only_json_in_utf_8_is_read(client: httpx.AsyncClient, content_type: str, status: int) -> None:
    body = b'{"query": "{ hello }"}'
    response = await client.post("/graphql", content=body, headers={"content-type": content_type})
    assert response.status_code == status


async def test_only_an_identity_that_may_introspect_gets_queries(client: httpx.AsyncClient) -> None:
    asked = {"query": TYPE_BY_NAME, "variables": '{"name": "Query"}'}
    allowed = await client.get("/graphql", params=asked, headers=DEVELOPER)
    assert (allowed.status_code, allowed.json()) == (200, {"data": {"__type": {"name": "Query"}}})
    for headers in ({}, {"Authorization": "Bearer user:uma"}):
        refused = await client.get("/graphql", params={"query": "{ hello }"}, headers=headers)
        assert (refused.status_code, codes(refused)) == (405, ["METHOD_NOT_ALLOWED"])
        assert refused.headers["allow"] == "POST"


async def test_the_health_check_may_be_got_by_anyone(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": "{ __typename }"})
    assert (response.status_code, response.json()) == (200, {"data": {"__typename": "Query"}})


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON])
async def test_a_mutation_is_never_got(client: httpx.AsyncClient, sample: Sample, accept: str) -> None:
    made = len(sample.contexts)
    response = await client.get(
        "/graphql", params={"query": 'mutation { rename(name: "x") }'}, headers=DEVELOPER | {"Accept": accept}
    )
    assert (response.status_code, codes(response)) == (405, ["OPERATION_NOT_ALLOWED"])
    assert len(sample.contexts) == made


async def test_introspection_is_off_for_everyone_else(client: httpx.AsyncClient) -> None:
    response = await ask(client, {"query": "{ __schema { types { name } } }"}, Authorization="Bearer user:uma")
    assert codes(response) == ["INTROSPECTION_OFF"]


async def test_a_subscription_is_not_answered_over_http(client: httpx.AsyncClient) -> None:
    assert codes(await ask(client, {"query": "subscription { ticks }"})) == ["OPERATION_NOT_ALLOWED"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": ORIGIN}, 200),
        ({"Origin": ORIGIN, "Cookie": "refresh=1"}, 200),
        ({"Cookie": "refresh=1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example", "Cookie": "refresh=1"}, 403),
        ({"Origin": "null", "Cookie": "refresh=1"}, 403),
        ({"Origin": "http://xinju.example", "Cookie": "refresh=1"}, 403),
        ({"Origin": "https://xinju.example.evil.example", "Cookie": "refresh=1"}, 403),
    ],
)
async def test_a_foreign_page_may_not_post(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    response = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize("authorization", ["Bearer bad", "Bearer", "Basic dXNlcjp1bWE=", "user:uma"])
async def test_a_bad_token_is_refused(client: httpx.AsyncClient, authorization: str) -> None:
    response = await ask(client, {"query": "{ whoami }"}, Authorization=authorization)
    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])


async def test_the_context_is_closed_before_the_answer_also_after_an_error(
    client: httpx.AsyncClient, sample: Sample
) -> None:
    for query in ("{ whoami }", '{ spill(secret: "x") }'):
        await ask(client, {"query": query})
        assert sample.contexts[-1].closed == 1


async def test_200_users_at_once_each_get_their_own_answer_and_cookie(sample: Sample) -> None:
    async def whoami(number: int) -> tuple[str, str]:
        async with httpx.AsyncClient(base_url=sample.url, trust_env=False, timeout=20) as own:
            response = await ask(own, {"query": "{ whoami }"}, Authorization=f"Bearer user:u{number}")
            return response.json()["data"]["whoami"], response.cookies["seen"]

    answers = await asyncio.gather(*(whoami(number) for number in range(200)))
    assert answers == [(f"u{number}", f"u{number}") for number in range(200)]


async def test_a_body_that_never_ends_is_given_up() -> None:
    async with serving(TransportSettings(body_seconds=0.2)) as own:
        host, _, port = own.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
        writer.write(head.encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        writer.close()
        await writer.wait_closed()
