"""The one schema: every file of this folder that declares a Query, a Mutation or a Subscription is merged in."""

import importlib
import pkgutil
from types import ModuleType

import strawberry
from strawberry.relay import GlobalID, Node
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

import graphql_schema
from backend.core.surfaces import Surface
from graphql_schema.context import Info
from graphql_schema.fields import reads
from graphql_schema.prepare import ServedSchema
from graphql_schema.relay import Batched, fetch


@strawberry.type
class NodeQuery:
    """Relay's way to any object."""

    @reads(*Surface, id="Its global id.")
    async def node(self, info: Info, id: GlobalID) -> Node | None:
        """Any object by its global id; what is absent and what may not be seen answer alike."""
        kind = info.schema.get_type_by_name(id.type_name)
        origin = getattr(kind, "origin", None)
        if not (isinstance(origin, type) and issubclass(origin, Batched)):
            return None
        node: Node | None = await fetch(info, origin, id)
        return node


def _parts() -> list[ModuleType]:
    found = pkgutil.walk_packages(graphql_schema.__path__, "graphql_schema.")
    return [importlib.import_module(name) for name in sorted(part.name for part in found) if name != __name__]


def _merged(root: str, *first: type) -> type | None:
    parts = (*first, *(getattr(part, root) for part in _parts() if hasattr(part, root)))
    return merge_types(root, parts) if parts else None


def _types() -> list[type]:
    """Types that only interfaces lead to."""
    return [
        found
        for part in _parts()
        for found in vars(part).values()
        if isinstance(found, type)
        and issubclass(found, Batched)
        and found.__module__ == part.__name__
        and hasattr(found, "__strawberry_definition__")
    ]


query = _merged("Query", NodeQuery)
assert query is not None  # noqa: S101  # node is always there

schema = ServedSchema(
    query=query,
    mutation=_merged("Mutation"),
    subscription=_merged("Subscription"),
    types=_types(),
    config=StrawberryConfig(disable_field_suggestions=True),
)
