"""The staff of an operator: who is invited, and whose membership ends."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.accounts.contract import (
    AccountPermission,
    OwnMembership,
    RoleNotGrantable,
    StaffInvitation,
)
from backend.modules.accounts.passwords import check_strength, hash_password
from backend.modules.accounts.phones import phone_index, read_phone, seal_phone
from backend.modules.accounts.sessions import announce_account
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.models import Account, Membership
from tenants.roles import STAFF
from tenants.scope import Scope, action, open_scope


@action(AccountPermission.MANAGE_STAFF)
async def invite_staff(scope: Scope, new: StaffInvitation) -> Membership:
    """A role at the operator for whoever has the phone, or for a new log-in name with its first password.

    Raises RoleNotGrantable, NotFound, BadInput, AlreadyMember, LoginTaken, LoginInvalid, PasswordTooWeak.
    """
    if new.role not in STAFF:
        raise RoleNotGrantable(field=("input", "role"))
    communities = await _granted_communities(scope, new.community_ids)
    account_id = await (_by_phone(scope, new) if new.phone is not None else _by_login(scope, new))
    membership = Membership(
        id=new_id(),
        account_id=account_id,
        operator_id=scope.operator_id,
        role=new.role,
        display_name=new.display_name,
        community_ids=None if communities is None else list(communities),
    )
    scope.session.add(membership)
    await scope.session.flush()
    scope.record("invite_staff", "Membership", membership.id, operator_id=str(scope.operator_id), role=new.role)
    await announce_account(scope, account_id)
    return membership


async def _granted_communities(scope: Scope, wanted: tuple[UUID, ...] | None) -> tuple[UUID, ...] | None:
    """What the inviter may give: no more than they have. Raises Forbidden, NotFound."""
    own = scope.actor.community_ids
    if wanted is None:
        return own
    if own is not None and not set(wanted) <= set(own):
        raise Forbidden(field=("input", "community_ids"))
    async with open_scope(scope.actor.on(Surface.TENANT), read_only=True) as inventory:
        if not wanted or set(await communities_by_id(inventory, wanted)) != set(wanted):
            raise NotFound(field=("input", "community_ids"))
    return wanted


async def _by_phone(scope: Scope, new: StaffInvitation) -> UUID:
    """The account of the phone, made where there is none; its holder signs in by codes."""
    phone = read_phone(new.phone or "", "phone")
    known: UUID | None = await scope.session.scalar(select(Account.id).where(Account.phone_index == phone_index(phone)))
    if known is not None:
        return known
    account = Account(id=new_id(), display_name=new.display_name, phone_index=phone_index(phone))
    account.phone_sealed = seal_phone(account.id, phone)
    return await _added(scope, account)


async def _by_login(scope: Scope, new: StaffInvitation) -> UUID:
    """A new account: a log-in name is no proof of who someone is, so an existing one is never taken for it."""
    if not new.login or not new.password:
        raise BadInput(field=("input", "login" if not new.login else "password"))
    check_strength(new.password, new.login)
    hashed = await hash_password(new.password)
    return await _added(
        scope, Account(id=new_id(), display_name=new.display_name, login=new.login, password_hash=hashed)
    )


async def _added(scope: Scope, account: Account) -> UUID:
    scope.session.add(account)
    await scope.session.flush()
    return account.id


@action(AccountPermission.MANAGE_STAFF)
async def end_membership(scope: Scope, membership_id: UUID) -> Membership:
    """From now on the person has that role here no more. Raises NotFound, OwnMembership."""
    membership: Membership | None = await scope.session.scalar(
        select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.operator_id == scope.operator_id,
            Membership.role.in_(STAFF),
            Membership.ended_at.is_(None),
        )
        .with_for_update()
    )
    if membership is None or not _is_within(scope, membership):
        raise NotFound
    if membership.account_id == scope.actor.account_id:
        raise OwnMembership
    membership.ended_at = clock.now()
    scope.record("end_membership", "Membership", membership.id, operator_id=str(scope.operator_id))
    await announce_account(scope, membership.account_id)
    return membership


def _is_within(scope: Scope, membership: Membership) -> bool:
    """Whether the member's communities are all among the actor's own."""
    own, theirs = scope.actor.community_ids, membership.community_ids
    return own is None or (theirs is not None and set(theirs) <= set(own))
