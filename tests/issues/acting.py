"""Acting and reading over the real API, and the hours of past days."""

import datetime as dt
from typing import Any  # Any: answers of the schema

from backend.core import clock
from graphql_schema.context import Context
from tenants.scope import Actor
from tests.isolation.crawling import ask

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def act(actor: Actor, name: str, selection: str, /, *, refused: bool = False, **input: Any) -> Any:
    """A mutation that must succeed (or be refused); what was asked of its success type."""
    kind = _SHARED_INPUTS.get(name, f"{name[0].upper()}{name[1:]}Input")
    asked = f"__typename {selection} ... on Refusal {{ code field }}"
    text = f"mutation($input: {kind}!) {{ done: {name}(input: $input) {{ {asked} }} }}"
    answer = await ask(Context(actor), text, {"input": input})
    assert answer.errors == []
    done = answer.data["done"]
    assert ("code" in done) is refused, done
    return done


_SHARED_INPUTS = {
    "acceptIssue": "IssueMoveInput",
    "startIssue": "IssueMoveInput",
    "completeTask": "CouncilTaskNoteInput",
    "cosignProposal": "ProposalInput",
}


async def page(actor: Actor, text: str, row_id: str) -> Any:
    """All of it in one query."""
    answer = await ask(Context(actor), text, {"id": row_id})
    assert answer.errors == []
    return next(iter(answer.data.values()))


def at(days_ago: int, hour: int, minute: int = 0) -> dt.datetime:
    day = TODAY - days_ago * DAY
    return dt.datetime.combine(day, dt.time(hour, minute), clock.SHANGHAI)
