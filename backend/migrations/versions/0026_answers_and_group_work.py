"""answers and group work."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# What the product began with when stations first had services, for stations that are older and were left without any.
_SERVICES = """
INSERT INTO service_items (operator_id, id, area, code, name_zh, name_en, is_active)
SELECT served.operator_id, gen_random_uuid(), usual.*, true
FROM (SELECT DISTINCT operator_id FROM stations) AS served, (VALUES
    ('BASIC', 'affairs', '政务代办', 'Help with government services'),
    ('BASIC', 'settling', '入住适应', 'Settling in'),
    ('BASIC', 'policy', '政策咨询', 'Advice on policies'),
    ('PROFESSIONAL', 'counselling', '心理疏导', 'Counselling'),
    ('PROFESSIONAL', 'youth', '青年发展', 'Youth development'),
    ('PROFESSIONAL', 'crisis', '危机干预', 'Crisis intervention'),
    ('EMPOWERMENT', 'participation', '社区参与', 'Community participation'),
    ('EMPOWERMENT', 'volunteering', '志愿服务', 'Volunteering'),
    ('EMPOWERMENT', 'neighbours', '邻里互助', 'Neighbours for neighbours')
) AS usual
WHERE NOT EXISTS (SELECT FROM service_items AS own WHERE own.operator_id = served.operator_id)
"""
# Whoever has open cases at two stations by now has them knowingly.
_SEPARATE = """
UPDATE cases SET is_separate = true
WHERE status = 'OPEN' AND NOT is_separate AND EXISTS (
    SELECT FROM cases AS first
    WHERE first.operator_id = cases.operator_id AND first.resident_id = cases.resident_id
        AND first.status = 'OPEN' AND first.id < cases.id
)
"""


def _states(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.drop_constraint(op.f("help_requests_state_check"), "help_requests", type_="check")
    op.create_check_constraint(op.f("help_requests_state_check"), "help_requests", f"state IN ({listed})")


def upgrade() -> None:
    op.add_column("help_requests", sa.Column("answer_sealed", sa.LargeBinary(), nullable=True))
    _states("ASKED", "TAKEN", "ANSWERED", "WITHDRAWN")
    op.alter_column("group_sessions", "text_sealed", existing_type=sa.LargeBinary(), nullable=True)
    op.execute("GRANT UPDATE ON group_sessions TO xinju_casework")
    # Their owner sees the rows of all operators until the change is made; nobody else is let in meanwhile.
    op.execute("ALTER TABLE cases NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE stations NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE service_items NO FORCE ROW LEVEL SECURITY")
    op.execute(_SEPARATE)
    op.execute(_SERVICES)
    op.execute("ALTER TABLE cases FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE stations FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE service_items FORCE ROW LEVEL SECURITY")
    op.create_index(
        "cases_one_open_anywhere",
        "cases",
        ["operator_id", "resident_id"],
        unique=True,
        postgresql_where=sa.text("status = 'OPEN' AND NOT is_separate AND NOT has_name_hidden"),
    )


def downgrade() -> None:
    op.drop_index("cases_one_open_anywhere", table_name="cases")
    op.execute("REVOKE UPDATE ON group_sessions FROM xinju_casework")
    op.execute("ALTER TABLE group_sessions NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE help_requests NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE group_sessions SET text_sealed = '' WHERE text_sealed IS NULL")
    op.execute("UPDATE help_requests SET state = 'WITHDRAWN' WHERE state = 'ANSWERED'")
    op.execute("ALTER TABLE group_sessions FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE help_requests FORCE ROW LEVEL SECURITY")
    op.alter_column("group_sessions", "text_sealed", existing_type=sa.LargeBinary(), nullable=False)
    _states("ASKED", "TAKEN", "WITHDRAWN")
    op.drop_column("help_requests", "answer_sealed")
