"""What the crawler plants in the table of feeds."""

from collections.abc import Mapping
from typing import Final

from backend.modules.feeds.contract import FeedOwner
from tests.isolation.planting import Given

EXEMPT: Final[Mapping[str, str]] = {"calendar_feeds.secret_hash": "a hash"}
GIVEN: Final[Mapping[str, Given]] = {
    "calendar_feeds.owner_type": lambda *_: FeedOwner.RESIDENT,
    "calendar_feeds.owner_id": lambda filled, row: filled.ids["residents"][row],
}
INTERNAL: Final[Mapping[str, str]] = {"calendar_feeds_operator_id_secret_hash_key": "secrets are 160 random bits"}
