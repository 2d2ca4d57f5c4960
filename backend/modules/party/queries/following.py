"""Reads of the handlers that carry things over the wall."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import NoticeReply, SupervisionNotice
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.words import NoticeState
from tenants.scope import Scope, query


@query(PartyPermission.FOLLOW_NOTICES)
async def get_reply(scope: Scope, reply_id: UUID) -> NoticeReply:
    """A reply. Raises NotFound."""
    found: NoticeReply | None = await scope.session.scalar(select(NoticeReply).where(NoticeReply.id == reply_id))
    if found is None:
        raise NotFound
    return found


@query(PartyPermission.FOLLOW_MEMBERS)
async def get_consent(scope: Scope, consent_id: UUID) -> PartyConsent:
    """A consent, locked. Raises NotFound."""
    found: PartyConsent | None = await scope.session.scalar(
        select(PartyConsent).where(PartyConsent.id == consent_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


@query(PartyPermission.FOLLOW_NOTICES)
async def list_overdue_communities(scope: Scope) -> Sequence[UUID]:
    """The communities of the operator with a notice that is overdue and has not risen."""
    found: Sequence[UUID] = (
        await scope.session.scalars(
            select(SupervisionNotice.community_id)
            .distinct()
            .where(
                SupervisionNotice.operator_id == scope.operator_id,
                SupervisionNotice.state.in_((NoticeState.ISSUED, NoticeState.RETURNED)),
                SupervisionNotice.due_on < clock.today(),
                SupervisionNotice.risen_at.is_(None),
            )
        )
    ).all()
    return found
