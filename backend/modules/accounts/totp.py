"""Time-based one-time passwords (RFC 6238): secrets sealed under the platform's key, each step good once."""

import hmac

import pyotp
from sqlalchemy import or_, update

from backend.core import clock
from backend.core.crypto import platform_key
from tenants.models import Account
from tenants.scope import Scope

_ISSUER = "Xinju"
# Clocks of phones are off by some seconds: the step before and the one after are as good (RFC 6238, 5.2).
_DRIFT = 1


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def seal_secret(account: Account, secret: str) -> bytes:
    return platform_key().seal(secret, f"accounts:{account.id}:totp_sealed")


def open_secret(account: Account) -> str | None:
    """The secret of an account that has begun to enrol, or has enrolled."""
    if account.totp_sealed is None:
        return None
    return platform_key().unseal(account.totp_sealed, f"accounts:{account.id}:totp_sealed")


def enrolment_uri(secret: str, name: str) -> str:
    """The `otpauth://` address that an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def matching_step(account: Account, code: str) -> int | None:
    """The step whose code this is, unless it or a later one was used before; None where it is wrong."""
    secret = open_secret(account)
    if secret is None:
        return None
    totp = pyotp.TOTP(secret)
    current = totp.timecode(clock.now())
    last = -1 if account.totp_last_step is None else account.totp_last_step
    typed = "".join(code.split()).encode()
    matching = None
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed) and step > last:
            matching = step
    return matching


async def use_step(scope: Scope, account: Account, step: int) -> bool:
    """Mark a step as used; False where another request was faster."""
    used = await scope.session.scalar(
        update(Account)
        .where(Account.id == account.id, or_(Account.totp_last_step.is_(None), Account.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(Account.id)
        .execution_options(synchronize_session=False)
    )
    return used is not None
