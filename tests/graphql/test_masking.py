"""What is told of errors: the caller's own in full, ours by an id alone."""

import asyncio
import json
import re

import httpx
import pytest
import structlog

from tests.graphql.asking import GRAPHQL_JSON, ask, codes


async def test_an_unforeseen_error_is_masked_and_logged_without_its_text(client: httpx.AsyncClient) -> None:
    with structlog.testing.capture_logs() as logs:
        response = await ask(client, {"query": '{ kept: hello spill(secret: "s3cret") }'})
    error = response.json()["errors"][0]
    assert response.json()["data"] == {"kept": "hello world", "spill": None}
    assert error == {
        "message": "Internal error",
        "path": ["spill"],
        "extensions": {"code": "INTERNAL", "id": error["extensions"]["id"]},
    }
    # Frames are modules and lines; the path is left out, for its aliases are the caller's words.
    (line,) = logs
    assert all(re.fullmatch(r"[\w.]+:\d+", frame) for frame in line.pop("frames"))
    assert line == {
        "event": "unexpected_error",
        "log_level": "error",
        "error_class": "SecretSpilt",
        "error_id": error["extensions"]["id"],
    }


async def test_a_refusal_of_the_application_passes_unmasked(client: httpx.AsyncClient) -> None:
    error = (await ask(client, {"query": "{ refuse }"})).json()["errors"][0]
    assert (error["message"], error["extensions"]) == ("You may not.", {"code": "FORBIDDEN"})


@pytest.mark.parametrize(
    "variables", [{"key": "no uuid"}, {"at": "yesterday"}, {"level": "HIHG"}, {"filter": {"nam": 1}}]
)
async def test_a_variable_of_the_wrong_shape_is_the_callers_error_and_suggests_nothing(
    client: httpx.AsyncClient, variables: dict[str, object]
) -> None:
    query = (
        "query ($key: UUID, $at: DateTime, $level: Level, $filter: Filter)"
        "{ search(key: $key, at: $at, level: $level, filter: $filter) }"
    )
    response = await ask(client, {"query": query, "variables": variables}, Accept=GRAPHQL_JSON)
    assert (response.status_code, set(codes(response))) == (400, {"BAD_USER_INPUT"})
    assert "Did you mean" not in response.text


async def test_200_secrets_at_once_reach_neither_answers_nor_logs(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = [f"secret-{n}-planted" for n in range(200)]
    with structlog.testing.capture_logs() as logs:
        responses = await asyncio.gather(
            *(
                ask(client, {"query": "query ($s: String!) { spill(secret: $s) }", "variables": {"s": secret}})
                for secret in secrets
            )
        )
    told = "".join(response.text for response in responses) + json.dumps(logs) + caplog.text
    assert [secret for secret in secrets if secret in told] == []
    ids = {response.json()["errors"][0]["extensions"]["id"] for response in responses}
    assert ids == {log["error_id"] for log in logs}
    assert len(ids) == 200


async def test_an_error_outside_the_schema_is_masked_too(client: httpx.AsyncClient) -> None:
    with structlog.testing.capture_logs() as logs:
        response = await ask(client, {"query": "{ hello }"}, Authorization="Bearer broken:s3cret")
    assert response.status_code == 500
    assert response.json() == {
        "errors": [{"message": "Internal error", "extensions": {"code": "INTERNAL", "id": logs[0]["error_id"]}}]
    }
    assert [log["error_class"] for log in logs] == ["SecretSpilt"]
    assert "s3cret" not in json.dumps(logs)
