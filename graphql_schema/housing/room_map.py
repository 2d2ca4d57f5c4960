"""The room map (房态图) in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.housing import words
from backend.modules.housing.queries import employers
from backend.modules.housing.queries import room_map as queries
from backend.modules.housing.queries import stays as stay_queries
from graphql_schema.context import Info
from graphql_schema.fields import column, one, reads, record
from graphql_schema.housing.employers import Employer
from graphql_schema.housing.inventory import Bed, Building, Unit
from graphql_schema.housing.stays import Stay
from graphql_schema.relay import key_of


@record
class BedOnMap:
    """A bed on the map, and whose stay it holds now or next."""

    stay_id: strawberry.Private[UUID | None]
    employer_id: strawberry.Private[UUID | None]
    bed: Bed = column("The bed.")
    state: words.PlaceState = column("What it is in.")
    until: dt.date | None = column("Until when it is in that state, if a date is known.")
    stay: Stay | None = one("stay_id", stay_queries.stays_by_id, "The stay it holds now or next.", to="Stay")
    employer: Employer | None = one("employer_id", employers.employers_by_id, "Whose workers it is for.", to="Employer")


@record
class UnitOnMap:
    """A unit on the map."""

    unit: Unit = column("The unit.")
    beds: list[BedOnMap] = column("Its beds, by label.", size=4)


@record
class Floor:
    """A floor of a building."""

    number: int = column("The floor; below ground is negative.")
    units: list[UnitOnMap] = column("Its units, by number.", size=12)


@record
class StateCount:
    """How many beds are in a state."""

    state: words.PlaceState = column("The state.")
    beds: int = column("How many.")


@record
class RoomMap:
    """A whole building today: floors, units and beds with the state of each."""

    building: Building = column("The building.")
    as_of: dt.date = column("The date it shows.")
    floors: list[Floor] = column("From the top.", size=12)
    counts: list[StateCount] = column("How many beds are in each state.")


def _shown(found: queries.RoomMap) -> RoomMap:
    floors = [
        Floor(
            number=floor.number,
            units=[
                UnitOnMap(
                    unit=Unit.of(unit.unit),
                    beds=[
                        BedOnMap(
                            stay_id=bed.stay_id,
                            employer_id=bed.employer_id,
                            bed=Bed.of(bed.bed),
                            state=bed.state,
                            until=bed.until,
                        )
                        for bed in unit.beds
                    ],
                )
                for unit in floor.units
            ],
        )
        for floor in found.floors
    ]
    counts = [StateCount(state=state, beds=beds) for state, beds in found.counts.items()]
    return RoomMap(building=Building.of(found.building), as_of=found.as_of, floors=floors, counts=counts)


@strawberry.type
class Query:
    """Reads of the room map."""

    @reads(Surface.TENANT, building_id="The building.")
    async def room_map(self, info: Info, building_id: GlobalID) -> RoomMap:
        """A building's floors, units and beds with the state of each, today."""
        return _shown(await queries.room_map(await info.context.scope(), key_of(building_id, "Building")))
