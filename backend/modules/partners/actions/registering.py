"""The register of partners, and what they offer."""

from uuid import UUID

from sqlalchemy import select
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.refusals import CreditCodeInvalid, ReasonMissing
from backend.modules.partners.contract.inputs import NewOffer, NewPartner
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.words import ResourceKind
from backend.modules.partners.models import Partner, PartnerContact, PartnerOffer
from backend.modules.partners.sealing import sealed_words
from backend.modules.partners.standing import active_partner, refuse_odd
from tenants.scope import Scope, action

_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_REASON = 100, 80, 1000, 500


@action(PartnerPermission.REGISTER)
async def register_partner(scope: Scope, new: NewPartner) -> UUID:
    """Enter a unit by its unified social credit code (GB 32100); its id.

    Raises CreditCodeInvalid, PartnerRegistered, BadInput.
    """
    refuse_odd(new.name, "name", _LONGEST_NAME)
    refuse_odd(new.contact_name, "contact_name", _LONGEST_NAME, 0)
    refuse_odd(new.contact_phone, "contact_phone", 30, 0)
    try:
        code = uscc.validate(new.credit_code)
    except ValidationError as error:
        raise CreditCodeInvalid(field=("input", "credit_code")) from error
    partner_id = new_id()
    scope.session.add(Partner(id=partner_id, name=new.name.strip(), uscc=code, kind=new.kind, joined_on=new.joined_on))
    await scope.session.flush()
    said = sealed_words(await scope.key(), "partner_contact", partner_id, new.contact_name, new.contact_phone)
    scope.session.add(PartnerContact(partner_id=partner_id, said_sealed=said))
    scope.record("register_partner", "Partner", partner_id)
    return partner_id


@action(PartnerPermission.REGISTER)
async def retire_partner(scope: Scope, partner_id: UUID, reason: str) -> None:
    """End the work with a unit; its offers are withdrawn, promises stay. Raises NotFound, PartnerRetired."""
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    partner = await active_partner(scope, partner_id)
    partner.retired_at = clock.now()
    offers = await scope.session.scalars(
        select(PartnerOffer)
        .where(PartnerOffer.partner_id == partner_id, PartnerOffer.withdrawn_at.is_(None))
        .order_by(PartnerOffer.id)
        .with_for_update()
    )
    for offer in offers.all():
        offer.withdrawn_at = clock.now()
    scope.record("retire_partner", "Partner", partner_id, reason=reason.strip())


@action(PartnerPermission.OFFER)
async def offer_resource(scope: Scope, new: NewOffer) -> UUID:
    """Write down what a partner offers; its id. Raises NotFound, PartnerRetired, BadInput."""
    refuse_odd(new.title, "title", _LONGEST_TITLE)
    refuse_odd(new.details, "details", _LONGEST_TEXT, 0)
    if new.uses is not None and new.uses < 1:
        raise BadInput(field=("input", "uses"))
    if (new.kind is ResourceKind.FUNDING) != (new.amount is not None) or (new.amount is not None and new.amount <= 0):
        raise BadInput(field=("input", "amount"))
    if new.ends_on is not None and new.ends_on <= clock.today():
        raise BadInput(field=("input", "ends_on"))
    await active_partner(scope, new.partner_id)
    offer_id = new_id()
    scope.session.add(
        PartnerOffer(
            id=offer_id,
            partner_id=new.partner_id,
            kind=new.kind,
            title=new.title.strip(),
            details=new.details.strip(),
            amount=new.amount,
            uses=new.uses,
            ends_on=new.ends_on,
        )
    )
    scope.record("offer_resource", "PartnerOffer", offer_id)
    return offer_id


@action(PartnerPermission.OFFER)
async def withdraw_offer(scope: Scope, offer_id: UUID) -> None:
    """Offer it no more; what was claimed by it stays. Raises NotFound."""
    offer = await scope.session.scalar(select(PartnerOffer).where(PartnerOffer.id == offer_id).with_for_update())
    if offer is None:
        raise NotFound(field=("input", "offer_id"))
    if offer.withdrawn_at is None:
        offer.withdrawn_at = clock.now()
        scope.record("withdraw_offer", "PartnerOffer", offer_id)
