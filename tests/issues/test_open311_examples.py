"""The examples in the operations guide, done as they are written."""

import re
import shlex
from string import Template

from backend.core.settings import ROOT
from tests.issues.open311 import Exchange


def examples() -> list[list[str]]:
    """The arguments of every curl command of the section."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf8")
    block = re.search(r"## Open311\n.*?```\n(.*?)```", text, re.DOTALL)
    assert block is not None
    lines = block[1].replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines]


async def test_every_example_does_what_it_shows(exchange: Exchange) -> None:
    definition = (await exchange.get("services/water.json")).json()
    known = {"URL": "", "KEY": exchange.api_key, "COMMUNITY": definition["attributes"][0]["values"][0]["key"]}
    seen = []
    for curl, url, *more in examples():
        said = [Template(one).substitute(known).replace("youchao", exchange.town.operator.code) for one in (url, *more)]
        form = dict(one.split("=", 1) for one in said[1:] if one != "--data-urlencode")
        answer = await (exchange.http.post(said[0], data=form) if form else exchange.http.get(said[0]))
        assert (curl, answer.status_code) == ("curl", 200), answer.text
        seen.append((answer.request.method, answer.request.url.path))
    assert seen == [
        ("GET", "/open311/v2/services.json"),
        ("GET", "/open311/v2/services/water.xml"),
        ("GET", "/open311/v2/requests.json"),
        ("POST", "/open311/v2/requests.json"),
    ]
    (row,) = await exchange.rows()
    assert row["description"] == "外墙渗水"
