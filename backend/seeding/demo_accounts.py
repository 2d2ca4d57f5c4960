"""The demo's log-ins: known passwords and one known authenticator, made in development alone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.contract import NewAccount, NewMembership
from backend.modules.accounts.totp import enrolment_uri
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.sealing import document_index
from backend.seeding.people import People, Person
from tenants.models import Account, Operator, OperatorState
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope, system_actor

PASSWORD: Final = "xinju-demo-2026"  # noqa: S105  # printed beside the log-ins; production has none of them
TOTP_SECRET: Final = "XINJUDEMOXINJUDEMOXINJUDEMO4SEED"  # noqa: S105  # as the password
AUTHENTICATOR: Final = enrolment_uri(TOTP_SECRET, "demo")
_SHARE: Final = 49
_ROLES: Final = (
    (Role.OPERATOR_ADMIN, "admin", "operator admin", "管理员"),
    (Role.COMMUNITY_MANAGER, "manager", "community manager", "店长"),
    (Role.FRONT_DESK, "desk", "front desk", "前台"),
    (Role.SOCIAL_WORKER, "worker", "social worker", "社工"),
    (Role.SOCIAL_WORKER, "colleague", "another social worker", "社工同事"),
    (Role.STATION_SUPERVISOR, "supervisor", "station supervisor", "社工督导"),
    (Role.RESIDENT, "resident", "resident", ""),
    (Role.RESIDENT, "neighbour", "another resident", ""),
)
_PLATFORM: Final = (
    (Role.PLATFORM_ADMIN, "admin", "platform admin", "平台管理员"),
    (Role.BRANCH_SUPERVISOR, "branch", "branch supervisor", "支部督导员"),
    (Role.DISTRICT_VIEWER, "district", "district viewer", "区级查看员"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One who can sign in; without an operator for the platform, the branch and the district."""

    operator: str | None
    role: Role
    title: str
    login: str
    name: str

    @property
    def has_authenticator(self) -> bool:
        return self.role.needs_second_factor


_BRANDS: Final = {"youchao": "有巢", "guanyu": "冠寓", "weilingdi": "微领地"}
CODES: Final = tuple(_BRANDS)


def demo_resident(code: str, name: str = "resident") -> Person:
    """One of the two residents of an operator's demo who have an account; the same on every day."""
    people = People(_SHARE, dt.date(2026, 1, 1))
    return {(one, who): people.adult() for who in ("resident", "neighbour") for one in CODES}[code, name]


def demo_accounts() -> Iterator[DemoAccount]:
    """Everyone who can sign in to the demo."""
    for code in CODES:
        for role, name, title, spoken in _ROLES:
            person = demo_resident(code, name).name if role is Role.RESIDENT else f"{_BRANDS[code]}{spoken}"
            yield DemoAccount(code, role, title, f"{name}@{code}", person)
    for role, name, title, spoken in _PLATFORM:
        yield DemoAccount(None, role, title, f"{name}@minhang", spoken)


async def seed_accounts() -> None:
    """Make the log-ins that are missing at operators that are there; each is made whole or not at all."""
    async with open_scope(platform_actor("seed")) as scope:
        known = set(await scope.session.scalars(select(Account.login)))
        found = await scope.session.scalars(select(Operator).where(Operator.state == OperatorState.ACTIVE))
        operators = {operator.code: operator.id for operator in found}
    for account in demo_accounts():
        if account.login not in known and (account.operator is None or account.operator in operators):
            await _make(account, operators.get(account.operator or ""))


async def _make(account: DemoAccount, operator_id: UUID | None) -> None:
    resident_id, phone = None, None
    if account.role is Role.RESIDENT and account.operator and operator_id:
        person = demo_resident(account.operator, account.login.partition("@")[0])
        resident_id, phone = await _resident_id(operator_id, person), person.phone
        if resident_id is None:
            return
    new = NewAccount(
        display_name=account.name,
        login=account.login,
        phone=phone,
        password=PASSWORD,
        totp_secret=TOTP_SECRET if account.has_authenticator else None,
        memberships=(NewMembership(role=account.role, operator_id=operator_id, resident_id=resident_id),),
    )
    async with open_scope(platform_actor("seed")) as scope:
        await create_account(scope, new)


async def _resident_id(operator_id: UUID, person: Person) -> UUID | None:
    async with open_scope(system_actor(operator_id, "seed"), read_only=True) as scope:
        index = document_index(await scope.key(), DocumentKind.RESIDENT_ID, person.document_number)
        found: UUID | None = await scope.session.scalar(select(Resident.id).where(Resident.document_index == index))
        return found
