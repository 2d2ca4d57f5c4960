"""Spaces in the schema: what there is, when it is free, and how staff set it up."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import segno
import strawberry
from strawberry.relay import Node, NodeID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.spaces import openings, words
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.queries import availability as free
from backend.modules.spaces.queries import spaces as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, many, one, record
from graphql_schema.housing.inventory import Community
from graphql_schema.relay import Batched
from graphql_schema.spaces.rules import SpaceBand, SpaceOpening, SpaceQuota

_WHO = (Surface.TENANT, Surface.RESIDENT)
From = Annotated[dt.datetime, strawberry.argument(name="from", description="From this moment on.")]
To = Annotated[dt.datetime, strawberry.argument(name="to", description="Until this moment, 31 days later at most.")]


FromNow = Annotated[dt.datetime | None, strawberry.argument(name="from", description="From this moment on, or now.")]
ToNextWeek = Annotated[
    dt.datetime | None, strawberry.argument(name="to", description="Until this moment, or for a week; 31 days at most.")
]


@record
class AvailableTime(Record):
    """One slot of a space's grid."""

    starts_at: dt.datetime = column("Start.")
    ends_at: dt.datetime = column("End.")
    state: words.SlotState = column("Whether it can be booked.")
    seats_left: int = column("Seats that are free; the capacity where a space that is booked as a whole is free.")


@record
class Equipment(Batched, Node):
    """Something that is lent along with a space."""

    batch = staticmethod(queries.equipment_by_id)
    id: NodeID[UUID]
    space_id: strawberry.Private[UUID]
    name: str = column("What it is.")
    stock: int = column("How many there are.")


@record
class Space(Batched, Node):
    """A shared space and its rules."""

    batch = staticmethod(queries.spaces_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    parent_id: strawberry.Private[UUID | None]
    row: strawberry.Private[Any]  # Any: the entity, for what is worked out when it is asked for
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    parent: "Space | None" = one("parent_id", queries.spaces_by_id, "The space that it is a part of.", to="Space")
    parts: list["Space"] = many(queries.parts_by_space, "Its parts: whoever books it has them too.", to="Space")
    equipment: list[Equipment] = many(queries.equipment_by_space, "What can be lent along with it.", to="Equipment")
    name: str = column("Name.")
    kind: words.SpaceKind = column("What it is.")
    location: str = column("Where to find it.")
    mode: words.SpaceMode = column("Booked as a whole, or by seats.")
    capacity: int = column("How many people, or seats.")
    closed_on: list[dt.date] = column("Days on which it does not open.")
    is_for_all_communities: bool = column("Whether residents of the operator's other communities may book.")
    slot_minutes: int = column("The step of its grid.")
    min_minutes: int = column("The shortest booking.")
    max_minutes: int = column("The longest booking.")
    buffer_before: int = column("Minutes kept free before a booking.")
    buffer_after: int = column("Minutes kept free after a booking.")
    notice_minutes: int = column("How long before its start a booking has to be made.")
    advance_days: int = column("How many days ahead can be booked.")
    cancel_notice_minutes: int = column("How long before its start a booking can be moved or cancelled.")
    approval_from_minutes: int | None = column("From this length on staff approve; 0: always; none: never.")
    needs_check_in: bool = column("Whether people check in.")
    release_minutes: int | None = column("Minutes after which who has not come loses the place.")
    hold_minutes: int = column("How long a freed place is held for the next in line.")
    terms: str | None = column("Rules of use that residents accept.")
    terms_version: int = column("Which version of them.")
    is_open: bool = column("Whether it can be booked at all.")

    @classmethod
    def of(cls, row: Any) -> "Space":  # Any: an entity
        """The GraphQL object of a row."""
        names = [field for field in cls.__annotations__ if field not in _WORKED_OUT]
        return cls(row=row, **{name: getattr(row, name) for name in names})

    @computed("When it is open.", name="hours")
    def opening_hours(self) -> list[SpaceOpening]:
        """By weekday."""
        return [SpaceOpening.of(one) for one in openings.hours_of(self.row)]

    @computed("Who may book when.", name="audiences")
    def bands(self) -> list[SpaceBand]:
        """By audience."""
        return [
            SpaceBand(audience=one.audience, weekdays=list(one.weekdays), opens=one.opens, closes=one.closes)
            for one in openings.bands_of(self.row)
        ]

    @computed("How much one resident may book.", name="quotas")
    def limits(self) -> list[SpaceQuota]:
        """By period."""
        return [SpaceQuota.of(one) for one in openings.quotas_of(self.row)]

    @computed("The slots of its grid, free or not.")
    async def availability(self, info: Info, from_: FromNow = None, to: ToNextWeek = None) -> list[AvailableTime]:
        """For a list of spaces together."""
        begins = from_ or clock.now()
        asked = (self.row.id, begins, to or begins + dt.timedelta(days=7))
        found = await info.context.load(free.free_times_by_asked, asked)
        return [AvailableTime.of(one) for one in found or ()]

    @computed("The QR code for its wall, as SVG; nothing for those who do not manage it.")
    async def check_in_code(self, info: Info) -> str | None:
        """Whoever scans it says that they are there."""
        if not info.context.actor.can(SpacePermission.MANAGE):
            return None
        said = await info.context.load(queries.codes_by_id, self.row.id)
        return None if said is None else segno.make(said, error="m").svg_inline(scale=4)


_WORKED_OUT = {"batch", "row", "community", "parent", "parts", "equipment"}


@record
class SpaceBlock(Batched, Node):
    """A time in which nobody may use a space."""

    batch = staticmethod(queries.blocks_by_id)
    id: NodeID[UUID]
    space_id: strawberry.Private[UUID]
    space: Space | None = one("space_id", queries.spaces_by_id, "Which space.", to="Space")
    starts_at: dt.datetime = column("From.")
    ends_at: dt.datetime = column("Until.")
    reason: str = column("Why.")
    created_at: dt.datetime = column("When it was decided.")
    lifted_at: dt.datetime | None = column("When it was ended early.")


@record
class Slot(Batched, Node):
    """A time in a space that somebody queues for."""

    batch = staticmethod(queries.slots_by_id)
    id: NodeID[UUID]
    space_id: strawberry.Private[UUID]
    space: Space | None = one("space_id", queries.spaces_by_id, "Which space.", to="Space")
    starts_at: dt.datetime = column("Start.")
    ends_at: dt.datetime = column("End.")
