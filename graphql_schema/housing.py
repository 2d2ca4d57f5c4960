"""Housing in the schema: communities."""

from uuid import UUID

import strawberry
from strawberry.relay import Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory as queries
from graphql_schema.context import Info
from graphql_schema.fields import column, reads, record
from graphql_schema.relay import After, Batched, Connection, First, page


@record
class Community(Batched, Node):
    """One rental community of the operator."""

    batch = staticmethod(queries.communities_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique with the operator.")
    name: str = column("Name as residents know it.")


@strawberry.type
class Query:
    """Reads."""

    @reads(Surface.TENANT, Surface.RESIDENT)
    async def communities(self, info: Info, first: First = 20, after: After = None) -> Connection[Community]:
        """The communities that the caller may see."""
        return Connection.of(Community, await queries.list_communities(await info.context.scope(), page(first, after)))
