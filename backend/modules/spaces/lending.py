"""Equipment that goes with a booking: its units are numbers in the ledger of places, like seats."""

from collections.abc import Sequence

from sqlalchemy import select

from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.spaces.contract.inputs import Loan
from backend.modules.spaces.contract.refusals import EquipmentTaken
from backend.modules.spaces.holding import FIRST, Tree, conflicts, hold_numbers
from backend.modules.spaces.models.bookings import Booking, EquipmentLoan
from backend.modules.spaces.models.spaces import Equipment
from backend.modules.spaces.openings import Period
from backend.modules.spaces.words import PlaceHolder
from tenants.scope import Scope

_FIELD = ("input", "equipment")


async def lend_equipment(scope: Scope, tree: Tree, booking: Booking, loans: Sequence[Loan]) -> None:
    """Equipment along with a new booking; the root is locked. Raises BadInput, EquipmentTaken."""
    await hold_units(scope, tree, booking, loans)
    scope.session.add_all(
        EquipmentLoan(
            id=new_id(),
            booking_id=booking.id,
            resident_id=booking.resident_id,
            equipment_id=loan.equipment_id,
            quantity=loan.quantity,
        )
        for loan in loans
    )
    await scope.session.flush()


async def hold_units(scope: Scope, tree: Tree, booking: Booking, loans: Sequence[Loan]) -> None:
    """Hold units for the time of a booking; the root is locked. Raises BadInput, EquipmentTaken."""
    if not loans:
        return
    wanted = {loan.equipment_id: loan.quantity for loan in loans}
    if len(wanted) != len(loans) or min(wanted.values()) < 1:
        raise BadInput(field=_FIELD)
    rows = await scope.session.scalars(
        select(Equipment).where(Equipment.id.in_(wanted), Equipment.space_id == tree.space.id)
    )
    known = rows.all()
    if len(known) != len(wanted):
        raise BadInput(field=_FIELD)
    time = Period(booking.starts_at, booking.ends_at)
    taken = await conflicts(scope, list(wanted), time)
    spans = []
    for one in known:
        lent = {row.first_number for row in taken if row.place_id == one.id}
        free = [number for number in range(FIRST, one.stock + 1) if number not in lent]
        if len(free) < wanted[one.id]:
            raise EquipmentTaken(field=_FIELD)
        spans += [(one.id, number, number) for number in free[: wanted[one.id]]]
    await hold_numbers(scope, sorted(spans), time, PlaceHolder.BOOKING, booking.id)


async def loans_of(scope: Scope, booking: Booking) -> list[Loan]:
    """What was lent along with a booking."""
    rows = await scope.session.scalars(select(EquipmentLoan).where(EquipmentLoan.booking_id == booking.id))
    return [Loan(equipment_id=row.equipment_id, quantity=row.quantity) for row in rows]
