"""Who lives in a community and is not in its complete roster."""

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from backend.modules.housing.actions.rosters.ledger_view import StayView
from backend.modules.housing.actions.rosters.loading import Loaded, among
from backend.modules.housing.identity import InvalidName, InvalidPhone, normalise_name, parse_phone
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.roster.model import Field, Roster, RosterRow, SheetSource
from backend.modules.housing.roster.said import SaidRow, place_label
from backend.modules.housing.sealing import ResidentSeal
from backend.modules.housing.words import StayStatus
from tenants.scope import Scope


@dataclass(slots=True)
class Unread:
    """What the rows with errors still say of who they mean: nobody is moved out for a slip of the pen."""

    names: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)


def cell_of(source: SheetSource, number: int, wanted: Field) -> str:
    """The text of one field of a row, empty where the sheet has no such column."""
    for column in source.columns:
        if column.field is wanted and column.header in source.header:
            at, cells = source.header.index(column.header), source.cells.get(number, ())
            return cells[at] if at < len(cells) else ""
    return ""


def unread_of(roster: Roster) -> Unread:
    """Of the rows that could not be read."""
    found, sources = Unread(), {source.title: source for source in roster.sheets}
    for at in {error.at for error in roster.errors}:
        source = sources[at.sheet]
        found.names.add(_name(cell_of(source, at.row, Field.NAME)))
        found.documents.add(_document(cell_of(source, at.row, Field.DOCUMENT)))
        found.phones.add(_phone(cell_of(source, at.row, Field.PHONE)))
    return found


async def missing_people(
    scope: Scope, loaded: Loaded, roster: Roster, today: dt.date
) -> list[tuple[StayView, SaidRow]]:
    """The running stays of people of whom no row speaks, with the day that they leave on.

    That is the day on which a row puts someone else into their bed, or else today.
    """
    said = {person.id for person in loaded.ledger.people.values()}
    running = [
        stay
        for stay in loaded.ledger.stays.values()
        if stay.community_id == loaded.places.community.id
        and stay.status is StayStatus.ACTIVE
        and stay.starts_on < today
        and not any(lived.person.id in said for lived in stay.people)
    ]
    names = await _unmentioned(scope, loaded, {stay.lead_id for stay in running}, unread_of(roster))
    gone = [stay for stay in running if stay.lead_id in names]
    places = await _labels(scope, [stay.id for stay in gone])
    wanted = _wanted_from(loaded, roster.rows)
    return [
        (stay, SaidRow(names[stay.lead_id], places[stay.id], leaves_on=_leaves_on(loaded, stay, wanted, today)))
        for stay in gone
    ]


async def _unmentioned(scope: Scope, loaded: Loaded, ids: Collection[UUID], unread: Unread) -> dict[UUID, str]:
    """The names of those whom no row with errors may mean."""
    found = {}
    for row in await scope.session.scalars(select(Resident).where(among(Resident.id, ids))):
        if row.key_wrapped is None or not (row.name_sealed and row.document_sealed and row.phone_sealed):
            continue
        seal = ResidentSeal.opened(loaded.key, row.id, row.key_wrapped)
        name = seal.unseal("name", row.name_sealed)
        is_mentioned = (
            name in unread.names
            or seal.unseal("document", row.document_sealed) in unread.documents
            or seal.unseal("phone", row.phone_sealed) in unread.phones
        )
        if not is_mentioned:
            found[row.id] = name
    return found


async def _labels(scope: Scope, stay_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await scope.session.execute(
        select(Stay.id, Building.code, Unit.number, Bed.label)
        .join(Unit, (Unit.operator_id == Stay.operator_id) & (Unit.id == Stay.unit_id))
        .join(Building, (Building.operator_id == Unit.operator_id) & (Building.id == Unit.building_id))
        .outerjoin(Bed, (Bed.operator_id == Stay.operator_id) & (Bed.id == Stay.bed_id))
        .where(among(Stay.id, stay_ids))
    )
    return {row.id: place_label(row.code, row.number, row.label) for row in rows}


def _wanted_from(loaded: Loaded, rows: Iterable[RosterRow]) -> dict[UUID, list[dt.date]]:
    starts: dict[UUID, list[dt.date]] = defaultdict(list)
    for row in rows:
        place = loaded.places.find(row)
        for bed in place.beds if place else ():
            starts[bed.id].append(row.starts_on)
    return starts


def _leaves_on(loaded: Loaded, stay: StayView, wanted: dict[UUID, list[dt.date]], today: dt.date) -> dt.date:
    unit = loaded.ledger.units.get(stay.unit_id)
    held = [bed.id for bed in unit.beds.values() if stay.id in bed.held] if unit else []
    days = [day for bed_id in held for day in wanted.get(bed_id, ()) if stay.starts_on < day < today]
    return min(days, default=today)


def _name(text: str) -> str:
    try:
        return normalise_name(text)
    except InvalidName:
        return ""


def _document(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except InvalidPhone:
        return ""
