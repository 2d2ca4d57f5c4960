"""What an account is told of itself."""

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.accounts.contract import Profile, Seat
from tenants.models import SECOND_FACTORS, Account, Membership, Operator, OperatorState, SignInSession
from tenants.roles import Role, permissions_of
from tenants.scope import Scope


async def profile_of(scope: Scope, session: SignInSession) -> Profile:
    """The profile of the account behind a session, with the memberships that the session is good for."""
    account = await scope.session.get(Account, session.account_id)
    if account is None:
        raise NotFound
    held = (
        select(Membership, Operator)
        .outerjoin(Operator, Operator.id == Membership.operator_id)
        .where(Membership.account_id == account.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    if session.operator_id is not None:
        held = held.where(Membership.operator_id == session.operator_id)
    rows = await scope.session.execute(held)
    seats = tuple(_seat(membership, operator) for membership, operator in rows)
    has_second = bool(SECOND_FACTORS & set(session.factors))
    return Profile(
        account_id=account.id,
        display_name=account.display_name,
        login=account.login,
        locale=account.locale,
        has_totp=account.totp_confirmed_at is not None,
        second_factor_due=not has_second and any(seat.role.needs_second_factor for seat in seats),
        seats=seats,
    )


def _seat(membership: Membership, operator: Operator | None) -> Seat:
    communities = membership.community_ids
    return Seat(
        id=membership.id,
        role=Role(membership.role),
        operator_code=operator.code if operator else None,
        operator_name_zh=operator.name_zh if operator else None,
        operator_name_en=operator.name_en if operator else None,
        brand_colour=operator.brand_colour if operator else None,
        modules=tuple(operator.modules) if operator else (),
        permissions=tuple(sorted(permissions_of(frozenset({Role(membership.role)})))),
        community_ids=None if communities is None else tuple(communities),
        is_open=operator is None or operator.state == OperatorState.ACTIVE,
    )
