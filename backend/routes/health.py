"""/healthz, /readyz and /metrics: for supervisors, balancers and Prometheus."""

import hmac
import time
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException

from backend.core import metrics, startup
from backend.core.settings import settings

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_KEPT_SECONDS = 1.0


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "ok"}


class Readiness:
    """The last answer, kept for a second: probes must not become load."""

    def __init__(self) -> None:
        self._asked_at = float("-inf")
        self._failing: list[str] = []

    async def failing(self) -> list[str]:
        """The names of what does not work."""
        if time.monotonic() - self._asked_at > _KEPT_SECONDS:
            self._failing = await startup.failing_components()
            self._asked_at = time.monotonic()
        return self._failing


readiness = Readiness()


@get("/readyz", include_in_schema=False)
async def readyz() -> Response[dict[str, Any]]:
    """Whether every login's database answers and is migrated to what this code expects."""
    failing = await readiness.failing()
    if failing:
        return Response({"status": "unavailable", "failing": failing}, status_code=503)
    return Response({"status": "ok"})


@get("/metrics", include_in_schema=False, sync_to_thread=False)
def prometheus_metrics(request: _Request) -> Response[bytes]:
    """Figures, for the bearer of the metrics token or, without one, for this machine; to others there is nothing."""
    if not _may_read_metrics(request):
        raise NotFoundException
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4")


def _may_read_metrics(request: _Request) -> bool:
    token = settings().metrics_token
    if token:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    # A proxy on this machine speaks from the loopback for everyone.
    is_proxied = any(name in request.headers for name in _FORWARDED)
    return request.client is not None and request.client.host in _LOOPBACK and not is_proxied
