"""The ledger of places: locked by the outermost space, taken whole or by seats, and given back."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.spaces.contract.refusals import SlotTaken, SpaceBlocked
from backend.modules.spaces.models.bookings import BookingPlace
from backend.modules.spaces.models.spaces import Space, SpaceRoot
from backend.modules.spaces.openings import Period, held
from backend.modules.spaces.words import PlaceHolder, SpaceMode
from tenants.scope import Scope

FIRST, LAST = 1, 2_147_483_646
_FIELD = ("input", "starts_at")


@dataclass(frozen=True, slots=True)
class Tree:
    """A space, and all that lie in the same outermost space."""

    space: Space
    spaces: Sequence[Space]

    @property
    def parts(self) -> list[Space]:
        """The spaces within this one."""
        return [one for one in self.spaces if self.space.id in one.around_ids]

    @property
    def place_ids(self) -> list[UUID]:
        """What a booking of the whole of it takes: itself and its parts."""
        return [self.space.id, *(one.id for one in self.parts)]

    @property
    def near(self) -> list[Space]:
        """Those whose free times change with this one's: itself, what lies around it and what lies in it."""
        return [one for one in self.spaces if one.id in (self.space.id, *self.space.around_ids) or one in self.parts]


async def tree_of(scope: Scope, space_id: UUID, *field: str) -> Tree:
    """A space with its whole tree, by one statement. Raises NotFound."""
    wanted = aliased(Space)
    root = select(wanted.root_id).where(wanted.operator_id == scope.operator_id, wanted.id == space_id)
    rows = await scope.session.scalars(select(Space).where(Space.root_id == root.scalar_subquery()).order_by(Space.id))
    spaces = rows.all()
    space = next((one for one in spaces if one.id == space_id), None)
    if space is None:
        raise NotFound(field=field)
    return Tree(space, spaces)


async def lock_roots(scope: Scope, root_ids: Collection[UUID]) -> None:
    """Lock outermost spaces, in the order of their ids: whoever writes places begins here.

    It comes before any line of a wait-list, any booker and any booking.
    """
    await scope.session.execute(
        select(SpaceRoot.root_id)
        .where(SpaceRoot.root_id.in_(root_ids))
        .order_by(SpaceRoot.root_id)
        .with_for_update(key_share=True)
    )


async def conflicts(scope: Scope, place_ids: Collection[UUID], time: Period) -> Sequence[BookingPlace]:
    """What is held of these places in a time."""
    rows = await scope.session.scalars(
        select(BookingPlace).where(
            BookingPlace.place_id.in_(place_ids),
            BookingPlace.ends_at > time.starts_at,
            BookingPlace.starts_at < time.ends_at,
        )
    )
    found: Sequence[BookingPlace] = rows.all()
    return found


def free_numbers(space: Space, taken: Sequence[BookingPlace]) -> list[int]:
    """The seats of a space that nothing of what is held covers, the lowest first."""
    mine = [(row.first_number, row.last_number) for row in taken if row.place_id == space.id]
    return [n for n in range(FIRST, space.capacity + 1) if not any(first <= n <= last for first, last in mine)]


def seats_left(tree: Tree, taken: Sequence[BookingPlace]) -> int:
    """How many seats are free; for a space that is booked as a whole, its capacity or none."""
    if tree.space.mode is SpaceMode.SEATS:
        return len(free_numbers(tree.space, taken))
    return 0 if any(row.place_id in tree.place_ids for row in taken) else tree.space.capacity


def refuse_taken(tree: Tree, taken: Sequence[BookingPlace], quantity: int) -> None:
    """Raises SpaceBlocked or SlotTaken where what is held leaves too little."""
    if seats_left(tree, taken) >= quantity:
        return
    if any(row.holder is PlaceHolder.BLOCK for row in taken):
        raise SpaceBlocked(field=_FIELD)
    raise SlotTaken(field=_FIELD)


async def take_places(
    scope: Scope,
    tree: Tree,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    quantity: int,
    holder: PlaceHolder,
    holder_id: UUID,
    *,
    is_whole: bool = False,
    taken: Sequence[BookingPlace] | None = None,
) -> None:
    """Hold seats of a space or the whole of it; the root is locked. A conflict is data here.

    `taken`: what is held then, where that was asked under the lock already.

    Raises SpaceBlocked, SlotTaken; then nothing of the transaction may be kept.
    """
    time = held(tree.space, starts_at, ends_at)
    if taken is None:
        taken = await conflicts(scope, tree.place_ids, time)
    if tree.space.mode is SpaceMode.SEATS and not is_whole:
        refuse_taken(tree, taken, quantity)
        spans = [(tree.space.id, number, number) for number in free_numbers(tree.space, taken)[:quantity]]
    else:
        if taken:
            raise (SpaceBlocked if any(row.holder is PlaceHolder.BLOCK for row in taken) else SlotTaken)(field=_FIELD)
        spans = [(place_id, FIRST, LAST) for place_id in sorted(tree.place_ids)]
    await hold_numbers(scope, spans, time, holder, holder_id)


async def hold_numbers(
    scope: Scope, spans: Sequence[tuple[UUID, int, int]], time: Period, holder: PlaceHolder, holder_id: UUID
) -> None:
    """Write (place, first number, last number) into the ledger. Raises SlotTaken where the constraint says so."""
    rows = [
        {
            "id": new_id(),
            "place_id": place_id,
            "first_number": first,
            "last_number": last,
            "starts_at": time.starts_at,
            "ends_at": time.ends_at,
            "holder": holder,
            "holder_id": holder_id,
        }
        for place_id, first, last in spans
    ]
    made = await scope.session.scalars(
        insert(BookingPlace).values(rows).on_conflict_do_nothing().returning(BookingPlace.id)
    )
    if len(made.all()) != len(rows):
        raise SlotTaken(field=_FIELD)


async def free_places(scope: Scope, holder_ids: Collection[UUID]) -> None:
    """Give back all that these bookings, offers or block-outs hold."""
    if holder_ids:
        await scope.session.execute(
            delete(BookingPlace)
            .where(BookingPlace.holder_id.in_(holder_ids))
            .execution_options(synchronize_session=False)
        )


async def hand_places_over(scope: Scope, from_id: UUID, to_id: UUID) -> bool:
    """What an offer held is a booking's now; whether there was anything."""
    moved = await scope.session.scalars(
        update(BookingPlace)
        .where(BookingPlace.holder_id == from_id, BookingPlace.holder == PlaceHolder.OFFER)
        .values(holder=PlaceHolder.BOOKING, holder_id=to_id)
        .returning(BookingPlace.id)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.all())


def touch(scope: Scope, tree: Tree) -> None:
    """Wake whoever watches the free times of any space of the tree."""
    scope.touch(f"space:{tree.space.root_id}")
