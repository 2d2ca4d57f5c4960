"""Whoever moves out has no bookings ahead any more; and whoever is erased has written nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select, update

from backend.core import clock
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.spaces.changing import cancel_bookings
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.holding import lock_roots, tree_of
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.credit import CreditAppeal
from backend.modules.spaces.openings import Period
from backend.modules.spaces.waiting import offer_onward
from backend.modules.spaces.words import CHANGEABLE, CancelCause
from tenants.scope import Scope, action


def _ahead(leaving: Leaving) -> Select[Booking]:
    return select(Booking).where(
        Booking.resident_id.in_(leaving.resident_ids),
        Booking.status.in_(CHANGEABLE),
        Booking.starts_at > clock.now(),
    )


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    count = await scope.session.scalar(_ahead(leaving).with_only_columns(func.count(Booking.id)))
    return _told(count or 0)


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    space_ids = sorted(set(await scope.session.scalars(_ahead(leaving).with_only_columns(Booking.space_id))))
    trees = [await tree_of(scope, space_id) for space_id in space_ids]
    await lock_roots(scope, {tree.space.root_id for tree in trees})
    rows = await scope.session.scalars(
        _ahead(leaving).order_by(Booking.id).with_for_update().execution_options(populate_existing=True)
    )
    bookings = rows.all()
    for tree in trees:
        here = [booking for booking in bookings if booking.space_id == tree.space.id]
        await cancel_bookings(scope, tree, here, CancelCause.CHECKED_OUT)
        await offer_onward(scope, tree, [Period(one.starts_at, one.ends_at) for one in here])
    return _told(len(bookings))


def _told(count: int) -> list[CheckOutEffect]:
    return [CheckOutEffect(module="spaces", act="bookings_to_cancel", count=count)] if count else []


CheckOutHook("spaces", preview=_preview, apply=_apply)


@action(SpacePermission.FOLLOW)
async def forget_words(scope: Scope, resident_id: UUID) -> None:
    """What an erased resident wrote is destroyed; bookings remain as facts about nobody. Twice changes nothing."""
    for table, column in ((Booking, "note_sealed"), (CreditAppeal, "reason_sealed")):
        await scope.session.execute(
            update(table)
            .where(table.resident_id == resident_id)
            .values({column: None})
            .execution_options(synchronize_session=False)
        )
