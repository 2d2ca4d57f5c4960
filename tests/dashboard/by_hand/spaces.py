"""Measures of spaces counted by plain SQL that knows nothing of the product's statements: $1 operator, $2 day."""

from typing import Final

_BOOKINGS: Final = """
    FROM bookings b JOIN spaces s ON s.operator_id = $1 AND s.id = b.space_id
    WHERE b.operator_id = $1 AND (b.starts_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
      AND b.status NOT IN ('CANCELLED', 'REJECTED')
"""
# Minute by minute: slow, and as simple as can be.
_MINUTES: Final = """
    FROM bookings b CROSS JOIN LATERAL generate_series(b.starts_at, b.ends_at - interval '1 minute', '1 minute') m
    WHERE b.operator_id = $1 AND b.status IN ('CHECKED_IN', 'COMPLETED')
      AND b.starts_at BETWEEN $2::date - 5 AND $2::date + 2
      AND (m AT TIME ZONE 'Asia/Shanghai')::date = $2::date
"""
_WANTED: Final = """
    FROM space_demands WHERE operator_id = $1 AND (created_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date
"""

COUNTS: Final = {
    "spaces.spaces": """
        SELECT community_id, kind, count(*) FROM spaces
        WHERE operator_id = $1 AND (created_at AT TIME ZONE 'Asia/Shanghai')::date <= $2::date GROUP BY 1, 2
    """,
    "spaces.bookings": f"SELECT b.community_id, count(*) {_BOOKINGS} GROUP BY 1",
    "spaces.bookings_by_kind": f"SELECT b.community_id, s.kind, count(*) {_BOOKINGS} GROUP BY 1, 2",
    "spaces.bookings_attended": f"""
        SELECT b.community_id, count(*) {_BOOKINGS} AND b.status IN ('CHECKED_IN', 'COMPLETED') GROUP BY 1
    """,
    "spaces.bookings_missed": f"""
        SELECT b.community_id, count(*) {_BOOKINGS} AND b.status IN ('RELEASED', 'NO_SHOW') GROUP BY 1
    """,
    "spaces.bookings_settled": f"""
        SELECT b.community_id, count(*) {_BOOKINGS}
          AND b.status IN ('CHECKED_IN', 'COMPLETED', 'RELEASED', 'NO_SHOW') GROUP BY 1
    """,
    "spaces.minutes_used": f"SELECT b.community_id, count(*) {_MINUTES} GROUP BY 1",
    "spaces.minutes_used_by_hour": f"""
        SELECT b.community_id, to_char(m AT TIME ZONE 'Asia/Shanghai', 'HH24'), count(*) {_MINUTES} GROUP BY 1, 2
    """,
    "spaces.demand_unmet": f"SELECT community_id, count(*) {_WANTED} GROUP BY 1",
    "spaces.demand_unmet_by_outcome": f"SELECT community_id, outcome, count(*) {_WANTED} GROUP BY 1, 2",
}
