"""Activities with sign-up: planned, joined, left, called off, and the hours that were given at them."""

import datetime as dt
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.party.contract.events import MemberActivityCancelled, MemberActivityHeld
from backend.modules.party.contract.inputs import NewMemberActivity
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import ActivityClosed, ActivityFull, ActivityNotBegun, HoursRecorded
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity, VolunteerEntry
from backend.modules.party.naming import covering_org, lock_report_of
from backend.modules.party.queries.stations import party_stations_by_id
from backend.modules.party.seating import lock_activity
from backend.modules.party.texts import a_title
from backend.modules.party.words import ActivityAudience, MemberActivityStatus
from tenants.scope import Scope, action

_LONGEST: Final = dt.timedelta(hours=24)
_MOST_PLACES, _DAY_MINUTES, _LONGEST_REASON = 2000, 24 * 60, 500


@action(PartyPermission.RUN_ACTIVITIES)
async def plan_member_activity(scope: Scope, new: NewMemberActivity) -> MemberActivity:
    """Open an activity for sign-up. Raises NotFound, CoverAbsent, BadInput."""
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if not clock.now() < new.starts_at < new.ends_at <= new.starts_at + _LONGEST:
        raise BadInput(field=("input", "starts_at"))
    if not 1 <= new.capacity <= _MOST_PLACES:
        raise BadInput(field=("input", "capacity"))
    if new.station_id is not None and new.station_id not in await party_stations_by_id(scope, [new.station_id]):
        raise NotFound(field=("input", "station_id"))
    made = MemberActivity(
        id=new_id(),
        community_id=new.community_id,
        organisation_id=await covering_org(scope, new.community_id, new.organisation_id),
        station_id=new.station_id,
        title=a_title(new.title, "title"),
        place=a_title(new.place, "place"),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        capacity=new.capacity,
        audience=new.audience,
        is_volunteering=new.is_volunteering,
    )
    scope.session.add(made)
    await scope.session.flush()
    scope.record("plan_member_activity", "MemberActivity", made.id, community_id=made.community_id)
    return made


@action(PartyPermission.RUN_ACTIVITIES)
async def cancel_member_activity(scope: Scope, activity_id: UUID) -> MemberActivity:
    """Call an activity off that has not begun; whoever signed up is told. Raises NotFound, ActivityClosed."""
    activity = await _still_ahead(scope, activity_id)
    activity.status = MemberActivityStatus.CANCELLED
    scope.record("cancel_member_activity", "MemberActivity", activity_id, community_id=activity.community_id)
    scope.emit(MemberActivityCancelled(activity_id, activity.community_id))
    return activity


@action(PartyPermission.JOIN_ACTIVITIES)
async def sign_up_for_member_activity(scope: Scope, activity_id: UUID) -> MemberActivity:
    """Take a place where one lives; twice takes one. Of members' activities only while one's report holds.

    Raises NotFound, NotReportedIn, ActivityClosed, ActivityFull.
    """
    resident_id = scope.actor.resident_id
    seen = (
        await scope.session.execute(
            select(MemberActivity.community_id, MemberActivity.audience).where(MemberActivity.id == activity_id)
        )
    ).one_or_none()
    if resident_id is None or seen is None or seen.community_id not in await list_home_ids(scope, resident_id):
        raise NotFound(field=("input", "activity_id"))
    # The report before the activity, as where a report ends.
    is_for_members = seen.audience is ActivityAudience.MEMBERS
    consent_id = (await lock_report_of(scope, resident_id)).id if is_for_members else None
    activity = await _still_ahead(scope, activity_id)
    if await _has_seat(scope, activity_id, resident_id):
        return activity
    if activity.taken >= activity.capacity:
        raise ActivityFull
    values = {"activity_id": activity_id, "resident_id": resident_id, "community_id": activity.community_id}
    scope.session.add(ActivitySeat(**values, consent_id=consent_id))
    activity.taken += 1
    await scope.session.flush()
    scope.record("sign_up_for_member_activity", "MemberActivity", activity_id, community_id=activity.community_id)
    return activity


@action(PartyPermission.JOIN_ACTIVITIES)
async def withdraw_from_member_activity(scope: Scope, activity_id: UUID) -> MemberActivity:
    """Give a place up before it begins. Raises NotFound, also without a place, and ActivityClosed."""
    activity = await _still_ahead(scope, activity_id)
    gone = await scope.session.scalar(
        delete(ActivitySeat)
        .where(ActivitySeat.activity_id == activity_id, ActivitySeat.resident_id == scope.actor.resident_id)
        .returning(ActivitySeat.activity_id)
    )
    if gone is None:
        raise NotFound(field=("input", "activity_id"))
    activity.taken -= 1
    scope.record("withdraw_from_member_activity", "MemberActivity", activity_id, community_id=activity.community_id)
    return activity


@action(PartyPermission.RUN_ACTIVITIES)
async def record_activity_hours(scope: Scope, activity_id: UUID, resident_id: UUID, minutes: int) -> MemberActivity:
    """Note that somebody who had signed up came, and how long they helped: once, later by a correction.

    Raises NotFound, ActivityNotBegun, ActivityClosed, BadInput, HoursRecorded.
    """
    activity = await lock_activity(scope, activity_id)
    _refuse_minutes(activity, minutes)
    if activity.status is not MemberActivityStatus.OPEN:
        raise ActivityClosed
    if activity.starts_at > clock.now():
        raise ActivityNotBegun
    if not await _has_seat(scope, activity_id, resident_id):
        raise NotFound(field=("input", "resident_id"))
    made = await scope.session.scalar(
        insert(VolunteerEntry)
        .values(**_entry(scope, activity, resident_id), number=0, minutes=minutes)
        .on_conflict_do_nothing()
        .returning(VolunteerEntry.id)
    )
    if made is None:
        raise HoursRecorded(field=("input", "resident_id"))
    scope.record("record_activity_hours", "MemberActivity", activity_id, community_id=activity.community_id)
    return activity


@action(PartyPermission.RUN_ACTIVITIES)
async def correct_activity_hours(
    scope: Scope, activity_id: UUID, resident_id: UUID, minutes: int, reason: str
) -> MemberActivity:
    """Set right what was counted, by an entry of the difference. Raises NotFound, BadInput."""
    activity = await lock_activity(scope, activity_id)
    _refuse_minutes(activity, minutes)
    counted = select(func.sum(VolunteerEntry.minutes), func.max(VolunteerEntry.number)).where(
        VolunteerEntry.activity_id == activity_id, VolunteerEntry.resident_id == resident_id
    )
    so_far, last = (await scope.session.execute(counted)).one()
    if last is None:
        raise NotFound(field=("input", "resident_id"))
    if minutes == so_far:
        raise BadInput(field=("input", "minutes"))
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise BadInput(field=("input", "reason"))
    values = _entry(scope, activity, resident_id)
    scope.session.add(VolunteerEntry(**values, number=last + 1, minutes=minutes - so_far))
    await scope.session.flush()
    community_id, why = activity.community_id, reason.strip()
    scope.record("correct_activity_hours", "MemberActivity", activity_id, community_id=community_id, reason=why)
    if activity.status is MemberActivityStatus.HELD:
        scope.emit(MemberActivityHeld(activity_id, activity.community_id, clock.day_of(activity.starts_at)))
    return activity


@action(PartyPermission.RUN_ACTIVITIES)
async def close_member_activity(scope: Scope, activity_id: UUID) -> MemberActivity:
    """Say that all who came are noted: its sums go to the organisation. Raises NotFound, ActivityClosed, NotBegun."""
    activity = await lock_activity(scope, activity_id)
    if activity.status is not MemberActivityStatus.OPEN:
        raise ActivityClosed
    if activity.ends_at > clock.now():
        raise ActivityNotBegun
    activity.status = MemberActivityStatus.HELD
    scope.record("close_member_activity", "MemberActivity", activity_id, community_id=activity.community_id)
    scope.emit(MemberActivityHeld(activity_id, activity.community_id, clock.day_of(activity.starts_at)))
    return activity


async def _still_ahead(scope: Scope, activity_id: UUID) -> MemberActivity:
    activity = await lock_activity(scope, activity_id)
    if activity.status is not MemberActivityStatus.OPEN or activity.starts_at <= clock.now():
        raise ActivityClosed
    return activity


async def _has_seat(scope: Scope, activity_id: UUID, resident_id: UUID) -> bool:
    seat = select(ActivitySeat.activity_id).where(
        ActivitySeat.activity_id == activity_id, ActivitySeat.resident_id == resident_id
    )
    return await scope.session.scalar(seat) is not None


def _refuse_minutes(activity: MemberActivity, minutes: int) -> None:
    most = _DAY_MINUTES if activity.is_volunteering else 0
    if not 0 <= minutes <= most:
        raise BadInput(field=("input", "minutes"))


def _entry(scope: Scope, activity: MemberActivity, resident_id: UUID) -> dict[str, object]:
    return {
        "id": new_id(),
        "community_id": activity.community_id,
        "activity_id": activity.id,
        "resident_id": resident_id,
        "recorded_by": scope.actor.name,
        "recorded_at": clock.now(),
    }
