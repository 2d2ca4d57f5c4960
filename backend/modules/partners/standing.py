"""What every act of partners asks first: a text of a fitting length, a unit that takes part."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.modules.partners.contract.refusals import PartnerRetired
from backend.modules.partners.models import Partner
from tenants.scope import Scope


def refuse_odd(text: str, name: str, longest: int, shortest: int = 2) -> None:
    """Raises BadInput for a text that is too short or too long."""
    if not shortest <= len(text.strip()) <= longest:
        raise BadInput(field=("input", name))


async def active_partner(scope: Scope, partner_id: UUID) -> Partner:
    """A partner that takes part. Raises NotFound, PartnerRetired."""
    partner: Partner | None = await scope.session.scalar(select(Partner).where(Partner.id == partner_id))
    if partner is None:
        raise NotFound(field=("input", "partner_id"))
    if partner.retired_at is not None:
        raise PartnerRetired(field=("input", "partner_id"))
    return partner
