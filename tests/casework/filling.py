"""What the crawler plants in the tables of the station."""

from collections.abc import Mapping
from typing import Final

from tests.isolation.planting import Given

LINKS: Final[Mapping[str, str]] = {"station_id": "stations"}
EXEMPT: Final[Mapping[str, str]] = {}
ACCOUNTS: Final[Mapping[str, str]] = {}
INTERNAL: Final[Mapping[str, str]] = {}
GIVEN: Final[Mapping[str, Given]] = {}
