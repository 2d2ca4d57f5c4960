"""What the crawler plants in the dashboard's tables."""

from collections.abc import Mapping
from typing import Final

EXEMPT: Final[Mapping[str, str]] = {"community_facts.cells": "numbers by the codes of measures"}
