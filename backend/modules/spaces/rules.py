"""Who may book what and when: the rules that need no lock."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.surfaces import Surface
from backend.modules.housing.queries.residents import home_communities_by_id
from backend.modules.spaces.contract.inputs import NewBooking
from backend.modules.spaces.contract.refusals import (
    CapacityExceeded,
    NotEligible,
    TermsMissing,
    TooEarly,
    TooLate,
)
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.openings import refuse_audience, refuse_odd_times
from backend.modules.spaces.words import Audience
from tenants.scope import Scope

LONGEST_TEXT = 500
_START = ("input", "starts_at")


@dataclass(frozen=True, slots=True)
class Booker:
    """For whom a booking is, and whether staff make it: they are not bound by notice, quota, credit and terms."""

    resident_id: UUID | None
    audience: Audience
    is_staff: bool


def is_staff(scope: Scope) -> bool:
    """Whether staff or the product itself acts, and no resident."""
    return scope.actor.surface is not Surface.RESIDENT


async def booker_of(scope: Scope, space: Space, new: NewBooking) -> Booker:
    """For whom it is: a resident's own login books for that resident alone. Raises NotEligible, NotFound, BadInput."""
    if not is_staff(scope):
        resident_id = scope.actor.resident_id
        if resident_id is None or new.resident_id not in (None, resident_id) or new.audience is not Audience.RESIDENT:
            raise NotEligible(field=("input", "resident_id"))
    elif new.audience is Audience.RESIDENT:
        resident_id = new.resident_id
        if resident_id is None:
            raise BadInput(field=("input", "resident_id"))
    else:
        if new.resident_id is not None or not new.title or not new.title.strip():
            raise BadInput(field=("input", "title"))
        return Booker(None, new.audience, is_staff=True)
    await refuse_stranger(scope, space, resident_id)
    return Booker(resident_id, Audience.RESIDENT, is_staff=is_staff(scope))


async def refuse_stranger(scope: Scope, space: Space, resident_id: UUID) -> None:
    """Raises NotFound for nobody and for the erased, NotEligible for someone who lives in another community."""
    homes = await home_communities_by_id(scope, (resident_id,))
    if resident_id not in homes:
        raise NotFound(field=("input", "resident_id"))
    if not space.is_for_all_communities and homes[resident_id] != space.community_id:
        raise NotEligible(field=("input", "space_id"))


def refuse_by_rules(space: Space, booker: Booker, new: NewBooking) -> None:
    """Raises what speaks against a time, a number or a text, whatever else is booked."""
    if new.starts_at.tzinfo is None or new.ends_at.tzinfo is None or new.ends_at <= new.starts_at:
        raise BadInput(field=("input", "ends_at"))
    for field, text in (("note", new.note), ("title", new.title)):
        if text is not None and len(text) > LONGEST_TEXT:
            raise BadInput(field=("input", field))
    refuse_odd_times(space, new.starts_at, new.ends_at)
    refuse_audience(space, booker.audience, new.starts_at, new.ends_at)
    refuse_window(space, new.starts_at, new.ends_at, is_staff=booker.is_staff)
    refuse_number(space, new.quantity)
    if space.terms is not None and not booker.is_staff and not new.has_accepted_terms:
        raise TermsMissing(field=("input", "has_accepted_terms"))


def refuse_window(space: Space, starts_at: dt.datetime, ends_at: dt.datetime, *, is_staff: bool) -> None:
    """Raises TooLate for what has begun or is too near, TooEarly for what is too far ahead."""
    now = clock.now()
    if is_staff:
        if ends_at <= now:
            raise TooLate(field=_START, moment=said(ends_at))
        return
    latest = starts_at - dt.timedelta(minutes=space.notice_minutes)
    if now > latest:
        raise TooLate(field=_START, moment=said(latest))
    day = starts_at.astimezone(SHANGHAI).date() - dt.timedelta(days=space.advance_days)
    if clock.today() < day:
        raise TooEarly(field=_START, moment=f"{day:%Y-%m-%d} 00:00")


def refuse_number(space: Space, quantity: int) -> None:
    """Raises BadInput, CapacityExceeded."""
    if quantity < 1:
        raise BadInput(field=("input", "quantity"))
    if quantity > space.capacity:
        raise CapacityExceeded(field=("input", "quantity"), capacity=space.capacity)


def refuse_late_change(space: Space, starts_at: dt.datetime, *, is_staff: bool) -> None:
    """Raises TooLate where a booking can no longer be moved or cancelled."""
    latest = starts_at - dt.timedelta(minutes=space.cancel_notice_minutes)
    if not is_staff and clock.now() > latest:
        raise TooLate(field=("input", "booking_id"), moment=said(latest))


def needs_approval(space: Space, booker: Booker, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Whether staff have to decide first; what they book themselves they have decided."""
    if booker.is_staff or space.approval_from_minutes is None:
        return False
    return (ends_at - starts_at) >= dt.timedelta(minutes=space.approval_from_minutes)


def refusal_of(check: Callable[[], None]) -> AppError | None:
    """What a check refuses, as data."""
    try:
        check()
    except AppError as refusal:
        return refusal
    return None


def said(moment: dt.datetime) -> str:
    """A moment as people here write it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
