"""The end of an import: the sheet of the rows that failed, and word to whoever started it."""

import asyncio
from collections import Counter
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.core import clock
from backend.modules.files.contract import FilePurpose, NewFile, store_file
from backend.modules.housing.actions.rosters.imports import import_in, tell, turn
from backend.modules.housing.actions.rosters.previewing import read_file
from backend.modules.housing.contract.events import ResidentCheckedIn, RosterSettled
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.queries.rosters import problems_of
from backend.modules.housing.roster.failed_rows import failed_rows_sheet
from backend.modules.housing.roster.model import Position
from backend.modules.housing.words import RosterRowState, RosterStatus, StayStatus
from tenants.scope import Scope, action

_TOLD_AT_ONCE = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@action(HousingPermission.IMPORT_ROSTER)
async def finish_roster(scope: Scope, import_id: UUID) -> None:
    """Write down what failed, and why, in a sheet that can be mended and imported again."""
    roster = await import_in(scope, import_id, RosterStatus.APPLYING)
    if roster is None:
        return
    rows = await scope.session.execute(
        select(RosterLine.state, func.count().label("rows"))
        .where(RosterLine.import_id == import_id)
        .group_by(RosterLine.state)
    )
    states = Counter({row.state: row.rows for row in rows})
    roster.failed_file_id = await _failed_file(scope, roster)
    roster.counts = roster.counts | {"FAILED": states[RosterRowState.FAILED], "APPLIED": states[RosterRowState.APPLIED]}
    roster.applied_at = clock.now()
    turn(scope, roster, RosterStatus.APPLIED)
    scope.record(
        "finish_roster_import",
        "RosterImport",
        import_id,
        community_id=roster.community_id,
        applied=states[RosterRowState.APPLIED],
        failed=states[RosterRowState.FAILED],
    )
    scope.emit(RosterSettled(import_id))
    tell(scope, roster, "ROSTER_APPLIED", rows=roster.rows_total, failed=states[RosterRowState.FAILED])


@action(HousingPermission.IMPORT_ROSTER)
async def announce_stays(scope: Scope, import_id: UUID, after: UUID | None) -> None:
    """Tell of the next stays that an import brought, and go on in another transaction.

    Only now: what other modules do for each would stand in the queue before the rows that are still to come.
    """
    brought = (
        select(Stay)
        .where(
            Stay.import_id == import_id,
            Stay.previous_stay_id.is_(None),
            or_(Stay.status != StayStatus.ENDED, Stay.checked_out_at.is_not(None)),
        )
        .order_by(Stay.id)
        .limit(_TOLD_AT_ONCE)
    )
    if after is not None:
        brought = brought.where(Stay.id > after)
    stays = (await scope.session.scalars(brought)).all()
    for stay in stays:
        scope.emit(ResidentCheckedIn(stay.id, stay.community_id, stay.lead_resident_id, stay.starts_on))
    if stays:
        scope.emit(RosterSettled(import_id, stays[-1].id))


async def _failed_file(scope: Scope, roster: RosterImport) -> UUID | None:
    failed = await scope.session.scalars(
        select(RosterLine).where(
            RosterLine.import_id == roster.id,
            RosterLine.state == RosterRowState.FAILED,
            RosterLine.number.is_not(None),
        )
    )
    reasons = {
        Position(line.sheet, line.number): [problem.sentence for problem in problems_of(line, "zh-CN")]
        for line in failed
        if line.number is not None
    }
    if not reasons:
        return None
    original = await read_file(scope, roster)
    content = await asyncio.to_thread(failed_rows_sheet, original, reasons)
    new = NewFile(
        purpose=FilePurpose.ROSTER_FAILURES,
        name="未导入的住户.xlsx",
        media_type=_XLSX,
        attached_type="RosterImport",
        attached_id=roster.id,
    )
    return await store_file(scope, new, content)
