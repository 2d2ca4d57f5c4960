"""partners."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OF_COMMUNITY = rls.community()


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "GOVERNMENT",
                "ENTERPRISE",
                "SCHOOL",
                "HOSPITAL",
                "SOCIAL_ORGANISATION",
                "LEAGUE_OR_UNION",
                name="partnerkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('GOVERNMENT', 'ENTERPRISE', 'SCHOOL', 'HOSPITAL', 'SOCIAL_ORGANISATION', 'LEAGUE_OR_UNION')",
            name=op.f("partners_kind_check"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("partners_pkey")),
        sa.UniqueConstraint("operator_id", "uscc", name=op.f("partners_operator_id_uscc_key")),
    )
    op.create_table(
        "partner_contacts",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "partner_id"],
            ["partners.operator_id", "partners.id"],
            name=op.f("partner_contacts_operator_id_partner_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "partner_id", name=op.f("partner_contacts_pkey")),
    )
    op.create_table(
        "partner_offers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "CONSULT", "SERVICE", "PUBLIC_GOOD", "FUNDING", name="resourcekind", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('CONSULT', 'SERVICE', 'PUBLIC_GOOD', 'FUNDING')", name=op.f("partner_offers_kind_check")
        ),
        sa.CheckConstraint("used >= 0 AND (uses IS NULL OR used <= uses)", name=op.f("partner_offers_uses_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "partner_id"],
            ["partners.operator_id", "partners.id"],
            name=op.f("partner_offers_operator_id_partner_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("partner_offers_pkey")),
    )
    op.create_index("ix_partner_offers_kind", "partner_offers", ["operator_id", "kind", "id"], unique=False)
    op.create_index("ix_partner_offers_partner_id", "partner_offers", ["operator_id", "partner_id"], unique=False)
    op.create_table(
        "responsibility_days",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "CLAIMED", "LOGGED", "CANCELLED", name="daystatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("served_count", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('OPEN', 'CLAIMED', 'LOGGED', 'CANCELLED')", name=op.f("responsibility_days_status_check")
        ),
        sa.CheckConstraint(
            "(partner_id IS NULL) = (claimed_at IS NULL)", name=op.f("responsibility_days_claimed_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("responsibility_days_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "partner_id"],
            ["partners.operator_id", "partners.id"],
            name=op.f("responsibility_days_operator_id_partner_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("responsibility_days_pkey")),
    )
    op.create_index(
        "ix_responsibility_days_community_id",
        "responsibility_days",
        ["operator_id", "community_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "needs",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "CONSULT", "SERVICE", "PUBLIC_GOOD", "FUNDING", name="resourcekind", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PROPOSED",
                "OPEN",
                "CLAIMED",
                "DELIVERED",
                "CONFIRMED",
                "WITHDRAWN",
                name="needstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('CONSULT', 'SERVICE', 'PUBLIC_GOOD', 'FUNDING')", name=op.f("needs_kind_check")),
        sa.CheckConstraint(
            "status IN ('PROPOSED', 'OPEN', 'CLAIMED', 'DELIVERED', 'CONFIRMED', 'WITHDRAWN')",
            name=op.f("needs_status_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("needs_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("needs_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("needs_pkey")),
    )
    op.create_index("ix_needs_community_id", "needs", ["operator_id", "community_id", "status", "id"], unique=False)
    op.create_index("ix_needs_resident_id", "needs", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "need_claims",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "CLAIMED", "DELIVERED", "CONFIRMED", "RETURNED", name="claimstatus", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('CLAIMED', 'DELIVERED', 'CONFIRMED', 'RETURNED')", name=op.f("need_claims_status_check")
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("need_claims_score_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "need_id"],
            ["needs.operator_id", "needs.id"],
            name=op.f("need_claims_operator_id_need_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "offer_id"],
            ["partner_offers.operator_id", "partner_offers.id"],
            name=op.f("need_claims_operator_id_offer_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "partner_id"],
            ["partners.operator_id", "partners.id"],
            name=op.f("need_claims_operator_id_partner_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("need_claims_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("need_claims_pkey")),
    )
    op.create_index("ix_need_claims_partner_id", "need_claims", ["operator_id", "partner_id"], unique=False)
    op.create_index(
        "need_claims_one_open",
        "need_claims",
        ["operator_id", "need_id"],
        unique=True,
        postgresql_where="status <> 'RETURNED'",
    )
    _protect("partners", rls.staff("select, insert, update"), rls.resident("select"))
    _protect("partner_contacts", rls.staff("select, insert, update"))
    _protect("partner_offers", rls.staff("select, insert, update"), rls.resident("select"))
    _protect("responsibility_days", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect(
        "needs",
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own_or("is_public", "resident_id"), check=rls.own("resident_id")),
    )
    _protect(
        "need_claims",
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, update", check=rls.own("resident_id")),
    )


def downgrade() -> None:
    op.drop_index("need_claims_one_open", table_name="need_claims", postgresql_where="status <> 'RETURNED'")
    op.drop_index("ix_need_claims_partner_id", table_name="need_claims")
    op.drop_table("need_claims")
    op.drop_index("ix_needs_resident_id", table_name="needs")
    op.drop_index("ix_needs_community_id", table_name="needs")
    op.drop_table("needs")
    op.drop_index("ix_responsibility_days_community_id", table_name="responsibility_days")
    op.drop_table("responsibility_days")
    op.drop_index("ix_partner_offers_partner_id", table_name="partner_offers")
    op.drop_index("ix_partner_offers_kind", table_name="partner_offers")
    op.drop_table("partner_offers")
    op.drop_table("partner_contacts")
    op.drop_table("partners")
