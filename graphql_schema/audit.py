"""The audit trail in the schema, for the operator's administrators."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core.errors import BadInput
from backend.core.surfaces import Surface
from backend.modules.audit import queries
from backend.modules.audit.contract import AuditFilter
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, reads, record
from graphql_schema.relay import After, Batched, Connection, First, page

From = Annotated[dt.datetime | None, strawberry.argument(name="from", description="Not before this instant.")]
To = Annotated[dt.datetime | None, strawberry.argument(name="to", description="Before this instant.")]
ObjectId = Annotated[GlobalID | None, strawberry.argument(description="The object that was acted on.")]
ActorId = Annotated[str | None, strawberry.argument(description="Who acted, as `actor` says it.")]
ActCode = Annotated[str | None, strawberry.argument(description="What was done, as `act` says it.")]


@record
class AuditEntry(Batched, Node):
    """Who did what to which object, when and why."""

    batch = staticmethod(queries.audit_entries_by_id)
    id: NodeID[UUID]
    created_at: strawberry.Private[dt.datetime]
    object_id: strawberry.Private[UUID | None]
    facts: strawberry.Private[dict[str, Any]]  # Any: JSON values
    actor: str = column(
        "The account that acted, `system:` and the handler or timer that did; `resident` where one asked a station."
    )
    act: str = column("What was done, as a code.")
    object_type: str = column("What kind of object it was done to.")
    reason: str | None = column("Why, where a reason is asked for.")

    @computed("When.")
    def at(self) -> dt.datetime:
        """The application's clock."""
        return self.created_at

    @computed("What this operator calls the actor, where that is an account of its own.")
    async def actor_name(self, info: Info) -> str | None:
        """One query for the page."""
        return await info.context.load(queries.names_by_actor, self.actor)

    @computed("Global id of the object, where it has one.", name="objectId")
    def about(self) -> strawberry.ID | None:
        """The object may be gone by now."""
        return None if self.object_id is None else strawberry.ID(to_base64(self.object_type, self.object_id))

    @computed("Ids, codes, dates and numbers of the act, as a JSON object.", name="facts")
    def facts_as_json(self) -> str:
        """Each act has its own."""
        return msgspec.json.encode(self.facts).decode()

    @computed("Whether the entry is chained, so that a later change would show. It takes some seconds.")
    async def sealed(self, info: Info) -> bool:
        """One query for the page."""
        return await info.context.load(queries.seal_numbers_by_entry, UUID(str(self.id))) is not None


@strawberry.type
class Query:
    """Reads."""

    @reads(Surface.TENANT)
    async def audit_entries(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        object_id: ObjectId = None,
        actor: ActorId = None,
        act: ActCode = None,
        from_: From = None,
        to: To = None,
    ) -> Connection[AuditEntry]:
        """The operator's audit trail, newest first."""
        wanted = AuditFilter(object_id=_key(object_id), actor=actor, act=act, since=from_, until=to)
        found = await queries.list_audit_entries(await info.context.scope(), page(first, after), wanted)
        return Connection.of(AuditEntry, found)


def _key(given: GlobalID | None) -> UUID | None:
    """The id within a global id of any type: what was acted on may have no type in the schema."""
    try:
        return None if given is None else UUID(given.node_id)
    except ValueError as error:
        raise BadInput(field=("objectId",)) from error
