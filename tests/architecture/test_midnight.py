"""What fails since a day has ended is run again on the new one, and only that, and only then."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from backend.core.settings import ROOT

# The first run is made to have been read on another day; the second has no such thing said of it.
_CONFTEST: Final = """
import datetime as dt
from tests.midnight import Midnight

def pytest_configure(config):
    midnight = Midnight()
    if "--last-failed" not in config.invocation_params.args:
        midnight.read_on -= dt.timedelta(days={days})
    config.pluginmanager.register(midnight)
"""
_TESTS: Final = """
from pathlib import Path

def run(name, is_good):
    log = Path(__file__).with_name("log")
    runs = log.read_text().split() if log.exists() else []
    log.write_text(" ".join([*runs, name]))
    assert is_good or name in runs

def test_of_any_day(): run("any", True)
def test_of_the_new_day(): run("new", False)
"""
_WRONG: Final = "def test_of_no_day(): run('none', False); run('none', True); assert False\n"


def _run(place: Path, days: int, tests: str) -> tuple[int, list[str]]:
    """The exit code of a run that was read so many days ago, and which tests it ran."""
    (place / "conftest.py").write_text(_CONFTEST.format(days=days))
    (place / "test_days.py").write_text(tests)
    (place / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "--rootdir", str(place), "-c", str(place / "pytest.ini"), str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return done.returncode, (place / "log").read_text().split()


@pytest.mark.parametrize(
    ("days", "tests", "code", "ran"),
    [
        (1, _TESTS, 0, ["any", "new", "new"]),
        (0, _TESTS, 1, ["any", "new"]),
        (1, _TESTS + _WRONG, 1, ["any", "new", "none", "new", "none", "none"]),
    ],
    ids=["a day has ended", "none has", "what is wrong on either day"],
)
def test_what_fails_is_run_again_where_a_day_ended(
    tmp_path: Path, days: int, tests: str, code: int, ran: list[str]
) -> None:
    assert _run(tmp_path, days, tests) == (code, ran)
