"""Stations in the schema: whom they serve, and who works there."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import stations as actions
from backend.modules.casework.contract import words
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker, StationChange
from backend.modules.casework.queries import stations as queries
from backend.modules.housing.queries import inventory
from graphql_schema.casework.stale import StaleVersionProblem
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class StationWorker(Batched, Node):
    """Someone who works at a station."""

    batch = staticmethod(queries.station_workers_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    name: str = column("The name that residents know.")
    role: words.StationRole = column("What they do there.")
    started_at: dt.datetime = column("Since when.")
    ended_at: dt.datetime | None = column("Until when, if it is over.")
    station: "Station | None" = one("station_id", queries.stations_by_id, "Where.", to="Station")


@record
class Station(Batched, Node):
    """A social-work station (社工站)."""

    batch = staticmethod(queries.stations_by_id)
    id: NodeID[UUID]
    name: str = column("Its name.")
    phone: str | None = column("By which it is reached.")
    address: str | None = column("Where it is found.")
    hours: str | None = column("When somebody is there, in words.")
    opened_at: dt.datetime = column("Since when it is known here.")
    version: int = column("Which version this is; a change names the one that was read.")
    workers: list[StationWorker] = many(
        queries.workers_of_stations_by_id, "Who works there now, supervisors first.", to="StationWorker"
    )

    @computed("The communities that it serves, of those that the caller may see.")
    async def communities(self, info: Info) -> list[Community]:
        """In the order in which they were made."""
        ids = await info.context.load(queries.community_ids_of_stations_by_id, self.id)
        return [Community.of(row) for row in await info.context.load_many(inventory.communities_by_id, ids or ())]


@given
class CreateStationInput(Creation):
    """A station to be opened."""

    name: str = said("Its name, up to 60 characters.")
    community_ids: list[GlobalID] = ref("The communities that it serves.", "Community")
    phone: str | None = said("By which it is reached.", default=None)
    address: str | None = said("Where it is found.", default=None)
    hours: str | None = said("When somebody is there, in words.", default=None)


@given
class UpdateStationInput:
    """A station as it is to be; what is left out is said of it no longer."""

    station_id: GlobalID = ref("The station.", "Station")
    version: int = said("The version that was read.")
    name: str = said("Its name, up to 60 characters.")
    community_ids: list[GlobalID] = ref(
        "The communities that it serves, of those that the caller may see; the others stay.", "Community"
    )
    phone: str | None = said("By which it is reached.", default=None)
    address: str | None = said("Where it is found.", default=None)
    hours: str | None = said("When somebody is there, in words.", default=None)


@given
class AddStationWorkerInput(Creation):
    """Someone who is to work at a station."""

    station_id: GlobalID = ref("The station.", "Station")
    membership_id: GlobalID = ref("Who of the staff.", "StaffMember")
    role: words.StationRole = said("What they do there.")


@given
class EndStationWorkerInput:
    """Someone who leaves a station."""

    worker_id: GlobalID = ref("Who.", "StationWorker")


@strawberry.type
class Query:
    """Reads of stations."""

    @reads(
        Surface.TENANT,
        Surface.RESIDENT,
        community_id="The one that serves this community.",
        is_mine="Only those where the caller works.",
    )
    async def stations(
        self,
        info: Info,
        community_id: GlobalID | None = None,
        is_mine: bool = False,
        first: First = 20,
        after: After = None,
    ) -> Connection[Station]:
        """The operator's stations."""
        wanted = None if community_id is None else key_of(community_id, "Community", field=("communityId",))
        scope, asked = await info.context.scope(), page(first, after)
        return Connection.of(Station, await queries.list_stations(scope, asked, wanted, is_mine=is_mine))


@strawberry.type
class Mutation:
    """Changes to stations."""

    @mutation(Surface.TENANT)
    async def create_station(self, info: Info, input: CreateStationInput) -> Station:
        """Open a station for some communities."""
        return Station.of(await actions.create_station(await info.context.scope(), plain(input, NewStation)))

    @mutation(Surface.TENANT, problems=(StaleVersionProblem,))
    async def update_station(self, info: Info, input: UpdateStationInput) -> Station:
        """Change how a station is called and reached, and which communities it serves; its cases stay its own."""
        return Station.of(await actions.update_station(await info.context.scope(), plain(input, StationChange)))

    @mutation(Surface.TENANT)
    async def add_station_worker(self, info: Info, input: AddStationWorkerInput) -> StationWorker:
        """Let someone of the staff work at a station."""
        new = plain(input, NewStationWorker)
        return StationWorker.of(await actions.add_station_worker(await info.context.scope(), new))

    @mutation(Surface.TENANT)
    async def end_station_worker(self, info: Info, input: EndStationWorkerInput) -> StationWorker:
        """From now on the person works at that station no more."""
        scope, worker_id = await info.context.scope(), key(input, "worker_id")
        return StationWorker.of(await actions.end_station_worker(scope, worker_id))
