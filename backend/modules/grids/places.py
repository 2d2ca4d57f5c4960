"""Places of operators, for the platform: its login sees none of their rows, so they are read as staff there would."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.models import Operator, OperatorState
from tenants.scope import Actor, Scope, system_actor


async def operator_by_code(scope: Scope, code: str) -> UUID:
    """The id of an operator that is active. Raises NotFound."""
    found: UUID | None = await scope.session.scalar(
        select(Operator.id).where(Operator.code == code, Operator.state == OperatorState.ACTIVE)
    )
    if found is None:
        raise NotFound(field=("input", "operator_code"))
    return found


def looking_at(operator_id: UUID) -> Actor:
    """Who reads that operator's communities and buildings, and nothing else."""
    return system_actor(operator_id, "grids", HousingPermission.VIEW)
