"""Polls, and the people who vote in them, for tests."""

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

from backend.core import clock
from backend.modules.housing.contract.inputs import NewUnit
from backend.modules.housing.words import Relation, StayStatus, UnitKind
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.contract.inputs import NewBallot, NewPoll
from backend.modules.polls.contract.words import PollKind
from backend.seeding.bulk_ledger import Ledger, Letting, StayTerms
from backend.seeding.people import People
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope
from tests.conftest import acting
from tests.housing.factories import Home, a_community, make_home, make_stay

DESIGNS = ("健康驿站优先", "运动区优先", "亲子阅读优先")
YESTERDAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Village:
    """A community with so many people in it, all of age."""

    operator: Operator
    manager: Actor
    home: Home
    resident_ids: tuple[UUID, ...]

    @property
    def community_id(self) -> UUID:
        return self.home.community_id

    def resident(self, number: int = 0) -> Actor:
        return as_resident(self.operator, self.resident_ids[number])


def as_resident(operator: Operator, resident_id: UUID) -> Actor:
    return acting(operator, Role.RESIDENT, resident_id=resident_id)


async def make_village(operator: Operator, manager: Actor, people: int = 4) -> Village:
    """One room with a bed for each."""
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=people, area=20 * people, max_occupants=max(people, 8))
        since = clock.today() - dt.timedelta(days=10)
        stays = [await make_stay(scope, home, bed, starts_on=since) for bed in range(people)]
    return Village(operator, manager, home, tuple(stay.lead_resident_id for stay in stays))


async def make_crowd(village: Village, people: int) -> Village:
    """A community of the same operator with so many people, each with a bed, written as an import would."""
    since, invented = clock.today() - dt.timedelta(days=10), People(45, clock.today())
    async with open_scope(village.manager) as scope:
        ledger = Ledger(scope.operator_id, await scope.key())
        community_id = ledger.community(a_community(f"crowd{people}"))
        building_id = ledger.building(community_id, "1", 30)
        labels = tuple(str(number) for number in range(people))
        unit = NewUnit(
            kind=UnitKind.ROOM, floor=1, number="101", area=Decimal(999), bed_labels=labels, max_occupants=people
        )
        place = ledger.unit(community_id, building_id, unit, clock.now(), is_by_bed=True)
        terms = StayTerms(status=StayStatus.ACTIVE, starts_on=since, planned_ends_on=since + dt.timedelta(days=365))
        residents = [ledger.resident(invented.adult(), since, community_id) for _ in labels]
        for bed_id, resident_id in zip(place.bed_ids, residents, strict=True):
            ledger.stay(Letting(place, bed_id), [(resident_id, Relation.LEAD)], terms)
        await ledger.load(scope)
    home = Home(community_id, building_id, place.unit_id, list(place.bed_ids))
    return Village(village.operator, village.manager, home, tuple(residents))


def a_poll(community_id: UUID, **more: Any) -> NewPoll:
    said: dict[str, Any] = {
        "community_id": community_id,
        "title": "2400 平方米共享空间设计方案",
        "question": "您希望先建哪一部分？",
        "options": DESIGNS,
        "kind": PollKind.SINGLE,
        "closes_at": clock.now() + dt.timedelta(days=3),
        "quorum_percent": 0,
    }
    return NewPoll(**(said | more))


async def make_poll(scope: Scope, community_id: UUID, **more: Any) -> UUID:
    return await open_poll(scope, a_poll(community_id, **more))


async def past_poll(village: Village, **more: Any) -> tuple[UUID, dt.datetime]:
    """A poll whose closing time has come by every clock, and a moment at which it was open."""
    opened_at = clock.now() - YESTERDAY
    with clock.at(opened_at):
        closes_at = opened_at + YESTERDAY / 2
        async with open_scope(village.manager) as scope:
            poll_id = await make_poll(scope, village.community_id, closes_at=closes_at, **more)
    return poll_id, opened_at + YESTERDAY / 4


def a_secret() -> str:
    return secrets.token_hex(16)


def a_ballot(poll_id: UUID, *choices: int, secret: str | None = None) -> NewBallot:
    return NewBallot(poll_id=poll_id, choices=choices, secret=secret or a_secret())


def limited(actor: Actor, *community_ids: UUID) -> Actor:
    return replace(actor, community_ids=community_ids)
