"""Employers in the schema, and the beds that they hold."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.actions import employers as actions
from backend.modules.housing.queries import employers as queries
from backend.modules.housing.queries import inventory
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Bed, Community
from graphql_schema.inputs import Creation, key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, page


@record
class Allotment(Batched, Node):
    """Beds that an employer holds over a period for workers named later."""

    batch = staticmethod(queries.allotments_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    employer_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Its community.", to="Community")
    employer: "Employer | None" = one("employer_id", queries.employers_by_id, "Who holds them.", to="Employer")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day from which the beds are free again.")

    @computed("The beds.")
    async def beds(self, info: Info) -> list[Bed]:
        """By their ids."""
        ids = await info.context.load(queries.allotted_bed_ids_by_id, self.id) or ()
        return [Bed.of(row) for row in await info.context.load_many(inventory.beds_by_id, ids)]


@record
class Employer(Batched, Node):
    """A company that arranges beds for its staff."""

    batch = staticmethod(queries.employers_by_id)
    id: NodeID[UUID]
    name: str = column("Registered name.")
    uscc: str = column("Unified social credit code, GB 32100.")
    allotments: list[Allotment] = many(
        queries.allotments_of_employers_by_id, "What it holds now or will hold.", to="Allotment"
    )


@given
class CreateEmployerInput(Creation):
    """A company to list."""

    name: str = said("Registered name.")
    credit_code: str = said("Unified social credit code, GB 32100.")


@given
class AllotBedsInput(Creation):
    """Beds to hold for an employer."""

    employer_id: GlobalID = ref("The employer.", "Employer")
    bed_ids: list[GlobalID] = ref("The beds, all of one community, 1 to 500.", "Bed")
    starts_on: dt.date = said("First day.")
    ends_on: dt.date = said("The day from which the beds are free again.")


@given
class EndAllotmentInput:
    """An allotment to give back."""

    allotment_id: GlobalID = ref("The allotment.", "Allotment")
    ends_on: dt.date | None = said("The day from which the beds are free; today if left out.", default=None)


@strawberry.type
class Query:
    """Reads of employers."""

    @reads(Surface.TENANT)
    async def employers(self, info: Info, first: First = 20, after: After = None) -> Connection[Employer]:
        """The operator's employers, by name."""
        return Connection.of(Employer, await queries.list_employers(await info.context.scope(), page(first, after)))


@strawberry.type
class Mutation:
    """Changes to employers."""

    @mutation(Surface.TENANT)
    async def create_employer(self, info: Info, input: CreateEmployerInput) -> Employer:
        """List a company."""
        made = await actions.create_employer(await info.context.scope(), input.name, input.credit_code)
        return Employer.of(made)

    @mutation(Surface.TENANT)
    async def allot_beds(self, info: Info, input: AllotBedsInput) -> Allotment:
        """Hold beds for an employer's workers."""
        scope, employer_id, bed_ids = await info.context.scope(), key(input, "employer_id"), key(input, "bed_ids")
        return Allotment.of(await actions.allot_beds(scope, employer_id, bed_ids, input.starts_on, input.ends_on))

    @mutation(Surface.TENANT)
    async def end_allotment(self, info: Info, input: EndAllotmentInput) -> Allotment:
        """Give beds back."""
        scope, allotment_id = await info.context.scope(), key(input, "allotment_id")
        return Allotment.of(await actions.end_allotment(scope, allotment_id, input.ends_on))
