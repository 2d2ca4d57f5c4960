"""What the crawler plants in the tables of webhooks."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.webhooks.signing import seal_context
from tests.isolation.planting import Filled, Given


def _webhook_secret(filled: Filled, row: int) -> bytes:
    said = filled.canary("webhooks", "secret_sealed", row)
    return filled.key.seal(said, seal_context(filled.ids["webhooks"][row]))


SEALED: Final[Mapping[str, Given]] = {
    "webhooks.secret_sealed": _webhook_secret,
    "webhooks.previous_secret_sealed": _webhook_secret,
}
GIVEN: Final[Mapping[str, Given]] = {
    "webhooks.previous_secret_until": lambda *_: clock.now() + dt.timedelta(days=1),
}
