"""Wait-lists in the schema: places in line, and what is done about an offer."""

import datetime as dt
from collections.abc import AsyncGenerator
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core.errors import Unauthenticated
from backend.core.live import live
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.waitlists import queries
from backend.modules.waitlists.actions import answers as actions
from backend.modules.waitlists.contract import Seating, WaitlistStatus
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, one, reads, record, watches
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page
from tenants.scope import open_scope

_WHO = (Surface.TENANT, Surface.RESIDENT)

strawberry.enum(WaitlistStatus, description="Where a place in line stands.")


@record
class WaitlistEntry(Batched, Node):
    """Someone's place in a line for a seat, and the offer that is held for them."""

    batch = staticmethod(queries.entries_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    kind: strawberry.Private[str]
    subject_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Who queues.", to="Resident")
    number: int = column("Number in the line; it never changes.")
    position: int | None = column("How far from the front, 1 for the next; none with an offer or at the end.")
    status: WaitlistStatus = column("Where it stands.")
    joined_at: dt.datetime = column("Since when they queue.")
    offered_at: dt.datetime | None = column("When a seat was offered.")
    offer_expires_at: dt.datetime | None = column("Until when the seat is held; then it goes to the next.")
    ended_at: dt.datetime | None = column("When the place ended.")

    @computed("Global id of what the line is for.", name="subjectId")
    def about(self) -> strawberry.ID:
        """A client may ask for it by `node`."""
        return strawberry.ID(to_base64(_type_of(self.kind), self.subject_id))

    @computed("What the line is for.")
    async def subject(self, info: Info) -> Node | None:
        """A slot, a course or a council."""
        name = _type_of(self.kind)
        kind = getattr(info.schema.get_type_by_name(name), "origin", None)
        if not (isinstance(kind, type) and issubclass(kind, Batched)):
            return None
        node: Node | None = await fetch(info, kind, GlobalID(name, str(self.subject_id)))
        return node


def _type_of(kind: str) -> str:
    """`courses.course` is a Course."""
    return kind.rsplit(".", 1)[-1].title()


@given
class WaitlistEntryInput:
    """A place in line."""

    entry_id: GlobalID = ref("The place.", "WaitlistEntry")


@given
class WaitlistFilter:
    """Which places are wanted; all that is given must hold."""

    subject_id: GlobalID | None = said(
        "In the line for this slot, course or council; then in the order of the line.", default=None
    )
    statuses: list[WaitlistStatus] = said("In one of these states.", default_factory=list)


def _subject(filter: WaitlistFilter) -> UUID | None:
    if filter.subject_id is None:
        return None
    queued_for = sorted({_type_of(kind) for kind in Seating.declared})
    return key_of(filter.subject_id, *queued_for, field=("filter", "subject_id"))


@strawberry.type
class Query:
    """Reads of places in line."""

    @reads(*_WHO, filter="Which places are wanted; all where it is left out.")
    async def waitlist(
        self, info: Info, filter: WaitlistFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[WaitlistEntry]:
        """The places in line that the caller may see, the latest first: residents see their own, staff everyone's."""
        wanted = queries.EntryFilter()
        if filter is not None:
            wanted = queries.EntryFilter(subject_id=_subject(filter), statuses=tuple(filter.statuses))
        found = await queries.list_entries(await info.context.scope(), page(first, after), wanted)
        return Connection.of(WaitlistEntry, found)


@strawberry.type
class Mutation:
    """What is done about a place in line."""

    @mutation(*_WHO)
    async def accept_offer(self, info: Info, input: WaitlistEntryInput) -> WaitlistEntry:
        """Take the seat that is held."""
        entry_id = key(input, "entry_id")
        await actions.accept_offer(await info.context.scope(), entry_id)
        return await _shown(info, entry_id)

    @mutation(*_WHO)
    async def decline_offer(self, info: Info, input: WaitlistEntryInput) -> WaitlistEntry:
        """Let the next in line have the seat."""
        entry_id = key(input, "entry_id")
        await actions.decline_offer(await info.context.scope(), entry_id)
        return await _shown(info, entry_id)

    @mutation(*_WHO)
    async def leave_waitlist(self, info: Info, input: WaitlistEntryInput) -> WaitlistEntry:
        """Give a place in line up; whoever joins again goes to the end."""
        entry_id = key(input, "entry_id")
        await actions.leave_waitlist(await info.context.scope(), entry_id)
        return await _shown(info, entry_id)


async def _shown(info: Info, entry_id: UUID) -> WaitlistEntry:
    found: WaitlistEntry = await fetch(info, WaitlistEntry, GlobalID("WaitlistEntry", str(entry_id)))
    return found


@strawberry.type
class Subscription:
    """Following one's own places in line."""

    @watches(Surface.RESIDENT)
    async def offer_received(self, info: Info) -> AsyncGenerator[WaitlistEntry, None]:
        """Each offer to the caller that stands, from those that stand now on."""
        actor = info.context.actor
        if actor.resident_id is None:
            raise Unauthenticated
        told: set[UUID] = set()
        offered = queries.EntryFilter(statuses=(WaitlistStatus.OFFERED,))
        async for _ in live.wakes(f"{actor.operator}:waitlist:{actor.resident_id}"):
            # Read anew under the caller's own scope: a hint tells nobody what they may not see.
            async with open_scope(actor, read_only=True) as scope:
                found = await queries.list_entries(scope, Page(100), offered)
            for row in found.rows:
                if row.id not in told:
                    told.add(row.id)
                    yield WaitlistEntry.of(row)
