"""foundation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access, shared: bool = False) -> None:
    for statement in rls.protect(table, *accesses, shared=shared):
        op.execute(statement)


def upgrade() -> None:
    citus = op.get_bind().scalar(sa.text("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')"))
    op.execute(rls.enter_function(citus=bool(citus)))
    for statement in rls.enter_grants():
        op.execute(statement)
    op.create_table(
        "audit_entries",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("audit_entries_pkey")),
    )
    op.create_index("ix_audit_entries_object_id", "audit_entries", ["operator_id", "object_id", "id"], unique=False)
    op.create_table(
        "delivery_failures",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("operator_id", "event_id", "handler", name=op.f("delivery_failures_pkey")),
    )
    op.create_table(
        "employers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("employers_pkey")),
        sa.UniqueConstraint("operator_id", "uscc", name=op.f("employers_operator_id_uscc_key")),
    )
    op.create_table(
        "event_receipts",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "event_id", "handler", name=op.f("event_receipts_pkey")),
    )
    op.create_table(
        "files",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("ROSTER", "ROSTER_FAILURES", "PHOTO", "EXPORT", name="filepurpose", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("attached_type", sa.String(), nullable=True),
        sa.Column("attached_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('ROSTER', 'ROSTER_FAILURES', 'PHOTO', 'EXPORT')", name=op.f("files_purpose_check")
        ),
        sa.CheckConstraint("(attached_type IS NULL) = (attached_id IS NULL)", name=op.f("files_attached_check")),
        sa.CheckConstraint("size BETWEEN 0 AND 268435456", name=op.f("files_size_check")),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("files_pkey")),
    )
    op.create_index("ix_files_attached_id", "files", ["operator_id", "attached_id"], unique=False)
    op.create_index(
        "ix_files_unattached",
        "files",
        ["operator_id", "created_at"],
        unique=False,
        postgresql_where="attached_id IS NULL",
    )
    op.create_index("ix_files_uploaded_by", "files", ["operator_id", "uploaded_by", "created_at"], unique=False)
    op.create_table(
        "idempotency_keys",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mutation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "account_id", "mutation", "key", name=op.f("idempotency_keys_pkey")),
    )
    op.create_table(
        "notification_settings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("notification_settings_quiet_check")
        ),
        sa.PrimaryKeyConstraint("operator_id", "account_id", name=op.f("notification_settings_pkey")),
    )
    op.create_table(
        "notifications",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("notifications_pkey")),
        sa.UniqueConstraint(
            "operator_id",
            "account_id",
            "kind",
            "object_id",
            name=op.f("notifications_operator_id_account_id_kind_object_id_key"),
        ),
    )
    op.create_index("ix_notifications_account_id", "notifications", ["operator_id", "account_id", "id"], unique=False)
    op.create_index(
        "ix_notifications_due",
        "notifications",
        ["operator_id", "due_at"],
        unique=False,
        postgresql_where="due_at IS NOT NULL",
    )
    op.create_table(
        "outbox",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("outbox_pkey")),
    )
    op.create_index(
        "ix_outbox_due", "outbox", ["operator_id", "due_at"], unique=False, postgresql_where="due_at IS NOT NULL"
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("locale IN ('zh-CN', 'en')", name=op.f("accounts_locale_check")),
        sa.CheckConstraint("login ~ '^(?=.*[a-z])[a-z0-9._@-]{3,64}$'", name=op.f("accounts_login_check")),
        sa.CheckConstraint("(phone_index IS NULL) = (phone_sealed IS NULL)", name=op.f("accounts_phone_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("accounts_pkey")),
        sa.UniqueConstraint("login", name=op.f("accounts_login_key")),
        sa.UniqueConstraint("phone_index", name=op.f("accounts_phone_index_key")),
        schema="shared",
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("brand_colour", sa.String(), nullable=False),
        sa.Column("modules", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("limits", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ACTIVE", "SUSPENDED", "ERASED", name="operatorstate", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9-]{1,30}$'", name=op.f("operators_code_check")),
        sa.CheckConstraint("state IN ('ACTIVE', 'SUSPENDED', 'ERASED')", name=op.f("operators_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("operators_pkey")),
        sa.UniqueConstraint("code", name=op.f("operators_code_key")),
        schema="shared",
    )
    op.create_table(
        "platform_audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("platform_audit_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_platform_audit_account_id", "platform_audit", ["account_id", "id"], unique=False, schema="shared"
    )
    op.create_table(
        "sign_in_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_codes_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_sign_in_codes_phone_index", "sign_in_codes", ["phone_index", "created_at"], unique=False, schema="shared"
    )
    op.create_table(
        "subdistricts",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("subdistricts_pkey")),
        schema="shared",
    )
    op.create_table(
        "throttles",
        sa.Column("bucket", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("throttles_pkey")),
        schema="shared",
    )
    op.create_index("ix_throttles_expires_at", "throttles", ["expires_at"], unique=False, schema="shared")
    op.create_table(
        "timer_runs",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("timer", sa.String(), nullable=False),
        sa.Column("period_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "timer", name=op.f("timer_runs_pkey")),
    )
    op.create_table(
        "webhooks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("previous_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("previous_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(previous_secret_sealed IS NULL) = (previous_secret_until IS NULL)",
            name=op.f("webhooks_previous_secret_check"),
        ),
        sa.CheckConstraint("disabled_at IS NULL OR NOT is_active", name=op.f("webhooks_disabled_check")),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("webhooks_pkey")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "entry_id"],
            ["audit_entries.operator_id", "audit_entries.id"],
            name=op.f("audit_seals_operator_id_entry_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "number", name=op.f("audit_seals_pkey")),
        sa.UniqueConstraint("operator_id", "entry_id", name=op.f("audit_seals_operator_id_entry_id_key")),
    )
    op.create_table(
        "communities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subdistrict_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=8, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column(
            "product_type",
            sa.Enum(
                "LONG_RENT_APARTMENT",
                "AFFORDABLE_RENTAL",
                "PUBLIC_RENTAL",
                "TALENT_APARTMENT",
                "CITY_BUILDERS_HOME",
                name="producttype",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("max_persons_per_room", sa.Integer(), nullable=False),
        sa.Column("min_area_per_person", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("planned_beds", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "product_type IN ('LONG_RENT_APARTMENT', 'AFFORDABLE_RENTAL', 'PUBLIC_RENTAL', 'TALENT_APARTMENT', 'CITY_BUILDERS_HOME')",
            name=op.f("communities_product_type_check"),
        ),
        sa.CheckConstraint(
            "max_persons_per_room > 0 AND min_area_per_person >= 0", name=op.f("communities_crowding_check")
        ),
        sa.ForeignKeyConstraint(
            ["subdistrict_code"], ["shared.subdistricts.code"], name=op.f("communities_subdistrict_code_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("communities_pkey")),
        sa.UniqueConstraint("operator_id", "code", name=op.f("communities_operator_id_code_key")),
    )
    op.create_table(
        "external_identities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["shared.accounts.id"], name=op.f("external_identities_account_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("external_identities_operator_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "subject", name=op.f("external_identities_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_external_identities_account_id", "external_identities", ["account_id"], unique=False, schema="shared"
    )
    op.create_table(
        "identity_providers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("identity_providers_operator_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("identity_providers_pkey")),
        schema="shared",
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "PLATFORM_ADMIN",
                "OPERATOR_ADMIN",
                "COMMUNITY_MANAGER",
                "FRONT_DESK",
                "SOCIAL_WORKER",
                "STATION_SUPERVISOR",
                "RESIDENT",
                "APPLICANT",
                "BRANCH_SUPERVISOR",
                "DISTRICT_VIEWER",
                name="role",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("community_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(role = 'RESIDENT') = (resident_id IS NOT NULL)", name=op.f("memberships_resident_check")),
        sa.CheckConstraint(
            "role IN ('PLATFORM_ADMIN', 'OPERATOR_ADMIN', 'COMMUNITY_MANAGER', 'FRONT_DESK', 'SOCIAL_WORKER', 'STATION_SUPERVISOR', 'RESIDENT', 'APPLICANT', 'BRANCH_SUPERVISOR', 'DISTRICT_VIEWER')",
            name=op.f("memberships_role_check"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["shared.accounts.id"], name=op.f("memberships_account_id_fkey")),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("memberships_operator_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("memberships_pkey")),
        schema="shared",
    )
    op.create_index("ix_memberships_operator_id", "memberships", ["operator_id", "id"], unique=False, schema="shared")
    op.create_index(
        "memberships_current_key",
        "memberships",
        ["account_id", "operator_id", "role"],
        unique=True,
        schema="shared",
        postgresql_where="ended_at IS NULL",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "oidc_sign_ins",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("oidc_sign_ins_operator_id_fkey")),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("oidc_sign_ins_pkey")),
        schema="shared",
    )
    op.create_table(
        "operator_keys",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name=op.f("operator_keys_destroyed_check")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("operator_keys_operator_id_fkey")),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("operator_keys_pkey")),
        schema="shared",
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("factors", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["shared.accounts.id"], name=op.f("sessions_account_id_fkey")),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("sessions_operator_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sessions_pkey")),
        schema="shared",
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], unique=False, schema="shared")
    op.create_table(
        "webhook_deliveries",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("PENDING", "DELIVERED", "FAILED", name="deliverystatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "fault",
            sa.Enum(
                "ADDRESS_REFUSED",
                "UNREACHABLE",
                "TOO_SLOW",
                "ANSWERED_OTHERWISE",
                name="deliveryfault",
                native_enum=False,
                length=None,
            ),
            nullable=True,
        ),
        sa.Column("answered_status", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'PENDING') = (due_at IS NOT NULL)", name=op.f("webhook_deliveries_due_check")),
        sa.CheckConstraint(
            "fault IN ('ADDRESS_REFUSED', 'UNREACHABLE', 'TOO_SLOW', 'ANSWERED_OTHERWISE')",
            name=op.f("webhook_deliveries_fault_check"),
        ),
        sa.CheckConstraint(
            "status IN ('PENDING', 'DELIVERED', 'FAILED')", name=op.f("webhook_deliveries_status_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "webhook_id"],
            ["webhooks.operator_id", "webhooks.id"],
            name=op.f("webhook_deliveries_operator_id_webhook_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("webhook_deliveries_pkey")),
        sa.UniqueConstraint(
            "operator_id", "webhook_id", "event_id", name=op.f("webhook_deliveries_operator_id_webhook_id_event_id_key")
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_created_at", "webhook_deliveries", ["operator_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_webhook_deliveries_due",
        "webhook_deliveries",
        ["operator_id", "due_at"],
        unique=False,
        postgresql_where="due_at IS NOT NULL",
    )
    op.create_index(
        "ix_webhook_deliveries_webhook_id", "webhook_deliveries", ["operator_id", "webhook_id", "id"], unique=False
    )
    op.create_table(
        "allotments",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("allotments_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("allotments_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "employer_id"],
            ["employers.operator_id", "employers.id"],
            name=op.f("allotments_operator_id_employer_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("allotments_pkey")),
    )
    op.create_table(
        "buildings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.CheckConstraint("floors BETWEEN 1 AND 120", name=op.f("buildings_floors_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("buildings_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("buildings_pkey")),
        sa.UniqueConstraint(
            "operator_id", "community_id", "code", name=op.f("buildings_operator_id_community_id_code_key")
        ),
    )
    op.create_table(
        "governance_periods",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "COMMITTEE_OR_PREPARATORY_GROUP",
                "MANAGED_BY_NEIGHBOUR",
                "MANAGED_BY_NEIGHBOUR_WITH_STATION",
                "WITHIN_COMMITTEE",
                "SELF_GOVERNANCE_WITH_STATIONS",
                "AREA_GRID",
                name="governancemode",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("community_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="governance_periods_one_mode",
        ),
        sa.CheckConstraint(
            "mode IN ('COMMITTEE_OR_PREPARATORY_GROUP', 'MANAGED_BY_NEIGHBOUR', 'MANAGED_BY_NEIGHBOUR_WITH_STATION', 'WITHIN_COMMITTEE', 'SELF_GOVERNANCE_WITH_STATIONS', 'AREA_GRID')",
            name=op.f("governance_periods_mode_check"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("governance_periods_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("governance_periods_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("governance_periods_pkey")),
    )
    op.create_table(
        "residents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "document_kind",
            sa.Enum(
                "RESIDENT_ID",
                "PASSPORT",
                "HK_MACAO_PERMIT",
                "TAIWAN_PERMIT",
                "FOREIGN_PERMANENT_RESIDENT",
                name="documentkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("emergency_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.Enum("FEMALE", "MALE", name="sex", native_enum=False, length=None), nullable=True),
        sa.Column(
            "party_status",
            sa.Enum(
                "NOT_STATED",
                "NONE",
                "LEAGUE_MEMBER",
                "PARTY_MEMBER",
                name="partystatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("party_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skills", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("lives_alone", sa.Boolean(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_source", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "document_kind IN ('RESIDENT_ID', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'FOREIGN_PERMANENT_RESIDENT')",
            name=op.f("residents_document_kind_check"),
        ),
        sa.CheckConstraint(
            "party_status = 'NOT_STATED' OR party_consented_at IS NOT NULL",
            name=op.f("residents_party_by_consent_check"),
        ),
        sa.CheckConstraint(
            "party_status IN ('NOT_STATED', 'NONE', 'LEAGUE_MEMBER', 'PARTY_MEMBER')",
            name=op.f("residents_party_status_check"),
        ),
        sa.CheckConstraint(
            "(erased_at IS NULL) = (key_wrapped IS NOT NULL AND name_sealed IS NOT NULL)",
            name=op.f("residents_erased_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("residents_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("residents_pkey")),
    )
    op.create_index("ix_residents_community_id", "residents", ["operator_id", "community_id", "id"], unique=False)
    op.create_index("ix_residents_phone_index", "residents", ["operator_id", "phone_index"], unique=False)
    op.create_index(
        "residents_document_key",
        "residents",
        ["operator_id", "document_kind", "document_index"],
        unique=True,
        postgresql_where="document_index IS NOT NULL",
    )
    op.create_table(
        "roster_imports",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("reach_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "UPLOADED",
                "READING",
                "PREVIEWED",
                "APPLYING",
                "APPLIED",
                "REFUSED",
                "CANCELLED",
                name="rosterstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("creates_places", sa.Boolean(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("consent_confirmed_by", sa.String(), nullable=False),
        sa.Column("consent_confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("refusal_fields", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("failed_file_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('UPLOADED', 'READING', 'PREVIEWED', 'APPLYING', 'APPLIED', 'REFUSED', 'CANCELLED')",
            name=op.f("roster_imports_status_check"),
        ),
        sa.CheckConstraint("rows_done <= rows_total", name=op.f("roster_imports_progress_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("roster_imports_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("roster_imports_pkey")),
    )
    op.create_index(
        "ix_roster_imports_community_id", "roster_imports", ["operator_id", "community_id", "id"], unique=False
    )
    op.create_index(
        "ix_roster_imports_kept",
        "roster_imports",
        ["operator_id", "created_at"],
        unique=False,
        postgresql_where="forgotten_at IS NULL",
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["shared.sessions.id"], name=op.f("refresh_tokens_session_id_fkey")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("refresh_tokens_pkey")),
        schema="shared",
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"], unique=False, schema="shared")
    op.create_table(
        "resident_name_tokens",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("resident_name_tokens_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "token", "resident_id", name=op.f("resident_name_tokens_pkey")),
    )
    op.create_table(
        "roster_rows",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "MOVE_IN",
                "MOVE_OUT",
                "TRANSFER",
                "END_CHANGED",
                "UNCHANGED",
                "HISTORY",
                "ERROR",
                name="rosterrowkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("PENDING", "APPLIED", "FAILED", name="rosterrowstate", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("stay_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('MOVE_IN', 'MOVE_OUT', 'TRANSFER', 'END_CHANGED', 'UNCHANGED', 'HISTORY', 'ERROR')",
            name=op.f("roster_rows_kind_check"),
        ),
        sa.CheckConstraint("state IN ('PENDING', 'APPLIED', 'FAILED')", name=op.f("roster_rows_state_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "import_id"],
            ["roster_imports.operator_id", "roster_imports.id"],
            name=op.f("roster_rows_operator_id_import_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("roster_rows_pkey")),
        sa.UniqueConstraint(
            "operator_id", "import_id", "position", name=op.f("roster_rows_operator_id_import_id_position_key")
        ),
    )
    op.create_index(
        "ix_roster_rows_pending",
        "roster_rows",
        ["operator_id", "import_id", "position"],
        unique=False,
        postgresql_where="state = 'PENDING'",
    )
    op.create_table(
        "units",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("SUITE", "ROOM", name="unitkind", native_enum=False, length=None), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("area", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("max_occupants", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('SUITE', 'ROOM')", name=op.f("units_kind_check")),
        sa.CheckConstraint("area > 0 AND max_occupants > 0", name=op.f("units_size_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("units_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("units_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("units_pkey")),
        sa.UniqueConstraint(
            "operator_id", "building_id", "number", name=op.f("units_operator_id_building_id_number_key")
        ),
    )
    op.create_index("ix_units_community_id", "units", ["operator_id", "community_id"], unique=False)
    op.create_table(
        "beds",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "CLEAN", "DIRTY", "INSPECTED", "OUT_OF_SERVICE", name="bedcondition", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("condition_note", sa.String(), nullable=True),
        sa.Column("condition_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "condition IN ('CLEAN', 'DIRTY', 'INSPECTED', 'OUT_OF_SERVICE')", name=op.f("beds_condition_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("beds_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("beds_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "unit_id"], ["units.operator_id", "units.id"], name=op.f("beds_operator_id_unit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("beds_pkey")),
        sa.UniqueConstraint("operator_id", "unit_id", "label", name=op.f("beds_operator_id_unit_id_label_key")),
    )
    op.create_index("ix_beds_building_id", "beds", ["operator_id", "building_id"], unique=False)
    op.create_index("ix_beds_community_id", "beds", ["operator_id", "community_id"], unique=False)
    op.create_table(
        "allotted_beds",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("allotment_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("bed_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("bed_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="allotted_beds_no_overlap",
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("allotted_beds_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "allotment_id"],
            ["allotments.operator_id", "allotments.id"],
            name=op.f("allotted_beds_operator_id_allotment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "bed_id"],
            ["beds.operator_id", "beds.id"],
            name=op.f("allotted_beds_operator_id_bed_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("allotted_beds_pkey")),
    )
    op.create_index("ix_allotted_beds_allotment_id", "allotted_beds", ["operator_id", "allotment_id"], unique=False)
    op.create_index("ix_allotted_beds_bed_id", "allotted_beds", ["operator_id", "bed_id"], unique=False)
    op.create_table(
        "stays",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("bed_id", sa.Uuid(), nullable=True),
        sa.Column("lead_resident_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("RESERVED", "ACTIVE", "ENDED", "CANCELLED", name="staystatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("planned_ends_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("residency_started_on", sa.Date(), nullable=False),
        sa.Column("previous_stay_id", sa.Uuid(), nullable=True),
        sa.Column("over_limit_reason", sa.String(), nullable=True),
        sa.Column("overstay_blocked", sa.Boolean(), nullable=False),
        sa.Column("registration_due_on", sa.Date(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('RESERVED', 'ACTIVE', 'ENDED', 'CANCELLED')", name=op.f("stays_status_check")),
        sa.CheckConstraint("starts_on <= ends_on AND starts_on < planned_ends_on", name=op.f("stays_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "bed_id"], ["beds.operator_id", "beds.id"], name=op.f("stays_operator_id_bed_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("stays_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "employer_id"],
            ["employers.operator_id", "employers.id"],
            name=op.f("stays_operator_id_employer_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "lead_resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("stays_operator_id_lead_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "previous_stay_id"],
            ["stays.operator_id", "stays.id"],
            name=op.f("stays_operator_id_previous_stay_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "unit_id"], ["units.operator_id", "units.id"], name=op.f("stays_operator_id_unit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("stays_pkey")),
    )
    op.create_index("ix_stays_community_id", "stays", ["operator_id", "community_id", "status", "id"], unique=False)
    op.create_index(
        "ix_stays_ends_on",
        "stays",
        ["operator_id", "ends_on"],
        unique=False,
        postgresql_where="status IN ('RESERVED', 'ACTIVE')",
    )
    op.create_index("ix_stays_lead_resident_id", "stays", ["operator_id", "lead_resident_id"], unique=False)
    op.create_index(
        "ix_stays_registration_due_on",
        "stays",
        ["operator_id", "registration_due_on"],
        unique=False,
        postgresql_where="registered_on IS NULL AND status = 'ACTIVE'",
    )
    op.create_index("ix_stays_unit_id", "stays", ["operator_id", "unit_id"], unique=False)
    op.create_table(
        "bed_occupancies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("bed_id", sa.Uuid(), nullable=False),
        sa.Column("stay_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("bed_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="bed_occupancies_no_overlap",
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("bed_occupancies_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "bed_id"],
            ["beds.operator_id", "beds.id"],
            name=op.f("bed_occupancies_operator_id_bed_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "stay_id"],
            ["stays.operator_id", "stays.id"],
            name=op.f("bed_occupancies_operator_id_stay_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("bed_occupancies_pkey")),
    )
    op.create_index(
        "ix_bed_occupancies_building_id", "bed_occupancies", ["operator_id", "building_id", "ends_on"], unique=False
    )
    op.create_index(
        "ix_bed_occupancies_community_id", "bed_occupancies", ["operator_id", "community_id", "ends_on"], unique=False
    )
    op.create_index("ix_bed_occupancies_stay_id", "bed_occupancies", ["operator_id", "stay_id"], unique=False)
    op.create_table(
        "stay_applications",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "wanted_kind", sa.Enum("SUITE", "ROOM", name="unitkind", native_enum=False, length=None), nullable=True
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "SUBMITTED",
                "ACCEPTED",
                "REJECTED",
                "WITHDRAWN",
                name="applicationstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("stay_id", sa.Uuid(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('SUBMITTED', 'ACCEPTED', 'REJECTED', 'WITHDRAWN')", name=op.f("stay_applications_status_check")
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("stay_applications_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("stay_applications_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("stay_applications_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "stay_id"],
            ["stays.operator_id", "stays.id"],
            name=op.f("stay_applications_operator_id_stay_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("stay_applications_pkey")),
    )
    op.create_index(
        "ix_stay_applications_community_id",
        "stay_applications",
        ["operator_id", "community_id", "status", "id"],
        unique=False,
    )
    op.create_index(
        "stay_applications_one_open",
        "stay_applications",
        ["operator_id", "applicant_id", "community_id"],
        unique=True,
        postgresql_where="status = 'SUBMITTED'",
    )
    op.create_table(
        "stay_residents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("stay_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "LEAD",
                "SPOUSE",
                "CHILD",
                "PARENT",
                "SIBLING",
                "FRIEND",
                "COLLEAGUE",
                "OTHER",
                name="relation",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("resident_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="stay_residents_one_stay",
        ),
        sa.CheckConstraint(
            "relation IN ('LEAD', 'SPOUSE', 'CHILD', 'PARENT', 'SIBLING', 'FRIEND', 'COLLEAGUE', 'OTHER')",
            name=op.f("stay_residents_relation_check"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("stay_residents_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("stay_residents_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "stay_id"],
            ["stays.operator_id", "stays.id"],
            name=op.f("stay_residents_operator_id_stay_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("stay_residents_pkey")),
    )
    op.create_index("ix_stay_residents_stay_id", "stay_residents", ["operator_id", "stay_id"], unique=False)
    _protect(
        "audit_entries",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert", rls.mine("actor")),
        rls.Access(rls.Surface.CASEWORK, "select, insert", rls.ALL_ROWS),
    )
    _protect(
        "delivery_failures",
        rls.Access(rls.Surface.WORKER, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.ALL_ROWS),
    )
    _protect(
        "employers",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "event_receipts",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.CASEWORK, "select, insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.WORKER, "select, insert, delete", rls.ALL_ROWS),
    )
    _protect(
        "files",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.mine("uploaded_by")),
    )
    _protect(
        "idempotency_keys",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update, delete", rls.mine("account_id")),
        rls.Access(rls.Surface.CASEWORK, "select, insert, update, delete", rls.ALL_ROWS),
    )
    _protect(
        "notification_settings",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.mine_or_system("account_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.mine("account_id")),
    )
    _protect(
        "notifications",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.mine_or_system("account_id")),
        rls.Access(rls.Surface.RESIDENT, "select, update", rls.mine("account_id")),
    )
    _protect(
        "outbox",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.CASEWORK, "insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.BALLOT, "insert", rls.ALL_ROWS),
        rls.Access(rls.Surface.WORKER, "select, update, delete", rls.ALL_ROWS),
    )
    _protect(
        "accounts",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "operators",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.WORKER, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.OWN_OPERATOR),
        rls.Access(rls.Surface.RESIDENT, "select", rls.OWN_OPERATOR),
        rls.Access(rls.Surface.CASEWORK, "select", rls.OWN_OPERATOR),
        rls.Access(rls.Surface.BALLOT, "select", rls.OWN_OPERATOR),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.OWN_OPERATORS),
        shared=True,
    )
    _protect(
        "platform_audit",
        rls.Access(rls.Surface.CONTROL, "select, insert", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "sign_in_codes",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "subdistricts",
        rls.Access(rls.Surface.TENANT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.CASEWORK, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.BALLOT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.CONTROL, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.DISTRICT, "select", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "throttles",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "timer_runs",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.CASEWORK, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.WORKER, "select, insert, update", rls.ALL_ROWS),
    )
    _protect(
        "webhooks",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.ALL_ROWS),
    )
    _protect(
        "audit_seals",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.ALL_ROWS),
    )
    _protect(
        "communities",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "external_identities",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "identity_providers",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "memberships",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.OPERATOR),
        shared=True,
    )
    _protect(
        "oidc_sign_ins",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "operator_keys",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.OPERATOR),
        rls.Access(rls.Surface.RESIDENT, "select", rls.OPERATOR),
        rls.Access(rls.Surface.CASEWORK, "select", rls.OPERATOR),
        rls.Access(rls.Surface.BALLOT, "select", rls.OPERATOR),
        shared=True,
    )
    _protect(
        "sessions",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "webhook_deliveries",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.ALL_ROWS),
    )
    _protect(
        "allotments",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
    )
    _protect(
        "buildings",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "governance_periods",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "residents",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.COMMUNITY_OR_NONE),
        rls.Access(rls.Surface.RESIDENT, "select", rls.own("id")),
    )
    _protect(
        "roster_imports",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
    )
    _protect(
        "refresh_tokens",
        rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "resident_name_tokens",
        rls.Access(rls.Surface.TENANT, "select, insert, delete", rls.ALL_ROWS),
    )
    _protect(
        "roster_rows",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.community("community_id")),
    )
    _protect(
        "units",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "beds",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
    )
    _protect(
        "allotted_beds",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
    )
    _protect(
        "stays",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.own("lead_resident_id")),
    )
    _protect(
        "bed_occupancies",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
    )
    _protect(
        "stay_applications",
        rls.Access(rls.Surface.TENANT, "select, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.mine("applicant_id")),
    )
    _protect(
        "stay_residents",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community("community_id")),
        rls.Access(rls.Surface.RESIDENT, "select", rls.own("resident_id")),
    )
    subdistricts = sa.table(
        "subdistricts", sa.column("code"), sa.column("name_zh"), sa.column("name_en"), schema="shared"
    )
    op.bulk_insert(
        subdistricts,
        [
            {"code": f"310112{code}", "name_zh": name_zh, "name_en": name_en}
            for code, name_zh, name_en in (
                ("001", "江川路街道", "Jiangchuanlu Subdistrict"),
                ("006", "古美街道", "Gumei Subdistrict"),
                ("008", "新虹街道", "Xinhong Subdistrict"),
                ("009", "浦锦街道", "Pujin Subdistrict"),
                ("101", "莘庄镇", "Xinzhuang Town"),
                ("102", "七宝镇", "Qibao Town"),
                ("103", "颛桥镇", "Zhuanqiao Town"),
                ("106", "华漕镇", "Huacao Town"),
                ("107", "虹桥镇", "Hongqiao Town"),
                ("108", "梅陇镇", "Meilong Town"),
                ("110", "吴泾镇", "Wujing Town"),
                ("112", "马桥镇", "Maqiao Town"),
                ("114", "浦江镇", "Pujiang Town"),
                ("501", "莘庄工业区", "Xinzhuang Industrial Zone"),
            )
        ],
    )


def downgrade() -> None:
    op.drop_index("ix_stay_residents_stay_id", table_name="stay_residents")
    op.drop_table("stay_residents")
    op.drop_index("stay_applications_one_open", table_name="stay_applications", postgresql_where="status = 'SUBMITTED'")
    op.drop_index("ix_stay_applications_community_id", table_name="stay_applications")
    op.drop_table("stay_applications")
    op.drop_index("ix_bed_occupancies_stay_id", table_name="bed_occupancies")
    op.drop_index("ix_bed_occupancies_community_id", table_name="bed_occupancies")
    op.drop_index("ix_bed_occupancies_building_id", table_name="bed_occupancies")
    op.drop_table("bed_occupancies")
    op.drop_index("ix_stays_unit_id", table_name="stays")
    op.drop_index(
        "ix_stays_registration_due_on",
        table_name="stays",
        postgresql_where="registered_on IS NULL AND status = 'ACTIVE'",
    )
    op.drop_index("ix_stays_lead_resident_id", table_name="stays")
    op.drop_index("ix_stays_ends_on", table_name="stays", postgresql_where="status IN ('RESERVED', 'ACTIVE')")
    op.drop_index("ix_stays_community_id", table_name="stays")
    op.drop_table("stays")
    op.drop_index("ix_allotted_beds_bed_id", table_name="allotted_beds")
    op.drop_index("ix_allotted_beds_allotment_id", table_name="allotted_beds")
    op.drop_table("allotted_beds")
    op.drop_index("ix_beds_community_id", table_name="beds")
    op.drop_index("ix_beds_building_id", table_name="beds")
    op.drop_table("beds")
    op.drop_index("ix_units_community_id", table_name="units")
    op.drop_table("units")
    op.drop_index("ix_roster_rows_pending", table_name="roster_rows", postgresql_where="state = 'PENDING'")
    op.drop_table("roster_rows")
    op.drop_table("resident_name_tokens")
    op.drop_index("ix_refresh_tokens_session_id", table_name="refresh_tokens", schema="shared")
    op.drop_table("refresh_tokens", schema="shared")
    op.drop_index("ix_roster_imports_kept", table_name="roster_imports", postgresql_where="forgotten_at IS NULL")
    op.drop_index("ix_roster_imports_community_id", table_name="roster_imports")
    op.drop_table("roster_imports")
    op.drop_index("residents_document_key", table_name="residents", postgresql_where="document_index IS NOT NULL")
    op.drop_index("ix_residents_phone_index", table_name="residents")
    op.drop_index("ix_residents_community_id", table_name="residents")
    op.drop_table("residents")
    op.drop_table("governance_periods")
    op.drop_table("buildings")
    op.drop_table("allotments")
    op.drop_index("ix_webhook_deliveries_webhook_id", table_name="webhook_deliveries")
    op.drop_index("ix_webhook_deliveries_due", table_name="webhook_deliveries", postgresql_where="due_at IS NOT NULL")
    op.drop_index("ix_webhook_deliveries_created_at", table_name="webhook_deliveries")
    op.drop_table("webhook_deliveries")
    op.drop_index("ix_sessions_account_id", table_name="sessions", schema="shared")
    op.drop_table("sessions", schema="shared")
    op.drop_table("operator_keys", schema="shared")
    op.drop_table("oidc_sign_ins", schema="shared")
    op.drop_index(
        "memberships_current_key",
        table_name="memberships",
        schema="shared",
        postgresql_where="ended_at IS NULL",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_memberships_operator_id", table_name="memberships", schema="shared")
    op.drop_table("memberships", schema="shared")
    op.drop_table("identity_providers", schema="shared")
    op.drop_index("ix_external_identities_account_id", table_name="external_identities", schema="shared")
    op.drop_table("external_identities", schema="shared")
    op.drop_table("communities")
    op.drop_table("audit_seals")
    op.drop_table("webhooks")
    op.drop_table("timer_runs")
    op.drop_index("ix_throttles_expires_at", table_name="throttles", schema="shared")
    op.drop_table("throttles", schema="shared")
    op.drop_table("subdistricts", schema="shared")
    op.drop_index("ix_sign_in_codes_phone_index", table_name="sign_in_codes", schema="shared")
    op.drop_table("sign_in_codes", schema="shared")
    op.drop_index("ix_platform_audit_account_id", table_name="platform_audit", schema="shared")
    op.drop_table("platform_audit", schema="shared")
    op.drop_table("operators", schema="shared")
    op.drop_table("accounts", schema="shared")
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where="due_at IS NOT NULL")
    op.drop_table("outbox")
    op.drop_index("ix_notifications_due", table_name="notifications", postgresql_where="due_at IS NOT NULL")
    op.drop_index("ix_notifications_account_id", table_name="notifications")
    op.drop_table("notifications")
    op.drop_table("notification_settings")
    op.drop_table("idempotency_keys")
    op.drop_index("ix_files_uploaded_by", table_name="files")
    op.drop_index("ix_files_unattached", table_name="files", postgresql_where="attached_id IS NULL")
    op.drop_index("ix_files_attached_id", table_name="files")
    op.drop_table("files")
    op.drop_table("event_receipts")
    op.drop_table("employers")
    op.drop_table("delivery_failures")
    op.drop_index("ix_audit_entries_object_id", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.execute("DROP FUNCTION app.enter(text, text, text, text)")
