"""Opening and correcting communities, buildings and units; how a community is governed and what state a bed is in."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.events import GovernanceModeChanged, InventoryChanged
from backend.modules.housing.contract.inputs import CommunityChange, NewCommunity, NewUnit
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import CommunitiesLimited, EndBeforeStart
from backend.modules.housing.models.inventory import Bed, Building, Community, GovernancePeriod, Unit
from backend.modules.housing.words import BedCondition, GovernanceMode
from tenants.models import Subdistrict
from tenants.scope import Scope, action

FOREVER = dt.date.max
_MOST_UNITS = 500
_MOST_BEDS = 24
# The least and the most that anybody would say of a community, which a slip of the finger is beyond.
_BOUNDS = {
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "max_persons_per_room": (1, 24),
    "min_area_per_person": (0, 100),
    "planned_beds": (0, 100_000),
}
_LONGEST = {"code": 32, "name": 100, "address": 200, "number": 32, "label": 32}


@action(HousingPermission.MANAGE_INVENTORY)
async def create_community(scope: Scope, new: NewCommunity) -> Community:
    """A community, governed from its first day in the given mode. Raises CodeTaken, BadInput.

    Staff who are limited to some communities cannot open another, since they could not see it.
    """
    if scope.actor.community_ids is not None:
        raise CommunitiesLimited
    known = select(Subdistrict.code).where(Subdistrict.code == new.subdistrict_code)
    if await scope.session.scalar(known) is None:
        raise BadInput(field=("input", "subdistrict_code"))
    _refuse_odd_texts(code=new.code, name=new.name, address=new.address)
    said = {name: getattr(new, name) for name in NewCommunity.__slots__ if name != "governance_mode"}
    community = Community(id=new_id(), **said)
    scope.session.add(community)
    await scope.session.flush()
    scope.session.add(
        GovernancePeriod(
            community_id=community.id, mode=new.governance_mode, starts_on=new.opened_on, ends_on=FOREVER, note=None
        )
    )
    scope.record("create_community", "Community", community.id, community_id=community.id)
    scope.emit(GovernanceModeChanged(community.id, new.governance_mode, new.opened_on))
    return community


@action(HousingPermission.MANAGE_INVENTORY)
async def update_community(scope: Scope, community_id: UUID, change: CommunityChange) -> Community:
    """Correct what is known of a community; who lives there already stays, whatever its limits are now.

    The district counts it anew since its first day, for it knows no day before which something else was right.
    Raises NotFound, BadInput.
    """
    said = {name: getattr(change, name) for name in CommunityChange.__slots__ if getattr(change, name) is not None}
    _refuse_odd_change(said)
    community = await _lock_community(scope, community_id)
    changed = [name for name, value in said.items() if value != getattr(community, name)]
    for name in changed:
        setattr(community, name, said[name])
    if changed:
        scope.record("update_community", "Community", community_id, community_id=community_id, changed=changed)
        scope.emit(InventoryChanged(community_id, community.opened_on))
    return community


def _refuse_odd_change(said: Mapping[str, Any]) -> None:  # Any: each field is of its own type
    _refuse_odd_texts(**{name: value for name, value in said.items() if name in ("name", "address")})
    if ("latitude" in said) is not ("longitude" in said):
        raise BadInput(field=("input", "latitude" if "longitude" in said else "longitude"))
    for name, (least, most) in _BOUNDS.items():
        if name in said and not least <= said[name] <= most:
            raise BadInput(field=("input", name))


@action(HousingPermission.MANAGE_INVENTORY)
async def create_building(scope: Scope, community_id: UUID, code: str, name: str, floors: int) -> Building:
    """A building of a community. Raises NotFound, BuildingCodeTaken, BadInput."""
    _refuse_odd_texts(code=code, name=name)
    await _lock_community(scope, community_id)
    building = Building(id=new_id(), community_id=community_id, code=code, name=name, floors=floors)
    scope.session.add(building)
    await scope.session.flush()
    scope.record("create_building", "Building", building.id, community_id=community_id)
    scope.emit(InventoryChanged(community_id, clock.today()))
    return building


@action(HousingPermission.MANAGE_INVENTORY)
async def create_units(scope: Scope, building_id: UUID, units: tuple[NewUnit, ...]) -> list[Unit]:
    """Units with their beds, at most 500 at once, all or none. Raises NotFound, UnitNumberTaken, BadInput."""
    building = await scope.session.scalar(select(Building).where(Building.id == building_id))
    if building is None:
        raise NotFound
    if not 1 <= len(units) <= _MOST_UNITS:
        raise BadInput(field=("input", "units"))
    made = []
    for number, new in enumerate(units):
        _refuse_odd_unit(new, building.floors, number)
        unit = Unit(
            id=new_id(),
            community_id=building.community_id,
            building_id=building_id,
            **{name: getattr(new, name) for name in NewUnit.__slots__ if name != "bed_labels"},
        )
        made.append(unit)
    scope.session.add_all(made)
    await scope.session.flush()
    for unit, new in zip(made, units, strict=True):
        scope.session.add_all(
            Bed(id=new_id(), community_id=unit.community_id, building_id=building_id, unit_id=unit.id, label=label)
            for label in new.bed_labels
        )
    scope.record("create_units", "Building", building_id, community_id=building.community_id, units=len(made))
    opened_on = select(Community.opened_on).where(Community.id == building.community_id)
    since = [new.built_on for new in units]
    shown_since = await scope.session.scalar(opened_on) if None in since else min(filter(None, since))
    scope.emit(InventoryChanged(building.community_id, shown_since))
    return made


def _refuse_odd_texts(**said: str) -> None:
    for name, text in said.items():
        if not _is_word(text, name):
            raise BadInput(field=("input", name))


def _is_word(text: str, name: str) -> bool:
    return bool(text.strip()) and len(text) <= _LONGEST[name]


def _refuse_odd_unit(new: NewUnit, floors: int, number: int) -> None:
    labels = new.bed_labels
    at = ("input", "units", str(number))
    if (
        not 1 <= len(labels) <= _MOST_BEDS
        or len(set(labels)) != len(labels)
        or not all(_is_word(label, "label") for label in labels)
    ):
        raise BadInput(field=(*at, "bed_labels"))
    if not -5 <= new.floor <= floors:
        raise BadInput(field=(*at, "floor"))
    if not _is_word(new.number, "number"):
        raise BadInput(field=(*at, "number"))


@action(HousingPermission.SET_GOVERNANCE)
async def set_governance_mode(
    scope: Scope, community_id: UUID, mode: GovernanceMode, starts_on: dt.date, note: str | None = None
) -> Community:
    """The community is governed in this mode from a day on; what was planned after that day no longer holds.

    Days before it keep their mode. Raises NotFound, and EndBeforeStart for a day before the community opened.
    """
    community = await _lock_community(scope, community_id)
    if starts_on < community.opened_on:
        raise EndBeforeStart(field=("input", "starts_on"))
    later = GovernancePeriod.community_id == community_id, GovernancePeriod.ends_on > starts_on
    cut = update(GovernancePeriod).where(*later)
    await scope.session.execute(
        cut.where(GovernancePeriod.starts_on >= starts_on).values(ends_on=GovernancePeriod.starts_on)
    )
    await scope.session.execute(cut.where(GovernancePeriod.starts_on < starts_on).values(ends_on=starts_on))
    scope.session.add(
        GovernancePeriod(community_id=community_id, mode=mode, starts_on=starts_on, ends_on=FOREVER, note=note)
    )
    scope.record(
        "set_governance_mode",
        "Community",
        community_id,
        community_id=community_id,
        reason=note,
        mode=mode,
        starts_on=starts_on.isoformat(),
    )
    scope.emit(GovernanceModeChanged(community_id, mode, starts_on))
    return community


@action(HousingPermission.SET_BED_STATE)
async def set_bed_state(scope: Scope, bed_id: UUID, condition: BedCondition, note: str | None = None) -> Bed:
    """The physical state of a bed; who lives in it is another matter. Raises NotFound."""
    bed = await scope.session.scalar(select(Bed).where(Bed.id == bed_id).with_for_update())
    if bed is None:
        raise NotFound
    bed.condition, bed.condition_note, bed.condition_at = condition, note, clock.now()
    scope.record("set_bed_state", "Bed", bed_id, community_id=bed.community_id, reason=note, condition=condition)
    scope.emit(InventoryChanged(bed.community_id, clock.today()))
    return bed


async def _lock_community(scope: Scope, community_id: UUID) -> Community:
    community = await scope.session.scalar(select(Community).where(Community.id == community_id).with_for_update())
    if community is None:
        raise NotFound
    return community
