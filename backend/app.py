"""The web application: every route behind the edge, and the life of the process that serves them."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from litestar import Litestar
from litestar.exceptions import HTTPException

from backend import registry
from backend.core import logs, startup, tracing
from backend.core.db import engines
from backend.core.errors import AppError
from backend.core.live import live
from backend.core.settings import settings
from backend.routes.answers import answer_failure, answer_http_exception, answer_refusal
from backend.routes.briefs import get_brief_on_paper
from backend.routes.certificates import certificate_routes
from backend.routes.edge import Edge
from backend.routes.exports import export_routes
from backend.routes.faces import face_routes
from backend.routes.feeds import get_calendar_feed
from backend.routes.files import file_routes
from backend.routes.graphql import graphql_router
from backend.routes.health import healthz, prometheus_metrics, readyz
from backend.routes.oidc import oidc_router
from backend.routes.open311 import open311_router
from backend.routes.pages import page_routes
from backend.routes.rosters import get_roster_template

# Bodies of routes that expect none, or a small one; /graphql and /files say their own.
_BODY_BYTES = 64 * 1024
_ENDING_SECONDS = 5

log = structlog.get_logger()


@asynccontextmanager
async def _serving(_app: Litestar) -> AsyncIterator[None]:
    """Refuses to serve over an unsafe database; listens while it serves; leaves nothing open."""
    logs.configure(settings().log_format)
    tracing.start("xinju-api")
    try:
        await startup.require_safe_database()
    except startup.StartRefused as refused:
        log.critical("start_refused", findings=refused.findings)
        await engines.dispose()
        raise
    # What is loaded by now stays for good: the collector need not walk it again (a fifth less time for a list).
    gc.collect()
    gc.freeze()
    listening = asyncio.create_task(live.listen())
    log.info("started", mode=settings().mode, head=startup.expected_head())
    try:
        yield
    finally:
        listening.cancel()
        # A database that no longer answers must not keep the process from ending.
        with suppress(asyncio.CancelledError, TimeoutError):
            async with asyncio.timeout(_ENDING_SECONDS):
                await asyncio.gather(listening, return_exceptions=True)
                await live.flush()
                await engines.dispose()
        tracing.stop()
        log.info("stopped")


def build_app() -> Edge:
    """The application as a server runs it."""
    # What modules implement for each other is found by being imported.
    for part in ("models", "contract", "queries", "actions"):
        registry.load(part)
    routes = Litestar(
        route_handlers=[
            graphql_router(),
            oidc_router(),
            healthz,
            readyz,
            prometheus_metrics,
            *file_routes(),
            get_roster_template,
            get_calendar_feed,
            *certificate_routes(),
            open311_router(),
            *export_routes(),
            get_brief_on_paper,
            *page_routes(),
            *face_routes(),
        ],
        exception_handlers={
            AppError: answer_refusal,
            HTTPException: answer_http_exception,
            Exception: answer_failure,
        },
        lifespan=[_serving],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=_BODY_BYTES,
    )
    return Edge(routes, is_https=settings().url.startswith("https://"))


app = build_app()
