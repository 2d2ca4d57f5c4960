"""Partners in the schema: who they are, what they offer, what communities need, and responsibility days."""

import datetime as dt
from decimal import Decimal
from typing import cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.partners.contract import words
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.queries import needs as need_queries
from backend.modules.partners.queries import partners as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, fetch, page


@record
class PartnerContact(Record):
    """Whom staff call at a partner."""

    name: str = column("The name.")
    phone: str = column("The number.")


@record
class PartnerRecord(Record):
    """What a partner has done, in the communities that the caller may see."""

    claimed: int = column("Needs that it said it would see to.")
    confirmed: int = column("Those that were seen to and confirmed.")
    rating: float | None = column("The mean of their scores, 1 to 5.")


@record
class Partner(Batched, Node):
    """A unit that works with the operator's communities (共建单位)."""

    batch = staticmethod(queries.partners_by_id)
    id: NodeID[UUID]
    name: str = column("Its name.")
    uscc: str = column("Its unified social credit code (GB 32100).")
    kind: words.PartnerKind = column("What it is.")
    joined_on: dt.date = column("Since when it takes part.")
    retired_at: dt.datetime | None = column("When it ceased to.")

    @computed("Whom to call, for staff; none for residents.")
    async def contact(self, info: Info) -> PartnerContact | None:
        """Sealed where it lies."""
        if not info.context.actor.can(PartnerPermission.VIEW_CONTACT):
            return None
        row = await info.context.load(queries.contacts_of_partners_by_id, self.id)
        return None if row is None else PartnerContact.of(row)

    @computed("What it has done; none where it has not claimed anything yet.")
    async def record(self, info: Info) -> PartnerRecord | None:
        """Counted from the claims."""
        row = await info.context.load(queries.records_of_partners_by_id, self.id)
        return None if row is None else PartnerRecord.of(row)


@record
class PartnerOffer(Batched, Node):
    """What a partner can give."""

    batch = staticmethod(queries.partner_offers_by_id)
    id: NodeID[UUID]
    partner_id: strawberry.Private[UUID]
    partner: Partner | None = one("partner_id", queries.partners_by_id, "Whose.", to="Partner")
    kind: words.ResourceKind = column("What it is.")
    title: str = column("In a line.")
    details: str = column("In words.")
    amount: Decimal | None = column("Money, in yuan.")
    uses: int | None = column("How many needs it is enough for; none: any number.")
    used: int = column("How many have used it.")
    ends_on: dt.date | None = column("From which day on it is over.")
    withdrawn_at: dt.datetime | None = column("When it was withdrawn.")


@record
class NeedClaim(Record):
    """A partner's word to see to a need, and what came of it."""

    partner_id: strawberry.Private[UUID]
    offer_id: strawberry.Private[UUID | None]
    partner: Partner | None = one("partner_id", queries.partners_by_id, "Whose.", to="Partner")
    offer: PartnerOffer | None = one("offer_id", queries.partner_offers_by_id, "By which offer.", to="PartnerOffer")
    status: words.ClaimStatus = column("How far it has come.")
    claimed_at: dt.datetime = column("When it was claimed.")
    delivered_on: dt.date | None = column("When it was seen to.")
    outcome: str | None = column("What was done.")
    confirmed_at: dt.datetime | None = column("When that was confirmed.")
    score: int | None = column("How well, 1 to 5.")
    comment: str = column("What was said of it; for staff and whoever asked.")
    returned_at: dt.datetime | None = column("When the partner gave it back.")


@record
class Need(Batched, Node):
    """What a community, or a resident of it, could use."""

    batch = staticmethod(need_queries.needs_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    kind: words.ResourceKind = column("What it is.")
    title: str = column("In a line; empty where whoever asked was erased.")
    details: str = column("In words.")
    wanted_on: dt.date | None = column("By when.")
    status: words.NeedStatus = column("How far it has come.")
    created_at: dt.datetime = column("When it was asked for.")
    opened_at: dt.datetime | None = column("When it was opened to partners.")
    claims: list[NeedClaim] = many(
        need_queries.claims_of_needs_by_id,
        "Who claimed it, first to last; also who gave it back.",
        to="NeedClaim",
    )
    matches: list[PartnerOffer] = many(
        need_queries.matches_of_needs_by_id, "Open offers that would do, newest first.", to="PartnerOffer"
    )

    @computed("Whether the resident who asks asked for it.")
    def is_mine(self, info: Info) -> bool:
        """Nobody else learns who did."""
        return self.resident_id is not None and self.resident_id == info.context.actor.resident_id

    @computed("Whether a resident asked for it, not staff.")
    def is_from_resident(self) -> bool:
        """False too once they were erased."""
        return self.resident_id is not None


@record
class ResponsibilityDay(Batched, Node):
    """A slot of a monthly responsibility day (社会责任日) that one unit takes."""

    batch = staticmethod(queries.responsibility_days_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    partner_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    partner: Partner | None = one("partner_id", queries.partners_by_id, "Who took it.", to="Partner")
    held_on: dt.date = column("The day.")
    topic: str = column("What it is about.")
    place: str = column("Where there.")
    status: words.DayStatus = column("How far it has come.")
    claimed_at: dt.datetime | None = column("When it was taken.")
    outcome: str | None = column("What came of it.")
    served_count: int | None = column("How many were served.")
    logged_at: dt.datetime | None = column("When that was logged.")


@given
class PartnerOfferFilter:
    """Which offers are wanted; all that is given must hold."""

    partner_id: GlobalID | None = ref("Of this partner.", "Partner", optional=True)
    kind: words.ResourceKind | None = said("Of this kind.", default=None)
    is_open: bool | None = said("Whether it can still be used.", default=None)


@given
class NeedFilter:
    """Which needs are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    kind: words.ResourceKind | None = said("Of this kind.", default=None)
    status: words.NeedStatus | None = said("In this state.", default=None)
    is_mine: bool = said("Asked for by the resident who asks.", default=False)


@given
class ResponsibilityDayFilter:
    """Which slots are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    status: words.DayStatus | None = said("In this state.", default=None)
    from_on: dt.date | None = said("On this day or later.", default=None)


@strawberry.type
class Query:
    """Reads of partners."""

    @reads(Surface.TENANT, Surface.RESIDENT, kind="Only of this kind.")
    async def partners(
        self, info: Info, kind: words.PartnerKind | None = None, first: First = 20, after: After = None
    ) -> Connection[Partner]:
        """The units that work with the operator's communities, newest first."""
        return Connection.of(Partner, await queries.list_partners(await info.context.scope(), page(first, after), kind))

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which offers are wanted; all where it is left out.")
    async def partner_offers(
        self, info: Info, filter: PartnerOfferFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[PartnerOffer]:
        """What partners offer, newest first."""
        wanted = plain(filter, queries.OfferFilter) if filter else queries.OfferFilter()
        found = await queries.list_partner_offers(await info.context.scope(), page(first, after), wanted)
        return Connection.of(PartnerOffer, found)

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which needs are wanted; all where it is left out.")
    async def needs(
        self, info: Info, filter: NeedFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Need]:
        """What communities need, newest first."""
        wanted = plain(filter, need_queries.NeedFilter) if filter else need_queries.NeedFilter()
        found = await need_queries.list_needs(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Need, found)

    @reads(Surface.TENANT, Surface.RESIDENT, id="The need.")
    async def need(self, info: Info, id: GlobalID) -> Need | None:
        """One need with what came of it, if the caller may see it."""
        return cast("Need | None", await fetch(info, Need, id))

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which slots are wanted; all where it is left out.")
    async def responsibility_days(
        self, info: Info, filter: ResponsibilityDayFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[ResponsibilityDay]:
        """The slots of responsibility days, newest first."""
        wanted = plain(filter, queries.DayFilter) if filter else queries.DayFilter()
        found = await queries.list_responsibility_days(await info.context.scope(), page(first, after), wanted)
        return Connection.of(ResponsibilityDay, found)
