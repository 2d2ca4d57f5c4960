"""The door: whoever shows the code of their seat is let in, and was there."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.councils.contract.permissions import DOOR_MINUTES, CouncilPermission
from backend.modules.councils.contract.refusals import AlreadyAdmitted, DoorClosed, DoorCodeUnknown
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus
from backend.modules.councils.doors import is_door_open, rotation_of
from backend.modules.councils.locking import lock_council
from backend.modules.councils.models.councils import CouncilRegistration
from tenants.scope import Scope, action

_SEATED = (RegistrationStatus.REGISTERED, RegistrationStatus.PRESENT)


@action(CouncilPermission.RECORD)
async def admit_to_council(scope: Scope, council_id: UUID, code: str) -> CouncilRegistration:
    """Let the holder of the seat in whose code is shown now. Two who are given the same code let in one.

    Raises NotFound, CouncilNotOpen, DoorClosed, DoorCodeUnknown, AlreadyAdmitted.
    """
    # The council before the seat, as when its minutes are written: who is let in afterwards is not in them.
    council = await lock_council(scope, council_id, CouncilStatus.SCHEDULED)
    minutes = await scope.limit(DOOR_MINUTES)
    if not is_door_open(council, minutes):
        raise DoorClosed(field=("input", "council_id"), minutes=minutes)
    seat = await _seat_of(scope, council_id, code)
    if seat.status is RegistrationStatus.PRESENT:
        raise AlreadyAdmitted(field=("input", "code"))
    if seat.status is not RegistrationStatus.REGISTERED:
        raise DoorCodeUnknown(field=("input", "code"))
    seat.status, seat.admitted_at = RegistrationStatus.PRESENT, clock.now()
    await scope.session.flush()
    whose = str(seat.resident_id)
    scope.record("admit_to_council", "Council", council_id, community_id=council.community_id, resident_id=whose)
    return seat


async def _seat_of(scope: Scope, council_id: UUID, code: str) -> CouncilRegistration:
    """The seat whose code it is, locked: it may have been given back meanwhile."""
    rotation, now = await rotation_of(scope), clock.now()
    seated = await scope.session.scalars(
        select(CouncilRegistration.id).where(
            CouncilRegistration.council_id == council_id, CouncilRegistration.status.in_(_SEATED)
        )
    )
    shown = [one for one in seated if rotation.is_shown(one, code, now)]
    if len(shown) != 1:
        raise DoorCodeUnknown(field=("input", "code"))
    mine = select(CouncilRegistration).where(CouncilRegistration.id == shown[0])
    return (await scope.session.scalars(mine.with_for_update().execution_options(populate_existing=True))).one()
