"""What an account changes about itself: authenticator, password, language."""

from dataclasses import dataclass

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import Locale, NotFound, Unauthenticated
from backend.modules.accounts.attempts import begin_attempt
from backend.modules.accounts.contract import SignInFailed, TotpAlreadyConfirmed
from backend.modules.accounts.passwords import check_strength, hash_password, verify_password
from backend.modules.accounts.sessions import announce_change, revoke_sessions
from backend.modules.accounts.standing import require_own_session
from backend.modules.accounts.totp import enrolment_uri, matching_step, new_secret, seal_secret
from tenants.models import Account, Factor, SignInSession
from tenants.roles import OPEN, PlatformPermission
from tenants.scope import Scope, action, open_scope


@dataclass(frozen=True, slots=True)
class TotpEnrolment:
    """A secret in base32, and the same as the `otpauth://` address of a QR code."""

    secret: str
    uri: str


@action(OPEN)
async def begin_totp(scope: Scope) -> TotpEnrolment:
    """A new secret, which counts once `confirm_totp` has seen a code of it. Raises TotpAlreadyConfirmed, Forbidden."""
    account = await _own_account(scope)
    if account.totp_confirmed_at is not None:
        raise TotpAlreadyConfirmed
    secret = new_secret()
    account.totp_sealed = seal_secret(account, secret)
    scope.record("begin_totp", "Account", account.id)
    return TotpEnrolment(secret, enrolment_uri(secret, account.login or account.display_name))


@action(OPEN)
async def confirm_totp(scope: Scope, code: str) -> SignInSession:
    """The authenticator counts from now on, in this session too; other sessions end.

    Raises TotpAlreadyConfirmed, SignInFailed, Forbidden.
    """
    account = await _own_account(scope)
    if account.totp_confirmed_at is not None:
        raise TotpAlreadyConfirmed
    step = matching_step(account, code)
    if step is None:
        raise SignInFailed(field=("input", "code"))
    account.totp_confirmed_at, account.totp_last_step = clock.now(), step
    session = await scope.session.get(SignInSession, scope.actor.session_id)
    if session is None:
        raise Unauthenticated
    session.factors = sorted({*session.factors, Factor.TOTP})
    announce_change(scope, session.id)
    # Whoever is signed in elsewhere has not shown the second factor.
    await revoke_sessions(scope, account.id, "second_factor_added", spared=session.id)
    scope.record("confirm_totp", "Account", account.id)
    return session


@action(PlatformPermission.MANAGE_OPERATORS)
async def reset_totp(scope: Scope, login: str) -> None:
    """For someone who lost the authenticator: it counts no more, and every session ends. Raises NotFound."""
    account_id = await scope.session.scalar(
        update(Account)
        .where(Account.login == login)
        .values(totp_sealed=None, totp_confirmed_at=None, totp_last_step=None)
        .returning(Account.id)
    )
    if account_id is None:
        raise NotFound
    await revoke_sessions(scope, account_id, "second_factor_reset")
    scope.record("reset_totp", "Account", account_id)


@action(OPEN)
async def set_password(scope: Scope, password: str, current: str | None = None) -> None:
    """A new password; every other session ends. `current` is needed where there is one already.

    Raises SignInFailed, AccountLocked, PasswordTooWeak, Forbidden.
    """
    account_id = require_own_session(scope)
    attempt = await begin_attempt(scope, Account.id == account_id, str(account_id))
    account = attempt.account
    if account is None:
        raise Unauthenticated
    check_strength(password, account.login)
    if account.password_hash is not None and not await verify_password(account.password_hash, current or ""):
        await attempt.refuse("password")
    hashed = await hash_password(password)
    async with open_scope(scope.actor) as aside:
        await attempt.give_back(aside)
    await scope.session.execute(update(Account).where(Account.id == account_id).values(password_hash=hashed))
    await revoke_sessions(scope, account_id, "password_changed", spared=scope.actor.session_id)
    scope.record("set_password", "Account", account_id)


@action(OPEN)
async def set_locale(scope: Scope, locale: Locale) -> None:
    """The language of messages, in every session of the account."""
    account_id = require_own_session(scope)
    await scope.session.execute(update(Account).where(Account.id == account_id).values(locale=locale))
    live = select(SignInSession.id).where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
    for session_id in await scope.session.scalars(live):
        announce_change(scope, session_id)
    scope.record("set_locale", "Account", account_id, locale=locale)


async def _own_account(scope: Scope) -> Account:
    """The caller's account, locked. Raises Unauthenticated, Forbidden."""
    account = await scope.session.get(Account, require_own_session(scope), with_for_update=True)
    if account is None:
        raise Unauthenticated
    return account
