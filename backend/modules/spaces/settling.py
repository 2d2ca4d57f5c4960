"""Bookings that nobody came to, or that are over: settled by themselves, a transaction for each outermost space."""

from uuid import UUID

from sqlalchemy import or_, select

from backend.core import clock
from backend.modules.spaces.actions.attendance import settle_bookings
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import HOLDING, BookingStatus
from tenants.scope import Actor, Scope, open_scope


async def settle_spaces(actor: Actor) -> None:
    """No two outermost spaces are ever locked by one transaction, so that none waits for another."""
    async with open_scope(actor, read_only=True) as scope:
        roots = await _roots_to_settle(scope)
    for root_id in roots:
        async with open_scope(actor) as scope:
            await settle_bookings(scope, root_id)


async def _roots_to_settle(scope: Scope) -> list[UUID]:
    """Outermost spaces in which a booking may have come to its end."""
    roots = await scope.session.scalars(
        select(Space.root_id)
        .join(Booking, (Booking.operator_id == Space.operator_id) & (Booking.space_id == Space.id))
        .where(
            Booking.status.in_(HOLDING),
            Booking.starts_at <= clock.now(),
            or_(
                Booking.ends_at <= clock.now(),
                Booking.status == BookingStatus.PENDING,
                Space.release_minutes.is_not(None) & (Booking.status == BookingStatus.CONFIRMED),
            ),
        )
        .distinct()
    )
    return sorted(roots)
