"""The end of an import: the sheet of the rows that failed, and word to whoever started it."""

import asyncio
from collections import Counter
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.files.contract import FilePurpose, NewFile, store_file
from backend.modules.housing.actions.rosters.imports import import_in, tell, turn
from backend.modules.housing.actions.rosters.previewing import read_file
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.queries.rosters import problems_of
from backend.modules.housing.roster.failed_rows import failed_rows_sheet
from backend.modules.housing.roster.model import Position
from backend.modules.housing.words import RosterRowState, RosterStatus
from tenants.scope import Scope, action

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
    tell(scope, roster, "ROSTER_APPLIED", rows=roster.rows_total, failed=states[RosterRowState.FAILED])


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
