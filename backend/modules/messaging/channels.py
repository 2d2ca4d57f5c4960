"""The port to SMS, WeChat and e-mail: one gateway for each channel; until one is plugged in, it logs."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog

from backend.modules.messaging.contract import Channel

log = structlog.get_logger()


class GatewayDown(Exception):
    """The gateway did not take a message; it may later."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out. `id` is the same at every try, so that a gateway can refuse to send it twice."""

    id: UUID
    operator_id: UUID
    account_id: UUID
    kind: str
    facts: dict[str, str | int]


class Gateway(Protocol):
    """Sends messages by one channel. It words them, and finds the number or address of the account, itself."""

    async def send(self, message: Message) -> None:
        """Hand a message over; raises GatewayDown."""


@dataclass(frozen=True, slots=True)
class LoggingGateway:
    """Sends nothing, and says so."""

    channel: Channel

    async def send(self, message: Message) -> None:
        log.info("message_not_sent", name=self.channel, event_id=str(message.id), account_id=str(message.account_id))


gateways: dict[Channel, Gateway] = {channel: LoggingGateway(channel) for channel in Channel}
