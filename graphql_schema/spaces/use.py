"""The staff's board, and how spaces are used, in the schema."""

import datetime as dt

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.spaces.queries import use
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, reads, record
from graphql_schema.relay import key_of
from graphql_schema.spaces.bookings import Booking
from graphql_schema.spaces.spaces import From, Space, SpaceBlock, To


@record
class SpaceUseHour(Record):
    """One hour of the day, over all days asked for."""

    hour: int = column("0 to 23, in Shanghai.")
    open_hours: float = column("How long the space was open.")
    booked_hours: float = column("How long it was booked; seats are shares of it.")
    attended_hours: float = column("How long those who had booked were there.")
    rate: float = column("Share of the open time that was booked, 0 to 1.")
    refused: int = column("How often somebody wanted it and it was taken.")
    waitlisted: int = column("How often somebody queued for it.")


@record
class OpenPeriod(Record):
    """A time in which a space is open."""

    starts_at: dt.datetime = column("From.")
    ends_at: dt.datetime = column("Until.")


@record
class SpaceBoardRow(Record):
    """A space on the staff's board."""

    space: Space = column("The space.")
    openings: list[OpenPeriod] = column("When it is open.")
    bookings: list[Booking] = column("What is booked, by time.")
    blocks: list[SpaceBlock] = column("What is blocked.")


@strawberry.type
class Query:
    """Reads of the staff."""

    @reads(Surface.TENANT, space_id="The space.")
    async def space_use(self, info: Info, space_id: GlobalID, from_: From, to: To) -> list[SpaceUseHour]:
        """How a space is used by hour of the day, and what was wanted and could not be had."""
        wanted = key_of(space_id, "Space", field=("space_id",))
        found = await use.space_use(await info.context.scope(), wanted, from_, to)
        return [SpaceUseHour.of(one) for one in found]

    @reads(
        Surface.TENANT,
        community_id="The community.",
        first_on="The first day, in Shanghai.",
        days="How many days, 1 to 31.",
    )
    async def space_board(
        self, info: Info, community_id: GlobalID, first_on: dt.date, days: int = 1
    ) -> list[SpaceBoardRow]:
        """Every space of a community over a day or a week, with its bookings and block-outs."""
        where = key_of(community_id, "Community", field=("community_id",))
        found = await use.board_of_spaces(await info.context.scope(), where, first_on, days)
        return [
            SpaceBoardRow(
                space=Space.of(row.space),
                openings=[OpenPeriod.of(one) for one in row.openings],
                bookings=[Booking.of(one) for one in row.bookings],
                blocks=[SpaceBlock.of(one) for one in row.blocks],
            )
            for row in found
        ]
