"""The grid as the platform's clients meet it: whoever tries again adds nobody twice."""

import asyncio
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from backend.core.ids import new_id
from backend.modules.grids.models import GridMember
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.grids.factories import PLATFORM, SINCE, make_grid
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id

ADD = """mutation($input: AddGridMemberInput!) { addGridMember(input: $input) {
  ... on GridMember { id memberId name role startsOn } ... on Refusal { code field } } }"""
TIMES = 20


async def _add(actor: Actor, said: dict[str, Any]) -> dict[str, Any]:
    answer = await ask(Context(actor), ADD, {"input": said})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["addGridMember"]
    return found


async def test_one_key_many_times_at_once_adds_one_member() -> None:
    platform = replace(PLATFORM, account_id=new_id(), system="")
    async with open_scope(platform) as scope:
        grid_id = (await make_grid(scope)).id
    said = {"gridId": global_id("Grid", grid_id), "name": "李", "role": "PROPERTY", "startsOn": SINCE.isoformat()}
    told = await asyncio.gather(*(_add(platform, said | {"idempotencyKey": "k1"}) for _ in range(TIMES)))
    assert {one["memberId"] for one in told} == {told[0]["memberId"]}
    assert {(one["name"], one["role"], one["startsOn"]) for one in told} == {("李", "PROPERTY", SINCE.isoformat())}
    other = await _add(platform, said | {"idempotencyKey": "k1", "name": "张"})
    assert (other["code"], other["field"]) == ("IDEMPOTENCY_MISMATCH", ["input", "idempotencyKey"])
    await _add(platform, said | {"idempotencyKey": "k2"})
    async with open_scope(platform, read_only=True) as scope:
        here = select(func.count()).select_from(GridMember).where(GridMember.grid_id == grid_id)
        assert await scope.session.scalar(here) == 2
