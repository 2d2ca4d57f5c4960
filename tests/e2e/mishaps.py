"""What goes wrong between a face and its server, put on the way of one act or of all."""

import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Final

import msgspec
from playwright.async_api import Route

from backend.core.settings import ROOT

Answer = Callable[[Route], Awaitable[None]]

DOCUMENTS: Final = ROOT / "web" / "dist" / "trusted-documents.json"
NO_NETWORK: Final = re.compile("^网络不通，未能提交。您填写的内容还在")
NO_SERVER: Final = re.compile("^服务器出了问题，未能提交。您填写的内容还在")
ENDED: Final = re.compile("^登录已过期，未能提交。您填写的内容还在")


@cache
def mutations() -> dict[str, str]:
    """The names of all that the faces can do, by the hash that goes over the wire for each."""
    texts = msgspec.json.decode(DOCUMENTS.read_bytes(), type=dict[str, str])
    found = {digest: re.match(r"mutation (\w+)", text) for digest, text in texts.items()}
    return {digest: match[1] for digest, match in found.items() if match}


def act_of(route: Route) -> str | None:
    """The name of the mutation that a request asks for."""
    asked: dict[str, Any] = route.request.post_data_json or {}
    return mutations().get(asked.get("documentId", ""))


def first_of(act: str, instead: Answer) -> Answer:
    """The first request for this mutation is answered otherwise, and no other."""
    met: list[str] = []

    async def answer(route: Route) -> None:
        if met or act_of(route) != act:
            await route.fallback()
            return
        met.append(act)
        await instead(route)

    return answer


async def refuse(route: Route) -> None:
    """The token is dead, as one that was revoked: the face turns to its cookie for a new one."""
    await route.fulfill(status=401, json={"errors": [{"message": "", "extensions": {"code": "UNAUTHENTICATED"}}]})


async def fail(route: Route) -> None:
    """What stands before the server says that it is gone."""
    await route.fulfill(status=503, content_type="text/plain", body="upstream is gone")


async def lose_answer(route: Route) -> None:
    """It is done, and nobody hears of it."""
    assert (await route.fetch()).ok
    await route.abort()
