"""Secrets and signatures of webhooks, as the Standard Webhooks specification has them."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from backend.core.crypto import new_key

_PREFIX = "whsec_"


def new_secret() -> str:
    """A fresh secret as receivers' libraries take it: `whsec_` and 32 random bytes in base64."""
    return _PREFIX + base64.b64encode(new_key()).decode()


def seal_context(webhook_id: UUID) -> str:
    """What a sealed secret is bound to."""
    return f"webhook:{webhook_id}"


def signed_headers(message_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The headers of a message: its id, seconds since 1970, and HMAC-SHA256 over both and the body by each secret.

    https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    signatures = (hmac.digest(base64.b64decode(one.removeprefix(_PREFIX)), signed, hashlib.sha256) for one in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signatures),
    }
