"""One whole stack with the demo's data, and one browser, for all walks through the faces of a session."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from backend.core.embedded import EmbeddedServer
from backend.core.settings import ROOT
from infra.browser import open_browser
from tests.app.server import free_port
from tests.e2e.storm import STORM
from tests.e2e.walking import Walker, someone

# Migrations and the demo of three operators, on a machine that does other things too.
START_SECONDS = 600
PAUSE_SECONDS = 0.2

HERE = Path(__file__).parent
# Whose walks are storms too.
STORMY = {
    *("test_console_acts", "test_covering", "test_desk_acts", "test_neighbours", "test_phone", "test_rounds"),
    *("test_self_governance", "test_settings"),
}

WalkerFor = Callable[[str, str], Awaitable[Walker]]


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], said_to: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        is_hopeful = process.poll() is None and time.monotonic() < deadline
        assert is_hopeful, said_to.read_text(encoding="utf8")
        try:
            if httpx.get(f"{url}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(PAUSE_SECONDS)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of `xinju up` with a new demo; XINJU_E2E_URL names one that runs already."""
    given = os.environ.get("XINJU_E2E_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="xinju-e2e-") as folder:
        home, said_to, port = Path(folder) / "home", Path(folder) / "said", free_port()
        env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        with said_to.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up"],
                cwd=ROOT,
                env={**env, "XINJU_HOME": str(home), "XINJU_SECRETS_DIR": "", "XINJU_PORT": str(port)},
                stdout=said,
                stderr=said,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url, process, said_to)
            yield url
        finally:
            process.terminate()
            process.wait(60)
            EmbeddedServer(home / "postgres").stop()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
async def walker_for(site: str, browser: Browser) -> AsyncIterator[WalkerFor]:
    """`await walker_for(face, login)`: whoever signed in to a face; once a session, however many tests ask."""
    known: dict[tuple[str, str], Walker] = {}
    async with AsyncExitStack() as stack:

        async def walker(face: str, login: str) -> Walker:
            if (face, login) not in known:
                known[face, login] = await stack.enter_async_context(someone(browser, site, face, login))
            return known[face, login]

        yield walker


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among the storms are these walks; what they have met is counted after them."""
    if config.getoption("--soak"):
        for item in items:
            if item.path.parent == HERE and item.path.stem in STORMY:
                item.add_marker(pytest.mark.soak)
    items.sort(key=lambda item: item.path == HERE / "test_storm.py")


@pytest.fixture(autouse=True)
async def _storm(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """What is first done on a stormy walk meets all that STORM has: on some in `make test`, on more in `make soak`."""
    is_storm = request.config.getoption("--soak") and request.node.path.stem in STORMY
    if not (is_storm or request.node.get_closest_marker("stormy")):
        yield
        return
    await STORM.begin()
    yield
    await STORM.end()
    assert STORM.told() == []
