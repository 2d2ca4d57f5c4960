"""What becomes of a run over which a day of Shanghai ends."""

import subprocess
import sys
from collections.abc import Generator

import pytest

from backend.core import clock


class Midnight:
    """Tests count from the day on which they were read; what fails when that has passed is read and run again."""

    def __init__(self) -> None:
        self.read_on = clock.today()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """Once all is told of the run: in a process of the new day, whose word then holds."""
        yield
        if session.exitstatus == pytest.ExitCode.TESTS_FAILED and clock.today() != self.read_on:
            print("\nA day ended in Shanghai meanwhile; what failed is run again.", flush=True)  # noqa: T201  # why the output goes on
            again = [*session.config.invocation_params.args, "--last-failed"]
            session.exitstatus = subprocess.run([sys.executable, "-m", "pytest", *again], check=False).returncode
