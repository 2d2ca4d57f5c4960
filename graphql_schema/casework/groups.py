"""Group work in the schema: groups as the station knows of them, and what they hold for those who lead them."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words, group_words, words
from backend.modules.casework.queries import groups as queries
from backend.modules.casework.queries import services as service_queries
from backend.modules.casework.queries import stations as station_queries
from backend.modules.housing.queries import inventory, residents
from graphql_schema.casework.parts import confided
from graphql_schema.casework.services import ServiceItem
from graphql_schema.casework.stations import Station, StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class GroupStep(Record):
    """A phase that a group entered."""

    phase: group_words.GroupPhase = column("Which.")
    entered_at: dt.datetime = column("When.")


@record
class GroupMember(Record):
    """Someone in a group."""

    id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    form: case_words.ConsentForm = column("How they consented.")
    joined_at: dt.datetime = column("Since when.")
    left_at: dt.datetime | None = column("Until when, if no longer.")
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Who.", to="Resident")

    @computed("By which the member is named where attendance is written down or the membership ended.")
    def member_id(self) -> GlobalID:
        """Not a node: nobody reads a member by this alone."""
        return GlobalID("GroupMember", str(self.id))


@record
class GroupSession(Record):
    """A session that a group held."""

    number: int = column("1 for the first.")
    phase: group_words.GroupPhase = column("In which phase.")
    happened_on: dt.date = column("On which day.")
    minutes: int = column("How long.")
    topic: str | None = column("What it was about.")
    text: str | None = column("What was done.")
    member_ids: strawberry.Private[list[UUID]]

    @computed("The members who came, by their ids.")
    def came(self) -> list[GlobalID]:
        """In a fixed order."""
        return [GlobalID("GroupMember", str(one)) for one in self.member_ids]


@record
class GroupApproval(Record):
    """What was laid before the station's supervisor of a group."""

    id: strawberry.Private[UUID]
    subject: group_words.GroupSubject = column("What it is about.")
    state: case_words.ApprovalState = column("How far it has come.")
    requested_at: dt.datetime = column("When it was laid before the supervisor.")
    decided_at: dt.datetime | None = column("When it was decided.")
    comment: str | None = column("What the supervisor said.")

    @computed("By which it is decided.")
    def approval_id(self) -> GlobalID:
        """Not a node: nobody reads it by this alone."""
        return GlobalID("GroupApproval", str(self.id))


@record
class GroupContent(Record):
    """What a group holds, for those who lead or supervise it. Reading it is written down."""

    aim: str | None = column("What it is for.")
    outcome: str | None = column("What came of it.")
    member_rows: strawberry.Private[Any]  # Any: rows
    session_rows: strawberry.Private[Any]
    approval_rows: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "GroupContent":
        """The content with its lists."""
        return cls(
            aim=row.aim,
            outcome=row.outcome,
            member_rows=row.members,
            session_rows=row.sessions,
            approval_rows=row.approvals,
        )

    @computed("Who is, or was, in it.")
    def members(self) -> list[GroupMember]:
        """In the order in which they joined."""
        return [GroupMember.of(row) for row in self.member_rows]

    @computed("Its sessions.")
    def sessions(self) -> list[GroupSession]:
        """In the order in which they were held."""
        return [GroupSession.of(row) for row in self.session_rows]

    @computed("What was laid before the supervisor.")
    def approvals(self) -> list[GroupApproval]:
        """In the order in which it was."""
        return [GroupApproval.of(row) for row in self.approval_rows]


@record
class StationGroup(Batched, Node):
    """A group (小组) that a worker leads."""

    batch = staticmethod(queries.groups_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID]
    account_id: strawberry.Private[UUID]
    title: str = column("What it is called.")
    area: words.ServiceArea = column("What kind of help it is.")
    phase: group_words.GroupPhase = column("The phase it is in.")
    status: group_words.GroupStatus = column("Whether it meets.")
    capacity: int = column("For how many it is meant.")
    opened_at: dt.datetime = column("When it was begun.")
    closed_at: dt.datetime | None = column("When it was ended.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "Of which station.", to="Station")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    leader: StationWorker | None = one(
        "account_id", service_queries.workers_of_accounts_by_id, "Who leads it.", to="StationWorker"
    )
    steps: list[GroupStep] = many(queries.steps_of_groups_by_id, "The phases it went through.", to="GroupStep")
    content: GroupContent | None = one(
        "id", queries.group_contents_by_id, "What it holds, for those who lead or supervise it.", to="GroupContent"
    )


@record
class GroupLogEntry(Record):
    """One line of what happened to a group, or of who read it."""

    word: str = column("What, by a code.")
    detail: str | None = column("A code that goes with it, such as the phase.")
    happened_at: dt.datetime = column("When.")
    actor_name: str | None = column("Who, if they work at a station.")


@record
class StationActivity(Batched, Node):
    """A community activity (社区活动) of a station."""

    batch = staticmethod(queries.station_activities_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID]
    item_id: strawberry.Private[UUID | None]
    title: str = column("What it is called.")
    starts_on: dt.date = column("Its first day.")
    ends_on: dt.date = column("Its last day.")
    expected: int = column("How many are expected.")
    attended: int | None = column("How many came, once it was reported.")
    outcome: str | None = column("What came of it, once it was reported.")
    reported_at: dt.datetime | None = column("When that was said.")
    version: int = column("Which version this is; a change names the one that was read.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "Of which station.", to="Station")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    item: ServiceItem | None = one(
        "item_id", service_queries.service_items_by_id, "The service it is part of, if of one.", to="ServiceItem"
    )


@strawberry.type
class Query:
    """Reads of groups and community activities."""

    @reads(Surface.TENANT, over=Surface.CASEWORK, station_id="Of this station.", status="In this state.")
    async def groups(
        self,
        info: Info,
        station_id: GlobalID | None = None,
        status: group_words.GroupStatus | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[StationGroup]:
        """The groups of the caller's stations, newest first."""
        asked = page(first, after)
        wanted = None if station_id is None else key_of(station_id, "Station", field=("stationId",))
        found = await confided(info, lambda scope: queries.list_groups(scope, asked, wanted, status))
        return Connection.of(StationGroup, found)

    @reads(Surface.TENANT, over=Surface.CASEWORK, group_id="The group.")
    async def group_timeline(
        self, info: Info, group_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[GroupLogEntry]:
        """What happened to a group, newest first."""
        key, asked = key_of(group_id, "StationGroup", field=("groupId",)), page(first, after)
        found = await confided(info, lambda scope: queries.list_group_events(scope, asked, key))
        return Connection.of(GroupLogEntry, found)

    @reads(Surface.TENANT, over=Surface.CASEWORK, group_id="The group.")
    async def group_access_log(
        self, info: Info, group_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[GroupLogEntry]:
        """Who read what a group holds, newest first, for its station's supervisor."""
        key, asked = key_of(group_id, "StationGroup", field=("groupId",)), page(first, after)
        found = await confided(info, lambda scope: queries.list_group_reads(scope, asked, key))
        return Connection.of(GroupLogEntry, found)

    @reads(Surface.TENANT, over=Surface.CASEWORK, station_id="Of this station.")
    async def station_activities(
        self, info: Info, station_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[StationActivity]:
        """Community activities of the caller's stations, the latest first."""
        asked = page(first, after)
        wanted = None if station_id is None else key_of(station_id, "Station", field=("stationId",))
        found = await confided(info, lambda scope: queries.list_station_activities(scope, asked, wanted))
        return Connection.of(StationActivity, found)
