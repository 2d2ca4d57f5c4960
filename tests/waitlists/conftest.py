"""The hall that tests of wait-lists queue for, and its people."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend import registry
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.settings import settings
from backend.modules.waitlists.actions.answers import accept_offer
from backend.modules.waitlists.contract import Line, Place, WaitlistStatus, advance_line, join_line
from backend.modules.waitlists.queries import EntryFilter, EntryView, list_entries
from tenants.delivery import Delivery, deliver, relay
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import make_home, make_resident
from tests.waitlists.seating import CREATE, KIND, free_seats, make_seats

for part in ("actions", "tasks"):
    registry.load(part)


@pytest.fixture(scope="session", autouse=True)
async def _seats(database: None) -> None:
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    for statement in CREATE:
        await connection.execute(statement)
    await connection.close()


@dataclass(frozen=True, slots=True)
class Hall:
    """Something with seats, and people who would like one."""

    operator: Operator
    manager: Actor
    community_id: UUID
    subject_id: UUID
    resident_ids: Sequence[UUID]

    def line(self, *, starts_at: dt.datetime | None = None, hold_minutes: int = 30) -> Line:
        return Line(
            kind=KIND,
            subject_id=self.subject_id,
            community_id=self.community_id,
            starts_at=starts_at,
            hold_minutes=hold_minutes,
        )

    def resident(self, number: int) -> Actor:
        return acting(self.operator, Role.RESIDENT, resident_id=self.resident_ids[number])

    async def joined(self, number: int, **more: object) -> Place:
        """A resident queues, under their own login."""
        async with open_scope(self.resident(number)) as scope:
            return await join_line(scope, self.line(**more), self.resident_ids[number])  # type: ignore[arg-type]  # fields of Line, by name

    async def entries(self, actor: Actor | None = None) -> list[EntryView]:
        """The line, as someone sees it."""
        async with open_scope(actor or self.manager, read_only=True) as scope:
            rows: list[EntryView] = []
            page = Page(100)
            while True:
                found = await list_entries(scope, page, EntryFilter(subject_id=self.subject_id))
                rows += found.rows
                if not found.has_next:
                    return rows
                page = Page(100, found.cursors[-1])

    async def statuses(self) -> list[WaitlistStatus]:
        return [entry.status for entry in await self.entries()]


async def make_hall(operator: Operator, manager: Actor, *, people: int, seats: int = 1) -> Hall:
    """A hall whose seats are all taken by somebody else."""
    subject_id = new_id()
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        ids = [(await make_resident(scope)).id for _ in range(people)]
        await make_seats(scope, subject_id, seats, taken_by=new_id())
    return Hall(operator, manager, home.community_id, subject_id, ids)


@pytest.fixture
async def hall(operator: Operator, manager: Actor) -> Hall:
    """One seat, taken, and five people."""
    return await make_hall(operator, manager, people=5)


async def settle(operator: Operator) -> None:
    """Deliver every event, and those that its handlers emit, as a worker would."""

    async def hand_over(deliveries: Sequence[Delivery]) -> None:
        waiting.extend(deliveries)

    while True:
        waiting: list[Delivery] = []
        await relay(operator.id, hand_over)
        outcomes = [await deliver(one) for one in waiting]
        if not outcomes:
            return


async def at_once(*acts: object) -> list[object]:
    """What comes of acts that run at the same time, refusals included."""
    return list(await asyncio.gather(*acts, return_exceptions=True))  # type: ignore[call-overload]  # coroutines of any answer


async def freed(hall: Hall, *numbers: int) -> int:
    """Staff free seats and offer them."""
    async with open_scope(hall.manager) as scope:
        await free_seats(scope, hall.subject_id, *numbers or (1,))
        return await advance_line(scope, KIND, hall.subject_id)


async def answered(hall: Hall, number: int, act: object = accept_offer) -> WaitlistStatus:
    """A resident answers the latest place of their own."""
    entry = (await hall.entries(hall.resident(number)))[-1]
    async with open_scope(hall.resident(number)) as scope:
        return (await act(scope, entry.id)).status  # type: ignore[operator,no-any-return]  # one of the three answers
