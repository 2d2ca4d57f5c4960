"""Requests to move a member's relation of organisation: at the operator, and before the organisation that decides."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, SharedRow, created_at, one_of, operator_fk
from backend.core.surfaces import Surface
from backend.modules.party.words import MemberStage, TransferDirection, TransferState
from tenants import rls


class PartyTransfer(CommunityEntity):
    """A request to move a relation of organisation, by a member who reported in; it goes when the report ends."""

    __tablename__ = "party_transfers"
    consent_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    # Who decides: the organisation that receives, or that keeps the relation until then.
    organisation_id: Mapped[UUID]
    direction: Mapped[TransferDirection]
    other_organisation_id: Mapped[UUID | None]
    other_sealed: Mapped[bytes | None]
    state: Mapped[TransferState]
    requested_by: Mapped[str]
    requested_at: Mapped[dt.datetime] = created_at()
    decided_at: Mapped[dt.datetime | None]
    reason_sealed: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("consent_id", "party_consents"),
        operator_fk("resident_id", "residents"),
        one_of("direction", TransferDirection),
        one_of("state", TransferState),
        CheckConstraint("(other_organisation_id IS NULL) <> (other_sealed IS NULL)", name="other"),
        CheckConstraint("(state = 'REQUESTED') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'REFUSED') = (reason_sealed IS NOT NULL)", name="reason"),
        Index(
            "party_transfers_one_open",
            "operator_id",
            "resident_id",
            unique=True,
            postgresql_where="state = 'REQUESTED'",
        ),
        Index("ix_party_transfers_consent_id", "operator_id", "consent_id"),
    )
    access = (
        rls.staff("select, insert, update, delete", rls.community()),
        rls.resident("select, insert, update, delete", rls.own("resident_id")),
    )


class TransferPaper(SharedRow):
    """A request as the organisation that decides has it: by name, which the member consented to with the request."""

    __tablename__ = "transfer_papers"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    direction: Mapped[TransferDirection]
    stage: Mapped[MemberStage]
    joined_on: Mapped[dt.date | None]
    name_sealed: Mapped[bytes]
    other_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.party_orgs.id"))
    other_sealed: Mapped[bytes | None]
    state: Mapped[TransferState]
    requested_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[UUID | None]
    reason_sealed: Mapped[bytes | None]
    __table_args__ = (
        one_of("direction", TransferDirection),
        one_of("stage", MemberStage),
        one_of("state", TransferState),
        CheckConstraint("(state = 'REQUESTED') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'REFUSED') = (reason_sealed IS NOT NULL)", name="reason"),
        Index("ix_transfer_papers_organisation_id", "organisation_id", "id"),
        Index("ix_transfer_papers_report_id", "report_id"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, update, delete", rls.OVERSEEN),)
