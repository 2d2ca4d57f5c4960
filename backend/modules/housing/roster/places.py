"""Reading a place as front desks write it: 5号楼118室3床, 5-118-3, 301-A床, or column by column."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Numbers without leading noughts for building and bed. `building` None: not said. `bed` None: the unit whole."""

    building: str | None
    unit: str
    bed: str | None


_PART = r"[0-9A-Z]{1,6}"
_BUILDING = re.compile(
    rf"(?P<building>{_PART}) ?(?:号楼|号|栋|幢|座|#楼|#|楼)|(?:BUILDING|BLDG\.?|楼栋) ?(?P<named>{_PART})"
)
_BED = re.compile(
    r"(?:(?P<bed>[0-9A-Z]{1,3}) ?(?:号床位|号床|床位|床铺|床)|(?P<bunk>[0-9A-Z]{0,3}[上中下])铺"
    r"|(?:床位|床号|床|BED) ?(?P<named>[0-9A-Z]{1,3}))$"
)
_UNIT = re.compile(rf"(?P<unit>{_PART}) ?(?:号房间|号房|房间|室|房)|(?:ROOM|RM\.?) ?(?P<named>{_PART})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc_/\\、,]|(?<=[0-9A-Z]) (?=[0-9A-Z])")
_WHOLE = frozenset({"", "-", "/", "无", "整套", "整租", "整间", "全部", "整户", "WHOLE", "ALL"})
# A unit's number has its floor before its door, three digits or more; a lone bed is at most two characters.
_UNIT_THEN_BED = re.compile(r"[A-Z]?[0-9]{3,5}[A-Z]?")


def parse_place(building: str, unit: str, bed: str) -> Place | None:
    """The three columns, each empty if the file has none; the unit's may hold the whole place. None if unreadable."""
    if not (text := _fold(unit)):
        return None
    stated_building, stated_bed = _alone(_fold(building), _BUILDING), _fold(bed)
    if stated_building is None:
        return None
    found = _split(text, building_known=bool(stated_building))
    if found is None:
        return None
    if stated_building and found.building not in (None, stated_building):
        return None
    if stated_bed in _WHOLE:
        return Place(found.building or stated_building or None, found.unit, found.bed)
    only = _alone(stated_bed, _BED)
    if not only or found.bed not in (None, only):
        return None
    return Place(found.building or stated_building or None, found.unit, only)


def building_of_title(title: str) -> str:
    """The building that a sheet is titled after (5号楼, 3栋), or nothing."""
    found = _BUILDING.fullmatch(_fold(title))
    return _plain(found["building"] or found["named"]) if found else ""


def _fold(text: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    return _DASHES.sub("-", folded).strip("-") if folded != "-" else folded


def _plain(part: str) -> str:
    return part.lstrip("0") or "0" if part.isdigit() else part


def _alone(text: str, shape: re.Pattern[str]) -> str | None:
    """The one part in a column of its own, with or without its word; empty stays empty, None if it is no such part."""
    if re.fullmatch(_PART, text) or not text:
        return _plain(text) if text else ""
    found = shape.fullmatch(text)
    return _plain(next(part for part in found.groups() if part is not None)) if found else None


def _split(text: str, *, building_known: bool) -> Place | None:
    """Parts that carry their word (号楼, 室, 床) are taken first; what is left is told apart by its order."""
    building, rest = _take(_BUILDING, text, at_start=True)
    bed, rest = _take(_BED, rest, at_start=False)
    unit, rest = _take(_UNIT, rest, at_start=False)
    parts = [part for part in re.split(r"[- ]+", rest) if part]
    if not all(re.fullmatch(_PART, part) for part in parts):
        return None
    missing = [name for name, part in (("building", building), ("unit", unit), ("bed", bed)) if part is None]
    names = _names_of(parts, missing, building_known=building_known)
    if names is None:
        return None
    placed = {"building": building, "unit": unit, "bed": bed} | dict(zip(names, parts, strict=True))
    if placed["unit"] is None or not any(char.isdigit() for char in placed["unit"]):
        return None
    return Place(
        _plain(placed["building"]) if placed["building"] else None,
        placed["unit"],
        _plain(placed["bed"]) if placed["bed"] else None,
    )


def _take(shape: re.Pattern[str], text: str, *, at_start: bool) -> tuple[str | None, str]:
    found = shape.match(text) if at_start else shape.search(text)
    if not found:
        return None, text
    part = next(part for part in found.groups() if part is not None)
    return part, f"{text[: found.start()]}-{text[found.end() :]}"


def _names_of(parts: list[str], missing: list[str], *, building_known: bool) -> list[str] | None:
    """Which of the missing names the bare parts stand for, in their order; None if there are too many."""
    if len(parts) > len(missing):
        return None
    if len(parts) == len(missing):
        return missing
    if "building" in missing and len(parts) < len(missing):
        unit_first = [name for name in missing if name != "building"]
        if len(parts) == len(unit_first) and (building_known or _is_unit_then_bed(parts, unit_first)):
            return unit_first
        if len(parts) < len(unit_first):
            return unit_first[: len(parts)]
    return missing[: len(parts)]


def _is_unit_then_bed(parts: list[str], names: list[str]) -> bool:
    if names == ["unit"]:
        return True
    return names == ["unit", "bed"] and bool(_UNIT_THEN_BED.fullmatch(parts[0])) and len(parts[1]) <= 2
