"""Reads of partners: the register with what each has done, their offers, and responsibility days."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.words import ClaimStatus, DayStatus, PartnerKind, ResourceKind
from backend.modules.partners.models import NeedClaim, Partner, PartnerContact, PartnerOffer, ResponsibilityDay
from backend.modules.partners.sealing import opened_words
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom staff call at a partner."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a partner has done: needs claimed, confirmed, and the mean of their scores."""

    claimed: int
    confirmed: int
    rating: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """Which offers are wanted; all that is given must hold."""

    partner_id: UUID | None = None
    kind: ResourceKind | None = None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFilter:
    """Which slots of responsibility days are wanted; all that is given must hold."""

    community_id: UUID | None = None
    status: DayStatus | None = None
    from_on: dt.date | None = None


def open_offers() -> ColumnElement[bool]:
    """Offers that are neither withdrawn, over nor used up."""
    return and_(
        PartnerOffer.withdrawn_at.is_(None),
        or_(PartnerOffer.ends_on.is_(None), PartnerOffer.ends_on > clock.today()),
        or_(PartnerOffer.uses.is_(None), PartnerOffer.used < PartnerOffer.uses),
    )


@query(PartnerPermission.VIEW)
async def list_partners(scope: Scope, page: Page, kind: PartnerKind | None = None) -> Slice[Partner]:
    """The units that take part or did, newest first."""
    statement = select(Partner)
    if kind is not None:
        statement = statement.where(Partner.kind == kind)
    return await paged(scope.session, statement, page, Partner.id, newest_first=True)


@query(PartnerPermission.VIEW)
async def partners_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Partner]:
    """Partners by id."""
    rows = await scope.session.scalars(select(Partner).where(Partner.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartnerPermission.VIEW_CONTACT)
async def contacts_of_partners_by_id(scope: Scope, partner_ids: Sequence[UUID]) -> Mapping[UUID, Contact]:
    """Whom to call, by partner."""
    key = await scope.key()
    rows = await scope.session.scalars(select(PartnerContact).where(PartnerContact.partner_id.in_(partner_ids)))
    found = {}
    for row in rows:
        said = opened_words(key, "partner_contact", row.partner_id, row.said_sealed)
        found[row.partner_id] = Contact(said["first"], said["second"])
    return found


@query(PartnerPermission.VIEW)
async def records_of_partners_by_id(scope: Scope, partner_ids: Sequence[UUID]) -> Mapping[UUID, Record]:
    """What each partner has done, in the communities that the caller may see."""
    rows = await scope.session.execute(
        select(
            NeedClaim.partner_id,
            func.count(),
            func.count().filter(NeedClaim.status == ClaimStatus.CONFIRMED),
            func.avg(NeedClaim.score),
        )
        .where(NeedClaim.partner_id.in_(partner_ids), NeedClaim.status != ClaimStatus.RETURNED)
        .group_by(NeedClaim.partner_id)
    )
    return {
        partner_id: Record(claimed, confirmed, None if mean is None else round(float(mean), 2))
        for partner_id, claimed, confirmed, mean in rows
    }


@query(PartnerPermission.VIEW)
async def list_partner_offers(scope: Scope, page: Page, wanted: OfferFilter) -> Slice[PartnerOffer]:
    """What partners offer, newest first."""
    statement = select(PartnerOffer)
    if wanted.partner_id is not None:
        statement = statement.where(PartnerOffer.partner_id == wanted.partner_id)
    if wanted.kind is not None:
        statement = statement.where(PartnerOffer.kind == wanted.kind)
    if wanted.is_open is not None:
        statement = statement.where(open_offers() if wanted.is_open else ~open_offers())
    return await paged(scope.session, statement, page, PartnerOffer.id, newest_first=True)


@query(PartnerPermission.VIEW)
async def partner_offers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartnerOffer]:
    """Offers by id."""
    rows = await scope.session.scalars(select(PartnerOffer).where(PartnerOffer.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartnerPermission.VIEW)
async def list_responsibility_days(scope: Scope, page: Page, wanted: DayFilter) -> Slice[ResponsibilityDay]:
    """The slots of responsibility days, newest first; a resident sees those of their home."""
    statement = select(ResponsibilityDay)
    if scope.actor.surface is Surface.RESIDENT and scope.actor.resident_id is not None:
        homes = await list_home_ids(scope, scope.actor.resident_id)
        statement = statement.where(ResponsibilityDay.community_id.in_(homes))
    if wanted.community_id is not None:
        statement = statement.where(ResponsibilityDay.community_id == wanted.community_id)
    if wanted.status is not None:
        statement = statement.where(ResponsibilityDay.status == wanted.status)
    if wanted.from_on is not None:
        statement = statement.where(ResponsibilityDay.held_on >= wanted.from_on)
    return await paged(scope.session, statement, page, ResponsibilityDay.id, newest_first=True)


@query(PartnerPermission.VIEW)
async def responsibility_days_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ResponsibilityDay]:
    """Slots of responsibility days by id."""
    rows = await scope.session.scalars(select(ResponsibilityDay).where(ResponsibilityDay.id.in_(ids)))
    return {row.id: row for row in rows}
