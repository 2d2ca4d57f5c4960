"""GraphQL over HTTP: what is let in, how it is answered, and what is never told."""

import asyncio
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import structlog

from graphql_schema.documents import TrustedDocuments, UntrustworthyFile
from graphql_schema.limits import Refused
from graphql_schema.transport import TransportSettings
from tests.graphql.sample import ORIGIN, Sample, serving

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
OWN = "query Own { whoami }"
OWN_HASH = hashlib.sha256(OWN.encode()).hexdigest()
DEVELOPER = {"Authorization": "Bearer developer:dana"}
TYPE_BY_NAME = "query Type($name: String!) { __type(name: $name) { name } }"


async def ask(client: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", json=body, headers=named)


def codes(response: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]


# The meaning of the graphql-http audits: id, body, {status by the answer's media type}, whether there is data.
AUDITS: list[tuple[str, object, int, int, bool]] = [
    ("13EE 34A2 2C94 03D4", {"query": "{ __typename }"}, 200, 200, True),
    ("423L 8764 3E3A", {"notquery": "{ __typename }"}, 400, 400, False),
    *[(f"LKJ{n}", {"query": bad}, 400, 400, False) for n, bad in enumerate(({"a": 1}, 0, False, ["a"]))],
    *[
        (f"6C0{n}", {"query": "{ __typename }", "operationName": bad}, 400, 400, False)
        for n, bad in enumerate(({"a": 1}, 0, False, ["a"]))
    ],
    ("8161 B8B3", {"query": "query Query { __typename }", "operationName": "Query"}, 200, 200, True),
    *[
        (f"94B{n} 022{n}", {"query": "{ __typename }", name: None}, 200, 200, True)
        for n, name in enumerate(("variables", "operationName", "extensions"))
    ],
    *[
        (f"476{n}", {"query": "{ __typename }", "variables": bad}, 400, 400, False)
        for n, bad in enumerate(("string", 0, False, ["a"]))
    ],
    *[
        (f"58B{n}", {"query": "{ __typename }", "extensions": bad}, 400, 400, False)
        for n, bad in enumerate(("string", 0, False, ["a"]))
    ],
    ("2EA1 28B9", {"query": TYPE_BY_NAME, "variables": {"name": "sometype"}}, 200, 200, True),
    ("428F 1B7A", {"query": "{ __typename }", "extensions": {"some": "value"}}, 200, 200, True),
    ("572B 865D 556A D586", {"query": "{"}, 200, 400, False),
    ("FDE2 51FE 74FF 5E5B", {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}, 200, 400, False),
    ("FDE2 51FE 74FF 5E5B", {"query": "{ nowhere }"}, 200, 400, False),
    ("7B9B 86EE", {"query": "query C($id: ID!) { __typename }", "variables": {"id": None}}, 200, 400, False),
]


@pytest.mark.parametrize(("audit", "body", "json_status", "graphql_status", "data"), AUDITS)
async def test_an_audit_of_graphql_over_http_holds(
    client: httpx.AsyncClient, audit: str, body: object, json_status: int, graphql_status: int, data: bool
) -> None:
    for accept, status in ((JSON, json_status), (GRAPHQL_JSON, graphql_status)):
        response = await ask(client, body, Accept=accept, Authorization="Bearer developer:dana")
        assert (response.status_code, "data" in response.json()) == (status, data), audit
        assert response.headers["content-type"] == f"{accept}; charset=utf-8"


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
    assert logs == [
        {
            "event": "unexpected_error",
            "log_level": "error",
            "error_class": "SecretSpilt",
            "path": "spill",
            "error_id": error["extensions"]["id"],
        }
    ]


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


async def test_200_users_at_once_each_get_their_own_answer_and_cookie(sample: Sample) -> None:
    async def whoami(number: int) -> tuple[str, str]:
        async with httpx.AsyncClient(base_url=sample.url, trust_env=False, timeout=20) as own:
            response = await ask(own, {"query": "{ whoami }"}, Authorization=f"Bearer user:u{number}")
            return response.json()["data"]["whoami"], response.cookies["seen"]

    answers = await asyncio.gather(*(whoami(number) for number in range(200)))
    assert answers == [(f"u{number}", f"u{number}") for number in range(200)]


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> TrustedDocuments:
    folder = tmp_path_factory.mktemp("documents")
    other = "{ hello }"
    for name, text in (("console", OWN), ("resident", other)):
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / f"{name}.json").write_text(json.dumps({digest: text}))
    return TrustedDocuments.load(sorted(folder.iterdir()))


PERSISTED: list[tuple[dict[str, object], str, int, str | None]] = [
    ({"documentId": f"sha256:{OWN_HASH}"}, "browser", 200, None),
    ({"documentId": OWN_HASH.upper()}, "browser", 200, None),
    ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": OWN_HASH}}}, "browser", 200, None),
    ({"documentId": OWN_HASH, "query": OWN}, "browser", 200, None),
    ({"documentId": OWN_HASH, "query": "{ hello }"}, "browser", 400, "PERSISTED_QUERY_MISMATCH"),
    ({"documentId": "0" * 64}, "user", 404, "PERSISTED_QUERY_NOT_FOUND"),
    ({"documentId": "0" * 64, "query": "{ hello }"}, "browser", 404, "PERSISTED_QUERY_NOT_FOUND"),
    ({"extensions": {"persistedQuery": {"sha256Hash": 7}}}, "user", 400, "BAD_REQUEST"),
    ({"query": OWN}, "browser", 403, "DOCUMENT_NOT_TRUSTED"),
    ({"query": OWN}, "user", 200, None),
    ({}, "browser", 400, "QUERY_MISSING"),
]


@pytest.mark.parametrize(("body", "kind", "status", "code"), PERSISTED)
async def test_trusted_documents_are_run_by_hash_and_alone_where_they_are_required(
    trusted: TrustedDocuments, body: dict[str, object], kind: str, status: int, code: str | None
) -> None:
    async with serving(None, trusted) as own, httpx.AsyncClient(base_url=own.url, trust_env=False) as http:
        response = await ask(http, body, Authorization=f"Bearer {kind}:ada")
    assert response.status_code == status
    assert (codes(response)[0] if code else response.json()["data"]) == (code or {"whoami": "ada"})


def test_files_of_documents_are_merged_and_a_false_hash_is_refused(trusted: TrustedDocuments, tmp_path: Path) -> None:
    assert len(trusted) == 2
    false = tmp_path / "false.json"
    false.write_text(json.dumps({"0" * 64: OWN}))
    with pytest.raises(UntrustworthyFile):
        TrustedDocuments.load([false])
    false.write_text(json.dumps([OWN]))
    with pytest.raises(msgspec.ValidationError):
        TrustedDocuments.load([false])
    with pytest.raises(Refused):
        trusted.resolve("missing", None, needs_trusted=False)


async def test_a_body_that_never_ends_is_given_up() -> None:
    async with serving(TransportSettings(body_seconds=0.2)) as own:
        host, _, port = own.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
        writer.write(head.encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        writer.close()
        await writer.wait_closed()


AUDIT_PROGRAM = """
import { auditServer } from 'graphql-http';
const [url, token] = process.argv.slice(1);
const fetchFn = (to, init = {}) =>
  fetch(to, { ...init, headers: { ...(init.headers ?? {}), ...(token ? { authorization: token } : {}) } });
const results = await auditServer({ url, fetchFn });
console.log(JSON.stringify(results.map(({ id, status }) => [id, status])));
"""


@pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="the audits are a Node program")
async def test_the_audit_suite_passes_whole_for_who_may_introspect_and_but_for_four_otherwise(
    sample: Sample, tmp_path: Path
) -> None:
    async def run(*command: str) -> str:
        process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, stdout=subprocess.PIPE)
        output, _ = await process.communicate()
        return output.decode() if process.returncode == 0 else ""

    await run("npm", "init", "-y")
    if not await run("npm", "install", "--no-audit", "--no-fund", "graphql-http@1.23.1", "graphql@16"):
        pytest.skip("no package registry is reachable")

    async def audit(token: str) -> tuple[int, set[str]]:
        command = ("node", "--input-type=module", "-e", AUDIT_PROGRAM, f"{sample.url}/graphql", token)
        results: list[Any] = json.loads(await run(*command))
        return len(results), {identifier for identifier, status in results if status != "ok"}

    assert await audit("Bearer developer:dana") == (61, set())
    assert await audit("") == (61, {"2EA1", "28B9", "D6D5", "6A70"})
