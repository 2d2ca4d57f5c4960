"""Messaging: the names that other code may use."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tenants.roles import EVERYONE, Permission


class MessagingPermission(Permission):
    """What one may do with notifications: one's own, always."""

    READ = "messaging:read", EVERYONE


class Channel(StrEnum):
    """How a notification reaches someone besides the inbox."""

    SMS = "SMS"
    WECHAT = "WECHAT"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotification:
    """Something to tell an account: a kind that the faces word, and facts without personal data."""

    account_id: UUID
    kind: str
    object_type: str
    object_id: UUID
    facts: dict[str, str | int] = field(default_factory=dict)
