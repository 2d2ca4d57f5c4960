"""Signing in as clients do: over HTTP, with cookies or without, in either language."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from backend.modules.accounts.contract import NewMembership
from tenants.models import Operator
from tenants.roles import Role
from tests.accounts.factories import PASSWORD, Person, a_person, new_phone, signed_in
from tests.app.server import Server

SIGN_IN = """mutation ($input: SignInInput!) { signIn(input: $input) { __typename
  ... on SignedIn { accessToken expiresAt refreshToken me { login secondFactorDue } }
  ... on Refusal { code message field } } }"""
REFRESH = """mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { __typename
  ... on SignedIn { accessToken refreshToken } ... on Refusal { code message } } }"""
SIGN_OUT = "mutation { signOut(input: {everywhere: true}) { ... on SignedOut { sessions } ... on Refusal { code } } }"
ME = "{ me { displayName locale memberships { operatorCode role isOpen communityIds } } }"
SEAT = "{ me { memberships { operatorCode brandColour modules permissions } } }"
STAFF = "{ staff { totalCount edges { node { id displayName role communities } } } }"
INVITE = """mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) {
  ... on StaffMember { id role } ... on Refusal { code message field } } }"""
END = """mutation ($input: EndMembershipInput!) { endMembership(input: $input) {
  ... on StaffMember { id endedAt } ... on Refusal { code } } }"""
OPERATORS = "{ operators(first: 100) { edges { node { code state } } } }"
REQUEST_CODE = """mutation ($input: RequestCodeInput!) { requestCode(input: $input) {
  ... on CodeRequested { expiresInSeconds } ... on Refusal { code message field } } }"""


@asynccontextmanager
async def client(server: Server, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20, headers=headers) as http:
        yield http


async def asked(http: httpx.AsyncClient, query: str, given: dict[str, Any] | None = None, **headers: str) -> Any:
    """The only field of the answer's data."""
    body = {"query": query, "variables": {"input": given} if given is not None else None}
    answer = (await http.post("/graphql", json=body, headers=headers)).json()
    assert "errors" not in answer, answer
    return next(iter(answer["data"].values()))


def by_password(person: Person, **more: object) -> dict[str, object]:
    return {"login": person.login, "password": PASSWORD, **more}


async def test_a_browser_keeps_the_refresh_token_in_a_cookie_that_no_script_reads(server: Server) -> None:
    person = await a_person()
    async with client(server, origin=server.url) as http:
        made = await asked(http, SIGN_IN, by_password(person, useCookie=True))
        assert (made["__typename"], made["refreshToken"], made["me"]["login"]) == ("SignedIn", None, person.login)
        first = http.cookies["xinju_refresh"]
        again = await asked(http, REFRESH, {})
        assert again["refreshToken"] is None
        assert http.cookies["xinju_refresh"] != first
        bearer = {"authorization": f"Bearer {again['accessToken']}"}
        assert await asked(http, SIGN_OUT, None, **bearer) == {"sessions": 1}
        assert "xinju_refresh" not in http.cookies
        refused = await http.post("/graphql", json={"query": ME}, headers=bearer)
        assert refused.status_code == 401


async def test_a_cookie_is_taken_from_our_own_pages_alone(server: Server) -> None:
    person = await a_person()
    async with client(server) as http:
        await asked(http, SIGN_IN, by_password(person, useCookie=True), origin=server.url)
        for headers in ({"origin": "https://evil.example"}, {}):
            body = {"query": REFRESH, "variables": {"input": {}}}
            assert (await http.post("/graphql", json=body, headers=headers)).status_code == 403


async def test_a_client_without_cookies_gets_the_token_in_the_answer(server: Server) -> None:
    person = await a_person()
    async with client(server) as http:
        made = await asked(http, SIGN_IN, by_password(person))
        again = await asked(http, REFRESH, {"refreshToken": made["refreshToken"]})
        assert (again["__typename"], len(again["refreshToken"]), len(http.cookies)) == ("SignedIn", 43, 0)


@pytest.mark.parametrize(
    ("language", "message"),
    [("en-GB,en", "Please also enter the code of your authenticator."), ("zh-CN", "请输入动态验证码")],
)
async def test_refusals_speak_the_language_of_the_client(server: Server, language: str, message: str) -> None:
    person = await a_person(totp=True)
    async with client(server) as http:
        http.headers["accept-language"] = language
        refused = await asked(http, SIGN_IN, by_password(person))
        assert refused == {
            "__typename": "Refusal",
            "code": "SECOND_FACTOR_REQUIRED",
            "message": message,
            "field": ["input", "totpCode"],
        }
        made = await asked(http, SIGN_IN, by_password(person, totpCode=person.totp()))
        assert made["__typename"] == "SignedIn"


async def test_a_code_is_promised_alike_for_a_known_and_an_unknown_phone(server: Server) -> None:
    person = await a_person()
    async with client(server) as http:
        answers = [await asked(http, REQUEST_CODE, {"phone": phone}) for phone in (person.phone, new_phone())]
    assert answers == [{"expiresInSeconds": 300}] * 2


async def test_an_admin_keeps_the_staff_and_everybody_sees_who_they_are(server: Server, operator: Operator) -> None:
    admin = await a_person(NewMembership(role=Role.OPERATOR_ADMIN, operator_id=operator.id), totp=True)
    token = (await signed_in(admin, totp=True)).access_token
    async with client(server, authorization=f"Bearer {token}") as http:
        seat = {"operatorCode": operator.code, "role": "OPERATOR_ADMIN", "isOpen": True, "communityIds": None}
        assert await asked(http, ME) == {"displayName": "李雷", "locale": None, "memberships": [seat]}
        (held,) = (await asked(http, SEAT))["memberships"]
        assert (held["brandColour"], held["modules"]) == (operator.brand_colour, [])
        assert {"accounts:manage_staff", "audit:read"} <= set(held["permissions"])
        assert "platform:manage_operators" not in held["permissions"]
        made = await asked(http, INVITE, {"role": "FRONT_DESK", "displayName": "韩梅梅", "phone": new_phone()})
        assert made["role"] == "FRONT_DESK"
        assert (await asked(http, STAFF))["totalCount"] == 2
        assert (await asked(http, END, {"staffMemberId": made["id"]}))["endedAt"] is not None
        names = [edge["node"]["displayName"] for edge in (await asked(http, STAFF))["edges"]]
        assert names == ["李雷"]
        refused = await asked(http, INVITE, {"role": "PLATFORM_ADMIN", "displayName": "x", "phone": new_phone()})
        assert (refused["code"], refused["field"]) == ("ROLE_NOT_GRANTABLE", ["input", "role"])


async def test_operators_are_listed_for_the_platform_alone(server: Server, operator: Operator) -> None:
    platform = await a_person(NewMembership(role=Role.PLATFORM_ADMIN), totp=True)
    desk = await a_person(NewMembership(role=Role.FRONT_DESK, operator_id=operator.id))
    async with client(server) as http:
        token = (await signed_in(platform, totp=True)).access_token
        found = await asked(http, OPERATORS, authorization=f"Bearer {token}")
        assert {edge["node"]["state"] for edge in found["edges"]} <= {"ACTIVE", "SUSPENDED", "ERASED"}
        refused = {(await signed_in(desk)).access_token: "FORBIDDEN", "": "UNAUTHENTICATED"}
        for token, code in refused.items():
            headers = {"authorization": f"Bearer {token}"} if token else {}
            answer = (await http.post("/graphql", json={"query": OPERATORS}, headers=headers)).json()
            assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == (None, code)
