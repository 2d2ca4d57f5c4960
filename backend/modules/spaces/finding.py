"""The nearest free alternatives to a time that is taken: in the same space, then in others of its kind."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.spaces.holding import Tree, conflicts, seats_left
from backend.modules.spaces.models.bookings import BookingPlace
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.openings import Period, grid, held, refuse_audience, refuse_odd_times
from backend.modules.spaces.rules import Booker, refusal_of, refuse_window
from tenants.scope import Scope

Alternative = tuple[UUID, dt.datetime, dt.datetime]
_AROUND = dt.timedelta(days=2)
_SAME_SPACE, _OTHER_SPACES = 4, 2


async def nearest_free(
    scope: Scope, tree: Tree, booker: Booker, time: Period, quantity: int
) -> tuple[Alternative, ...]:
    """Up to six (space, start, end) of the same length, the nearest first; three statements at most."""
    from_at, until = max(time.starts_at - _AROUND, clock.now()), time.ends_at + _AROUND
    taken = await conflicts(scope, tree.place_ids, held(tree.space, from_at, until))
    length = time.ends_at - time.starts_at
    begins = sorted(
        (slot.starts_at for slot in grid(tree.space, from_at, until)), key=lambda at: abs(at - time.starts_at)
    )
    found: list[Alternative] = []
    for at in begins:
        if len(found) == _SAME_SPACE:
            break
        if _is_free(tree, booker, Period(at, at + length), quantity, taken):
            found.append((tree.space.id, at, at + length))
    return (*found, *await _elsewhere(scope, tree, booker, time, quantity))


async def _elsewhere(scope: Scope, tree: Tree, booker: Booker, time: Period, quantity: int) -> list[Alternative]:
    """Other spaces of the kind at the very time."""
    space = tree.space
    alike = select(Space).where(
        Space.community_id == space.community_id,
        Space.kind == space.kind,
        Space.root_id != space.root_id,
        Space.is_open,
        Space.capacity >= quantity,
    )
    others = (await scope.session.scalars(alike.order_by(Space.id).limit(20))).all()
    if not others:
        return []
    # One whose parts or surroundings matter is asked by its whole tree.
    roots = {one.root_id for one in others}
    spaces = (await scope.session.scalars(select(Space).where(Space.root_id.in_(roots)))).all()
    trees = [Tree(one, [other for other in spaces if other.root_id == one.root_id]) for one in others]
    widest = max(held(one, time.starts_at, time.ends_at).minutes for one in others)
    margin = dt.timedelta(minutes=widest)
    taken = await conflicts(scope, [one.id for one in spaces], Period(time.starts_at - margin, time.ends_at + margin))
    free = [one for one in trees if _is_free(one, booker, time, quantity, taken)]
    return [(one.space.id, time.starts_at, time.ends_at) for one in free[:_OTHER_SPACES]]


def _is_free(tree: Tree, booker: Booker, time: Period, quantity: int, taken: Sequence[BookingPlace]) -> bool:
    space = tree.space

    def check() -> None:
        refuse_odd_times(space, time.starts_at, time.ends_at)
        refuse_audience(space, booker.audience, time.starts_at, time.ends_at)
        refuse_window(space, time.starts_at, time.ends_at, is_staff=booker.is_staff)

    around = held(space, time.starts_at, time.ends_at)
    in_the_way = [row for row in taken if row.starts_at < around.ends_at and row.ends_at > around.starts_at]
    return seats_left(tree, in_the_way) >= quantity and refusal_of(check) is None
