"""Invitations: a seat that is kept goes to a resident who is asked to come, and may be taken back from them."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.councils.contract.events import CouncilInvitationTakenBack, CouncilSeatReserved
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import CouncilFull, InvitationEnded
from backend.modules.councils.contract.words import RegistrationStatus, SeatKind
from backend.modules.councils.forms import drop_answers
from backend.modules.councils.locking import LINES
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.seats import free_seat, locked_seating, open_council, take_seat
from backend.modules.councils.topics import drop_topics
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.waitlists.contract import leave_line
from tenants.scope import Scope, action


@action(CouncilPermission.RECORD)
async def reserve_council_seat(scope: Scope, council_id: UUID, resident_id: UUID) -> Council:
    """Give one of the seats that are kept to a resident who is asked to come, and is told so.

    Raises NotFound, CouncilNotOpen, CouncilFull, AlreadyRegistered.
    """
    council = await open_council(scope, council_id)
    if not await residents_by_id(scope, [resident_id]):
        raise NotFound(field=("input", "resident_id"))
    seating = await locked_seating(scope, council_id)
    if seating is not None and not seating.has_room(SeatKind.RESERVED):
        raise CouncilFull
    registration_id = await take_seat(scope, council, resident_id, SeatKind.RESERVED)
    if seating is not None:
        seating.count(SeatKind.RESERVED, 1)
    # Who has a seat waits for none: an offer that cannot be made would stop the line behind it.
    for line in LINES:
        await leave_line(scope, line, council_id, resident_id)
    scope.record(
        "reserve_council_seat", "Council", council_id, community_id=council.community_id, resident_id=str(resident_id)
    )
    scope.emit(CouncilSeatReserved(council_id, council.community_id, resident_id, registration_id))
    return council


@action(CouncilPermission.RECORD)
async def take_back_council_invitation(scope: Scope, registration_id: UUID) -> Council:
    """Take the seat back that a resident was asked to; who had heard of it is told. The seat is kept for another.

    Raises NotFound, CouncilNotOpen, InvitationEnded.
    """
    invited = select(CouncilRegistration).where(
        CouncilRegistration.id == registration_id, CouncilRegistration.kind == SeatKind.RESERVED
    )
    found: CouncilRegistration | None = await scope.session.scalar(invited)
    if found is None:
        raise NotFound(field=("input", "registration_id"))
    council = await open_council(scope, found.council_id)
    seating = await locked_seating(scope, council.id)
    # Read again under its lock: they may have given it back meanwhile.
    await scope.session.refresh(found, with_for_update=True)
    if found.status is not RegistrationStatus.REGISTERED:
        raise InvitationEnded(field=("input", "registration_id"))
    found.taken_back_at = clock.now()
    await free_seat(scope, found, seating)
    await drop_topics(scope, [council.id], [found.resident_id])
    await drop_answers(scope, [council.id], [found.resident_id])
    whose = str(found.resident_id)
    scope.record(
        "take_back_council_invitation", "Council", council.id, community_id=council.community_id, resident_id=whose
    )
    scope.emit(CouncilInvitationTakenBack(council.id, council.community_id, found.resident_id, found.id))
    return council
