"""Reads for the product itself: who may vote in a poll, and which polls are due to be counted."""

import datetime as dt
from uuid import UUID

from sqlalchemy import and_, or_, select

from backend.core import clock
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.words import PollStatus
from backend.modules.polls.models import Poll, PollElector, PollState
from tenants.scope import Scope, query

# Whose key went long ago need not be asked for again.
_LATELY = dt.timedelta(days=7)


@query(PollPermission.TELL)
async def list_elector_ids(scope: Scope, poll_id: UUID) -> list[UUID]:
    """The residents who may vote in a poll."""
    rows = await scope.session.scalars(select(PollElector.resident_id).where(PollElector.poll_id == poll_id))
    return list(rows)


@query(PollPermission.COUNT)
async def list_due_ids(scope: Scope) -> list[UUID]:
    """The polls whose time is over and whose result is not known."""
    is_over = and_(PollState.status == PollStatus.OPEN, Poll.closes_at <= clock.now())
    rows = await scope.session.scalars(
        select(Poll.id)
        .join(PollState, and_(PollState.operator_id == Poll.operator_id, PollState.poll_id == Poll.id))
        .where(or_(is_over, PollState.status == PollStatus.CLOSED))
        .order_by(Poll.id)
    )
    return list(rows)


@query(PollPermission.COUNT)
async def list_cancelled_ids(scope: Scope) -> list[UUID]:
    """The polls that were called off and whose closing time has come lately."""
    rows = await scope.session.scalars(
        select(Poll.id)
        .join(PollState, and_(PollState.operator_id == Poll.operator_id, PollState.poll_id == Poll.id))
        .where(
            PollState.status == PollStatus.CANCELLED,
            Poll.closes_at <= clock.now(),
            Poll.closes_at > clock.now() - _LATELY,
        )
        .order_by(Poll.id)
    )
    return list(rows)
