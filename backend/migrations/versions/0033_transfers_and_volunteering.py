"""transfers and volunteering."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_STATES = "'REQUESTED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN'"
_FORGOTTEN = "withdrawn_at IS NULL OR (joined_on IS NULL AND home_organisation_id IS NULL AND home_sealed IS NULL)"


def _word(column: str, *words: str) -> sa.Column[str]:
    return sa.Column(column, sa.Enum(*words, name=column, native_enum=False, length=None), nullable=False)


def _asked() -> tuple[sa.Column[str], sa.Column[str]]:
    return _word("direction", "IN", "OUT"), _word("state", "REQUESTED", "ACCEPTED", "REFUSED", "WITHDRAWN")


def _checks(table: str) -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("direction IN ('IN', 'OUT')", name=op.f(f"{table}_direction_check")),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f(f"{table}_state_check")),
        sa.CheckConstraint("(state = 'REQUESTED') = (decided_at IS NULL)", name=op.f(f"{table}_decided_check")),
        sa.CheckConstraint("(state = 'REFUSED') = (reason_sealed IS NOT NULL)", name=op.f(f"{table}_reason_check")),
    )


def _transfers() -> None:
    direction, state = _asked()
    op.create_table(
        "party_transfers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        direction,
        sa.Column("other_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("other_sealed", sa.LargeBinary(), nullable=True),
        state,
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        *_checks("party_transfers"),
        sa.CheckConstraint(
            "(other_organisation_id IS NULL) <> (other_sealed IS NULL)", name=op.f("party_transfers_other_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("party_transfers_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "consent_id"],
            ["party_consents.operator_id", "party_consents.id"],
            name=op.f("party_transfers_operator_id_consent_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("party_transfers_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("party_transfers_pkey")),
    )
    op.create_index("ix_party_transfers_consent_id", "party_transfers", ["operator_id", "consent_id"])
    op.create_index(
        "party_transfers_one_open",
        "party_transfers",
        ["operator_id", "resident_id"],
        unique=True,
        postgresql_where="state = 'REQUESTED'",
    )


def _papers() -> None:
    direction, state = _asked()
    op.create_table(
        "transfer_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        direction,
        _word("stage", "FORMAL", "PROBATIONARY"),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("other_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("other_sealed", sa.LargeBinary(), nullable=True),
        state,
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        *_checks("transfer_papers"),
        sa.CheckConstraint("stage IN ('FORMAL', 'PROBATIONARY')", name=op.f("transfer_papers_stage_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("transfer_papers_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("transfer_papers_operator_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["other_organisation_id"],
            ["shared.party_orgs.id"],
            name=op.f("transfer_papers_other_organisation_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("transfer_papers_pkey")),
        schema="shared",
    )
    op.create_index("ix_transfer_papers_organisation_id", "transfer_papers", ["organisation_id", "id"], schema="shared")
    op.create_index("ix_transfer_papers_report_id", "transfer_papers", ["report_id"], schema="shared")


def _fk(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["operator_id", column],
        [f"{target}.operator_id", f"{target}.id"],
        name=op.f(f"{table}_operator_id_{column}_fkey"),
    )


def _activities() -> None:
    op.create_table(
        "member_activities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        _word("audience", "MEMBERS", "COMMUNITY"),
        sa.Column("is_volunteering", sa.Boolean(), nullable=False),
        _word("status", "OPEN", "CANCELLED", "HELD"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("audience IN ('MEMBERS', 'COMMUNITY')", name=op.f("member_activities_audience_check")),
        sa.CheckConstraint("status IN ('OPEN', 'CANCELLED', 'HELD')", name=op.f("member_activities_status_check")),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("member_activities_seats_check")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("member_activities_times_check")),
        _fk("member_activities", "community_id", "communities"),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("member_activities_pkey")),
    )
    op.create_index("ix_member_activities_starts_at", "member_activities", ["operator_id", "community_id", "starts_at"])
    op.create_table(
        "activity_seats",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        _fk("activity_seats", "activity_id", "member_activities"),
        _fk("activity_seats", "resident_id", "residents"),
        _fk("activity_seats", "consent_id", "party_consents"),
        sa.PrimaryKeyConstraint("operator_id", "activity_id", "resident_id", name=op.f("activity_seats_pkey")),
    )
    op.create_index("ix_activity_seats_resident_id", "activity_seats", ["operator_id", "resident_id"])
    op.create_index("ix_activity_seats_consent_id", "activity_seats", ["operator_id", "consent_id"])
    op.create_table(
        "volunteer_entries",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(number = 0 AND minutes >= 0) OR (number > 0 AND minutes <> 0)",
            name=op.f("volunteer_entries_minutes_check"),
        ),
        _fk("volunteer_entries", "activity_id", "member_activities"),
        _fk("volunteer_entries", "resident_id", "residents"),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("volunteer_entries_pkey")),
        sa.UniqueConstraint(
            "operator_id", "activity_id", "resident_id", "number", name="volunteer_entries_counted_once"
        ),
    )
    op.create_index("ix_volunteer_entries_resident_id", "volunteer_entries", ["operator_id", "resident_id", "id"])


def _protect(table: str, *accesses: rls.Access, shared: bool = False) -> None:
    for statement in rls.protect(table, *accesses, shared=shared):
        op.execute(statement)


def upgrade() -> None:
    for table, schema in (("party_consents", None), ("party_members", "shared")):
        op.add_column(table, sa.Column("joined_on", sa.Date(), nullable=True), schema=schema)
        op.add_column(table, sa.Column("home_organisation_id", sa.Uuid(), nullable=True), schema=schema)
        op.add_column(table, sa.Column("home_sealed", sa.LargeBinary(), nullable=True), schema=schema)
    op.create_foreign_key(
        op.f("party_members_home_organisation_id_fkey"),
        "party_members",
        "party_orgs",
        ["home_organisation_id"],
        ["id"],
        source_schema="shared",
        referent_schema="shared",
    )
    op.create_check_constraint(
        op.f("party_consents_home_check"), "party_consents", "home_organisation_id IS NULL OR home_sealed IS NULL"
    )
    op.create_check_constraint(op.f("party_consents_forgotten_check"), "party_consents", _FORGOTTEN)
    _transfers()
    _papers()
    _activities()
    own = rls.own("resident_id")
    verbs = "select, insert, update, delete"
    _protect("party_transfers", rls.staff(verbs, rls.community()), rls.resident(verbs, own))
    _protect("transfer_papers", rls.Access(rls.Surface.OVERSIGHT, verbs, rls.OVERSEEN), shared=True)
    _protect("member_activities", rls.staff("select, insert, update", rls.community()), rls.resident("select, update"))
    _protect(
        "activity_seats", rls.staff("select, delete", rls.community()), rls.resident("select, insert, delete", own)
    )
    _protect("volunteer_entries", rls.staff("select, insert", rls.community()), rls.resident("select", own))
    # The sums of an activity follow corrections of hours.
    op.execute("GRANT UPDATE ON shared.party_activities TO xinju_oversight")


def downgrade() -> None:
    op.execute("REVOKE UPDATE ON shared.party_activities FROM xinju_oversight")
    op.drop_table("volunteer_entries")
    op.drop_table("activity_seats")
    op.drop_table("member_activities")
    op.drop_table("transfer_papers", schema="shared")
    op.drop_table("party_transfers")
    op.drop_constraint(op.f("party_consents_forgotten_check"), "party_consents", type_="check")
    op.drop_constraint(op.f("party_consents_home_check"), "party_consents", type_="check")
    for table, schema in (("party_members", "shared"), ("party_consents", None)):
        for column in ("home_sealed", "home_organisation_id", "joined_on"):
            op.drop_column(table, column, schema=schema)
