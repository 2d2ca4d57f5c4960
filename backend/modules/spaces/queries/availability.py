"""Free times: the grid of many spaces beside what is held of them, in three statements whatever their number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.holding import Tree, seats_left
from backend.modules.spaces.models.bookings import BookingPlace
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.openings import Period, grid, held
from backend.modules.spaces.words import PlaceHolder, SlotState
from tenants.scope import Scope, query

LONGEST = dt.timedelta(days=31)
_MARGIN = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """One slot of a space's grid; `seats_left` is the capacity where a space that is booked as a whole is free."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    state: SlotState
    seats_left: int


Asked = tuple[UUID, dt.datetime, dt.datetime]


@query(SpacePermission.VIEW)
async def availability(scope: Scope, space_id: UUID, from_at: dt.datetime, until: dt.datetime) -> Sequence[FreeTime]:
    """The grid of one space. Raises NotFound; BadInput for more than 31 days."""
    asked = (space_id, from_at, until)
    found = await free_times_by_asked(scope, [asked])
    if asked not in found:
        raise NotFound
    return found[asked]


@query(SpacePermission.VIEW)
async def free_times_by_asked(scope: Scope, asked: Sequence[Asked]) -> Mapping[Asked, Sequence[FreeTime]]:
    """The grids of many spaces, each over its own time: two statements."""
    for _, from_at, until in asked:
        if from_at.tzinfo is None or until.tzinfo is None or not dt.timedelta() < until - from_at <= LONGEST:
            raise BadInput(field=("until",))
    wanted = aliased(Space)
    roots = select(wanted.root_id).where(
        wanted.operator_id == scope.operator_id, wanted.id.in_({space_id for space_id, _, _ in asked})
    )
    spaces = (await scope.session.scalars(select(Space).where(Space.root_id.in_(roots)))).all()
    first, last = min(one[1] for one in asked) - _MARGIN, max(one[2] for one in asked) + _MARGIN
    rows = await scope.session.scalars(
        select(BookingPlace).where(
            BookingPlace.place_id.in_([space.id for space in spaces]),
            BookingPlace.ends_at > first,
            BookingPlace.starts_at < last,
        )
    )
    taken: dict[UUID, list[BookingPlace]] = defaultdict(list)
    for row in rows:
        taken[row.place_id].append(row)
    by_id = {space.id: space for space in spaces}
    return {
        (space_id, from_at, until): _grid(_tree(by_id[space_id], spaces), from_at, until, taken)
        for space_id, from_at, until in asked
        if space_id in by_id
    }


def _tree(space: Space, spaces: Sequence[Space]) -> Tree:
    return Tree(space, [other for other in spaces if other.root_id == space.root_id])


def _grid(
    tree: Tree, from_at: dt.datetime, until: dt.datetime, taken: Mapping[UUID, Sequence[BookingPlace]]
) -> list[FreeTime]:
    if not tree.space.is_open:
        return []
    held_here = [row for place_id in tree.place_ids for row in taken.get(place_id, ())]
    return [_free_time(tree, slot, held_here) for slot in grid(tree.space, from_at, until)]


def _free_time(tree: Tree, slot: Period, held_here: Sequence[BookingPlace]) -> FreeTime:
    around = held(tree.space, slot.starts_at, slot.ends_at)
    meeting = [row for row in held_here if around.meets(row.starts_at, row.ends_at)]
    left = seats_left(tree, meeting)
    if slot.starts_at < clock.now():
        state = SlotState.PAST
    elif left > 0:
        state = SlotState.FREE
    else:
        is_blocked = any(row.holder is PlaceHolder.BLOCK for row in meeting)
        state = SlotState.BLOCKED if is_blocked else SlotState.TAKEN
    return FreeTime(slot.starts_at, slot.ends_at, state, left)
