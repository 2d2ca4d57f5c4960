"""The embedded PostgreSQL server: started, found again, recovered and stopped, on one data folder."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self
from urllib.parse import quote

import psutil

from backend.core.cluster import Cluster, ServerNotStarted, installation, program, spawn
from backend.core.unprivileged import account_for

START_SECONDS = 60
# A fast shutdown, then an immediate one, then none of the server's choosing; each with the seconds it is given.
SHUTDOWN = ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))
POLL_SECONDS = 0.02

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "synchronous_commit": "on",
    # Values of rows must not reach the log: no statements, no parameters, no DETAIL of a broken constraint, and no
    # errors at all, since `invalid input syntax for type integer: "…"` quotes its input. The client gets every error.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
FAST_AND_LOSSY = {"fsync": "off", "full_page_writes": "off"}


class ServerNotStopped(RuntimeError):
    """Something still uses the data folder and cannot be ended from here."""


class _Postmaster(NamedTuple):
    pid: int
    is_ready: bool


class EmbeddedServer:
    """PostgreSQL on the folder `home`, which holds all there is of it: data, log, socket, locks, superuser's password.

    The data outlives the server, and the server outlives this object and its process unless `stop` is called.
    As a context manager, in any number of processes at once: running inside, stopped by the last one to leave.

    A lock file says whether the server lives. The postmaster inherits the locked file and hands it to every backend, so
    that the kernel lets go of it with the last of them: a reused process id or an orphaned backend cannot deceive.
    """

    def __init__(self, home: Path, *, durable: bool = True, max_connections: int = 300) -> None:
        """`durable=False` gives up what survives a power cut, not what survives kill -9: for tests."""
        self._cluster = Cluster(home)
        self._settings = {
            **SETTINGS,
            **({} if durable else FAST_AND_LOSSY),
            "max_connections": str(max_connections),
            "cluster_name": self._cluster.name,
            "unix_socket_directories": str(self._cluster.socket_dir),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._use: IO[str] | None = None

    def __enter__(self) -> Self:
        with self._alone():
            self._start()
            self._use = (self.home / "use.lock").open("a")
            fcntl.flock(self._use, fcntl.LOCK_SH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._use:
            self._use.close()
        with self._alone(), (self.home / "use.lock").open("a") as use, self._life() as life:
            if _is_free(use.fileno()):
                self._end(life)
            elif self._process:
                # It lives on for the others, and whoever ends it will not be us: Popen must not expect to wait for it.
                self._process.returncode, self._process = 0, None

    @property
    def home(self) -> Path:
        """Absolute, with links resolved."""
        return self._cluster.home

    @property
    def socket_dir(self) -> Path:
        """Mode 0700; the socket in it is of port 5432."""
        return self._cluster.socket_dir

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self._cluster.log

    @property
    def url(self) -> str:
        """Without user and password: `make_url(server.url).set(username=…, password=…, database=…)`."""
        return f"postgresql+asyncpg:///postgres?host={quote(str(self.socket_dir))}"

    @property
    def admin_url(self) -> str:
        """The superuser's address of the database `postgres`. Exists after the first start."""
        password = self._cluster.password_file.read_text()
        return f"postgresql+asyncpg://postgres:{password}@/postgres?host={quote(str(self.socket_dir))}"

    @property
    def is_running(self) -> bool:
        """Whether the postmaster lives; it may still be starting or already be stopping."""
        return self._postmaster() is not None

    def bin(self, name: str) -> Path:
        """A program of the wheel, such as pgbench or pg_dump. Raises FileNotFoundError."""
        return program(name)

    def start(self) -> None:
        """Return when the server takes connections, whether it ran before, was killed, or never existed.

        Raises ServerNotStarted, ServerNotStopped.
        """
        with self._alone():
            self._start()

    def stop(self) -> None:
        """End the server whoever uses it; return when nothing of it is left. Does nothing when it does not run.

        Raises ServerNotStopped.
        """
        if self.home.exists():
            with self._alone(), self._life() as life:
                self._end(life)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process from starting or stopping this server meanwhile."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "start.lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as failure:
            raise ServerNotStarted(f"{self.home} cannot hold PostgreSQL: {failure}") from failure

    def _start(self) -> None:
        log_from = self._cluster.log_size
        has_launched = False
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            postmaster = self._postmaster()
            if postmaster and postmaster.is_ready and self._answers():
                return
            if not has_launched and not postmaster:
                self._launch()
                has_launched = True
            elif has_launched and self._process and self._process.poll() is not None:
                raise ServerNotStarted(f"PostgreSQL ended while starting.\n{self._cluster.log_tail(log_from)}")
            time.sleep(POLL_SECONDS)
        raise ServerNotStarted(f"PostgreSQL was not ready after {START_SECONDS} s.\n{self._cluster.log_tail(log_from)}")

    def _answers(self) -> bool:
        """Whether a connection is served. A postmaster just killed is there for a while, but answers nobody."""
        where = ["-h", str(self.socket_dir), "-p", self._settings["port"]]
        return subprocess.run([self.bin("pg_isready"), "-q", *where], check=False).returncode == 0

    def _launch(self) -> None:
        data = self._cluster.data
        with self._life() as life:
            self._end(life)
            account = account_for(data, installation())
            self._cluster.make_data(account)
            self._cluster.make_socket_dir(account)
            # Nothing lives here, so whatever process has this file's number now, it is not ours.
            (data / "postmaster.pid").unlink(missing_ok=True)
            options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
            with self.log.open("ab") as log:
                self._process = spawn("postgres", ["-D", str(data), *options], account, log, heirlooms=[life])

    def _postmaster(self) -> _Postmaster | None:
        """The living postmaster of our data folder, by its pid file and its command line.

        The command line is all that a container's root may read of another user's process.
        """
        try:
            lines = (self._cluster.data / "postmaster.pid").read_text().splitlines()
            command = psutil.Process(int(lines[0])).cmdline()
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None
        if not self._is_postmaster(command):
            return None
        return _Postmaster(int(lines[0]), len(lines) > 7 and lines[7].strip() == "ready")

    @contextmanager
    def _life(self) -> Iterator[int]:
        descriptor = os.open(self.home / "life.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)  # and not LOCK_UN, which would take the lock from the heirs too

    def _end(self, life: int) -> None:
        """Return holding the lock `life`, hence after the last process of the server."""
        for number, seconds in SHUTDOWN:
            told = None
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if _is_free(life) and not self._leftovers():
                    self._reap()
                    return
                postmaster = self._postmaster()
                if postmaster is None:
                    for process in self._leftovers():
                        with suppress(psutil.Error):
                            process.send_signal(signal.SIGKILL if number == signal.SIGKILL else signal.SIGQUIT)
                elif postmaster.pid != told:
                    told = postmaster.pid
                    with suppress(ProcessLookupError):
                        os.kill(told, number)
                time.sleep(POLL_SECONDS)
        raise ServerNotStopped(f"{self.home} is in use by a process that cannot be ended from here (a container's?)")

    def _leftovers(self) -> list[psutil.Process]:
        """Backends whose postmaster was killed, and a server whose folder was deleted and made again under it.

        The first carry the cluster's name as title; the second would delete its successor's socket when it ends.
        """
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if self._is_postmaster(command := process.info["cmdline"] or [])
            or " ".join(command).startswith(f"postgres: {self._cluster.name}: ")
        ]

    def _is_postmaster(self, command: list[str]) -> bool:
        folder = str(self._cluster.data)
        return len(command) > 2 and Path(command[0]).name == "postgres" and command[1:3] == ["-D", folder]

    def _reap(self) -> None:
        if self._process:
            self._process.wait()
            self._process = None


def _is_free(descriptor: int) -> bool:
    """Take the lock, or say that somebody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
