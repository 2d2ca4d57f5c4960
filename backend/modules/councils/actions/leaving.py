"""Whoever moves out gives their seats at coming councils back, in the transaction of their check-out."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, select

from backend.core import clock
from backend.modules.councils.contract.words import CouncilStatus, RegistrationStatus, SeatKind
from backend.modules.councils.forms import drop_answers
from backend.modules.councils.locking import LINE, SPEAKING_LINE
from backend.modules.councils.models.councils import Council, CouncilRegistration, CouncilSeating
from backend.modules.councils.topics import drop_topics
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.waitlists.contract import advance_line
from tenants.scope import Scope


def _theirs(leaving: Leaving) -> Select[CouncilRegistration]:
    return (
        select(CouncilRegistration)
        .join(
            Council,
            and_(Council.operator_id == CouncilRegistration.operator_id, Council.id == CouncilRegistration.council_id),
        )
        .where(
            CouncilRegistration.resident_id.in_(leaving.resident_ids),
            CouncilRegistration.status == RegistrationStatus.REGISTERED,
            Council.status == CouncilStatus.SCHEDULED,
            Council.starts_at > clock.now(),
        )
        .order_by(CouncilRegistration.council_id, CouncilRegistration.id)
    )


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    return _told(len((await scope.session.scalars(_theirs(leaving))).all()))


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    found = (await scope.session.scalars(_theirs(leaving))).all()
    for row in found:
        seating = await scope.session.scalar(
            select(CouncilSeating)
            .where(CouncilSeating.council_id == row.council_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        # Read again under its lock: they may have been let in meanwhile.
        await scope.session.refresh(row, with_for_update=True)
        if row.status is not RegistrationStatus.REGISTERED:
            continue
        row.status = RegistrationStatus.CANCELLED
        if seating is not None:
            seating.count(row.kind, -1)
        await scope.session.flush()
        await drop_topics(scope, [row.council_id], [row.resident_id])
        await drop_answers(scope, [row.council_id], [row.resident_id])
        if row.kind is not SeatKind.RESERVED:
            await advance_line(scope, SPEAKING_LINE if row.kind is SeatKind.SPEAKING else LINE, row.council_id)
    return _told(len(found))


def _told(count: int) -> list[CheckOutEffect]:
    return [CheckOutEffect(module="councils", act="seats_to_give_back", count=count)] if count else []


CheckOutHook("councils", _preview, _apply)
