"""A community's life by chance: all that its services, its people and whoever oversees it may do."""

import random

from backend import registry
from backend.core.errors import AppError
from tenants.models import Operator
from tests.dashboard.life import Life
from tests.dashboard.serving_cases import Cases
from tests.dashboard.serving_neighbours import Neighbours
from tests.dashboard.serving_party import Oversight
from tests.dashboard.serving_publicly import Publicly
from tests.dashboard.serving_school import School

for part in ("actions", "tasks"):
    registry.load(part)


class Services:
    """One community of an operator, its station, and whatever may happen there besides living."""

    def __init__(self, operator: Operator, draw: random.Random) -> None:
        self._life = Life(operator, draw)
        self._parts = tuple(part(self._life) for part in (School, Publicly, Cases, Neighbours, Oversight))
        self.done: set[str] = set()

    async def open(self) -> None:
        await self._life.open()
        for part in self._parts:
            await part.open()

    async def step(self) -> str:
        """Do something; what a rule refuses has not happened."""
        chosen = self._life.draw.choice([act for part in self._parts for act in part.acts()])
        try:
            await chosen()
        except AppError:
            return "refused"
        self.done.add(chosen.__name__)
        return chosen.__name__
