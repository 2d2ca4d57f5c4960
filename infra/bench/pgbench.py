"""pgbench as one of the runtime logins: the limit of whatever sends the same statements."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url

from backend.core.cluster import ServerNotStarted, program
from backend.core.db import login_url
from backend.core.surfaces import Surface
from infra.bench.ground import Size
from infra.bench.rounds import NotMeasured

_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
_LONGEST_REASON = 300


async def transactions_per_second(
    size: Size,
    script: str,
    connections: int,
    *,
    surface: Surface = Surface.TENANT,
    seconds: float | None = None,
    transactions: int | None = None,
    **variables: int,
) -> float:
    """Transactions a second with so many clients, connecting aside; either for whole seconds, or so many in all.

    Raises NotMeasured, also where one transaction failed.
    """
    try:
        path = program("pgbench")
    except (FileNotFoundError, ServerNotStarted) as missing:
        raise NotMeasured("there is no pgbench") from missing
    amount = ["-T", str(max(1, round(seconds)))] if seconds else ["-t", str((transactions or 0) // connections)]
    given = [part for name, value in variables.items() for part in ("-D", f"{name}={value}")]
    with tempfile.TemporaryDirectory(prefix="xinju-bench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script, encoding="utf8")
        command = [str(path), "-n", "-M", "prepared", "-c", str(connections), *amount, *given, "-f", str(file)]
        process = await asyncio.create_subprocess_exec(
            *command, env=_environment(size, surface), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        said, complaints = await process.communicate()
    found = _RATE.search(said.decode())
    if process.returncode or found is None:
        raise NotMeasured(complaints.decode()[-_LONGEST_REASON:])
    return float(found[1])


def _environment(size: Size, surface: Surface) -> dict[str, str]:
    login, url = login_url(surface), make_url(size.url)
    host = url.query.get("host") or url.host or "127.0.0.1"
    return {
        "PATH": os.defpath,
        "PGHOST": str(host),
        "PGPORT": str(url.port or 5432),
        "PGDATABASE": url.database or "",
        "PGUSER": str(login.username),
        "PGPASSWORD": str(login.password),
    }
