"""Reads of roster imports: how far they are, and what each row would change, with names masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import AppError, Conflict, Locale, NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.files.contract import decides_reading
from backend.modules.housing.contract import refusals
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.identity import mask_name
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.roster.messages import field_name, file_message, row_message
from backend.modules.housing.roster.model import Field, FileCode, RowCode
from backend.modules.housing.roster.said import opened_row
from backend.modules.housing.words import RosterRowKind, RosterRowState
from tenants.scope import Scope, query

_REFUSALS: dict[str, type[AppError]] = {
    found.code: found
    for found in (Conflict, *vars(refusals).values())
    if isinstance(found, type) and issubclass(found, AppError) and found is not AppError
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be applied, and where: the column's letter in the file, if the file has one."""

    code: str
    field: Field | None
    letter: str | None
    reason: str | None
    message: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as staff see it; `number` is the sheet's own, none for someone whom the file leaves out."""

    id: UUID
    position: int
    sheet: str
    number: int | None
    kind: RosterRowKind
    state: RosterRowState
    name_masked: str
    place: str
    stay_id: UUID | None
    problems: list[RowProblem]


@query(HousingPermission.IMPORT_ROSTER)
async def roster_imports_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, RosterImport]:
    """Imports by id."""
    rows = await scope.session.scalars(select(RosterImport).where(RosterImport.id.in_(ids)))
    return {row.id: row for row in rows}


# The roster itself and the sheet of its failed rows.
decides_reading("RosterImport")(roster_imports_by_id)


@query(HousingPermission.IMPORT_ROSTER)
async def get_roster_import(scope: Scope, import_id: UUID) -> RosterImport:
    """Raises NotFound."""
    roster: RosterImport | None = await scope.session.scalar(select(RosterImport).where(RosterImport.id == import_id))
    if roster is None:
        raise NotFound
    return roster


@query(HousingPermission.IMPORT_ROSTER)
async def list_roster_imports(scope: Scope, page: Page, community_id: UUID | None = None) -> Slice[RosterImport]:
    """The imports that the actor may see, newest first."""
    statement = select(RosterImport)
    if community_id is not None:
        statement = statement.where(RosterImport.community_id == community_id)
    return await paged(scope.session, statement, page, RosterImport.id, newest_first=True)


@query(HousingPermission.IMPORT_ROSTER)
async def list_roster_rows(
    scope: Scope,
    import_id: UUID,
    page: Page,
    *,
    locale: Locale,
    kinds: Sequence[RosterRowKind] = (),
    states: Sequence[RosterRowState] = (),
) -> Slice[RowView]:
    """The rows of an import in the file's order; those whom the file leaves out come first."""
    statement = select(RosterLine).where(RosterLine.import_id == import_id)
    if kinds:
        statement = statement.where(RosterLine.kind.in_(kinds))
    if states:
        statement = statement.where(RosterLine.state.in_(states))
    key = await scope.key()
    found: Slice[RosterLine] = await paged(scope.session, statement, page, RosterLine.position)

    def shown(line: RosterLine) -> RowView:
        said = opened_row(key, import_id, line.position, line.said_sealed)
        return RowView(
            id=line.id,
            position=line.position,
            sheet=line.sheet,
            number=line.number,
            kind=line.kind,
            state=line.state,
            name_masked=mask_name(said.name),
            place=said.place,
            stay_id=line.stay_id,
            problems=problems_of(line, locale),
        )

    return found.mapped(shown)


def problems_of(line: RosterLine, locale: Locale) -> list[RowProblem]:
    """What is wrong with a row, in someone's language."""
    return [_problem(said, locale) for said in line.problems]


def refusal_message(code: str | None, fields: Sequence[str], locale: Locale) -> str | None:
    """Why a whole file was refused; None where it was not."""
    return None if code is None else file_message(FileCode(code), tuple(map(Field, fields)), locale)


def _problem(said: Mapping[str, object], locale: Locale) -> RowProblem:
    code, letter, reason = str(said["code"]), said["letter"], said["reason"]
    field = Field(str(said["field"])) if said["field"] else None
    message = _message(code, said["facts"], locale)
    where = field_name(field, locale) if field else ""
    if letter:
        where += f"（{letter} 列）" if locale == "zh-CN" else f" (column {letter})"
    colon = "：" if locale == "zh-CN" else ": "
    return RowProblem(
        code=code,
        field=field,
        letter=str(letter) if letter else None,
        reason=str(reason) if reason else None,
        message=message,
        sentence=f"{where}{colon}{message}" if where else message,
    )


def _message(code: str, facts: object, locale: Locale) -> str:
    refusal = _REFUSALS.get(code)
    if code in RowCode.__members__ and (refusal is None or not facts):
        return row_message(RowCode(code), locale)
    if refusal is None:
        return code
    return refusal(**(facts if isinstance(facts, dict) else {})).message(locale)
