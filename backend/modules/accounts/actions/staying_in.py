"""Staying signed in and leaving: refresh tokens used once each, and sessions that end."""

import datetime as dt

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import SessionEnded, Unauthenticated
from backend.core.settings import settings
from backend.modules.accounts.contract import SignedIn
from backend.modules.accounts.sessions import (
    add_refresh_token,
    revoke_sessions,
    signed_in,
    successor_of,
    token_hash,
)
from backend.modules.accounts.standing import require_own_session
from tenants.models import Account, RefreshToken, SignInSession
from tenants.roles import OPEN
from tenants.scope import Scope, action, open_scope

# Tabs that wake at once all hold the same token; within this time each gets the same successor.
GRACE = dt.timedelta(seconds=10)


@action(OPEN)
async def refresh_session(scope: Scope, token: str) -> SignedIn:
    """New tokens for a refresh token. One that was used before, and not just now, ends the session for everybody.

    Raises SessionEnded.
    """
    async with open_scope(scope.actor) as aside:
        answer = await _rotated(aside, token)
    if answer is None:
        raise SessionEnded
    return answer


async def _rotated(scope: Scope, token: str) -> SignedIn | None:
    now = clock.now()
    found = (
        await scope.session.execute(
            select(RefreshToken, SignInSession)
            .join(SignInSession, SignInSession.id == RefreshToken.session_id)
            .join(Account, Account.id == SignInSession.account_id)
            .where(RefreshToken.token_hash == token_hash(token), Account.disabled_at.is_(None))
            .with_for_update(of=RefreshToken)
        )
    ).one_or_none()
    if found is None:
        return None
    row, session = found
    if session.revoked_at is not None or session.expires_at <= now or row.expires_at <= now:
        return None
    successor = successor_of(token)
    if row.used_at is None:
        row.used_at = now
        session.expires_at = now + dt.timedelta(days=settings().refresh_days)
        add_refresh_token(scope, session, successor)
        await scope.session.flush()
    elif not await _is_in_grace(scope, row.used_at, successor):
        await revoke_sessions(scope, session.account_id, "refresh_token_reused", only=session.id)
        return None
    return await signed_in(scope, session, successor)


async def _is_in_grace(scope: Scope, used_at: dt.datetime, successor: str) -> bool:
    """Whether a used token was used just now, and nobody has gone further along the chain."""
    following = await scope.session.get(RefreshToken, token_hash(successor))
    return clock.now() - used_at <= GRACE and following is not None and following.used_at is None


@action(OPEN)
async def sign_out(scope: Scope, *, everywhere: bool = False) -> int:
    """End this session, or all sessions of the account; how many those were. Raises Unauthenticated, Forbidden."""
    account_id, session_id = scope.actor.account_id, scope.actor.session_id
    if account_id is None or session_id is None:
        raise Unauthenticated
    if everywhere:
        require_own_session(scope)
    return await revoke_sessions(scope, account_id, "signed_out", only=None if everywhere else session_id)
