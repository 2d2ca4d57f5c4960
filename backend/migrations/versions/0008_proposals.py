"""proposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OF_COMMUNITY = rls.community()


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "tea_talks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("guests_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("tea_talks_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("tea_talks_pkey")),
    )
    op.create_index("ix_tea_talks_community_id", "tea_talks", ["operator_id", "community_id", "id"], unique=False)
    op.create_table(
        "proposal_writers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("proposal_writers_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "resident_id", name=op.f("proposal_writers_pkey")),
    )
    op.create_table(
        "proposals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "DRAFT",
                "PUBLISHED",
                "ANSWERED",
                "UNDERWAY",
                "DONE",
                "WITHDRAWN",
                "MERGED",
                name="proposalstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("ONLINE", "TEA_TALK", "DESK", "COUNCIL", name="proposalorigin", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("tea_talk_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("origin IN ('ONLINE', 'TEA_TALK', 'DESK', 'COUNCIL')", name=op.f("proposals_origin_check")),
        sa.CheckConstraint(
            "status IN ('DRAFT', 'PUBLISHED', 'ANSWERED', 'UNDERWAY', 'DONE', 'WITHDRAWN', 'MERGED')",
            name=op.f("proposals_status_check"),
        ),
        sa.CheckConstraint("is_public = (published_at IS NOT NULL)", name=op.f("proposals_published_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "author_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("proposals_operator_id_author_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("proposals_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "merged_into_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposals_operator_id_merged_into_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "tea_talk_id"],
            ["tea_talks.operator_id", "tea_talks.id"],
            name=op.f("proposals_operator_id_tea_talk_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposals_pkey")),
    )
    op.create_index("ix_proposals_author_id", "proposals", ["operator_id", "author_id"], unique=False)
    op.create_index(
        "ix_proposals_community_id", "proposals", ["operator_id", "community_id", "status", "id"], unique=False
    )
    op.create_table(
        "proposal_answers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "ACCEPTED",
                "ACCEPTED_IN_PART",
                "DECLINED",
                "REFERRED",
                name="answerdecision",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('ACCEPTED', 'ACCEPTED_IN_PART', 'DECLINED', 'REFERRED')",
            name=op.f("proposal_answers_decision_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_answers_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposal_answers_pkey")),
        sa.UniqueConstraint(
            "operator_id", "proposal_id", "number", name=op.f("proposal_answers_operator_id_proposal_id_number_key")
        ),
    )
    op.create_table(
        "proposal_comments",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "stance",
            sa.Enum("FOR", "AGAINST", "NEUTRAL", name="stance", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stance IN ('FOR', 'AGAINST', 'NEUTRAL')", name=op.f("proposal_comments_stance_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "author_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("proposal_comments_operator_id_author_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_comments_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposal_comments_pkey")),
    )
    op.create_index("ix_proposal_comments_author_id", "proposal_comments", ["operator_id", "author_id"], unique=False)
    op.create_index(
        "ix_proposal_comments_proposal_id", "proposal_comments", ["operator_id", "proposal_id", "id"], unique=False
    )
    op.create_table(
        "proposal_follows",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_follows_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "proposal_id", "resident_id", name=op.f("proposal_follows_pkey")),
    )
    op.create_index("ix_proposal_follows_resident_id", "proposal_follows", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "proposal_projects",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("proposal_projects_percent_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_projects_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposal_projects_pkey")),
    )
    op.create_index(
        "ix_proposal_projects_proposal_id", "proposal_projects", ["operator_id", "proposal_id", "id"], unique=False
    )
    op.create_table(
        "proposal_ratings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("proposal_ratings_score_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_ratings_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "proposal_id", "resident_id", name=op.f("proposal_ratings_pkey")),
    )
    op.create_table(
        "proposal_reviews",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "TRIAGE",
                "FEASIBILITY",
                "COSTING",
                "DRAFTING_ANSWER",
                "SHELVED",
                name="reviewstage",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('TRIAGE', 'FEASIBILITY', 'COSTING', 'DRAFTING_ANSWER', 'SHELVED')",
            name=op.f("proposal_reviews_stage_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_reviews_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposal_reviews_pkey")),
    )
    op.create_index(
        "ix_proposal_reviews_proposal_id", "proposal_reviews", ["operator_id", "proposal_id", "id"], unique=False
    )
    op.create_table(
        "proposal_steps",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PUBLISHED",
                "AMENDED",
                "WITHDRAWN",
                "MERGED",
                "THRESHOLD_REACHED",
                "ANSWER_OVERDUE",
                "ON_AGENDA",
                "DECIDED",
                "TASK_COMPLETED",
                "POLL_OPENED",
                "POLL_COUNTED",
                "POLL_CANCELLED",
                "ANSWERED",
                "PROJECT_STARTED",
                "PROJECT_REPORTED",
                "PROJECT_COMPLETED",
                "APPRAISED",
                name="proposalstepkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_type", sa.String(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "kind IN ('PUBLISHED', 'AMENDED', 'WITHDRAWN', 'MERGED', 'THRESHOLD_REACHED', 'ANSWER_OVERDUE', 'ON_AGENDA', 'DECIDED', 'TASK_COMPLETED', 'POLL_OPENED', 'POLL_COUNTED', 'POLL_CANCELLED', 'ANSWERED', 'PROJECT_STARTED', 'PROJECT_REPORTED', 'PROJECT_COMPLETED', 'APPRAISED')",
            name=op.f("proposal_steps_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_steps_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("proposal_steps_pkey")),
    )
    op.create_index(
        "ix_proposal_steps_proposal_id", "proposal_steps", ["operator_id", "proposal_id", "id"], unique=False
    )
    op.create_table(
        "proposal_supports",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_supports_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "proposal_id", "resident_id", name=op.f("proposal_supports_pkey")),
    )
    op.create_index(
        "ix_proposal_supports_resident_id",
        "proposal_supports",
        ["operator_id", "resident_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "proposal_tallies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("cosigners", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("ratings_sum", sa.Integer(), nullable=False),
        sa.CheckConstraint("(reached_at IS NULL) = (answer_due_at IS NULL)", name=op.f("proposal_tallies_due_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f("proposal_tallies_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "proposal_id", name=op.f("proposal_tallies_pkey")),
    )
    op.create_index(
        "ix_proposal_tallies_due",
        "proposal_tallies",
        ["operator_id", "answer_due_at"],
        unique=False,
        postgresql_where="answered_at IS NULL",
    )
    _protect("tea_talks", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))
    _protect("proposal_writers", rls.resident("select, insert, update", rls.own("resident_id")), rls.staff("select"))
    _protect(
        "proposals",
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own_or("is_public", "author_id"), check=rls.own("author_id")),
    )
    _protect("proposal_answers", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))
    _protect(
        "proposal_comments",
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert", rls.own_or("is_public", "author_id"), check=rls.own("author_id")),
    )
    _protect(
        "proposal_follows",
        rls.staff("select, insert, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )
    _protect("proposal_projects", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect(
        "proposal_ratings", rls.staff("select", _OF_COMMUNITY), rls.resident("select, insert", rls.own("resident_id"))
    )
    _protect("proposal_reviews", rls.staff("select, insert", _OF_COMMUNITY))
    _protect("proposal_steps", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select, insert"))
    _protect(
        "proposal_supports",
        rls.staff("select, insert, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )
    _protect(
        "proposal_tallies", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update")
    )


def downgrade() -> None:
    op.drop_index("ix_proposal_tallies_due", table_name="proposal_tallies", postgresql_where="answered_at IS NULL")
    op.drop_table("proposal_tallies")
    op.drop_index("ix_proposal_supports_resident_id", table_name="proposal_supports")
    op.drop_table("proposal_supports")
    op.drop_index("ix_proposal_steps_proposal_id", table_name="proposal_steps")
    op.drop_table("proposal_steps")
    op.drop_index("ix_proposal_reviews_proposal_id", table_name="proposal_reviews")
    op.drop_table("proposal_reviews")
    op.drop_table("proposal_ratings")
    op.drop_index("ix_proposal_projects_proposal_id", table_name="proposal_projects")
    op.drop_table("proposal_projects")
    op.drop_index("ix_proposal_follows_resident_id", table_name="proposal_follows")
    op.drop_table("proposal_follows")
    op.drop_index("ix_proposal_comments_proposal_id", table_name="proposal_comments")
    op.drop_index("ix_proposal_comments_author_id", table_name="proposal_comments")
    op.drop_table("proposal_comments")
    op.drop_table("proposal_answers")
    op.drop_index("ix_proposals_community_id", table_name="proposals")
    op.drop_index("ix_proposals_author_id", table_name="proposals")
    op.drop_table("proposals")
    op.drop_table("proposal_writers")
    op.drop_index("ix_tea_talks_community_id", table_name="tea_talks")
    op.drop_table("tea_talks")
