"""Block-outs: a space is closed for a stated reason, and whoever had booked is told."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.spaces.changing import cancel_bookings
from backend.modules.spaces.contract.events import SpaceShut
from backend.modules.spaces.contract.inputs import NewBlock
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import ExplanationMissing, SpaceBlocked, TooLate
from backend.modules.spaces.holding import (
    FIRST,
    LAST,
    Tree,
    conflicts,
    free_places,
    hold_numbers,
    lock_roots,
    touch,
    tree_of,
)
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import SpaceBlock
from backend.modules.spaces.openings import Period
from backend.modules.spaces.rules import LONGEST_TEXT, said
from backend.modules.spaces.waiting import KIND, offer_onward, slots_meeting
from backend.modules.spaces.words import HOLDING, CancelCause, PlaceHolder
from backend.modules.waitlists.contract import close_line
from tenants.scope import Scope, action

_LONGEST_DAYS = 400


@action(SpacePermission.BLOCK)
async def block_space(scope: Scope, new: NewBlock) -> SpaceBlock:
    """Close a space and its parts for a time. Bookings and lines then end, and everyone affected is told.

    Raises NotFound, ExplanationMissing, BadInput, TooLate, and SpaceBlocked where it is closed already.
    """
    if not 2 <= len(new.reason.strip()) <= LONGEST_TEXT:
        raise ExplanationMissing(field=("input", "reason"))
    if not 0 < (new.ends_at - new.starts_at).total_seconds() <= _LONGEST_DAYS * 86_400:
        raise BadInput(field=("input", "ends_at"))
    if new.ends_at <= clock.now():
        raise TooLate(field=("input", "ends_at"), moment=said(new.ends_at))
    tree = await tree_of(scope, new.space_id, "input", "space_id")
    await lock_roots(scope, (tree.space.root_id,))
    time = Period(new.starts_at, new.ends_at)
    await _clear(scope, tree, time, new.reason.strip())
    block = SpaceBlock(
        id=new_id(),
        community_id=tree.space.community_id,
        space_id=tree.space.id,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        reason=new.reason.strip(),
        created_by=scope.actor.name,
    )
    scope.session.add(block)
    await scope.session.flush()
    spans = [(place_id, FIRST, LAST) for place_id in sorted(tree.place_ids)]
    await hold_numbers(scope, spans, time, PlaceHolder.BLOCK, block.id)
    scope.record(
        "block_space", "SpaceBlock", block.id, community_id=block.community_id, reason=block.reason,
        starts_at=block.starts_at.isoformat(), ends_at=block.ends_at.isoformat(),
    )  # fmt: skip
    scope.emit(SpaceShut(block.id, block.space_id, block.community_id, block.starts_at, block.ends_at))
    touch(scope, tree)
    return block


@action(SpacePermission.BLOCK)
async def lift_block(scope: Scope, block_id: UUID) -> SpaceBlock:
    """Open a space again before its block-out is over; lifting it twice changes nothing. Raises NotFound."""
    space_id = await scope.session.scalar(select(SpaceBlock.space_id).where(SpaceBlock.id == block_id))
    if space_id is None:
        raise NotFound(field=("input", "block_id"))
    tree = await tree_of(scope, space_id)
    await lock_roots(scope, (tree.space.root_id,))
    rows = await scope.session.scalars(
        select(SpaceBlock).where(SpaceBlock.id == block_id).execution_options(populate_existing=True)
    )
    block = rows.one()
    if block.lifted_at is None:
        block.lifted_at = clock.now()
        await free_places(scope, (block.id,))
        scope.record("lift_block", "SpaceBlock", block.id, community_id=block.community_id)
        await offer_onward(scope, tree, [Period(block.starts_at, block.ends_at)])
        touch(scope, tree)
    return block


async def _clear(scope: Scope, tree: Tree, time: Period, reason: str) -> None:
    """End whatever holds a place then: bookings, also of spaces around, and lines with the offers in them."""
    for slot in await slots_meeting(scope, tree, time):
        slot.retired_at = clock.now()
        await close_line(scope, KIND, slot.id)
    taken = await conflicts(scope, tree.place_ids, time)
    if any(row.holder is PlaceHolder.BLOCK for row in taken):
        raise SpaceBlocked(field=("input", "starts_at"))
    ids = {row.holder_id for row in taken if row.holder is PlaceHolder.BOOKING}
    rows = await scope.session.scalars(
        select(Booking)
        .where(Booking.id.in_(ids), Booking.status.in_(HOLDING))
        .order_by(Booking.starts_at)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    bookings = rows.all()
    await cancel_bookings(scope, tree, bookings, CancelCause.SPACE_BLOCKED, reason)
    await offer_onward(scope, tree, [Period(one.starts_at, one.ends_at) for one in bookings])
