"""Makes the buildings, units and beds that a confirmed roster names and the inventory lacks."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.copying import copy_entities
from backend.modules.housing.actions.rosters.imports import import_in
from backend.modules.housing.actions.rosters.ledger_view import UnitView
from backend.modules.housing.actions.rosters.loading import load_places
from backend.modules.housing.actions.rosters.places import PlaceBook, area_for, floor_of
from backend.modules.housing.contract.events import InventoryChanged, RosterContinued
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.inventory import Bed, Building, Community, Unit
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.roster.said import opened_rows
from backend.modules.housing.words import BedCondition, RosterRowState, RosterStatus
from tenants.scope import Scope, action


@action(HousingPermission.IMPORT_ROSTER)
async def prepare_roster_places(scope: Scope, import_id: UUID) -> None:
    """Make every place at once, as the preview has thought them up, and go on to the rows."""
    roster = await import_in(scope, import_id, RosterStatus.APPLYING)
    if roster is None:
        return
    if roster.creates_places:
        await _make_places(scope, roster)
    scope.emit(RosterContinued(import_id, -1))


async def _make_places(scope: Scope, roster: RosterImport) -> None:
    community = await scope.session.scalar(
        select(Community).where(Community.id == roster.community_id).with_for_update(key_share=True)
    )
    lines = await scope.session.execute(
        select(RosterLine.position, RosterLine.said_sealed, RosterLine.state)
        .where(RosterLine.import_id == roster.id)
        .order_by(RosterLine.position)
    )
    found = lines.all()
    if community is None:
        return
    sealed = [(line.position, line.said_sealed) for line in found]
    said = await asyncio.to_thread(opened_rows, await scope.key(), roster.id, sealed)
    rows = [one.row for one in said if one.row is not None]
    book = await load_places(scope, community, rows)
    book.think_up(rows)
    pending = (
        book.find(one.row)
        for one, line in zip(said, found, strict=True)
        if one.row is not None and line.state is RosterRowState.PENDING
    )
    # A unit in which every row is refused is not made: the same file again would change something.
    await _write(scope, book, {place.unit.id for place in pending if place is not None})


async def _write(scope: Scope, book: PlaceBook, wanted: Collection[UUID]) -> None:
    units = [unit for unit in book.units.values() if unit.is_new and unit.id in wanted]
    beds = [(unit, bed) for unit, bed in book.new_beds if unit.id in wanted]
    if not beds:
        return
    community_id, now = book.community.id, clock.now()
    await _write_buildings(scope, book, units)
    await copy_entities(scope.session, [_unit_of(unit, book.community) for unit in units])
    await copy_entities(
        scope.session,
        [
            Bed(
                id=bed.id,
                community_id=community_id,
                building_id=unit.building_id,
                unit_id=unit.id,
                label=bed.label,
                condition=BedCondition.CLEAN,
                condition_note=None,
                condition_at=now,
            )
            for unit, bed in beds
        ],
    )
    scope.record(
        "create_roster_places",
        "Community",
        community_id,
        community_id=community_id,
        units=len(units),
        beds=len(beds),
    )
    scope.emit(InventoryChanged(community_id))


async def _write_buildings(scope: Scope, book: PlaceBook, units: Collection[UnitView]) -> None:
    floors: dict[UUID, int] = {}
    for unit in units:
        floors[unit.building_id] = max(floors.get(unit.building_id, 1), floor_of(unit.number))
    for building_id, highest in sorted(floors.items()):
        code = book.new_buildings.get(building_id)
        if code is not None:
            scope.session.add(
                Building(
                    id=building_id,
                    community_id=book.community.id,
                    code=code,
                    name=f"{code}号楼",
                    floors=highest,
                )
            )
        else:
            await scope.session.execute(
                update(Building).where(Building.id == building_id, Building.floors < highest).values(floors=highest)
            )
    await scope.session.flush()


def _unit_of(unit: UnitView, community: Community) -> Unit:
    return Unit(
        id=unit.id,
        community_id=community.id,
        building_id=unit.building_id,
        kind=unit.kind,
        floor=floor_of(unit.number),
        number=unit.number,
        area=area_for(community),
        max_occupants=unit.limit,
    )
