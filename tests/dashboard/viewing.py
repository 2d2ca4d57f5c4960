"""The district's viewer, and what the API answers them."""

from typing import Any

from backend.core.ids import new_id
from backend.core.surfaces import Surface
from graphql_schema.context import Context
from graphql_schema.masking import answer_errors
from graphql_schema.schema import schema
from tenants.roles import Role, permissions_of
from tenants.scope import Actor


def viewer(**more: Any) -> Actor:
    """Someone of a district department."""
    roles = frozenset({Role.DISTRICT_VIEWER})
    return Actor(
        surface=Surface.DISTRICT,
        account_id=new_id(),
        roles=roles,
        permissions=permissions_of(roles),
        request_id="test",
        address="127.0.0.1",
        **more,
    )


async def answer(actor: Actor, document: str, **variables: object) -> dict[str, Any]:
    """What is answered without errors."""
    context = Context(actor)
    result = await schema.execute(document, variables, context_value=context)
    await context.aclose()
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def refusals(actor: Actor, document: str, **variables: object) -> list[Any]:
    """The codes and fields of the errors."""
    context = Context(actor)
    result: Any = await schema.execute(document, variables, context_value=context)
    await context.aclose()
    return [error["extensions"] for error in answer_errors(result.errors or (), 9, actor.locale)]
