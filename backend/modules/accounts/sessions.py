"""Sessions and their refresh tokens: a chain in which each token is used once and gives the next."""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.ids import new_id
from backend.core.settings import settings
from backend.modules.accounts.contract import SignedIn
from backend.modules.accounts.profiles import profile_of
from tenants.identify import SESSION_TOPIC
from tenants.models import Factor, RefreshToken, SignInSession
from tenants.scope import Scope
from tenants.tokens import issue_access_token

_LONGEST_USER_AGENT = 200


async def start_session(
    scope: Scope,
    account_id: UUID,
    factors: Collection[Factor],
    *,
    user_agent: str = "",
    operator_id: UUID | None = None,
) -> SignedIn:
    """A new session with its first tokens. `operator_id` confines it to one operator."""
    now = clock.now()
    session = SignInSession(
        id=new_id(),
        account_id=account_id,
        operator_id=operator_id,
        factors=sorted(factors),
        user_agent=user_agent[:_LONGEST_USER_AGENT],
        address=scope.actor.address,
        expires_at=now + dt.timedelta(days=settings().refresh_days),
    )
    scope.session.add(session)
    await scope.session.flush()
    scope.record("sign_in", "Account", account_id, session_id=str(session.id), factors=sorted(factors))
    token = secrets.token_urlsafe(32)
    add_refresh_token(scope, session, token)
    return await signed_in(scope, session, token)


async def signed_in(scope: Scope, session: SignInSession, refresh_token: str) -> SignedIn:
    """The answer that carries a session's tokens."""
    access_token, expires_at = issue_access_token(session.account_id, session.id)
    profile = await profile_of(scope, session)
    return SignedIn(access_token, expires_at, refresh_token, session.expires_at, profile)


def add_refresh_token(scope: Scope, session: SignInSession, token: str) -> None:
    """Let a session be prolonged by this token; only its hash is kept."""
    row = RefreshToken(token_hash=token_hash(token), session_id=session.id, expires_at=session.expires_at)
    scope.session.add(row)


def token_hash(token: str) -> bytes:
    """What is stored of a refresh token; the token is random, so a plain hash tells nothing."""
    return hashlib.sha256(token.encode()).digest()


def successor_of(token: str) -> str:
    """The token that follows one: the same for every tab that refreshes at once, and unknown to whoever reads the
    database alone.
    """
    digest = hmac.digest(platform_key().indexing, b"refresh:" + token.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def revoke_sessions(
    scope: Scope, account_id: UUID, because: str, *, only: UUID | None = None, spared: UUID | None = None
) -> int:
    """End an account's sessions, or `only` one of them, or all but `spared`; returns how many there were."""
    statement = (
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=clock.now(), revoked_because=because)
        .returning(SignInSession.id)
        .execution_options(synchronize_session=False)
    )
    if only is not None:
        statement = statement.where(SignInSession.id == only)
    if spared is not None:
        statement = statement.where(SignInSession.id != spared)
    ended = (await scope.session.scalars(statement)).all()
    for session_id in ended:
        announce_change(scope, session_id)
        scope.record("revoke_session", "Account", account_id, session_id=str(session_id), because=because)
    return len(ended)


def announce_change(scope: Scope, session_id: UUID) -> None:
    """Let every process look at the session again, after the commit."""
    scope.topics.add(f"{SESSION_TOPIC}{session_id}")


async def announce_account(scope: Scope, account_id: UUID) -> None:
    """Let every process look again at what the live sessions of an account are good for, once this has committed."""
    live = select(SignInSession.id).where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
    for session_id in await scope.session.scalars(live):
        announce_change(scope, session_id)
