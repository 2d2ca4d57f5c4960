"""What the crawler plants in the tables of messaging."""

from collections.abc import Mapping
from typing import Final

from tests.isolation.planting import Given

EXEMPT: Final[Mapping[str, str]] = {"notification_settings.channels": "an enumeration"}
GIVEN: Final[Mapping[str, Given]] = {"notification_settings.channels": lambda *_: []}
