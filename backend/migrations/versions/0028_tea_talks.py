"""tea talks."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_KINDS = "'CONSULTATION', 'HEARING', 'COORDINATION', 'APPRAISAL'"
_SEATS = "taken BETWEEN 0 AND seats - reserved AND reserved_taken BETWEEN 0 AND reserved"
_SPEAKING = (
    "taken BETWEEN 0 AND seats - reserved - speaking AND reserved_taken BETWEEN 0 AND reserved"
    " AND speaking_taken BETWEEN 0 AND speaking"
)


def _check(table: str, name: str, rule: str) -> None:
    op.drop_constraint(op.f(f"{table}_{name}_check"), table, type_="check")
    op.create_check_constraint(op.f(f"{table}_{name}_check"), table, rule)


def upgrade() -> None:
    for column in ("speaking", "speaking_taken"):
        op.add_column("council_seatings", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.alter_column("council_seatings", column, server_default=None)
    _check("councils", "kind", f"kind IN ({_KINDS}, 'TEA_TALK')")
    _check("council_registrations", "kind", "kind IN ('OPEN', 'RESERVED', 'SPEAKING')")
    _check("council_seatings", "seats", _SPEAKING)


def downgrade() -> None:
    # Their owner sees the rows of all operators until the change is made; what is new becomes what was there before.
    op.execute("ALTER TABLE council_seatings NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE council_registrations NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE councils NO FORCE ROW LEVEL SECURITY")
    op.drop_constraint(op.f("council_seatings_seats_check"), "council_seatings", type_="check")
    op.execute("UPDATE council_seatings SET taken = taken + speaking_taken, speaking_taken = 0, speaking = 0")
    op.create_check_constraint(op.f("council_seatings_seats_check"), "council_seatings", _SEATS)
    op.execute("UPDATE council_registrations SET kind = 'OPEN' WHERE kind = 'SPEAKING'")
    _check("council_registrations", "kind", "kind IN ('OPEN', 'RESERVED')")
    op.execute("UPDATE councils SET kind = 'CONSULTATION' WHERE kind = 'TEA_TALK'")
    _check("councils", "kind", f"kind IN ({_KINDS})")
    op.execute("ALTER TABLE council_seatings FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE council_registrations FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE councils FORCE ROW LEVEL SECURITY")
    for column in ("speaking_taken", "speaking"):
        op.drop_column("council_seatings", column)
