"""/auth/oidc: the two visits of a browser that signs in through an operator's own identity provider."""

import hmac
from typing import Annotated, Any

from litestar import Request, Router, get
from litestar.datastructures import Cookie, State
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from backend.core.errors import AppError
from backend.core.settings import settings
from backend.modules.accounts.actions.single_sign_on import (
    SIGN_IN_LIFE,
    begin_provider_sign_in,
    finish_provider_sign_in,
)
from backend.modules.accounts.contract import ProviderRefused
from backend.routes.callers import actor_of
from graphql_schema.accounts.cookies import refresh_cookie
from tenants.scope import open_scope

_STATE_COOKIE = "xinju_oidc"
_Request = Request[Any, Any, State]  # Any: Litestar's user and auth; identify() replaces them


def oidc_router() -> Router:
    """`/auth/oidc/<operator>/start` and `/callback`."""
    return Router("/auth/oidc/{operator_code:str}", route_handlers=[_start, _finish])


@get("/start", include_in_schema=False)
async def _start(request: _Request, operator_code: FromPath[str]) -> Redirect:
    actor = await actor_of(request, None)
    try:
        async with open_scope(actor) as scope:
            begun = await begin_provider_sign_in(scope, operator_code)
    except AppError as refusal:
        return _home(refusal)
    answer = Redirect(begun.url, status_code=303)
    answer.set_cookie(_state_cookie(begun.state, int(SIGN_IN_LIFE.total_seconds())))
    return answer


@get("/callback", include_in_schema=False)
async def _finish(
    request: _Request,
    operator_code: FromPath[str],
    returned: Annotated[str, QueryParameter(name="state")] = "",
    code: FromQuery[str] = "",
) -> Redirect:
    actor = await actor_of(request, None)
    kept = request.cookies.get(_STATE_COOKIE, "")
    try:
        # Only the browser that began may finish: else one could be signed in as somebody else.
        if not kept or not hmac.compare_digest(kept.encode(), returned.encode()):
            raise ProviderRefused
        async with open_scope(actor) as scope:
            agent = request.headers.get("user-agent", "")
            made = await finish_provider_sign_in(scope, operator_code, returned, code, agent)
    except AppError as refusal:
        return _home(refusal)
    answer = _home(None)
    answer.set_cookie(refresh_cookie(made.refresh_token, made.refresh_expires_at))
    return answer


def _home(refusal: AppError | None) -> Redirect:
    """Back to the front page, which asks for an access token, or says by the code why there is none."""
    query = f"?problem={refusal.code}" if refusal else ""
    answer = Redirect(f"{settings().url.rstrip('/')}/{query}", status_code=303)
    answer.set_cookie(_state_cookie("", 0))
    return answer


def _state_cookie(state: str, seconds: int) -> Cookie:
    """Lax, because the browser comes back from the provider's site."""
    return Cookie(
        key=_STATE_COOKIE,
        value=state,
        max_age=seconds,
        path="/auth/oidc",
        httponly=True,
        secure=settings().url.startswith("https:"),
        samesite="lax",
    )
