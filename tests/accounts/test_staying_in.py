"""Refresh tokens used once, and sessions that end."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, SessionEnded, Unauthenticated
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.staying_in import GRACE, refresh_session, sign_out
from backend.modules.accounts.contract import SignedIn
from backend.modules.accounts.sessions import start_session
from tenants.models import Factor, RefreshToken, SignInSession
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tenants.tokens import read_access_token
from tests.accounts.factories import a_person, asking, signed_in, stranger
from tests.accounts.test_signing_in import acts_of


async def refreshed(token: str) -> SignedIn:
    async with open_scope(stranger()) as scope:
        return await refresh_session(scope, token)


async def chain_of(made: SignedIn) -> tuple[int, int]:
    """How many refresh tokens a session has had, and how many of them are used."""
    session_id = read_access_token(made.access_token).session_id
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        counted = select(func.count(), func.count(RefreshToken.used_at)).where(RefreshToken.session_id == session_id)
        row = (await scope.session.execute(counted)).one()
        return row[0], row[1]


async def why_ended(made: SignedIn) -> str | None:
    session_id = read_access_token(made.access_token).session_id
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        because: str | None = await scope.session.scalar(
            select(SignInSession.revoked_because).where(SignInSession.id == session_id)
        )
        return because


async def test_a_refresh_token_gives_the_next_one_and_a_new_access_token() -> None:
    made = await signed_in(await a_person())
    with clock.at(made.expires_at):
        following = await refreshed(made.refresh_token)
        assert following.refresh_token != made.refresh_token
        assert (await asking(following.access_token)).account_id == made.profile.account_id
    assert await chain_of(made) == (2, 1)


async def test_fifty_refreshes_at_once_make_one_successor_and_its_reuse_is_found() -> None:
    made = await signed_in(await a_person())
    now = clock.now()
    # Opening connections would put the refreshes in a row.
    await asyncio.gather(*(chain_of(made) for _ in range(settings().pool_size)))
    with clock.at(now):
        answers = await asyncio.gather(*(refreshed(made.refresh_token) for _ in range(50)))
        assert len({answer.refresh_token for answer in answers}) == 1
        assert await chain_of(made) == (2, 1)
    with clock.at(now + GRACE + dt.timedelta(seconds=1)):
        with pytest.raises(SessionEnded):
            await refreshed(made.refresh_token)
        assert await why_ended(made) == "refresh_token_reused"
        with pytest.raises(SessionEnded):
            await refreshed(answers[0].refresh_token)
        with pytest.raises(SessionEnded):
            await asking(answers[0].access_token)
    assert (await acts_of(made.profile.account_id)).count("revoke_session") == 1


async def test_a_token_whose_successor_was_used_ends_the_session_even_within_the_grace() -> None:
    made = await signed_in(await a_person())
    with clock.at(clock.now()):
        following = await refreshed(made.refresh_token)
        await refreshed(following.refresh_token)
        with pytest.raises(SessionEnded):
            await refreshed(made.refresh_token)
    assert await why_ended(made) == "refresh_token_reused"


async def test_a_token_that_nobody_made_or_that_is_too_old_gives_nothing() -> None:
    made = await signed_in(await a_person())
    for token in ("", "x" * 43, made.access_token):
        with pytest.raises(SessionEnded):
            await refreshed(token)
    late = clock.now() + dt.timedelta(days=settings().refresh_days, seconds=1)
    with clock.at(late), pytest.raises(SessionEnded):
        await refreshed(made.refresh_token)
    assert await why_ended(made) is None


async def test_the_database_holds_no_token_that_could_be_used() -> None:
    made = await signed_in(await a_person())
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        hashes = (await scope.session.scalars(select(RefreshToken.token_hash))).all()
    assert made.refresh_token.encode() not in hashes
    assert all(len(one) == 32 for one in hashes)


async def test_signing_out_ends_one_session_or_all_of_them_at_once() -> None:
    person = await a_person()
    first, second, third = [await signed_in(person) for _ in range(3)]
    actors: list[Actor] = [await asking(made.access_token) for made in (first, second, third)]
    async with open_scope(actors[0]) as scope:
        assert await sign_out(scope) == 1
    with pytest.raises(SessionEnded):
        await asking(first.access_token)
    assert (await asking(second.access_token)).account_id == person.account.id
    async with open_scope(actors[1]) as scope:
        assert await sign_out(scope, everywhere=True) == 2
    for made in (second, third):
        with pytest.raises(SessionEnded):
            await asking(made.access_token)
        with pytest.raises(SessionEnded):
            await refreshed(made.refresh_token)


async def test_nobody_signs_out_whom_they_are_not() -> None:
    person = await a_person()
    made = await signed_in(person)
    with pytest.raises(Unauthenticated):
        async with open_scope(stranger()) as scope:
            await sign_out(scope, everywhere=True)
    async with open_scope(stranger()) as scope:
        vouched = await start_session(scope, person.account.id, {Factor.PROVIDER})
    with pytest.raises(Forbidden):
        async with open_scope(await asking(vouched.access_token)) as scope:
            await sign_out(scope, everywhere=True)
    assert (await asking(made.access_token)).surface is Surface.CONTROL
