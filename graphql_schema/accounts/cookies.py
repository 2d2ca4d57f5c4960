"""The cookie that keeps a browser signed in: scripts cannot read it, other sites cannot send it."""

import datetime as dt

from litestar.datastructures import Cookie

from backend.core import clock
from backend.core.settings import settings

REFRESH_COOKIE = "xinju_refresh"


def refresh_cookie(token: str, expires_at: dt.datetime) -> Cookie:
    """The cookie that carries a refresh token to /graphql and nowhere else."""
    return _cookie(token, max(0, int((expires_at - clock.now()).total_seconds())))


def forgotten_refresh_cookie() -> Cookie:
    """What makes a browser forget the token."""
    return _cookie("", 0)


def _cookie(value: str, seconds: int) -> Cookie:
    return Cookie(
        key=REFRESH_COOKIE,
        value=value,
        max_age=seconds,
        path="/graphql",
        httponly=True,
        secure=settings().url.startswith("https:"),
        samesite="strict",
    )
