"""overseen deliberation."""

from alembic import op

from tenants import rls

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ITEM = ("operator_id", "id", "council_id", "community_id", "subject", "outcome")
_TASK = ("operator_id", "id", "council_id", "community_id", "due_on", "completed_at")
_POLL = ("operator_id", "id", "community_id", "kind", "voters", "quorum_percent", "pass_rule", "voters_count")
_STATE = ("operator_id", "poll_id", "community_id", "status", "counted_at", "outcome", "ballots_count")
_ADMITTED = {
    "council_items": rls.oversight(*_ITEM),
    "council_tasks": rls.oversight(*_TASK),
    "polls": rls.oversight(*_POLL, "opened_at", "closes_at"),
    "poll_states": rls.oversight(*_STATE),
}


def upgrade() -> None:
    op.execute("REVOKE SELECT (title) ON club_events FROM xinju_oversight")
    op.execute("REVOKE SELECT (title) ON councils FROM xinju_oversight")
    op.execute("GRANT SELECT (kind, ends_at, verdict, held_at) ON councils TO xinju_oversight")
    for table, access in _ADMITTED.items():
        for statement in rls.admit(table, access):
            op.execute(statement)


def downgrade() -> None:
    for table, access in _ADMITTED.items():
        for statement in rls.expel(table, access):
            op.execute(statement)
    op.execute("REVOKE SELECT (kind, ends_at, verdict, held_at) ON councils FROM xinju_oversight")
    op.execute("GRANT SELECT (title) ON councils TO xinju_oversight")
    op.execute("GRANT SELECT (title) ON club_events TO xinju_oversight")
