"""Places held for other parts of the product: the contract's ports."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.spaces import contract
from backend.modules.spaces.changing import cancel_bookings
from backend.modules.spaces.contract import PlaceReservation, Span
from backend.modules.spaces.contract.refusals import SlotTaken, SpaceBlocked
from backend.modules.spaces.holding import Tree, conflicts, lock_roots, take_places, tree_of
from backend.modules.spaces.making import announce
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.openings import Period, held
from backend.modules.spaces.waiting import offer_onward
from backend.modules.spaces.words import CHANGEABLE, Audience, BookingStatus, CancelCause, PlaceHolder
from tenants.roles import OPEN
from tenants.scope import Scope, action


@contract.reserve_places.implements
@action(OPEN)
async def reserve_places(scope: Scope, new: PlaceReservation) -> list[UUID]:
    """Implements the contract's port."""
    tree = await tree_of(scope, new.space_id)
    if not new.title.strip() or any(starts_at >= ends_at for starts_at, ends_at in new.spans):
        raise BadInput
    await lock_roots(scope, (tree.space.root_id,))
    bookings = []
    for index, (starts_at, ends_at) in enumerate(new.spans):
        await _refuse_taken(scope, tree, Period(starts_at, ends_at), index)
        booking = _for_organiser(tree, new, starts_at=starts_at, ends_at=ends_at)
        scope.session.add(booking)
        await scope.session.flush()
        await take_places(
            scope, tree, starts_at, ends_at, tree.space.capacity, PlaceHolder.BOOKING, booking.id, is_whole=True
        )
        announce(scope, tree, booking, "reserve_place")
        bookings.append(booking.id)
    return bookings


@contract.release_places.implements
@action(OPEN)
async def release_places(scope: Scope, holder_type: str, holder_id: UUID, spans: Sequence[Span] | None = None) -> None:
    """Implements the contract's port."""
    theirs = select(Booking).where(
        Booking.holder_type == holder_type,
        Booking.holder_id == holder_id,
        Booking.status.in_(CHANGEABLE),
        Booking.ends_at > clock.now(),
    )
    space_ids = sorted(set(await scope.session.scalars(theirs.with_only_columns(Booking.space_id))))
    trees = [await tree_of(scope, space_id) for space_id in space_ids]
    await lock_roots(scope, {tree.space.root_id for tree in trees})
    rows = await scope.session.scalars(
        theirs.order_by(Booking.starts_at).with_for_update().execution_options(populate_existing=True)
    )
    wanted = None if spans is None else {(starts_at, ends_at) for starts_at, ends_at in spans}
    bookings = [row for row in rows.all() if wanted is None or (row.starts_at, row.ends_at) in wanted]
    for tree in trees:
        here = [booking for booking in bookings if booking.space_id == tree.space.id]
        await cancel_bookings(scope, tree, here, CancelCause.ORGANISER)
        await offer_onward(scope, tree, [Period(one.starts_at, one.ends_at) for one in here])


async def _refuse_taken(scope: Scope, tree: Tree, time: Period, index: int) -> None:
    taken = await conflicts(scope, tree.place_ids, held(tree.space, time.starts_at, time.ends_at))
    if taken:
        is_blocked = any(row.holder is PlaceHolder.BLOCK for row in taken)
        raise (SpaceBlocked if is_blocked else SlotTaken)(index=index)


def _for_organiser(tree: Tree, new: PlaceReservation, *, starts_at: dt.datetime, ends_at: dt.datetime) -> Booking:
    return Booking(
        id=new_id(),
        community_id=tree.space.community_id,
        space_id=tree.space.id,
        audience=Audience.ORGANISER,
        holder_type=new.holder_type,
        holder_id=new.holder_id,
        title=new.title.strip(),
        quantity=tree.space.capacity,
        starts_at=starts_at.astimezone(dt.UTC),
        ends_at=ends_at.astimezone(dt.UTC),
        status=BookingStatus.CONFIRMED,
    )
