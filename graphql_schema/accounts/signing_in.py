"""Signing in and out in the schema."""

import datetime as dt

import strawberry

from backend.core.errors import SessionEnded
from backend.core.surfaces import Surface
from backend.modules.accounts import contract
from backend.modules.accounts.actions import signing_in as actions
from backend.modules.accounts.actions import staying_in
from graphql_schema.accounts.cookies import forgotten_refresh_cookie, refresh_cookie
from graphql_schema.accounts.profile import Me, me_of
from graphql_schema.context import Info
from graphql_schema.fields import given, record
from graphql_schema.inputs import plain, said
from graphql_schema.mutation import mutation

_COOKIE = "True for browsers: the refresh token goes into a cookie that scripts cannot read, and not into the answer."
_TOTP = "Six digits of the authenticator, where the account has one."


@record
class SignedIn:
    """A session's tokens."""

    access_token: str = strawberry.field(description="Send it as `Authorization: Bearer …`, and keep it in memory.")
    expires_at: dt.datetime = strawberry.field(description="When the access token expires.")
    refresh_token: str | None = strawberry.field(description="Good once, for `refreshSession`; none where a cookie is.")
    me: Me = strawberry.field(description="Who is signed in.")


@record
class CodeRequested:
    """The code is on its way, if an account has this phone."""

    expires_in_seconds: int = strawberry.field(description="How long the code is good.")


@record
class SignedOut:
    """What ended."""

    sessions: int = strawberry.field(description="How many sessions ended.")


@given
class SignInInput:
    """A log-in name or phone, and its password."""

    login: str = said("Log-in name or phone.")
    password: str = said("Password.")
    totp_code: str | None = said(_TOTP, default=None)
    use_cookie: bool = said(_COOKIE, default=False)


@given
class RequestCodeInput:
    """Where to send a code."""

    phone: str = said("Phone; China is assumed where no country is given.")
    device: str | None = said("What the client calls itself by: random, and kept.", default=None)


@given
class SignInWithCodeInput:
    """A phone, and the code that was sent to it."""

    phone: str = said("Phone.")
    code: str = said("Six digits.")
    totp_code: str | None = said(_TOTP, default=None)
    use_cookie: bool = said(_COOKIE, default=False)


@given
class RefreshSessionInput:
    """A refresh token, unless the cookie holds it."""

    refresh_token: str | None = said("The latest one; left out by browsers.", default=None)


@given
class SignOutInput:
    """Which sessions end."""

    everywhere: bool = said("True for every session of the account.", default=False)


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(Surface.CONTROL, public=True)
    async def sign_in(self, info: Info, input: SignInInput) -> SignedIn:
        """Sign in by password."""
        new = plain(input, contract.PasswordSignIn, user_agent=info.context.user_agent)
        return _answer(info, await actions.sign_in(await info.context.scope(), new), in_cookie=input.use_cookie)

    @mutation(Surface.CONTROL, public=True)
    async def request_code(self, info: Info, input: RequestCodeInput) -> CodeRequested:
        """Have a code sent to a phone. The answer is the same whether or not an account has it."""
        await actions.request_code(await info.context.scope(), input.phone, input.device)
        return CodeRequested(expires_in_seconds=int(actions.CODE_LIFE.total_seconds()))

    @mutation(Surface.CONTROL, public=True)
    async def sign_in_with_code(self, info: Info, input: SignInWithCodeInput) -> SignedIn:
        """Sign in by a code that was sent to a phone."""
        new = plain(input, contract.CodeSignIn, user_agent=info.context.user_agent)
        made = await actions.sign_in_with_code(await info.context.scope(), new)
        return _answer(info, made, in_cookie=input.use_cookie)

    @mutation(Surface.CONTROL, public=True)
    async def refresh_session(self, info: Info, input: RefreshSessionInput) -> SignedIn:
        """New tokens for the latest refresh token, of the cookie or of the input."""
        token = input.refresh_token or info.context.refresh_cookie
        if not token:
            raise SessionEnded
        made = await staying_in.refresh_session(await info.context.scope(), token)
        # What came in a cookie leaves in a cookie: no script may ask it out.
        return _answer(info, made, in_cookie=input.refresh_token is None)

    @mutation(Surface.CONTROL)
    async def sign_out(self, info: Info, input: SignOutInput) -> SignedOut:
        """End this session, or every session of the account."""
        ended = await staying_in.sign_out(await info.context.scope(), everywhere=input.everywhere)
        info.context.cookies.append(forgotten_refresh_cookie())
        return SignedOut(sessions=ended)


def _answer(info: Info, made: contract.SignedIn, *, in_cookie: bool) -> SignedIn:
    if in_cookie:
        info.context.cookies.append(refresh_cookie(made.refresh_token, made.refresh_expires_at))
    return SignedIn(
        access_token=made.access_token,
        expires_at=made.expires_at,
        refresh_token=None if in_cookie else made.refresh_token,
        me=me_of(made.profile),
    )
