"""The ground of every test: a real PostgreSQL built by the migrations, and a new operator for each test."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import pytest
from sqlalchemy import update
from sqlalchemy.engine import make_url
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from backend import registry
from backend.core.crypto import master_key, platform_key
from backend.core.db import engines
from backend.core.embedded import EmbeddedServer
from backend.core.ids import new_id
from backend.core.live import live
from backend.core.settings import ROOT, settings
from backend.core.surfaces import Surface
from tenants.logins import ensure_logins, ensure_secrets
from tenants.models import Operator, OperatorState
from tenants.provision import NewOperator, create_operator, platform_actor
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tests.app.server import Server, serving
from tests.architecture.sockets import keep_sockets_at_home
from tests.isolation import recording
from tests.midnight import Midnight

registry.load("models")
registry.load("contract")
registry.load("measures")

# No test is timed: whoever shares the machine may hold up any of them.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

FACES = "tests/e2e/"

keep_sockets_at_home()
recording.start()


class OneSite(LoadFileScheduling):  # type: ignore[misc]  # the library ships no types
    """Files go to whichever process is free; the walks through the faces all go to one, which alone builds a site."""

    def _split_scope(self, nodeid: str) -> str:
        path: str = super()._split_scope(nodeid)
        return FACES if path.startswith(FACES) else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneSite:
    """For however many processes pytest-xdist is given."""
    return OneSite(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="Also run the long storms.")


def pytest_configure(config: pytest.Config) -> None:
    """Of many processes, the one that hands out the tests knows when they were begun."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Midnight())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The storms run when they are asked for."""
    if config.getoption("--soak"):
        return
    storms = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=storms)
    items[:] = [item for item in items if item not in storms]


def _admin_url(server: ExitStack) -> str:
    given = os.environ.get("ADMIN_DATABASE_URL")
    if given:
        return given
    embedded = EmbeddedServer(ROOT / ".xinju" / "test-postgres", durable=False)
    server.enter_context(embedded)
    return embedded.admin_url


async def _on_server(url: str, statement: str) -> None:
    admin = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    await admin.execute(statement)
    await admin.close()


@pytest.fixture(scope="session", autouse=True)
def database() -> Iterator[None]:
    """A new database on the embedded server, or on the one that ADMIN_DATABASE_URL names."""
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="xinju-test-"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        admin = make_url(_admin_url(stack))
        name = f"xinju_test_{os.getpid()}"
        server_url = admin.render_as_string(hide_password=False)
        asyncio.run(_on_server(server_url, f'CREATE DATABASE "{name}"'))
        drop = f'DROP DATABASE "{name}" WITH (FORCE)'
        stack.callback(lambda: asyncio.run(_on_server(server_url, drop)))
        url = admin.set(database=name)
        os.environ["ADMIN_DATABASE_URL"] = url.render_as_string(hide_password=False)
        os.environ["DATABASE_URL"] = url.set(username=None, password=None).render_as_string()
        os.environ["XINJU_HOME"] = str(home)
        # Logins belong to the server: all runs against it have to know the same secrets.
        os.environ["XINJU_SECRETS_DIR"] = str(ROOT / ".xinju" / "test-secrets")
        for cached in (settings, master_key, platform_key):
            cached.cache_clear()
        ensure_secrets()
        asyncio.run(ensure_logins())
        migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
        subprocess.run(migrate, cwd=ROOT, check=True)
        yield


@pytest.fixture(scope="session", autouse=True)
async def _connections(database: None) -> AsyncIterator[None]:
    yield
    await live.flush()
    await engines.dispose()
    # Whatever the tests made the product execute, on one machine or on many, is bound to its operator.
    assert recording.findings() == []


@pytest.fixture
async def operator() -> Operator:
    """A new operator, which shares nothing with that of any other test."""
    return await new_operator()


@pytest.fixture
async def alone(operator: Operator) -> None:
    """Suspends every other operator: a worker must not spend the test on timers of those that earlier tests left."""
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Operator)
            .where(Operator.id != operator.id, Operator.state == OperatorState.ACTIVE)
            .values(state=OperatorState.SUSPENDED)
            .execution_options(synchronize_session=False)
        )


async def new_operator() -> Operator:
    """For tests that need a second one."""
    code = f"t{new_id().hex[-12:]}"
    said = NewOperator(code=code, name_zh="测试", name_en="Test", brand_colour="#336699", modules=[], limits={})
    async with open_scope(platform_actor("test")) as scope:
        return await create_operator(scope, said)


def acting(operator: Operator, *roles: Role, **more: object) -> Actor:
    """Someone with these roles at an operator, with all that the roles permit."""
    held = frozenset(roles)
    surface = next(iter(held)).surface if held else Surface.TENANT
    return Actor(
        surface=surface,
        operator_id=operator.id,
        account_id=new_id(),
        roles=held,
        permissions=permissions_of(held),
        request_id="test",
        address="127.0.0.1",
        **more,  # type: ignore[arg-type]  # fields of Actor, by name
    )


@pytest.fixture
def manager(operator: Operator) -> Actor:
    """A community manager of the test's operator."""
    return acting(operator, Role.COMMUNITY_MANAGER)


@pytest.fixture
def desk(operator: Operator) -> Actor:
    """A front desk of the test's operator."""
    return acting(operator, Role.FRONT_DESK)


@pytest.fixture
async def raw() -> AsyncIterator[asyncpg.Connection]:
    """The server's own login: row-level security does not hold it."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Server]:
    """A process that serves the tests' database over HTTP."""
    async with serving() as running:
        yield running


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client of it, signed in as nobody."""
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as client:
        yield client
