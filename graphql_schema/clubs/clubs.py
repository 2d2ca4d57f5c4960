"""Clubs in the schema: who they are, who belongs, and when they meet."""

import datetime as dt
from typing import cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.clubs.contract import words
from backend.modules.clubs.queries import clubs as queries
from backend.modules.clubs.queries import events as event_queries
from backend.modules.housing.queries import inventory
from backend.modules.spaces.queries import spaces as space_queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page
from graphql_schema.spaces.spaces import Space


@record
class ClubHealth(Record):
    """How alive a club was in the last ninety days."""

    events: int = column("Its events that have begun.")
    active_members: int | None = column("How many different people signed up for them; for staff.")
    last_event_at: dt.datetime | None = column("When the last one of all began.")


@record
class ClubMember(Batched, Node):
    """How someone stands to a club, by the name that the others know."""

    batch = staticmethod(queries.club_members_by_id)
    id: NodeID[UUID]
    resident_id: strawberry.Private[UUID]
    alias: str = column("The name by which the others know them; empty where they were erased.")
    status: words.MemberStatus = column("How they stand to it.")
    office: words.ClubOffice | None = column("What they do for it.")
    asked_at: dt.datetime = column("When they last asked to join.")
    joined_at: dt.datetime | None = column("When they were let in.")
    left_at: dt.datetime | None = column("When they left.")

    @computed("Whether it is the resident who asks.")
    def is_mine(self, info: Info) -> bool:
        """Others are known by their names alone."""
        return self.resident_id == info.context.actor.resident_id


@record
class Club(Batched, Node):
    """What residents do together (社团)."""

    batch = staticmethod(queries.clubs_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    name: str = column("Its name.")
    about: str = column("What it does.")
    join_mode: words.JoinMode = column("How one joins.")
    status: words.ClubStatus = column("Whether it is alive.")
    members_count: int = column("How many belong to it.")
    space_hours: int = column("How many hours a month it may hold spaces.")
    created_at: dt.datetime = column("When it was founded.")
    dormant_at: dt.datetime | None = column("Since when it is dormant.")
    archived_at: dt.datetime | None = column("When it was archived.")

    @computed("How alive it was; none where nothing ever happened.")
    async def health(self, info: Info) -> ClubHealth | None:
        """Counted from its events."""
        row = await info.context.load(queries.health_of_clubs_by_id, self.id)
        return None if row is None else ClubHealth.of(row)

    @computed("How the resident who asks stands to it, if at all.")
    async def membership(self, info: Info) -> ClubMember | None:
        """One's own, whatever one may see of others."""
        row = await info.context.load(queries.own_memberships_by_id, self.id)
        return None if row is None else ClubMember.of(row)


@record
class ClubEvent(Batched, Node):
    """A time at which a club meets."""

    batch = staticmethod(event_queries.club_events_by_id)
    id: NodeID[UUID]
    club_id: strawberry.Private[UUID]
    space_id: strawberry.Private[UUID | None]
    club: Club | None = one("club_id", queries.clubs_by_id, "Whose.", to="Club")
    space: Space | None = one("space_id", space_queries.spaces_by_id, "Where, if in a shared space.", to="Space")
    title: str = column("What it is.")
    place: str = column("Where, in words.")
    starts_at: dt.datetime = column("From when.")
    ends_at: dt.datetime = column("Until when.")
    status: words.ClubEventStatus = column("Whether it is on.")
    guests_count: int = column("How many will come.")
    attended_count: int | None = column("How many came.")

    @computed("Whether the resident who asks will come.")
    async def is_signed_up(self, info: Info) -> bool:
        """Nobody else learns who will."""
        return await info.context.load(event_queries.own_signups_by_id, self.id) is True


@given
class ClubFilter:
    """Which clubs are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    status: words.ClubStatus | None = said("In this state.", default=None)
    is_mine: bool = said("To which the resident who asks belongs.", default=False)
    is_leaderless: bool | None = said("Whether nobody presides over it.", default=None)


@given
class ClubEventFilter:
    """Which events are wanted; all that is given must hold."""

    club_id: GlobalID | None = ref("Of this club.", "Club", optional=True)
    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    status: words.ClubEventStatus | None = said("In this state.", default=None)
    from_at: dt.datetime | None = said("Not over at this moment.", default=None)
    is_mine: bool = said("To which the resident who asks will come.", default=False)


@strawberry.type
class Query:
    """Reads of clubs."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which clubs are wanted; all where it is left out.")
    async def clubs(
        self, info: Info, filter: ClubFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Club]:
        """The clubs that the caller may see, newest first."""
        wanted = plain(filter, queries.ClubFilter) if filter else queries.ClubFilter()
        return Connection.of(Club, await queries.list_clubs(await info.context.scope(), page(first, after), wanted))

    @reads(Surface.TENANT, Surface.RESIDENT, id="The club.")
    async def club(self, info: Info, id: GlobalID) -> Club | None:
        """One club, if the caller may see it."""
        return cast("Club | None", await fetch(info, Club, id))

    @reads(Surface.TENANT, Surface.RESIDENT, club_id="The club.", status="Only those who stand so to it.")
    async def club_members(
        self,
        info: Info,
        club_id: GlobalID,
        status: words.MemberStatus | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[ClubMember]:
        """Who belongs to a club, for staff and its members; who asks or left, for staff and its officers."""
        whose = key_of(club_id, "Club", field=("club_id",))
        found = await queries.list_club_members(await info.context.scope(), page(first, after), whose, status)
        return Connection.of(ClubMember, found)

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which events are wanted; all where it is left out.")
    async def club_events(
        self, info: Info, filter: ClubEventFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[ClubEvent]:
        """The events of clubs that the caller may see, newest first."""
        wanted = plain(filter, event_queries.ClubEventFilter) if filter else event_queries.ClubEventFilter()
        found = await event_queries.list_club_events(await info.context.scope(), page(first, after), wanted)
        return Connection.of(ClubEvent, found)
