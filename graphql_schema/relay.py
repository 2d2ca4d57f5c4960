"""Relay: global ids, the node field, and connections by keyset."""

import contextlib
from collections.abc import Iterable
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node

from backend.core.errors import BadInput
from backend.core.paging import LARGEST_PAGE, Page, Slice
from graphql_schema.context import Info
from graphql_schema.fields import Record, typed

T = TypeVar("T")

First = Annotated[int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}.")]
After = Annotated[str | None, strawberry.argument(description="The cursor after which the page begins.")]


@strawberry.type(description="Where a page lies in the whole list.")
class PageInfo:
    """Relay's page information, forward only."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last one on this page.")


@strawberry.type(description="One of a list, with its cursor.")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="A place in the list; opaque.")
    node: T = strawberry.field(description="The one itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's connection; the total is counted when it is asked for."""

    edges: list[Edge[T]] = strawberry.field(description="The page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page lies.")
    slice: strawberry.Private[Slice[Any]]

    async def _count(self) -> int:
        return await self.slice.count()

    total_count: int = strawberry.field(
        resolver=_count, description="How many there are in all; costs a query of its own."
    )

    @classmethod
    def of(cls, kind: type[Record], found: Slice[Any]) -> "Connection[Any]":
        """The connection of a slice of rows."""
        edges: list[Edge[Any]] = [
            Edge(cursor=c, node=kind.of(row)) for c, row in zip(found.cursors, found.rows, strict=True)
        ]
        info = PageInfo(has_next_page=found.has_next, end_cursor=found.cursors[-1] if found.cursors else None)
        return cls(edges=edges, page_info=info, slice=found)


def page(first: int, after: str | None) -> Page:
    """The page that a list field was asked for."""
    return Page(first, after)


class Batched(Record):
    """A node that `node(id)` finds by the batch it names: `batch = staticmethod(queries.beds_by_id)`."""

    batch: Any  # Any: a Batch; a class attribute, not a field

    @classmethod
    async def resolve_nodes(cls, *, info: Info, node_ids: Iterable[str], required: bool = False) -> Iterable[Any]:
        """The nodes of these ids in order; what is absent or invisible is None, and if required it is an error."""
        return [await fetch(info, cls, GlobalID(cls.__name__, node_id)) for node_id in node_ids]


async def fetch(info: Info, kind: type[Batched], given: GlobalID) -> Any:  # Any: a node of that kind
    """One node by its global id, or None where it is of another kind, absent or invisible."""
    if given.type_name != kind.__name__:
        return None
    try:
        row = await info.context.load(kind.batch, UUID(given.node_id))
    except ValueError:
        return None
    return None if row is None else kind.of(row)


async def rebuilt(info: Info, type_name: str, object_id: UUID) -> Node:
    """What a mutation made before, read again."""
    node: Node = await fetch(info, typed(info, type_name), GlobalID(type_name, str(object_id)))
    return node


def key_of(given: GlobalID, *kinds: str, field: tuple[str, ...] = ()) -> UUID:
    """The id within a global id, which must be of one of these types. Raises BadInput at the field."""
    if given.type_name in kinds:
        with contextlib.suppress(ValueError):
            return UUID(given.node_id)
    raise BadInput(field=field)
