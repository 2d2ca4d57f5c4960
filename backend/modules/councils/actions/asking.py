"""What those who come are asked: other questions while nobody has answered, answers, and reading what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update

from backend.core.crypto import DataKey
from backend.core.errors import BadInput, NotFound
from backend.modules.councils.contract.inputs import AnsweredForm, Question
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus
from backend.modules.councils.forms import (
    Answered,
    add_form,
    keep_answers,
    opened_answers,
    refuse_odd_questions,
    standing_answers,
)
from backend.modules.councils.locking import lock_council
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.models.forms import CouncilAnswer, CouncilForm
from backend.modules.councils.seats import open_council, own_seat
from tenants.scope import Scope, action

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAnswers:
    """What the holder of one seat answered."""

    registration_id: UUID
    said: tuple[Answered, ...]


@action(CouncilPermission.CALL)
async def set_council_questions(scope: Scope, council_id: UUID, questions: Sequence[Question]) -> Council:
    """Ask this in place of what was asked before, none at all where it is empty.

    What somebody has answered stays: the answers' reference to their form refuses. Raises NotFound, BadInput,
    CouncilNotOpen, QuestionsSettled.
    """
    refuse_odd_questions(questions)
    council = await lock_council(scope, council_id, CouncilStatus.SCHEDULED)
    await scope.session.execute(delete(CouncilForm).where(CouncilForm.council_id == council_id))
    add_form(scope, council, questions)
    await scope.session.flush()
    scope.record(
        "set_council_questions", "Council", council_id, community_id=council.community_id, count=len(questions)
    )
    return council


@action(CouncilPermission.REGISTER)
async def answer_council_questions(scope: Scope, council_id: UUID, answers: AnsweredForm) -> Council:
    """Answer as whoever has a seat, such as those who were invited to it; in place of what one answered before.

    Raises NotFound (also where one has no seat), CouncilNotOpen, BadInput, AnswerMissing, QuestionsSettled.
    """
    council, resident_id = await open_council(scope, council_id), scope.actor.resident_id
    seat = None if resident_id is None else await own_seat(scope, council_id, resident_id)
    if seat is None or seat.status is RegistrationStatus.HELD:
        raise NotFound(field=("input", "council_id"))
    await keep_answers(scope, council, seat.resident_id, answers)
    scope.record("answer_council_questions", "Council", council_id, community_id=council.community_id)
    return council


@action(CouncilPermission.READ_ANSWERS)
async def reveal_council_answers(scope: Scope, registration_ids: Sequence[UUID]) -> Sequence[OpenedAnswers]:
    """What these people answered, up to 100 at once; each reading is logged with it. Raises NotFound, BadInput."""
    wanted = sorted(set(registration_ids))
    if not 1 <= len(wanted) <= _AT_ONCE:
        raise BadInput(field=("input", "registration_ids"))
    seats = (
        await scope.session.scalars(
            select(CouncilRegistration).where(CouncilRegistration.id.in_(wanted)).order_by(CouncilRegistration.id)
        )
    ).all()
    if len(seats) != len(wanted):
        raise NotFound(field=("input", "registration_ids"))
    rows = await scope.session.execute(
        standing_answers(
            tuple_(CouncilAnswer.council_id, CouncilAnswer.resident_id).in_(
                {(seat.council_id, seat.resident_id) for seat in seats}
            )
        )
    )
    found = {(answer.council_id, answer.resident_id): (answer, form) for answer, form in rows}
    key = await scope.key()
    return [_opened(scope, key, seat, found.get((seat.council_id, seat.resident_id))) for seat in seats]


def _opened(
    scope: Scope, key: DataKey, seat: CouncilRegistration, row: tuple[CouncilAnswer, CouncilForm] | None
) -> OpenedAnswers:
    if row is None:
        return OpenedAnswers(registration_id=seat.id, said=())
    whose = str(seat.resident_id)
    scope.record(
        "reveal_council_answers", "Council", seat.council_id, community_id=seat.community_id, resident_id=whose
    )
    return OpenedAnswers(registration_id=seat.id, said=opened_answers(key, *row))


@action(CouncilPermission.FOLLOW_UP)
async def forget_answers(scope: Scope, resident_id: UUID) -> None:
    """Forget whatever an erased resident answered."""
    await scope.session.execute(
        update(CouncilAnswer).where(CouncilAnswer.resident_id == resident_id).values(said_sealed=None)
    )
