"""Community activities: planned, and what came of them."""

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.group_inputs import ActivityReport, NewActivity
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.refusals import ServiceItemUnknown
from backend.modules.casework.history import require_text
from backend.modules.casework.models.groups import StationActivity
from backend.modules.casework.models.services import ServiceItem
from backend.modules.casework.reaching import served_community, station_roles
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_TEXT, _MOST = 60, 4000, 100_000


@action(CasePermission.RECORD_SERVICES)
async def plan_station_activity(scope: Scope, new: NewActivity) -> StationActivity:
    """Plan a community activity of a station where the actor works. Raises NotFound, BadInput, ServiceItemUnknown."""
    if new.station_id not in await station_roles(scope):
        raise NotFound(field=("input", "station_id"))
    title = require_text(new.title, "title", _LONGEST_TITLE)
    if new.ends_on < new.starts_on:
        raise BadInput(field=("input", "ends_on"))
    if not 1 <= new.expected <= _MOST:
        raise BadInput(field=("input", "expected"))
    known = select(ServiceItem.id).where(ServiceItem.id == new.item_id)
    if new.item_id is not None and await scope.session.scalar(known) is None:
        raise ServiceItemUnknown(field=("input", "item_id"))
    activity = StationActivity(
        id=new_id(),
        station_id=new.station_id,
        community_id=await served_community(scope, new.station_id, new.community_id),
        item_id=new.item_id,
        account_id=scope.actor.account_id,
        title=title,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        expected=new.expected,
    )
    scope.session.add(activity)
    await scope.session.flush()
    scope.record("plan_station_activity", "StationActivity", activity.id, community_id=activity.community_id)
    return activity


@action(CasePermission.RECORD_SERVICES)
async def report_station_activity(scope: Scope, report: ActivityReport) -> StationActivity:
    """Say how many came and what came of it, once it has begun. Raises NotFound, StaleVersion, BadInput."""
    activity: StationActivity | None = await scope.session.scalar(
        select(StationActivity).where(StationActivity.id == report.activity_id).with_for_update()
    )
    if activity is None or activity.station_id not in await station_roles(scope):
        raise NotFound(field=("input", "activity_id"))
    if report.version != activity.version:
        # Nothing but its report ever changes.
        changed = ("attended", "outcome")
        raise StaleVersion(field=("input", "version"), version=activity.version, changed=changed)
    outcome = require_text(report.outcome, "outcome", _LONGEST_TEXT)
    if activity.starts_on > clock.today() or not 0 <= report.attended <= _MOST:
        raise BadInput(field=("input", "attended"))
    activity.attended, activity.outcome, activity.reported_at = report.attended, outcome, clock.now()
    activity.version += 1
    scope.record("report_station_activity", "StationActivity", activity.id, community_id=activity.community_id)
    await scope.session.flush()
    return activity
