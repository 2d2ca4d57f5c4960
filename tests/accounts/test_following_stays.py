"""Residents sign in from their check-in on, as themselves alone, and no more once they have left."""

from uuid import UUID

from sqlalchemy import select

from backend.core.surfaces import Surface
from backend.modules.accounts.actions.residents import become_applicant
from backend.modules.accounts.phones import phone_index
from backend.modules.accounts.tasks import close_accounts, forget_account, move_account, open_accounts
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.actions.residents import update_resident
from backend.modules.housing.contract.events import (
    ParticularsErased,
    ResidentCheckedIn,
    ResidentCheckedOut,
    ResidentPhoneChanged,
)
from backend.modules.housing.contract.inputs import ResidentChange
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.models import Account, Membership, Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.accounts.test_staff import invited
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home, make_resident, make_stay

CONTROL = Actor(surface=Surface.CONTROL, system="test")


async def seats(operator: Operator) -> list[tuple[bytes | None, Role, UUID | None]]:
    """Who may act for whom at the operator, now."""
    async with open_scope(CONTROL, read_only=True) as scope:
        rows = await scope.session.execute(
            select(Account.phone_index, Membership.role, Membership.resident_id)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.operator_id == operator.id, Membership.ended_at.is_(None))
            .order_by(Membership.id)
        )
        return [(row.phone_index, Role(row.role), row.resident_id) for row in rows]


async def test_a_check_in_opens_an_account_and_a_check_out_closes_it(operator: Operator, manager: Actor) -> None:
    follower = system_actor(operator.id, "accounts.open_accounts", HousingPermission.CONTACT)
    phone = f"+86139{operator.id.int % 10**8:08d}"
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        person = await make_resident(scope, phone=phone)
        stay = await make_stay(scope, home, resident_id=person.id)
    came = ResidentCheckedIn(stay.id, stay.community_id, person.id, stay.starts_on)
    left = ResidentCheckedOut(stay.id, stay.community_id, (person.id,), stay.starts_on)
    for _ in range(2):
        async with open_scope(follower) as scope:
            await open_accounts(scope, came)
        assert await seats(operator) == [(phone_index(phone), Role.RESIDENT, person.id)]
    async with open_scope(manager) as scope:
        await check_out(scope, stay.id)
    async with open_scope(follower) as scope:
        await close_accounts(scope, left)
    assert await seats(operator) == []
    async with open_scope(follower) as scope:
        await open_accounts(scope, came)
    assert await seats(operator) == []


async def test_a_new_phone_takes_the_place_of_the_old(operator: Operator, manager: Actor) -> None:
    follower = system_actor(operator.id, "accounts.open_accounts", HousingPermission.CONTACT)
    old, new = (f"+8613{digit}{operator.id.int % 10**8:08d}" for digit in (7, 8))
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        person = await make_resident(scope, phone=old)
        stay = await make_stay(scope, home, resident_id=person.id)
    came = ResidentCheckedIn(stay.id, stay.community_id, person.id, stay.starts_on)
    async with open_scope(follower) as scope:
        await open_accounts(scope, came)
    async with open_scope(manager) as scope:
        await update_resident(scope, person.id, 1, ResidentChange(phone=new))
    async with open_scope(follower) as scope:
        await move_account(scope, ResidentPhoneChanged(person.id))
    assert await seats(operator) == [(phone_index(new), Role.RESIDENT, person.id)]


async def test_the_phone_of_an_erased_resident_is_forgotten_unless_its_account_serves_another(
    operator: Operator, manager: Actor
) -> None:
    follower = system_actor(operator.id, "accounts.forget_account", HousingPermission.CONTACT)
    admin = acting(operator, Role.OPERATOR_ADMIN)
    number = operator.id.int % 10**7
    only, elsewhere = f"+861390{number:07d}", f"+861391{number:07d}"
    member = await invited(admin, phone=elsewhere)
    for phone in (only, elsewhere):
        async with open_scope(manager) as scope:
            person = await make_resident(scope, phone=phone)
            stay = await make_stay(scope, await make_home(scope), resident_id=person.id)
        async with open_scope(follower) as scope:
            await open_accounts(scope, ResidentCheckedIn(stay.id, stay.community_id, person.id, stay.starts_on))
        async with open_scope(manager) as scope:
            await check_out(scope, stay.id)
        async with open_scope(follower) as scope:
            await close_accounts(scope, ResidentCheckedOut(stay.id, stay.community_id, (person.id,), stay.starts_on))
        async with open_scope(admin) as scope:
            await erase_resident(scope, person.id, "本人要求")
        for _ in range(2):
            async with open_scope(follower) as scope:
                await forget_account(scope, ParticularsErased(person.id))
    async with open_scope(CONTROL, read_only=True) as scope:
        known = select(Account.id).where(Account.phone_index.in_([phone_index(only), phone_index(elsewhere)]))
        assert (await scope.session.scalars(known)).all() == [member.account_id]
    async with open_scope(system_actor(operator.id, "test"), read_only=True) as scope:
        told = select(OutboxRow.id).where(OutboxRow.name == ParticularsErased.name)
        assert len((await scope.session.scalars(told)).all()) == 2


async def test_whoever_applies_may_apply_and_nothing_else(operator: Operator) -> None:
    async with open_scope(CONTROL) as scope:
        account = Account(display_name="测试")
        scope.session.add(account)
        await scope.session.flush()
    caller = Actor(surface=Surface.CONTROL, account_id=account.id)
    for _ in range(2):
        async with open_scope(caller) as scope:
            assert await become_applicant(scope, operator.code) == operator.id
    assert [(role, resident) for _, role, resident in await seats(operator)] == [(Role.APPLICANT, None)]
    assert await seats(await new_operator()) == []
    assert acting(operator, Role.APPLICANT).permissions >= {HousingPermission.APPLY}
    assert HousingPermission.VIEW_RESIDENTS not in acting(operator, Role.APPLICANT).permissions
