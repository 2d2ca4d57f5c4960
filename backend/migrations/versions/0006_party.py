"""party."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What the supervising branch reads of an operator's communities: figures and names of places, of people nothing.
_OVERSEEN = {
    "communities": rls.oversight(
        *("operator_id", "id", "code", "name", "subdistrict_code", "address", "product_type", "opened_on"),
        rule=rls.both(rls.OPERATORS, rls.cared_for("id")),
    ),
    "governance_periods": rls.oversight("operator_id", "id", "community_id", "mode", "starts_on", "ends_on"),
    "buildings": rls.oversight("operator_id", "id", "community_id", "code", "name"),
    "units": rls.oversight("operator_id", "id", "community_id"),
    "beds": rls.oversight("operator_id", "id", "community_id"),
    "stays": rls.oversight("operator_id", "id", "community_id", "status", "starts_on", "ends_on"),
    "stay_residents": rls.oversight("operator_id", "id", "community_id", "stay_id", "starts_on", "ends_on"),
    "bed_occupancies": rls.oversight(
        *("operator_id", "id", "community_id", "bed_id", "stay_id", "starts_on", "ends_on"),
    ),
    "outbox": rls.Access(rls.Surface.OVERSIGHT, "insert"),
}
_AUDITED = rls.Access(rls.Surface.OVERSIGHT, "insert")


def _protect(table: str, *accesses: rls.Access, shared: bool = False) -> None:
    for statement in rls.protect(table, *accesses, shared=shared):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "oversight_receipts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "handler", name=op.f("oversight_receipts_pkey")),
        schema="shared",
    )
    op.create_table(
        "listed_communities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("operator_name", sa.String(), nullable=False),
        sa.Column("subdistrict_code", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("listed_communities_operator_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "community_id", name=op.f("listed_communities_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_listed_communities_code", "listed_communities", ["code", "community_id"], unique=False, schema="shared"
    )
    op.create_table(
        "party_orgs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "COMMITTEE",
                "GENERAL_BRANCH",
                "BRANCH",
                "JOINT_BRANCH",
                "GROUP",
                name="partyorgkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subdistrict_code", sa.String(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'GROUP')",
            name=op.f("party_orgs_kind_check"),
        ),
        sa.CheckConstraint("formed_on < ends_on", name=op.f("party_orgs_dates_check")),
        sa.CheckConstraint("parent_id <> id", name=op.f("party_orgs_parent_check")),
        sa.ForeignKeyConstraint(["parent_id"], ["shared.party_orgs.id"], name=op.f("party_orgs_parent_id_fkey")),
        sa.ForeignKeyConstraint(
            ["subdistrict_code"], ["shared.subdistricts.code"], name=op.f("party_orgs_subdistrict_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_orgs_pkey")),
        schema="shared",
    )
    op.create_index("ix_party_orgs_parent_id", "party_orgs", ["parent_id", "id"], unique=False, schema="shared")
    op.create_index(
        "party_orgs_name_key",
        "party_orgs",
        ["parent_id", "name"],
        unique=True,
        schema="shared",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "notice_replies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("replied_by", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("notice_replies_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("notice_replies_pkey")),
        sa.UniqueConstraint("operator_id", "notice_id", "round", name="notice_replies_one_a_round"),
    )
    op.create_table(
        "branch_supervisors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["shared.accounts.id"], name=op.f("branch_supervisors_account_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("branch_supervisors_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("branch_supervisors_pkey")),
        schema="shared",
    )
    op.create_index(
        "branch_supervisors_current_key",
        "branch_supervisors",
        ["account_id", "organisation_id"],
        unique=True,
        schema="shared",
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "building_recognitions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("model_building_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recognised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name=op.f("building_recognitions_first_batch_check")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("building_recognitions_operator_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("building_recognitions_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("building_recognitions_pkey")),
        sa.UniqueConstraint("model_building_id", name=op.f("building_recognitions_model_building_id_key")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("building_recognitions_organisation_id_number_key")),
        schema="shared",
    )
    op.create_table(
        "oversight_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("community_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="oversight_assignments_one_cover",
        ),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (grid_id IS NULL)", name=op.f("oversight_assignments_one_kind_check")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("oversight_assignments_dates_check")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("oversight_assignments_operator_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("oversight_assignments_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("oversight_assignments_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_oversight_assignments_organisation_id",
        "oversight_assignments",
        ["organisation_id", "ends_on"],
        unique=False,
        schema="shared",
    )
    op.create_table(
        "party_activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=False),
        sa.Column("volunteers", sa.Integer(), nullable=False),
        sa.Column("volunteer_hours", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "starts_at < ends_at AND attendance >= 0 AND volunteers >= 0 AND volunteer_hours >= 0",
            name=op.f("party_activities_figures_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("party_activities_operator_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("party_activities_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_activities_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_party_activities_starts_at",
        "party_activities",
        ["organisation_id", "starts_at"],
        unique=False,
        schema="shared",
    )
    op.create_table(
        "party_meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "MEMBERS_MEETING",
                "COMMITTEE_MEETING",
                "GROUP_MEETING",
                "PARTY_LECTURE",
                "THEME_DAY",
                name="meetingkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('MEMBERS_MEETING', 'COMMITTEE_MEETING', 'GROUP_MEETING', 'PARTY_LECTURE', 'THEME_DAY')",
            name=op.f("party_meetings_kind_check"),
        ),
        sa.CheckConstraint("0 <= attended AND attended <= expected", name=op.f("party_meetings_attendance_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("party_meetings_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_meetings_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_party_meetings_held_at", "party_meetings", ["organisation_id", "held_at"], unique=False, schema="shared"
    )
    op.create_table(
        "party_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("FORMAL", "PROBATIONARY", name="memberstage", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reported_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage IN ('FORMAL', 'PROBATIONARY')", name=op.f("party_members_stage_check")),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("party_members_operator_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("party_members_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_members_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_party_members_organisation_id", "party_members", ["organisation_id", "id"], unique=False, schema="shared"
    )
    op.create_table(
        "party_officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "FIRST_SECRETARY",
                "SECRETARY",
                "DEPUTY_SECRETARY",
                "ORGANISATION_COMMISSIONER",
                "PUBLICITY_COMMISSIONER",
                "DISCIPLINE_COMMISSIONER",
                "GROUP_LEADER",
                name="partyoffice",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organisation_id"), "="),
            (sa.column("office"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="party_officers_one_holder",
        ),
        sa.CheckConstraint(
            "office IN ('FIRST_SECRETARY', 'SECRETARY', 'DEPUTY_SECRETARY', 'ORGANISATION_COMMISSIONER', 'PUBLICITY_COMMISSIONER', 'DISCIPLINE_COMMISSIONER', 'GROUP_LEADER')",
            name=op.f("party_officers_office_check"),
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("party_officers_dates_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("party_officers_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_officers_pkey")),
        schema="shared",
    )
    op.create_table(
        "supervision_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("demand", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "ISSUED",
                "REPLIED",
                "RETURNED",
                "CLOSED",
                "WITHDRAWN",
                name="noticestate",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("risen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state IN ('ISSUED', 'REPLIED', 'RETURNED'))",
            name=op.f("supervision_notices_closed_check"),
        ),
        sa.CheckConstraint(
            "state IN ('ISSUED', 'REPLIED', 'RETURNED', 'CLOSED', 'WITHDRAWN')",
            name=op.f("supervision_notices_state_check"),
        ),
        sa.CheckConstraint(
            "(subject_type IS NULL) = (subject_id IS NULL)", name=op.f("supervision_notices_subject_check")
        ),
        sa.CheckConstraint("round >= 1", name=op.f("supervision_notices_round_check")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("supervision_notices_operator_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("supervision_notices_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("supervision_notices_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_supervision_notices_community_id",
        "supervision_notices",
        ["operator_id", "community_id", "id"],
        unique=False,
        schema="shared",
    )
    op.create_index(
        "ix_supervision_notices_risen",
        "supervision_notices",
        ["id"],
        unique=False,
        schema="shared",
        postgresql_where="risen_at IS NOT NULL",
    )
    op.create_table(
        "model_buildings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("model_buildings_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("model_buildings_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("model_buildings_pkey")),
        sa.UniqueConstraint("operator_id", "building_id", name=op.f("model_buildings_operator_id_building_id_key")),
    )
    op.create_table(
        "party_consents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("FORMAL", "PROBATIONARY", name="memberstage", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("shares_name", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "withdrawn_because",
            sa.Enum("BY_MEMBER", "LEFT", "ERASED", name="withdrawalcause", native_enum=False, length=None),
            nullable=True,
        ),
        sa.CheckConstraint("stage IN ('FORMAL', 'PROBATIONARY')", name=op.f("party_consents_stage_check")),
        sa.CheckConstraint(
            "withdrawn_because IN ('BY_MEMBER', 'LEFT', 'ERASED')", name=op.f("party_consents_withdrawn_because_check")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name=op.f("party_consents_withdrawn_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("party_consents_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("party_consents_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("party_consents_pkey")),
    )
    op.create_index(
        "ix_party_consents_community_id", "party_consents", ["operator_id", "community_id", "id"], unique=False
    )
    op.create_index(
        "party_consents_one_report",
        "party_consents",
        ["operator_id", "resident_id"],
        unique=True,
        postgresql_where="withdrawn_at IS NULL",
    )
    op.create_table(
        "notice_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("ACCEPTED", "RETURNED", name="replydecision", native_enum=False, length=None),
            nullable=True,
        ),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('ACCEPTED', 'RETURNED')", name=op.f("notice_answers_decision_check")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("notice_answers_decided_check")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["shared.supervision_notices.id"], name=op.f("notice_answers_notice_id_fkey")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("notice_answers_operator_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_answers_pkey")),
        sa.UniqueConstraint("notice_id", "round", name=op.f("notice_answers_notice_id_round_key")),
        schema="shared",
    )
    op.create_table(
        "model_building_items",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("model_building_id", sa.Uuid(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "ORGANISATION",
                "VENUE",
                "TEAM",
                "RULES",
                "ACTIVITIES",
                "SERVICES",
                "CONVENTION",
                "RESULTS",
                name="modelitem",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "item IN ('ORGANISATION', 'VENUE', 'TEAM', 'RULES', 'ACTIVITIES', 'SERVICES', 'CONVENTION', 'RESULTS')",
            name=op.f("model_building_items_item_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "model_building_id"],
            ["model_buildings.operator_id", "model_buildings.id"],
            name=op.f("model_building_items_operator_id_model_building_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("model_building_items_pkey")),
        sa.UniqueConstraint(
            "operator_id",
            "model_building_id",
            "item",
            name=op.f("model_building_items_operator_id_model_building_id_item_key"),
        ),
    )
    op.create_table(
        "oversight_keys",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mutation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "mutation", "key", name=op.f("oversight_keys_pkey")),
        schema="shared",
    )
    _protect(
        "oversight_keys",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert, update", rls.mine("account_id")),
        rls.Access(rls.Surface.CONTROL, "select, delete", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "party_orgs",
        rls.Access(rls.Surface.CONTROL, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.ALL_ROWS),
        rls.Access(rls.Surface.DISTRICT, "select", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "oversight_assignments",
        rls.Access(rls.Surface.CONTROL, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.OF_STAFF),
        rls.Access(rls.Surface.RESIDENT, "select", rls.OPERATOR),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.OVERSEEN),
        rls.Access(rls.Surface.DISTRICT, "select", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "branch_supervisors",
        rls.Access(rls.Surface.CONTROL, "select, insert, update", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "listed_communities",
        rls.Access(rls.Surface.CONTROL, "select, insert, update", rls.ALL_ROWS),
        rls.Access(rls.Surface.TENANT, "select", rls.OF_STAFF),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.OVERSEEN),
        rls.Access(rls.Surface.DISTRICT, "select", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "oversight_receipts",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert", rls.ALL_ROWS),
        shared=True,
    )
    _protect(
        "party_officers",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert, update", rls.cared_for("organisation_id")),
        shared=True,
    )
    _protect(
        "party_members",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert, delete", rls.OVERSEEN),
        shared=True,
    )
    _protect(
        "party_consents",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community()),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update", rls.own("resident_id")),
    )
    _protect(
        "party_meetings",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert", rls.cared_for("organisation_id")),
        shared=True,
    )
    _protect(
        "party_activities",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert", rls.cared_for("organisation_id")),
        shared=True,
    )
    _protect(
        "supervision_notices",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert, update", rls.OVERSEEN),
        rls.Access(rls.Surface.TENANT, "select", rls.OF_STAFF),
        rls.Access(
            rls.Surface.DISTRICT,
            "select",
            rls.present("risen_at"),
            (
                "id",
                "organisation_id",
                "operator_id",
                "community_id",
                "title",
                "state",
                "round",
                "issued_at",
                "first_due_on",
                "due_on",
                "risen_at",
                "closed_at",
            ),
        ),
        shared=True,
    )
    _protect(
        "notice_answers",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert, update", rls.OVERSEEN),
        rls.Access(rls.Surface.TENANT, "select", rls.OF_STAFF),
        shared=True,
    )
    _protect(
        "notice_replies",
        rls.Access(rls.Surface.TENANT, "select, insert", rls.community()),
    )
    _protect(
        "model_buildings",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community()),
        rls.Access(rls.Surface.OVERSIGHT, "select", rls.OVERSEEN),
    )
    _protect(
        "model_building_items",
        rls.Access(rls.Surface.TENANT, "select, insert, update", rls.community()),
        rls.Access(
            rls.Surface.OVERSIGHT,
            "select",
            rls.OVERSEEN,
            ("operator_id", "id", "community_id", "model_building_id", "item", "is_met", "evidence_ids", "recorded_at"),
        ),
    )
    _protect(
        "building_recognitions",
        rls.Access(rls.Surface.OVERSIGHT, "select, insert", rls.OVERSEEN),
        rls.Access(rls.Surface.TENANT, "select", rls.OF_STAFF),
        shared=True,
    )
    for table, access in _OVERSEEN.items():
        for statement in rls.admit(table, access):
            op.execute(statement)
    for statement in rls.admit("platform_audit", _AUDITED, shared=True):
        op.execute(statement)


def downgrade() -> None:
    for statement in rls.expel("platform_audit", _AUDITED, shared=True):
        op.execute(statement)
    for table, access in _OVERSEEN.items():
        for statement in rls.expel(table, access):
            op.execute(statement)
    op.drop_table("model_building_items")
    op.drop_table("notice_answers", schema="shared")
    op.drop_index("party_consents_one_report", table_name="party_consents", postgresql_where="withdrawn_at IS NULL")
    op.drop_index("ix_party_consents_community_id", table_name="party_consents")
    op.drop_table("party_consents")
    op.drop_table("model_buildings")
    op.drop_index(
        "ix_supervision_notices_risen",
        table_name="supervision_notices",
        schema="shared",
        postgresql_where="risen_at IS NOT NULL",
    )
    op.drop_index("ix_supervision_notices_community_id", table_name="supervision_notices", schema="shared")
    op.drop_table("supervision_notices", schema="shared")
    op.drop_table("party_officers", schema="shared")
    op.drop_index("ix_party_members_organisation_id", table_name="party_members", schema="shared")
    op.drop_table("party_members", schema="shared")
    op.drop_index("ix_party_meetings_held_at", table_name="party_meetings", schema="shared")
    op.drop_table("party_meetings", schema="shared")
    op.drop_index("ix_party_activities_starts_at", table_name="party_activities", schema="shared")
    op.drop_table("party_activities", schema="shared")
    op.drop_index("ix_oversight_assignments_organisation_id", table_name="oversight_assignments", schema="shared")
    op.drop_table("oversight_assignments", schema="shared")
    op.drop_table("building_recognitions", schema="shared")
    op.drop_index(
        "branch_supervisors_current_key",
        table_name="branch_supervisors",
        schema="shared",
        postgresql_where="ended_at IS NULL",
    )
    op.drop_table("branch_supervisors", schema="shared")
    op.drop_table("notice_replies")
    op.drop_index("party_orgs_name_key", table_name="party_orgs", schema="shared", postgresql_nulls_not_distinct=True)
    op.drop_index("ix_party_orgs_parent_id", table_name="party_orgs", schema="shared")
    op.drop_table("party_orgs", schema="shared")
    op.drop_index("ix_listed_communities_code", table_name="listed_communities", schema="shared")
    op.drop_table("listed_communities", schema="shared")
    op.drop_table("oversight_receipts", schema="shared")
    op.drop_table("oversight_keys", schema="shared")
