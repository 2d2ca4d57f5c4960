"""An operator that people live with, and everything there is of it, as the owner reads it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.files import operator_folder
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.contract import NewAccount, NewMembership
from backend.modules.housing.contract.inputs import NewCommunity, NewUnit
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.sealing import ResidentSeal
from backend.modules.housing.words import GovernanceMode, ProductType, UnitKind
from backend.seeding.bulk_ledger import Ledger
from backend.seeding.history import History, lettings_of
from backend.seeding.people import People
from tenants.carried import carried, operator_tables
from tenants.departure import owner_actor
from tenants.keys import operator_key
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope, system_actor
from tests.conftest import new_operator

Rows = dict[str, list[tuple[Any, ...]]]  # Any: column values


async def inhabited_operator() -> Operator:
    """An operator with inhabited rooms, an audit trail, waiting events, a file, and staff with a phone."""
    operator = await new_operator()
    async with open_scope(system_actor(operator.id, "test", *HousingPermission)) as scope:
        ledger = Ledger(operator.id, await scope.key())
        people = People(operator.id.int % 50, clock.today())
        _inhabit(ledger, people)
        await ledger.load(scope)
        scope.record("seed", "Operator", operator.id, rows=1, said=["a", {"b": None}])
    async with open_scope(platform_actor("test")) as scope:
        seat = NewMembership(role=Role.FRONT_DESK, operator_id=operator.id)
        phone = f"1349{operator.id.int % 10_000_000:07d}"
        said = NewAccount(display_name="Desk", login=f"desk@{operator.code}", phone=phone, memberships=(seat,))
        await create_account(scope, said)
    folder = operator_folder(operator.id) / "ab"
    folder.mkdir(parents=True)
    (folder / "abcd").write_bytes(bytes(range(256)) * 9000)
    return operator


def a_community(opened_on: dt.date) -> NewCommunity:
    return NewCommunity(
        code="mq",
        name="马桥",
        subdistrict_code="310112112",
        address="马桥镇",
        product_type=ProductType.LONG_RENT_APARTMENT,
        governance_mode=GovernanceMode.WITHIN_COMMITTEE,
        opened_on=opened_on,
        latitude=Decimal("31.024500"),
    )


def _inhabit(ledger: Ledger, people: People) -> None:
    from_day = clock.today() - dt.timedelta(days=900)
    community_id = ledger.community(a_community(from_day), from_day + dt.timedelta(days=90))
    building_id = ledger.building(community_id, "1", 3)
    units = [
        NewUnit(
            kind=UnitKind.SUITE if place == 1 else UnitKind.ROOM,
            floor=floor,
            number=f"{floor}0{place}",
            area=Decimal("30.25"),
            bed_labels=("1", "2"),
            max_occupants=6,
        )
        for floor in (1, 2, 3)
        for place in range(1, 9)
    ]
    places = [ledger.unit(community_id, building_id, unit, clock.now()) for unit in units]
    employer_id = ledger.employer(people.firm(), from_day)
    lettings = list(lettings_of(places))
    held = ledger.allot(employer_id, lettings[:3], from_day, from_day + dt.timedelta(days=1500))
    assert History(ledger, people).fill([*held, *lettings[3:]], 22) == 0


async def rows_of(operator_id: UUID) -> Rows:
    """Every row of the operator, as the owner reads it."""
    async with open_scope(owner_actor(operator_id, "test"), read_only=True) as scope:
        found: Rows = {}
        for table in operator_tables():
            rows = select(table).where(table.c.operator_id == operator_id).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in await scope.session.execute(rows)]
        return found


async def shared_rows_of(operator_id: UUID) -> Rows:
    """The operator's part of the shared tables, but for what is sealed anew each time."""
    async with open_scope(owner_actor(operator_id, "test"), read_only=True) as scope:
        return {
            table.name: sorted(
                tuple(value for name, value in row.items() if name not in ("phone_sealed", "phone_index"))
                for row in (await scope.session.execute(rows)).mappings()
            )
            for table, rows in carried(operator_id)
        }


async def names_and_phones(operator_id: UUID) -> set[tuple[str, str]]:
    """What the residents are called, which only the operator's key can tell."""
    async with open_scope(system_actor(operator_id, "test"), read_only=True) as scope:
        key = await operator_key(scope.session, operator_id)
        found = set()
        for row in await scope.session.scalars(select(Resident)):
            seal = ResidentSeal.opened(key, row.id, row.key_wrapped or b"")
            found.add((seal.unseal("name", row.name_sealed or b""), seal.unseal("phone", row.phone_sealed or b"")))
        return found
