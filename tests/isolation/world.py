"""Three operators full of canaries, and everyone who may ask."""

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants.departure import owner_actor
from tenants.models import Account, Membership, Operator, SignInSession
from tenants.provision import platform_actor, suspend_operator
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.isolation.catalog import operator_tables
from tests.isolation.filling import ROWS, plant_shared, rows
from tests.isolation.planting import Filled

STAFF_ROLES: Final = tuple(role for role in Role if role.surface is Surface.TENANT)
# Tables of `shared` whose rows are an operator's, with the column that says whose.
SHARED: Final = {"operators": "id", "memberships": "operator_id", "identity_providers": "operator_id"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Someone who asks: at one operator, or at none."""

    name: str
    actor: Actor
    home: UUID | None = None


@dataclass(frozen=True, slots=True)
class World:
    """The operators by id, and who asks at each of them or at none."""

    operators: dict[UUID, Filled]
    askers: list[Asker]

    def at(self, operator_id: UUID | None) -> list[Asker]:
        """The people of an operator, or those of none; the supervising branch is of none, and stands apart."""
        return [asker for asker in self.askers if asker.home == operator_id and asker is not self.branch]

    @property
    def branch(self) -> Asker:
        """Who oversees the first community of each operator."""
        return next(asker for asker in self.askers if asker.name == Role.BRANCH_SUPERVISOR)

    def asker(self, operator_id: UUID | None, role: Role) -> Asker:
        return next(asker for asker in self.askers if asker.home == operator_id and asker.name == role)

    def foreign(self, operator_id: UUID | None) -> list[UUID]:
        """The other operators."""
        return [other for other in self.operators if other != operator_id]


async def fill(count: int = ROWS) -> World:
    """Three operators with so many rows in each table, one more that is suspended, and everyone who may ask of them."""
    filled = [await _filled(count) for _ in range(3)]
    askers = [Asker("anonymous", Actor(surface=Surface.CONTROL, request_id="crawl", address="127.0.0.1"))]
    for one in filled:
        askers += _askers_at(one)
    for role in (Role.PLATFORM_ADMIN, Role.DISTRICT_VIEWER):
        permissions = permissions_of(frozenset({role}))
        actor = Actor(surface=role.surface, account_id=new_id(), roles=frozenset({role}), permissions=permissions)
        askers.append(Asker(role, actor))
    askers.append(_branch(filled, 1 if count == ROWS else count))
    askers.append(await _of_a_suspended_operator())
    return World({one.operator_id: one for one in filled}, askers)


async def _filled(count: int) -> Filled:
    operator = await new_operator()
    word = f"Kx{secrets.token_hex(6)}"
    async with open_scope(platform_actor("test")) as scope:
        found = await scope.session.get_one(Operator, operator.id)
        found.name_zh = found.name_en = f"{word}-operators-name-0"
        accounts = [
            Account(login=f"{word.lower()}.{n}", display_name=f"{word}-accounts-name-{n}") for n in range(count)
        ]
        scope.session.add_all(accounts)
        await scope.session.flush()
    async with open_scope(replace(owner_actor(operator.id, "test"), surface=Surface.TENANT)) as scope:
        key = await scope.key()
    filled = Filled(operator.id, word, key, tuple(account.id for account in accounts))
    async with open_scope(owner_actor(operator.id, "test")) as scope:
        for table, values in rows(filled, count):
            await scope.session.execute(table.insert(), values)
    async with open_scope(platform_actor("test")) as scope:
        seats = [Membership(role=Role.OPERATOR_ADMIN), Membership(role=Role.RESIDENT, resident_id=_resident(filled))]
        seats += [Membership(role=Role.FRONT_DESK) for _ in filled.accounts[len(seats) :]]
        for row, seat in enumerate(seats):
            seat.account_id, seat.operator_id = filled.accounts[row], operator.id
            seat.display_name = filled.canary("memberships", "display_name", row)
        sessions = [_session(account_id) for account_id in filled.accounts]
        scope.session.add_all([*seats, *sessions])
        await scope.session.flush()
        filled.sessions.extend(session.id for session in sessions)
        filled.ids["memberships"] = [seat.id for seat in seats]
    filled.ids["operators"] = [operator.id]
    await plant_shared(filled)
    return filled


def _session(account_id: UUID) -> SignInSession:
    until = clock.now() + dt.timedelta(days=1)
    return SignInSession(
        account_id=account_id, factors=["PASSWORD", "TOTP"], user_agent="", address="127.0.0.1", expires_at=until
    )


def _resident(filled: Filled) -> UUID:
    return filled.ids["residents"][0]


def _askers_at(filled: Filled) -> list[Asker]:
    operator = Operator(id=filled.operator_id)
    signed_in: dict[str, Any] = {"account_id": filled.accounts[0], "session_id": filled.sessions[0]}
    found = [Asker(role, replace(acting(operator, role), **signed_in), operator.id) for role in STAFF_ROLES]
    limited = acting(operator, Role.COMMUNITY_MANAGER, community_ids=(filled.ids["communities"][0],))
    resident = acting(operator, Role.RESIDENT, resident_id=_resident(filled))
    return [
        *found,
        Asker("limited", replace(limited, **signed_in), operator.id),
        Asker(Role.RESIDENT, replace(resident, **signed_in), operator.id),
    ]


def _branch(filled: list[Filled], rows_in_care: int) -> Asker:
    held = frozenset({Role.BRANCH_SUPERVISOR})
    actor = Actor(
        surface=Surface.OVERSIGHT,
        account_id=new_id(),
        roles=held,
        permissions=permissions_of(held),
        operator_ids=tuple(sorted(one.operator_id for one in filled)),
        community_ids=tuple(sorted(c for one in filled for c in one.ids["communities"][:rows_in_care])),
        organisation_ids=tuple(sorted(o for one in filled for o in one.ids["party_orgs"][:rows_in_care])),
        request_id="crawl",
        address="127.0.0.1",
    )
    return Asker(Role.BRANCH_SUPERVISOR, actor)


async def _of_a_suspended_operator() -> Asker:
    """As `identify` has it: staff of a suspended operator are actors without operator."""
    operator = await new_operator()
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, operator.id)
    return Asker("suspended", Actor(surface=Surface.CONTROL, account_id=new_id(), request_id="crawl"))


async def checksums(connection: asyncpg.Connection, operator_ids: list[UUID]) -> dict[tuple[str, UUID], Any]:
    """A digest of all rows of each operator in each table, as a superuser sees them."""
    found = {}
    tables = {f"public.{name}": "operator_id" for name in operator_tables()}
    tables |= {f"shared.{name}": column for name, column in SHARED.items()}
    for table, column in tables.items():
        for operator_id in operator_ids:
            digest = f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {column} = $1"
            found[table, operator_id] = await connection.fetchval(digest, operator_id)
    return found
