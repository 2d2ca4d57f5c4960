"""Access tokens: signed, short-lived, and naming a session that is looked up all the same."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import GuestProtocol, OctKey

from backend.core import clock
from backend.core.crypto import master_key, subkey
from backend.core.errors import SessionEnded, Unauthenticated
from backend.core.settings import settings

_ISSUER = "xinju"
_ALGORITHM = "HS256"
# A few hundred bytes are enough for ours; what is longer is not worth a signature check.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a valid token says. `expires_at` is aware and in whole seconds."""

    account_id: UUID
    session_id: UUID
    expires_at: dt.datetime


def issue_access_token(account_id: UUID, session_id: UUID) -> tuple[str, dt.datetime]:
    """A token for `access_minutes`, signed under the newest version of the master key; and when it expires."""
    issued = clock.now().replace(microsecond=0)
    expires_at = issued + dt.timedelta(minutes=settings().access_minutes)
    claims = {"iss": _ISSUER, "sub": str(account_id), "sid": str(session_id), "iat": issued, "exp": expires_at}
    version = master_key().current
    return jwt.encode({"alg": _ALGORITHM, "kid": str(version)}, claims, _key(version)), expires_at


def read_access_token(token: str) -> AccessToken:
    """Raises Unauthenticated where it is not one of ours, SessionEnded where it has expired."""
    if len(token) > _LONGEST:
        raise Unauthenticated
    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(clock.now().timestamp()),
        leeway=0,
        iss={"essential": True, "value": _ISSUER},
        sub={"essential": True},
        sid={"essential": True},
        exp={"essential": True},
    )
    try:
        claims = jwt.decode(token, _signed_under, algorithms=[_ALGORITHM]).claims
        rules.validate(claims)
        expires_at = dt.datetime.fromtimestamp(claims["exp"], dt.UTC)
        return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]), expires_at)
    except ExpiredTokenError as error:
        raise SessionEnded from error
    except (JoseError, ValueError, TypeError, OverflowError) as error:
        raise Unauthenticated from error


def _key(version: int) -> OctKey:
    return OctKey.import_key(subkey(master_key().versions[version], "access-token"))


def _signed_under(header: GuestProtocol) -> OctKey:
    named = header.headers().get("kid")
    version = int(named) if isinstance(named, str) and named.isascii() and named.isdecimal() else 0
    # Another process may have been told of a new version before this one.
    if version > master_key().current and (settings().secrets / f"master-{version}.key").is_file():
        master_key.cache_clear()
    if version not in master_key().versions:
        raise Unauthenticated
    return _key(version)
