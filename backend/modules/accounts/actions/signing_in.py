"""Signing in by password or by a one-time code, with a second factor where the account has one."""

import datetime as dt
import hmac
import secrets

from sqlalchemy import select, update

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import Locale
from backend.core.ids import new_id
from backend.core.sms import sms
from backend.modules.accounts.attempts import begin_attempt
from backend.modules.accounts.contract import (
    CodeLimitReached,
    CodeSignIn,
    PasswordSignIn,
    SignedIn,
    SignInFailed,
)
from backend.modules.accounts.passwords import hash_password, is_outdated, verify_password
from backend.modules.accounts.phones import named_by, phone_index, read_phone
from backend.modules.accounts.throttles import Cap, take_attempt
from tenants.models import Account, Factor, SignInCode
from tenants.roles import OPEN
from tenants.scope import Scope, action, open_scope

CODE_LIFE = dt.timedelta(minutes=5)
CODE_ATTEMPTS = 5
CODE_CAPS = {
    "phone": (
        Cap("code:phone:minute", 1, dt.timedelta(minutes=1)),
        Cap("code:phone:day", 10, dt.timedelta(days=1)),
    ),
    "address": (Cap("code:address:hour", 60, dt.timedelta(hours=1)),),
    "device": (Cap("code:device:hour", 5, dt.timedelta(hours=1)),),
}
_TEXTS: dict[Locale, str] = {
    "zh-CN": "【新居】验证码 {code}，5 分钟内有效。请勿告诉他人。",
    "en": "[Xinju] Your code is {code}, good for 5 minutes. Tell it to nobody.",
}


@action(OPEN)
async def sign_in(scope: Scope, given: PasswordSignIn) -> SignedIn:
    """A session for a log-in name or phone and its password. Unknown names cost the same work as known ones.

    Raises SignInFailed, AccountLocked, SecondFactorRequired.
    """
    attempt = await begin_attempt(scope, named_by(given.login), given.login.strip().lower())
    account = attempt.account
    stored = account.password_hash if account else None
    if not await verify_password(stored, given.password) or account is None or stored is None:
        await attempt.refuse("password")
    step = await attempt.matching_totp(account, given.totp_code)
    if is_outdated(stored):
        renewed = await hash_password(given.password)
        unchanged = (Account.id == account.id, Account.password_hash == stored)
        await scope.session.execute(update(Account).where(*unchanged).values(password_hash=renewed))
    return await attempt.succeed(account, Factor.PASSWORD, step, given.user_agent)


@action(OPEN)
async def request_code(scope: Scope, phone: str, device: str | None = None) -> None:
    """Send a code to the phone of an account. The answer and the work are the same where no account has it.

    `device` is whatever the client calls itself by. Raises BadInput, CodeLimitReached.
    """
    number = read_phone(phone, "phone")
    index, code = phone_index(number), f"{secrets.randbelow(1_000_000):06}"
    async with open_scope(scope.actor) as aside:
        keys = {"phone": index.hex(), "address": scope.actor.address, "device": device}
        attempts = [await take_attempt(aside, cap, key) for kind, key in keys.items() if key for cap in CODE_CAPS[kind]]
        is_refused = any(attempt.is_refused for attempt in attempts)
        known = await aside.session.scalar(
            select(Account.id).where(Account.phone_index == index, Account.disabled_at.is_(None))
        )
        if not is_refused:
            aside.session.add(_new_code(index, code))
            aside.record("request_code", "Account", known)
    if is_refused:
        raise CodeLimitReached
    if known is not None:
        sms.send_soon(number, _TEXTS[scope.actor.locale].format(code=code))


@action(OPEN)
async def sign_in_with_code(scope: Scope, given: CodeSignIn) -> SignedIn:
    """A session for a phone and the code that was sent to it. Raises as sign_in does, and BadInput."""
    index = phone_index(read_phone(given.phone, "phone"))
    attempt = await begin_attempt(scope, Account.phone_index == index, index.hex())
    account = attempt.account
    async with open_scope(scope.actor) as aside:
        code = await _matching_code(aside, index, given.code)
    if code is None or account is None:
        await attempt.refuse("code")
    step = await attempt.matching_totp(account, given.totp_code)
    unused = (SignInCode.id == code.id, SignInCode.used_at.is_(None))
    used = update(SignInCode).where(*unused).values(used_at=clock.now()).returning(SignInCode.id)
    if await scope.session.scalar(used) is None:
        raise SignInFailed
    return await attempt.succeed(account, Factor.CODE, step, given.user_agent)


async def _matching_code(scope: Scope, index: bytes, typed: str) -> SignInCode | None:
    """The latest code of a phone if this is it; each look counts, and after some the code is worth nothing."""
    latest: SignInCode | None = await scope.session.scalar(
        select(SignInCode)
        .where(SignInCode.phone_index == index, SignInCode.expires_at > clock.now(), SignInCode.used_at.is_(None))
        .order_by(SignInCode.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    if latest is None or latest.attempts >= CODE_ATTEMPTS:
        return None
    latest.attempts += 1
    is_right = hmac.compare_digest(latest.code_hash, _code_hash(latest, typed.strip()))
    return latest if is_right else None


def _new_code(index: bytes, code: str) -> SignInCode:
    row = SignInCode(id=new_id(), phone_index=index, expires_at=clock.now() + CODE_LIFE)
    row.code_hash = _code_hash(row, code)
    return row


def _code_hash(row: SignInCode, code: str) -> bytes:
    """Keyed, for a million codes are soon tried; and bound to its row, so that equal codes look different."""
    return platform_key().index(f"code:{row.id}:{code}")
