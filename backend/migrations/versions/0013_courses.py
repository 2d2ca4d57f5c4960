"""courses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("max_courses", sa.Integer(), nullable=False),
        sa.Column("max_per_category", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "max_courses BETWEEN 1 AND 20 AND (max_per_category IS NULL OR max_per_category BETWEEN 1 AND max_courses)",
            name=op.f("terms_limits_check"),
        ),
        sa.CheckConstraint("starts_on < ends_on AND opens_at < closes_at", name=op.f("terms_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("terms_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("terms_pkey")),
    )
    op.create_index("ix_terms_closes_at", "terms", ["operator_id", "closes_at"], unique=False)
    op.create_index("ix_terms_community_id", "terms", ["operator_id", "community_id", "starts_on", "id"], unique=False)
    op.create_table(
        "courses",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "ART",
                "DIGITAL",
                "CAREER",
                "LANGUAGE",
                "SPORT",
                "CRAFT",
                "HEALTH",
                "LIFE",
                name="coursecategory",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "teacher_kind",
            sa.Enum("RESIDENT", "PARTNER", "STAFF", name="teacherkind", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("teacher_name", sa.String(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "allocation",
            sa.Enum("FIRST_COME", "LOTTERY", "FIRST_TIMERS", name="seatallocation", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum("COMMUNITY", "OPERATOR", name="courseaudience", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("prefers_first_timers", sa.Boolean(), nullable=False),
        sa.Column("prefers_own_community", sa.Boolean(), nullable=False),
        sa.Column("allows_self_enrolment", sa.Boolean(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "CANCELLED", "FINISHED", name="coursestatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "allocation IN ('FIRST_COME', 'LOTTERY', 'FIRST_TIMERS')", name=op.f("courses_allocation_check")
        ),
        sa.CheckConstraint("audience IN ('COMMUNITY', 'OPERATOR')", name=op.f("courses_audience_check")),
        sa.CheckConstraint(
            "category IN ('ART', 'DIGITAL', 'CAREER', 'LANGUAGE', 'SPORT', 'CRAFT', 'HEALTH', 'LIFE')",
            name=op.f("courses_category_check"),
        ),
        sa.CheckConstraint("status IN ('OPEN', 'CANCELLED', 'FINISHED')", name=op.f("courses_status_check")),
        sa.CheckConstraint("teacher_kind IN ('RESIDENT', 'PARTNER', 'STAFF')", name=op.f("courses_teacher_kind_check")),
        sa.CheckConstraint("hold_minutes > 0", name=op.f("courses_hold_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("courses_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "term_id"], ["terms.operator_id", "terms.id"], name=op.f("courses_operator_id_term_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("courses_pkey")),
    )
    op.create_index("ix_courses_community_id", "courses", ["operator_id", "community_id", "id"], unique=False)
    op.create_index(
        "ix_courses_ends_at", "courses", ["operator_id", "ends_at"], unique=False, postgresql_where="status = 'OPEN'"
    )
    op.create_index("ix_courses_teacher_id", "courses", ["operator_id", "teacher_id"], unique=False)
    op.create_index("ix_courses_term_id", "courses", ["operator_id", "term_id", "id"], unique=False)
    op.create_table(
        "learners",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("learners_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "resident_id", name=op.f("learners_pkey")),
    )
    op.create_table(
        "course_registers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity BETWEEN 1 AND 500", name=op.f("course_registers_capacity_check")),
        sa.CheckConstraint("settled_at IS NULL OR frozen_at IS NOT NULL", name=op.f("course_registers_settled_check")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("course_registers_seats_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("course_registers_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "course_id", name=op.f("course_registers_pkey")),
    )
    op.create_table(
        "course_sessions",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("PLANNED", "CANCELLED", name="sessionstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("course_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("status = 'PLANNED'"),
            using="gist",
            name="course_sessions_no_overlap",
        ),
        sa.CheckConstraint(
            "ends_at > starts_at AND ends_at <= starts_at + interval '1 day'", name=op.f("course_sessions_dates_check")
        ),
        sa.CheckConstraint("status IN ('PLANNED', 'CANCELLED')", name=op.f("course_sessions_status_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("course_sessions_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("course_sessions_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("course_sessions_pkey")),
        sa.UniqueConstraint(
            "operator_id", "course_id", "number", name=op.f("course_sessions_operator_id_course_id_number_key")
        ),
    )
    op.create_index(
        "ix_course_sessions_ends_at",
        "course_sessions",
        ["operator_id", "ends_at"],
        unique=False,
        postgresql_where="status = 'PLANNED'",
    )
    op.create_index(
        "ix_course_sessions_starts_at",
        "course_sessions",
        ["operator_id", "starts_at"],
        unique=False,
        postgresql_where="status = 'PLANNED'",
    )
    op.create_table(
        "course_wishes",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "ART",
                "DIGITAL",
                "CAREER",
                "LANGUAGE",
                "SPORT",
                "CRAFT",
                "HEALTH",
                "LIFE",
                name="coursecategory",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "REQUESTED", "PLANNED", "DECLINED", name="wishstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('ART', 'DIGITAL', 'CAREER', 'LANGUAGE', 'SPORT', 'CRAFT', 'HEALTH', 'LIFE')",
            name=op.f("course_wishes_category_check"),
        ),
        sa.CheckConstraint(
            "status IN ('OPEN', 'REQUESTED', 'PLANNED', 'DECLINED')", name=op.f("course_wishes_status_check")
        ),
        sa.CheckConstraint("threshold > 0", name=op.f("course_wishes_threshold_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("course_wishes_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("course_wishes_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("course_wishes_pkey")),
    )
    op.create_index(
        "course_wishes_one_open",
        "course_wishes",
        ["operator_id", "community_id", sa.literal_column("lower(title)")],
        unique=True,
        postgresql_where="status = 'OPEN'",
    )
    op.create_index(
        "ix_course_wishes_community_id", "course_wishes", ["operator_id", "community_id", "id"], unique=False
    )
    op.create_table(
        "enrolments",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "ART",
                "DIGITAL",
                "CAREER",
                "LANGUAGE",
                "SPORT",
                "CRAFT",
                "HEALTH",
                "LIFE",
                name="coursecategory",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "APPLIED",
                "WAITLISTED",
                "OFFERED",
                "ENROLLED",
                "DECLINED",
                "CANCELLED",
                "COMPLETED",
                name="enrolmentstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("is_first_timer", sa.Boolean(), nullable=False),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('ART', 'DIGITAL', 'CAREER', 'LANGUAGE', 'SPORT', 'CRAFT', 'HEALTH', 'LIFE')",
            name=op.f("enrolments_category_check"),
        ),
        sa.CheckConstraint(
            "status IN ('APPLIED', 'WAITLISTED', 'OFFERED', 'ENROLLED', 'DECLINED', 'CANCELLED', 'COMPLETED')",
            name=op.f("enrolments_status_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("enrolments_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("enrolments_operator_id_course_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("enrolments_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "term_id"],
            ["terms.operator_id", "terms.id"],
            name=op.f("enrolments_operator_id_term_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("enrolments_pkey")),
    )
    op.create_index(
        "enrolments_one_open",
        "enrolments",
        ["operator_id", "course_id", "resident_id"],
        unique=True,
        postgresql_where="status NOT IN ('DECLINED', 'CANCELLED')",
    )
    op.create_index("enrolments_one_ticket", "enrolments", ["operator_id", "course_id", "ticket"], unique=True)
    op.create_index(
        "ix_enrolments_community_id", "enrolments", ["operator_id", "community_id", "applied_at"], unique=False
    )
    op.create_index("ix_enrolments_course_id", "enrolments", ["operator_id", "course_id", "status", "id"], unique=False)
    op.create_index(
        "ix_enrolments_entry_id",
        "enrolments",
        ["operator_id", "entry_id"],
        unique=False,
        postgresql_where="entry_id IS NOT NULL",
    )
    op.create_index("ix_enrolments_resident_id", "enrolments", ["operator_id", "resident_id", "id"], unique=False)
    op.create_table(
        "lotteries",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("public_source", sa.String(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_count", sa.Integer(), nullable=False),
        sa.Column("list_hash", sa.String(), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("public_value", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(drawn_at IS NULL) = (seed IS NULL) AND (drawn_at IS NULL) = (public_value IS NULL) AND (drawn_at IS NULL OR listed_at IS NOT NULL)",
            name=op.f("lotteries_drawn_check"),
        ),
        sa.CheckConstraint("(listed_at IS NULL) = (list_hash IS NULL)", name=op.f("lotteries_listed_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("lotteries_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("lotteries_pkey")),
    )
    op.create_index("lotteries_one_draw", "lotteries", ["operator_id", "course_id"], unique=True)
    op.create_table(
        "lottery_secrets",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("lottery_secrets_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("lottery_secrets_pkey")),
    )
    op.create_index("lottery_secrets_one_seed", "lottery_secrets", ["operator_id", "course_id"], unique=True)
    op.create_table(
        "lottery_tickets",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("SEAT", "LINE", "WITHDRAWN", name="ticketoutcome", native_enum=False, length=None),
            nullable=True,
        ),
        sa.CheckConstraint("outcome IN ('SEAT', 'LINE', 'WITHDRAWN')", name=op.f("lottery_tickets_outcome_check")),
        sa.CheckConstraint("(rank IS NULL) = (outcome IS NULL)", name=op.f("lottery_tickets_rank_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("lottery_tickets_operator_id_course_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "course_id", "ticket", name=op.f("lottery_tickets_pkey")),
    )
    op.create_table(
        "certificates",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("teacher_name", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sessions_attended", sa.Integer(), nullable=False),
        sa.Column("sessions_held", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("certificates_operator_id_course_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "enrolment_id"],
            ["enrolments.operator_id", "enrolments.id"],
            name=op.f("certificates_operator_id_enrolment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("certificates_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("certificates_pkey")),
        sa.UniqueConstraint("operator_id", "code", name=op.f("certificates_operator_id_code_key")),
        sa.UniqueConstraint("operator_id", "enrolment_id", name=op.f("certificates_operator_id_enrolment_id_key")),
    )
    op.create_index("ix_certificates_course_id", "certificates", ["operator_id", "course_id", "id"], unique=False)
    op.create_index("ix_certificates_resident_id", "certificates", ["operator_id", "resident_id", "id"], unique=False)
    op.create_table(
        "course_reviews",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("teacher_rating", sa.Integer(), nullable=False),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rating BETWEEN 1 AND 5 AND teacher_rating BETWEEN 1 AND 5", name=op.f("course_reviews_ratings_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("course_reviews_operator_id_course_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "enrolment_id"],
            ["enrolments.operator_id", "enrolments.id"],
            name=op.f("course_reviews_operator_id_enrolment_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("course_reviews_pkey")),
        sa.UniqueConstraint("operator_id", "enrolment_id", name=op.f("course_reviews_operator_id_enrolment_id_key")),
    )
    op.create_index("ix_course_reviews_course_id", "course_reviews", ["operator_id", "course_id", "id"], unique=False)
    op.create_index("ix_course_reviews_resident_id", "course_reviews", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "learner_blocks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "appeal",
            sa.Enum("NONE", "PENDING", "GRANTED", "REJECTED", name="absenceappeal", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("appeal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint(
            "appeal IN ('NONE', 'PENDING', 'GRANTED', 'REJECTED')", name=op.f("learner_blocks_appeal_check")
        ),
        sa.CheckConstraint("blocked_until >= starts_at", name=op.f("learner_blocks_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("learner_blocks_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "session_id"],
            ["course_sessions.operator_id", "course_sessions.id"],
            name=op.f("learner_blocks_operator_id_session_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("learner_blocks_pkey")),
        sa.UniqueConstraint(
            "operator_id",
            "resident_id",
            "session_id",
            name=op.f("learner_blocks_operator_id_resident_id_session_id_key"),
        ),
    )
    op.create_index(
        "ix_learner_blocks_appeals",
        "learner_blocks",
        ["operator_id", "community_id", "id"],
        unique=False,
        postgresql_where="appeal = 'PENDING'",
    )
    op.create_index(
        "ix_learner_blocks_resident_id", "learner_blocks", ["operator_id", "resident_id", "blocked_until"], unique=False
    )
    op.create_table(
        "session_attendance",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("PRESENT", "LATE", "EXCUSED", "ABSENT", name="attendancemark", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("is_self_marked", sa.Boolean(), nullable=False),
        sa.Column("marked_by", sa.String(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mark IN ('PRESENT', 'LATE', 'EXCUSED', 'ABSENT')", name=op.f("session_attendance_mark_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("session_attendance_operator_id_course_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "enrolment_id"],
            ["enrolments.operator_id", "enrolments.id"],
            name=op.f("session_attendance_operator_id_enrolment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "session_id"],
            ["course_sessions.operator_id", "course_sessions.id"],
            name=op.f("session_attendance_operator_id_session_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("session_attendance_pkey")),
        sa.UniqueConstraint(
            "operator_id",
            "session_id",
            "enrolment_id",
            name=op.f("session_attendance_operator_id_session_id_enrolment_id_key"),
        ),
    )
    op.create_index(
        "ix_session_attendance_community_id",
        "session_attendance",
        ["operator_id", "community_id", "marked_at"],
        unique=False,
    )
    op.create_index(
        "ix_session_attendance_enrolment_id", "session_attendance", ["operator_id", "enrolment_id"], unique=False
    )
    op.create_index(
        "ix_session_attendance_resident_id",
        "session_attendance",
        ["operator_id", "resident_id", "marked_at"],
        unique=False,
    )
    op.create_table(
        "session_seats",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("resident_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            name="session_seats_no_overlap",
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "enrolment_id"],
            ["enrolments.operator_id", "enrolments.id"],
            name=op.f("session_seats_operator_id_enrolment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "session_id"],
            ["course_sessions.operator_id", "course_sessions.id"],
            name=op.f("session_seats_operator_id_session_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "session_id", "resident_id", name=op.f("session_seats_pkey")),
    )
    op.create_index("ix_session_seats_enrolment_id", "session_seats", ["operator_id", "enrolment_id"], unique=False)
    op.create_table(
        "teaching_hours",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column(
            "teacher_kind",
            sa.Enum("RESIDENT", "PARTNER", "STAFF", name="teacherkind", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("credited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "teacher_kind IN ('RESIDENT', 'PARTNER', 'STAFF')", name=op.f("teaching_hours_teacher_kind_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "course_id"],
            ["courses.operator_id", "courses.id"],
            name=op.f("teaching_hours_operator_id_course_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "session_id"],
            ["course_sessions.operator_id", "course_sessions.id"],
            name=op.f("teaching_hours_operator_id_session_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("teaching_hours_pkey")),
        sa.UniqueConstraint("operator_id", "session_id", name=op.f("teaching_hours_operator_id_session_id_key")),
    )
    op.create_index("ix_teaching_hours_course_id", "teaching_hours", ["operator_id", "course_id"], unique=False)
    op.create_index("ix_teaching_hours_teacher_id", "teaching_hours", ["operator_id", "teacher_id", "id"], unique=False)
    op.create_table(
        "wish_tallies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("wish_id", sa.Uuid(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("votes >= 0", name=op.f("wish_tallies_votes_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "wish_id"],
            ["course_wishes.operator_id", "course_wishes.id"],
            name=op.f("wish_tallies_operator_id_wish_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "wish_id", name=op.f("wish_tallies_pkey")),
    )
    op.create_table(
        "wish_votes",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("wish_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "wish_id"],
            ["course_wishes.operator_id", "course_wishes.id"],
            name=op.f("wish_votes_operator_id_wish_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "wish_id", "resident_id", name=op.f("wish_votes_pkey")),
    )
    _protect(
        "terms",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "courses",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "learners",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.own("resident_id")),
    )
    _protect(
        "course_registers",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, update", rls.ALL_ROWS),
    )
    _protect(
        "course_sessions",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "course_wishes",
        rls.Access(rls.Surface.TENANT, "select, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert", rls.ALL_ROWS),
    )
    _protect(
        "enrolments",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.own("resident_id")),
    )
    _protect(
        "lotteries",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect("lottery_secrets", rls.Access(rls.Surface.TENANT, "select, insert", rls.community("community_id")))
    _protect(
        "lottery_tickets",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "certificates",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.own("resident_id")),
    )
    _protect(
        "course_reviews",
        rls.Access(rls.Surface.TENANT, "select, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert", rls.own("resident_id")),
    )
    _protect(
        "learner_blocks",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, update", rls.own("resident_id")),
    )
    _protect(
        "session_attendance",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert", rls.own("resident_id")),
    )
    _protect(
        "session_seats",
        rls.Access(rls.Surface.TENANT, "select, insert, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, delete", rls.own("resident_id")),
    )
    _protect(
        "teaching_hours",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.own("teacher_id")),
    )
    _protect(
        "wish_tallies",
        rls.Access(rls.Surface.TENANT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.ALL_ROWS),
    )
    _protect(
        "wish_votes",
        rls.Access(rls.Surface.TENANT, "select, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert", rls.own("resident_id")),
    )


def downgrade() -> None:
    op.drop_table("wish_votes")
    op.drop_table("wish_tallies")
    op.drop_table("teaching_hours")
    op.drop_table("session_seats")
    op.drop_table("session_attendance")
    op.drop_table("learner_blocks")
    op.drop_table("course_reviews")
    op.drop_table("certificates")
    op.drop_table("lottery_tickets")
    op.drop_table("lottery_secrets")
    op.drop_table("lotteries")
    op.drop_table("enrolments")
    op.drop_table("course_wishes")
    op.drop_table("course_sessions")
    op.drop_table("course_registers")
    op.drop_table("learners")
    op.drop_table("courses")
    op.drop_table("terms")
