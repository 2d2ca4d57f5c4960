"""Measures of the night school counted by plain SQL: $1 operator, $2 day."""

from typing import Final

_ON_DAY: Final = """
    FROM course_sessions s WHERE s.operator_id = $1 AND s.status <> 'CANCELLED'
      AND (s.starts_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
"""
_MARKS: Final = """
    FROM session_attendance a JOIN course_sessions s ON s.operator_id = $1 AND s.id = a.session_id
    WHERE a.operator_id = $1 AND s.status <> 'CANCELLED'
      AND (s.starts_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
"""

COUNTS: Final = {
    "courses.courses": """
        SELECT c.community_id, count(*) FROM courses c WHERE c.operator_id = $1
          AND EXISTS (SELECT FROM course_sessions s WHERE s.operator_id = $1 AND s.course_id = c.id
            AND s.status = 'PLANNED' AND (s.starts_at AT TIME ZONE 'Asia/Shanghai')::date <= $2::date)
          AND EXISTS (SELECT FROM course_sessions s WHERE s.operator_id = $1 AND s.course_id = c.id
            AND s.status = 'PLANNED' AND (s.starts_at AT TIME ZONE 'Asia/Shanghai')::date >= $2::date) GROUP BY 1
    """,
    "courses.sessions": f"SELECT s.community_id, count(*) {_ON_DAY} GROUP BY 1",
    "courses.minutes": f"""
        SELECT s.community_id, sum(date_part('epoch', s.ends_at) - date_part('epoch', s.starts_at)) / 60
        {_ON_DAY} GROUP BY 1
    """,
    "courses.applications": """
        SELECT community_id, count(*) FROM enrolments
        WHERE operator_id = $1 AND (applied_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date GROUP BY 1
    """,
    "courses.attendances": f"SELECT s.community_id, count(*) {_MARKS} AND a.mark IN ('PRESENT', 'LATE') GROUP BY 1",
    "courses.attendances_expected": f"""
        SELECT s.community_id, count(*) {_MARKS} AND a.mark IN ('PRESENT', 'LATE', 'ABSENT') GROUP BY 1
    """,
}
