"""The lints read files only: what the other tests stand on is not started for them."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def database() -> None:
    """No server, no migrations."""


@pytest.fixture(scope="session", autouse=True)
def _connections() -> None:
    """Nothing to close."""
