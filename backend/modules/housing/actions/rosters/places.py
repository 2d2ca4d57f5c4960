"""The places that a roster names: found in the inventory, or thought up where the import may create them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from backend.core.ids import new_id
from backend.modules.housing.actions.rosters.ledger_view import BedView, PlaceView, UnitView
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.roster.model import RosterRow
from backend.modules.housing.roster.places import building_of_title
from backend.modules.housing.words import UnitKind

MOST_BEDS = 24
_ONLY_BUILDING = "1"
_ONLY_BED = "1"
# A file tells no area: enough for as many as the community allows, until someone corrects it.
_AREA_PER_PERSON = Decimal(5)
_FLOOR = re.compile(r"[A-Z]*([0-9]{1,2})[0-9]{2}[A-Z]?")
_HIGHEST_FLOOR = 120


def plain(text: str) -> str:
    """The one spelling by which a building's code, a unit's number or a bed's label is compared."""
    folded = unicodedata.normalize("NFKC", text).upper().strip()
    return folded.lstrip("0") or "0" if folded.isdigit() else folded


def building_key(code: str) -> str:
    """`5号楼` and `05` are building 5."""
    return building_of_title(code) or plain(code)


def floor_of(number: str) -> int:
    """Room 1106 is on floor 11, as doors are numbered everywhere; on the first where the number does not tell."""
    found = _FLOOR.fullmatch(number)
    return min(max(int(found[1]), 1), _HIGHEST_FLOOR) if found else 1


def area_for(community: Community) -> Decimal:
    """The area of a unit of which the file tells none."""
    return max(community.min_area_per_person, _AREA_PER_PERSON) * community.max_persons_per_room


@dataclass(slots=True)
class PlaceBook:
    """Finds the place that a row names. `buildings` holds ids by key; `units` by building and number."""

    community: Community
    buildings: dict[str, UUID] = field(default_factory=dict)
    units: dict[tuple[UUID, str], UnitView] = field(default_factory=dict)
    by_number: dict[str, list[UnitView]] = field(default_factory=lambda: defaultdict(list))
    new_buildings: dict[UUID, str] = field(default_factory=dict)
    new_beds: list[tuple[UnitView, BedView]] = field(default_factory=list)

    def add(self, unit: UnitView) -> None:
        number = plain(unit.number)
        self.units[unit.building_id, number] = unit
        self.by_number[number].append(unit)

    def find(self, row: RosterRow) -> PlaceView | None:
        """None where there is no such place, or where a unit is meant that several buildings have."""
        unit = self._unit(row)
        if unit is None or not unit.beds:
            return None
        if row.bed is None:
            return PlaceView(unit, None)
        bed = unit.beds.get(plain(row.bed))
        return PlaceView(unit, bed) if bed else None

    def _unit(self, row: RosterRow) -> UnitView | None:
        building_id = self._building_id(row.building)
        if building_id is not None:
            return self.units.get((building_id, plain(row.unit)))
        found = self.by_number.get(plain(row.unit), [])
        return found[0] if row.building is None and len(found) == 1 else None

    def _building_id(self, building: str | None) -> UUID | None:
        if building is not None:
            return self.buildings.get(building_key(building))
        return next(iter(self.buildings.values())) if len(self.buildings) == 1 else None

    def think_up(self, rows: Sequence[RosterRow]) -> None:
        """Add every building, unit and bed that rows name and the inventory lacks; a unit has the beds seen of it."""
        if not self.buildings and any(row.building is None for row in rows):
            self._new_building(_ONLY_BUILDING)
        seen: dict[UUID, set[str]] = defaultdict(set)
        for row in rows:
            unit = self._unit(row) or self._new_unit(row)
            if unit is not None:
                seen[unit.id].update([] if row.bed is None else [plain(row.bed)])
        for unit in self.units.values():
            labels = seen[unit.id]
            if unit.is_new:
                unit.kind = UnitKind.ROOM if labels else UnitKind.SUITE
                labels = labels or {_ONLY_BED}
            for label in sorted(labels - set(unit.beds))[: MOST_BEDS - len(unit.beds)]:
                unit.beds[label] = BedView(new_id(), label)
                self.new_beds.append((unit, unit.beds[label]))

    def _new_building(self, key: str) -> UUID:
        self.buildings[key] = new_id()
        self.new_buildings[self.buildings[key]] = key
        return self.buildings[key]

    def _new_unit(self, row: RosterRow) -> UnitView | None:
        building_id = self._building_id(row.building)
        if building_id is None and row.building is not None:
            building_id = self._new_building(building_key(row.building))
        if building_id is None:
            return None
        limit = self.community.max_persons_per_room
        unit = UnitView(new_id(), building_id, row.unit, UnitKind.ROOM, limit, is_new=True)
        self.add(unit)
        return unit
