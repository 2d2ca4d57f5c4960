"""Supervision notices in `shared`, and the replies that operators keep with their evidence."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, SharedRow, created_at, one_of, operator_fk
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.party.words import NoticeState, ReplyDecision
from tenants import rls

# What the district sees of a notice that has risen: whose, about what, since when; not what was written.
RISEN_COLUMNS = (
    *("id", "organisation_id", "operator_id", "community_id", "title", "state", "round"),
    *("issued_at", "first_due_on", "due_on", "risen_at", "closed_at"),
)


class SupervisionNotice(SharedRow):
    """A demand of a supervising branch on an operator (督办单): answered, returned or accepted, round by round."""

    __tablename__ = "supervision_notices"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    title: Mapped[str]
    demand: Mapped[str]
    subject_type: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.ISSUED)
    round: Mapped[int] = mapped_column(default=1)
    issued_by_id: Mapped[UUID | None]
    issued_at: Mapped[dt.datetime] = created_at()
    first_due_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    risen_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        one_of("state", NoticeState),
        CheckConstraint("(closed_at IS NULL) = (state IN ('ISSUED', 'REPLIED', 'RETURNED'))", name="closed"),
        CheckConstraint("round >= 1", name="round"),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject"),
        Index("ix_supervision_notices_community_id", "operator_id", "community_id", "id"),
        Index("ix_supervision_notices_risen", "id", postgresql_where="risen_at IS NOT NULL"),
        {"schema": "shared"},
    )
    access = (
        rls.Access(Surface.OVERSIGHT, "select, insert, update", rls.OVERSEEN),
        rls.staff("select", rls.OF_STAFF),
        rls.Access(Surface.DISTRICT, "select", rls.present("risen_at"), RISEN_COLUMNS),
    )


class NoticeAnswer(SharedRow):
    """An operator's reply as the branch has it, and what the branch made of it."""

    __tablename__ = "notice_answers"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("shared.supervision_notices.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    round: Mapped[int]
    text: Mapped[str]
    evidence_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    replied_at: Mapped[dt.datetime]
    decision: Mapped[ReplyDecision | None]
    decision_reason: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    __table_args__ = (
        one_of("decision", ReplyDecision),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        UniqueConstraint("notice_id", "round"),
        {"schema": "shared"},
    )
    access = (
        rls.Access(Surface.OVERSIGHT, "select, insert, update", rls.OVERSEEN),
        rls.staff("select", rls.OF_STAFF),
    )


class NoticeReply(CommunityEntity):
    """What the operator's staff answered in one round; photos are attached to it. It never changes."""

    __tablename__ = "notice_replies"
    notice_id: Mapped[UUID]
    round: Mapped[int]
    text: Mapped[str]
    evidence_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    replied_by: Mapped[str]
    replied_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        UniqueConstraint("operator_id", "notice_id", "round", name="notice_replies_one_a_round"),
    )
    access = (rls.staff("select, insert", rls.community()),)
