"""Open311 in the schema: the keys of other organisations' programs, for an operator's admins alone."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.issues.actions import exchange
from backend.modules.issues.queries import clients
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, reads, record
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, page


@record
class Open311Client(Batched, Node):
    """A program of another organisation that reports issues by Open311 (GeoReport v2), and by whose key it does.

    While any key is in force anyone may read where the operator's public issues stand, at `/open311/v2`.
    """

    batch = staticmethod(clients.open311_clients_by_id)
    id: NodeID[UUID]
    name: str = column("Whose program it is; staff read it in the history of what it reports.")
    created_at: dt.datetime = column("Since when.")
    used_at: dt.datetime | None = column("When it last reported something.")
    revoked_at: dt.datetime | None = column("Since when its key is not in force any more.")


@record
class Open311Key(Record):
    """A client with a key that is shown this once."""

    client: Open311Client = column("The client.")
    api_key: str = column("The key, which the client sends as `api_key`; nobody can see it again.")


@given
class CreateOpen311ClientInput:
    """Who gets a key. Without an idempotency key, for the answer holds a secret."""

    name: str = said("Whose program it is, up to 60 characters.")


@given
class RevokeOpen311ClientInput:
    """Whose key is to end."""

    client_id: GlobalID = ref("The client.", "Open311Client")


@strawberry.type
class Query:
    """Reads of clients."""

    @reads(Surface.TENANT)
    async def open311_clients(self, info: Info, first: First = 20, after: After = None) -> Connection[Open311Client]:
        """The programs that got a key, newest first; those whose key was revoked too."""
        found = await clients.list_open311_clients(await info.context.scope(), page(first, after))
        return Connection.of(Open311Client, found)


@strawberry.type
class Mutation:
    """Changes to clients."""

    @mutation(Surface.TENANT)
    async def create_open311_client(self, info: Info, input: CreateOpen311ClientInput) -> Open311Key:
        """Give a program a key. The answer shows it, this once."""
        made, api_key = await exchange.create_open311_client(await info.context.scope(), input.name)
        return Open311Key(client=Open311Client.of(made), api_key=api_key)

    @mutation(Surface.TENANT)
    async def revoke_open311_client(self, info: Info, input: RevokeOpen311ClientInput) -> Open311Client:
        """End a key at once. What was reported by it stays."""
        gone = await exchange.revoke_open311_client(await info.context.scope(), key(input, "client_id"))
        return Open311Client.of(gone)
