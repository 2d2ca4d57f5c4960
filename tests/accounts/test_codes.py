"""One-time codes: the same for known and unknown phones, capped, short-lived and good once."""

import asyncio
import datetime as dt

import pytest
from structlog.testing import capture_logs

from backend.core import clock
from backend.core.errors import BadInput, Locale
from backend.core.settings import settings
from backend.core.sms import LoggedSms
from backend.modules.accounts.actions.signing_in import CODE_ATTEMPTS, CODE_CAPS, CODE_LIFE, sign_in_with_code
from backend.modules.accounts.contract import (
    AccountLocked,
    CodeLimitReached,
    CodeSignIn,
    SecondFactorRequired,
    SignedIn,
    SignInFailed,
)
from tenants.scope import Actor, open_scope
from tests.accounts.factories import a_person, new_address, new_phone, stranger, texted, texted_code
from tests.accounts.test_signing_in import acts_of, statements

LANGUAGES: tuple[Locale, ...] = ("en", "zh-CN")
MINUTE = dt.timedelta(minutes=1)


async def trying(actor: Actor, phone: str, code: str, totp_code: str | None = None) -> SignedIn:
    async with open_scope(actor) as scope:
        return await sign_in_with_code(scope, CodeSignIn(phone=phone, code=code, totp_code=totp_code))


def other_than(code: str, step: int = 1) -> str:
    return f"{(int(code) + step) % 1_000_000:06}"


async def test_a_code_opens_a_session_once() -> None:
    person = await a_person()
    code = await texted_code(person.anonymous, person.phone)
    assert code is not None
    answers = await asyncio.gather(
        *(trying(person.anonymous, person.phone, code) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["SignInFailed"] * 3 + ["SignedIn"]
    assert (await acts_of(person.account.id)).count("sign_in") == 1


async def test_known_and_unknown_phones_cost_the_same_work_and_get_the_same_answer() -> None:
    person = await a_person()
    done, codes = [], []
    for phone in (person.phone, new_phone()):
        with statements() as sent:
            codes.append(await texted_code(stranger(), phone))
        with statements() as tried, pytest.raises(SignInFailed):
            await trying(stranger(), phone, "no")
        done.append([" ".join(one.split()[:3]) for one in (*sent, *tried)])
    assert done[0] == done[1]
    assert [code is None for code in codes] == [False, True]


async def test_a_wrong_code_has_five_tries_and_then_the_right_one_is_worth_nothing() -> None:
    person = await a_person()
    code = await texted_code(person.anonymous, person.phone)
    assert code is not None
    guesses = (trying(person.anonymous, person.phone, other_than(code, n + 1)) for n in range(CODE_ATTEMPTS))
    assert {type(one) for one in await asyncio.gather(*guesses, return_exceptions=True)} == {SignInFailed}
    with pytest.raises(SignInFailed):
        await trying(person.anonymous, person.phone, code)


async def test_a_code_is_good_for_five_minutes_and_only_the_latest_counts() -> None:
    person = await a_person()
    now = clock.now()
    with clock.at(now):
        first = await texted_code(person.anonymous, person.phone)
    with clock.at(now + MINUTE):
        second = await texted_code(person.anonymous, person.phone)
    assert first is not None
    assert second is not None
    with clock.at(now + MINUTE), pytest.raises(SignInFailed):
        await trying(person.anonymous, person.phone, first if first != second else other_than(first))
    with clock.at(now + MINUTE + CODE_LIFE), pytest.raises(SignInFailed):
        await trying(person.anonymous, person.phone, second)
    with clock.at(now + MINUTE + CODE_LIFE - dt.timedelta(seconds=1)):
        assert (await trying(person.anonymous, person.phone, second)).profile.account_id == person.account.id


async def test_a_phone_gets_one_code_a_minute_whether_or_not_somebody_has_it() -> None:
    person = await a_person()
    for phone in (person.phone, new_phone()):
        with clock.at(clock.now()):
            await texted_code(stranger(), phone)
            with pytest.raises(CodeLimitReached):
                await texted_code(stranger(), phone)
        with clock.at(clock.now() + MINUTE):
            await texted_code(stranger(), phone)


async def test_a_phone_gets_ten_codes_a_day() -> None:
    phone, now = new_phone(), clock.now()
    for n in range(10):
        with clock.at(now + n * 2 * MINUTE):
            await texted_code(stranger(), phone)
    with clock.at(now + 20 * MINUTE), pytest.raises(CodeLimitReached):
        await texted_code(stranger(), phone)


async def test_a_device_and_an_address_have_caps_of_their_own() -> None:
    device, address = f"device-{new_address()}", new_address()
    for _ in range(CODE_CAPS["device"][0].most):
        await texted_code(stranger(), new_phone(), device)
    with pytest.raises(CodeLimitReached):
        await texted_code(stranger(), new_phone(), device)
    for _ in range(CODE_CAPS["address"][0].most):
        await texted_code(stranger(address), new_phone())
    with pytest.raises(CodeLimitReached):
        await texted_code(stranger(address), new_phone())


async def test_an_account_with_an_authenticator_needs_it_beside_the_code() -> None:
    person = await a_person(totp=True)
    code = await texted_code(person.anonymous, person.phone)
    assert code is not None
    with pytest.raises(SecondFactorRequired):
        await trying(person.anonymous, person.phone, code)
    made = await trying(person.anonymous, person.phone, code, person.totp())
    assert made.profile.account_id == person.account.id


async def test_wrong_codes_lock_the_account_as_wrong_passwords_do() -> None:
    person = await a_person()
    for _ in range(10):
        with pytest.raises(SignInFailed):
            await trying(person.anonymous, person.phone, "000000")
    with pytest.raises(AccountLocked):
        await trying(person.anonymous, person.phone, "000000")


async def test_what_is_no_phone_is_bad_input() -> None:
    with pytest.raises(BadInput) as refused:
        await texted_code(stranger(), "12345")
    assert refused.value.field == ("input", "phone")


async def test_a_log_of_production_shows_neither_code_nor_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINJU_MODE", "production")
    settings.cache_clear()
    try:
        with capture_logs() as logs:
            await LoggedSms().send("+8613812345678", "code 123456")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert logs == [{"event": "sms_not_sent", "log_level": "info", "phone": "138****5678"}]


async def test_a_code_is_worded_in_the_language_of_whoever_asks() -> None:
    said = [await texted(stranger(locale=locale), (await a_person()).phone) for locale in LANGUAGES]
    assert [text[0][:7] for text in said] == ["[Xinju]", "【新居】验证码"]
