"""GraphQL over HTTP as its public audits ask for it: the suite where it can run, its meaning in any case."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.graphql.asking import GRAPHQL_JSON, JSON, TYPE_BY_NAME, ask
from tests.graphql.sample import Sample

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
