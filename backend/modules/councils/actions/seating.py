"""Seats at a council: whoever comes first has one, and a line waits behind them."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.modules.councils.contract.inputs import AnsweredForm
from backend.modules.councils.contract.permissions import HOLD_MINUTES, CouncilPermission
from backend.modules.councils.contract.refusals import AlreadyAdmitted, AlreadyRegistered, SpeakingSlotMissing
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus, SeatKind
from backend.modules.councils.forms import drop_answers, keep_answers
from backend.modules.councils.locking import LINE, LINES, SPEAKING_LINE
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating
from backend.modules.councils.seats import free_seat, locked_seating, open_council, own_seat, take_seat
from backend.modules.councils.topics import drop_topics, keep_topic
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.proposals.contract.refusals import NotYourHome
from backend.modules.waitlists.contract import (
    Line,
    Seating,
    advance_line,
    is_anyone_waiting,
    join_line,
    leave_line,
)
from backend.modules.waitlists.queries import entries_by_subject
from tenants.scope import Scope, action

# The line behind each kind of seat; whoever waits in one has no place in the other.
_LINES = {SeatKind.OPEN: LINE, SeatKind.SPEAKING: SPEAKING_LINE}
_OTHER = {SeatKind.OPEN: SPEAKING_LINE, SeatKind.SPEAKING: LINE}


@action(CouncilPermission.REGISTER)
async def register_for_council(
    scope: Scope,
    council_id: UUID,
    wants_to_speak: bool = False,
    topic: str | None = None,
    answers: AnsweredForm | None = None,
) -> Council:
    """Take a seat, or a place in line where none is free; those who want to speak have seats and a line of their own.

    `topic`: what they would speak of, which staff alone read. Raises BadInput, NotFound, NotYourHome, CouncilNotOpen,
    AlreadyRegistered, SpeakingSlotMissing, AnswerMissing, QuestionsSettled.
    """
    kind = SeatKind.SPEAKING if wants_to_speak else SeatKind.OPEN
    council = await open_council(scope, council_id)
    resident_id = scope.actor.resident_id
    if resident_id is None or council.community_id not in await list_home_ids(scope, resident_id):
        raise NotYourHome
    seating = await locked_seating(scope, council_id)
    if wants_to_speak and (seating is None or seating.speaking == 0):
        raise SpeakingSlotMissing(field=("input", "wants_to_speak"))
    if await own_seat(scope, council_id, resident_id) is not None:
        raise AlreadyRegistered
    if await entries_by_subject(scope, _OTHER[kind], [council_id], resident_id):
        raise AlreadyRegistered
    if topic is not None:
        if not wants_to_speak:
            raise BadInput(field=("input", "topic"))
        await keep_topic(scope, council, resident_id, topic)
    await keep_answers(scope, council, resident_id, answers)
    await _sit_down(scope, council, seating, kind, resident_id)
    return council


async def _sit_down(
    scope: Scope, council: Council, seating: CouncilSeating | None, kind: SeatKind, resident_id: UUID
) -> None:
    if seating is not None and (not seating.has_room(kind) or await is_anyone_waiting(scope, _LINES[kind], council.id)):
        await join_line(scope, await _line(scope, council, kind), resident_id)
        return
    await take_seat(scope, council, resident_id, kind)
    if seating is not None:
        seating.count(kind, 1)
    scope.record("register_for_council", "Council", council.id, community_id=council.community_id, kind=kind.value)


async def _line(scope: Scope, council: Council, kind: SeatKind) -> Line:
    return Line(
        kind=_LINES[kind],
        subject_id=council.id,
        community_id=council.community_id,
        starts_at=council.starts_at,
        hold_minutes=await scope.limit(HOLD_MINUTES),
    )


@action(CouncilPermission.REGISTER)
async def withdraw_from_council(scope: Scope, council_id: UUID) -> Council:
    """Give one's seat, or one's place in line, back; the next in line is offered it.

    Raises NotFound, CouncilNotOpen, AlreadyAdmitted.
    """
    council = await open_council(scope, council_id)
    seating, resident_id = await locked_seating(scope, council_id), scope.actor.resident_id
    if resident_id is None:
        raise NotFound(field=("input", "council_id"))
    own = await own_seat(scope, council_id, resident_id)
    if own is not None and own.status is RegistrationStatus.PRESENT:
        raise AlreadyAdmitted(field=("input", "council_id"))
    await drop_topics(scope, [council_id], [resident_id])
    await drop_answers(scope, [council_id], [resident_id])
    if own is not None and own.status is RegistrationStatus.REGISTERED:
        await free_seat(scope, own, seating)
        scope.record("withdraw_from_council", "Council", council_id, community_id=council.community_id)
        if own.kind in _LINES:
            await advance_line(scope, _LINES[own.kind], council_id)
    else:
        for line in LINES:
            await leave_line(scope, line, council_id, resident_id)
    return council


async def _hold(kind: SeatKind, scope: Scope, council_id: UUID, entry_id: UUID, resident_id: UUID) -> bool:
    seating = await locked_seating(scope, council_id)
    council = await scope.session.scalar(select(Council).where(Council.id == council_id))
    if council is None or council.status is not CouncilStatus.SCHEDULED:
        return False
    if seating is not None and not seating.has_room(kind):
        return False
    if await own_seat(scope, council_id, resident_id) is not None:
        return False
    await take_seat(scope, council, resident_id, kind, RegistrationStatus.HELD, entry_id)
    if seating is not None:
        seating.count(kind, 1)
        await scope.session.flush()
    return True


async def _held(scope: Scope, entry_id: UUID) -> CouncilRegistration:
    found: CouncilRegistration | None = await scope.session.scalar(
        select(CouncilRegistration)
        .where(CouncilRegistration.entry_id == entry_id, CouncilRegistration.status == RegistrationStatus.HELD)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


async def _take(scope: Scope, council_id: UUID, entry_id: UUID, resident_id: UUID) -> None:
    await open_council(scope, council_id)
    held = await _held(scope, entry_id)
    held.status = RegistrationStatus.REGISTERED


async def _release(scope: Scope, council_id: UUID, entry_id: UUID, resident_id: UUID) -> None:
    seating = await locked_seating(scope, council_id)
    await free_seat(scope, await _held(scope, entry_id), seating)


async def _lock(scope: Scope, council_ids: Sequence[UUID]) -> None:
    await scope.session.execute(
        select(CouncilSeating)
        .where(CouncilSeating.council_id.in_(council_ids))
        .order_by(CouncilSeating.council_id)
        .with_for_update()
    )


for _kind, _name in _LINES.items():
    Seating(_name, partial(_hold, _kind), _take, _release, _lock)
