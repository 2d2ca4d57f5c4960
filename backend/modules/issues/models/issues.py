"""Issues, their history, photos and followers."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.words import (
    IssueAct,
    IssueOutcome,
    IssueSource,
    IssueStatus,
    IssueTerms,
    IssueVisibility,
    PauseReason,
    PhotoMoment,
)
from tenants import rls

# What the branch's oversight reads of an issue: where it stands and how long it has, nothing that anybody wrote.
OVERSEEN = (
    *("operator_id", "id", "community_id", "category_id", "terms", "status", "outcome", "level", "grid_id"),
    *("visibility", "source", "created_at", "started_at", "yellow_at", "red_at", "due_at", "promised_at", "paused_at"),
    *("accepted_at", "resolved_at", "ended_at", "follower_count", "reopen_count", "rating"),
)
_SEEN = rls.public_or_own("reporter_resident_id")


class Issue(CommunityEntity):
    """Something that was found and is to be put right. `due_at` is its running deadline, `promised_at` the first.

    A preventive one is about what keeps coming back at a place: staff plan it, and it goes the way of all others.
    """

    __tablename__ = "issues"
    category_id: Mapped[UUID]
    terms: Mapped[IssueTerms]
    status: Mapped[IssueStatus] = mapped_column(default=IssueStatus.REPORTED)
    outcome: Mapped[IssueOutcome | None]
    level: Mapped[GridLevel] = mapped_column(default=GridLevel.MICRO)
    grid_id: Mapped[UUID | None]
    visibility: Mapped[IssueVisibility]
    source: Mapped[IssueSource]
    reporter_id: Mapped[UUID | None]
    reporter_resident_id: Mapped[UUID | None]
    partner_id: Mapped[UUID | None]
    said_sealed: Mapped[bytes | None]
    building_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    bed_id: Mapped[UUID | None]
    space_id: Mapped[UUID | None]
    point_id: Mapped[UUID | None]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 6))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    assignee_id: Mapped[UUID | None]
    department: Mapped[str | None]
    created_at: Mapped[dt.datetime] = created_at()
    started_at: Mapped[dt.datetime]
    yellow_at: Mapped[dt.datetime]
    red_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    promised_at: Mapped[dt.datetime]
    escalates_at: Mapped[dt.datetime | None]
    paused_at: Mapped[dt.datetime | None]
    pause_reason: Mapped[PauseReason | None]
    accepted_at: Mapped[dt.datetime | None]
    resolved_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    follower_count: Mapped[int] = mapped_column(default=0)
    reopen_count: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    works_id: Mapped[UUID | None]
    is_preventive: Mapped[bool] = mapped_column(default=False)
    duplicate_of_id: Mapped[UUID | None]
    # The program of another organisation that sent it, and a keyed hash of all that it sent.
    open311_client_id: Mapped[UUID | None]
    open311_digest: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("category_id", "issue_categories"),
        operator_fk("building_id", "buildings"),
        operator_fk("unit_id", "units"),
        operator_fk("bed_id", "beds"),
        operator_fk("point_id", "patrol_points"),
        operator_fk("works_id", "planned_works"),
        operator_fk("duplicate_of_id", "issues"),
        operator_fk("reporter_resident_id", "residents"),
        operator_fk("partner_id", "partners"),
        operator_fk("open311_client_id", "open311_clients"),
        one_of("terms", IssueTerms),
        one_of("status", IssueStatus),
        one_of("outcome", IssueOutcome),
        one_of("level", GridLevel),
        one_of("visibility", IssueVisibility),
        one_of("source", IssueSource),
        one_of("pause_reason", PauseReason),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("partner_id IS NULL OR source = 'PARTNER'", name="partner"),
        CheckConstraint("(open311_client_id IS NULL) = (open311_digest IS NULL)", name="open311"),
        CheckConstraint(
            "(status = 'PAUSED') = (paused_at IS NOT NULL) AND (paused_at IS NULL) = (pause_reason IS NULL)",
            name="paused",
        ),
        CheckConstraint(
            "(status IN ('VERIFIED', 'CLOSED')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (outcome IS NULL)",
            name="ended",
        ),
        CheckConstraint("status NOT IN ('RESOLVED', 'VERIFIED') OR resolved_at IS NOT NULL", name="resolved"),
        Index("ix_issues_community_id", "operator_id", "community_id", "id"),
        Index("ix_issues_category_id", "operator_id", "community_id", "category_id", "created_at"),
        Index("ix_issues_reporter_id", "operator_id", "reporter_id", "id"),
        Index("ix_issues_reporter_resident_id", "operator_id", "reporter_resident_id", "id"),
        Index("ix_issues_assignee_id", "operator_id", "assignee_id", "id", postgresql_where="assignee_id IS NOT NULL"),
        Index("ix_issues_due_at", "operator_id", "due_at", "id", postgresql_where="ended_at IS NULL"),
        Index("ix_issues_escalates_at", "operator_id", "escalates_at", postgresql_where="escalates_at IS NOT NULL"),
        Index(
            "issues_one_prevention",
            "operator_id",
            "community_id",
            "building_id",
            "category_id",
            unique=True,
            postgresql_where="is_preventive AND ended_at IS NULL",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_issues_resolved_at", "operator_id", "resolved_at", postgresql_where="status = 'RESOLVED'"),
        Index("ix_issues_public", "operator_id", "created_at", "id", postgresql_where="visibility = 'PUBLIC'"),
        Index(
            "ix_issues_open311_client_id",
            "operator_id",
            "open311_client_id",
            "created_at",
            postgresql_where="open311_client_id IS NOT NULL",
        ),
        # What is sent twice is one issue for as long as that is not at its end.
        Index(
            "issues_sent_once",
            "operator_id",
            "open311_client_id",
            "open311_digest",
            unique=True,
            postgresql_where="ended_at IS NULL AND open311_client_id IS NOT NULL",
        ),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", _SEEN),
        rls.oversight(*OVERSEEN),
    )


class IssueStep(CommunityEntity):
    """One step of an issue's history. Residents see those that are not internal, of issues that they may see."""

    __tablename__ = "issue_steps"
    issue_id: Mapped[UUID]
    visibility: Mapped[IssueVisibility]
    reporter_resident_id: Mapped[UUID | None]
    act: Mapped[IssueAct]
    status: Mapped[IssueStatus]
    level: Mapped[GridLevel]
    actor: Mapped[str]
    account_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    note_sealed: Mapped[bytes | None]
    is_internal: Mapped[bool] = mapped_column(default=False)
    object_type: Mapped[str | None]
    object_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("issue_id", "issues"),
        one_of("visibility", IssueVisibility),
        one_of("act", IssueAct),
        one_of("status", IssueStatus),
        one_of("level", GridLevel),
        Index("ix_issue_steps_issue_id", "operator_id", "issue_id", "id"),
        Index("ix_issue_steps_account_id", "operator_id", "account_id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert", _SEEN),
        rls.oversight("operator_id", "id", "community_id", "issue_id", "act", "status", "level", "created_at"),
    )


class IssuePhoto(CommunityEntity):
    """A photo of an issue, taken before or after the work, as `file_id` has it.

    Others look at `shown_file_id`: the same, or a copy in which areas were made unrecognizable; without one, nobody who
    handles issues has looked at the photo yet. A hidden one is for those who handle issues alone.
    """

    __tablename__ = "issue_photos"
    issue_id: Mapped[UUID]
    step_id: Mapped[UUID]
    file_id: Mapped[UUID]
    shown_file_id: Mapped[UUID | None]
    moment: Mapped[PhotoMoment]
    visibility: Mapped[IssueVisibility]
    reporter_resident_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("issue_id", "issues"),
        operator_fk("step_id", "issue_steps"),
        one_of("moment", PhotoMoment),
        one_of("visibility", IssueVisibility),
        Index("ix_issue_photos_issue_id", "operator_id", "issue_id", "id"),
        Index(
            "ix_issue_photos_waiting",
            "operator_id",
            "issue_id",
            postgresql_where="shown_file_id IS NULL AND NOT is_hidden",
        ),
        Index("ix_issue_photos_account_id", "operator_id", "account_id"),
    )
    access = (
        rls.staff("select, insert, update, delete", rls.community()),
        rls.resident("select, insert", _SEEN),
    )


class IssueFollower(OperatorRow):
    """Someone who is told of every step of an issue: met by it too, or merely interested."""

    __tablename__ = "issue_followers"
    issue_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("issue_id", "issues"),
        operator_fk("resident_id", "residents"),
        Index("ix_issue_followers_account_id", "operator_id", "account_id"),
        Index("ix_issue_followers_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, insert, delete"),
        rls.resident("select, insert, delete", rls.mine("account_id")),
    )
