"""Reads of accounts, staff and operators."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.errors import Forbidden, Unauthenticated
from backend.core.paging import Page, Slice, paged
from backend.modules.accounts.contract import AccountPermission, KnownProvider, Profile
from backend.modules.accounts.oidc import redirect_uri
from backend.modules.accounts.profiles import profile_of
from tenants.models import IdentityProvider, Membership, Operator, SignInSession
from tenants.roles import OPEN, STAFF
from tenants.scope import Scope, query


@query(OPEN)
async def get_profile(scope: Scope) -> Profile:
    """The caller's own account. Raises Unauthenticated."""
    session = await scope.session.get(SignInSession, scope.actor.session_id) if scope.actor.session_id else None
    if session is None or session.account_id != scope.actor.account_id:
        raise Unauthenticated
    return await profile_of(scope, session)


@query(AccountPermission.LIST_OPERATORS)
async def list_operators(scope: Scope, page: Page) -> Slice[Operator]:
    """Every operator of the platform, by code."""
    return await paged(scope.session, select(Operator), page, Operator.code, Operator.id)


@query(AccountPermission.LIST_OPERATORS)
async def operators_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Operator]:
    """Operators by id."""
    rows = await scope.session.scalars(select(Operator).where(Operator.id.in_(ids)))
    return {row.id: row for row in rows}


@query(AccountPermission.MANAGE_STAFF)
async def staff_members_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Membership]:
    """Current staff memberships that the actor may see, by id."""
    rows = await scope.session.scalars(_visible_staff(scope).where(Membership.id.in_(ids)))
    return {row.id: row for row in rows}


@query(AccountPermission.MANAGE_STAFF)
async def list_staff_members(scope: Scope, page: Page) -> Slice[Membership]:
    """The current staff memberships of the operator, the newest last; one limited to communities sees theirs only."""
    return await paged(scope.session, _visible_staff(scope), page, Membership.id)


@query(AccountPermission.MANAGE_PROVIDER)
async def get_identity_provider(scope: Scope) -> KnownProvider | None:
    """The operator's own provider, without its secret; None where none is set. Raises Forbidden for one limited to
    communities, who sets none either."""
    if scope.actor.community_ids is not None:
        raise Forbidden
    found = await scope.session.execute(
        select(IdentityProvider.issuer, IdentityProvider.client_id, Operator.code)
        .join(Operator, Operator.id == IdentityProvider.operator_id)
        .where(IdentityProvider.operator_id == scope.operator_id)
    )
    row = found.one_or_none()
    return None if row is None else KnownProvider(row.issuer, row.client_id, redirect_uri(row.code))


def _visible_staff(scope: Scope) -> Select[Membership]:
    statement = select(Membership).where(
        Membership.operator_id == scope.operator_id, Membership.role.in_(STAFF), Membership.ended_at.is_(None)
    )
    if scope.actor.community_ids is not None:
        statement = statement.where(Membership.community_ids.contained_by(list(scope.actor.community_ids)))
    return statement


@query(AccountPermission.FIND_RESIDENTS)
async def resident_accounts_by_id(scope: Scope, resident_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The account that signs in as each of these residents now, by the resident's id; for handlers that tell them."""
    rows = await scope.session.execute(
        select(Membership.resident_id, Membership.account_id).where(
            Membership.operator_id == scope.operator_id,
            Membership.resident_id.in_(resident_ids),
            Membership.ended_at.is_(None),
        )
    )
    return {row.resident_id: row.account_id for row in rows if row.resident_id is not None}
