"""spaces."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "booking_places",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "holder",
            sa.Enum("BOOKING", "OFFER", "BLOCK", name="placeholder", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("place_id"), "="),
            (sa.text("int4range(first_number, last_number, '[]'::text)"), "&&"),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            name="booking_places_no_overlap",
        ),
        sa.CheckConstraint("holder IN ('BOOKING', 'OFFER', 'BLOCK')", name=op.f("booking_places_holder_check")),
        sa.CheckConstraint(
            "starts_at < ends_at AND first_number <= last_number", name=op.f("booking_places_span_check")
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("booking_places_pkey")),
    )
    op.create_index("ix_booking_places_holder_id", "booking_places", ["operator_id", "holder_id"], unique=False)
    op.create_index(
        "ix_booking_places_place_id", "booking_places", ["operator_id", "place_id", "ends_at"], unique=False
    )
    op.create_table(
        "space_roots",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "root_id", name=op.f("space_roots_pkey")),
    )
    op.create_table(
        "spaces",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "MEETING_ROOM",
                "READING_ROOM",
                "STUDY_ROOM",
                "ACTIVITY_ROOM",
                "HALL",
                "THEATRE",
                "RECORDING_STUDIO",
                "YOGA_ROOM",
                "SPORTS",
                "HEALTH_POINT",
                "PARENT_CHILD",
                "KITCHEN",
                "GARDEN",
                "OTHER",
                name="spacekind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("around_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "mode", sa.Enum("EXCLUSIVE", "SEATS", name="spacemode", native_enum=False, length=None), nullable=False
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("closed_on", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("audiences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("quotas", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_for_all_communities", sa.Boolean(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("advance_days", sa.Integer(), nullable=False),
        sa.Column("cancel_notice_minutes", sa.Integer(), nullable=False),
        sa.Column("approval_from_minutes", sa.Integer(), nullable=True),
        sa.Column("needs_check_in", sa.Boolean(), nullable=False),
        sa.Column("release_minutes", sa.Integer(), nullable=True),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column("terms", sa.String(), nullable=True),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('MEETING_ROOM', 'READING_ROOM', 'STUDY_ROOM', 'ACTIVITY_ROOM', 'HALL', 'THEATRE', 'RECORDING_STUDIO', 'YOGA_ROOM', 'SPORTS', 'HEALTH_POINT', 'PARENT_CHILD', 'KITCHEN', 'GARDEN', 'OTHER')",
            name=op.f("spaces_kind_check"),
        ),
        sa.CheckConstraint("mode IN ('EXCLUSIVE', 'SEATS')", name=op.f("spaces_mode_check")),
        sa.CheckConstraint(
            "capacity BETWEEN 1 AND 100000 AND slot_minutes BETWEEN 5 AND 1440 AND min_minutes BETWEEN 5 AND max_minutes AND max_minutes <= 2880 AND buffer_before BETWEEN 0 AND 1440 AND buffer_after BETWEEN 0 AND 1440 AND notice_minutes >= 0 AND advance_days BETWEEN 0 AND 730 AND cancel_notice_minutes >= 0 AND hold_minutes BETWEEN 1 AND 10080 AND (release_minutes IS NULL OR needs_check_in) AND coalesce(release_minutes, 1) BETWEEN 1 AND 1440 AND coalesce(approval_from_minutes, 0) >= 0",
            name=op.f("spaces_rules_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("spaces_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "parent_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("spaces_operator_id_parent_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("spaces_pkey")),
        sa.UniqueConstraint("operator_id", "code_index", name=op.f("spaces_operator_id_code_index_key")),
        sa.UniqueConstraint(
            "operator_id", "community_id", "name", name=op.f("spaces_operator_id_community_id_name_key")
        ),
    )
    op.create_index("ix_spaces_root_id", "spaces", ["operator_id", "root_id"], unique=False)
    op.create_table(
        "bookers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("last_booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("bookers_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "resident_id", name=op.f("bookers_pkey")),
    )
    op.create_table(
        "booking_series",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("rrule", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("booking_series_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("booking_series_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("booking_series_pkey")),
    )
    op.create_table(
        "slots",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("slots_times_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("slots_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("slots_pkey")),
    )
    op.create_index(
        "slots_one_open",
        "slots",
        ["operator_id", "space_id", "starts_at", "ends_at"],
        unique=True,
        postgresql_where="retired_at IS NULL",
    )
    op.create_table(
        "space_blocks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("space_blocks_times_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("space_blocks_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("space_blocks_pkey")),
    )
    op.create_index("ix_space_blocks_space_id", "space_blocks", ["operator_id", "space_id", "ends_at"], unique=False)
    op.create_table(
        "space_demands",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("REFUSED", "WAITLISTED", name="demandoutcome", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('REFUSED', 'WAITLISTED')", name=op.f("space_demands_outcome_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("space_demands_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("space_demands_pkey")),
    )
    op.create_index("ix_space_demands_created_at", "space_demands", ["operator_id", "created_at"], unique=False)
    op.create_index(
        "ix_space_demands_space_id", "space_demands", ["operator_id", "space_id", "starts_at"], unique=False
    )
    op.create_table(
        "space_equipments",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.CheckConstraint("stock BETWEEN 0 AND 10000", name=op.f("space_equipments_stock_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("space_equipments_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("space_equipments_pkey")),
        sa.UniqueConstraint(
            "operator_id", "space_id", "name", name=op.f("space_equipments_operator_id_space_id_name_key")
        ),
    )
    op.create_table(
        "bookings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "RESIDENT", "CLUB", "PARTNER", "NEIGHBOUR", "ORGANISER", name="audience", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("holder_type", sa.String(), nullable=True),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PENDING",
                "CONFIRMED",
                "CHECKED_IN",
                "COMPLETED",
                "CANCELLED",
                "REJECTED",
                "RELEASED",
                "NO_SHOW",
                name="bookingstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("terms_version", sa.Integer(), nullable=True),
        sa.Column("terms_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "checked_in_by", sa.Enum("QR", "STAFF", name="checkinmethod", native_enum=False, length=None), nullable=True
        ),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column(
            "cancel_cause",
            sa.Enum(
                "BOOKER",
                "STAFF",
                "SPACE_BLOCKED",
                "CHECKED_OUT",
                "ORGANISER",
                name="cancelcause",
                native_enum=False,
                length=None,
            ),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "audience IN ('RESIDENT', 'CLUB', 'PARTNER', 'NEIGHBOUR', 'ORGANISER')",
            name=op.f("bookings_audience_check"),
        ),
        sa.CheckConstraint(
            "cancel_cause IN ('BOOKER', 'STAFF', 'SPACE_BLOCKED', 'CHECKED_OUT', 'ORGANISER')",
            name=op.f("bookings_cancel_cause_check"),
        ),
        sa.CheckConstraint("checked_in_by IN ('QR', 'STAFF')", name=op.f("bookings_checked_in_by_check")),
        sa.CheckConstraint(
            "status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'CANCELLED', 'REJECTED', 'RELEASED', 'NO_SHOW')",
            name=op.f("bookings_status_check"),
        ),
        sa.CheckConstraint("(holder_type IS NULL) = (holder_id IS NULL)", name=op.f("bookings_holder_check")),
        sa.CheckConstraint("(terms_version IS NULL) = (terms_accepted_at IS NULL)", name=op.f("bookings_terms_check")),
        sa.CheckConstraint("quantity > 0", name=op.f("bookings_quantity_check")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("bookings_times_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("bookings_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "series_id"],
            ["booking_series.operator_id", "booking_series.id"],
            name=op.f("bookings_operator_id_series_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("bookings_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("bookings_pkey")),
    )
    op.create_index("ix_bookings_community_id", "bookings", ["operator_id", "community_id", "starts_at"], unique=False)
    op.create_index(
        "ix_bookings_holder_id",
        "bookings",
        ["operator_id", "holder_id"],
        unique=False,
        postgresql_where="holder_id IS NOT NULL",
    )
    op.create_index("ix_bookings_resident_id", "bookings", ["operator_id", "resident_id", "starts_at"], unique=False)
    op.create_index(
        "ix_bookings_running",
        "bookings",
        ["operator_id", "starts_at"],
        unique=False,
        postgresql_where="status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')",
    )
    op.create_index(
        "ix_bookings_series_id",
        "bookings",
        ["operator_id", "series_id"],
        unique=False,
        postgresql_where="series_id IS NOT NULL",
    )
    op.create_index("ix_bookings_space_id", "bookings", ["operator_id", "space_id", "starts_at"], unique=False)
    op.create_table(
        "credit_charges",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("credit_charges_points_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "booking_id"],
            ["bookings.operator_id", "bookings.id"],
            name=op.f("credit_charges_operator_id_booking_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("credit_charges_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("credit_charges_pkey")),
        sa.UniqueConstraint("operator_id", "booking_id", name=op.f("credit_charges_operator_id_booking_id_key")),
    )
    op.create_index(
        "ix_credit_charges_resident_id", "credit_charges", ["operator_id", "resident_id", "charged_at"], unique=False
    )
    op.create_table(
        "equipment_loans",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("equipment_loans_quantity_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "booking_id"],
            ["bookings.operator_id", "bookings.id"],
            name=op.f("equipment_loans_operator_id_booking_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "equipment_id"],
            ["space_equipments.operator_id", "space_equipments.id"],
            name=op.f("equipment_loans_operator_id_equipment_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("equipment_loans_pkey")),
    )
    op.create_index("ix_equipment_loans_booking_id", "equipment_loans", ["operator_id", "booking_id"], unique=False)
    op.create_table(
        "credit_appeals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("OPEN", "ACCEPTED", "REJECTED", name="appealstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint("status IN ('OPEN', 'ACCEPTED', 'REJECTED')", name=op.f("credit_appeals_status_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "charge_id"],
            ["credit_charges.operator_id", "credit_charges.id"],
            name=op.f("credit_appeals_operator_id_charge_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("credit_appeals_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("credit_appeals_pkey")),
        sa.UniqueConstraint("operator_id", "charge_id", name=op.f("credit_appeals_operator_id_charge_id_key")),
    )
    op.create_index(
        "ix_credit_appeals_open",
        "credit_appeals",
        ["operator_id", "community_id", "id"],
        unique=False,
        postgresql_where="status = 'OPEN'",
    )
    _protect(
        "booking_places", rls.staff("select, insert, update, delete"), rls.resident("select, insert, update, delete")
    )
    _protect("space_roots", rls.staff("select, insert, update"), rls.resident("select, update"))
    _protect("spaces", rls.staff("select, insert, update", rls.community()), rls.resident("select"))
    _protect(
        "bookers", rls.staff("select, insert, update"), rls.resident("select, insert, update", rls.own("resident_id"))
    )
    _protect(
        "booking_series",
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
    _protect("slots", rls.staff("select, insert, update", rls.community()), rls.resident("select, insert"))
    _protect("space_blocks", rls.staff("select, insert, update", rls.community()), rls.resident("select"))
    _protect("space_demands", rls.staff("select, insert, delete", rls.community()), rls.resident("insert"))
    _protect("space_equipments", rls.staff("select, insert, update", rls.community()), rls.resident("select"))
    _protect(
        "bookings",
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
    _protect(
        "credit_charges",
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select", rls.own("resident_id")),
    )
    _protect("equipment_loans", rls.staff("select, insert"), rls.resident("select, insert", rls.own("resident_id")))
    _protect(
        "credit_appeals",
        rls.staff("select, update", rls.community()),
        rls.resident("select, insert", rls.own("resident_id")),
    )


def downgrade() -> None:
    op.drop_index("ix_credit_appeals_open", table_name="credit_appeals", postgresql_where="status = 'OPEN'")
    op.drop_table("credit_appeals")
    op.drop_index("ix_equipment_loans_booking_id", table_name="equipment_loans")
    op.drop_table("equipment_loans")
    op.drop_index("ix_credit_charges_resident_id", table_name="credit_charges")
    op.drop_table("credit_charges")
    op.drop_index("ix_bookings_space_id", table_name="bookings")
    op.drop_index("ix_bookings_series_id", table_name="bookings", postgresql_where="series_id IS NOT NULL")
    op.drop_index(
        "ix_bookings_running",
        table_name="bookings",
        postgresql_where="status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')",
    )
    op.drop_index("ix_bookings_resident_id", table_name="bookings")
    op.drop_index("ix_bookings_holder_id", table_name="bookings", postgresql_where="holder_id IS NOT NULL")
    op.drop_index("ix_bookings_community_id", table_name="bookings")
    op.drop_table("bookings")
    op.drop_table("space_equipments")
    op.drop_index("ix_space_demands_space_id", table_name="space_demands")
    op.drop_index("ix_space_demands_created_at", table_name="space_demands")
    op.drop_table("space_demands")
    op.drop_index("ix_space_blocks_space_id", table_name="space_blocks")
    op.drop_table("space_blocks")
    op.drop_index("slots_one_open", table_name="slots", postgresql_where="retired_at IS NULL")
    op.drop_table("slots")
    op.drop_table("booking_series")
    op.drop_table("bookers")
    op.drop_index("ix_spaces_root_id", table_name="spaces")
    op.drop_table("spaces")
    op.drop_table("space_roots")
    op.drop_index("ix_booking_places_place_id", table_name="booking_places")
    op.drop_index("ix_booking_places_holder_id", table_name="booking_places")
    op.drop_table("booking_places")
