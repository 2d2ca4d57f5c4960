"""Roster imports as clients see them: from the upload to the sheet of failures, and followed over a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from strawberry.relay import GlobalID
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.modules.housing.roster.reading import read_roster
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor
from tests.app.people import signed_in, token_of
from tests.app.server import Server
from tests.conftest import new_operator
from tests.housing.factories import Home
from tests.housing.imports import a_row, a_sheet, sizes, work

START = """mutation($file: ID!, $community: ID!, $consent: Boolean!) {
  startRosterImport(input: {fileId: $file, communityId: $community, hasConsent: $consent}) {
    __typename ... on RosterImport { id status community { id } file { name } } ... on Refusal { code field }
  }
}"""
APPLY = """mutation($id: ID!) {
  applyRosterImport(input: {importId: $id}) { __typename ... on RosterImport { status } ... on Refusal { code } }
}"""
CANCEL = APPLY.replace("applyRosterImport", "cancelRosterImport")
READ = """query($id: ID!) {
  rosterImport(id: $id) {
    status rowsTotal rowsDone refusal refusalMessage counts { kind rows }
    columns { sheet field header letter } failedFile { purpose path }
    rows(kinds: [ERROR, MOVE_IN]) {
      totalCount
      edges { node { number kind state nameMasked place problems { code field letter message } } }
    }
  }
}"""
LIST = "query($community: ID) { rosterImports(communityId: $community) { totalCount edges { node { id } } } }"
FOLLOW = "subscription($id: ID!) { rosterImportProgress(importId: $id) { status rowsDone rowsTotal } }"


@pytest.fixture
async def headers(operator: Operator) -> dict[str, str]:
    return signed_in(await token_of(operator, Role.FRONT_DESK), operator)


async def ask(http: httpx.AsyncClient, headers: dict[str, str], query: str, **variables: object) -> Any:  # Any: JSON
    answer = await http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
    assert "errors" not in answer.json(), answer.text
    return answer.json()["data"]


async def upload(http: httpx.AsyncClient, headers: dict[str, str], content: bytes) -> str:
    form: dict[str, Any] = {"purpose": (None, "ROSTER"), "file": ("名册.csv", content, "text/csv")}
    answer = await http.post("/files", files=form, headers={"X-Xinju-Upload": "1", **headers})
    return str(answer.json()["id"])


async def started(http: httpx.AsyncClient, headers: dict[str, str], home: Home, content: bytes) -> dict[str, Any]:
    """What `startRosterImport` answers for an upload."""
    file_id = await upload(http, headers, content)
    community = str(GlobalID("Community", str(home.community_id)))
    said = await ask(http, headers, START, file=file_id, community=community, consent=True)
    found: dict[str, Any] = said["startRosterImport"]
    return found


@asynccontextmanager
async def following(server: Server, headers: dict[str, str], import_id: str) -> AsyncIterator[ClientConnection]:
    """A socket that follows an import."""
    url = f"{server.url.replace('http', 'ws')}/graphql?operator={headers['X-Operator']}"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
        token = headers["Authorization"].removeprefix("Bearer ")
        await socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
        assert (await heard(socket))["type"] == "connection_ack"
        asked = {"query": FOLLOW, "variables": {"id": import_id}}
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
        yield socket


async def heard(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(15):
        message: dict[str, Any] = json.loads(await socket.recv())
    return message


def a_node(number: int, kind: str, state: str, name: str, place: str, *problems: dict[str, str]) -> dict[str, object]:
    """A row as the client sees it."""
    said = {"number": number, "kind": kind, "state": state, "nameMasked": name, "place": place}
    return {**said, "problems": list(problems)}


async def test_a_preview_shows_what_each_row_would_change_and_masks_its_name(
    http: httpx.AsyncClient, headers: dict[str, str], operator: Operator, home: Home
) -> None:
    content = a_sheet(a_row(1, name="欧阳一诺"), a_row(2, name="张二", phone="12"), a_row(9, name="王五"))
    made = await started(http, headers, home, content)
    assert (made["__typename"], made["status"], made["file"]) == ("RosterImport", "UPLOADED", {"name": "名册.csv"})
    await work(operator.id)
    seen = (await ask(http, {**headers, "Accept-Language": "en"}, READ, id=made["id"]))["rosterImport"]
    assert (seen["status"], seen["rowsTotal"], seen["rowsDone"], seen["refusal"]) == ("PREVIEWED", 3, 2, None)
    assert seen["counts"] == [{"kind": "MOVE_IN", "rows": 1}, {"kind": "ERROR", "rows": 2}]
    assert {"sheet": "", "field": "PHONE", "header": "手机号", "letter": "C"} in seen["columns"]
    assert seen["rows"]["totalCount"] == 3
    phone = {"code": "BAD_PHONE", "field": "PHONE", "letter": "C", "message": "The phone number is not valid."}
    place = {"code": "PLACE_UNKNOWN", "field": "UNIT", "letter": "E"}
    place["message"] = "This community has no such building, room or bed."
    assert [edge["node"] for edge in seen["rows"]["edges"]] == [
        a_node(2, "MOVE_IN", "PENDING", "欧阳**", "5-118-1"),
        a_node(3, "ERROR", "FAILED", "张*", "5-118-2", phone),
        a_node(4, "ERROR", "FAILED", "王*", "5-118-9", place),
    ]


async def test_a_front_desk_applies_a_roster_and_fetches_what_failed(
    http: httpx.AsyncClient, headers: dict[str, str], operator: Operator, manager: Actor, home: Home
) -> None:
    made = await started(http, headers, home, a_sheet(a_row(1), a_row(2, name="张二", phone="12")))
    await work(operator.id)
    assert (await ask(http, headers, APPLY, id=made["id"]))["applyRosterImport"]["status"] == "APPLYING"
    await work(operator.id)
    seen = (await ask(http, headers, READ, id=made["id"]))["rosterImport"]
    assert (seen["status"], seen["rowsDone"], seen["failedFile"]["purpose"]) == ("APPLIED", 2, "ROSTER_FAILURES")
    failures = read_roster((await http.get(seen["failedFile"]["path"])).content)
    assert [cells[0] for cells in failures.sheets[0].cells.values()] == ["张二"]
    assert (await sizes(manager))["stays"] == 1
    listed = await ask(http, headers, LIST, community=made["community"]["id"])
    assert listed["rosterImports"] == {"totalCount": 1, "edges": [{"node": {"id": made["id"]}}]}
    again = await ask(http, headers, APPLY, id=made["id"])
    assert again["applyRosterImport"] == {"__typename": "Refusal", "code": "ROSTER_NOT_READY"}


async def test_whoever_follows_an_import_hears_of_each_step_until_its_end(
    server: Server, http: httpx.AsyncClient, headers: dict[str, str], operator: Operator, home: Home
) -> None:
    made = await started(http, headers, home, a_sheet(a_row(1), a_row(2)))
    async with following(server, headers, made["id"]) as socket:
        steps = [(await heard(socket))["payload"]["data"]["rosterImportProgress"]["status"]]
        await work(operator.id)
        while steps[-1] != "PREVIEWED":
            steps.append((await heard(socket))["payload"]["data"]["rosterImportProgress"]["status"])
        await ask(http, headers, APPLY, id=made["id"])
        await work(operator.id)
        messages = [await heard(socket)]
        while messages[-1]["type"] != "complete":
            messages.append(await heard(socket))
        last = {"status": "APPLIED", "rowsDone": 2, "rowsTotal": 2}
        assert messages[-2]["payload"] == {"data": {"rosterImportProgress": last}}
    assert steps[0] == "UPLOADED"


async def test_nobody_else_sees_steers_or_follows_an_import(
    server: Server, http: httpx.AsyncClient, headers: dict[str, str], operator: Operator, home: Home
) -> None:
    made = await started(http, headers, home, a_sheet(a_row(1)))
    await work(operator.id)
    other = await new_operator()
    stranger = signed_in(await token_of(other, Role.COMMUNITY_MANAGER), other)
    assert await ask(http, stranger, READ, id=made["id"]) == {"rosterImport": None}
    assert (await ask(http, stranger, LIST))["rosterImports"] == {"totalCount": 0, "edges": []}
    for act in (APPLY, CANCEL):
        (refused,) = (await ask(http, stranger, act, id=made["id"])).values()
        assert refused == {"__typename": "Refusal", "code": "NOT_FOUND"}
    async with following(server, stranger, made["id"]) as socket:
        assert "NOT_FOUND" in json.dumps(await heard(socket))
    worker = signed_in(await token_of(operator, Role.SOCIAL_WORKER), operator)
    async with following(server, worker, made["id"]) as socket:
        assert "FORBIDDEN" in json.dumps(await heard(socket))
    assert (await ask(http, headers, READ, id=made["id"]))["rosterImport"]["status"] == "PREVIEWED"


async def test_an_import_without_consent_or_of_no_file_is_refused_by_its_code(
    http: httpx.AsyncClient, headers: dict[str, str], home: Home
) -> None:
    community = str(GlobalID("Community", str(home.community_id)))
    file_id = await upload(http, headers, a_sheet(a_row(1)))
    said = await ask(http, headers, START, file=file_id, community=community, consent=False)
    assert said["startRosterImport"] == {
        "__typename": "Refusal",
        "code": "CONSENT_MISSING",
        "field": ["input", "hasConsent"],
    }
    said = await ask(http, headers, START, file=community, community=community, consent=True)
    assert said["startRosterImport"]["code"] == "BAD_INPUT"


async def test_an_import_is_given_up_before_it_is_applied(
    http: httpx.AsyncClient, headers: dict[str, str], home: Home
) -> None:
    made = await started(http, headers, home, a_sheet(a_row(1)))
    assert (await ask(http, headers, CANCEL, id=made["id"]))["cancelRosterImport"]["status"] == "CANCELLED"


async def test_a_file_that_is_no_roster_is_refused_in_the_users_language(
    http: httpx.AsyncClient, headers: dict[str, str], operator: Operator, home: Home
) -> None:
    made = await started(http, headers, home, a_sheet((1, 2, 3, 4), header=("姓名", "手机号", "房号", "入住日期")))
    await work(operator.id)
    seen = (await ask(http, {**headers, "Accept-Language": "zh-CN"}, READ, id=made["id"]))["rosterImport"]
    assert (seen["status"], seen["refusal"]) == ("REFUSED", "COLUMNS_MISSING")
    assert seen["refusalMessage"] == "缺少以下列：证件号码"


async def test_the_template_is_for_whoever_may_import(
    http: httpx.AsyncClient, headers: dict[str, str], operator: Operator
) -> None:
    path = "/files/templates/roster.xlsx"
    answer = await http.get(path, headers=headers)
    assert answer.status_code == 200
    assert read_roster(answer.content).sheets[0].title == "住户名册"
    assert (await http.get(path)).status_code == 401
    worker = signed_in(await token_of(operator, Role.SOCIAL_WORKER), operator)
    assert (await http.get(path, headers=worker)).status_code == 403
