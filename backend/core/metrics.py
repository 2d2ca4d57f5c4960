"""Prometheus metrics of this process. Labels come from our own code, never from a request."""

from collections.abc import Iterator

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.core.db import engines

REQUESTS = Counter("xinju_requests", "Requests answered.", ("method", "route", "operation", "status"))
REQUEST_SECONDS = Histogram(
    "xinju_request_seconds",
    "Time from the request's first byte to the answer's last, in seconds.",
    ("route", "operation"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
SOCKETS = Gauge("xinju_sockets", "WebSockets that are open.")
UNEXPECTED_ERRORS = Counter("xinju_unexpected_errors", "Requests that ended in an error of ours.")
OPERATORS_WAITING = Gauge("xinju_operators_waiting", "Operators with events that were due, at the last sweep.")
EVENTS_DELIVERED = Counter("xinju_events_delivered", "Events that a handler has handled.", ("handler",))


class _Pools(Collector):
    """How many connections each login's pool holds, read when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(
            "xinju_pool_connections", "Connections in the pool of a database login.", labels=("surface", "state")
        )
        for surface, (used, idle) in engines.usage().items():
            family.add_metric((surface, "used"), used)
            family.add_metric((surface, "idle"), idle)
        yield family


REGISTRY.register(_Pools())


def exposition() -> bytes:
    """All of them in Prometheus' text format."""
    return generate_latest(REGISTRY)
