"""polls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OF_COMMUNITY = rls.community()


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("SINGLE", "MULTIPLE", "RANKED", name="pollkind", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "voters", sa.Enum("RESIDENT", "SUITE", name="voterunit", native_enum=False, length=None), nullable=False
        ),
        sa.Column("quorum_percent", sa.Integer(), nullable=False),
        sa.Column(
            "pass_rule",
            sa.Enum(
                "PLURALITY",
                "MAJORITY",
                "TWO_THIRDS",
                "MAJORITY_OF_VOTERS",
                name="passrule",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "tie_rule",
            sa.Enum("NOT_DECIDED", "NAMED_FIRST", "LOT", name="tierule", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("most_choices", sa.Integer(), nullable=False),
        sa.Column("options_count", sa.Integer(), nullable=False),
        sa.Column("voters_count", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('SINGLE', 'MULTIPLE', 'RANKED')", name=op.f("polls_kind_check")),
        sa.CheckConstraint(
            "pass_rule IN ('PLURALITY', 'MAJORITY', 'TWO_THIRDS', 'MAJORITY_OF_VOTERS')",
            name=op.f("polls_pass_rule_check"),
        ),
        sa.CheckConstraint("tie_rule IN ('NOT_DECIDED', 'NAMED_FIRST', 'LOT')", name=op.f("polls_tie_rule_check")),
        sa.CheckConstraint("voters IN ('RESIDENT', 'SUITE')", name=op.f("polls_voters_check")),
        sa.CheckConstraint(
            "quorum_percent BETWEEN 0 AND 100 AND options_count BETWEEN 2 AND 50 AND most_choices BETWEEN 1 AND options_count",
            name=op.f("polls_rules_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("polls_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("polls_pkey")),
    )
    op.create_index("ix_polls_closes_at", "polls", ["operator_id", "closes_at"], unique=False)
    op.create_index("ix_polls_community_id", "polls", ["operator_id", "community_id", "id"], unique=False)
    op.create_index("ix_polls_proposal_id", "polls", ["operator_id", "proposal_id"], unique=False)
    op.create_table(
        "ballot_keys",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("ballot_keys_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", name=op.f("ballot_keys_pkey")),
    )
    op.create_table(
        "opened_ballots",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("choices", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("opened_ballots_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("opened_ballots_pkey")),
    )
    op.create_index("ix_opened_ballots_poll_id", "opened_ballots", ["operator_id", "poll_id"], unique=False)
    op.create_table(
        "poll_electors",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("poll_electors_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", "resident_id", name=op.f("poll_electors_pkey")),
        sa.UniqueConstraint("operator_id", "poll_id", "resident_id", "voter_id", name="poll_electors_voter_key"),
    )
    op.create_index("ix_poll_electors_resident_id", "poll_electors", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "poll_options",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("poll_options_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("poll_options_pkey")),
        sa.UniqueConstraint(
            "operator_id", "poll_id", "position", name=op.f("poll_options_operator_id_poll_id_position_key")
        ),
    )
    op.create_table(
        "poll_states",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "CLOSED", "COUNTED", "CANCELLED", name="pollstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("PASSED", "NOT_PASSED", "TIED", "NO_QUORUM", name="polloutcome", native_enum=False, length=None),
            nullable=True,
        ),
        sa.Column("winner", sa.Integer(), nullable=True),
        sa.Column("ballots_count", sa.Integer(), nullable=True),
        sa.Column("interrupted_count", sa.Integer(), nullable=True),
        sa.Column("lot_seed", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'COUNTED') = (outcome IS NOT NULL)", name=op.f("poll_states_result_check")),
        sa.CheckConstraint(
            "outcome IN ('PASSED', 'NOT_PASSED', 'TIED', 'NO_QUORUM')", name=op.f("poll_states_outcome_check")
        ),
        sa.CheckConstraint(
            "status IN ('OPEN', 'CLOSED', 'COUNTED', 'CANCELLED')", name=op.f("poll_states_status_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("poll_states_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", name=op.f("poll_states_pkey")),
    )
    op.create_table(
        "poll_tallies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["polls.operator_id", "polls.id"],
            name=op.f("poll_tallies_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", "round", "position", name=op.f("poll_tallies_pkey")),
    )
    op.create_table(
        "urns",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state", sa.Enum("SEALED", "EMPTIED", name="urnstate", native_enum=False, length=None), nullable=False
        ),
        sa.CheckConstraint("state IN ('SEALED', 'EMPTIED')", name=op.f("urns_state_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"], ["polls.operator_id", "polls.id"], name=op.f("urns_operator_id_poll_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", name=op.f("urns_pkey")),
    )
    op.create_table(
        "ballots",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["urns.operator_id", "urns.poll_id"],
            name=op.f("ballots_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("ballots_pkey")),
        sa.UniqueConstraint("operator_id", "receipt_hash", name=op.f("ballots_operator_id_receipt_hash_key")),
    )
    op.create_index("ix_ballots_poll_id", "ballots", ["operator_id", "poll_id"], unique=False)
    op.create_table(
        "poll_marks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel", sa.Enum("ONLINE", "DESK", name="votechannel", native_enum=False, length=None), nullable=False
        ),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("channel IN ('ONLINE', 'DESK')", name=op.f("poll_marks_channel_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id", "resident_id", "voter_id"],
            [
                "poll_electors.operator_id",
                "poll_electors.poll_id",
                "poll_electors.resident_id",
                "poll_electors.voter_id",
            ],
            name="poll_marks_elector_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "poll_id"],
            ["poll_states.operator_id", "poll_states.poll_id"],
            name=op.f("poll_marks_operator_id_poll_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "poll_id", "voter_id", name=op.f("poll_marks_pkey")),
        sa.UniqueConstraint(
            "operator_id", "poll_id", "secret_hash", name=op.f("poll_marks_operator_id_poll_id_secret_hash_key")
        ),
    )
    _protect("polls", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"), rls.ballot("select"))
    _protect("ballot_keys", rls.staff("insert"), rls.ballot("select, delete", rls.past("opens_at")))
    _protect("opened_ballots", rls.staff("select"), rls.ballot("select, insert"))
    _protect(
        "poll_electors", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select", rls.own("resident_id"))
    )
    _protect("poll_options", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))
    _protect("poll_states", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect("poll_tallies", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))
    _protect("urns", rls.staff("insert"), rls.ballot("select, update"))
    _protect("ballots", rls.ballot("select, insert"))
    _protect(
        "poll_marks", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select, insert", rls.own("resident_id"))
    )


def downgrade() -> None:
    op.drop_table("poll_marks")
    op.drop_index("ix_ballots_poll_id", table_name="ballots")
    op.drop_table("ballots")
    op.drop_table("urns")
    op.drop_table("poll_tallies")
    op.drop_table("poll_states")
    op.drop_table("poll_options")
    op.drop_index("ix_poll_electors_resident_id", table_name="poll_electors")
    op.drop_table("poll_electors")
    op.drop_index("ix_opened_ballots_poll_id", table_name="opened_ballots")
    op.drop_table("opened_ballots")
    op.drop_table("ballot_keys")
    op.drop_index("ix_polls_proposal_id", table_name="polls")
    op.drop_index("ix_polls_community_id", table_name="polls")
    op.drop_index("ix_polls_closes_at", table_name="polls")
    op.drop_table("polls")
