"""One attempt to sign in: counted before it is judged, and judged with the same work for accounts that do not exist."""

import datetime as dt
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import ColumnElement, select

from backend.modules.accounts.contract import AccountLocked, SecondFactorRequired, SignedIn, SignInFailed
from backend.modules.accounts.sessions import start_session
from backend.modules.accounts.throttles import Attempt, Cap, forget_attempts, give_back_attempt, take_attempt
from backend.modules.accounts.totp import matching_step, use_step
from tenants.models import Account, Factor
from tenants.scope import Scope, open_scope

WINDOW = dt.timedelta(minutes=15)
BY_ACCOUNT = Cap("sign-in:account", 10, WINDOW)
BY_ADDRESS = Cap("sign-in:address", 200, WINDOW)


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """`account` is None where nobody has that name; `key` names the count that the attempt is in.

    What outlives a refusal is written in side transactions. Until `succeed` the scope itself must not have touched
    the database: a request that holds one connection while it waits for another can starve the pool.
    """

    scope: Scope
    account: Account | None
    key: str

    async def refuse(self, step: str) -> NoReturn:
        """Raises SignInFailed, after writing down at which step it failed."""
        async with open_scope(self.scope.actor) as aside:
            account_id = self.account.id if self.account else None
            aside.record("refuse_sign_in", "Account", account_id, step=step)
        raise SignInFailed

    async def matching_totp(self, account: Account, code: str | None) -> int | None:
        """The step of the authenticator's code, None where the account has no authenticator.

        Raises SecondFactorRequired, SignInFailed.
        """
        if account.totp_confirmed_at is None:
            return None
        if not code:
            async with open_scope(self.scope.actor) as aside:
                # Not forgotten: who knows a password could otherwise guess at the second factor without end.
                await self.give_back(aside)
            raise SecondFactorRequired(field=("input", "totp_code"))
        step = matching_step(account, code)
        if step is None:
            await self.refuse("totp")
        return step

    async def succeed(self, account: Account, factor: Factor, totp_step: int | None, user_agent: str) -> SignedIn:
        """Start the session, in the scope's own transaction. Raises SignInFailed where the step was just used."""
        factors = {factor}
        if totp_step is not None:
            if not await use_step(self.scope, account, totp_step):
                raise SignInFailed
            factors.add(Factor.TOTP)
        await give_back_attempt(self.scope, BY_ADDRESS, self.scope.actor.address)
        await forget_attempts(self.scope, BY_ACCOUNT, self.key)
        return await start_session(self.scope, account.id, factors, user_agent=user_agent)

    async def give_back(self, scope: Scope) -> None:
        """Uncount it."""
        await give_back_attempt(scope, BY_ADDRESS, scope.actor.address)
        await give_back_attempt(scope, BY_ACCOUNT, self.key)


async def begin_attempt(scope: Scope, named: ColumnElement[bool], name: str) -> SignInAttempt:
    """Find the account and count the attempt, under the account or under a name that nobody has.

    Raises AccountLocked, for either alike.
    """
    async with open_scope(scope.actor) as aside:
        account = await aside.session.scalar(select(Account).where(named, Account.disabled_at.is_(None)))
        key = str(account.id) if account else f"name:{name}"
        attempts = [
            await take_attempt(aside, BY_ADDRESS, scope.actor.address),
            await take_attempt(aside, BY_ACCOUNT, key),
        ]
        refused = [attempt for attempt in attempts if attempt.is_refused]
        for attempt in refused:
            _record_lock(aside, attempt, account)
    if refused:
        raise AccountLocked(minutes=max(attempt.minutes for attempt in refused))
    return SignInAttempt(scope, account, key)


def _record_lock(scope: Scope, attempt: Attempt, account: Account | None) -> None:
    # Once for each lock-out: a flood of attempts must not become a flood of entries.
    if attempt.count == attempt.cap.most + 1:
        scope.record("lock_sign_in", "Account", account.id if account else None, cap=attempt.cap.name)
