"""A community in which anything may happen by chance: who acts, and upon what."""

import datetime as dt
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import Base
from backend.core.errors import AppError
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.services import ServiceItem
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, casework, make_office
from tests.conftest import acting

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Act = Callable[[], Awaitable[object]]


class Life:
    """One community of an operator with its station: who acts there, and what there is to act upon."""

    def __init__(self, operator: Operator, draw: random.Random) -> None:
        self.operator, self.draw = operator, draw
        self.staff = acting(operator, Role.OPERATOR_ADMIN, Role.COMMUNITY_MANAGER)
        self._office: Office | None = None

    @property
    def office(self) -> Office:
        assert self._office is not None
        return self._office

    @property
    def here(self) -> UUID:
        return self.office.village.community_id

    async def open(self) -> None:
        self._office = await make_office(self.operator)

    async def any(self, model: type[Base], *where: Any) -> Any:  # Any: rows of any table, and conditions on them
        """One of what there is. Raises AppError where there is nothing."""
        actor = casework(self.office.supervisor) if model in (Case, ServiceItem) else self.staff
        async with open_scope(actor, read_only=True) as scope:
            found = (await scope.session.scalars(select(model).where(*where).order_by(model.__table__.c.id))).all()
        if not found:
            raise AppError
        return self.draw.choice(found)

    async def act(self, actor: Actor, action: Any, *said: Any, **more: Any) -> Any:  # Any: whatever an action takes
        async with open_scope(actor) as scope:
            return await action(scope, *said, **more)

    def resident(self) -> Actor:
        return self.office.village.resident(self.draw.randrange(4))

    def soon(self) -> dt.datetime:
        """On the hour, in the next days or the next hours."""
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        return hour + self.draw.choice((1, 2, 3, 5, 24, 26, 48)) * HOUR
