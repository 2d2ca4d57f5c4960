"""Residents, and the keyed index of their names."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.housing.identity import DocumentKind, Sex
from backend.modules.housing.words import PartyStatus
from tenants import rls


class Resident(OperatorEntity):
    """A person who lives, lived or will live with the operator. What identifies them is sealed by their own key."""

    __tablename__ = "residents"
    community_id: Mapped[UUID | None]
    key_wrapped: Mapped[bytes | None]
    name_sealed: Mapped[bytes | None]
    document_kind: Mapped[DocumentKind]
    document_sealed: Mapped[bytes | None]
    document_index: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[bytes | None]
    emergency_sealed: Mapped[bytes | None]
    birth_on: Mapped[dt.date | None]
    sex: Mapped[Sex | None]
    party_status: Mapped[PartyStatus] = mapped_column(default=PartyStatus.NOT_STATED)
    party_consented_at: Mapped[dt.datetime | None]
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    lives_alone: Mapped[bool | None]
    consented_at: Mapped[dt.datetime]
    consent_source: Mapped[str]
    erased_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("community_id", "communities"),
        Index(
            "residents_document_key",
            "operator_id",
            "document_kind",
            "document_index",
            unique=True,
            postgresql_where="document_index IS NOT NULL",
        ),
        Index("ix_residents_phone_index", "operator_id", "phone_index"),
        Index("ix_residents_community_id", "operator_id", "community_id", "id"),
        one_of("document_kind", DocumentKind),
        one_of("party_status", PartyStatus),
        CheckConstraint("party_status = 'NOT_STATED' OR party_consented_at IS NOT NULL", name="party_by_consent"),
        CheckConstraint("(erased_at IS NULL) = (key_wrapped IS NOT NULL AND name_sealed IS NOT NULL)", name="erased"),
    )
    access = (
        rls.staff("select, insert, update", rls.COMMUNITY_OR_NONE),
        rls.resident("select", rls.own("id")),
    )


class ResidentNameToken(OperatorRow):
    """A keyed index of the pieces of a name, so that people are found by name without its being readable."""

    __tablename__ = "resident_name_tokens"
    token: Mapped[bytes] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (operator_fk("resident_id", "residents"),)
    access = (rls.staff("select, insert, delete"), rls.resident("select", rls.own("resident_id")))
