"""The supervisor with tiny web servers as its processes: one Ctrl-C, sudden deaths, taken ports."""

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psutil
import pytest

from backend.core.embedded import EmbeddedServer

DEADLINE_SECONDS = 60
# What `xinju up` does, with a web server that tells its environment for the API and a sleeper for the worker.
UP = """
import sys, time
from pathlib import Path
from backend.up import Database, DemoLogin, Process, Stack, run_stack

home, port, prepare_seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
web = '''
import http.server, json, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        names = "DATABASE_URL", "ADMIN_DATABASE_URL", "EXTRA"
        body = json.dumps({"pid": os.getpid(), **{name: os.environ.get(name) for name in names}}).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
'''
stubborn = '''
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
'''

def prepare(database):
    print("preparing", database.admin_url, flush=True)
    time.sleep(prepare_seconds)

sys.exit(run_stack(Stack(
    home=home, host="127.0.0.1", port=port, database=None, database_name="xinju", prepare=prepare, durable=False,
    processes=[
        Process("api", [sys.executable, "-c", web, str(port)], {"EXTRA": "more"}),
        Process("worker", [sys.executable, "-c", stubborn if "deaf" in sys.argv else "import time; time.sleep(600)"]),
    ],
    ready_url=f"http://127.0.0.1:{port}/readyz",
    addresses={"front page": f"http://127.0.0.1:{port}/"},
    logins=[DemoLogin("youchao", "front desk", "desk@youchao", "secret-of-the-desk")],
)))
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own folder: see test_embedded."""
    with tempfile.TemporaryDirectory(prefix="xinju-") as folder:
        yield Path(folder) / "home"
        EmbeddedServer(Path(folder) / "home" / "postgres").stop()


@pytest.fixture
def port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        number: int = listener.getsockname()[1]
    return number


class Up:
    """One running supervisor; what it says goes to a file."""

    def __init__(self, home: Path, port: int, *more: str, prepare_seconds: float = 0) -> None:
        self.said_to = home.parent / f"said-{port}"
        self.url = f"http://127.0.0.1:{port}/"
        arguments = [str(home), str(port), str(prepare_seconds), *more]
        environment = {"PATH": "/usr/bin:/bin", "ADMIN_DATABASE_URL": "not for children", "COLUMNS": "200"}
        with self.said_to.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", UP, *arguments],
                stdout=said,
                stderr=said,
                cwd=Path(__file__).parents[2],
                env=environment,
            )

    @property
    def said(self) -> str:
        return self.said_to.read_text()

    @property
    def children(self) -> list[psutil.Process]:
        """All but PostgreSQL, in order of their start."""
        found = psutil.Process(self.process.pid).children()
        return sorted((child for child in found if child.name() != "postgres"), key=lambda child: child.pid)

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said, self.said

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_SECONDS)


@pytest.fixture
def up(home: Path, port: int) -> Iterator[Up]:
    stack = Up(home, port)
    try:
        stack.wait_for("Ctrl-C stops all")
        yield stack
    finally:
        stack.process.kill()
        stack.process.wait()


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_it_says_what_runs_where_and_who_may_sign_in(up: Up, home: Path) -> None:
    assert up.said.index("preparing postgresql+asyncpg://postgres:") < up.said.index("front page")
    assert up.url in up.said
    assert str(home / "log") in up.said
    assert "secret-of-the-desk" in up.said


def test_it_says_by_which_address_commands_reach_its_database(up: Up) -> None:
    told = up.said.split("DATABASE_URL='")[1].split("'")[0]
    assert httpx.get(up.url).json()["DATABASE_URL"] == told


def test_the_processes_get_the_database_without_the_admins_address(up: Up, home: Path) -> None:
    told = json.loads(httpx.get(up.url).text)
    socket_dir = EmbeddedServer(home / "postgres").socket_dir
    assert told["DATABASE_URL"].replace("%2F", "/") == f"postgresql+asyncpg:///xinju?host={socket_dir}"
    assert told["ADMIN_DATABASE_URL"] is None
    assert told["EXTRA"] == "more"
    assert "GET / HTTP" in (home / "log" / "api.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_and_the_exit_code_is_zero(up: Up, home: Path, number: signal.Signals) -> None:
    children = up.children
    assert len(children) == 2

    assert up.end(number) == 0

    assert all(is_gone(child) for child in children)
    assert not EmbeddedServer(home / "postgres").is_running
    assert "Stopped." in up.said


def test_a_process_deaf_to_the_signal_is_killed_after_the_grace(home: Path, port: int) -> None:
    stack = Up(home, port, "deaf")
    stack.wait_for("Ctrl-C stops all")
    wait_until(lambda: "deaf" in (home / "log" / "worker.log").read_text())
    children = stack.children

    assert stack.end(signal.SIGINT) == 0

    assert all(is_gone(child) for child in children)


def test_ctrl_c_during_the_preparation_stops_postgresql_and_starts_nothing(home: Path, port: int) -> None:
    stack = Up(home, port, prepare_seconds=600)
    stack.wait_for("preparing")

    assert stack.end(signal.SIGINT) == 0

    assert not EmbeddedServer(home / "postgres").is_running
    assert not (home / "log").exists()


def test_kill_nine_of_the_supervisor_leaves_no_child_and_the_next_one_starts(up: Up, home: Path, port: int) -> None:
    children = up.children
    up.end(signal.SIGKILL)
    wait_until(lambda: all(is_gone(child) for child in children))

    again = Up(home, port)
    again.wait_for("Ctrl-C stops all")
    assert again.end(signal.SIGINT) == 0
    assert not EmbeddedServer(home / "postgres").is_running


@pytest.mark.parametrize("place", [0, 1], ids=["api", "worker"])
def test_a_process_that_dies_is_started_again(up: Up, place: int) -> None:
    before = up.children
    before[place].kill()
    up.wait_for(f"{['api', 'worker'][place]} ended unexpectedly (-9); starting it again in 0.5 s")

    wait_until(lambda: len(up.children) == 2 and up.children != before)
    wait_until(lambda: _pid_behind(up.url) in [child.pid for child in up.children])

    assert before[1 - place] in up.children
    assert up.end(signal.SIGINT) == 0


def _pid_behind(url: str) -> int | None:
    try:
        pid: int = httpx.get(url).json()["pid"]
    except httpx.TransportError:
        return None
    return pid


def test_postgresql_is_started_again_when_it_dies(up: Up, home: Path) -> None:
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    killed = int(pid_file.read_text().splitlines()[0])
    psutil.Process(killed).kill()
    up.wait_for("PostgreSQL ended unexpectedly")

    wait_until(lambda: EmbeddedServer(home / "postgres").is_running)

    assert int(pid_file.read_text().splitlines()[0]) != killed
    assert up.end(signal.SIGINT) == 0


def test_a_taken_port_is_named_with_its_variable_before_anything_starts(home: Path, port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", port))):
        stack = Up(home, port)
        assert stack.process.wait(DEADLINE_SECONDS) == 1
    assert f"Port {port} on 127.0.0.1 is taken. Set XINJU_PORT to another one." in stack.said
    assert not home.exists()


def test_a_second_supervisor_on_the_same_folder_is_refused_and_harms_nothing(up: Up, home: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        other_port = listener.getsockname()[1]
    other = Up(home, other_port)

    assert other.process.wait(DEADLINE_SECONDS) == 1

    assert f"Another `xinju up` runs on {home}" in other.said
    assert EmbeddedServer(home / "postgres").is_running
    assert up.process.poll() is None
