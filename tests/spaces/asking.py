"""Asking the schema about spaces."""

import datetime as dt
from dataclasses import replace
from typing import Any

from graphql_schema.context import Context
from tenants.roles import Role
from tenants.scope import Actor
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.spaces.factories import House, at

SHOWN = "... on Booking { id status startsAt } ... on Problem { code field message }"
TAKEN = "... on SlotTaken { alternatives { startsAt endsAt space { name } } }"
SERIES = """... on BookingSeries { id bookings { startsAt status } }
  ... on SeriesConflicting { conflicts { startsAt code message alternatives { startsAt } } } ... on Problem { code }"""


async def done(actor: Actor, name: str, shown: str, /, **said: Any) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}Input"
    kind = {"ApproveBookingInput": "BookingInput", "CheckOutBookingInput": "BookingInput"}.get(kind, kind)
    text = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename {shown} }} }}"
    answer = await ask(Context(actor), text, {"input": said})
    assert answer.errors == [], answer.errors
    found: dict[str, Any] = answer.data[name]
    return found


async def asked(actor: Actor, text: str, **variables: Any) -> Any:
    answer = await ask(Context(actor), text, variables)
    assert answer.errors == [], answer.errors
    return answer.data


def said(house: House, starts_at: dt.datetime | None = None, **more: Any) -> dict[str, Any]:
    begins = starts_at or at(10)
    times = {"startsAt": begins.isoformat(), "endsAt": (begins + dt.timedelta(hours=1)).isoformat()}
    return {"spaceId": global_id("Space", house.space.id), **times, **more}


async def stranger_of(house: House) -> list[Actor]:
    """Staff and a resident of another operator."""
    other = await new_operator()
    resident = replace(house.residents[0], operator_id=other.id)
    return [acting(other, Role.COMMUNITY_MANAGER), resident]
