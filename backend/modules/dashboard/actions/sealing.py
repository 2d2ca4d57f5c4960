"""The sealing of months, and their restatement; no row is ever changed."""

import datetime as dt

import structlog
from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.dashboard.actions.releasing import TOPIC
from backend.modules.dashboard.chaining import FIRST, compared, link, stated
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import NothingToRestate, SnapshotAbsent
from backend.modules.dashboard.contract.snapshots import Change, Snapshot
from backend.modules.dashboard.models.snapshots import DistrictSnapshot
from backend.modules.dashboard.queries.months import Said, get_month_figures, month_of, refuse_unfinished
from backend.modules.dashboard.queries.snapshots import seen
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.scope import Scope, action

log = structlog.get_logger()


@action(DashboardPermission.SEAL)
async def seal_snapshot(scope: Scope, month_on: dt.date) -> Snapshot:
    """Seal a month that is over as it is known now, once. Raises MonthNotOver, DayNotCounted, SnapshotSealed."""
    last_on = refuse_unfinished(month_on)
    figures = await get_month_figures(scope, last_on)
    return await _append(scope, last_on, figures, restatement=0)


@action(DashboardPermission.SEAL)
async def restate_snapshot(scope: Scope, month_on: dt.date, reason: str) -> Snapshot:
    """Say of a sealed month what is known now, and what of it is otherwise than was last said.

    Raises SnapshotAbsent, NothingToRestate, ReasonMissing, DayNotCounted.
    """
    first_on, last_on = month_of(month_on)
    if not reason.strip():
        raise ReasonMissing(field=("input", "reason"))
    of_month = select(DistrictSnapshot).where(DistrictSnapshot.month_on == first_on)
    last = await scope.session.scalar(of_month.order_by(DistrictSnapshot.restatement.desc()).limit(1))
    if last is None:
        raise SnapshotAbsent(field=("input", "month"))
    figures = await get_month_figures(scope, last_on)
    changes = compared(last.figures, figures)
    if not changes:
        raise NothingToRestate(field=("input", "month"))
    return await _append(
        scope, last_on, figures, restatement=last.restatement + 1, changes=changes, reason=reason.strip()
    )


async def _append(
    scope: Scope,
    last_on: dt.date,
    figures: Said,
    *,
    restatement: int,
    changes: list[Change] | None = None,
    reason: str | None = None,
) -> Snapshot:
    """The next link. Two at once want the same place: the database gives it to one, and the other tries again."""
    newest = select(DistrictSnapshot).order_by(DistrictSnapshot.position.desc()).limit(1)
    head = await scope.session.scalar(newest)
    row = DistrictSnapshot(
        id=new_id(),
        position=1 if head is None else head.position + 1,
        month_on=last_on.replace(day=1),
        restatement=restatement,
        as_of_on=last_on,
        figures=figures,
        changes=[stated(one) for one in changes or ()],
        reason=reason,
        sealed_by_id=scope.actor.account_id,
        sealed_at=clock.now(),
        before=FIRST if head is None else head.hash,
    )
    row.hash = link(row)
    scope.session.add(row)
    await scope.session.flush()
    act = "restate_snapshot" if restatement else "seal_snapshot"
    scope.record(act, "DistrictSnapshot", row.id, month=row.month_on.isoformat(), hash=row.hash.hex())
    # The head of the chain outlives the database in the log: a cut end is found by it.
    log.info("month_sealed", month=row.month_on.isoformat(), count=row.position, head=row.hash.hex())
    scope.topics.add(TOPIC)
    return seen(row)
