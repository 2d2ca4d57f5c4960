"""Bookings in the schema: the reads, and what is done with a booking."""

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.spaces.actions import attendance, decisions, queueing
from backend.modules.spaces.actions import bookings as actions
from backend.modules.spaces.contract.inputs import BookingChange, NewBooking
from backend.modules.spaces.queries import bookings as queries
from graphql_schema.context import Info
from graphql_schema.fields import reads
from graphql_schema.inputs import key, plain
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Connection, First, fetch, page
from graphql_schema.spaces.bookings import (
    WHO,
    Booking,
    BookingFilter,
    BookingInput,
    CancelBookingInput,
    CheckInBookingInput,
    CreateBookingInput,
    JoinWaitlistInput,
    RejectBookingInput,
    TakenProblem,
    UpdateBookingInput,
    asked,
    shown,
)
from graphql_schema.waitlists import WaitlistEntry


def _wanted(filter: BookingFilter | None) -> queries.BookingFilter:
    return plain(filter, queries.BookingFilter) if filter else queries.BookingFilter()


@strawberry.type
class Query:
    """Reads of bookings."""

    @reads(*WHO, filter="Which bookings are wanted; all where it is left out.")
    async def bookings(
        self, info: Info, filter: BookingFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Booking]:
        """The bookings that the caller may see, the latest to begin first: residents see their own."""
        found = await queries.list_bookings(await info.context.scope(), page(first, after), _wanted(filter))
        return Connection.of(Booking, found)

    @reads(*WHO, filter="Which bookings are wanted; all where it is left out.")
    async def my_bookings(
        self, info: Info, filter: BookingFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Booking]:
        """The caller's own bookings, the latest to begin first; for staff, who have none, all that they may see."""
        found = await queries.list_bookings(await info.context.scope(), page(first, after), _wanted(filter))
        return Connection.of(Booking, found)


@strawberry.type
class Mutation:
    """What is done with bookings."""

    @mutation(*WHO, problems=(TakenProblem,))
    async def create_booking(self, info: Info, input: CreateBookingInput) -> Booking:
        """Book a time; where staff have to approve, the place is held until they have."""
        made = await actions.create_booking(await info.context.scope(), asked(input))
        return await shown(info, made.id)

    @mutation(*WHO, problems=(TakenProblem,))
    async def update_booking(self, info: Info, input: UpdateBookingInput) -> Booking:
        """Move a booking, or change it otherwise; of a series also those that follow."""
        booking_id = key(input, "booking_id")
        await actions.update_booking(await info.context.scope(), booking_id, plain(input, BookingChange))
        return await shown(info, booking_id)

    @mutation(*WHO)
    async def cancel_booking(self, info: Info, input: CancelBookingInput) -> Booking:
        """Give a booking up; the place goes to whoever waits for it."""
        booking_id = key(input, "booking_id")
        await actions.cancel_booking(await info.context.scope(), booking_id, input.scope, input.reason)
        return await shown(info, booking_id)

    @mutation(Surface.TENANT)
    async def approve_booking(self, info: Info, input: BookingInput) -> Booking:
        """Say yes to a booking that waits for it."""
        booking_id = key(input, "booking_id")
        await decisions.approve_booking(await info.context.scope(), booking_id)
        return await shown(info, booking_id)

    @mutation(Surface.TENANT)
    async def reject_booking(self, info: Info, input: RejectBookingInput) -> Booking:
        """Say no to a booking, with a reason."""
        booking_id = key(input, "booking_id")
        await decisions.reject_booking(await info.context.scope(), booking_id, input.reason)
        return await shown(info, booking_id)

    @mutation(*WHO)
    async def check_in_booking(self, info: Info, input: CheckInBookingInput) -> Booking:
        """They have come: by the code on the wall, or as staff see it."""
        made = await attendance.check_in_booking(await info.context.scope(), key(input, "booking_id"), input.code)
        return await shown(info, made.id)

    @mutation(*WHO)
    async def check_out_booking(self, info: Info, input: BookingInput) -> Booking:
        """They have left early: what remains of the time is free again."""
        booking_id = key(input, "booking_id")
        await attendance.check_out_booking(await info.context.scope(), booking_id)
        return await shown(info, booking_id)

    @mutation(*WHO)
    async def join_waitlist(self, info: Info, input: JoinWaitlistInput) -> WaitlistEntry:
        """Queue for a time that is taken."""
        place = await queueing.join_waitlist(await info.context.scope(), plain(input, NewBooking))
        found: WaitlistEntry = await fetch(info, WaitlistEntry, GlobalID("WaitlistEntry", str(place.entry_id)))
        return found
