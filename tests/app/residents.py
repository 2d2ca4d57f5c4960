"""Residents who are signed in, by the dozen."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from tenants.models import Account, Membership, Operator, SignInSession
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tenants.tokens import issue_access_token


async def tokens_of(operator: Operator, resident_ids: Sequence[UUID]) -> list[str]:
    """An account and an access token for each."""
    made = []
    async with open_scope(platform_actor("test")) as scope:
        for resident_id in resident_ids:
            account = Account(id=new_id(), display_name="住户")
            session = SignInSession(
                id=new_id(),
                account_id=account.id,
                factors=["PHONE"],
                user_agent="",
                address="127.0.0.1",
                expires_at=clock.now() + dt.timedelta(hours=1),
            )
            scope.session.add(account)
            await scope.session.flush()
            place = {"operator_id": operator.id, "role": Role.RESIDENT, "display_name": "住户"}
            scope.session.add_all(
                [session, Membership(account_id=account.id, resident_id=resident_id, **place)],
            )
            await scope.session.flush()
            made.append(issue_access_token(account.id, session.id)[0])
    return made
