"""The staff of an operator: invited within the inviter's own bounds, and ended at once."""

from uuid import UUID

import pytest

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.single_sign_on import set_identity_provider
from backend.modules.accounts.actions.staff import end_membership, invite_staff
from backend.modules.accounts.contract import (
    AlreadyMember,
    LoginInvalid,
    LoginTaken,
    OwnMembership,
    PasswordTooWeak,
    RoleNotGrantable,
    StaffInvitation,
)
from backend.modules.accounts.queries import list_staff_members, staff_members_by_id
from tenants.models import Membership, Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.accounts.factories import PASSWORD, a_person, new_phone
from tests.accounts.test_signing_in import trying
from tests.conftest import acting, new_operator
from tests.tenants.test_scope import a_community


def admin_of(operator: Operator, *communities: UUID) -> Actor:
    return acting(operator, Role.OPERATOR_ADMIN, community_ids=communities or None)


async def invited(actor: Actor, **said: object) -> Membership:
    given = {"role": Role.FRONT_DESK, "display_name": "韩梅梅", **said}
    async with open_scope(actor.on(Surface.CONTROL)) as scope:
        return await invite_staff(scope, StaffInvitation(**given))  # type: ignore[arg-type]  # its fields, by name


async def listed(actor: Actor) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [row.id for row in (await list_staff_members(scope, Page())).rows]


async def communities(operator: Operator, *codes: str) -> list[UUID]:
    rows = [a_community(code) for code in codes]
    async with open_scope(acting(operator, Role.COMMUNITY_MANAGER)) as scope:
        scope.session.add_all(rows)
    return [row.id for row in rows]


async def test_a_phone_that_somebody_has_gives_its_holder_the_role(operator: Operator) -> None:
    person = await a_person()
    member = await invited(admin_of(operator), phone=person.phone)
    assert (member.account_id, member.operator_id, member.role) == (person.account.id, operator.id, Role.FRONT_DESK)
    with pytest.raises(AlreadyMember):
        await invited(admin_of(operator), phone=person.phone)
    assert await listed(admin_of(operator)) == [member.id]
    assert await listed(admin_of(await new_operator())) == []


async def test_a_new_login_signs_in_with_its_first_password(operator: Operator) -> None:
    login = f"new-{new_id().hex[-8:]}"
    member = await invited(admin_of(operator), login=login, password=PASSWORD)
    person = await a_person()
    assert (await trying(person.anonymous, login)).profile.account_id == member.account_id


async def test_a_login_of_somebody_else_is_never_taken_for_the_invited(operator: Operator) -> None:
    person = await a_person()
    with pytest.raises(LoginTaken):
        await invited(admin_of(operator), login=person.login, password=PASSWORD)
    assert await listed(admin_of(operator)) == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({}, BadInput),
        ({"login": "new-name"}, BadInput),
        ({"phone": "110"}, BadInput),
        ({"login": "new-name", "password": "short"}, PasswordTooWeak),
        ({"login": "新", "password": PASSWORD}, LoginInvalid),
        ({"login": "13812345678", "password": PASSWORD}, LoginInvalid),
        ({"phone": "13812345678", "community_ids": (new_id(),)}, NotFound),
        ({"phone": "13812345678", "community_ids": ()}, NotFound),
    ],
)
async def test_an_invitation_that_says_nothing_usable_is_refused(
    operator: Operator, said: dict[str, object], refusal: type[AppError]
) -> None:
    with pytest.raises(refusal):
        await invited(admin_of(operator), **said)
    assert await listed(admin_of(operator)) == []


@pytest.mark.parametrize("role", [Role.PLATFORM_ADMIN, Role.RESIDENT, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER])
async def test_roles_that_are_not_of_the_staff_are_not_granted(operator: Operator, role: Role) -> None:
    with pytest.raises(RoleNotGrantable):
        await invited(admin_of(operator), phone=new_phone(), role=role)


async def test_an_admin_of_some_communities_gives_no_more_than_those(operator: Operator) -> None:
    first, second = await communities(operator, "aa", "bb")
    limited = admin_of(operator, first)
    with pytest.raises(Forbidden):
        await invited(limited, phone=new_phone(), community_ids=(second,))
    assert (await invited(limited, phone=new_phone())).community_ids == [first]
    everywhere = await invited(admin_of(operator), phone=new_phone())
    other = await invited(admin_of(operator), phone=new_phone(), community_ids=(second,))
    assert len(await listed(limited)) == 1
    for member in (everywhere, other):
        with pytest.raises(NotFound):
            await ended(limited, member.id)


async def test_another_operators_community_is_not_found(operator: Operator) -> None:
    (strange,) = await communities(await new_operator(), "aa")
    with pytest.raises(NotFound):
        await invited(admin_of(operator), phone=new_phone(), community_ids=(strange,))


@pytest.mark.parametrize("role", [Role.COMMUNITY_MANAGER, Role.FRONT_DESK, Role.SOCIAL_WORKER])
async def test_only_admins_keep_the_staff(operator: Operator, role: Role) -> None:
    member = await invited(admin_of(operator), phone=new_phone())
    with pytest.raises(Forbidden):
        await invited(acting(operator, role), phone=new_phone())
    with pytest.raises(Forbidden):
        await ended(acting(operator, role), member.id)
    assert await listed(admin_of(operator)) == [member.id]


async def ended(actor: Actor, membership_id: UUID) -> Membership:
    async with open_scope(actor.on(Surface.CONTROL)) as scope:
        return await end_membership(scope, membership_id)


async def test_a_membership_ends_once_and_never_ones_own_or_another_operators(operator: Operator) -> None:
    admin = admin_of(operator)
    member = await invited(admin, phone=new_phone())
    with pytest.raises(NotFound):
        await ended(admin_of(await new_operator()), member.id)
    assert (await ended(admin, member.id)).ended_at is not None
    with pytest.raises(NotFound):
        await ended(admin, member.id)
    person = await a_person()
    own = await invited(admin, phone=person.phone, role=Role.OPERATOR_ADMIN)
    self = Actor(
        surface=Surface.TENANT,
        operator_id=operator.id,
        account_id=person.account.id,
        roles=admin.roles,
        permissions=admin.permissions,
    )
    with pytest.raises(OwnMembership):
        await ended(self, own.id)
    async with open_scope(admin, read_only=True) as scope:
        assert set(await staff_members_by_id(scope, [member.id, own.id])) == {own.id}


async def test_one_limited_to_communities_does_not_choose_who_says_who_all_the_staff_are(operator: Operator) -> None:
    (first,) = await communities(operator, "mq")
    with pytest.raises(Forbidden):
        async with open_scope(admin_of(operator, first).on(Surface.CONTROL)) as scope:
            await set_identity_provider(scope, "https://provider.example", "xinju", None)
