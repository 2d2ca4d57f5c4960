"""Factories of people who are signed in."""

import datetime as dt

from backend.core import clock
from backend.core.ids import new_id
from tenants.models import Account, Membership, Operator, SignInSession
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Scope, open_scope
from tenants.tokens import issue_access_token


async def sign_in_someone(scope: Scope, operator: Operator, *roles: Role) -> str:
    """The access token of a new account with these roles at the operator, its second factor given."""
    account = Account(login=f"a{new_id().hex[-12:]}", display_name="测试")
    scope.session.add(account)
    await scope.session.flush()
    session = SignInSession(
        account_id=account.id,
        factors=["PASSWORD", "TOTP"],
        user_agent="",
        address="127.0.0.1",
        expires_at=clock.now() + dt.timedelta(hours=1),
    )
    scope.session.add(session)
    for role in roles:
        resident_id = new_id() if role is Role.RESIDENT else None
        scope.session.add(
            Membership(
                account_id=account.id,
                operator_id=operator.id,
                role=role,
                display_name="测试",
                resident_id=resident_id,
            )
        )
    await scope.session.flush()
    return issue_access_token(account.id, session.id)[0]


async def token_of(operator: Operator, *roles: Role) -> str:
    """As `sign_in_someone`, in a scope of its own."""
    async with open_scope(platform_actor("test")) as scope:
        return await sign_in_someone(scope, operator, *roles)


def signed_in(token: str, operator: Operator, **more: str) -> dict[str, str]:
    """The headers of someone's request."""
    return {"Authorization": f"Bearer {token}", "X-Operator": operator.code, **more}
