"""What organisations write down of themselves: officers, meetings (三会一课) and activities."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.party.contract.inputs import ActivityRecord, MeetingRecord, NewOfficer
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    ActivityHoursInvalid,
    AttendanceImpossible,
    OfficeDatesInvalid,
    OfficeHeld,
)
from backend.modules.party.keeping import operator_of, own_org
from backend.modules.party.models.organisations import PartyActivity, PartyMeeting, PartyOfficer
from backend.modules.party.sealing import officer_context
from backend.modules.party.stationing import require_own_station
from backend.modules.party.texts import a_text, a_title
from tenants.scope import Scope, action

_FOREVER = dt.date.max
_MOST_PEOPLE, _MOST_HOURS = 10_000, 100_000


@action(PartyPermission.KEEP_RECORDS)
async def appoint_officer(scope: Scope, new: NewOfficer) -> PartyOfficer:
    """Someone takes an office. Raises NotFound, OfficeDatesInvalid, OfficeHeld, BadInput."""
    own_org(scope, new.organisation_id)
    name, officer_id, ends_on = a_title(new.name, "name", 40), new_id(), new.ends_on or _FOREVER
    if ends_on <= new.starts_on:
        raise OfficeDatesInvalid(field=("input", "ends_on"))
    values = {
        "id": officer_id,
        "organisation_id": new.organisation_id,
        "office": new.office,
        "name_sealed": platform_key().seal(name, officer_context(officer_id)),
        "starts_on": new.starts_on,
        "ends_on": ends_on,
    }
    made: PartyOfficer | None = await scope.session.scalar(
        insert(PartyOfficer).values(values).on_conflict_do_nothing().returning(PartyOfficer)
    )
    if made is None:
        raise OfficeHeld(field=("input", "office"))
    scope.record("appoint_officer", "PartyOfficer", officer_id, office=new.office)
    return made


@action(PartyPermission.KEEP_RECORDS)
async def end_office(scope: Scope, officer_id: UUID, ends_on: dt.date | None = None) -> PartyOfficer:
    """Someone leaves an office on a day, today if none is given. Raises NotFound, OfficeDatesInvalid."""
    officer = await scope.session.scalar(
        select(PartyOfficer)
        .where(PartyOfficer.id == officer_id, PartyOfficer.organisation_id.in_(scope.actor.organisation_ids))
        .with_for_update()
    )
    if officer is None:
        raise NotFound(field=("input", "officer_id"))
    day = ends_on or clock.today()
    if not officer.starts_on < day <= officer.ends_on:
        raise OfficeDatesInvalid(field=("input", "ends_on"))
    officer.ends_on = day
    scope.record("end_office", "PartyOfficer", officer_id, day=day.isoformat())
    return officer


@action(PartyPermission.KEEP_RECORDS)
async def record_party_meeting(scope: Scope, new: MeetingRecord) -> PartyMeeting:
    """Write down a meeting that was held. Raises NotFound, AttendanceImpossible, and BadInput for one yet to come."""
    own_org(scope, new.organisation_id)
    if new.held_at > clock.now():
        raise BadInput(field=("input", "held_at"))
    if not 0 <= new.attended <= new.expected <= _MOST_PEOPLE:
        raise AttendanceImpossible(field=("input", "attended"))
    made = PartyMeeting(
        id=new_id(),
        organisation_id=new.organisation_id,
        kind=new.kind,
        topic=a_title(new.topic, "topic"),
        host=a_title(new.host, "host"),
        place=a_title(new.place, "place"),
        held_at=new.held_at,
        expected=new.expected,
        attended=new.attended,
        result=a_text(new.result, "result"),
        recorded_by_id=scope.actor.account_id,
    )
    scope.session.add(made)
    await scope.session.flush()
    scope.record("record_party_meeting", "PartyMeeting", made.id, kind=new.kind)
    return made


@action(PartyPermission.KEEP_RECORDS)
async def record_party_activity(scope: Scope, new: ActivityRecord) -> PartyActivity:
    """Write down an activity with the hours of its volunteers.

    Raises NotFound, PartyStationClosed, ActivityHoursInvalid, BadInput.
    """
    own_org(scope, new.organisation_id)
    figures = (new.attendance, new.volunteers, new.volunteer_hours)
    if new.ends_at <= new.starts_at or min(figures) < 0 or max(figures) > _MOST_HOURS:
        raise ActivityHoursInvalid(field=("input", "ends_at"))
    operator_id = None
    if new.community_id is not None:
        operator_id = await operator_of(scope, new.community_id)
    if new.station_id is not None:
        await require_own_station(scope, new.station_id, new.organisation_id)
    made = PartyActivity(
        id=new_id(),
        organisation_id=new.organisation_id,
        operator_id=operator_id,
        community_id=new.community_id,
        station_id=new.station_id,
        title=a_title(new.title, "title"),
        place=a_title(new.place, "place"),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        attendance=new.attendance,
        volunteers=new.volunteers,
        volunteer_hours=new.volunteer_hours,
    )
    scope.session.add(made)
    await scope.session.flush()
    scope.record("record_party_activity", "PartyActivity", made.id)
    return made
