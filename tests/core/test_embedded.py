"""The embedded server, driven for real: kill -9, stale pid files, rivals for one folder, and who may connect."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.core.cluster import ServerNotStarted
from backend.core.embedded import EmbeddedServer

DEADLINE_SECONDS = 30
STARTER = """
import sys
from pathlib import Path
from backend.core.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), durable=False)
print("at the line", flush=True)
sys.stdin.readline()
server.start()
print((server.home / "data" / "postmaster.pid").read_text().splitlines()[0])
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that does not exist, below one closed to everybody else.

    Not pytest's own, which every other run of pytest closes again for the account PostgreSQL has under root.
    """
    with tempfile.TemporaryDirectory(prefix="xinju-") as folder:
        yield Path(folder) / "postgres"


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(home, durable=False) as running:
        yield running


def connect(server: EmbeddedServer) -> psycopg.Connection:
    return psycopg.connect(server.admin_url.replace("+asyncpg", ""), autocommit=True)


def ask(server: EmbeddedServer, question: str) -> object:
    with connect(server) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def postmaster(server: EmbeddedServer) -> psutil.Process:
    return psutil.Process(int((server.home / "data" / "postmaster.pid").read_text().splitlines()[0]))


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_rows_committed_before_kill_nine_are_there_after_the_next_start(server: EmbeddedServer) -> None:
    with connect(server) as connection:
        connection.execute("CREATE TABLE beds AS SELECT generate_series(1, 1000) AS number")
    killed = postmaster(server)
    killed.kill()

    server.start()

    assert ask(server, "SELECT count(*) FROM beds") == 1000
    assert postmaster(server).pid != killed.pid


def test_a_backend_still_at_work_after_its_postmaster_was_killed_is_ended(server: EmbeddedServer) -> None:
    with closing(connect(server)) as connection:
        busy = psutil.Process(connection.info.backend_pid)
        endless = "DO $$ BEGIN LOOP END LOOP; END $$"
        connection.pgconn.send_query(endless.encode())
        wait_until(lambda: ask(server, f"SELECT count(*) FROM pg_stat_activity WHERE query = $q${endless}$q$") == 1)
        postmaster(server).kill()

        server.start()

        assert is_gone(busy)
        assert ask(server, "SELECT 1") == 1


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as server:
        pid_file = home / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        postmaster(server).kill()
        # Of the server's own user: PostgreSQL itself sees through any other.
        owner = (home / "data").stat().st_uid
        stranger = subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=None if owner == os.geteuid() else owner)
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        server.start()

        assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.communicate(b"\n")
        assert stranger.returncode == 0


def test_a_second_start_attaches_to_the_server_that_runs(server: EmbeddedServer) -> None:
    first = postmaster(server).pid
    other = EmbeddedServer(server.home)

    other.start()

    assert postmaster(other).pid == first
    assert other.admin_url == server.admin_url
    assert ask(other, "SELECT 1") == 1


def test_of_all_who_share_a_server_the_last_to_leave_stops_it(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as first:
        with EmbeddedServer(home, durable=False):
            pass
        assert ask(first, "SELECT 1") == 1
    assert not first.is_running


def test_of_two_processes_that_start_at_once_one_wins_and_both_get_a_server(home: Path) -> None:
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", STARTER, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        lines = [_readline(starter) for starter in starters]
        assert lines == ["at the line", "at the line"]
        for starter in starters:
            _write(starter, "go\n")
        pids = [starter.communicate(timeout=DEADLINE_SECONDS)[0].strip() for starter in starters]

        assert [starter.returncode for starter in starters] == [0, 0]
        assert pids[0] == pids[1] != ""
        assert ask(EmbeddedServer(home), "SELECT 1") == 1
    finally:
        EmbeddedServer(home).stop()


def _readline(starter: subprocess.Popen[str]) -> str:
    assert starter.stdout is not None
    return starter.stdout.readline().strip()


def _write(starter: subprocess.Popen[str], line: str) -> None:
    assert starter.stdin is not None
    starter.stdin.write(line)
    starter.stdin.flush()


def test_the_server_outlives_the_process_that_started_it_and_another_can_stop_it(home: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-c", STARTER, home], input="\n", capture_output=True, text=True, check=True
    )
    server = EmbeddedServer(home)
    left_behind = psutil.Process(int(started.stdout.splitlines()[1]))
    assert server.is_running

    server.stop()

    assert is_gone(left_behind)
    assert not server.is_running


def test_nobody_connects_without_the_password(server: EmbeddedServer) -> None:
    where = f"host={server.socket_dir} user=postgres dbname=postgres"
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(where)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(where, password="wrong")
    assert ask(server, "SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules") is True
    assert stat.S_IMODE((server.home / "superuser.password").stat().st_mode) == 0o600


def test_the_socket_lies_in_a_folder_of_its_owner_alone_and_no_port_is_open(server: EmbeddedServer) -> None:
    state = server.socket_dir.stat()
    assert stat.S_IMODE(state.st_mode) == 0o700
    assert state.st_uid == (server.home / "data").stat().st_uid != 0
    assert [line.laddr for line in postmaster(server).net_connections("inet")] == []
    assert ask(server, "SHOW listen_addresses") == ""


@pytest.mark.parametrize("name", ["新居 上海,闵行:1", "long" * 40])
def test_a_path_that_no_socket_or_address_can_hold_gets_its_socket_elsewhere(home: Path, name: str) -> None:
    with EmbeddedServer(home / name, durable=False) as server:
        assert not server.socket_dir.is_relative_to(home)
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert server.socket_dir == EmbeddedServer(home / name).socket_dir
        assert ask(server, "SELECT 1") == 1
    shutil.rmtree(server.socket_dir)


def test_a_socket_folder_that_somebody_else_prepared_is_refused(home: Path) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir(parents=True)
    (home / "socket").symlink_to(elsewhere)
    with pytest.raises(ServerNotStarted, match="belongs to somebody else"):
        EmbeddedServer(home, durable=False).start()


def test_the_settings_are_the_ones_promised(home: Path) -> None:
    asked = "max_connections", "timezone", "server_encoding", "synchronous_commit", "fsync"
    with EmbeddedServer(home, max_connections=40) as server:
        assert [ask(server, f"SHOW {name}") for name in asked] == ["40", "UTC", "UTF8", "on", "on"]
        assert ask(server, "SELECT datcollate FROM pg_database WHERE datname = 'template1'") == "C"
    with EmbeddedServer(home, durable=False) as server:
        assert [ask(server, f"SHOW {name}") for name in asked] == ["300", "UTC", "UTF8", "on", "off"]


def test_the_log_holds_no_value_of_a_failed_statement(server: EmbeddedServer) -> None:
    with connect(server) as connection:
        connection.execute("CREATE TABLE residents (phone text CONSTRAINT one_phone UNIQUE)")
        connection.execute("INSERT INTO residents VALUES ('canary-13800000000')")
        for statement in (
            "INSERT INTO residents VALUES ('canary-13800000000')",
            "SELECT 'canary-13800000000'::int",
            "DO $$ BEGIN RAISE WARNING 'canary-13800000000'; END $$",
        ):
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                assert "canary" in str(error)  # noqa: PT017  # the client is told, the log is not
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT %s::text::int", ["canary-13800000000"])
    server.stop()
    log = server.log.read_text()
    assert "database system is shut down" in log
    assert "canary" not in log


def test_a_first_start_cut_short_leaves_nothing_that_the_next_one_trips_over(home: Path) -> None:
    (home / "data.unfinished" / "base").mkdir(parents=True)
    (home / "data.unfinished" / "PG_VERSION").write_text("18\n")
    (home / "superuser.password.unfinished").write_text("half")
    with EmbeddedServer(home, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    assert not (home / "data.unfinished").exists()


def test_a_server_that_cannot_start_says_what_it_logged(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as server:
        pass
    (home / "data" / "PG_VERSION").write_text("11\n")
    with pytest.raises(ServerNotStarted, match=r"(?s)server\.log:.*database files are incompatible with server"):
        server.start()
    assert not server.is_running


def test_a_folder_deleted_under_its_server_can_be_filled_anew(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as server:
        abandoned = postmaster(server)
        shutil.rmtree(home)

        server.start()

        assert is_gone(abandoned)
        assert ask(server, "SELECT 1") == 1


def test_stop_ends_open_sessions_and_leaves_no_process(server: EmbeddedServer) -> None:
    family = [main := postmaster(server), *main.children(recursive=True)]
    with closing(connect(server)) as connection:
        connection.execute("BEGIN")
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert len(family) > 3
    assert all(is_gone(process) for process in family)
    server.stop()


def test_ctrl_c_in_the_terminal_is_not_the_servers(server: EmbeddedServer) -> None:
    assert os.getsid(postmaster(server).pid) != os.getsid(0)


def test_the_programs_of_the_wheel_are_found_by_name(server: EmbeddedServer) -> None:
    version = subprocess.check_output([server.bin("pgbench"), "--version"], text=True)
    assert version.startswith("pgbench (PostgreSQL) 18.")
    with pytest.raises(FileNotFoundError, match="pg_nothing"):
        server.bin("pg_nothing")
