"""Needs: asked for, opened, claimed once, seen to, confirmed and rated."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.partners.contract.events import NeedChanged
from backend.modules.partners.contract.inputs import Delivery, NewClaim, NewNeed
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.refusals import NeedClosed, NeedTaken, NotYourHome, OfferUnsuited
from backend.modules.partners.contract.words import ClaimStatus, NeedStatus
from backend.modules.partners.models import Need, NeedClaim, PartnerOffer
from backend.modules.partners.sealing import sealed_words
from backend.modules.partners.standing import active_partner, refuse_odd
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_REASON = 80, 1000, 500
_WAITING = (NeedStatus.PROPOSED, NeedStatus.OPEN)


@action(PartnerPermission.ASK)
async def post_need(scope: Scope, new: NewNeed) -> UUID:
    """Say what is needed; its id. Staff open it at once, a resident's wish waits for them.

    Raises NotFound, NotYourHome, BadInput.
    """
    refuse_odd(new.title, "title", _LONGEST_TITLE)
    refuse_odd(new.details, "details", _LONGEST_TEXT, 0)
    if new.wanted_on is not None and new.wanted_on < clock.today():
        raise BadInput(field=("input", "wanted_on"))
    resident_id, is_staffs = scope.actor.resident_id, scope.actor.surface is Surface.TENANT
    if not is_staffs and (resident_id is None or new.community_id not in await list_home_ids(scope, resident_id)):
        raise NotYourHome(field=("input", "community_id"))
    if is_staffs and new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    need_id = new_id()
    need = Need(
        id=need_id,
        community_id=new.community_id,
        resident_id=None if is_staffs else resident_id,
        kind=new.kind,
        said_sealed=sealed_words(await scope.key(), "need", need_id, new.title, new.details),
        wanted_on=new.wanted_on,
        status=NeedStatus.OPEN if is_staffs else NeedStatus.PROPOSED,
        is_public=is_staffs,
        opened_at=clock.now() if is_staffs else None,
    )
    scope.session.add(need)
    await scope.session.flush()
    scope.record("post_need", "Need", need_id, community_id=new.community_id)
    _tell(scope, need)
    return need_id


def _tell(scope: Scope, need: Need, claim_id: UUID | None = None) -> None:
    scope.emit(NeedChanged(need.id, need.community_id, need.kind, need.status, claim_id))


async def _locked(scope: Scope, need_id: UUID) -> Need:
    need: Need | None = await scope.session.scalar(select(Need).where(Need.id == need_id).with_for_update())
    if need is None:
        raise NotFound(field=("input", "need_id"))
    return need


async def _claim_of(scope: Scope, need: Need) -> NeedClaim:
    claim: NeedClaim | None = await scope.session.scalar(
        select(NeedClaim).where(NeedClaim.need_id == need.id, NeedClaim.status != ClaimStatus.RETURNED)
    )
    if claim is None:
        raise NeedClosed(field=("input", "need_id"))
    return claim


@action(PartnerPermission.MATCH)
async def accept_need(scope: Scope, need_id: UUID) -> None:
    """Open a resident's wish to partners. Raises NotFound, NeedClosed."""
    need = await _locked(scope, need_id)
    if need.status is not NeedStatus.PROPOSED:
        raise NeedClosed(field=("input", "need_id"))
    need.status, need.is_public, need.opened_at = NeedStatus.OPEN, True, clock.now()
    scope.record("accept_need", "Need", need_id, community_id=need.community_id)
    _tell(scope, need)


@action(PartnerPermission.ASK)
async def withdraw_need(scope: Scope, need_id: UUID, reason: str) -> None:
    """Need it no more; before anyone has claimed it. A resident may withdraw their own.

    Raises NotFound, NeedClosed, ReasonMissing.
    """
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    need = await _locked(scope, need_id)
    _refuse_others(scope, need)
    if need.status not in _WAITING:
        raise NeedClosed(field=("input", "need_id"))
    need.status = NeedStatus.WITHDRAWN
    scope.record("withdraw_need", "Need", need_id, community_id=need.community_id, reason=reason.strip())
    _tell(scope, need)


def _refuse_others(scope: Scope, need: Need) -> None:
    if scope.actor.surface is Surface.RESIDENT and need.resident_id != scope.actor.resident_id:
        raise Forbidden


@action(PartnerPermission.MATCH)
async def claim_need(scope: Scope, need_id: UUID, new: NewClaim) -> UUID:
    """A partner will see to a need, which nobody else can claim then; the claim's id.

    Raises NotFound, NeedTaken, NeedClosed, PartnerRetired, OfferUnsuited, OfferUsedUp.
    """
    need = await _locked(scope, need_id)
    if need.status in (NeedStatus.CLAIMED, NeedStatus.DELIVERED, NeedStatus.CONFIRMED):
        raise NeedTaken(field=("input", "need_id"))
    if need.status is not NeedStatus.OPEN:
        raise NeedClosed(field=("input", "need_id"))
    await active_partner(scope, new.partner_id)
    if new.offer_id is not None:
        await _use(scope, need, new.partner_id, new.offer_id)
    claim_id = new_id()
    scope.session.add(
        NeedClaim(
            id=claim_id,
            community_id=need.community_id,
            need_id=need_id,
            partner_id=new.partner_id,
            offer_id=new.offer_id,
            resident_id=need.resident_id,
            status=ClaimStatus.CLAIMED,
        )
    )
    need.status = NeedStatus.CLAIMED
    await scope.session.flush()
    scope.record("claim_need", "Need", need_id, community_id=need.community_id, partner_id=str(new.partner_id))
    _tell(scope, need, claim_id)
    return claim_id


async def _use(scope: Scope, need: Need, partner_id: UUID, offer_id: UUID) -> None:
    """One use less of an offer; the constraint says when there is none left."""
    offer = await scope.session.scalar(select(PartnerOffer).where(PartnerOffer.id == offer_id).with_for_update())
    if offer is None:
        raise NotFound(field=("input", "offer_id"))
    is_over = offer.withdrawn_at is not None or (offer.ends_on is not None and offer.ends_on <= clock.today())
    if is_over or offer.partner_id != partner_id or offer.kind is not need.kind:
        raise OfferUnsuited(field=("input", "offer_id"))
    offer.used += 1
    await scope.session.flush()


@action(PartnerPermission.MATCH)
async def return_need(scope: Scope, need_id: UUID, reason: str) -> None:
    """The partner cannot do it after all: the need is open again, and the offer free for another.

    Raises NotFound, NeedClosed, ReasonMissing.
    """
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    need = await _locked(scope, need_id)
    if need.status is not NeedStatus.CLAIMED:
        raise NeedClosed(field=("input", "need_id"))
    claim = await _claim_of(scope, need)
    claim.status, claim.returned_at, need.status = ClaimStatus.RETURNED, clock.now(), NeedStatus.OPEN
    if claim.offer_id is not None:
        await scope.session.execute(
            update(PartnerOffer).where(PartnerOffer.id == claim.offer_id).values(used=PartnerOffer.used - 1)
        )
    scope.record("return_need", "Need", need_id, community_id=need.community_id, reason=reason.strip())
    _tell(scope, need, claim.id)


@action(PartnerPermission.MATCH)
async def deliver_need(scope: Scope, need_id: UUID, delivery: Delivery) -> None:
    """Write down what the partner did. Raises NotFound, NeedClosed, BadInput."""
    refuse_odd(delivery.outcome, "outcome", _LONGEST_TEXT)
    if delivery.delivered_on > clock.today():
        raise BadInput(field=("input", "delivered_on"))
    need = await _locked(scope, need_id)
    if need.status is not NeedStatus.CLAIMED:
        raise NeedClosed(field=("input", "need_id"))
    claim = await _claim_of(scope, need)
    claim.status, claim.delivered_on, claim.outcome = (
        ClaimStatus.DELIVERED,
        delivery.delivered_on,
        delivery.outcome.strip(),
    )
    need.status = NeedStatus.DELIVERED
    scope.record("deliver_need", "Need", need_id, community_id=need.community_id)
    _tell(scope, need, claim.id)


@action(PartnerPermission.CONFIRM)
async def confirm_delivery(scope: Scope, need_id: UUID, score: int, comment: str = "") -> None:
    """It was done, and how well, 1 to 5; a resident confirms what they themselves asked for.

    Raises NotFound, NeedClosed, BadInput, Forbidden.
    """
    if not 1 <= score <= 5:
        raise BadInput(field=("input", "score"))
    refuse_odd(comment, "comment", _LONGEST_TEXT, 0)
    need = await _locked(scope, need_id)
    _refuse_others(scope, need)
    if need.status is not NeedStatus.DELIVERED:
        raise NeedClosed(field=("input", "need_id"))
    claim = await _claim_of(scope, need)
    claim.status, claim.confirmed_at, claim.score = ClaimStatus.CONFIRMED, clock.now(), score
    if comment.strip():
        claim.comment_sealed = sealed_words(await scope.key(), "need_claim", claim.id, comment)
    need.status = NeedStatus.CONFIRMED
    scope.record("confirm_delivery", "Need", need_id, community_id=need.community_id, score=score)
    _tell(scope, need, claim.id)


@action(PartnerPermission.FOLLOW_UP)
async def forget_asker(scope: Scope, resident_id: UUID) -> None:
    """What an erased resident wrote is destroyed; what was done stays, as a fact about nobody's words."""
    await scope.session.execute(
        update(Need).where(Need.resident_id == resident_id).values(resident_id=None, said_sealed=None)
    )
    await scope.session.execute(
        update(NeedClaim).where(NeedClaim.resident_id == resident_id).values(resident_id=None, comment_sealed=None)
    )
