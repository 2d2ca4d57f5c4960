"""Log lines: what is told of exceptions and by libraries, and what no field lets through."""

import json
import subprocess
import sys

from backend.core.settings import ROOT

PROGRAM = """
import asyncio, logging, warnings, structlog
from backend.core import logs

logs.configure("json")
log = structlog.get_logger()

def fail(secret):
    raise ValueError(f"{secret} is wrong")

try:
    fail("13812345678")
except ValueError:
    log.exception("job_failed", handler="housing.read_roster", phone="13812345678")
    logging.getLogger("sqlalchemy.engine").exception("params: %s", "13812345678")
log.info("张伟民 moved in")
log.info("counted", count=3, operator="张伟民", handler="a'b", findings=["xinju_tenant owns something", "张伟民"])
logging.getLogger("uvicorn.error").error("13812345678 failed")
warnings.warn("13812345678")

async def lost():
    asyncio.get_running_loop().create_task(lose())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

async def lose():
    fail("13812345678")

asyncio.run(lost())
fail("13812345678")
"""


def _said() -> tuple[str, list[dict[str, object]]]:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    return ran.stdout + ran.stderr, [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_line_tells_where_and_never_what() -> None:
    everything, lines = _said()
    assert "13812345678" not in everything
    assert "张伟民" not in everything
    failed, library, moved, counted = lines[:4]
    assert failed["event"] == "job_failed"
    assert failed["error_class"] == "ValueError"
    assert [str(frame).split(":")[0] for frame in failed["frames"]] == ["__main__", "__main__"]  # type: ignore[attr-defined]  # a list
    assert set(failed) == {"event", "level", "timestamp", "handler", "error_class", "frames"}
    assert (library["event"], library["logger"], library["error_class"]) == (
        "library_log",
        "sqlalchemy.engine",
        "ValueError",
    )
    assert moved["event"] == "withheld"
    assert (counted["count"], counted["operator"], counted["handler"]) == (3, "withheld", "withheld")
    assert counted["findings"] == ["xinju_tenant owns something", "withheld"]
    assert [line["event"] for line in lines[4:]] == ["library_log", "library_log", "library_log", "uncaught_exception"]
    assert lines[-1]["error_class"] == "ValueError"
