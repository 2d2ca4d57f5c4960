"""The end of an open enrolment: whoever ends it, its seat, its place in line and its times are given up at once."""

from backend.modules.courses.contract.refusals import EnrolmentOver
from backend.modules.courses.contract.words import OPEN_STATUSES, EnrolmentStatus
from backend.modules.courses.ledger.enrolments import get_enrolment, turn_enrolments
from backend.modules.courses.ledger.placing import KIND
from backend.modules.courses.ledger.registers import free_seat, lock_learner, lock_register
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.waitlists.contract import advance_line, leave_line
from tenants.scope import Scope


async def withdraw(scope: Scope, found: Enrolment) -> None:
    """End an open enrolment and what it holds, in the order of the locks. Raises EnrolmentOver."""
    await lock_learner(scope, found.resident_id)
    await lock_register(scope, found.course_id)
    was = (await get_enrolment(scope, found.id)).status
    if was not in OPEN_STATUSES:
        raise EnrolmentOver(field=("input", "enrolment_id"))
    if was in (EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED):
        # A held seat is freed, and passed on, by the line itself.
        await leave_line(scope, KIND, found.course_id, found.resident_id)
        was_now = (await get_enrolment(scope, found.id)).status
        await turn_enrolments(scope, [found.id], [was_now], EnrolmentStatus.CANCELLED)
        return
    await turn_enrolments(scope, [found.id], [was], EnrolmentStatus.CANCELLED)
    if was is EnrolmentStatus.ENROLLED:
        await free_seat(scope, found.course_id)
        await advance_line(scope, KIND, found.course_id)
