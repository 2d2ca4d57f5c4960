"""Bugs as somebody might write them, each planted into the product by name; the random lives have to find them."""

import datetime as dt
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.modules.spaces import changing, holding, openings, rules, standing, waiting
from backend.modules.spaces.actions import attendance, bookings
from backend.modules.spaces.words import BookingStatus
from backend.modules.waitlists import contract, turns
from backend.modules.waitlists.actions import answers
from backend.modules.waitlists.contract import Seating, WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine, WaitlistNumber
from tenants.scope import Scope

Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: Final[dict[str, Plant]] = {}


def plant(function: Plant) -> Plant:
    """Keep it by its name."""
    PLANTED[function.__name__] = function
    return function


def everywhere(monkeypatch: pytest.MonkeyPatch, original: object, bug: object) -> None:
    """In whichever module of the product it is known."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(("backend.modules.spaces", "backend.modules.waitlists")):
            for known, value in list(vars(module).items()):
                if value is original:
                    monkeypatch.setattr(module, known, bug)


async def _nothing(*_: object, **__: object) -> None:
    """What was forgotten."""


@plant
def buffers_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, openings.held, lambda _space, starts_at, ends_at: openings.Period(starts_at, ends_at))


@plant
def a_hall_leaves_its_halves_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding.Tree, "place_ids", property(lambda tree: [tree.space.id]))


@plant
def quotas_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, standing.refuse_quota, _nothing)


@plant
def a_moved_booking_counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    original = standing.refuse_quota

    async def counted(scope: Scope, space: Any, resident_id: UUID, times: Any, _instead_of: Any = ()) -> None:
        await original(scope, space, resident_id, times)

    everywhere(monkeypatch, original, counted)


@plant
def little_credit_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, standing.refuse_little_credit, _nothing)


@plant
def who_does_not_come_pays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, standing.charge_no_show, _nothing)


@plant
def who_does_not_come_keeps_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "_deadline", lambda *_: None)


@plant
def who_came_is_released_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    original = attendance._became

    def became(space: Any, booking: Any) -> BookingStatus | None:
        is_late = booking.starts_at + dt.timedelta(minutes=30) <= clock.now()
        came = booking.status is BookingStatus.CHECKED_IN
        return BookingStatus.RELEASED if came and is_late else original(space, booking)

    monkeypatch.setattr(attendance, "_became", became)


@plant
def approval_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, rules.needs_approval, lambda *_: False)


@plant
def who_cancels_keeps_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "free_places", _nothing)


@plant
def who_moves_keeps_the_old_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bookings, "free_places", _nothing)


@plant
def what_is_given_back_is_offered_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere(monkeypatch, waiting.offer_onward, _nothing)


@plant
def newcomers_are_quicker_than_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def is_awaited(*_: object) -> bool:
        return False

    everywhere(monkeypatch, waiting.is_awaited, is_awaited)


def _seating(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    original = Seating.declared[waiting.KIND]
    # Noted as it is, so that it is put back; a new one registers itself.
    monkeypatch.setitem(Seating.declared, waiting.KIND, original)
    replace(original, **changed)


@plant
def one_time_is_offered_to_two(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hold(*_: object) -> bool:
        return True

    _seating(monkeypatch, hold=hold)


@plant
def an_offer_that_ends_keeps_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    _seating(monkeypatch, release=_nothing)


@plant
def an_offer_is_made_again_to_whom_it_expired_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def following(scope: Scope, line: WaitlistLine) -> WaitlistEntry | None:
        wanted = (WaitlistStatus.WAITING, WaitlistStatus.EXPIRED, WaitlistStatus.DECLINED)
        found: WaitlistEntry | None = await scope.session.scalar(
            select(WaitlistEntry)
            .where(WaitlistEntry.line_id == line.id, WaitlistEntry.status.in_(wanted))
            .order_by(WaitlistEntry.number)
            .limit(1)
        )
        return found

    monkeypatch.setattr(turns, "_next", following)


@plant
def the_last_in_line_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    async def following(scope: Scope, line: WaitlistLine) -> WaitlistEntry | None:
        found: WaitlistEntry | None = await scope.session.scalar(
            select(WaitlistEntry)
            .where(WaitlistEntry.line_id == line.id, WaitlistEntry.status == WaitlistStatus.WAITING)
            .order_by(WaitlistEntry.number.desc())
            .limit(1)
        )
        return found

    monkeypatch.setattr(turns, "_next", following)


@plant
def offers_do_not_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_take_back", _nothing)


@plant
def an_offer_is_taken_after_it_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    async def offered(scope: Scope, entry_id: UUID) -> tuple[WaitlistLine, WaitlistEntry]:
        return await answers._locked(scope, entry_id)

    monkeypatch.setattr(answers, "_offered", offered)


@plant
def offers_are_made_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    original = turns.advance

    async def advance(scope: Scope, line: WaitlistLine) -> int:
        starts_at, line.starts_at = line.starts_at, None
        try:
            return await original(scope, line)
        finally:
            line.starts_at = starts_at

    everywhere(monkeypatch, original, advance)


@plant
def who_leaves_the_line_keeps_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    original = contract.join_line

    async def join_line(scope: Scope, line: contract.Line, resident_id: UUID) -> contract.Place:
        back: WaitlistEntry | None = await scope.session.scalar(
            select(WaitlistEntry).where(
                WaitlistEntry.subject_id == line.subject_id,
                WaitlistEntry.resident_id == resident_id,
                WaitlistEntry.status.in_((WaitlistStatus.LEFT, WaitlistStatus.DECLINED)),
            )
        )
        if back is None:
            return await original(scope, line, resident_id)
        back.status = WaitlistStatus.WAITING
        number = update(WaitlistNumber).where(
            WaitlistNumber.line_id == back.line_id, WaitlistNumber.number == back.number
        )
        await scope.session.execute(number.values(is_waiting=True))
        return contract.Place(back.id, back.number, 1)

    everywhere(monkeypatch, original, join_line)


@plant
def an_accepted_offer_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handed_over(scope: Scope, from_id: UUID, _to_id: UUID) -> bool:
        await holding.free_places(scope, (from_id,))
        return True

    everywhere(monkeypatch, holding.hand_places_over, handed_over)


@plant
def half_a_series_of_places_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    original = holding.hold_numbers

    async def hold_numbers(scope: Scope, spans: Sequence[Any], *rest: Any) -> None:
        await original(scope, spans[:1], *rest)

    everywhere(monkeypatch, original, hold_numbers)


@plant
def a_rejected_booking_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    original = holding.free_places

    async def free_places(scope: Scope, holder_ids: Collection[UUID]) -> None:
        # `end_booking` gives a tuple, `cancel_bookings` a list.
        if not isinstance(holder_ids, tuple):
            await original(scope, holder_ids)

    monkeypatch.setattr(changing, "free_places", free_places)
