"""What it costs a request to know who asks: from the process's memory, and looked up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import asyncpg
from rich.console import Console
from sqlalchemy import select

from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.accounts.sessions import start_session
from infra.bench.captured import Statement, captured, trips
from infra.bench.ground import Ground, pool_of
from infra.bench.plans import Hot
from infra.bench.reading import LIST_OPERATOR
from infra.bench.rounds import Contender, Load, compare
from tenants.identify import identify
from tenants.models import Account, Factor
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope


async def access_token() -> str:
    """A token of a new session of the manager whose lists are measured."""
    return await token_of(f"manager@{LIST_OPERATOR}")


async def token_of(login: str) -> str:
    """A token of a new session of one of the demo's accounts."""
    async with open_scope(platform_actor("bench")) as scope:
        account_id = await scope.session.scalar(select(Account.id).where(Account.login == login))
        if account_id is None:
            raise RuntimeError(f"the demo has no {login}")
        return (await start_session(scope, account_id, {Factor.PASSWORD, Factor.TOTP})).access_token


async def known(token: str) -> Actor:
    """As a request does it."""
    return await identify(
        token, operator_code=LIST_OPERATOR, as_resident=False, request_id="bench", address="127.0.0.1", locale=None
    )


@contextmanager
def _trusting(seconds: float) -> Iterator[None]:
    """Let a checked session be trusted for so long."""
    os.environ["XINJU_SESSION_CHECK_SECONDS"] = str(seconds)
    settings.cache_clear()
    try:
        yield
    finally:
        del os.environ["XINJU_SESSION_CHECK_SECONDS"]
        settings.cache_clear()


async def measure(console: Console, ground: Ground, load: Load) -> list[Hot]:
    """identify() for every request, beside its one statement by bare asyncpg."""
    token = await access_token()
    with _trusting(0):
        await known(token)
        with captured() as seen:
            await known(token)

    async def rate(seconds: float) -> float:
        with _trusting(seconds):
            return await load.rate(partial(known, token))

    async with await pool_of(ground.district, Surface.CONTROL, load.clients) as pool:
        await compare(
            console,
            f"Who asks, {load.clients} at once (limit: the look-up by bare asyncpg)",
            load.rounds,
            [
                Contender("asyncpg", partial(load.rate, partial(_bare, pool, seen)), trips(seen)),
                Contender("looked up", partial(rate, 0), trips(seen)),
                Contender("known to the process", partial(rate, 5), 0),
            ],
        )
    return [Hot("who asks", Surface.CONTROL, seen)]


async def _bare(pool: asyncpg.Pool, statements: list[Statement]) -> None:
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        for statement in statements:
            await connection.fetch(statement.sql, *statement.values)
