"""Accounts for tests, and what their holders do at the edge of the product."""

import re
from dataclasses import dataclass

import pyotp
from structlog.testing import capture_logs

from backend.core import clock
from backend.core.errors import Locale
from backend.core.ids import new_id
from backend.core.sms import sms
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.actions.signing_in import request_code, sign_in
from backend.modules.accounts.contract import NewAccount, NewMembership, PasswordSignIn, SignedIn
from tenants.identify import identify
from tenants.models import Account
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """Someone with an account; `address` is an address of the network that nobody else has."""

    account: Account
    login: str
    phone: str
    address: str
    totp_secret: str

    def totp(self) -> str:
        return pyotp.TOTP(self.totp_secret).at(clock.now())

    @property
    def anonymous(self) -> Actor:
        """Them before they have signed in."""
        return stranger(self.address)


def stranger(address: str = "", locale: Locale = "zh-CN") -> Actor:
    """Someone at the front door, from an address of their own."""
    return Actor(surface=Surface.CONTROL, request_id="test", address=address or new_address(), locale=locale)


def new_address() -> str:
    """An address that no other test counts attempts for."""
    return f"2001:db8::{new_id().hex[-4:]}:{new_id().hex[-4:]}"


def new_phone() -> str:
    """A phone that no other test uses."""
    return f"+86138{new_id().int % 100_000_000:08}"


async def a_person(*memberships: NewMembership, totp: bool = False) -> Person:
    """An account with a log-in name, a password and a phone; with TOTP where a role needs it."""
    login, phone, secret = f"u{new_id().hex[-12:]}", new_phone(), pyotp.random_base32()
    new = NewAccount(
        display_name="李雷",
        login=login,
        phone=phone,
        password=PASSWORD,
        totp_secret=secret if totp else None,
        memberships=memberships,
    )
    async with open_scope(platform_actor("test")) as scope:
        account = await create_account(scope, new)
    return Person(account, login, phone, new_address(), secret)


async def signed_in(person: Person, *, totp: bool = False) -> SignedIn:
    """A session of theirs."""
    given = PasswordSignIn(login=person.login, password=PASSWORD, totp_code=person.totp() if totp else None)
    async with open_scope(person.anonymous) as scope:
        return await sign_in(scope, given)


async def asking(
    token: str | None, operator_code: str | None = None, *, as_resident: bool = False, locale: str | None = None
) -> Actor:
    """Who a token makes one."""
    return await identify(
        token,
        operator_code=operator_code,
        as_resident=as_resident,
        request_id="test",
        address="127.0.0.1",
        locale=locale,
    )


async def texted(actor: Actor, phone: str, device: str | None = None) -> list[str]:
    """The texts that the development's log shows after a code was requested."""
    with capture_logs() as logs:
        async with open_scope(actor) as scope:
            await request_code(scope, phone, device)
        await sms.flush()
    return [entry["text"] for entry in logs if entry["event"] == "sms_not_sent"]


async def texted_code(actor: Actor, phone: str, device: str | None = None) -> str | None:
    """The code that was sent after a request, None where nothing was sent."""
    found = re.search(r"\d{6}", "".join(await texted(actor, phone, device)))
    return found[0] if found else None
