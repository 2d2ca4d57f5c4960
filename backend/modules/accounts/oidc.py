"""OpenID Connect as a client: authorization code with PKCE at an operator's own identity provider."""

import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from backend.core import clock
from backend.core.outgoing import Outgoing, OutgoingRefused, may_be_private
from backend.core.settings import settings
from backend.modules.accounts.contract import ProviderRefused

_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY_SECONDS: Final = 30
# RFC 8176: what a provider calls a sign-in by more than one factor.
_MULTIPLE_FACTORS: Final = frozenset({"mfa", "otp", "hwk"})


class _Document(msgspec.Struct):
    """What is used of a provider's discovery document (OpenID Connect Discovery 1.0, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(msgspec.Struct):
    id_token: str


@dataclass(frozen=True, slots=True)
class Client:
    """Us at a provider. The secret is None for a public client."""

    issuer: str
    client_id: str
    secret: str | None
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of someone; phone and e-mail only where it says that it has verified them."""

    subject: str
    phone: str | None
    email: str | None
    has_multiple_factors: bool


def redirect_uri(operator_code: str) -> str:
    """Where an operator's provider sends browsers back to; it is registered there."""
    return f"{settings().url.rstrip('/')}/auth/oidc/{operator_code}/callback"


def is_safe_address(url: str) -> bool:
    """HTTPS, or a host inside the network that the settings name."""
    parts = urlsplit(url)
    return parts.scheme == "https" or may_be_private(parts.hostname or "")


async def authorization_url(client: Client, state: str, nonce: str, verifier: str) -> str:
    """Where to send the browser. Raises ProviderRefused where the provider cannot be asked."""
    try:
        async with Outgoing() as outgoing:
            endpoint = (await _discovered(client, outgoing)).authorization_endpoint
    except (OutgoingRefused, msgspec.MsgspecError) as error:
        raise ProviderRefused from error
    query = urlencode(
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "scope": "openid email phone",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
    )
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"


async def redeemed_claims(client: Client, code: str, nonce: str, verifier: str) -> Claims:
    """What the provider says of whoever brought the code back. Raises ProviderRefused."""
    try:
        async with Outgoing() as outgoing:
            document = await _discovered(client, outgoing)
            id_token = await _redeemed(client, outgoing, document, code, verifier)
            keys = KeySet.import_key_set(await outgoing.get_json(document.jwks_uri))
        return _verified(client, keys, id_token, nonce)
    except (OutgoingRefused, msgspec.MsgspecError, JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderRefused from error


async def _discovered(client: Client, outgoing: Outgoing) -> _Document:
    found = await outgoing.get_json(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    document = msgspec.convert(found, _Document)
    endpoints = (document.authorization_endpoint, document.token_endpoint, document.jwks_uri)
    if document.issuer != client.issuer or not all(map(is_safe_address, endpoints)):
        raise ProviderRefused
    return document


async def _redeemed(client: Client, outgoing: Outgoing, document: _Document, code: str, verifier: str) -> str:
    """The ID token for a code."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    basic: tuple[str, str] | None = None
    if client.secret is None:
        form["client_id"] = client.client_id
    elif "client_secret_basic" in document.token_endpoint_auth_methods_supported:
        # RFC 6749, 2.3.1: both are form-encoded before they go into the header.
        basic = (quote(client.client_id, safe=""), quote(client.secret, safe=""))
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    return msgspec.convert(await outgoing.post_form(document.token_endpoint, form, basic), _Tokens).id_token


def _verified(client: Client, keys: KeySet, id_token: str, nonce: str) -> Claims:
    """The checks of OpenID Connect Core 1.0, 3.1.3.7."""
    claims = jwt.decode(id_token, keys, algorithms=_ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        now=lambda: int(clock.now().timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": client.issuer},
        aud={"essential": True, "value": client.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    ).validate(claims)
    said_nonce, audience = claims.get("nonce"), claims["aud"]
    if not isinstance(said_nonce, str) or not hmac.compare_digest(said_nonce.encode(), nonce.encode()):
        raise ProviderRefused
    if claims.get("azp", client.client_id) != client.client_id or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
    ):
        raise ProviderRefused
    methods = claims.get("amr")
    return Claims(
        subject=str(claims["sub"]),
        phone=_if_verified(claims, "phone_number"),
        email=_if_verified(claims, "email"),
        has_multiple_factors=isinstance(methods, list) and not _MULTIPLE_FACTORS.isdisjoint(map(str, methods)),
    )


def _if_verified(claims: dict[str, Any], name: str) -> str | None:  # Any: what the provider says
    value = claims.get(name)
    # Some providers write the truth value as a text.
    is_verified = claims.get(f"{name}_verified") in (True, "true")
    return value if isinstance(value, str) and is_verified else None
