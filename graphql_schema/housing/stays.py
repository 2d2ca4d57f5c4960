"""Stays in the schema: check-in, check-out and all between, occupancy and the room map."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing import words
from backend.modules.housing.actions import leaving
from backend.modules.housing.actions import stays as actions
from backend.modules.housing.contract.inputs import CoOccupant, NewStay, StayTransfer
from backend.modules.housing.queries import employers, inventory
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.housing.queries import stays as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, many, one, reads, record
from graphql_schema.housing.employers import Employer
from graphql_schema.housing.inventory import Bed, Community, Unit
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class StayPerson(Record):
    """Someone who lives in a stay."""

    resident_id: strawberry.Private[UUID]
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "The person.", to="Resident")
    relation: words.Relation = column("What they are to the one who leads the stay.")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day of leaving.")


@record
class Stay(Batched, Node):
    """An occupancy of a suite, a room or a bed over a period."""

    batch = staticmethod(queries.stays_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    unit_id: strawberry.Private[UUID]
    bed_id: strawberry.Private[UUID | None]
    lead_resident_id: strawberry.Private[UUID]
    employer_id: strawberry.Private[UUID | None]
    previous_stay_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Its community.", to="Community")
    unit: Unit | None = one("unit_id", inventory.units_by_id, "The suite or room.", to="Unit")
    bed: Bed | None = one("bed_id", inventory.beds_by_id, "The bed; none where the whole unit is let.", to="Bed")
    lead: Resident | None = one(
        "lead_resident_id", resident_queries.residents_by_id, "The resident who leads it.", to="Resident"
    )
    people: list[StayPerson] = many(
        queries.stay_residents_by_id, "Everyone who lives in it, the lead included.", to="StayPerson"
    )
    employer: Employer | None = one(
        "employer_id", employers.employers_by_id, "The employer who arranged it.", to="Employer"
    )
    previous_stay: "Stay | None" = one(
        "previous_stay_id", queries.stays_by_id, "The stay that it was moved from.", to="Stay"
    )
    status: words.StayStatus = column("Where it stands.")
    starts_on: dt.date = column("First day.")
    planned_ends_on: dt.date = column("The day of leaving that was agreed.")
    ends_on: dt.date = column("The day until which the place is held.")
    residency_started_on: dt.date = column("Since when they have lived with the operator, moves included.")
    over_limit_reason: str | None = column("Why more people than the limit were allowed.")
    overstay_blocked: bool = column("Whether they stayed on though someone else is to come.")
    registration_due_on: dt.date = column("By when the residence is to be registered.")
    registered_on: dt.date | None = column("When it was.")


@record
class Occupancy(Record):
    """A community on one date, all of it from the ledger."""

    as_of: dt.date = column("The date.")
    units: int = column("Suites and rooms.")
    beds: int = column("Beds.")
    beds_occupied: int = column("Beds that someone lives in.")
    beds_reserved: int = column("Beds that a reservation holds on that date.")
    beds_let: int = column("Beds occupied, or held by an employer.")
    residents: int = column("People who live there.")
    rate: float = column("Share of the beds that are occupied, 0 to 1.")


@record
class CheckOutEffect(Record):
    """One thing that a check-out ends or hands over."""

    module: str = column("The part of the product it belongs to.")
    act: str = column("What is done, as a code.")
    count: int = column("How many of them.")


@given
class CoOccupantInput:
    """Someone who lives along."""

    resident_id: GlobalID = ref("The person.", "Resident")
    relation: words.Relation = said("What they are to the one who leads the stay.")


@given
class CheckInInput(Creation):
    """A stay to begin; in the future it is reserved."""

    unit_id: GlobalID = ref("The suite or room.", "Unit")
    bed_id: GlobalID | None = ref("The bed; leave it out to let the whole unit.", "Bed", optional=True)
    resident_id: GlobalID = ref("Who leads the stay.", "Resident")
    starts_on: dt.date = said("First day.")
    ends_on: dt.date = said("The day of leaving; the place is free again from that morning.")
    employer_id: GlobalID | None = ref("The employer who arranged it.", "Employer", optional=True)
    co_occupants: list[CoOccupantInput] = said("Who lives along.", default_factory=list)
    over_limit_reason: str | None = said("Why more people than the limit may live there; managers only.", default=None)


@given
class StayDayInput:
    """A stay and a day, today if it is left out."""

    stay_id: GlobalID = ref("The stay.", "Stay")
    ends_on: dt.date | None = said("The day of leaving.", default=None)


@given
class StayInput:
    """A stay."""

    stay_id: GlobalID = ref("The stay.", "Stay")


@given
class TransferStayInput:
    """Where a stay moves to."""

    stay_id: GlobalID = ref("The stay.", "Stay")
    unit_id: GlobalID = ref("The new suite or room.", "Unit")
    bed_id: GlobalID | None = ref("The new bed; leave it out to take the whole unit.", "Bed", optional=True)
    moves_on: dt.date | None = said("The day of moving; today if left out.", default=None)
    ends_on: dt.date | None = said("The planned end; as before if left out.", default=None)
    co_occupants: list[CoOccupantInput] = said("Who joins on that day.", default_factory=list)
    over_limit_reason: str | None = said("Why more people than the limit may live there; managers only.", default=None)


@given
class ExtendStayInput:
    """A later planned end."""

    stay_id: GlobalID = ref("The stay.", "Stay")
    ends_on: dt.date = said("The new day of leaving.")


@given
class CancelStayInput:
    """A reservation that will not be lived."""

    stay_id: GlobalID = ref("The stay.", "Stay")
    reason: str = said("Why.")


@given
class RecordRegistrationInput:
    """A residence registration that was done."""

    stay_id: GlobalID = ref("The stay.", "Stay")
    registered_on: dt.date = said("The day it was done.")


@given
class StayFilter:
    """Which stays are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    resident_id: GlobalID | None = ref("In which this person lives.", "Resident", optional=True)
    employer_id: GlobalID | None = ref("Arranged by this employer.", "Employer", optional=True)
    unit_id: GlobalID | None = ref("In this suite or room.", "Unit", optional=True)
    statuses: list[words.StayStatus] = said("In one of these states.", default_factory=list)
    as_of: dt.date | None = said("Lived in on this date.", default=None)
    due_out_by: dt.date | None = said("Active, and to end by this date.", default=None)
    registration_due_by: dt.date | None = said("Not registered, and due by this date.", default=None)


def _people(given: list[CoOccupantInput]) -> tuple[CoOccupant, ...]:
    return tuple(plain(one, CoOccupant) for one in given)


@strawberry.type
class Query:
    """Reads of stays."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which stays are wanted; all where it is left out.")
    async def stays(
        self, info: Info, filter: StayFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Stay]:
        """The stays that the caller may see, newest first."""
        wanted = plain(filter, queries.StayFilter) if filter else queries.StayFilter()
        return Connection.of(Stay, await queries.list_stays(await info.context.scope(), page(first, after), wanted))

    @reads(Surface.TENANT, community_id="The community.", as_of="The date; today if left out.")
    async def occupancy(self, info: Info, community_id: GlobalID, as_of: dt.date | None = None) -> Occupancy:
        """A community on a date, today if none is given."""
        scope = await info.context.scope()
        return Occupancy.of(await queries.occupancy(scope, key_of(community_id, "Community"), as_of))

    @reads(Surface.TENANT, stay_id="The stay.", ends_on="The day of leaving; today if left out.")
    async def check_out_preview(
        self, info: Info, stay_id: GlobalID, ends_on: dt.date | None = None
    ) -> list[CheckOutEffect]:
        """What a check-out would end or hand over."""
        found = await leaving.check_out_preview(await info.context.scope(), key_of(stay_id, "Stay"), ends_on)
        return [CheckOutEffect.of(effect) for effect in found]


@strawberry.type
class Mutation:
    """Changes to stays."""

    @mutation(Surface.TENANT)
    async def check_in(self, info: Info, input: CheckInInput) -> Stay:
        """House a resident in a suite, a room or a bed, or reserve it."""
        new = plain(input, NewStay, co_occupants=_people(input.co_occupants))
        return Stay.of(await actions.check_in(await info.context.scope(), new))

    @mutation(Surface.TENANT)
    async def confirm_arrival(self, info: Info, input: StayInput) -> Stay:
        """Someone who had reserved has come."""
        return Stay.of(await actions.confirm_arrival(await info.context.scope(), key(input, "stay_id")))

    @mutation(Surface.TENANT)
    async def check_out(self, info: Info, input: StayDayInput) -> Stay:
        """End a stay, and all that its residents still hold."""
        return Stay.of(await leaving.check_out(await info.context.scope(), key(input, "stay_id"), input.ends_on))

    @mutation(Surface.TENANT)
    async def transfer_stay(self, info: Info, input: TransferStayInput) -> Stay:
        """Move a stay to another bed, room or suite, in one act."""
        transfer = plain(input, StayTransfer, co_occupants=_people(input.co_occupants))
        return Stay.of(await leaving.transfer_stay(await info.context.scope(), key(input, "stay_id"), transfer))

    @mutation(Surface.TENANT)
    async def extend_stay(self, info: Info, input: ExtendStayInput) -> Stay:
        """Let a stay last longer."""
        return Stay.of(await actions.extend_stay(await info.context.scope(), key(input, "stay_id"), input.ends_on))

    @mutation(Surface.TENANT)
    async def cancel_stay(self, info: Info, input: CancelStayInput) -> Stay:
        """Cancel a reservation."""
        return Stay.of(await actions.cancel_stay(await info.context.scope(), key(input, "stay_id"), input.reason))

    @mutation(Surface.TENANT)
    async def record_registration(self, info: Info, input: RecordRegistrationInput) -> Stay:
        """Note that a residence was registered."""
        scope, stay_id = await info.context.scope(), key(input, "stay_id")
        return Stay.of(await actions.record_registration(scope, stay_id, input.registered_on))
