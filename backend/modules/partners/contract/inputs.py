"""What the actions of partners are given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from backend.modules.partners.contract.words import PartnerKind, ResourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartner:
    """A unit that works with the operator's communities, and whom to call there."""

    name: str
    credit_code: str
    kind: PartnerKind
    joined_on: dt.date
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """What a partner can give. `uses`: how many needs it is enough for (None: any number); money in yuan."""

    partner_id: UUID
    kind: ResourceKind
    title: str
    details: str = ""
    amount: Decimal | None = None
    uses: int | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """What a community, or a resident of it, could use."""

    community_id: UUID
    kind: ResourceKind
    title: str
    details: str = ""
    wanted_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """Who sees to a need, and by which of their offers."""

    partner_id: UUID
    offer_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a partner did about a need."""

    delivered_on: dt.date
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A slot of a responsibility day that one unit may take."""

    community_id: UUID
    held_on: dt.date
    topic: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOutcome:
    """What came of a slot: in words, and how many were served."""

    outcome: str
    served_count: int
