"""Check-in by the code on the wall or by staff, the end of a booking, and what becomes of those who do not come."""

import datetime as dt
import re
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.spaces.changing import end_booking, locked_booking
from backend.modules.spaces.contract.events import BookingCheckedIn, BookingEnded, CreditCharged
from backend.modules.spaces.contract.permissions import CHECK_IN_OPENS, SpacePermission
from backend.modules.spaces.contract.refusals import BookingNotOpen, CodeUnknown, TooEarly, TooLate
from backend.modules.spaces.holding import Tree, lock_roots, tree_of
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.rules import is_staff, said
from backend.modules.spaces.standing import charge_no_show
from backend.modules.spaces.words import HOLDING, BookingStatus, CheckInMethod
from tenants.models import Operator
from tenants.scope import Scope, action

_CODE = re.compile(r"([a-z][a-z0-9-]{1,30})-([0-9a-f]{30})")
_FIELD = ("input", "booking_id")


@action(SpacePermission.CHECK_IN)
async def check_in_booking(scope: Scope, booking_id: UUID | None = None, code: str | None = None) -> Booking:
    """They have come: a resident scans the code on the wall, staff name the booking. A second time changes nothing.

    Raises CodeUnknown, BadInput, NotFound, BookingNotOpen, TooEarly, TooLate.
    """
    if is_staff(scope):
        if booking_id is None:
            raise BadInput(field=_FIELD)
        method = CheckInMethod.STAFF
    else:
        booking_id, method = await _by_code(scope, code, booking_id), CheckInMethod.QR
    booking, tree = await locked_booking(scope, booking_id)
    if booking.status is BookingStatus.CHECKED_IN:
        return booking
    if booking.status is not BookingStatus.CONFIRMED:
        raise BookingNotOpen(field=_FIELD)
    await _refuse_moment(scope, tree, booking)
    booking.status, booking.checked_in_at, booking.checked_in_by = BookingStatus.CHECKED_IN, clock.now(), method
    booking.updated_at = clock.now()
    scope.record("check_in_booking", "Booking", booking.id, community_id=booking.community_id, method=str(method))
    scope.emit(BookingCheckedIn(booking.id, booking.space_id, booking.community_id))
    return booking


@action(SpacePermission.CHECK_IN)
async def check_out_booking(scope: Scope, booking_id: UUID) -> Booking:
    """They have left: what remains of the time is free again. Raises NotFound, BookingNotOpen."""
    booking, tree = await locked_booking(scope, booking_id)
    if booking.status is not BookingStatus.CHECKED_IN:
        raise BookingNotOpen(field=_FIELD)
    await _finish(scope, tree, booking, BookingStatus.COMPLETED)
    return booking


@action(SpacePermission.FOLLOW)
async def settle_bookings(scope: Scope, root_id: UUID) -> int:
    """Of one outermost space: release those who did not check in, and end what is over; how many bookings."""
    await lock_roots(scope, (root_id,))
    here = select(Space.id).where(Space.root_id == root_id)
    rows = await scope.session.scalars(
        select(Booking)
        .where(Booking.space_id.in_(here), Booking.status.in_(HOLDING), Booking.starts_at <= clock.now())
        .order_by(Booking.starts_at)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    count = 0
    for booking in rows.all():
        tree = await tree_of(scope, booking.space_id)
        status = _became(tree.space, booking)
        if status is not None:
            await _finish(scope, tree, booking, status)
            count += 1
    return count


def _became(space: Space, booking: Booking) -> BookingStatus | None:
    """What time has made of a booking that has begun; None where it goes on."""
    is_over = booking.ends_at <= clock.now()
    if booking.status is BookingStatus.PENDING:
        return BookingStatus.RELEASED
    if booking.status is BookingStatus.CHECKED_IN or not space.needs_check_in:
        return BookingStatus.COMPLETED if is_over else None
    deadline = _deadline(space, booking)
    if deadline is not None and deadline <= clock.now():
        return BookingStatus.RELEASED
    return BookingStatus.NO_SHOW if is_over else None


def _deadline(space: Space, booking: Booking) -> dt.datetime | None:
    if space.release_minutes is None:
        return None
    return booking.starts_at + dt.timedelta(minutes=space.release_minutes)


async def _finish(scope: Scope, tree: Tree, booking: Booking, status: BookingStatus) -> None:
    missed = booking.status is BookingStatus.CONFIRMED and status is not BookingStatus.COMPLETED
    await end_booking(scope, tree, booking, status)
    scope.record("end_booking", "Booking", booking.id, community_id=booking.community_id, status=str(status))
    scope.emit(BookingEnded(booking.id, booking.space_id, booking.community_id, status))
    charge = await charge_no_show(scope, booking) if missed else None
    if charge is not None:
        scope.emit(CreditCharged(charge.id, booking.id, booking.community_id, charge.points))


async def _refuse_moment(scope: Scope, tree: Tree, booking: Booking) -> None:
    opens = booking.starts_at - dt.timedelta(minutes=await scope.limit(CHECK_IN_OPENS))
    if clock.now() < opens:
        raise TooEarly(field=_FIELD, moment=said(opens))
    deadline = min(_deadline(tree.space, booking) or booking.ends_at, booking.ends_at)
    if clock.now() >= deadline:
        raise TooLate(field=_FIELD, moment=said(deadline))


async def _by_code(scope: Scope, code: str | None, booking_id: UUID | None) -> UUID:
    """The resident's own booking, now or next, in the space whose code was scanned. Raises CodeUnknown."""
    said_code = _CODE.fullmatch((code or "").strip())
    operator = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    if said_code is None or said_code[1] != operator:
        raise CodeUnknown(field=("input", "code"))
    index = (await scope.key()).index(f"space_code:{said_code[2]}")
    mine = (
        select(Booking.id)
        .join(Space, (Space.operator_id == Booking.operator_id) & (Space.id == Booking.space_id))
        .where(
            Space.code_index == index,
            Booking.resident_id == scope.actor.resident_id,
            Booking.status.in_((BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)),
            Booking.ends_at > clock.now(),
        )
        .order_by(Booking.starts_at)
    )
    if booking_id is not None:
        mine = mine.where(Booking.id == booking_id)
    found: UUID | None = await scope.session.scalar(mine.limit(1))
    if found is None:
        raise CodeUnknown(field=("input", "code"))
    return found
