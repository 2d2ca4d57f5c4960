"""Queueing for a slot that is taken, and how a seat is held for whoever is first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core.errors import NotFound
from backend.modules.spaces.contract.events import SpaceWanted
from backend.modules.spaces.contract.inputs import NewBooking
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import NotEligible, SlotFree, SlotTaken
from backend.modules.spaces.holding import (
    Tree,
    conflicts,
    free_places,
    hand_places_over,
    lock_roots,
    seats_left,
    take_places,
    touch,
    tree_of,
)
from backend.modules.spaces.making import Accepted, accepted_now, announce, refuse_booker, written
from backend.modules.spaces.models.spaces import Slot, Space, SpaceDemand, TermsAcceptance
from backend.modules.spaces.openings import Period, held
from backend.modules.spaces.rules import Booker, booker_of, is_staff, refuse_by_rules, refuse_stranger
from backend.modules.spaces.standing import refuse_little_credit
from backend.modules.spaces.waiting import KIND, is_awaited, slot_for, slots_meeting
from backend.modules.spaces.words import Audience, DemandOutcome, PlaceHolder
from backend.modules.waitlists.contract import Line, Place, SeatFreed, Seating, join_line
from tenants.scope import Scope, action


@action(SpacePermission.BOOK)
async def join_waitlist(scope: Scope, new: NewBooking) -> Place:
    """Queue for a time that is taken; a seat that becomes free is held for the first. Whoever queues already stays.

    Raises the refusals of the rules, CreditBlocked, and SlotFree where it can be booked.
    """
    tree = await tree_of(scope, new.space_id, "input", "space_id")
    booker = await booker_of(scope, tree.space, new)
    if booker.resident_id is None:
        raise NotEligible(field=("input", "resident_id"))
    refuse_by_rules(tree.space, booker, new)
    if not booker.is_staff:
        await refuse_little_credit(scope, booker.resident_id)
    await lock_roots(scope, (tree.space.root_id,))
    time = Period(new.starts_at, new.ends_at)
    taken = await conflicts(scope, tree.place_ids, held(tree.space, time.starts_at, time.ends_at))
    if seats_left(tree, taken) > 0 and not await is_awaited(scope, tree, time):
        raise SlotFree(field=("input", "starts_at"))
    slot = await slot_for(scope, tree.space, new.starts_at, new.ends_at)
    line = Line(
        kind=KIND,
        subject_id=slot.id,
        community_id=slot.community_id,
        starts_at=slot.starts_at,
        hold_minutes=tree.space.hold_minutes,
    )
    place = await join_line(scope, line, booker.resident_id)
    await _keep_acceptance(scope, tree.space, booker.resident_id, new)
    scope.session.add(
        SpaceDemand(
            community_id=slot.community_id,
            space_id=slot.space_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            outcome=DemandOutcome.WAITLISTED,
        )
    )
    scope.emit(SpaceWanted(slot.space_id, slot.community_id))
    touch(scope, tree)
    return place


async def _keep_acceptance(scope: Scope, space: Space, resident_id: UUID, new: NewBooking) -> None:
    accepted = accepted_now(space, new)
    if accepted is not None:
        row = {"space_id": space.id, "resident_id": resident_id, "version": accepted.version}
        row |= {"operator_id": scope.operator_id, "accepted_at": accepted.at}
        await scope.session.execute(insert(TermsAcceptance).values(row).on_conflict_do_nothing())


async def _acceptance(scope: Scope, space: Space, resident_id: UUID) -> Accepted | None:
    found = await scope.session.scalar(
        select(TermsAcceptance)
        .where(TermsAcceptance.space_id == space.id, TermsAcceptance.resident_id == resident_id)
        .order_by(TermsAcceptance.version.desc())
        .limit(1)
    )
    return Accepted(found.version, found.accepted_at) if found else None


async def _lock(scope: Scope, subject_ids: Sequence[UUID]) -> None:
    roots = await scope.session.scalars(
        select(Space.root_id)
        .join(Slot, (Slot.operator_id == Space.operator_id) & (Slot.space_id == Space.id))
        .where(Slot.id.in_(subject_ids))
    )
    await lock_roots(scope, set(roots))


async def _slot(scope: Scope, slot_id: UUID) -> tuple[Slot, Tree]:
    slot = await scope.session.scalar(select(Slot).where(Slot.id == slot_id))
    if slot is None:
        raise NotFound
    return slot, await tree_of(scope, slot.space_id)


async def _hold(scope: Scope, slot_id: UUID, entry_id: UUID, _resident_id: UUID) -> bool:
    slot, tree = await _slot(scope, slot_id)
    if slot.retired_at is not None or not tree.space.is_open:
        return False
    taken = await conflicts(scope, tree.place_ids, held(tree.space, slot.starts_at, slot.ends_at))
    if seats_left(tree, taken) < 1:
        return False
    await take_places(scope, tree, slot.starts_at, slot.ends_at, 1, PlaceHolder.OFFER, entry_id)
    touch(scope, tree)
    return True


async def _take(scope: Scope, slot_id: UUID, entry_id: UUID, resident_id: UUID) -> None:
    """The rules of a booking hold for an offer too, save for the notice, which is nobody's doing."""
    slot, tree = await _slot(scope, slot_id)
    await refuse_stranger(scope, tree.space, resident_id)
    booker = Booker(resident_id, Audience.RESIDENT, is_staff(scope))
    await refuse_booker(scope, tree, booker, [Period(slot.starts_at, slot.ends_at)])
    new = NewBooking(
        space_id=slot.space_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        resident_id=resident_id,
    )
    booking = await written(scope, tree, booker, new, accepted=await _acceptance(scope, tree.space, resident_id))
    if not await hand_places_over(scope, entry_id, booking.id):
        raise SlotTaken
    announce(scope, tree, booking, "accept_slot")


async def _release(scope: Scope, slot_id: UUID, entry_id: UUID, _resident_id: UUID) -> None:
    slot, tree = await _slot(scope, slot_id)
    await free_places(scope, (entry_id,))
    touch(scope, tree)
    # This line sees to itself; whoever waits for a time that overlaps this one stands in another.
    for other in await slots_meeting(scope, tree, held(tree.space, slot.starts_at, slot.ends_at)):
        if other.id != slot_id:
            scope.emit(SeatFreed(KIND, other.id))


Seating(KIND, hold=_hold, take=_take, release=_release, lock=_lock)
