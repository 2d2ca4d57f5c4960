"""Rosters are forgotten: what people said of others is kept no longer than its purpose needs."""

import datetime as dt

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.modules.files.contract import release_files
from backend.modules.housing.contract.permissions import ROSTER_DAYS, HousingPermission
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.words import RosterStatus
from tenants.scope import Scope, action

_AT_ONCE = 100


@action(HousingPermission.IMPORT_ROSTER)
async def forget_rosters(scope: Scope) -> int:
    """Drop the rows and files of imports that ended long ago; their counts stay. Returns how many imports those were.

    An import that nobody applied is old from its upload on. One that is being applied is never touched.
    """
    before = clock.now() - dt.timedelta(days=await scope.limit(ROSTER_DAYS))
    # Also those of which no row was kept: they have a file all the same.
    old = select(RosterImport.id).where(
        RosterImport.status != RosterStatus.APPLYING,
        RosterImport.created_at < before,
        RosterImport.forgotten_at.is_(None),
    )
    import_ids = (await scope.session.scalars(old.order_by(RosterImport.id).limit(_AT_ONCE))).all()
    if not import_ids:
        return 0
    await scope.session.execute(delete(RosterLine).where(RosterLine.import_id.in_(import_ids)))
    await scope.session.execute(
        update(RosterImport).where(RosterImport.id.in_(import_ids)).values(forgotten_at=clock.now())
    )
    await release_files(scope, "RosterImport", import_ids)
    for import_id in import_ids:
        scope.record("forget_rosters", "RosterImport", import_id)
    return len(import_ids)
