"""Proposals: what residents ask for, who stands behind it, what is answered, and what came of it."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.proposals.contract.words import (
    AnswerDecision,
    ProposalOrigin,
    ProposalStatus,
    ProposalStepKind,
    ReviewStage,
    Stance,
)
from tenants import rls

_OF_COMMUNITY = rls.community()
_ROUND = ["operator_id", "proposal_id", "round"]
_WRITERS = (rls.own("author_id"), rls.among("coauthor_ids"))


class TeaTalk(CommunityEntity):
    """An afternoon tea at which the community's president listens (社长下午茶)."""

    __tablename__ = "tea_talks"
    held_on: Mapped[dt.date]
    topic: Mapped[str]
    host: Mapped[str]
    guests_count: Mapped[int]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        Index("ix_tea_talks_community_id", "operator_id", "community_id", "id"),
    )
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))


class Proposal(CommunityEntity):
    """What someone proposes, alone or with others; its words are sealed, and forgotten when the author is erased."""

    __tablename__ = "proposals"
    author_id: Mapped[UUID | None]
    # A list and no rows beside it: the wall of this table knows by it who may read a draft.
    coauthor_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    said_sealed: Mapped[bytes | None]
    status: Mapped[ProposalStatus]
    origin: Mapped[ProposalOrigin]
    tea_talk_id: Mapped[UUID | None]
    merged_into_id: Mapped[UUID | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = created_at()
    published_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("author_id", "residents"),
        operator_fk("tea_talk_id", "tea_talks"),
        operator_fk("merged_into_id", "proposals"),
        one_of("status", ProposalStatus),
        one_of("origin", ProposalOrigin),
        CheckConstraint("is_public = (published_at IS NOT NULL)", name="published"),
        CheckConstraint("cardinality(coauthor_ids) <= 5", name="coauthors"),
        Index("ix_proposals_community_id", "operator_id", "community_id", "status", "id"),
        Index("ix_proposals_author_id", "operator_id", "author_id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident(
            "select, insert, update", rls.any_of(rls.Rule("is_public", "is_public"), *_WRITERS), rls.any_of(*_WRITERS)
        ),
    )


class ProposalCoauthor(CommunityEntity):
    """Someone who asked to write a proposal with its author; accepted once the proposal names them."""

    __tablename__ = "proposal_coauthors"
    proposal_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    alias_sealed: Mapped[bytes]
    asked_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        operator_fk("resident_id", "residents"),
        UniqueConstraint("operator_id", "proposal_id", "resident_id"),
        Index("ix_proposal_coauthors_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, delete", _OF_COMMUNITY),
        # Whoever asks does not see the draft, so nothing of it can say here who its author is.
        rls.resident("select, insert, delete", check=rls.own("resident_id")),
    )


class ProposalTally(OperatorRow):
    """How many stand behind a proposal, and by when an answer is owed. Numbers alone, under one row lock."""

    __tablename__ = "proposal_tallies"
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    cosigners: Mapped[int] = mapped_column(default=0)
    followers: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int]
    answer_days: Mapped[int]
    reached_at: Mapped[dt.datetime | None]
    answer_due_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    overdue_told_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        CheckConstraint("(reached_at IS NULL) = (answer_due_at IS NULL)", name="due"),
        Index("ix_proposal_tallies_due", "operator_id", "answer_due_at", postgresql_where="answered_at IS NULL"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))


class ProposalWriter(OperatorRow):
    """A person's own row, locked while what they may still propose and co-sign is counted."""

    __tablename__ = "proposal_writers"
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (operator_fk("resident_id", "residents"),)
    access = (rls.resident("select, insert, update", rls.own("resident_id")), rls.staff("select"))


class ProposalSupport(OperatorRow):
    """Someone stands behind a proposal."""

    __tablename__ = "proposal_supports"
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        Index("ix_proposal_supports_resident_id", "operator_id", "resident_id", "created_at"),
    )
    access = (
        rls.staff("select, insert, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )


class ProposalFollow(OperatorRow):
    """Someone wants to be told of every step."""

    __tablename__ = "proposal_follows"
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        Index("ix_proposal_follows_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, insert, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )


class ProposalStep(CommunityEntity):
    """One link of the chain from what was said to what was done; facts are numbers, dates and codes."""

    __tablename__ = "proposal_steps"
    proposal_id: Mapped[UUID]
    kind: Mapped[ProposalStepKind]
    taken_at: Mapped[dt.datetime] = created_at()
    object_type: Mapped[str | None]
    object_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        one_of("kind", ProposalStepKind),
        Index("ix_proposal_steps_proposal_id", "operator_id", "proposal_id", "id"),
    )
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select, insert"))


class ProposalAnswer(CommunityEntity):
    """The operator's official answer; a later one adds to it."""

    __tablename__ = "proposal_answers"
    proposal_id: Mapped[UUID]
    number: Mapped[int]
    decision: Mapped[AnswerDecision]
    text: Mapped[str]
    planned_on: Mapped[dt.date | None]
    answered_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        one_of("decision", AnswerDecision),
        UniqueConstraint("operator_id", "proposal_id", "number"),
    )
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))


class ProposalReview(CommunityEntity):
    """What staff think of a proposal: residents' login has no grant here."""

    __tablename__ = "proposal_reviews"
    proposal_id: Mapped[UUID]
    stage: Mapped[ReviewStage]
    note: Mapped[str]
    reviewed_by: Mapped[str]
    reviewed_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        one_of("stage", ReviewStage),
        Index("ix_proposal_reviews_proposal_id", "operator_id", "proposal_id", "id"),
    )
    access = (rls.staff("select, insert", _OF_COMMUNITY),)


class ProposalComment(CommunityEntity):
    """What a resident says for or against a proposal; sealed like the proposal itself."""

    __tablename__ = "proposal_comments"
    proposal_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    stance: Mapped[Stance]
    said_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = created_at()
    is_public: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        operator_fk("author_id", "residents"),
        one_of("stance", Stance),
        Index("ix_proposal_comments_proposal_id", "operator_id", "proposal_id", "id"),
        Index("ix_proposal_comments_author_id", "operator_id", "author_id"),
    )
    access = (
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert", rls.own_or("is_public", "author_id"), check=rls.own("author_id")),
    )


class ProposalProject(CommunityEntity):
    """What is done about a proposal, by whom and by when."""

    __tablename__ = "proposal_projects"
    proposal_id: Mapped[UUID]
    title: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[dt.date]
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
    created_at: Mapped[dt.datetime] = created_at()
    completed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_proposal_projects_proposal_id", "operator_id", "proposal_id", "id"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))


class ProposalAppraisal(OperatorRow):
    """A round in which residents appraise what was done: numbers alone; all rounds are written when it is finished."""

    __tablename__ = "proposal_appraisals"
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    community_id: Mapped[UUID]
    after_days: Mapped[int]
    due_at: Mapped[dt.datetime]
    asked_at: Mapped[dt.datetime | None]
    ratings: Mapped[int] = mapped_column(default=0)
    ratings_sum: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("proposal_id", "proposals"),
        CheckConstraint("ratings_sum BETWEEN ratings AND 5 * ratings", name="ratings"),
        CheckConstraint("asked_at IS NOT NULL OR ratings = 0", name="asked"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer"),
        Index("ix_proposal_appraisals_due", "operator_id", "due_at", postgresql_where="asked_at IS NULL"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, update"))


class ProposalRating(OperatorRow):
    """How someone who lives there appraises what was done, in one round: 1 to 5."""

    __tablename__ = "proposal_ratings"
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    score: Mapped[int]
    __table_args__ = (
        ForeignKeyConstraint(_ROUND, [f"proposal_appraisals.{column}" for column in _ROUND]),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )
    access = (rls.staff("select", _OF_COMMUNITY), rls.resident("select, insert", rls.own("resident_id")))
