"""Partners: units that offer something, what communities need, who sees to it, and responsibility days."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.partners.contract.words import ClaimStatus, DayStatus, NeedStatus, PartnerKind, ResourceKind
from tenants import rls

_OF_COMMUNITY = rls.community()


class Partner(OperatorEntity):
    """A unit that works with the operator's communities (共建单位), by its unified social credit code."""

    __tablename__ = "partners"
    name: Mapped[str]
    uscc: Mapped[str]
    kind: Mapped[PartnerKind]
    joined_on: Mapped[dt.date]
    retired_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (UniqueConstraint("operator_id", "uscc"), one_of("kind", PartnerKind))
    access = (rls.staff("select, insert, update"), rls.resident("select"))


class PartnerContact(OperatorRow):
    """Whom staff call at a partner; residents' login has no grant here."""

    __tablename__ = "partner_contacts"
    partner_id: Mapped[UUID] = mapped_column(primary_key=True)
    said_sealed: Mapped[bytes]
    __table_args__ = (operator_fk("partner_id", "partners"),)
    access = (rls.staff("select, insert, update"),)


class PartnerOffer(OperatorEntity):
    """What a partner can give: advice, a service, something for the public good, money."""

    __tablename__ = "partner_offers"
    partner_id: Mapped[UUID]
    kind: Mapped[ResourceKind]
    title: Mapped[str]
    details: Mapped[str]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    uses: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    ends_on: Mapped[dt.date | None]
    withdrawn_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("partner_id", "partners"),
        one_of("kind", ResourceKind),
        CheckConstraint("used >= 0 AND (uses IS NULL OR used <= uses)", name="uses"),
        Index("ix_partner_offers_kind", "operator_id", "kind", "id"),
        Index("ix_partner_offers_partner_id", "operator_id", "partner_id"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select"))


class Need(CommunityEntity):
    """What a community could use; a resident's wish is public once staff have looked at it."""

    __tablename__ = "needs"
    resident_id: Mapped[UUID | None]
    kind: Mapped[ResourceKind]
    said_sealed: Mapped[bytes | None]
    wanted_on: Mapped[dt.date | None]
    status: Mapped[NeedStatus]
    is_public: Mapped[bool]
    created_at: Mapped[dt.datetime] = created_at()
    opened_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("resident_id", "residents"),
        one_of("kind", ResourceKind),
        one_of("status", NeedStatus),
        Index("ix_needs_community_id", "operator_id", "community_id", "status", "id"),
        Index("ix_needs_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own_or("is_public", "resident_id"), check=rls.own("resident_id")),
    )


class NeedClaim(CommunityEntity):
    """A partner's word to see to a need, and what came of it; one at a time for each need."""

    __tablename__ = "need_claims"
    need_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    offer_id: Mapped[UUID | None]
    resident_id: Mapped[UUID | None]
    status: Mapped[ClaimStatus]
    claimed_at: Mapped[dt.datetime] = created_at()
    delivered_on: Mapped[dt.date | None]
    outcome: Mapped[str | None]
    confirmed_at: Mapped[dt.datetime | None]
    score: Mapped[int | None]
    comment_sealed: Mapped[bytes | None]
    returned_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("need_id", "needs"),
        operator_fk("partner_id", "partners"),
        operator_fk("offer_id", "partner_offers"),
        operator_fk("resident_id", "residents"),
        one_of("status", ClaimStatus),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        Index("need_claims_one_open", "operator_id", "need_id", unique=True, postgresql_where="status <> 'RETURNED'"),
        Index("ix_need_claims_partner_id", "operator_id", "partner_id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, update", check=rls.own("resident_id")),
    )


class ResponsibilityDay(CommunityEntity):
    """A slot of a monthly responsibility day (社会责任日) that one unit takes; its outcome is logged."""

    __tablename__ = "responsibility_days"
    held_on: Mapped[dt.date]
    topic: Mapped[str]
    place: Mapped[str]
    status: Mapped[DayStatus]
    partner_id: Mapped[UUID | None]
    claimed_at: Mapped[dt.datetime | None]
    outcome: Mapped[str | None]
    served_count: Mapped[int | None]
    logged_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("partner_id", "partners"),
        one_of("status", DayStatus),
        CheckConstraint("(partner_id IS NULL) = (claimed_at IS NULL)", name="claimed"),
        Index("ix_responsibility_days_community_id", "operator_id", "community_id", "held_on"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
