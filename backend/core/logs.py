"""Log lines: one JSON object each, of allow-listed fields; never the text of an exception, never what people typed."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, Final, Literal

import msgspec
import structlog

# Everything that may be logged. Ids, codes, counts, times and names out of our own code: no personal data fits here.
FIELDS: Final = frozenset(
    "event level timestamp logger where error error_class error_id frames"
    " request_id account_id operator method route operation status ms"
    " surface component findings head version mode signal"
    " handler name event_id job attempt count size topic seconds".split()
)
_FRAMES: Final = 12
_EVENT: Final = re.compile(r"[a-z][a-z0-9_.]{1,63}")
# Printable ASCII without quotes: the names of our code, logins, ids and codes; no Chinese name, no free text.
_PLAIN: Final = re.compile(r"[A-Za-z0-9 _.:,;/{}<>()\[\]=+*-]{0,200}")
_WITHHELD: Final = "withheld"

EventDict = MutableMapping[str, Any]  # Any: structlog's
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def frames(error: BaseException) -> list[str]:
    """Where an exception went through, innermost last, as `module:line`."""
    steps = traceback.walk_tb(error.__traceback__)
    return [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in steps][-_FRAMES:]


def _without_text(_logger: object, _method: str, said: EventDict) -> EventDict:
    """An exception is told by its class and its frames."""
    given = said.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        said["error_class"] = type(error).__qualname__
        said["frames"] = frames(error)
    return said


def _allowed(_logger: object, _method: str, said: EventDict) -> EventDict:
    kept = {name: _plain(said[name]) for name in said if name in FIELDS and said[name] is not None}
    if not _EVENT.fullmatch(str(said.get("event", ""))):
        kept["event"] = _WITHHELD
    return kept


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    text = str(value)
    return text if _PLAIN.fullmatch(text) else _WITHHELD


class _FromLibraries(logging.Handler):
    """What libraries log is told by its place in their code: their messages may hold anything."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library_log",
            logger=record.name,
            where=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _uncaught(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger().critical("uncaught_exception", exc_info=error)


def configure(shape: Literal["json", "console"]) -> None:
    """Send every log line of this process, libraries' too, to standard output in this shape."""
    rendering: list[Any] = (  # Any: structlog's processors
        [structlog.processors.JSONRenderer(serializer=lambda said, **_: msgspec.json.encode(said).decode())]
        if shape == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_text,
            _allowed,
            *rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
    )
    logging.basicConfig(handlers=[_FromLibraries(logging.WARNING)], level=logging.WARNING, force=True)
    for name, known in logging.root.manager.loggerDict.items():
        if isinstance(known, logging.Logger):
            known.handlers.clear()
            # Uvicorn's own access lines hold addresses and query strings; ours stand in for them.
            known.propagate = name != "uvicorn.access"
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
