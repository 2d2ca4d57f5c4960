"""Forms as they are filled: every cell with the measure that it comes from."""

import datetime as dt
from dataclasses import dataclass

from backend.modules.dashboard.contract.figures import Group


@dataclass(frozen=True, slots=True)
class FilledCell:
    """What a line says of a group; None where it is hidden, unknown, or a share of nothing."""

    group: Group
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLine:
    """A line of a form: what it asks for, by which measure that is answered, and the answers."""

    number: str
    zh: str
    en: str
    measure: str
    cell: tuple[str, ...]
    is_of_month: bool
    cells: tuple[FilledCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form of a month: nobody has typed a number. `seal`: the hash of what was last sealed of the month."""

    code: str
    zh: str
    en: str
    month_on: dt.date
    as_of_on: dt.date
    is_month_over: bool
    released_at: dt.datetime | None
    seal: str | None
    lines: tuple[FilledLine, ...]
