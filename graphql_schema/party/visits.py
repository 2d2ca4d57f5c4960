"""Visits to service stations in the schema: entries without names, and the figures of a month."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party.actions import visits as actions
from backend.modules.party.contract.station_inputs import VisitCount
from backend.modules.party.queries import stations, visits
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, one, reads, record
from graphql_schema.inputs import Creation, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.stations import PartyStationService
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class PartyStationVisit(Batched, Node):
    """People who came for a service on a day, or what a correction adds to them or takes from them."""

    batch = staticmethod(visits.station_visits_by_id)
    id: NodeID[UUID]
    service_id: strawberry.Private[UUID]
    service: PartyStationService | None = one(
        "service_id", stations.station_services_by_id, "For what.", to="PartyStationService"
    )
    visited_on: dt.date = column("On which day.")
    people: int = column("How many; fewer than none in a correction.")
    number: int = column("0 counts, what follows corrects.")
    note: str | None = column("What else there is to say of it, or why it was corrected.")
    recorded_at: dt.datetime = column("When it was written down.")


@record
class PartyStationFigure(Record):
    """A service in a month."""

    service_id: strawberry.Private[UUID]
    service: PartyStationService | None = one(
        "service_id", stations.station_services_by_id, "For what.", to="PartyStationService"
    )
    people: int = column("How many people came, corrections counted in.")
    days: int = column("On how many days anybody was counted.")


@given
class RecordStationVisitsInput(Creation):
    """Who came for a service on a day, as a number."""

    station_id: GlobalID = ref("The caller's station.", "PartyStation")
    service_id: GlobalID = ref("For what.", "PartyStationService")
    visited_on: dt.date = said("On which day, today or before.")
    people: int = said("How many came on that day in all, 0 to 10,000.")
    note: str | None = said("What else there is to say of it, without names, up to 200 characters.", default=None)
    reason: str | None = said(
        "Why it is set right, where it was counted before, up to 200 characters; it takes the place of a note.",
        default=None,
    )


@strawberry.type
class Query:
    """Reads of visits."""

    @reads(
        Surface.OVERSIGHT,
        party_station_id="The caller's station.",
        month="Any day of the month; this month where it is left out.",
    )
    async def party_station_visits(
        self,
        info: Info,
        party_station_id: GlobalID,
        month: dt.date | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[PartyStationVisit]:
        """What was counted in a month, the latest day first."""
        wanted, scope = key_of(party_station_id, "PartyStation", field=("partyStationId",)), await info.context.scope()
        found = await visits.list_station_visits(scope, page(first, after), wanted, month)
        return Connection.of(PartyStationVisit, found)

    @reads(
        Surface.OVERSIGHT,
        party_station_id="The caller's station.",
        month="Any day of the month; this month where it is left out.",
    )
    async def party_station_figures(
        self, info: Info, party_station_id: GlobalID, month: dt.date | None = None
    ) -> list[PartyStationFigure]:
        """The month by service, the most sought first."""
        wanted, scope = key_of(party_station_id, "PartyStation", field=("partyStationId",)), await info.context.scope()
        return [PartyStationFigure.of(row) for row in await visits.list_service_figures(scope, wanted, month)]


@strawberry.type
class Mutation:
    """Counting visits."""

    @mutation(Surface.OVERSIGHT)
    async def record_station_visits(self, info: Info, input: RecordStationVisitsInput) -> PartyStationVisit:
        """Count who came for a service on a day; with a reason, set right what was counted."""
        made = await actions.record_station_visits(await info.context.scope(), plain(input, VisitCount))
        return PartyStationVisit.of(made)
