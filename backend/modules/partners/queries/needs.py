"""Reads of needs: their words, which offers would do, and what partners did about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.words import ClaimStatus, NeedStatus, ResourceKind
from backend.modules.partners.models import Need, NeedClaim, PartnerOffer
from backend.modules.partners.queries.partners import open_offers
from backend.modules.partners.sealing import opened_words
from tenants.scope import Scope, query

_MOST_MATCHES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A need as it is shown; the words of an erased resident are empty."""

    id: UUID
    community_id: UUID
    resident_id: UUID | None
    kind: ResourceKind
    title: str
    details: str
    wanted_on: dt.date | None
    status: NeedStatus
    created_at: dt.datetime
    opened_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What a partner did about a need; the comment is empty for whoever neither asked nor is staff."""

    id: UUID
    need_id: UUID
    partner_id: UUID
    offer_id: UUID | None
    status: ClaimStatus
    claimed_at: dt.datetime
    delivered_on: dt.date | None
    outcome: str | None
    confirmed_at: dt.datetime | None
    score: int | None
    comment: str
    returned_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilter:
    """Which needs are wanted; all that is given must hold."""

    community_id: UUID | None = None
    kind: ResourceKind | None = None
    status: NeedStatus | None = None
    is_mine: bool = False


def _view(key: DataKey, need: Need) -> NeedView:
    said = opened_words(key, "need", need.id, need.said_sealed)
    return NeedView(
        id=need.id,
        community_id=need.community_id,
        resident_id=need.resident_id,
        kind=need.kind,
        title=said["first"],
        details=said["second"],
        wanted_on=need.wanted_on,
        status=need.status,
        created_at=need.created_at,
        opened_at=need.opened_at,
    )


async def _visible_needs(scope: Scope) -> Select[Need]:
    """Staff see those of their communities; a resident what is public in their home, and all of their own."""
    statement = select(Need)
    resident_id = scope.actor.resident_id
    if scope.actor.surface is Surface.TENANT or resident_id is None:
        return statement
    here = Need.community_id.in_(await list_home_ids(scope, resident_id)) & Need.is_public
    return statement.where(or_(here, Need.resident_id == resident_id))


@query(PartnerPermission.VIEW)
async def list_needs(scope: Scope, page: Page, wanted: NeedFilter) -> Slice[NeedView]:
    """The needs that the caller may see, newest first."""
    key, statement = await scope.key(), await _visible_needs(scope)
    if wanted.community_id is not None:
        statement = statement.where(Need.community_id == wanted.community_id)
    if wanted.kind is not None:
        statement = statement.where(Need.kind == wanted.kind)
    if wanted.status is not None:
        statement = statement.where(Need.status == wanted.status)
    if wanted.is_mine:
        statement = statement.where(Need.resident_id == scope.actor.resident_id)
    found = await paged(scope.session, statement, page, Need.id, newest_first=True)
    return found.mapped(lambda need: _view(key, need))


@query(PartnerPermission.VIEW)
async def needs_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, NeedView]:
    """Needs by id, of those that the caller may see."""
    key, statement = await scope.key(), await _visible_needs(scope)
    rows = await scope.session.scalars(statement.where(Need.id.in_(ids)))
    return {row.id: _view(key, row) for row in rows}


@query(PartnerPermission.VIEW)
async def askers_by_id(scope: Scope, need_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """The residents who asked for these, where residents did."""
    rows = await scope.session.execute(
        select(Need.id, Need.resident_id).where(Need.id.in_(need_ids), Need.resident_id.is_not(None))
    )
    return {need_id: resident_id for need_id, resident_id in rows if resident_id is not None}


@query(PartnerPermission.VIEW)
async def claims_of_needs_by_id(scope: Scope, need_ids: Sequence[UUID]) -> Mapping[UUID, list[ClaimView]]:
    """Who claimed each need, first to last, with those who gave it back."""
    key, found = await scope.key(), defaultdict(list)
    seen = select(NeedClaim).where(NeedClaim.need_id.in_((await needs_by_id(scope, need_ids)).keys()))
    for row in await scope.session.scalars(seen.order_by(NeedClaim.claimed_at)):
        may_read = scope.actor.surface is Surface.TENANT or row.resident_id == scope.actor.resident_id
        comment = opened_words(key, "need_claim", row.id, row.comment_sealed)["first"] if may_read else ""
        found[row.need_id].append(
            ClaimView(
                id=row.id,
                need_id=row.need_id,
                partner_id=row.partner_id,
                offer_id=row.offer_id,
                status=row.status,
                claimed_at=row.claimed_at,
                delivered_on=row.delivered_on,
                outcome=row.outcome,
                confirmed_at=row.confirmed_at,
                score=row.score,
                comment=comment,
                returned_at=row.returned_at,
            )
        )
    return found


@query(PartnerPermission.VIEW)
async def matches_of_needs_by_id(scope: Scope, need_ids: Sequence[UUID]) -> Mapping[UUID, list[PartnerOffer]]:
    """The open offers of the kind that each open need asks for, newest first, ten at most."""
    needs = [one for one in (await needs_by_id(scope, need_ids)).values() if one.status is NeedStatus.OPEN]
    offers = await scope.session.scalars(
        select(PartnerOffer)
        .where(open_offers(), PartnerOffer.kind.in_({need.kind for need in needs}))
        .order_by(PartnerOffer.id.desc())
    )
    by_kind = defaultdict(list)
    for offer in offers:
        by_kind[offer.kind].append(offer)
    return {need.id: by_kind[need.kind][:_MOST_MATCHES] for need in needs}
