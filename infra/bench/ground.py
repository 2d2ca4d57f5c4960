"""Where it is measured: a database with three operators, and a copy of it with the district beside them."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import asyncpg
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.engine import URL, make_url

from backend import registry
from backend.core.db import engines, login_url
from backend.core.embedded import EmbeddedServer
from backend.core.live import live
from backend.core.settings import ROOT
from backend.core.surfaces import Surface
from backend.migrate import migrate, use_database
from backend.modules.dashboard.releases import release_what_is_due
from backend.seeding.demo import seed_demo
from backend.seeding.district import seed_district
from infra.bench import vacancies
from tenants.models import Account, Operator
from tenants.provision import platform_actor
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope

HOME = ROOT / ".xinju" / "bench"


@dataclass(frozen=True, slots=True)
class Size:
    """One database; the addresses are a superuser's, the same of the server, and one without user and password."""

    name: str
    server_url: str
    admin_url: str
    url: str
    population: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Both sizes; the three operators are the same rows in both."""

    small: Size
    district: Size

    async def enter(self, size: Size) -> None:
        """Let the product of this process work with one of them."""
        await engines.dispose()
        use_database(size.url, size.server_url)


@contextmanager
def prepared(console: Console, scale: float, vacancies_wanted: int) -> Iterator[Ground]:
    """Two new databases, made by the migrations and filled by the seeds; dropped at the end."""
    for part in ("models", "contract", "queries", "actions", "tasks"):
        registry.load(part)
    os.environ["XINJU_HOME"] = str(HOME)
    os.environ.setdefault("XINJU_SECRETS_DIR", str(HOME / "secrets"))
    with ExitStack() as stack:
        admin = make_url(_admin_url(stack))
        small = _size(admin, "three operators", f"xinju_bench_{os.getpid()}_small")
        district = _size(admin, "district", f"xinju_bench_{os.getpid()}_district")
        stack.callback(_drop, admin, small, district)
        use_database(small.url, small.server_url)
        migrate()
        asyncio.run(_closing(seed_demo(console)))
        asyncio.run(_as_admin(admin, f'CREATE DATABASE "{_name(district)}" TEMPLATE "{_name(small)}"'))
        use_database(district.url, district.server_url)
        asyncio.run(_closing(_fill_district(console, scale, district, vacancies_wanted)))
        yield Ground(_counted(small), _counted(district))


def _admin_url(stack: ExitStack) -> str:
    given = os.environ.get("ADMIN_DATABASE_URL")
    if given:
        return given
    server = EmbeddedServer(HOME / "postgres", durable=True)
    stack.enter_context(server)
    return server.admin_url


def _size(admin: URL, name: str, database: str) -> Size:
    url = admin.set(database=database)
    bare = url.set(username=None, password=None)
    return Size(
        name,
        admin.render_as_string(hide_password=False),
        url.render_as_string(hide_password=False),
        bare.render_as_string(),
    )


def _name(size: Size) -> str:
    return make_url(size.url).database or ""


async def _closing(work: object) -> None:
    try:
        await work  # type: ignore[misc]  # any awaitable
    finally:
        await live.flush()
        await engines.dispose()


async def _fill_district(console: Console, scale: float, size: Size, wanted: int) -> None:
    await seed_district(console, scale)
    # The night's work: a worker would begin it amid a measure, and could not open whom the measures copy.
    await release_what_is_due()
    operator_id = (await operator_ids())[vacancies.OPERATOR]
    admin = await as_superuser(size)
    await vacancies.make(admin, operator_id, wanted)
    await admin.close()


def _counted(size: Size) -> Size:
    """The same after a vacuum, with its numbers of rows."""
    return asyncio.run(_vacuumed(size))


async def _vacuumed(size: Size) -> Size:
    admin = await as_superuser(size)
    await admin.execute("VACUUM ANALYZE")
    operators, residents, stays = await admin.fetchrow(
        "SELECT (SELECT count(*) FROM shared.operators), (SELECT count(*) FROM residents), (SELECT count(*) FROM stays)"
    )
    await admin.close()
    return replace(size, population=f"{operators} operators, {residents:,} residents, {stays:,} stays")


def _drop(admin: URL, *sizes: Size) -> None:
    for size in sizes:
        asyncio.run(_as_admin(admin, f'DROP DATABASE IF EXISTS "{_name(size)}" WITH (FORCE)'))


async def _as_admin(url: URL, statement: str) -> None:
    admin = await asyncpg.connect(_plain(url))
    await admin.execute(statement)
    await admin.close()


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


async def as_superuser(size: Size) -> asyncpg.Connection:
    """A connection that no policy applies to."""
    return await asyncpg.connect(_plain(make_url(size.admin_url)))


async def pool_of(size: Size, surface: Surface | None, connections: int) -> asyncpg.Pool:
    """Bare connections as a runtime login, or without a surface as the superuser; closed by whoever asked."""
    url = make_url(size.admin_url)
    if surface is not None:
        login = login_url(surface)
        url = make_url(size.url).set(username=login.username, password=login.password)
    # All state of a connection ends with its transaction, so that there is nothing to reset.
    return await asyncpg.create_pool(_plain(url), min_size=connections, max_size=connections, reset=_nothing)


async def _nothing(_connection: object) -> None: ...


async def operator_ids() -> dict[str, UUID]:
    """The operators of the database that was entered, by code."""
    async with open_scope(platform_actor("bench"), read_only=True) as scope:
        found = await scope.session.execute(select(Operator.code, Operator.id))
        return dict(found.tuples().all())


async def community_manager(code: str) -> Actor:
    """The demo's community manager of an operator."""
    operator_id = (await operator_ids())[code]
    async with open_scope(platform_actor("bench"), read_only=True) as scope:
        account_id = await scope.session.scalar(select(Account.id).where(Account.login == f"manager@{code}"))
    return Actor(
        surface=Surface.TENANT,
        operator_id=operator_id,
        account_id=account_id,
        roles=frozenset({Role.COMMUNITY_MANAGER}),
        permissions=permissions_of(frozenset({Role.COMMUNITY_MANAGER})),
        request_id="bench",
        address="127.0.0.1",
    )
