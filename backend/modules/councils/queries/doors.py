"""The code that a resident shows at the door of a council."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, select

from backend.core import clock
from backend.core.rotating import RotatingCode
from backend.modules.councils.contract.permissions import DOOR_MINUTES, CouncilPermission
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus
from backend.modules.councils.doors import is_door_open, rotation_of
from backend.modules.councils.models.councils import Council, CouncilRegistration
from tenants.scope import Scope, query


@query(CouncilPermission.VIEW)
async def own_door_codes_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, RotatingCode]:
    """The code of now of the resident who asks, by the council's id, while its door is open and they are not in."""
    of_council = and_(
        Council.operator_id == CouncilRegistration.operator_id, Council.id == CouncilRegistration.council_id
    )
    rows = await scope.session.execute(
        select(CouncilRegistration.id, Council)
        .join(Council, of_council)
        .where(
            CouncilRegistration.council_id.in_(council_ids),
            CouncilRegistration.resident_id == scope.actor.resident_id,
            CouncilRegistration.status == RegistrationStatus.REGISTERED,
            Council.status == CouncilStatus.SCHEDULED,
        )
    )
    rotation, minutes, now = await rotation_of(scope), await scope.limit(DOOR_MINUTES), clock.now()
    return {council.id: rotation.code_at(seat_id, now) for seat_id, council in rows if is_door_open(council, minutes)}
