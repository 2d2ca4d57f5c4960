"""Rosters are forgotten: what people said of others is kept no longer than its purpose needs."""

import datetime as dt

from sqlalchemy import delete, exists, select

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
    has_rows = exists().where(
        RosterLine.operator_id == RosterImport.operator_id, RosterLine.import_id == RosterImport.id
    )
    old = select(RosterImport.id).where(
        RosterImport.status != RosterStatus.APPLYING, RosterImport.created_at < before, has_rows
    )
    import_ids = (await scope.session.scalars(old.order_by(RosterImport.id).limit(_AT_ONCE))).all()
    if not import_ids:
        return 0
    await scope.session.execute(delete(RosterLine).where(RosterLine.import_id.in_(import_ids)))
    await release_files(scope, "RosterImport", import_ids)
    for import_id in import_ids:
        scope.record("forget_rosters", "RosterImport", import_id)
    return len(import_ids)
