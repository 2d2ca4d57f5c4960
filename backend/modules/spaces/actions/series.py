"""Series: every date looked at before any is booked, and then all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.core.errors import AppError
from backend.core.ids import new_id
from backend.modules.spaces.contract.inputs import NewBooking, NewSeries
from backend.modules.spaces.contract.permissions import SERIES_MOST, SpacePermission
from backend.modules.spaces.contract.refusals import RecurrenceInvalid, SeriesConflicting, SlotTaken, SpaceBlocked
from backend.modules.spaces.finding import Alternative, nearest_free
from backend.modules.spaces.holding import Tree, conflicts, lock_roots, seats_left, tree_of
from backend.modules.spaces.lending import lend_equipment
from backend.modules.spaces.making import make_booking, refuse_booker
from backend.modules.spaces.models.bookings import BookingPlace, BookingSeries
from backend.modules.spaces.openings import Period, held
from backend.modules.spaces.recurring import occurrences
from backend.modules.spaces.rules import Booker, booker_of, refusal_of, refuse_by_rules
from backend.modules.spaces.standing import refuse_little_credit
from backend.modules.spaces.waiting import is_awaited
from backend.modules.spaces.words import PlaceHolder
from tenants.scope import Scope, action


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series; what speaks against it, and what is free instead."""

    time: Period
    refusal: AppError | None
    alternatives: tuple[Alternative, ...] = ()


@action(SpacePermission.BOOK)
async def preview_booking_series(scope: Scope, new: NewSeries) -> list[Occurrence]:
    """Every date of a series with what speaks against it; nothing is written. Raises RecurrenceInvalid, NotFound."""
    tree, booker = await _for_whom(scope, new)
    return await _looked_at(scope, tree, booker, new)


@action(SpacePermission.BOOK)
async def create_booking_series(scope: Scope, new: NewSeries) -> BookingSeries:
    """Book every date of a series, or none: SeriesConflicting lists what is not possible.

    Raises RecurrenceInvalid, NotFound, CreditBlocked, QuotaExceeded.
    """
    tree, booker = await _for_whom(scope, new)
    await lock_roots(scope, (tree.space.root_id,))
    found = await _looked_at(scope, tree, booker, new)
    bad = [one for one in found if one.refusal is not None]
    if bad:
        raise SeriesConflicting(field=("input", "rrule"), conflicts=tuple(bad))
    times = [one.time for one in found]
    await refuse_booker(scope, tree, booker, times)
    series = BookingSeries(
        id=new_id(),
        community_id=tree.space.community_id,
        space_id=tree.space.id,
        resident_id=booker.resident_id,
        rrule=new.rrule.strip().removeprefix("RRULE:"),
    )
    scope.session.add(series)
    await scope.session.flush()
    for time in times:
        booking = await make_booking(scope, tree, booker, _at(new.first, time), series_id=series.id)
        await lend_equipment(scope, tree, booking, new.first.equipment)
    scope.record(
        "create_booking_series", "BookingSeries", series.id, community_id=series.community_id, dates=len(times)
    )
    return series


async def _for_whom(scope: Scope, new: NewSeries) -> tuple[Tree, Booker]:
    tree = await tree_of(scope, new.first.space_id, "input", "space_id")
    if new.first.starts_at.tzinfo is None or new.first.ends_at <= new.first.starts_at:
        raise RecurrenceInvalid(field=("input", "starts_at"), most=await scope.limit(SERIES_MOST))
    booker = await booker_of(scope, tree.space, new.first)
    if booker.resident_id is not None and not booker.is_staff:
        await refuse_little_credit(scope, booker.resident_id)
    return tree, booker


async def _looked_at(scope: Scope, tree: Tree, booker: Booker, new: NewSeries) -> list[Occurrence]:
    times = occurrences(new, await scope.limit(SERIES_MOST))
    first, last = times[0], times[-1]
    # One statement for all dates, whatever their number.
    taken = await conflicts(scope, tree.place_ids, held(tree.space, first.starts_at, last.ends_at))
    found = [await _one(scope, tree, booker, _at(new.first, time), taken) for time in times]
    return [replace(one, refusal=_overlapping(number, times) or one.refusal) for number, one in enumerate(found)]


def _overlapping(number: int, times: Sequence[Period]) -> AppError | None:
    """A date that runs into the one before it."""
    if number > 0 and times[number - 1].ends_at > times[number].starts_at:
        return SlotTaken(field=("input", "ends_at"))
    return None


async def _one(scope: Scope, tree: Tree, booker: Booker, new: NewBooking, taken: Sequence[BookingPlace]) -> Occurrence:
    time = Period(new.starts_at, new.ends_at)
    refusal = refusal_of(lambda: refuse_by_rules(tree.space, booker, new))
    if refusal is not None:
        return Occurrence(time, refusal)
    around = held(tree.space, time.starts_at, time.ends_at)
    meeting = [row for row in taken if around.meets(row.starts_at, row.ends_at)]
    if any(row.holder is PlaceHolder.BLOCK for row in meeting):
        return Occurrence(time, SpaceBlocked(field=("input", "starts_at")))
    if seats_left(tree, meeting) < new.quantity or await is_awaited(scope, tree, time):
        found = await nearest_free(scope, tree, booker, time, new.quantity)
        return Occurrence(time, SlotTaken(field=("input", "starts_at")), found)
    return Occurrence(time, None)


def _at(first: NewBooking, time: Period) -> NewBooking:
    return replace(first, starts_at=time.starts_at, ends_at=time.ends_at)
