"""The dry run: a sealed file becomes rows that say what each would change. The ledger is read and not touched."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from uuid import UUID

from backend.core.copying import copy_entities
from backend.core.ids import new_id
from backend.modules.files.queries import get_content
from backend.modules.housing.actions.rosters.decisions import Decision, Problem, Terms
from backend.modules.housing.actions.rosters.imports import (
    community_of,
    import_in,
    stored_problem,
    tell,
    terms_of,
    turn,
)
from backend.modules.housing.actions.rosters.ledger_view import StayView
from backend.modules.housing.actions.rosters.loading import Loaded, load_ledger
from backend.modules.housing.actions.rosters.missing import cell_of, missing_people
from backend.modules.housing.actions.rosters.planning import Planner
from backend.modules.housing.contract.events import RosterTakenUp
from backend.modules.housing.contract.permissions import ROSTER_ROWS, HousingPermission
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.roster.guarded import read_roster_guarded
from backend.modules.housing.roster.model import (
    Field,
    Position,
    Roster,
    RosterLimits,
    RosterRow,
    RowError,
    SheetSource,
    UnreadableRoster,
)
from backend.modules.housing.roster.said import SaidRow, place_label, sealed_row
from backend.modules.housing.words import RosterRowKind, RosterRowState, RosterStatus
from tenants.scope import Scope, action

# A transaction waits meanwhile, and PostgreSQL ends one that is idle for a minute.
_LIMITS = RosterLimits(cpu_seconds=40, wall_seconds=50)
_STATES = {RosterRowKind.ERROR: RosterRowState.FAILED, RosterRowKind.UNCHANGED: RosterRowState.APPLIED}


@action(HousingPermission.IMPORT_ROSTER)
async def take_up_roster(scope: Scope, import_id: UUID) -> None:
    """Let its watchers know that a worker has come to it; the reading follows in a transaction of its own."""
    roster = await import_in(scope, import_id, RosterStatus.UPLOADED)
    if roster is not None:
        turn(scope, roster, RosterStatus.READING)
        scope.emit(RosterTakenUp(import_id))


@action(HousingPermission.IMPORT_ROSTER)
async def preview_roster(scope: Scope, import_id: UUID) -> None:
    """Read the file and foresee what each of its rows would change; or refuse it as a whole."""
    roster = await import_in(scope, import_id, RosterStatus.READING)
    if roster is None:
        return
    try:
        read = await read_file(scope, roster)
    except UnreadableRoster as refused:
        roster.refusal, roster.refusal_fields = refused.code, list(refused.fields)
        turn(scope, roster, RosterStatus.REFUSED)
        tell(scope, roster, "ROSTER_REFUSED", code=refused.code)
        return
    loaded = await load_ledger(scope, await community_of(scope, roster), read.rows, is_whole=roster.is_complete)
    if roster.creates_places:
        loaded.places.think_up(read.rows)
        loaded.ledger.units = {unit.id: unit for unit in loaded.places.units.values()}
    terms = await terms_of(scope, roster)
    missing = await missing_people(scope, loaded, read, terms.today) if roster.is_complete else []
    lines = await asyncio.to_thread(_lines, roster, read, loaded, terms, missing)
    await copy_entities(scope.session, lines)
    _note_preview(roster, read, lines)
    turn(scope, roster, RosterStatus.PREVIEWED)
    tell(scope, roster, "ROSTER_PREVIEWED", rows=roster.rows_total, errors=roster.counts.get(RosterRowKind.ERROR, 0))


async def read_file(scope: Scope, roster: RosterImport) -> Roster:
    """The rows of an import's file, parsed in the guarded child. Raises UnreadableRoster, NotFound."""
    limits = replace(_LIMITS, rows=await scope.limit(ROSTER_ROWS))
    content = await get_content(scope, roster.file_id)
    return await asyncio.to_thread(_read, content, limits)


def _read(content: BufferedReader, limits: RosterLimits) -> Roster:
    with content:
        return read_roster_guarded(content.read(), limits)


def _note_preview(roster: RosterImport, read: Roster, lines: Sequence[RosterLine]) -> None:
    roster.columns = [
        {"sheet": source.title, "field": column.field, "header": column.header, "letter": column.letter}
        for source in read.sheets
        for column in source.columns
    ]
    roster.rows_total = len(lines)
    roster.rows_done = sum(line.state is not RosterRowState.PENDING for line in lines)
    roster.counts = {kind: sum(line.kind is kind for line in lines) for kind in RosterRowKind}


def _lines(
    roster: RosterImport,
    read: Roster,
    loaded: Loaded,
    terms: Terms,
    missing: Sequence[tuple[StayView, SaidRow]],
) -> list[RosterLine]:
    planner = Planner(loaded, terms)
    lines: list[RosterLine] = []
    for stay, said in missing:
        decision = planner.decide_leaving(stay.id, said.leaves_on or terms.today)
        lines.append(_line(roster, loaded, len(lines), None, said, decision))
    sources = {source.title: source for source in read.sheets}
    for at, row, errors in _in_order(read):
        source = sources[at.sheet]
        if row is None:
            said = SaidRow(*_as_written(source, at.row))
            line = _line(roster, loaded, len(lines), at, said, None)
            line.problems = [_unread_problem(error, source) for error in errors]
        else:
            said = SaidRow(row.name, place_label(row.building, row.unit, row.bed), row)
            line = _line(roster, loaded, len(lines), at, said, planner.decide(row), source)
        lines.append(line)
    return lines


def _in_order(read: Roster) -> Iterator[tuple[Position, RosterRow | None, list[RowError]]]:
    rows = {row.at: row for row in read.rows}
    errors: dict[Position, list[RowError]] = {}
    for error in read.errors:
        errors.setdefault(error.at, []).append(error)
    order = {source.title: number for number, source in enumerate(read.sheets)}
    for at in sorted({*rows, *errors}, key=lambda at: (order[at.sheet], at.row)):
        yield at, rows.get(at), errors.get(at, [])


def _as_written(source: SheetSource, number: int) -> tuple[str, str]:
    place = (cell_of(source, number, field) for field in (Field.BUILDING, Field.UNIT, Field.BED))
    return cell_of(source, number, Field.NAME), place_label(*place)


def _unread_problem(error: RowError, source: SheetSource) -> dict[str, object]:
    problem = Problem(error.code, error.column.field if error.column else None, {})
    return stored_problem(problem, source, error.reason)


def _line(
    roster: RosterImport,
    loaded: Loaded,
    position: int,
    at: Position | None,
    said: SaidRow,
    decision: Decision | None,
    source: SheetSource | None = None,
) -> RosterLine:
    kind = decision.kind if decision else RosterRowKind.ERROR
    problem = decision.problem if decision else None
    return RosterLine(
        id=new_id(),
        community_id=roster.community_id,
        import_id=roster.id,
        position=position,
        sheet=at.sheet if at else "",
        number=at.row if at else None,
        kind=kind,
        state=_STATES.get(kind, RosterRowState.PENDING),
        problems=[stored_problem(problem, source)] if problem else [],
        said_sealed=sealed_row(loaded.key, roster.id, position, said),
        stay_id=decision.subject_id if decision else None,
    )
