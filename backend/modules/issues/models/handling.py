"""How issues are handled: categories, assignment, joint handling, more time, templates, and notices of works."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorEntity, created_at, one_of, operator_fk
from backend.core.surfaces import Surface
from backend.modules.issues.words import ExtensionStatus, IssueAct
from tenants import rls


class IssueCategory(OperatorEntity):
    """A type of issue, and in how many working days it is to be solved on each of the terms."""

    __tablename__ = "issue_categories"
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    standard_days: Mapped[int]
    emergency_days: Mapped[int]
    paid_days: Mapped[int]
    warranty_days: Mapped[int]
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        UniqueConstraint("operator_id", "code"),
        CheckConstraint(
            "standard_days IN (1, 3, 5, 15) AND emergency_days IN (1, 3, 5, 15)"
            " AND paid_days IN (1, 3, 5, 15) AND warranty_days IN (1, 3, 5, 15)",
            name="deadlines",
        ),
    )
    access = (
        rls.staff("select, insert, update"),
        rls.resident("select"),
        rls.Access(Surface.OVERSIGHT, "select"),
    )


class IssueRule(OperatorEntity):
    """Who gets new issues of a category at a place. Where several fit, the one that says most wins."""

    __tablename__ = "issue_rules"
    category_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    building_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    department: Mapped[str | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("category_id", "issue_categories"),
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        CheckConstraint("assignee_id IS NOT NULL OR department IS NOT NULL", name="someone"),
        Index(
            "issue_rules_place_key",
            "operator_id",
            "category_id",
            "community_id",
            "building_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    access = (rls.staff("select, insert, update, delete", rls.COMMUNITY_OR_NONE), rls.resident("select"))


class IssueParty(CommunityEntity):
    """A department that handles an issue along with others; at most one leads."""

    __tablename__ = "issue_parties"
    issue_id: Mapped[UUID]
    department: Mapped[str]
    is_lead: Mapped[bool]
    note_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = created_at()
    done_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("issue_id", "issues"),
        UniqueConstraint("operator_id", "issue_id", "department"),
        Index("issue_parties_one_lead", "operator_id", "issue_id", unique=True, postgresql_where="is_lead"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class IssueExtension(CommunityEntity):
    """A request for more working days, which someone else decides."""

    __tablename__ = "issue_extensions"
    issue_id: Mapped[UUID]
    days: Mapped[int]
    note_sealed: Mapped[bytes | None]
    status: Mapped[ExtensionStatus] = mapped_column(default=ExtensionStatus.ASKED)
    asked_by_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("issue_id", "issues"),
        one_of("status", ExtensionStatus),
        Index("issue_extensions_one_open", "operator_id", "issue_id", unique=True, postgresql_where="status = 'ASKED'"),
        Index("ix_issue_extensions_issue_id", "operator_id", "issue_id", "id"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class IssueTemplate(OperatorEntity):
    """A sentence that staff answer with at a step, in one language, for one category or for all."""

    __tablename__ = "issue_templates"
    act: Mapped[IssueAct]
    locale: Mapped[str]
    category_id: Mapped[UUID | None]
    text: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("category_id", "issue_categories"),
        one_of("act", IssueAct),
        CheckConstraint("locale IN ('zh-CN', 'en')", name="locale"),
        Index(
            "issue_templates_step_key",
            "operator_id",
            "act",
            "locale",
            "category_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    access = (rls.staff("select, insert, update, delete"),)


class PlannedWork(CommunityEntity):
    """A notice of works; issues that they explain or put right are linked to it."""

    __tablename__ = "planned_works"
    building_id: Mapped[UUID | None]
    category_id: Mapped[UUID | None]
    title: Mapped[str]
    text: Mapped[str]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime] = created_at()
    cancelled_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        operator_fk("category_id", "issue_categories"),
        CheckConstraint("starts_at < ends_at", name="period"),
        Index("ix_planned_works_community_id", "operator_id", "community_id", "ends_at"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))
