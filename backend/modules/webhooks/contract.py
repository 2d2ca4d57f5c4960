"""Webhooks: the names that other code may use. Any module's event becomes public by `is_public` alone."""

from dataclasses import dataclass
from enum import StrEnum

from backend.core.errors import AppError
from backend.core.events import Event
from tenants.limits import Limit
from tenants.roles import ADMINS, Permission


class WebhookPermission(Permission):
    """What one may do with webhooks; only the product itself queues and sends."""

    MANAGE = "webhooks:manage", ADMINS
    QUEUE = "webhooks:queue", ()
    SEND = "webhooks:send", ()
    PURGE = "webhooks:purge", ()


MOST_WEBHOOKS = Limit("webhooks.most", 10)
FAILING_DAYS = Limit("webhooks.failing_days", 5)


class DeliveryStatus(StrEnum):
    """What has come of telling a receiver of an event."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class DeliveryFault(StrEnum):
    """Why a try failed."""

    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    UNREACHABLE = "UNREACHABLE"
    TOO_SLOW = "TOO_SLOW"
    ANSWERED_OTHERWISE = "ANSWERED_OTHERWISE"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """Where to tell of which events."""

    url: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChange:
    """What is to be changed of a webhook; None leaves a field as it is."""

    url: str | None = None
    events: tuple[str, ...] | None = None
    is_active: bool | None = None


class WebhookUrlInvalid(AppError):
    """A webhook needs an https address on the public internet, without user or fragment."""

    zh = "回调地址必须是公网的 https 地址，且不含用户信息和锚点"


class WebhookEventUnknown(AppError):
    """Choose at least one event, each of them from the list of public events."""

    zh = "请从公开事件列表中至少选择一项"


class WebhookLimitReached(AppError):
    """There may be at most {limit} webhooks."""

    zh = "最多可设置 {limit} 个回调地址"


class WebhookInactive(AppError):
    """This webhook is switched off."""

    zh = "该回调地址已停用"


def public_events() -> dict[str, type[Event]]:
    """Every public event by its name, of the modules that are loaded."""
    return {name: kind for name, kind in sorted(Event.by_name.items()) if kind.is_public}
