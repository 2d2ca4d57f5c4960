"""shown photos."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_TABLE = "issue_photos"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("shown_file_id", sa.Uuid(), nullable=True))
    # Their owner sees the rows of all operators until the change is made; nobody else is let in meanwhile.
    op.execute("ALTER TABLE issue_photos NO FORCE ROW LEVEL SECURITY")
    # What staff took after the work they have looked at; what came with reports waits until somebody does.
    op.execute("UPDATE issue_photos SET shown_file_id = file_id WHERE moment = 'AFTER'")
    op.execute("ALTER TABLE issue_photos FORCE ROW LEVEL SECURITY")
    op.create_index(
        "ix_issue_photos_waiting",
        _TABLE,
        ["operator_id", "issue_id"],
        postgresql_where=sa.text("shown_file_id IS NULL AND NOT is_hidden"),
    )


def downgrade() -> None:
    op.drop_index("ix_issue_photos_waiting", table_name=_TABLE)
    op.drop_column(_TABLE, "shown_file_id")
