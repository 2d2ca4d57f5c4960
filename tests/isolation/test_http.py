"""The same over HTTP: a token of one operator opens nothing of another, by header, by id or by link."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from backend.app import build_app
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tenants.tokens import issue_access_token
from tests.isolation.judging import Judge
from tests.isolation.saying import global_id
from tests.isolation.selections import document, node_document
from tests.isolation.world import Asker, World, fill

CSV = "姓名,证件号码\n张伟,1\n".encode()


@pytest.fixture(scope="module")
async def world() -> World:
    """A world of its own: the crawler signs its people out."""
    return await fill()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=build_app())  # type: ignore[arg-type]  # ASGI, by Litestar's own types
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", trust_env=False) as http:
        yield http


async def _signed_in(world: World, number: int, **more: str) -> tuple[Asker, dict[str, str]]:
    """The first account of an operator, with its headers."""
    filled = list(world.operators.values())[number]
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        code = await scope.session.scalar(select(Operator.code).where(Operator.id == filled.operator_id))
    token = issue_access_token(filled.accounts[0], filled.sessions[0])[0]
    headers = {"Authorization": f"Bearer {token}", "X-Operator": str(code)} | more
    return world.asker(filled.operator_id, Role.OPERATOR_ADMIN), headers


async def test_a_token_shows_its_own_operator_and_no_other(world: World, client: httpx.AsyncClient) -> None:
    judge = Judge(world)
    for number, filled in enumerate(world.operators.values()):
        asker, headers = await _signed_in(world, number)
        for name in ("communities", "residents", "stays", "employers", "staff", "auditEntries"):
            asked = {"query": document("query", name, 1), "variables": {"first": 20}}
            answer = (await client.post("/graphql", json=asked, headers=headers)).json()
            assert filled.word in str(answer), name
            assert judge.leaks(asker, answer, set()) == []


async def test_another_operators_code_and_ids_open_nothing(world: World, client: httpx.AsyncClient) -> None:
    _, headers = await _signed_in(world, 0)
    _, others = await _signed_in(world, 1)
    there = list(world.operators.values())[1]
    crossed = headers | {"X-Operator": others["X-Operator"]}
    asked = {"query": document("query", "communities", 1), "variables": {"first": 20}}
    answer = (await client.post("/graphql", json=asked, headers=crossed)).json()
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == (None, "FORBIDDEN")
    for type_name, table in (("Community", "communities"), ("Resident", "residents"), ("Stay", "stays")):
        sent = global_id(type_name, there.ids[table][0])
        asked = {"query": node_document(type_name, 1), "variables": {"id": sent}}
        answer = (await client.post("/graphql", json=asked, headers=headers)).json()
        assert answer == {"data": {"node": None}}


async def test_a_link_to_a_file_opens_under_its_own_operators_code_alone(
    world: World, client: httpx.AsyncClient
) -> None:
    _, headers = await _signed_in(world, 0, **{"X-Xinju-Upload": "1"})
    _, others = await _signed_in(world, 1)
    form = {"data": {"purpose": "ROSTER"}, "files": {"file": ("roster.csv", CSV, "text/csv")}}
    uploaded = await client.post("/files", headers=headers, **form)  # type: ignore[arg-type]  # parts by name
    assert uploaded.status_code == 201
    asked = {"query": "query($id: ID!) { node(id: $id) { ... on File { path } } }", "variables": uploaded.json()}
    path = (await client.post("/graphql", json=asked, headers=headers)).json()["data"]["node"]["path"]
    assert (await client.get(path)).content == CSV
    foreign = path.replace(headers["X-Operator"], others["X-Operator"])
    assert foreign != path
    assert (await client.get(foreign)).status_code == 404
    assert (await client.post("/graphql", json=asked, headers=others)).json() == {"data": {"node": None}}
    crossed = headers | {"X-Operator": others["X-Operator"]}
    assert (await client.post("/files", headers=crossed, **form)).status_code == 403  # type: ignore[arg-type]  # as above
