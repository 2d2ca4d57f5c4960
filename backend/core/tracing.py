"""OpenTelemetry traces: spans of requests and of statements, without any value. Off unless a collector is named."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind
from sqlalchemy import Engine, event

from backend.core.settings import settings

_tracer = trace.get_tracer("xinju")
_provider: TracerProvider | None = None


def start(service: str) -> None:
    """Send this process's spans to the collector of the settings, if there is one."""
    global _provider  # noqa: PLW0603  # OpenTelemetry's provider is one for a process too
    if not settings().otlp_endpoint or _provider is not None:
        return
    _provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings().otlp_endpoint)))
    trace.set_tracer_provider(_provider)
    event.listen(Engine, "before_cursor_execute", _begin_statement)
    event.listen(Engine, "after_cursor_execute", _end_statement)
    event.listen(Engine, "handle_error", _end_failed_statement)


def stop() -> None:
    """Send what is left."""
    if _provider is not None:
        _provider.shutdown()


def request_span(method: str, headers: Mapping[str, str]) -> AbstractContextManager[Span]:
    """The span of one request, beneath the caller's where `traceparent` names it."""
    # An exception's text may hold anything, so it is not recorded.
    return _tracer.start_as_current_span(
        method,
        context=propagate.extract(headers),
        kind=SpanKind.SERVER,
        record_exception=False,
        set_status_on_exception=False,
    )


# Any: SQLAlchemy passes the cursor, the values and its execution context untyped.
def _begin_statement(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
    span = _tracer.start_span(statement.split(None, 1)[0].upper(), kind=SpanKind.CLIENT)
    span.set_attribute("db.system", "postgresql")
    span.set_attribute("db.statement", statement)
    context.span = span


def _end_statement(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
    context.span.end()


def _end_failed_statement(context: Any) -> None:  # Any: SQLAlchemy's ExceptionContext
    span = getattr(context.execution_context, "span", None)
    if span is not None:
        span.end()
