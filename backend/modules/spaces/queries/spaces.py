"""Reads of spaces, their equipment, their block-outs and the slots people queue for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.spaces import Equipment, Slot, Space, SpaceBlock
from backend.modules.spaces.notes import code_context
from backend.modules.spaces.words import SpaceKind
from tenants.models import Operator
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFilter:
    """Which spaces are wanted; all that is given must hold."""

    community_id: UUID | None = None
    kind: SpaceKind | None = None
    open_only: bool = False


@query(SpacePermission.VIEW)
async def spaces_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Space]:
    """Spaces by id."""
    rows = await scope.session.scalars(select(Space).where(Space.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.VIEW)
async def get_space(scope: Scope, space_id: UUID) -> Space:
    """One space. Raises NotFound."""
    space: Space | None = await scope.session.scalar(select(Space).where(Space.id == space_id))
    if space is None:
        raise NotFound
    return space


@query(SpacePermission.VIEW)
async def list_spaces(scope: Scope, page: Page, wanted: SpaceFilter) -> Slice[Space]:
    """The spaces that the actor may see, in the order in which they were opened."""
    statement = select(Space)
    if wanted.community_id is not None:
        statement = statement.where(Space.community_id == wanted.community_id)
    if wanted.kind is not None:
        statement = statement.where(Space.kind == wanted.kind)
    if wanted.open_only:
        statement = statement.where(Space.is_open)
    return await paged(scope.session, statement, page, Space.id)


@query(SpacePermission.VIEW)
async def parts_by_space(scope: Scope, space_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Space]]:
    """The parts that lie directly in each space, by its id."""
    rows = await scope.session.scalars(select(Space).where(Space.parent_id.in_(space_ids)).order_by(Space.id))
    found: dict[UUID, list[Space]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            found[row.parent_id].append(row)
    return found


@query(SpacePermission.VIEW)
async def equipment_by_space(scope: Scope, space_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Equipment]]:
    """The equipment of each space that there is any of, by the space's id."""
    rows = await scope.session.scalars(
        select(Equipment).where(Equipment.space_id.in_(space_ids), Equipment.stock > 0).order_by(Equipment.id)
    )
    found: dict[UUID, list[Equipment]] = defaultdict(list)
    for row in rows:
        found[row.space_id].append(row)
    return found


@query(SpacePermission.VIEW)
async def equipment_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Equipment]:
    """Equipment by id."""
    rows = await scope.session.scalars(select(Equipment).where(Equipment.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.VIEW)
async def blocks_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, SpaceBlock]:
    """Block-outs by id."""
    rows = await scope.session.scalars(select(SpaceBlock).where(SpaceBlock.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.VIEW)
async def list_blocks(
    scope: Scope, page: Page, space_id: UUID | None = None, ends_after: dt.datetime | None = None
) -> Slice[SpaceBlock]:
    """The block-outs that the actor may see, the latest first."""
    statement = select(SpaceBlock)
    if space_id is not None:
        statement = statement.where(SpaceBlock.space_id == space_id)
    if ends_after is not None:
        statement = statement.where(SpaceBlock.ends_at > ends_after, SpaceBlock.lifted_at.is_(None))
    return await paged(scope.session, statement, page, SpaceBlock.id, newest_first=True)


@query(SpacePermission.VIEW)
async def slots_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Slot]:
    """Slots by id."""
    rows = await scope.session.scalars(select(Slot).where(Slot.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.MANAGE)
async def codes_by_id(scope: Scope, space_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What stands in the QR codes on the walls: the operator's public code and each space's secret."""
    rows = await scope.session.execute(select(Space.id, Space.code_sealed).where(Space.id.in_(space_ids)))
    operator = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    key = await scope.key()
    return {row.id: f"{operator}-{key.unseal(row.code_sealed, code_context(row.id))}" for row in rows}
