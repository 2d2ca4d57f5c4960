"""Accounts as the platform makes them, and what is forgotten in time."""

import datetime as dt
from uuid import UUID

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.accounts.contract import NewAccount, SignedIn
from backend.modules.accounts.passwords import check_strength, hash_password
from backend.modules.accounts.phones import phone_index, read_phone, seal_phone
from backend.modules.accounts.sessions import start_session
from backend.modules.accounts.throttles import forget_old_attempts
from backend.modules.accounts.totp import seal_secret
from tenants.models import Account, Factor, Membership, OidcSignIn, RefreshToken, SignInCode
from tenants.roles import PlatformPermission
from tenants.scope import Scope, action

# Used tokens are kept this long after they expired, so that a late reuse is still told from a random guess.
_KEPT = dt.timedelta(days=7)


@action(PlatformPermission.MANAGE_OPERATORS)
async def create_account(scope: Scope, new: NewAccount) -> Account:
    """An account with its memberships. Raises LoginTaken, LoginInvalid, PhoneTaken, PasswordTooWeak, BadInput."""
    if new.password is not None:
        check_strength(new.password, new.login)
    account = Account(
        id=new_id(),
        login=new.login,
        display_name=new.display_name,
        password_hash=await hash_password(new.password) if new.password is not None else None,
    )
    if new.phone is not None:
        phone = read_phone(new.phone, "phone")
        account.phone_index, account.phone_sealed = phone_index(phone), seal_phone(account.id, phone)
    if new.totp_secret is not None:
        account.totp_sealed, account.totp_confirmed_at = seal_secret(account, new.totp_secret), clock.now()
    scope.session.add(account)
    await scope.session.flush()
    for membership in new.memberships:
        scope.session.add(
            Membership(
                account_id=account.id,
                operator_id=membership.operator_id,
                role=membership.role,
                display_name=new.display_name,
                community_ids=None if membership.community_ids is None else list(membership.community_ids),
                resident_id=membership.resident_id,
            )
        )
    scope.record("create_account", "Account", account.id)
    return account


@action(PlatformPermission.MANAGE_OPERATORS)
async def start_client_session(scope: Scope, account_id: UUID, name: str) -> SignedIn:
    """A session for a named API client, which may send documents of its own in production. Raises NotFound."""
    known = select(Account.id).where(Account.id == account_id, Account.disabled_at.is_(None))
    if await scope.session.scalar(known) is None:
        raise NotFound
    return await start_session(scope, account_id, {Factor.API_CLIENT}, user_agent=name)


@action(PlatformPermission.MANAGE_OPERATORS)
async def forget_old_sign_ins(scope: Scope) -> None:
    """Drop codes, counts and tokens that are past their time."""
    now = clock.now()
    await scope.session.execute(delete(SignInCode).where(SignInCode.expires_at < now))
    await scope.session.execute(delete(OidcSignIn).where(OidcSignIn.expires_at < now))
    await scope.session.execute(delete(RefreshToken).where(RefreshToken.expires_at < now - _KEPT))
    await forget_old_attempts(scope)
