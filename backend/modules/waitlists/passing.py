"""Offers that expired are passed on, and lines of what has begun are closed: a transaction for each line."""

from sqlalchemy import and_, or_, select

from backend.core import clock
from backend.modules.waitlists.actions.lines import advance_line
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine
from tenants.scope import Actor, open_scope

_AT_ONCE = 200


async def pass_offers_on(actor: Actor) -> None:
    """No two lines are ever locked by one transaction, so that none waits for another."""
    now = clock.now()
    overdue = select(WaitlistEntry.line_id).where(
        WaitlistEntry.status == WaitlistStatus.OFFERED, WaitlistEntry.offer_expires_at <= now
    )
    begun = and_(WaitlistLine.closed_at.is_(None), WaitlistLine.starts_at <= now)
    due = select(WaitlistLine.kind, WaitlistLine.subject_id).where(or_(WaitlistLine.id.in_(overdue), begun))
    async with open_scope(actor, read_only=True) as scope:
        found = (await scope.session.execute(due.order_by(WaitlistLine.id).limit(_AT_ONCE))).all()
    for kind, subject_id in found:
        async with open_scope(actor) as scope:
            await advance_line(scope, kind, subject_id)
