"""What spaces do on their own: settle bookings, tell residents, follow erasures, forget what is long over."""

import datetime as dt

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.events import on
from backend.core.timers import daily, detached
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.spaces.actions.leaving import forget_words
from backend.modules.spaces.contract.events import (
    AppealDecided,
    BookingCancelled,
    BookingEnded,
    BookingMoved,
    BookingReviewed,
    CreditCharged,
)
from backend.modules.spaces.contract.permissions import DEMAND_KEPT_DAYS, SpacePermission
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.credit import CreditAppeal, CreditCharge
from backend.modules.spaces.models.spaces import SpaceDemand
from backend.modules.spaces.settling import settle_spaces
from backend.modules.spaces.words import BookingStatus, CancelCause
from tenants.scope import Scope

_TELLS = (AccountPermission.FIND_RESIDENTS,)
_PLACES_KEPT = dt.timedelta(days=7)
# What a resident did themselves they need not be told.
_TOLD_OF = (CancelCause.STAFF, CancelCause.SPACE_BLOCKED, CancelCause.CHECKED_OUT)


@on(BookingCancelled, permissions=_TELLS)
async def tell_of_cancellation(scope: Scope, event: BookingCancelled) -> None:
    """Of what others did: staff, a block-out, a check-out."""
    if event.cause in _TOLD_OF:
        await _tell(scope, event.booking_id, "BOOKING_CANCELLED", cause=str(event.cause))


@on(BookingReviewed, permissions=_TELLS)
async def tell_of_decision(scope: Scope, event: BookingReviewed) -> None:
    """Staff said yes or no."""
    is_confirmed = event.status is BookingStatus.CONFIRMED
    await _tell(scope, event.booking_id, "BOOKING_APPROVED" if is_confirmed else "BOOKING_REJECTED")


@on(BookingEnded, permissions=_TELLS)
async def tell_of_release(scope: Scope, event: BookingEnded) -> None:
    """Of a place that was lost because nobody came, or because nobody decided."""
    if event.status is not BookingStatus.COMPLETED:
        await _tell(scope, event.booking_id, f"BOOKING_{event.status}")


@on(BookingMoved, permissions=_TELLS)
async def tell_of_move(scope: Scope, event: BookingMoved) -> None:
    """Once for each booking: the face shows where it is now."""
    await _tell(scope, event.booking_id, "BOOKING_MOVED")


@on(CreditCharged, permissions=_TELLS)
async def tell_of_charge(scope: Scope, event: CreditCharged) -> None:
    """What it has cost, and that it can be appealed."""
    charge = await scope.session.scalar(select(CreditCharge).where(CreditCharge.id == event.charge_id))
    if charge is not None:
        accounts = await resident_accounts_by_id(scope, (charge.resident_id,))
        if charge.resident_id in accounts:
            scope.emit(
                NotificationWanted(
                    account_id=accounts[charge.resident_id],
                    kind="CREDIT_CHARGED",
                    object_type="CreditCharge",
                    object_id=charge.id,
                    facts={"points": charge.points},
                )
            )


@on(AppealDecided, permissions=_TELLS)
async def tell_of_appeal(scope: Scope, event: AppealDecided) -> None:
    """What staff said."""
    appeal = await scope.session.scalar(select(CreditAppeal).where(CreditAppeal.id == event.appeal_id))
    if appeal is not None:
        accounts = await resident_accounts_by_id(scope, (appeal.resident_id,))
        if appeal.resident_id in accounts:
            scope.emit(
                NotificationWanted(
                    account_id=accounts[appeal.resident_id],
                    kind="APPEAL_ACCEPTED" if event.is_accepted else "APPEAL_REJECTED",
                    object_type="CreditAppeal",
                    object_id=appeal.id,
                )
            )


@on(ParticularsErased, permissions=[SpacePermission.FOLLOW])
async def forget_resident(scope: Scope, event: ParticularsErased) -> None:
    """Notes and appeals are under the operator's key."""
    await forget_words(scope, event.resident_id)


detached(seconds=15, permissions=[SpacePermission.FOLLOW])(settle_spaces)


@daily("04:30")
async def forget_old_places(scope: Scope) -> None:
    """The ledger of places is for what is to come: it stays small however many bookings there were."""
    await scope.session.execute(delete(BookingPlace).where(BookingPlace.ends_at < clock.now() - _PLACES_KEPT))
    kept = dt.timedelta(days=await scope.limit(DEMAND_KEPT_DAYS))
    await scope.session.execute(delete(SpaceDemand).where(SpaceDemand.created_at < clock.now() - kept))


async def _tell(scope: Scope, booking_id: object, kind: str, **facts: str) -> None:
    booking = await scope.session.scalar(select(Booking).where(Booking.id == booking_id))
    if booking is None or booking.resident_id is None:
        return
    accounts = await resident_accounts_by_id(scope, (booking.resident_id,))
    if booking.resident_id in accounts:
        scope.emit(
            NotificationWanted(
                account_id=accounts[booking.resident_id],
                kind=kind,
                object_type="Booking",
                object_id=booking.id,
                facts={"starts_at": booking.starts_at.isoformat(), **facts},
            )
        )
