"""Service stations of Party organisations in the schema: where, when, what for, and what is on."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party.actions import stations as actions
from backend.modules.party.contract import station_inputs as inputs
from backend.modules.party.queries import station_weeks as weeks
from backend.modules.party.queries import stations as queries
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.communities import OverseenCommunity
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT)


@record
class PartyStationHours(Record):
    """Open on a weekday."""

    weekday: int = column("1 is Monday, 7 Sunday.")
    opens: int = column("Minutes from midnight.")
    closes: int = column("Minutes from the same midnight.")


@record
class PartyStationDay(Record):
    """A day that is not as its weekday."""

    falls_on: dt.date = column("Which.")
    opens: int | None = column("Minutes from midnight; empty where it is closed.")
    closes: int | None = column("Minutes from the same midnight.")
    note: str | None = column("Why, as the door says.")


@record
class PartyStationService(Batched, Node):
    """What a station offers."""

    batch = staticmethod(queries.station_services_by_id)
    id: NodeID[UUID]
    name_zh: str = column("Its name in Chinese.")
    name_en: str = column("Its name in English.")
    description: str = column("What it is.")
    weekday: int | None = column("On which weekday; empty where it is offered whenever the station is open.")
    opens: int | None = column("From when on that day, in minutes from midnight.")
    closes: int | None = column("Until when.")
    ended_at: dt.datetime | None = column("Since when it is offered no more.")


@record
class PartyStation(Batched, Node):
    """A service station (党群服务站) that a Party organisation keeps."""

    batch = staticmethod(queries.party_stations_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Whose.", to="PartyOrg")
    community: OverseenCommunity | None = one(
        "community_id",
        queries.station_communities_by_id,
        "The community it is in, for the branch that has it in care.",
        to="OverseenCommunity",
    )
    name: str = column("Its name.")
    address: str = column("Where it is found.")
    opened_on: dt.date = column("The day it opened.")
    closed_on: dt.date | None = column("The day it was closed.")
    version: int = column("Which version this is; a change names the one that was read.")
    hours: list[PartyStationHours] = many(
        queries.station_hours_by_id, "When it is open, in the order of the week.", to="PartyStationHours"
    )
    days: list[PartyStationDay] = many(
        queries.station_days_by_id, "Days from today on that are not as their weekday.", to="PartyStationDay"
    )
    services: list[PartyStationService] = many(
        queries.services_of_stations_by_id, "What it offers now.", to="PartyStationService"
    )


@record
class PartyStationTime(Record):
    """From when until when."""

    opens: int = column("Minutes from midnight.")
    closes: int = column("Minutes from the same midnight.")


@record
class PartyStationActivity(Record):
    """An activity of the organisation at its station."""

    title: str = column("What it is.")
    starts_at: dt.datetime = column("From when.")
    ends_at: dt.datetime = column("Until when.")
    member_activity_id: strawberry.Private[UUID | None]

    @computed("Global id of the activity, where one signs up for it.", name="memberActivityId")
    def signed_up_for(self) -> GlobalID | None:
        """Those that the organisation wrote down itself have none."""
        return GlobalID("MemberActivity", str(self.member_activity_id)) if self.member_activity_id else None


@record
class PartyStationWeekDay(Record):
    """A day of a station's calendar."""

    day: dt.date = column("Which.")
    is_exceptional: bool = column("Whether it is not as its weekday.")
    note: str | None = column("Why it is not.")
    hours: strawberry.Private[list[weeks.OpenTime]]
    activities: strawberry.Private[list[weeks.HeldThere]]
    service_ids: strawberry.Private[list[UUID]]

    @computed("When it is open; none where it is closed.", name="hours")
    def open_times(self) -> list[PartyStationTime]:
        """In the order of the day."""
        return [PartyStationTime.of(one) for one in self.hours]

    @computed("What the organisation does there, by time.", name="activities")
    def held_there(self) -> list[PartyStationActivity]:
        """What was called off is left out."""
        return [PartyStationActivity.of(one) for one in self.activities]

    @computed("Services that are offered on this day at a time of their own.")
    async def services(self, info: Info) -> list[PartyStationService]:
        """Those that are offered whenever it is open are said of the station."""
        found = await info.context.load_many(queries.station_services_by_id, self.service_ids)
        return [PartyStationService.of(row) for row in found]


@given
class PartyStationHoursInput:
    """Open on a weekday."""

    weekday: int = said("1 is Monday, 7 Sunday.")
    opens: int = said("Minutes from midnight.")
    closes: int = said("Minutes from the same midnight, 1,440 at most.")


@given
class PartyStationDayInput:
    """A day that is not as its weekday."""

    falls_on: dt.date = said("Which, today or later.")
    opens: int | None = said("Minutes from midnight; left out where it is closed.", default=None)
    closes: int | None = said("Minutes from the same midnight.", default=None)
    note: str | None = said("Why, up to 200 characters.", default=None)


@given
class PartyStationServiceInput:
    """What a station is to offer."""

    id: GlobalID | None = ref("The service, where it is offered already.", "PartyStationService", optional=True)
    name_zh: str = said("Its name in Chinese, up to 60 characters.")
    name_en: str = said("Its name in English, up to 60 characters.")
    description: str = said("What it is, up to 500 characters.")
    weekday: int | None = said("On which weekday; left out for whenever the station is open.", default=None)
    opens: int | None = said("From when on that day, in minutes from midnight.", default=None)
    closes: int | None = said("Until when.", default=None)


@given
class OpenPartyStationInput(Creation):
    """A station to be opened."""

    organisation_id: GlobalID = ref("The caller's organisation that keeps it.", "PartyOrg")
    name: str = said("Its name, up to 60 characters.")
    address: str = said("Where it is found, up to 120 characters.")
    hours: list[PartyStationHoursInput] = said("When it is open.")
    services: list[PartyStationServiceInput] = said("What it offers.", default_factory=list)
    days: list[PartyStationDayInput] = said("Days that are not as their weekday.", default_factory=list)
    community_id: GlobalID | None = ref(
        "The community in care it is in.", "Community", "OverseenCommunity", optional=True
    )
    opened_on: dt.date | None = said("The day it opened; today if left out.", default=None)


@given
class UpdatePartyStationInput:
    """A station as it is to be: what is left out is said of it no longer."""

    station_id: GlobalID = ref("The station.", "PartyStation")
    version: int = said("The version that was read.")
    name: str = said("Its name, up to 60 characters.")
    address: str = said("Where it is found, up to 120 characters.")
    hours: list[PartyStationHoursInput] = said("When it is open.")
    services: list[PartyStationServiceInput] = said("What it offers; what is not among it ends.", default_factory=list)
    days: list[PartyStationDayInput] = said("Days from today on that are not as their weekday.", default_factory=list)
    community_id: GlobalID | None = ref("The community it is in.", "Community", "OverseenCommunity", optional=True)


@given
class ClosePartyStationInput:
    """A station that closes today."""

    station_id: GlobalID = ref("The station.", "PartyStation")
    version: int = said("The version that was read.")


def _said(input: Any) -> inputs.StationSaid:  # Any: one of the two inputs above
    return plain(
        input,
        inputs.StationSaid,
        hours=tuple(plain(one, inputs.StationHours) for one in input.hours),
        services=tuple(plain(one, inputs.StationService) for one in input.services),
        days=tuple(plain(one, inputs.StationDay) for one in input.days),
    )


@strawberry.type
class Query:
    """Reads of stations."""

    @reads(*_WHO, with_closed="Whether those that the caller's organisations closed are listed as well.")
    async def party_stations(
        self, info: Info, with_closed: bool = False, first: First = 20, after: After = None
    ) -> Connection[PartyStation]:
        """Stations of the caller's organisations; of those that cover where residents live, or what staff run."""
        scope = await info.context.scope()
        found = await queries.list_party_stations(scope, page(first, after), with_closed=with_closed)
        return Connection.of(PartyStation, found)

    @reads(*_WHO, party_station_id="The station.")
    async def party_station(self, info: Info, party_station_id: GlobalID) -> PartyStation | None:
        """One of them, if the caller may see it."""
        wanted = key_of(party_station_id, "PartyStation", field=("partyStationId",))
        found = await info.context.load(queries.party_stations_by_id, wanted)
        return PartyStation.of(found) if found else None

    @reads(
        Surface.RESIDENT,
        Surface.OVERSIGHT,
        party_station_id="The station.",
        of="Any day of the week; this week where it is left out.",
    )
    async def party_station_week(
        self, info: Info, party_station_id: GlobalID, of: dt.date | None = None
    ) -> list[PartyStationWeekDay]:
        """The seven days of a week from Monday: when the station is open, and what its organisation does there."""
        wanted = key_of(party_station_id, "PartyStation", field=("partyStationId",))
        week = await weeks.get_station_week(await info.context.scope(), wanted, of)
        return [PartyStationWeekDay.of(one) for one in week]


@strawberry.type
class Mutation:
    """Changes to stations."""

    @mutation(Surface.OVERSIGHT)
    async def open_party_station(self, info: Info, input: OpenPartyStationInput) -> PartyStation:
        """Open a station of the caller's organisation."""
        new = plain(input, inputs.NewPartyStation, said=_said(input))
        return PartyStation.of(await actions.open_party_station(await info.context.scope(), new))

    @mutation(Surface.OVERSIGHT)
    async def update_party_station(self, info: Info, input: UpdatePartyStationInput) -> PartyStation:
        """Say all of a station anew."""
        scope, station_id = await info.context.scope(), key(input, "station_id")
        return PartyStation.of(await actions.update_party_station(scope, station_id, input.version, _said(input)))

    @mutation(Surface.OVERSIGHT)
    async def close_party_station(self, info: Info, input: ClosePartyStationInput) -> PartyStation:
        """Close a station today; its visits and figures stay."""
        scope, station_id = await info.context.scope(), key(input, "station_id")
        return PartyStation.of(await actions.close_party_station(scope, station_id, input.version))
