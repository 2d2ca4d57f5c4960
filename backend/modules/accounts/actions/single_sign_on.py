"""Signing in through an operator's own identity provider."""

import contextlib
import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, or_, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import BadInput, Forbidden
from backend.core.phones import InvalidPhone, parse_phone
from backend.modules.accounts.contract import (
    AccountPermission,
    ProviderRefused,
    ProviderUnknown,
    SignedIn,
)
from backend.modules.accounts.oidc import (
    Claims,
    Client,
    authorization_url,
    is_safe_address,
    redeemed_claims,
    redirect_uri,
)
from backend.modules.accounts.phones import phone_index
from backend.modules.accounts.sessions import start_session
from tenants.models import (
    Account,
    ExternalIdentity,
    Factor,
    IdentityProvider,
    Membership,
    OidcSignIn,
    Operator,
    OperatorState,
)
from tenants.roles import OPEN, STAFF
from tenants.scope import Scope, action, open_scope

SIGN_IN_LIFE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """Where to send the browser, and the state that it must bring back with a cookie of its own."""

    url: str
    state: str


@action(AccountPermission.MANAGE_PROVIDER)
async def set_identity_provider(scope: Scope, issuer: str, client_id: str, client_secret: str | None) -> str:
    """Let the operator's staff sign in through its own provider; the redirect URI to register there.

    Raises BadInput, and Forbidden for one limited to communities: the provider says who everybody is.
    """
    if scope.actor.community_ids is not None:
        raise Forbidden
    if not is_safe_address(issuer):
        raise BadInput(field=("input", "issuer"))
    operator_id = scope.operator_id
    sealed = None if client_secret is None else platform_key().seal(client_secret, _sealed_for(operator_id))
    said = {"issuer": issuer, "client_id": client_id, "client_secret_sealed": sealed}
    known = await scope.session.get(IdentityProvider, operator_id)
    await scope.session.execute(
        insert(IdentityProvider)
        .values(operator_id=operator_id, **said)
        .on_conflict_do_update(index_elements=[IdentityProvider.operator_id], set_=said)
    )
    if known is not None and known.issuer != issuer:
        # Another provider's subjects are other people.
        await scope.session.execute(delete(ExternalIdentity).where(ExternalIdentity.operator_id == operator_id))
    scope.record("set_identity_provider", "Operator", operator_id)
    code: str = (await scope.session.execute(select(Operator.code).where(Operator.id == operator_id))).scalar_one()
    return redirect_uri(code)


@action(OPEN)
async def begin_provider_sign_in(scope: Scope, operator_code: str) -> ProviderSignIn:
    """Raises ProviderUnknown, for an operator that does not exist too, and ProviderRefused."""
    async with open_scope(scope.actor, read_only=True) as aside:
        client, operator_id = await _client(aside, operator_code)
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    url = await authorization_url(client, state, nonce, verifier)
    scope.session.add(
        OidcSignIn(
            state_hash=_hashed(state),
            operator_id=operator_id,
            nonce=nonce,
            verifier_sealed=platform_key().seal(verifier, f"oidc:{operator_id}"),
            expires_at=clock.now() + SIGN_IN_LIFE,
        )
    )
    return ProviderSignIn(url, state)


@action(OPEN)
async def finish_provider_sign_in(
    scope: Scope, operator_code: str, state: str, code: str, user_agent: str = ""
) -> SignedIn:
    """A session that is good at this operator alone, for a member of its staff whom the provider knows.

    Raises ProviderUnknown, ProviderRefused. The state is used up, whatever comes of it.
    """
    async with open_scope(scope.actor) as aside:
        client, operator_id = await _client(aside, operator_code)
        begun = await aside.session.scalar(
            delete(OidcSignIn)
            .where(
                OidcSignIn.state_hash == _hashed(state),
                OidcSignIn.operator_id == operator_id,
                OidcSignIn.expires_at > clock.now(),
            )
            .returning(OidcSignIn)
        )
    if begun is None:
        raise ProviderRefused
    verifier = platform_key().unseal(begun.verifier_sealed, f"oidc:{operator_id}")
    try:
        claims = await redeemed_claims(client, code, begun.nonce, verifier)
    except ProviderRefused:
        await _record_refusal(scope, operator_id, "provider")
        raise
    async with open_scope(scope.actor, read_only=True) as aside:
        account_id = await _recognised(aside, operator_id, claims)
    if account_id is None:
        await _record_refusal(scope, operator_id, "account")
        raise ProviderRefused
    await _bind(scope, operator_id, claims.subject, account_id)
    factors = {Factor.PROVIDER} | ({Factor.PROVIDER_MFA} if claims.has_multiple_factors else set())
    return await start_session(scope, account_id, factors, user_agent=user_agent, operator_id=operator_id)


async def _client(scope: Scope, operator_code: str) -> tuple[Client, UUID]:
    found = (
        await scope.session.execute(
            select(IdentityProvider)
            .join(Operator, Operator.id == IdentityProvider.operator_id)
            .where(Operator.code == operator_code, Operator.state == OperatorState.ACTIVE)
        )
    ).scalar_one_or_none()
    if found is None:
        raise ProviderUnknown
    sealed = found.client_secret_sealed
    secret = None if sealed is None else platform_key().unseal(sealed, _sealed_for(found.operator_id))
    return Client(found.issuer, found.client_id, secret, redirect_uri(operator_code)), found.operator_id


async def _recognised(scope: Scope, operator_id: UUID, claims: Claims) -> UUID | None:
    """The account that the subject is bound to, or that was invited by a phone or e-mail address which the provider
    has verified; None unless it is of the operator's staff.
    """
    is_staff = (
        select(Membership.id)
        .where(
            Membership.account_id == Account.id,
            Membership.operator_id == operator_id,
            Membership.role.in_(STAFF),
            Membership.ended_at.is_(None),
        )
        .exists()
    )
    bound = await scope.session.scalar(
        select(ExternalIdentity.account_id).where(
            ExternalIdentity.operator_id == operator_id, ExternalIdentity.subject == claims.subject
        )
    )
    named = Account.id == bound if bound is not None else or_(*_invited_as(claims))
    found = (
        await scope.session.scalars(select(Account.id).where(named, is_staff, Account.disabled_at.is_(None)))
    ).all()
    return found[0] if len(found) == 1 else None


async def _bind(scope: Scope, operator_id: UUID, subject: str, account_id: UUID) -> None:
    """From the first sign-in on the subject is that account, whatever its phone or e-mail address becomes."""
    made = await scope.session.scalar(
        insert(ExternalIdentity)
        .values(operator_id=operator_id, subject=subject, account_id=account_id)
        .on_conflict_do_nothing()
        .returning(ExternalIdentity.account_id)
    )
    if made is not None:
        scope.record("bind_identity", "Account", account_id, operator_id=str(operator_id))


async def _record_refusal(scope: Scope, operator_id: UUID, step: str) -> None:
    async with open_scope(scope.actor) as aside:
        aside.record("refuse_sign_in", "Operator", operator_id, step=step)


def _invited_as(claims: Claims) -> list[ColumnElement[bool]]:
    """The names by which someone may have been invited, of those that the provider has verified."""
    names: list[ColumnElement[bool]] = [false()]
    if claims.email is not None:
        names.append(Account.login == claims.email.lower())
    if claims.phone is not None:
        with contextlib.suppress(InvalidPhone):
            names.append(Account.phone_index == phone_index(parse_phone(claims.phone)))
    return names


def _sealed_for(operator_id: UUID) -> str:
    return f"identity_providers:{operator_id}:client_secret_sealed"


def _hashed(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()
