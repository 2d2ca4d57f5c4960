"""Visits to a service station, counted by service and day: nobody is named, and a correction is an entry of its own."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import VisitNotePersonal, VisitsCounted
from backend.modules.party.contract.station_inputs import VisitCount
from backend.modules.party.models.stations import PartyStation, PartyStationService, PartyStationVisit
from backend.modules.party.stationing import LONGEST_NOTE, lock_station
from backend.modules.party.texts import a_title
from tenants.scope import Scope, action

_MOST_PEOPLE: Final = 10_000
# A telephone or a document, also where it is written in groups: nothing that is counted has so many digits.
_SOMEBODYS: Final = re.compile(r"(?:\d[ -]?){7,}")


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a service and a day were counted as so far: by the latest entry, with all that corrected it."""

    people: int
    number: int


@action(PartyPermission.KEEP_STATIONS)
async def record_station_visits(scope: Scope, new: VisitCount) -> PartyStationVisit:
    """Count who came for a service on a day; once, and with a reason a second time: by the difference.

    Raises NotFound, BadInput, VisitsCounted, VisitNotePersonal.
    """
    # Whoever counts at once waits here: the number that follows is the number that was read.
    station = await lock_station(scope, new.station_id)
    await _refuse_odd(scope, station, new)
    before = await _counted(scope, new)
    if before is not None and new.reason is None:
        raise VisitsCounted(field=("input", "reason"))
    if before is None and new.reason is not None:
        raise NotFound(field=("input", "visited_on"))
    if before is not None and new.people == before.people:
        raise BadInput(field=("input", "people"))
    made = PartyStationVisit(
        id=new_id(),
        station_id=station.id,
        organisation_id=station.organisation_id,
        service_id=new.service_id,
        visited_on=new.visited_on,
        number=before.number + 1 if before else 0,
        people=new.people - (before.people if before else 0),
        note=_note(new.reason, "reason") if before else _note(new.note, "note"),
        recorded_by_id=scope.actor.account_id,
    )
    scope.session.add(made)
    await scope.session.flush()
    on = new.visited_on.isoformat()
    if before is None:
        scope.record("record_station_visits", "PartyStationVisit", made.id, day=on, people=new.people)
    else:
        scope.record("correct_station_visits", "PartyStationVisit", made.id, day=on, people=new.people)
    return made


async def _counted(scope: Scope, new: VisitCount) -> _Counted | None:
    entries = await scope.session.execute(
        select(PartyStationVisit.people, PartyStationVisit.number).where(
            PartyStationVisit.service_id == new.service_id, PartyStationVisit.visited_on == new.visited_on
        )
    )
    rows = entries.all()
    return _Counted(sum(row.people for row in rows), max(row.number for row in rows)) if rows else None


async def _refuse_odd(scope: Scope, station: PartyStation, new: VisitCount) -> None:
    service = select(PartyStationService.id).where(
        PartyStationService.id == new.service_id, PartyStationService.station_id == station.id
    )
    if await scope.session.scalar(service) is None:
        raise NotFound(field=("input", "service_id"))
    if not station.opened_on <= new.visited_on <= (station.closed_on or clock.today()):
        raise BadInput(field=("input", "visited_on"))
    if not 0 <= new.people <= _MOST_PEOPLE:
        raise BadInput(field=("input", "people"))


def _note(text: str | None, field: str) -> str | None:
    """Why it was corrected, or what else there is to say of the day."""
    said = (text or "").strip()
    if field == "note" and not said:
        return None
    a_title(said, field, LONGEST_NOTE)
    if _SOMEBODYS.search(said):
        raise VisitNotePersonal(field=("input", field))
    return said
