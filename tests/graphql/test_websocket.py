"""graphql-transport-ws: who may open a socket, what it may hold, and when it dies."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from graphql_schema.transport import TransportSettings
from tests.graphql.sample import ORIGIN, Sample, serving

PROTOCOL = Subprotocol("graphql-transport-ws")
QUICK = TransportSettings(
    allowed_origins=(ORIGIN,), init_seconds=0.3, recheck_seconds=0.1, sockets_per_address=4, sockets_per_account=2
)
FOREVER = "subscription { ticks(count: 1000000, pause: 0.01) }"
IDLE = "subscription { ticks(count: 1, pause: 1000) }"


@asynccontextmanager
async def opened(sample: Sample, **options: Any) -> AsyncIterator[ClientConnection]:
    options = {"subprotocols": [PROTOCOL], "proxy": None, "compression": None} | options
    async with connect(sample.url.replace("http", "ws") + "/graphql", **options) as connection:
        yield connection


@asynccontextmanager
async def signed_in(sample: Sample, name: str = "uma", kind: str = "user") -> AsyncIterator[ClientConnection]:
    async with opened(sample) as connection:
        await say(connection, type="connection_init", payload={"token": f"{kind}:{name}"})
        assert await heard(connection) == {"type": "connection_ack"}
        yield connection


async def say(connection: ClientConnection, **message: object) -> None:
    await connection.send(json.dumps(message))


async def subscribe(connection: ClientConnection, id: str, query: str, **payload: object) -> None:
    await say(connection, type="subscribe", id=id, payload={"query": query} | payload)


async def heard(connection: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(10):
        message: dict[str, Any] = json.loads(await connection.recv())
    return message


async def closing(connection: ClientConnection) -> tuple[int | None, str | None]:
    """Code and reason with which the server closes, whatever it says before."""
    async with asyncio.timeout(10):
        await connection.wait_closed()
    return connection.close_code, connection.close_reason


@pytest.fixture(scope="module")
async def quick() -> AsyncIterator[Sample]:
    async with serving(QUICK) as running:
        yield running


async def test_a_subscription_delivers_its_events_and_completes(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await subscribe(
            socket, "1", "subscription S($n: Int!) { ticks(count: $n) }", variables={"n": 2}, operationName="S"
        )
        assert [await heard(socket) for _ in range(3)] == [
            {"type": "next", "id": "1", "payload": {"data": {"ticks": 0}}},
            {"type": "next", "id": "1", "payload": {"data": {"ticks": 1}}},
            {"type": "complete", "id": "1"},
        ]
    # Closed before each of the two events, and once more at the end.
    assert sample.contexts[-1].closed == 3


async def test_pings_are_answered_and_pongs_are_not(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await say(socket, type="pong")
        await say(socket, type="ping", payload={"at": 1})
        assert await heard(socket) == {"type": "pong"}


async def test_a_subscription_that_is_ended_frees_its_id(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await subscribe(socket, "1", IDLE)
        await say(socket, type="complete", id="1")
        await subscribe(socket, "1", "subscription { ticks(count: 1) }")
        assert (await heard(socket))["payload"] == {"data": {"ticks": 0}}


async def test_a_socket_that_never_says_who_it_is_is_closed(quick: Sample) -> None:
    async with opened(quick) as socket:
        assert await closing(socket) == (4408, "Connection initialisation timeout")


@pytest.mark.parametrize("payload", [None, {}, {"token": ""}, {"token": 7}, {"token": "bad"}, {"token": "user:gone"}])
async def test_a_bad_token_closes_the_socket(sample: Sample, payload: object) -> None:
    sample.revoked.add("gone")
    async with opened(sample) as socket:
        await say(socket, type="connection_init", payload=payload)
        assert await closing(socket) == (4403, "Forbidden")


async def test_nothing_may_be_subscribed_before_the_token(sample: Sample) -> None:
    async with opened(sample) as socket:
        await subscribe(socket, "1", FOREVER)
        assert await closing(socket) == (4401, "Unauthorized")


async def test_a_second_token_closes_the_socket(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await say(socket, type="connection_init", payload={"token": "user:other"})
        assert await closing(socket) == (4429, "Too many initialisation requests")


async def test_an_id_in_use_closes_the_socket(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await subscribe(socket, "号" * 100, IDLE)
        await subscribe(socket, "号" * 100, IDLE)
        code, reason = await closing(socket)
        assert (code, reason) == (4409, "Subscriber for " + "号" * 35)


async def test_only_graphql_transport_ws_is_spoken(sample: Sample) -> None:
    for subprotocols in (None, [Subprotocol("graphql-ws")]):
        async with opened(sample, subprotocols=subprotocols) as socket:
            assert await closing(socket) == (4406, "Subprotocol not acceptable")


async def test_a_foreign_page_may_not_open_a_socket(sample: Sample) -> None:
    for origin in ("https://evil.example", "null", "http://xinju.example"):
        with pytest.raises(InvalidStatus) as refused:
            async with opened(sample, origin=Origin(origin)):
                pass
        assert refused.value.response.status_code == 403
    async with opened(sample, origin=Origin(ORIGIN)) as socket:
        await say(socket, type="connection_init", payload={"token": "user:uma"})
        assert await heard(socket) == {"type": "connection_ack"}


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        "null",
        '"ping"',
        "{}",
        '{"type": 1}',
        '{"type": "start"}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": 1, "payload": {"query": "{ hello }"}}',
        '{"type": "subscribe", "id": "1", "payload": "x"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "", "variables": []}}',
        '{"type": "connection_init", "payload": []}',
        '{"type": "ping", "payload": ' + "[" * 20_000 + "}",
        '{"type": "ping", "payload": {"n": ' + "9" * 20_000 + "}}",
        b'{"type": "ping"}',
        "",
    ],
)
async def test_a_frame_of_another_shape_closes_the_socket(sample: Sample, frame: str | bytes) -> None:
    async with signed_in(sample) as socket:
        await socket.send(frame)
        assert await closing(socket) == (4400, "Invalid message")


async def test_a_frame_over_64_kilobytes_closes_the_socket(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        await say(socket, type="ping", payload={"x": "a" * 65_000})
        assert await heard(socket) == {"type": "pong"}
        await socket.send('{"type": "ping", "payload": {"x": "' + "新" * 22_000 + '"}}')
        assert await closing(socket) == (1009, "Message too big")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nowhere }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ hello }", "OPERATION_NOT_ALLOWED"),
        ('mutation { rename(name: "x") }', "OPERATION_NOT_ALLOWED"),
        ("{ __schema { description } }", "INTROSPECTION_OFF"),
        ("subscription { " + "a: ticks " * 61 + "}", "TOO_MANY_REPEATS"),
        ("subscription ($n: Int!) { ticks(count: $n) }", "BAD_USER_INPUT"),
        ("", "QUERY_MISSING"),
    ],
)
async def test_a_refused_subscription_leaves_the_socket_open(sample: Sample, query: str, code: str) -> None:
    async with signed_in(sample) as socket:
        await subscribe(socket, "1", query)
        refused = await heard(socket)
        assert (refused["type"], refused["id"], refused["payload"][0]["extensions"]["code"]) == ("error", "1", code)
        await say(socket, type="ping")
        assert await heard(socket) == {"type": "pong"}


async def test_a_browsers_socket_needs_trusted_documents_too(sample: Sample) -> None:
    async with signed_in(sample, kind="browser") as socket:
        await subscribe(socket, "1", FOREVER)
        assert (await heard(socket))["payload"][0]["extensions"] == {"code": "DOCUMENT_NOT_TRUSTED"}


async def test_a_socket_holds_five_subscriptions(sample: Sample) -> None:
    async with signed_in(sample) as socket:
        for number in range(6):
            await subscribe(socket, str(number), IDLE)
        refused = await heard(socket)
        assert (refused["type"], refused["id"]) == ("error", "5")
        assert refused["payload"][0]["extensions"] == {"code": "TOO_MANY_SUBSCRIPTIONS"}


async def test_an_account_holds_so_many_sockets_and_an_address_too(quick: Sample) -> None:
    async with signed_in(quick, "ada"), signed_in(quick, "ada"):
        async with opened(quick) as third:
            await say(third, type="connection_init", payload={"token": "user:ada"})
            assert await closing(third) == (4429, "Too many connections")
        async with signed_in(quick, "bob"), signed_in(quick, "bob"):
            with pytest.raises(InvalidStatus) as refused:
                async with opened(quick):
                    pass
            assert refused.value.response.status_code == 403
    async with signed_in(quick, "ada"), signed_in(quick, "ada"):
        pass


async def test_an_idle_socket_dies_when_its_session_is_revoked(quick: Sample) -> None:
    async with signed_in(quick, "idle") as socket:
        quick.revoked.add("idle")
        assert await closing(socket) == (4403, "Forbidden")


async def test_no_event_is_delivered_after_the_session_is_revoked() -> None:
    async with serving(replace(QUICK, recheck_seconds=1000)) as slow, signed_in(slow, "busy") as socket:
        await subscribe(socket, "1", "subscription { ticks(pause: 0.2) }")
        assert (await heard(socket))["payload"] == {"data": {"ticks": 0}}
        slow.revoked.add("busy")
        with pytest.raises(ConnectionClosed) as closed:
            await heard(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


async def test_an_unforeseen_error_in_a_subscription_is_masked(sample: Sample) -> None:
    with structlog.testing.capture_logs() as logs:
        async with signed_in(sample) as socket:
            await subscribe(socket, "1", 'subscription { spill(secret: "s3cret") }')
            event, error = await heard(socket), await heard(socket)
    assert event == {"type": "next", "id": "1", "payload": {"data": {"spill": 1}}}
    assert error == {
        "type": "error",
        "id": "1",
        "payload": [{"message": "Internal error", "extensions": {"code": "INTERNAL", "id": logs[0]["error_id"]}}],
    }
    assert [log["error_class"] for log in logs] == ["SecretSpilt"]
    assert "s3cret" not in json.dumps(logs)


async def test_an_unforeseen_error_before_the_acknowledgement_closes_without_a_word(sample: Sample) -> None:
    with structlog.testing.capture_logs() as logs:
        async with opened(sample) as socket:
            await say(socket, type="connection_init", payload={"token": "broken:s3cret"})
            assert await closing(socket) == (1011, "Internal error")
    assert [log["error_class"] for log in logs] == ["SecretSpilt"]
    assert "s3cret" not in json.dumps(logs)
