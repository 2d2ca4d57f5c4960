"""What an account changes about itself: authenticator, password, language."""

import pyotp
import pytest

from backend.core import clock
from backend.core.errors import NotFound, SessionEnded, Unauthenticated
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.credentials import (
    begin_totp,
    confirm_totp,
    reset_totp,
    set_locale,
    set_password,
)
from backend.modules.accounts.contract import (
    NewMembership,
    PasswordTooWeak,
    SignInFailed,
    TotpAlreadyConfirmed,
)
from backend.modules.accounts.queries import get_profile
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tests.accounts.factories import PASSWORD, a_person, asking, signed_in, stranger
from tests.accounts.test_signing_in import trying

NEW_PASSWORD = "another long password"


async def test_an_admin_enrols_an_authenticator_and_has_the_rights_at_once(operator: Operator) -> None:
    person = await a_person(NewMembership(role=Role.OPERATOR_ADMIN, operator_id=operator.id))
    made, elsewhere = await signed_in(person), await signed_in(person)
    assert made.profile.second_factor_due
    actor = await asking(made.access_token)
    assert actor.roles == frozenset()
    async with open_scope(actor) as scope:
        enrolment = await begin_totp(scope)
    assert pyotp.parse_uri(enrolment.uri).secret == enrolment.secret
    with pytest.raises(SignInFailed):
        async with open_scope(actor) as scope:
            await confirm_totp(scope, "000000")
    code = pyotp.TOTP(enrolment.secret).at(clock.now())
    async with open_scope(actor) as scope:
        await confirm_totp(scope, code)
    actor = await asking(made.access_token)
    assert actor.roles == {Role.OPERATOR_ADMIN}
    async with open_scope(actor, read_only=True) as scope:
        assert actor.operator_id == operator.id
    with pytest.raises(SessionEnded):
        await asking(elsewhere.access_token)
    with pytest.raises(SignInFailed):
        await trying(stranger(), person.login, totp_code=code)
    with pytest.raises(TotpAlreadyConfirmed):
        async with open_scope(actor.on(Surface.CONTROL)) as scope:
            await begin_totp(scope)


async def test_a_lost_authenticator_is_reset_by_the_platform_and_every_session_ends() -> None:
    person = await a_person(totp=True)
    made = await signed_in(person, totp=True)
    async with open_scope(platform_actor("test")) as scope:
        await reset_totp(scope, person.login)
    with pytest.raises(SessionEnded):
        await asking(made.access_token)
    assert not (await signed_in(person)).profile.has_totp
    with pytest.raises(NotFound):
        async with open_scope(platform_actor("test")) as scope:
            await reset_totp(scope, "nobody")


async def test_a_new_password_needs_the_current_one_and_ends_every_other_session() -> None:
    person = await a_person()
    made, elsewhere = await signed_in(person), await signed_in(person)
    actor = await asking(made.access_token)
    for current in (None, "wrong"):
        with pytest.raises(SignInFailed):
            async with open_scope(actor) as scope:
                await set_password(scope, NEW_PASSWORD, current)
    for weak in ("short", "x" * 129):
        with pytest.raises(PasswordTooWeak):
            async with open_scope(actor) as scope:
                await set_password(scope, weak, PASSWORD)
    async with open_scope(actor) as scope:
        await set_password(scope, NEW_PASSWORD, PASSWORD)
    assert (await asking(made.access_token)).account_id == person.account.id
    with pytest.raises(SessionEnded):
        await asking(elsewhere.access_token)
    with pytest.raises(SignInFailed):
        await trying(stranger(), person.login, PASSWORD)
    assert (await trying(stranger(), person.login, NEW_PASSWORD)).profile.account_id == person.account.id


async def test_the_chosen_language_goes_before_that_of_the_browser() -> None:
    made = await signed_in(await a_person())
    assert (await asking(made.access_token, locale="en")).locale == "en"
    async with open_scope(await asking(made.access_token)) as scope:
        await set_locale(scope, "zh-CN")
    assert (await asking(made.access_token, locale="en")).locale == "zh-CN"


async def test_a_profile_is_ones_own_and_needs_a_session() -> None:
    person = await a_person(NewMembership(role=Role.DISTRICT_VIEWER))
    actor = await asking((await signed_in(person)).access_token)
    async with open_scope(stranger(), read_only=True) as scope:
        with pytest.raises(Unauthenticated):
            await get_profile(scope)
    async with open_scope(actor.on(Surface.CONTROL), read_only=True) as scope:
        profile = await get_profile(scope)
    assert (profile.login, [seat.role for seat in profile.seats]) == (person.login, [Role.DISTRICT_VIEWER])
