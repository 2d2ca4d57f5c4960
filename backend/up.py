"""The supervisor behind `xinju up`: PostgreSQL, then the preparation, then processes kept running till Ctrl-C."""

import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import make_url

from backend.core.cluster import ServerNotStarted
from backend.core.embedded import EmbeddedServer

POLL_SECONDS = 0.1
GRACE_SECONDS = 10
READY_SECONDS = 90
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30
# A process that ran so long was well; its next death starts the delays anew.
WELL_SECONDS = 60
LOG_TAIL_LINES = 20
LOG_BYTES = 10_000_000
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class StackFailed(RuntimeError):
    """The stack cannot run; the message is for the person at the terminal."""


@dataclass(frozen=True)
class Process:
    """A program to keep running; `env` is added to our own environment and to DATABASE_URL."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Database:
    """Where PostgreSQL is: `url` without a login, `admin_url` with one that may create roles and databases."""

    url: str
    admin_url: str


@dataclass(frozen=True)
class DemoLogin:
    """One line of the table of log-ins."""

    operator: str
    role: str
    account: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Stack:
    """What to run. `database` is None for the embedded server; `database_name` is its application database.

    `prepare` runs before the processes, each time, so it must change nothing when there is nothing to change.
    `home` gets `postgres/` and `log/`.
    """

    home: Path
    host: str
    port: int
    database: Database | None
    database_name: str
    prepare: Callable[[Database], None]
    processes: Sequence[Process]
    ready_url: str
    addresses: Mapping[str, str]
    logins: Sequence[DemoLogin]
    durable: bool = True


def run_stack(stack: Stack, console: Console | None = None) -> int:
    """Run all of it until SIGINT or SIGTERM; the exit code, 1 when it could not be brought up or kept up."""
    console = console or Console()
    stopping = _Stopping()
    try:
        _refuse_taken_port(stack.host, stack.port)
        with ExitStack() as cleanup:
            cleanup.enter_context(_only_one(stack.home))
            cleanup.enter_context(stopping.on_signals())
            _run(stack, console, stopping, cleanup)
    except KeyboardInterrupt:
        console.print("Stopped.")
    except (StackFailed, ServerNotStarted) as failure:
        console.print(str(failure), style="red", markup=False, highlight=False)
        return 1
    return 0


class _Stopping:
    """The wish to stop. Only a preparation is interrupted in the middle; all else looks at `wished` between steps."""

    def __init__(self) -> None:
        self.wished = threading.Event()
        self._interrupts = False

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        former = {number: signal.signal(number, self._wish) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        self._interrupts = True
        try:
            if self.wished.is_set():
                raise KeyboardInterrupt
            yield
        finally:
            self._interrupts = False

    def _wish(self, number: int, frame: FrameType | None) -> None:
        is_first = not self.wished.is_set()
        self.wished.set()
        if is_first and self._interrupts:
            raise KeyboardInterrupt


class _Child:
    """One process kept running: started anew, later and later, when it dies."""

    def __init__(self, process: Process, database: Database, log: Path) -> None:
        self._process = process
        self._log = log
        # The admin's address is for the preparation alone.
        inherited = {name: value for name, value in os.environ.items() if name != "ADMIN_DATABASE_URL"}
        self._env = {**inherited, "DATABASE_URL": database.url, **process.env}
        self._delay = FIRST_DELAY_SECONDS
        self._due_at: float | None = None
        self._started_at = time.monotonic()
        self._popen = self._spawn()

    def look_after(self, console: Console) -> None:
        """Notice a death, and start anew once the delay is over."""
        now = time.monotonic()
        if self._due_at is None and self._popen.poll() is not None:
            if now - self._started_at > WELL_SECONDS:
                self._delay = FIRST_DELAY_SECONDS
            console.print(
                f"{self._process.name} ended unexpectedly ({self._popen.returncode}); "
                f"starting it again in {self._delay:g} s. Its log: {self._log}",
                style="yellow",
                soft_wrap=True,
                markup=False,
                highlight=False,
            )
            self._due_at = now + self._delay
            self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)
        elif self._due_at is not None and now >= self._due_at:
            self._due_at = None
            self._started_at = now
            self._popen = self._spawn()

    def stop(self) -> None:
        """Ask, wait, then kill it with whatever it has started."""
        if self._popen.poll() is None:
            self._popen.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(GRACE_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def log_tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join([f"{self._log}:", *lines])

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.rename(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._process.argv,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for us alone; the children are stopped in order.
                start_new_session=True,
                preexec_fn=_dies_with(os.getpid()),  # noqa: PLW1509  # no other thread of ours holds a lock at the fork
            )


def _run(stack: Stack, console: Console, stopping: _Stopping, cleanup: ExitStack) -> None:
    server = None
    database = stack.database
    if database is None:
        server = cleanup.enter_context(EmbeddedServer(stack.home / "postgres", durable=stack.durable))
        url = make_url(server.url).set(database=stack.database_name)
        database = Database(url.render_as_string(hide_password=False), server.admin_url)
    with stopping.interrupting():
        stack.prepare(database)
    logs = stack.home / "log"
    logs.mkdir(exist_ok=True)
    children = []
    for process in stack.processes:
        children.append(_Child(process, database, logs / f"{process.name}.log"))
        cleanup.callback(children[-1].stop)
    is_announced = False
    deadline = time.monotonic() + READY_SECONDS
    with httpx.Client(trust_env=False, timeout=1) as client:
        while not stopping.wished.wait(POLL_SECONDS):
            if server and not server.is_running:
                console.print("PostgreSQL ended unexpectedly; starting it again.", style="yellow")
                server.start()
            for child in children:
                child.look_after(console)
            if not is_announced and _answers(client, stack.ready_url):
                _announce(stack, console, logs, database)
                is_announced = True
            if not is_announced and time.monotonic() > deadline:
                tails = "\n".join(child.log_tail() for child in children)
                raise StackFailed(f"{stack.ready_url} was not ready after {READY_SECONDS} s.\n{tails}")
    console.print("Stopping …")
    raise KeyboardInterrupt


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).is_success
    except httpx.TransportError:
        return False


def _announce(stack: Stack, console: Console, logs: Path, database: Database) -> None:
    addresses = {**stack.addresses, "logs": str(logs)}
    if stack.database is None:
        addresses["for commands"] = f"DATABASE_URL='{database.url}'"
    console.print()
    for name, address in addresses.items():
        console.print(f"  {name:<16} {address}", soft_wrap=True, markup=False)
    if stack.logins:
        table = Table("operator", "role", "account", "password", title="Demo log-ins", title_justify="left")
        for login in stack.logins:
            table.add_row(login.operator, login.role, login.account, login.password)
        console.print(table)
    console.print("Ctrl-C stops all.")


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as failure:
        reason = "is taken" if failure.errno == errno.EADDRINUSE else f"cannot be used: {failure.strerror}"
        raise StackFailed(f"Port {port} on {host} {reason}. Set XINJU_PORT to another one.") from failure


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise StackFailed(f"Another `xinju up` runs on {home}. Set XINJU_HOME to another folder.") from held
        yield


def _dies_with(parent: int) -> Callable[[], None] | None:
    """What a child does before it becomes its program, so that kill -9 of its parent kills it. Linux alone has this."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return bind
