"""Places at activities that are still to come: the activity's row is locked first, and counts what is taken."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity
from backend.modules.party.words import MemberActivityStatus
from tenants.scope import Scope


async def lock_activity(scope: Scope, activity_id: UUID) -> MemberActivity:
    """An activity, until the end of the transaction. Raises NotFound."""
    found: MemberActivity | None = await scope.session.scalar(
        select(MemberActivity)
        .where(MemberActivity.id == activity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(field=("input", "activity_id"))
    return found


def _ahead(whose: ColumnElement[bool]) -> Select[MemberActivity]:
    seated = select(ActivitySeat.activity_id).where(whose)
    return select(MemberActivity).where(
        MemberActivity.id.in_(seated),
        MemberActivity.status == MemberActivityStatus.OPEN,
        MemberActivity.starts_at > clock.now(),
    )


async def count_seats(scope: Scope, whose: ColumnElement[bool]) -> int:
    """How many places some seats hold at activities that are still to come."""
    ahead = _ahead(whose).with_only_columns(MemberActivity.id)
    counted = select(func.count()).select_from(ActivitySeat).where(whose, ActivitySeat.activity_id.in_(ahead))
    return await scope.session.scalar(counted) or 0


async def free_seats(scope: Scope, whose: ColumnElement[bool]) -> int:
    """Give up the places that some seats hold at activities that are still to come; how many there were."""
    activities = await scope.session.scalars(_ahead(whose).order_by(MemberActivity.id).with_for_update())
    freed = 0
    for activity in activities.all():
        gone = delete(ActivitySeat).where(whose, ActivitySeat.activity_id == activity.id)
        count = len((await scope.session.scalars(gone.returning(ActivitySeat.resident_id))).all())
        activity.taken -= count
        freed += count
    await scope.session.flush()
    return freed
