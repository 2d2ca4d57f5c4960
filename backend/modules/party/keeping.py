"""What actions look at first: organisations that stand, communities in care, notices that are open."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.party.contract.refusals import NoticeClosed
from backend.modules.party.models.notices import SupervisionNotice
from backend.modules.party.words import NoticeState
from tenants.oversight_models import ListedCommunity, PartyOrg
from tenants.scope import Scope

FOREVER = dt.date.max
OPEN_STATES = (NoticeState.ISSUED, NoticeState.REPLIED, NoticeState.RETURNED)


async def standing_org(scope: Scope, organisation_id: UUID, field: str) -> PartyOrg:
    """An organisation that stands today, locked against being ended meanwhile. Raises NotFound at the field."""
    today = clock.today()
    found: PartyOrg | None = await scope.session.scalar(
        select(PartyOrg).where(PartyOrg.id == organisation_id, PartyOrg.ends_on > today).with_for_update()
    )
    if found is None:
        raise NotFound(field=("input", field))
    return found


def own_org(scope: Scope, organisation_id: UUID, field: str = "organisation_id") -> None:
    """Raises NotFound at the field for an organisation that the actor does not speak for."""
    if organisation_id not in scope.actor.organisation_ids:
        raise NotFound(field=("input", field))


async def operator_of(scope: Scope, community_id: UUID) -> UUID:
    """The operator of a community that the actor oversees. Raises NotFound."""
    found: UUID | None = await scope.session.scalar(
        select(ListedCommunity.operator_id).where(ListedCommunity.community_id == community_id)
    )
    if found is None or community_id not in (scope.actor.community_ids or ()):
        raise NotFound(field=("input", "community_id"))
    return found


async def lock_notice(scope: Scope, notice_id: UUID) -> SupervisionNotice:
    """An open notice of one of the actor's organisations. Raises NotFound, NoticeClosed."""
    notice: SupervisionNotice | None = await scope.session.scalar(
        select(SupervisionNotice)
        .where(SupervisionNotice.id == notice_id, SupervisionNotice.organisation_id.in_(scope.actor.organisation_ids))
        .with_for_update()
    )
    if notice is None:
        raise NotFound(field=("input", "notice_id"))
    if notice.state not in OPEN_STATES:
        raise NoticeClosed
    return notice
