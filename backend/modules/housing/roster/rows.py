"""One row of a sheet: its cells by field, and whether it holds a person at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.modules.housing.roster.cells import Cell, folded_text
from backend.modules.housing.roster.headers import fields_of, is_header
from backend.modules.housing.roster.model import Field, Position, SkipCode

EXAMPLE_NAME = "示例"
_SUBTOTAL = re.compile(
    r"(本页|本层|本楼|本栋)?(合计|小计|总计|共计|总数|人数|总人数).*|(SUB-?TOTAL|GRAND TOTAL|TOTAL|SUM)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row by field, merged ones filled in; `own` are the fields whose cell stands in this row."""

    at: Position
    cells: dict[Field, Cell]
    own: frozenset[Field]
    formulas: frozenset[Field]
    all_cells: Sequence[Cell]


def skip_code(raw: RawRow) -> SkipCode | None:
    """Why the row is no person: a sub-total, a note under the table, a header again, an empty room."""
    texts = [text for cell in raw.all_cells if (text := folded_text(cell))]
    stated = raw.own | raw.formulas
    if any(_SUBTOTAL.fullmatch(text) for text in texts[:3]) and not _is_long_number(raw):
        return SkipCode.SUBTOTAL
    if fields_of([raw.cells.get(Field.NAME, "")]) and is_header(fields_of(raw.all_cells)):
        return SkipCode.REPEATED_HEADER
    if folded_text(raw.cells.get(Field.NAME, "")) == EXAMPLE_NAME:
        return SkipCode.EXAMPLE
    if stated & {Field.DOCUMENT, Field.PHONE}:
        return None
    has_place = bool(stated & {Field.UNIT, Field.BED})
    if Field.NAME in stated:
        return None if has_place or stated & {Field.STARTS_ON, Field.ENDS_ON} else SkipCode.NOTE
    return SkipCode.VACANT if has_place else SkipCode.NOTE


def _is_long_number(raw: RawRow) -> bool:
    return Field.DOCUMENT in raw.own and len(folded_text(raw.cells[Field.DOCUMENT])) >= 8
