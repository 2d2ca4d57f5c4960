"""Text messages: the port, and the default that only writes a log line."""

import asyncio
from typing import Protocol

import structlog

from backend.core.phones import mask_phone
from backend.core.settings import settings

log = structlog.get_logger()


class Sms(Protocol):
    """A provider of text messages. `phone` is E.164; a failure raises OSError, and the text is not tried again."""

    async def send(self, phone: str, text: str) -> None: ...


class LoggedSms:
    """Sends nothing. In development the text goes to the log, so that one can sign in; in production never."""

    async def send(self, phone: str, text: str) -> None:
        said = {} if settings().is_production else {"text": text}
        log.info("sms_not_sent", phone=mask_phone(phone), **said)


class SmsQueue:
    """Sends in the background, so that an answer tells by its time neither whether nor how long a text is sent."""

    def __init__(self, port: Sms) -> None:
        self.port = port
        self._sending: set[asyncio.Task[None]] = set()

    def send_soon(self, phone: str, text: str) -> None:
        task = asyncio.create_task(self._send(phone, text))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def flush(self) -> None:
        """Wait for what is being sent."""
        while self._sending:
            await asyncio.wait(tuple(self._sending))

    async def _send(self, phone: str, text: str) -> None:
        try:
            await self.port.send(phone, text)
        except OSError as error:
            log.warning("sms_failed", error=type(error).__name__)


sms = SmsQueue(LoggedSms())
