"""Bookings in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.errors import AppError, Locale
from backend.core.surfaces import Surface
from backend.modules.feeds.calendars import calendar_text
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.spaces import words
from backend.modules.spaces.contract.inputs import Loan, NewBooking
from backend.modules.spaces.contract.refusals import SlotTaken
from backend.modules.spaces.queries import bookings as queries
from backend.modules.spaces.queries import spaces
from backend.modules.spaces.queries.calendars import entries_by_booking
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, plain, ref, said
from graphql_schema.problem import Problem, ProblemCode, path, says_more
from graphql_schema.relay import Batched, fetch
from graphql_schema.spaces.spaces import Equipment, Space

WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class FreeAlternative(Record):
    """A time that is free instead."""

    space_id: strawberry.Private[UUID]
    space: Space | None = one("space_id", spaces.spaces_by_id, "Which space.", to="Space")
    starts_at: dt.datetime = column("Start.")
    ends_at: dt.datetime = column("End.")


def alternatives_of(found: object) -> list[FreeAlternative]:
    """What a refusal knows to be free."""
    listed = found if isinstance(found, tuple) else ()
    return [FreeAlternative(space_id=one[0], starts_at=one[1], ends_at=one[2]) for one in listed]


@strawberry.type(name="SlotTaken", description="This time is already taken; the nearest free ones are listed.")
class TakenProblem(Problem):
    """The refusal of a time that is taken."""

    alternatives: list[FreeAlternative] = strawberry.field(description="The nearest free times, the nearest first.")


@says_more(SlotTaken)
def _slot_taken(error: AppError, locale: Locale) -> Problem:
    return TakenProblem(
        code=ProblemCode(error.code),
        message=error.message(locale),
        field=path(error),
        alternatives=alternatives_of(error.facts.get("alternatives")),
    )


@record
class EquipmentLoan(Record):
    """Equipment that goes with a booking."""

    equipment_id: strawberry.Private[UUID]
    equipment: Equipment | None = one("equipment_id", spaces.equipment_by_id, "What.", to="Equipment")
    quantity: int = column("How many.")


@record
class Booking(Batched, Node):
    """A time in a space."""

    batch = staticmethod(queries.bookings_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    space_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID | None]
    series_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    space: Space | None = one("space_id", spaces.spaces_by_id, "Which space.", to="Space")
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Who booked.", to="Resident")
    series: "BookingSeries | None" = one("series_id", queries.series_by_id, "The series.", to="BookingSeries")
    equipment: list[EquipmentLoan] = many(queries.loans_by_booking, "What goes with it.", to="EquipmentLoan")
    audience: words.Audience = column("For whom.")
    title: str | None = column("What it is for, where staff or an organiser say so.")
    note: str | None = column("What the resident says of it.")
    quantity: int = column("How many seats, or how many come.")
    starts_at: dt.datetime = column("Start.")
    ends_at: dt.datetime = column("End.")
    status: words.BookingStatus = column("Where it stands.")
    terms_version: int | None = column("Which version of the rules of use was accepted.")
    terms_accepted_at: dt.datetime | None = column("When they were accepted.")
    checked_in_at: dt.datetime | None = column("When they came.")
    checked_in_by: words.CheckInMethod | None = column("How that is known.")
    decided_at: dt.datetime | None = column("When staff decided.")
    reason: str | None = column("Why it was rejected or cancelled.")
    cancel_cause: words.CancelCause | None = column("Who or what cancelled it.")
    ended_at: dt.datetime | None = column("When it ended.")
    sequence: int = column("Rises with each change.")
    created_at: dt.datetime = column("When it was made.")
    updated_at: dt.datetime = column("When it last changed.")

    @computed("It alone as a calendar file (iCalendar), to be opened or sent on.")
    async def calendar_file(self, info: Info) -> str | None:
        """The same UID and sequence as on every feed, so that a calendar has it once."""
        entry = await info.context.load(entries_by_booking, self.id)
        return None if entry is None else calendar_text(entry.summary, [entry]).decode()


@record
class BookingSeries(Batched, Node):
    """Bookings that were made by one rule."""

    batch = staticmethod(queries.series_by_id)
    id: NodeID[UUID]
    space_id: strawberry.Private[UUID]
    space: Space | None = one("space_id", spaces.spaces_by_id, "Which space.", to="Space")
    bookings: list[Booking] = many(queries.bookings_by_series, "Its bookings, by time.", to="Booking")
    rrule: str = column("The rule, by RFC 5545.")
    created_at: dt.datetime = column("When it was made.")


@given
class LoanInput:
    """Equipment along with a booking."""

    equipment_id: GlobalID = ref("What.", "Equipment")
    quantity: int = said("How many.", default=1)


@given
class CreateBookingInput(Creation):
    """A time to be booked."""

    space_id: GlobalID = ref("The space.", "Space")
    starts_at: dt.datetime = said("Start.")
    ends_at: dt.datetime = said("End.")
    quantity: int = said("How many seats, or how many come.", default=1)
    resident_id: GlobalID | None = ref("For whom; residents book for themselves.", "Resident", optional=True)
    audience: words.Audience = said("For whom, where staff book.", default=words.Audience.RESIDENT)
    title: str | None = said("What it is for, where staff book for another audience.", default=None)
    note: str | None = said("Anything to add, up to 500 characters.", default=None)
    has_accepted_terms: bool = said("Whether the space's rules of use were read and accepted.", default=False)
    equipment: list[LoanInput] = said("What is to go with it.", default_factory=list)


@given
class JoinWaitlistInput(Creation):
    """A time to queue for."""

    space_id: GlobalID = ref("The space.", "Space")
    starts_at: dt.datetime = said("Start.")
    ends_at: dt.datetime = said("End.")
    resident_id: GlobalID | None = ref("For whom; residents queue for themselves.", "Resident", optional=True)
    has_accepted_terms: bool = said("Whether the space's rules of use were read and accepted.", default=False)


@given
class UpdateBookingInput:
    """What is to be otherwise; what is left out stays."""

    booking_id: GlobalID = ref("The booking.", "Booking")
    starts_at: dt.datetime | None = said("Start.", default=None)
    ends_at: dt.datetime | None = said("End; the same length where it is left out.", default=None)
    quantity: int | None = said("How many.", default=None)
    note: str | None = said("Anything to add.", default=None)
    scope: words.SeriesScope = said("Of a series: this, those from it on, or all.", default=words.SeriesScope.THIS)


@given
class CancelBookingInput:
    """A booking to be given up."""

    booking_id: GlobalID = ref("The booking.", "Booking")
    scope: words.SeriesScope = said("Of a series: this, those from it on, or all.", default=words.SeriesScope.THIS)
    reason: str | None = said("Why, where staff cancel; whoever had booked reads it.", default=None)


@given
class BookingInput:
    """A booking."""

    booking_id: GlobalID = ref("The booking.", "Booking")


@given
class RejectBookingInput:
    """A no, and why."""

    booking_id: GlobalID = ref("The booking.", "Booking")
    reason: str = said("Why, 2 to 500 characters; whoever had booked reads it.")


@given
class CheckInBookingInput:
    """That someone has come."""

    booking_id: GlobalID | None = ref("The booking; staff name it.", "Booking", optional=True)
    code: str | None = said("What the QR code on the wall says; residents scan it.", default=None)


@given
class BookingFilter:
    """Which bookings are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    space_id: GlobalID | None = ref("In this space.", "Space", optional=True)
    resident_id: GlobalID | None = ref("Of this resident.", "Resident", optional=True)
    series_id: GlobalID | None = ref("Of this series.", "BookingSeries", optional=True)
    statuses: list[words.BookingStatus] = said("In one of these states.", default_factory=list)
    from_at: dt.datetime | None = said("That last beyond this moment.", default=None)
    until: dt.datetime | None = said("That begin before this moment.", default=None)


def asked(input: CreateBookingInput) -> NewBooking:
    """A booking as the actions take it."""
    return plain(input, NewBooking, equipment=tuple(plain(one, Loan) for one in input.equipment))


async def shown(info: Info, booking_id: UUID) -> Booking:
    """A booking as it is now."""
    found: Booking = await fetch(info, Booking, GlobalID("Booking", str(booking_id)))
    return found
