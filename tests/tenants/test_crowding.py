"""More requests than connections: whoever waits too long is told to try again, and nothing of theirs is written."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from sqlalchemy import text

from backend.app import build_app
from backend.core.db import engines
from backend.core.settings import settings
from graphql_schema.context import Context
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tests.accounts.factories import a_person, signed_in
from tests.housing.factories import a_document
from tests.isolation.crawling import ask

REGISTER = """mutation($input: RegisterResidentInput!) { registerResident(input: $input) {
  __typename ... on Problem { code message } } }"""


@pytest.fixture
async def crowded(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A process with two connections for each login, for which nobody waits longer than a moment."""
    monkeypatch.setenv("XINJU_POOL_SIZE", "2")
    monkeypatch.setenv("XINJU_POOL_WAIT_SECONDS", "0.05")
    settings.cache_clear()
    await engines.dispose()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    await engines.dispose()


async def take_all(stack: AsyncExitStack, actor: Actor) -> None:
    for _ in range(settings().pool_size):
        scope = await stack.enter_async_context(open_scope(actor, read_only=True))
        await scope.session.execute(text("SELECT 1"))


async def test_who_gets_no_connection_is_told_to_try_again_and_the_same_key_then_makes_it_once(
    manager: Actor, crowded: None
) -> None:
    said = {
        "idempotencyKey": "crowd",
        "name": "张伟",
        "documentKind": "RESIDENT_ID",
        "documentNumber": a_document(),
        "phone": "13812345678",
        "hasConsented": True,
    }
    async with AsyncExitStack() as stack:
        await take_all(stack, manager)
        written = await ask(Context(manager), REGISTER, {"input": said})
        read = await ask(Context(manager), "{ residents { totalCount } }", {})
    assert written.data["registerResident"]["code"] == "BUSY"
    assert "重试" in written.data["registerResident"]["message"]
    assert [error["extensions"]["code"] for error in read.errors] == ["BUSY"]
    for _ in range(2):
        again = await ask(Context(manager), REGISTER, {"input": said})
        assert again.data["registerResident"]["__typename"] == "Resident"
    found = await ask(Context(manager), "{ residents { totalCount } }", {})
    assert found.data["residents"]["totalCount"] == 1


async def test_a_request_whose_sender_cannot_be_looked_up_is_answered_503_with_the_same_code(crowded: None) -> None:
    made = await signed_in(await a_person())
    headers = {"Authorization": f"Bearer {made.access_token}", "Accept-Language": "en"}
    transport = httpx.ASGITransport(app=build_app())  # type: ignore[arg-type]  # ASGI, by Litestar's own types
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
        AsyncExitStack() as stack,
    ):
        await take_all(stack, platform_actor("test"))
        answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "BUSY")
    assert "try again" in answer.json()["errors"][0]["message"]
