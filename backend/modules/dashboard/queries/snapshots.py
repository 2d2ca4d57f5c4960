"""Reads of sealed months, every link checked as it is read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.dashboard.chaining import broken_links, link, listed, told
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import SnapshotNotBy
from backend.modules.dashboard.contract.snapshots import BrokenLink, SealedFigure, Snapshot
from backend.modules.dashboard.models.snapshots import DistrictSnapshot
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query


@query(DashboardPermission.VIEW)
async def list_snapshots(scope: Scope, page: Page) -> Slice[Snapshot]:
    """Seals and restatements in the order they were made, the last first."""
    rows = await paged(scope.session, select(DistrictSnapshot), page, DistrictSnapshot.position, newest_first=True)
    return rows.mapped(seen)


@query(DashboardPermission.VIEW)
async def snapshots_by_id(scope: Scope, ids: Collection[UUID]) -> Mapping[UUID, Snapshot]:
    """Seals and restatements, by id."""
    rows = await scope.session.scalars(select(DistrictSnapshot).where(DistrictSnapshot.id.in_(ids)))
    return {row.id: seen(row) for row in rows}


@query(DashboardPermission.VIEW)
async def get_chain(scope: Scope) -> tuple[int, str, list[BrokenLink]]:
    """How many links there are, the last hash, and where the chain does not hold.

    A cut end leaves a chain that holds: it is found by a hash that somebody kept, such as one on a printed form.
    """
    rows = (await scope.session.scalars(select(DistrictSnapshot).order_by(DistrictSnapshot.position))).all()
    return len(rows), rows[-1].hash.hex() if rows else "", broken_links(rows)


def figures_by(snapshot: Snapshot, by: Grouping) -> list[SealedFigure]:
    """What a month says by these groups; nothing where nothing was counted. Raises SnapshotNotBy."""
    found = [one for one in snapshot.figures if one.grouping is by]
    if snapshot.figures and not found:
        raise SnapshotNotBy(field=("by",))
    return found


def seen(row: DistrictSnapshot) -> Snapshot:
    """A row as it is told."""
    return Snapshot(
        id=row.id,
        position=row.position,
        month_on=row.month_on,
        restatement=row.restatement,
        as_of_on=row.as_of_on,
        reason=row.reason,
        sealed_at=row.sealed_at,
        hash=row.hash.hex(),
        before=row.before.hex(),
        is_intact=link(row) == row.hash,
        figures=tuple(listed(row.figures)),
        changes=tuple(told(one) for one in row.changes),
    )
