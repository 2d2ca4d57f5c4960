"""Terms in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.courses.actions import terms as actions
from backend.modules.courses.contract.inputs import NewTerm
from backend.modules.courses.queries import terms as queries
from backend.modules.housing.queries import inventory
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import Creation, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class Term(Batched, Node):
    """A term of the night school in one community."""

    batch = staticmethod(queries.terms_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Its community.", to="Community")
    name: str = column("What it is called.")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("Last day.")
    opens_at: dt.datetime = column("From when on its courses take applications.")
    closes_at: dt.datetime = column("Until when they do.")
    max_courses: int = column("How many courses one resident may have.")
    max_per_category: int | None = column("How many of one kind, if that is limited.")

    @computed("Whether its courses take applications now.")
    def takes_applications(self) -> bool:
        """By the server's clock."""
        return self.opens_at <= clock.now() < self.closes_at


@given
class CreateTermInput(Creation):
    """A term to announce."""

    community_id: GlobalID = ref("Its community.", "Community")
    name: str = said("What it is called.")
    starts_on: dt.date = said("First day.")
    ends_on: dt.date = said("Last day.")
    opens_at: dt.datetime = said("From when on its courses take applications.")
    closes_at: dt.datetime = said("Until when they do.")
    max_courses: int | None = said(
        "How many courses one resident may have; the operator's limit if left out.", default=None
    )
    max_per_category: int | None = said("How many of one kind, if that is to be limited.", default=None)


@strawberry.type
class Query:
    """Reads of terms."""

    @reads(Surface.TENANT, Surface.RESIDENT, community_id="Of this community alone.")
    async def terms(
        self, info: Info, community_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[Term]:
        """The terms that the caller may see, the latest first."""
        wanted = None if community_id is None else key_of(community_id, "Community")
        found = await queries.list_terms(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Term, found)


@strawberry.type
class Mutation:
    """Changes to terms."""

    @mutation(Surface.TENANT)
    async def create_term(self, info: Info, input: CreateTermInput) -> Term:
        """Announce a term."""
        return Term.of(await actions.create_term(await info.context.scope(), plain(input, NewTerm)))
