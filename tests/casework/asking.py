"""One GraphQL operation as someone, with what the test expects to be told."""

import json
from typing import Any

from graphql_schema.context import Context
from tenants.scope import Actor
from tests.isolation.crawling import Answer, ask


async def answered(actor: Actor, text: str, **variables: Any) -> Answer:
    return await ask(Context(actor), text, variables)


async def done(actor: Actor, name: str, shown: str, **given: Any) -> Any:
    """What a mutation answers."""
    kind = f"{name[0].upper()}{name[1:]}Input!"
    text = f"mutation($input: {kind}) {{ {name}(input: $input) {{ __typename {shown} }} }}"
    answer = await answered(actor, text, input=given)
    assert answer.errors == [], answer.errors
    return answer.data[name]


def said(answer: Answer) -> str:
    """All that an answer tells, as text."""
    return json.dumps(answer.told, ensure_ascii=False, default=str)
