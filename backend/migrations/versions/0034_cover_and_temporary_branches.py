"""cover and temporary branches."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_OF_COVER = rls.Rule("starts_with(name, 'party.Oversight')", "starts_with((name)::text, 'party.Oversight'::text)")
_TOLD = rls.Access(rls.Surface.CONTROL, "insert", _OF_COVER)


def upgrade() -> None:
    for statement in rls.admit("outbox", _TOLD):
        op.execute(statement)
    op.add_column("party_orgs", sa.Column("project", sa.String(), nullable=True), schema="shared")
    op.create_check_constraint(
        op.f("party_orgs_project_check"),
        "party_orgs",
        "project IS NULL OR kind = 'BRANCH' AND ends_on < '9999-12-31'",
        schema="shared",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("party_orgs_project_check"), "party_orgs", schema="shared")
    op.drop_column("party_orgs", "project", schema="shared")
    for statement in rls.expel("outbox", _TOLD):
        op.execute(statement)
