"""Slots that people queue for: found, made, offered onward, and kept from newcomers while someone waits."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.modules.spaces.holding import Tree, conflicts, seats_left
from backend.modules.spaces.models.spaces import Slot, Space
from backend.modules.spaces.openings import Period, held
from backend.modules.waitlists.contract import advance_line, is_anyone_waiting
from tenants.scope import Scope

KIND = "spaces.slot"


async def slots_meeting(scope: Scope, tree: Tree, time: Period) -> Sequence[Slot]:
    """The slots to come that need any place which is held of this space over this time, the oldest first.

    The time has its buffers already, and each slot has those of its own space: the rows are found by the widest of
    these, and then looked at one by one.
    """
    near = tree.near
    widest = dt.timedelta(minutes=max(one.buffer_before + one.buffer_after for one in near))
    rows = await scope.session.scalars(
        select(Slot)
        .where(
            Slot.space_id.in_([one.id for one in near]),
            Slot.ends_at > time.starts_at - widest,
            Slot.starts_at < time.ends_at + widest,
            Slot.starts_at > clock.now(),
            Slot.retired_at.is_(None),
        )
        .order_by(Slot.id)
    )
    return [
        slot
        for slot in rows.all()
        if held(tree_at(tree, slot.space_id).space, slot.starts_at, slot.ends_at).meets(time.starts_at, time.ends_at)
    ]


def tree_at(tree: Tree, space_id: UUID) -> Tree:
    """The same tree, seen from another space of it."""
    return Tree(next(one for one in tree.spaces if one.id == space_id), tree.spaces)


async def free_seats(scope: Scope, tree: Tree, slot: Slot) -> int:
    """How many seats of a slot are neither taken nor held."""
    there = tree_at(tree, slot.space_id)
    return seats_left(there, await conflicts(scope, there.place_ids, held(there.space, slot.starts_at, slot.ends_at)))


async def is_awaited(scope: Scope, tree: Tree, time: Period) -> bool:
    """Whether a seat that is free then belongs to someone in line who has not been told yet; the root is locked."""
    time = held(tree.space, time.starts_at, time.ends_at)
    for slot in await slots_meeting(scope, tree, time):
        if await is_anyone_waiting(scope, KIND, slot.id) and await free_seats(scope, tree, slot) > 0:
            return True
    return False


async def offer_onward(scope: Scope, tree: Tree, times: Sequence[Period]) -> None:
    """Offer what was given back to whoever waits for it; the root is locked."""
    slots: dict[UUID, Slot] = {}
    for time in times:
        found = await slots_meeting(scope, tree, held(tree.space, time.starts_at, time.ends_at))
        slots |= {slot.id: slot for slot in found}
    for slot_id in sorted(slots):
        await advance_line(scope, KIND, slot_id)


async def slot_for(scope: Scope, space: Space, starts_at: dt.datetime, ends_at: dt.datetime) -> Slot:
    """The slot of a space at a time, made where nobody asked for it before."""
    made = insert(Slot).values(community_id=space.community_id, space_id=space.id, starts_at=starts_at, ends_at=ends_at)
    await scope.session.execute(made.on_conflict_do_nothing())
    rows = await scope.session.scalars(
        select(Slot).where(
            Slot.space_id == space.id,
            Slot.starts_at == starts_at,
            Slot.ends_at == ends_at,
            Slot.retired_at.is_(None),
        )
    )
    return rows.one()
