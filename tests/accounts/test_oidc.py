"""Signing in through an operator's own provider: a real one, in a process of its own, asked over HTTP."""

import asyncio
import dataclasses
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from sqlalchemy import select

from backend.core.errors import BadInput, Forbidden
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.actions.single_sign_on import begin_provider_sign_in, set_identity_provider
from backend.modules.accounts.contract import KnownProvider, NewAccount, NewMembership, ProviderRefused, ProviderUnknown
from backend.modules.accounts.queries import get_identity_provider
from tenants.models import Account, Factor, Operator, SignInSession
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tests.accounts.factories import a_person, signed_in, stranger
from tests.accounts.identity_provider import CLIENT_ID, CLIENT_SECRET
from tests.accounts.test_signing_in import acts_of
from tests.app.server import Server, free_port, serving
from tests.conftest import acting, new_operator

SECRET_AT_PROVIDER = "correct horse"
PROVIDER = Path(__file__).with_name("identity_provider.py")
ME = "{ me { accountId secondFactorDue memberships { operatorCode role } } }"
REFRESH = """mutation { refreshSession(input: {}) { __typename
  ... on SignedIn { accessToken refreshToken me { accountId } } ... on Refusal { code } } }"""


@dataclasses.dataclass(frozen=True)
class House:
    """Our server, an operator whose provider is asked, and who works there."""

    server: Server
    operator: Operator
    member: Account
    email: str
    unverified: str


@pytest.fixture(scope="module")
async def house() -> AsyncIterator[House]:
    operator, tag = await new_operator(), new_id().hex[-10:]
    member, email, unverified = f"lilei-{tag}", f"lilei-{tag}@x.cn", f"hanmei-{tag}@x.cn"
    account = await employed(operator, email)
    await employed(operator, unverified)
    people = [
        {"user_name": member, "emails": [email], "organization": "x"},
        {"user_name": "hanmei", "emails": [unverified]},
        {"user_name": "stranger", "emails": ["stranger@x.cn"], "organization": "x"},
    ]
    people = [{**one, "family_name": "x", "password": SECRET_AT_PROVIDER} for one in people]
    async with serving(XINJU_OUTGOING_ALLOW_PRIVATE='["127.0.0.1"]') as server:
        redirect_uri = f"{server.url}/auth/oidc/{operator.code}/callback"
        async with identity_provider(redirect_uri, people) as issuer:
            assert await configured(server, operator, issuer) == redirect_uri
            yield House(server, operator, account, email, unverified)


async def employed(operator: Operator, email: str) -> Account:
    membership = NewMembership(role=Role.FRONT_DESK, operator_id=operator.id)
    elsewhere = NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=(await new_operator()).id)
    async with open_scope(platform_actor("test")) as scope:
        return await create_account(
            scope, NewAccount(display_name="李雷", login=email, memberships=(membership, elsewhere))
        )


@asynccontextmanager
async def identity_provider(redirect_uri: str, people: list[dict[str, Any]]) -> AsyncIterator[str]:
    """A provider that knows these people; its issuer."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROVIDER), str(port), redirect_uri, json.dumps(people),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


async def configured(server: Server, operator: Operator, issuer: str) -> str:
    """The redirect URI that our server names when the operator's admin sets the provider."""
    admin = await a_person(NewMembership(role=Role.OPERATOR_ADMIN, operator_id=operator.id), totp=True)
    token = (await signed_in(admin, totp=True)).access_token
    given = {"issuer": issuer, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}
    query = """mutation ($input: SetIdentityProviderInput!) { setIdentityProvider(input: $input) {
      ... on IdentityProvider { redirectUri } ... on Refusal { code } } }"""
    async with browser(server) as page:
        made = await asked(page, query, {"input": given}, token=token)
    uri: str = made["setIdentityProvider"]["redirectUri"]
    return uri


@asynccontextmanager
async def browser(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as client:
        yield client


async def asked(
    page: httpx.AsyncClient, query: str, variables: dict[str, Any] | None = None, token: str | None = None
) -> dict[str, Any]:
    headers = {"origin": str(page.base_url).rstrip("/")} | ({"authorization": f"Bearer {token}"} if token else {})
    answer = await page.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
    data: dict[str, Any] = answer.json()["data"]
    return data


async def at_the_provider(page: httpx.AsyncClient, start: str, user_name: str) -> httpx.URL:
    """Follow a browser from our start page through the provider's forms, to where it is sent back."""
    answer = await page.get(start)
    for _ in range(10):
        if answer.is_redirect:
            url = httpx.URL(urljoin(str(answer.url), answer.headers["location"]))
            if url.path.endswith("/callback"):
                return url
            answer = await page.get(url)
        elif 'name="password"' in answer.text:
            answer = await page.post(answer.url, data={"password": SECRET_AT_PROVIDER})
        elif 'id="authorizeform"' in answer.text:
            answer = await page.post(answer.url, data={"answer": "accept"})
        else:
            answer = await page.post(answer.url, data={"login": user_name})
    raise AssertionError("the provider sent nobody back")


def start_of(house: House) -> str:
    return f"{house.server.url}/auth/oidc/{house.operator.code}/start"


async def test_a_member_signs_in_and_is_let_in_at_that_operator_alone(house: House) -> None:
    async with browser(house.server) as page:
        back = await at_the_provider(page, start_of(house), house.email.split("@")[0])
        home = await page.get(back)
        assert (home.status_code, home.headers["location"]) == (303, f"{house.server.url}/")
        cookie = next(one for one in home.headers.get_list("set-cookie") if one.startswith("xinju_refresh="))
        assert {"HttpOnly", "Path=/graphql", "SameSite=strict"} <= set(cookie.split("; "))
        made = (await asked(page, REFRESH))["refreshSession"]
        assert (made["refreshToken"], made["me"]["accountId"]) == (None, str(house.member.id))
        me = (await asked(page, ME, token=made["accessToken"]))["me"]
    assert me["memberships"] == [{"operatorCode": house.operator.code, "role": "FRONT_DESK"}]
    assert "bind_identity" in await acts_of(house.member.id)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        rows = await scope.session.scalars(select(SignInSession).where(SignInSession.account_id == house.member.id))
        assert {(row.operator_id, *row.factors) for row in rows} == {(house.operator.id, Factor.PROVIDER)}


async def test_a_session_of_the_provider_cannot_change_how_the_account_signs_in_elsewhere(house: House) -> None:
    async with browser(house.server) as page:
        await page.get(await at_the_provider(page, start_of(house), house.email.split("@")[0]))
        token = (await asked(page, REFRESH))["refreshSession"]["accessToken"]
        for field in ('setPassword(input: {password: "a long new password"})', "beginTotp"):
            refused = await asked(page, f"mutation {{ {field} {{ ... on Refusal {{ code }} }} }}", token=token)
            assert next(iter(refused.values())) == {"code": "FORBIDDEN"}


@pytest.mark.parametrize("user_name", ["stranger", "hanmei"])
async def test_neither_a_stranger_nor_an_unverified_address_gets_in(house: House, user_name: str) -> None:
    async with browser(house.server) as page:
        home = await page.get(await at_the_provider(page, start_of(house), user_name))
        assert home.headers["location"] == f"{house.server.url}/?problem=PROVIDER_REFUSED"
        assert "xinju_refresh" not in page.cookies


async def test_an_answer_is_taken_once_and_from_the_browser_that_asked(house: House) -> None:
    refused = f"{house.server.url}/?problem=PROVIDER_REFUSED"
    name = house.email.split("@")[0]
    async with browser(house.server) as page, browser(house.server) as victim:
        back = await at_the_provider(page, start_of(house), name)
        await victim.get(start_of(house))
        assert (await victim.get(back)).headers["location"] == refused
        cookie = page.cookies["xinju_oidc"]
        assert (await page.get(back)).headers["location"] == f"{house.server.url}/"
        page.cookies.set("xinju_oidc", cookie, path="/auth/oidc")
        assert (await page.get(back)).headers["location"] == refused
        again = await at_the_provider(page, start_of(house), name)
        forged = again.copy_set_param("code", "x" * 48)
        assert (await page.get(forged)).headers["location"] == refused


async def test_the_browser_takes_a_challenge_and_no_verifier_to_the_provider(house: House) -> None:
    async with browser(house.server) as page:
        sent = await page.get(start_of(house))
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    assert (query["code_challenge_method"], query["response_type"]) == (["S256"], ["code"])
    assert set(query) == set(
        "client_id code_challenge code_challenge_method nonce redirect_uri response_type scope state".split()
    )


async def test_an_operator_without_a_provider_answers_like_one_that_does_not_exist(operator: Operator) -> None:
    for code in (operator.code, "no-such-operator"):
        with pytest.raises(ProviderUnknown):
            async with open_scope(stranger()) as scope:
                await begin_provider_sign_in(scope, code)


async def test_a_provider_inside_a_network_or_without_https_is_refused(operator: Operator) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN).on(Surface.CONTROL)
    with pytest.raises(BadInput):
        async with open_scope(admin) as scope:
            await set_identity_provider(scope, "http://127.0.0.1:9", "xinju", None)
    async with open_scope(admin) as scope:
        await set_identity_provider(scope, "https://127.0.0.1:9", "xinju", None)
    with pytest.raises(ProviderRefused):
        async with open_scope(stranger()) as scope:
            await begin_provider_sign_in(scope, operator.code)


async def test_administrators_read_which_provider_is_set_and_one_limited_to_communities_does_not(
    operator: Operator,
) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN).on(Surface.CONTROL)
    async with open_scope(admin, read_only=True) as scope:
        assert await get_identity_provider(scope) is None
    async with open_scope(admin) as scope:
        told = await set_identity_provider(scope, "https://id.example", "xinju", "a secret")
    async with open_scope(admin, read_only=True) as scope:
        assert await get_identity_provider(scope) == KnownProvider("https://id.example", "xinju", told)
    limited = dataclasses.replace(admin, community_ids=())
    with pytest.raises(Forbidden):
        async with open_scope(limited, read_only=True) as scope:
            await get_identity_provider(scope)
