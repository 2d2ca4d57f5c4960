"""The account of PostgreSQL reaches what it needs, whoever runs the tests, and nobody else is let in."""

import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.core.unprivileged import OURSELVES, Account, account_for, for_initdb


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder as `umask 077` leaves it, with an installation and a place for data in it."""
    with tempfile.TemporaryDirectory(prefix="xinju-") as folder:
        for part in ("wheel/pginstall/bin", "wheel/pginstall/share/timezone", "wheel.libs", "home"):
            (Path(folder) / part).mkdir(parents=True)
        (Path(folder) / "wheel/pginstall/share/timezone/UTC").write_text("UTC")
        (Path(folder) / "wheel.libs/libpq.so").write_text("pq")
        for path in Path(folder).rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        yield Path(folder)


def run_as(account: Account, *argv: str | Path) -> str:
    return subprocess.run(
        argv,
        check=False,
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
        capture_output=True,
        text=True,
        cwd="/",
    ).stdout


def test_an_installation_and_a_home_closed_to_others_are_within_reach(closed: Path) -> None:
    account = account_for(closed / "home" / "data", closed / "wheel/pginstall")
    for each in (account, for_initdb(account)):
        assert run_as(each, "cat", closed / "wheel/pginstall/share/timezone/UTC") == "UTC"
        assert run_as(each, "cat", closed / "wheel.libs/libpq.so") == "pq"
        assert run_as(each, "ls", "-d", closed / "home") == f"{closed / 'home'}\n"


def test_the_folders_above_stay_closed_to_the_world(closed: Path) -> None:
    account_for(closed / "home" / "data", closed / "wheel/pginstall")
    for folder in (closed, closed / "home", closed / "wheel"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o067 == 0


def test_the_server_never_is_root_and_an_ordinary_user_runs_it_as_itself(closed: Path) -> None:
    account = account_for(closed / "home" / "data", closed / "wheel/pginstall")
    assert account.owner != 0
    assert (account == OURSELVES) is (os.geteuid() != 0)


def test_data_that_exist_are_served_by_their_owner(closed: Path) -> None:
    data = closed / "home" / "data"
    first = account_for(data, closed / "wheel/pginstall")
    data.mkdir()
    first.give(data)
    assert account_for(data, closed / "wheel/pginstall").owner == data.stat().st_uid == first.owner
