"""clubs_and_mentors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OF_COMMUNITY = rls.community()


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "clubs",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column(
            "join_mode", sa.Enum("OPEN", "APPROVAL", name="joinmode", native_enum=False, length=None), nullable=False
        ),
        sa.Column(
            "status",
            sa.Enum("ACTIVE", "DORMANT", "ARCHIVED", name="clubstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("founder_id", sa.Uuid(), nullable=True),
        sa.Column("members_count", sa.Integer(), nullable=False),
        sa.Column("space_hours", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dormant_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("join_mode IN ('OPEN', 'APPROVAL')", name=op.f("clubs_join_mode_check")),
        sa.CheckConstraint("status IN ('ACTIVE', 'DORMANT', 'ARCHIVED')", name=op.f("clubs_status_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("clubs_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "founder_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("clubs_operator_id_founder_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("clubs_pkey")),
    )
    op.create_index(
        "clubs_one_name",
        "clubs",
        ["operator_id", "community_id", "name"],
        unique=True,
        postgresql_where="status <> 'ARCHIVED'",
    )
    op.create_index("ix_clubs_community_id", "clubs", ["operator_id", "community_id", "status", "id"], unique=False)
    op.create_table(
        "mentors",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("skills", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("mentees", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("thanks", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity BETWEEN 1 AND 20", name=op.f("mentors_capacity_check")),
        sa.CheckConstraint("mentees >= 0 AND mentees <= capacity", name=op.f("mentors_room_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("mentors_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("mentors_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("mentors_pkey")),
        sa.UniqueConstraint("operator_id", "resident_id", name=op.f("mentors_operator_id_resident_id_key")),
    )
    op.create_index("ix_mentors_community_id", "mentors", ["operator_id", "community_id", "id"], unique=False)
    op.create_table(
        "club_events",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REQUESTED",
                "CONFIRMED",
                "REFUSED",
                "CANCELLED",
                "HELD",
                name="clubeventstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("guests_count", sa.Integer(), nullable=False),
        sa.Column("attended_count", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('REQUESTED', 'CONFIRMED', 'REFUSED', 'CANCELLED', 'HELD')",
            name=op.f("club_events_status_check"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("club_events_times_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "club_id"],
            ["clubs.operator_id", "clubs.id"],
            name=op.f("club_events_operator_id_club_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("club_events_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("club_events_pkey")),
    )
    op.create_index("ix_club_events_club_id", "club_events", ["operator_id", "club_id", "starts_at"], unique=False)
    op.create_index(
        "ix_club_events_community_id", "club_events", ["operator_id", "community_id", "starts_at"], unique=False
    )
    op.create_table(
        "club_members",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("alias_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("PENDING", "ACTIVE", "DECLINED", "LEFT", name="memberstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "office", sa.Enum("PRESIDENT", "OFFICER", name="cluboffice", native_enum=False, length=None), nullable=True
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("office IN ('PRESIDENT', 'OFFICER')", name=op.f("club_members_office_check")),
        sa.CheckConstraint("office IS NULL OR status = 'ACTIVE'", name=op.f("club_members_office_of_active_check")),
        sa.CheckConstraint(
            "status IN ('PENDING', 'ACTIVE', 'DECLINED', 'LEFT')", name=op.f("club_members_status_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "club_id"],
            ["clubs.operator_id", "clubs.id"],
            name=op.f("club_members_operator_id_club_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("club_members_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("club_members_pkey")),
        sa.UniqueConstraint(
            "operator_id", "club_id", "resident_id", name=op.f("club_members_operator_id_club_id_resident_id_key")
        ),
    )
    op.create_index(
        "club_members_one_president",
        "club_members",
        ["operator_id", "club_id"],
        unique=True,
        postgresql_where="office = 'PRESIDENT'",
    )
    op.create_index("ix_club_members_resident_id", "club_members", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "mentor_matches",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "skill",
            sa.Enum(
                "CAREER",
                "COOKING",
                "DESIGN",
                "FINANCE",
                "FITNESS",
                "GARDENING",
                "HANDICRAFT",
                "LANGUAGE",
                "LAW",
                "MUSIC",
                "PARENTING",
                "PHOTOGRAPHY",
                "PROGRAMMING",
                "REPAIR",
                "VIDEO",
                "WRITING",
                name="skill",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("REQUESTED", "ACTIVE", "DECLINED", "ENDED", name="matchstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("thanks_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "skill IN ('CAREER', 'COOKING', 'DESIGN', 'FINANCE', 'FITNESS', 'GARDENING', 'HANDICRAFT', 'LANGUAGE', 'LAW', 'MUSIC', 'PARENTING', 'PHOTOGRAPHY', 'PROGRAMMING', 'REPAIR', 'VIDEO', 'WRITING')",
            name=op.f("mentor_matches_skill_check"),
        ),
        sa.CheckConstraint(
            "status IN ('REQUESTED', 'ACTIVE', 'DECLINED', 'ENDED')", name=op.f("mentor_matches_status_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "learner_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("mentor_matches_operator_id_learner_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "mentor_id"],
            ["mentors.operator_id", "mentors.id"],
            name=op.f("mentor_matches_operator_id_mentor_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "teacher_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("mentor_matches_operator_id_teacher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("mentor_matches_pkey")),
    )
    op.create_index("ix_mentor_matches_learner_id", "mentor_matches", ["operator_id", "learner_id"], unique=False)
    op.create_index(
        "ix_mentor_matches_mentor_id", "mentor_matches", ["operator_id", "mentor_id", "status"], unique=False
    )
    op.create_index("ix_mentor_matches_teacher_id", "mentor_matches", ["operator_id", "teacher_id"], unique=False)
    op.create_index(
        "mentor_matches_one_open",
        "mentor_matches",
        ["operator_id", "mentor_id", "learner_id"],
        unique=True,
        postgresql_where="status IN ('REQUESTED', 'ACTIVE')",
    )
    op.create_table(
        "club_guests",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "club_id"],
            ["clubs.operator_id", "clubs.id"],
            name=op.f("club_guests_operator_id_club_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "event_id"],
            ["club_events.operator_id", "club_events.id"],
            name=op.f("club_guests_operator_id_event_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("club_guests_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "event_id", "resident_id", name=op.f("club_guests_pkey")),
    )
    op.create_index("ix_club_guests_club_id", "club_guests", ["operator_id", "club_id"], unique=False)
    op.create_index("ix_club_guests_resident_id", "club_guests", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "mentor_meetings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 10 AND 480", name=op.f("mentor_meetings_minutes_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "learner_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("mentor_meetings_operator_id_learner_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "match_id"],
            ["mentor_matches.operator_id", "mentor_matches.id"],
            name=op.f("mentor_meetings_operator_id_match_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "teacher_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("mentor_meetings_operator_id_teacher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("mentor_meetings_pkey")),
        sa.UniqueConstraint(
            "operator_id", "match_id", "held_on", name=op.f("mentor_meetings_operator_id_match_id_held_on_key")
        ),
    )
    _protect("clubs", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))
    _protect(
        "mentors",
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", check=rls.own("resident_id")),
    )
    _protect("club_events", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))
    _protect("club_members", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))
    _protect(
        "mentor_matches",
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own_either("teacher_id", "learner_id")),
    )
    _protect(
        "club_guests",
        rls.staff("select, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )
    _protect(
        "mentor_meetings",
        rls.staff("select", _OF_COMMUNITY),
        rls.resident("select, insert", rls.own_either("teacher_id", "learner_id")),
    )


def downgrade() -> None:
    op.drop_table("mentor_meetings")
    op.drop_index("ix_club_guests_resident_id", table_name="club_guests")
    op.drop_index("ix_club_guests_club_id", table_name="club_guests")
    op.drop_table("club_guests")
    op.drop_index(
        "mentor_matches_one_open", table_name="mentor_matches", postgresql_where="status IN ('REQUESTED', 'ACTIVE')"
    )
    op.drop_index("ix_mentor_matches_teacher_id", table_name="mentor_matches")
    op.drop_index("ix_mentor_matches_mentor_id", table_name="mentor_matches")
    op.drop_index("ix_mentor_matches_learner_id", table_name="mentor_matches")
    op.drop_table("mentor_matches")
    op.drop_index("ix_club_members_resident_id", table_name="club_members")
    op.drop_index("club_members_one_president", table_name="club_members", postgresql_where="office = 'PRESIDENT'")
    op.drop_table("club_members")
    op.drop_index("ix_club_events_community_id", table_name="club_events")
    op.drop_index("ix_club_events_club_id", table_name="club_events")
    op.drop_table("club_events")
    op.drop_index("ix_mentors_community_id", table_name="mentors")
    op.drop_table("mentors")
    op.drop_index("ix_clubs_community_id", table_name="clubs")
    op.drop_index("clubs_one_name", table_name="clubs", postgresql_where="status <> 'ARCHIVED'")
    op.drop_table("clubs")
