"""One cell: its text as the user sees it, and the dates that people write."""

import datetime
import re
import unicodedata
from collections.abc import Callable

Cell = int | float | str | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta

_YEARS = range(1990, 2100)
_EPOCH_1900 = datetime.date(1899, 12, 30)
_EPOCH_1904 = datetime.date(1904, 1, 1)
_QUOTED_IN_CSV = re.compile(r'="([^"]*)"')
_WHOLE_NUMBER = re.compile(r"([0-9]+)\.0")
# IEEE doubles, and so spreadsheets, keep fifteen decimal digits.
_EXACT_BELOW = 10**15


def cell_text(cell: Cell) -> str:
    """Trimmed, without the `'` or `="…"` that makes a spreadsheet keep a number as text, or the `.0` of a number."""
    if isinstance(cell, str):
        text = cell.strip()
        if shielded := _QUOTED_IN_CSV.fullmatch(text) or _WHOLE_NUMBER.fullmatch(text):
            return shielded[1].strip()
        return text.removeprefix("'").removeprefix("’").strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "minutes")
    return str(cell)


def folded_text(cell: Cell) -> str:
    """`cell_text` with full-width characters made plain and any run of blanks made one space."""
    return " ".join(unicodedata.normalize("NFKC", cell_text(cell)).split())


_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}")


def has_lost_digits(cell: Cell) -> bool:
    """Whether a spreadsheet has kept the cell as a number too long for it, or shows it as 3.10199E+17."""
    if isinstance(cell, int | float):
        return abs(cell) >= _EXACT_BELOW
    return isinstance(cell, str) and _SCIENTIFIC.fullmatch(folded_text(cell).upper()) is not None


def is_formula_text(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.lstrip().startswith("=") and not _QUOTED_IN_CSV.fullmatch(cell.strip())


_YMD = re.compile(r"([0-9]{4}) ?[-/.年,、_] ?([0-9]{1,2}) ?[-/.月,、_] ?([0-9]{1,2}) ?[日号]?")
_YMD_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DMY = re.compile(r"(?P<day>[0-9]{1,2})[- /.]?(?P<month>[A-Z]{3})[A-Z]*[- /.,]*(?P<year>[0-9]{4})", re.IGNORECASE)
_MDY = re.compile(r"(?P<month>[A-Z]{3})[A-Z]*[- /.]*(?P<day>[0-9]{1,2})[- /.,]+(?P<year>[0-9]{4})", re.IGNORECASE)
_TIME = re.compile(r"[T ]?(?:上午|下午)?\(?(?:[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{1,2}(?:\.[0-9]+)?秒?)?分?)\)?Z?$")
_WEEKDAY = re.compile(r" ?\(?(?:星期|周)[一二三四五六日天]\)?$")
_MONTHS = {
    month: number for number, month in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)
}


def parse_date(cell: Cell, *, epoch_1904: bool = False) -> datetime.date | None:
    """A spreadsheet's date, its serial number (also as text), or a date written year first or with the month's name.

    None where it is no date between 1990 and 2099: 1/2/2026 is none, for nobody can tell its day from its month.
    """
    if isinstance(cell, datetime.datetime):
        return _plausible(cell.date)
    if isinstance(cell, datetime.date):
        return _plausible(lambda: cell)
    if isinstance(cell, bool | datetime.time | datetime.timedelta):
        return None
    if isinstance(cell, int | float):
        return _parse_number(str(int(cell)), epoch_1904) if abs(cell) < _EXACT_BELOW else None
    text = folded_text(cell)
    return _parse_number(text, epoch_1904) if text.isascii() and text.isdigit() else _parse_text(text)


def _parse_number(digits: str, epoch_1904: bool) -> datetime.date | None:
    if run := _YMD_RUN.fullmatch(digits):
        return _plausible(lambda: datetime.date(*map(int, run.groups())))
    if len(digits) != 5:
        return None
    return _plausible(lambda: (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + datetime.timedelta(days=int(digits)))


def _parse_text(text: str) -> datetime.date | None:
    text = _WEEKDAY.sub("", _TIME.sub("", text)).strip()
    text = _WEEKDAY.sub("", text)
    if found := _YMD.fullmatch(text):
        return _plausible(lambda: datetime.date(*map(int, found.groups())))
    named = _DMY.fullmatch(text) or _MDY.fullmatch(text)
    if not named or named["month"].upper() not in _MONTHS:
        return None
    month = _MONTHS[named["month"].upper()]
    return _plausible(lambda: datetime.date(int(named["year"]), month, int(named["day"])))


def _plausible(make: Callable[[], datetime.date]) -> datetime.date | None:
    try:
        day = make()
    except ValueError:
        return None
    return day if day.year in _YEARS else None
