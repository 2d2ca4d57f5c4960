"""A town that takes part in Open311, asked over HTTP as a program of another organisation asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any  # answers and parameters
from uuid import UUID
from xml.etree import ElementTree as ET

import httpx

from backend.app import build_app
from backend.modules.issues.actions.exchange import create_open311_client
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.issues.factories import Town

V2 = "/open311/v2"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A town, a client's key in it, and the way there."""

    town: Town
    admin: Actor
    client_id: UUID
    api_key: str
    http: httpx.AsyncClient

    async def get(self, path: str, locale: str = "zh-CN", **asked: Any) -> httpx.Response:
        """As anyone may ask."""
        told = {"jurisdiction_id": self.town.operator.code} | asked
        return await self.http.get(f"{V2}/{path}", params=told, headers={"Accept-Language": locale})

    async def rows(self, **asked: Any) -> list[dict[str, Any]]:
        """The requests, as JSON."""
        answer = await self.get("requests.json", **asked)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()
        return rows

    async def ids(self, **asked: Any) -> list[str]:
        """Their ids, in order."""
        return [row["service_request_id"] for row in await self.rows(**asked)]

    async def post(self, path: str = "requests.json", **form: Any) -> httpx.Response:
        """A report by the key, of a leak in the town's community."""
        told = {
            "api_key": self.api_key,
            "jurisdiction_id": self.town.operator.code,
            "service_code": "water",
            "description": "外墙渗水",
        }
        sent = {"data": {name: value for name, value in (told | self.place | form).items() if value is not None}}
        return await self.http.post(f"{V2}/{path}", **sent)  # type: ignore[arg-type]  # parts by name

    @property
    def place(self) -> dict[str, str]:
        return {"address_string": "5号楼南侧"}


async def new_key(admin: Actor, name: str = "街道热线") -> tuple[UUID, str]:
    """A client and its key."""
    async with open_scope(admin) as scope:
        client, api_key = await create_open311_client(scope, name)
    return client.id, api_key


@asynccontextmanager
async def exchanging(town: Town) -> AsyncIterator[Exchange]:
    """The town with one key."""
    admin = acting(town.operator, Role.OPERATOR_ADMIN)
    client_id, api_key = await new_key(admin)
    transport = httpx.ASGITransport(app=build_app())  # type: ignore[arg-type]  # ASGI, by Litestar's own types
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", trust_env=False) as http:
        yield Exchange(town, admin, client_id, api_key, http)


def spark(element: ET.Element) -> Any:
    """An XML answer as its JSON is by the Spark convention; all values are texts."""
    if element.tag in ("services", "service_requests", "errors", "attributes", "values", "endpoints", "formats"):
        return [spark(one) for one in element]
    if len(element):
        return {one.tag: spark(one) for one in element}
    return element.text


def as_texts(said: Any) -> Any:
    """JSON with every value as XML writes it."""
    if isinstance(said, dict):
        return {name: as_texts(value) for name, value in said.items()}
    if isinstance(said, list):
        return [as_texts(value) for value in said]
    if isinstance(said, bool):
        return "true" if said else "false"
    return None if said in (None, "") else str(said)


def errors_of(answer: httpx.Response) -> tuple[int, list[int]]:
    """The HTTP status, and the codes in the body; each error is a code and a sentence."""
    if answer.headers["content-type"].startswith("text/xml"):
        root = ET.fromstring(answer.content)  # noqa: S314  # our own answer
        assert root.tag == "errors"
        said = [{"code": int(one["code"]), "description": one["description"]} for one in spark(root)]
    else:
        said = answer.json()
    assert all(set(one) == {"code", "description"} and one["description"] for one in said)
    return answer.status_code, [one["code"] for one in said]
