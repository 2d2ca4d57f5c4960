"""Messaging: the names that other code may use. Others tell an account something by emitting NotificationWanted."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from backend.core.events import Event
from tenants.roles import EVERYONE, Permission


class MessagingPermission(Permission):
    """What one may do with notifications: read one's own, always; only the product itself tells."""

    READ = "messaging:read", EVERYONE
    NOTIFY = "messaging:notify", ()
    SEND = "messaging:send", ()


class Channel(StrEnum):
    """How a notification reaches someone besides the inbox."""

    SMS = "SMS"
    WECHAT = "WECHAT"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationWanted(Event):
    """Tell an account something, once for each kind and object: the faces word it from kind and facts.

    Facts are ids, codes, dates and numbers, without personal data.
    """

    account_id: UUID
    kind: str
    object_type: str
    object_id: UUID
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSettings:
    """The channels that an account wants, and its quiet hours in Shanghai: both ends or none, also across midnight."""

    channels: tuple[Channel, ...]
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
