"""Signing in by password: what it costs, when it locks, and what it leaves behind."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from prometheus_client import REGISTRY
from sqlalchemy import event, func, select, update

from backend.core import clock
from backend.core.db import engines
from backend.core.errors import AppError
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.signing_in import sign_in
from backend.modules.accounts.attempts import BY_ACCOUNT, BY_ADDRESS
from backend.modules.accounts.contract import (
    AccountLocked,
    PasswordSignIn,
    SecondFactorRequired,
    SignedIn,
    SignInFailed,
)
from tenants.models import Account, PlatformAuditEntry, SignInSession
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tests.accounts.factories import PASSWORD, a_person, new_address, signed_in, stranger


async def trying(actor: Actor, login: str, password: str = PASSWORD, totp_code: str | None = None) -> SignedIn:
    async with open_scope(actor) as scope:
        return await sign_in(scope, PasswordSignIn(login=login, password=password, totp_code=totp_code))


async def acts_of(account_id: UUID) -> list[str]:
    """What the platform's audit says of an account, in order."""
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        rows = await scope.session.scalars(
            select(PlatformAuditEntry.act)
            .where(PlatformAuditEntry.object_id == account_id)
            .order_by(PlatformAuditEntry.id)
        )
        return list(rows)


async def sessions_of(account_id: UUID) -> int:
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        counted = select(func.count()).where(SignInSession.account_id == account_id)
        return await scope.session.scalar(counted) or 0


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the control login sends meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = engines.of(Surface.CONTROL).sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def verifications() -> float:
    return REGISTRY.get_sample_value("xinju_password_verifications_total") or 0


async def test_a_login_or_a_phone_as_people_type_it_opens_a_session() -> None:
    person = await a_person()
    national = person.phone.removeprefix("+86")
    typed = [person.login, f" {person.login.upper()} ", person.phone, f"{national[:3]}-{national[3:7]} {national[7:]}"]
    made = [await trying(person.anonymous, login) for login in typed]
    assert {one.profile.account_id for one in made} == {person.account.id}
    assert await sessions_of(person.account.id) == 4
    assert (await acts_of(person.account.id)).count("sign_in") == 4


async def test_a_wrong_password_is_refused_and_written_down() -> None:
    person = await a_person()
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.login, "correct horse batterx")
    assert await acts_of(person.account.id) == ["create_account", "refuse_sign_in"]
    assert await sessions_of(person.account.id) == 0


async def test_an_unknown_name_costs_the_same_work_as_a_known_one() -> None:
    person = await a_person()
    await signed_in(person)
    done = []
    for login in (person.login, "nobody-here", "+8613800138000"):
        before = verifications()
        with statements() as sent, pytest.raises(SignInFailed):
            await trying(stranger(), login, "wrong")
        shapes = [" ".join(one.split()[:3]) for one in sent]
        done.append((verifications() - before, shapes))
    assert done[0][0] == 1
    assert done[1] == done[0]
    assert done[2] == done[0]


async def test_twenty_wrong_passwords_at_once_get_ten_looks_and_lock_the_account() -> None:
    person = await a_person()
    before = verifications()
    tries = (trying(stranger(), person.login, f"wrong {n}") for n in range(20))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    kinds = [type(answer) for answer in answers]
    assert (kinds.count(SignInFailed), kinds.count(AccountLocked)) == (BY_ACCOUNT.most, 10)
    assert verifications() - before == BY_ACCOUNT.most
    with pytest.raises(AccountLocked) as locked:
        await trying(person.anonymous, person.login)
    assert locked.value.message("en") == "Too many attempts; please try again in 15 minutes."
    assert (await acts_of(person.account.id)).count("lock_sign_in") == 1
    with clock.at(clock.now() + BY_ACCOUNT.window + dt.timedelta(seconds=1)):
        assert (await trying(person.anonymous, person.login)).profile.account_id == person.account.id


async def test_a_name_that_nobody_has_is_locked_like_one_that_somebody_has() -> None:
    name = f"nobody-{new_address()[-4:]}".replace(":", "")
    kinds: list[type[AppError]] = []
    for _ in range(BY_ACCOUNT.most + 1):
        with pytest.raises(AppError) as refused:
            await trying(stranger(), name, "wrong")
        kinds.append(refused.type)
    assert kinds == [SignInFailed] * BY_ACCOUNT.most + [AccountLocked]


async def test_the_right_password_begins_the_count_anew() -> None:
    person = await a_person()
    for _ in range(2):
        for _ in range(BY_ACCOUNT.most - 1):
            with pytest.raises(SignInFailed):
                await trying(person.anonymous, person.login, "wrong")
        await trying(person.anonymous, person.login)


async def test_one_address_cannot_try_one_password_on_everybody() -> None:
    address = new_address()
    with clock.at(clock.now()):
        tries = (trying(stranger(address), f"name-{n}-{address[-4:]}", "wrong") for n in range(BY_ADDRESS.most))
        refused = await asyncio.gather(*tries, return_exceptions=True)
        assert {type(one) for one in refused} == {SignInFailed}
        person = await a_person()
        with pytest.raises(AccountLocked):
            await trying(stranger(address), person.login)
        assert (await trying(person.anonymous, person.login)).profile.account_id == person.account.id


async def test_the_second_factor_is_asked_for_only_after_the_password() -> None:
    person = await a_person(totp=True)
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.login, "wrong", person.totp())
    with pytest.raises(SecondFactorRequired):
        await trying(person.anonymous, person.login)
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.login, totp_code="000000")
    assert await sessions_of(person.account.id) == 0
    made = await trying(person.anonymous, person.login, totp_code=person.totp())
    assert made.profile.has_totp


async def test_a_code_of_the_authenticator_is_good_once_even_at_the_same_moment() -> None:
    person = await a_person(totp=True)
    with clock.at(clock.now()):
        code = person.totp()
        tries = (trying(person.anonymous, person.login, totp_code=code) for _ in range(5))
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(answer).__name__ for answer in answers) == ["SignInFailed"] * 4 + ["SignedIn"]
        with pytest.raises(SignInFailed):
            await trying(person.anonymous, person.login, totp_code=code)
    with clock.at(clock.now() + dt.timedelta(seconds=30)):
        await trying(person.anonymous, person.login, totp_code=person.totp())


async def test_who_knows_the_password_cannot_guess_at_the_second_factor_without_end() -> None:
    person = await a_person(totp=True)
    for n in range(BY_ACCOUNT.most):
        with pytest.raises(SecondFactorRequired):
            await trying(person.anonymous, person.login)
        with pytest.raises(SignInFailed):
            await trying(person.anonymous, person.login, totp_code=f"{n:06}")
    with pytest.raises(AccountLocked):
        await trying(person.anonymous, person.login, totp_code=person.totp())


async def test_a_disabled_account_is_nobodys() -> None:
    person = await a_person()
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Account).where(Account.id == person.account.id).values(disabled_at=clock.now())
        )
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.login)


async def test_a_hash_of_older_parameters_is_made_anew() -> None:
    person = await a_person()
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(update(Account).where(Account.id == person.account.id).values(password_hash=old))
    await trying(person.anonymous, person.login)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        renewed = await scope.session.scalar(select(Account.password_hash).where(Account.id == person.account.id))
    assert renewed is not None
    assert (renewed != old, PasswordHasher().check_needs_rehash(renewed)) == (True, False)
    await trying(person.anonymous, person.login)


async def test_the_audit_of_signing_in_holds_no_phone() -> None:
    person = await a_person()
    await trying(person.anonymous, person.phone)
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.phone, "wrong")
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        rows = await scope.session.execute(
            select(PlatformAuditEntry.facts).where(PlatformAuditEntry.object_id == person.account.id)
        )
        assert person.phone.removeprefix("+86") not in str(rows.all())
