"""Measures of issues counted by plain SQL that knows nothing of the product's statements: $1 operator, $2 day."""

from typing import Final

_REPORTED: Final = """
    FROM issues WHERE operator_id = $1 AND (created_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
"""
_SOLVED: Final = """
    FROM issues WHERE operator_id = $1 AND (resolved_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
      AND (status IN ('RESOLVED', 'VERIFIED') OR (status = 'CLOSED'
        AND outcome IN ('FIXED_BY_AUTHORITY', 'FIXED_BY_USER')))
"""
_NOT_OVER: Final = """
    AND NOT (status = 'RESOLVED' AND (resolved_at AT TIME ZONE 'Asia/Shanghai')::date <= $2::date)
    AND NOT (status IN ('VERIFIED', 'CLOSED')
      AND ((CASE WHEN resolved_at IS NULL THEN ended_at ELSE resolved_at END) AT TIME ZONE 'Asia/Shanghai')::date
        <= $2::date)
"""
_OPEN: Final = f"""
    FROM issues WHERE operator_id = $1 AND (created_at AT TIME ZONE 'Asia/Shanghai')::date <= $2::date {_NOT_OVER}
"""
_TIME: Final = "extract(epoch FROM resolved_at) - extract(epoch FROM created_at)"

COUNTS: Final = {
    "issues.reported": f"SELECT community_id, count(*) {_REPORTED} GROUP BY 1",
    "issues.reported_by_level": f"SELECT community_id, level, count(*) {_REPORTED} GROUP BY 1, 2",
    "issues.solved": f"SELECT community_id, count(*) {_SOLVED} GROUP BY 1",
    "issues.solved_by_time": f"""
        SELECT community_id, CASE WHEN {_TIME} <= 86400 THEN '1D' WHEN {_TIME} <= 259200 THEN '3D'
          WHEN {_TIME} <= 604800 THEN '7D' ELSE 'LONGER' END, count(*) {_SOLVED} GROUP BY 1, 2
    """,
    "issues.solved_in_time": f"SELECT community_id, count(*) {_SOLVED} AND NOT promised_at < resolved_at GROUP BY 1",
    "issues.minutes_to_solve": f"SELECT community_id, sum(floor(({_TIME}) / 60)) {_SOLVED} GROUP BY 1",
    "issues.open": f"SELECT community_id, count(*) {_OPEN} GROUP BY 1",
    "issues.open_by_level": f"SELECT community_id, level, count(*) {_OPEN} GROUP BY 1, 2",
    "issues.overdue": f"""
        SELECT community_id, count(*) FROM issues WHERE operator_id = $1
          AND (due_at AT TIME ZONE 'Asia/Shanghai')::date <= $2::date
          AND NOT (paused_at IS NOT NULL AND paused_at < due_at) {_NOT_OVER} GROUP BY 1
    """,
    "issues.escalated": """
        SELECT community_id, level, count(*) FROM issue_steps WHERE operator_id = $1
          AND act LIKE 'ESCALATED%' AND (created_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date GROUP BY 1, 2
    """,
}
