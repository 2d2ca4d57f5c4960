"""The seats of a council under their locks, for whoever takes one, is given one, or gives one back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.councils.contract.refusals import AlreadyRegistered, CouncilNotOpen
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus, SeatKind
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating
from tenants.scope import Scope


async def open_council(scope: Scope, council_id: UUID) -> Council:
    """A council that has not begun. Raises NotFound, CouncilNotOpen."""
    council: Council | None = await scope.session.scalar(select(Council).where(Council.id == council_id))
    if council is None:
        raise NotFound(field=("input", "council_id"))
    if council.status is not CouncilStatus.SCHEDULED or clock.now() >= council.starts_at:
        raise CouncilNotOpen
    return council


async def locked_seating(scope: Scope, council_id: UUID) -> CouncilSeating | None:
    """The numbers of its seats, until the end of the transaction; None where all may come."""
    found: CouncilSeating | None = await scope.session.scalar(
        select(CouncilSeating)
        .where(CouncilSeating.council_id == council_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def own_seat(scope: Scope, council_id: UUID, resident_id: UUID) -> CouncilRegistration | None:
    """The seat that somebody has or is offered, locked."""
    found: CouncilRegistration | None = await scope.session.scalar(
        select(CouncilRegistration)
        .where(
            CouncilRegistration.council_id == council_id,
            CouncilRegistration.resident_id == resident_id,
            CouncilRegistration.status != RegistrationStatus.CANCELLED,
        )
        .with_for_update()
    )
    return found


async def take_seat(
    scope: Scope,
    council: Council,
    resident_id: UUID,
    kind: SeatKind,
    status: RegistrationStatus = RegistrationStatus.REGISTERED,
    entry_id: UUID | None = None,
) -> UUID:
    """The id of the new registration; whoever calls counts the seat. Raises AlreadyRegistered."""
    made: UUID | None = await scope.session.scalar(
        insert(CouncilRegistration)
        .values(
            council_id=council.id,
            community_id=council.community_id,
            resident_id=resident_id,
            kind=kind,
            status=status,
            entry_id=entry_id,
        )
        .on_conflict_do_nothing()
        .returning(CouncilRegistration.id)
    )
    if made is None:
        raise AlreadyRegistered
    return made


async def free_seat(scope: Scope, own: CouncilRegistration, seating: CouncilSeating | None) -> None:
    """Give a seat back, both rows being locked."""
    own.status = RegistrationStatus.CANCELLED
    if seating is not None:
        seating.count(own.kind, -1)
    await scope.session.flush()
