"""What a supervising branch has in its care, by the account that speaks for it."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core import clock
from tenants.models import Operator, OperatorState
from tenants.oversight_models import BranchSupervisor, OversightAssignment, PartyOrg


async def list_care_between(
    session: AsyncSession, organisation_ids: Collection[UUID], from_on: dt.date, until_on: dt.date
) -> Sequence[OversightAssignment]:
    """What organisations covered on any day of a span (the second is exclusive), the earliest first."""
    covered = (
        select(OversightAssignment)
        .join(Operator, Operator.id == OversightAssignment.operator_id)
        .where(
            OversightAssignment.organisation_id.in_(organisation_ids),
            OversightAssignment.starts_on < until_on,
            OversightAssignment.ends_on > from_on,
            OversightAssignment.ends_on > OversightAssignment.starts_on,
            Operator.state == OperatorState.ACTIVE,
        )
        .order_by(OversightAssignment.starts_on, OversightAssignment.id)
    )
    return (await session.scalars(covered)).all()


async def care_of(session: AsyncSession, account_id: UUID) -> tuple[tuple[UUID, ...], tuple[tuple[UUID, UUID], ...]]:
    """What an account oversees today: its organisations with all beneath them, and (operator, community) pairs."""
    today = clock.today()
    beneath = (
        select(BranchSupervisor.organisation_id.label("id"))
        .where(BranchSupervisor.account_id == account_id, BranchSupervisor.ended_at.is_(None))
        .cte("beneath", recursive=True)
    )
    beneath = beneath.union(select(PartyOrg.id).join(beneath, PartyOrg.parent_id == beneath.c.id))
    standing = select(PartyOrg.id).where(
        PartyOrg.id.in_(select(beneath.c.id)), PartyOrg.formed_on <= today, PartyOrg.ends_on > today
    )
    organisations = tuple((await session.scalars(standing.order_by(PartyOrg.id))).all())
    pairs = await session.execute(
        select(OversightAssignment.operator_id, OversightAssignment.community_id)
        .join(Operator, Operator.id == OversightAssignment.operator_id)
        .where(
            OversightAssignment.organisation_id.in_(organisations),
            OversightAssignment.starts_on <= today,
            OversightAssignment.ends_on > today,
            Operator.state == OperatorState.ACTIVE,
        )
        .order_by(OversightAssignment.operator_id, OversightAssignment.community_id)
    )
    return organisations, tuple((operator_id, community_id) for operator_id, community_id in pairs)
