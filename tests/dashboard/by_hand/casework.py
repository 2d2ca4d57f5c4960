"""Measures of the social-work station by plain SQL: $1 operator, $2 day; rows of community, [part,] number."""

from typing import Final


def _on(column: str) -> str:
    return f"({column} AT TIME ZONE 'Asia/Shanghai')::date"


_HELPED: Final = "FROM service_records WHERE operator_id = $1 AND happened_on = $2::date"
# Whatever happened last until the end of the day, opening or closing, says whether a case is open.
_OPEN: Final = f"""
    FROM cases c WHERE c.operator_id = $1 AND (
      SELECT e.kind FROM case_events e WHERE e.operator_id = $1 AND e.case_id = c.id
        AND e.kind IN ('OPENED', 'REOPENED', 'CLOSED') AND {_on("e.happened_at")} <= $2::date
      ORDER BY e.happened_at DESC LIMIT 1
    ) IN ('OPENED', 'REOPENED')
"""
_PHASE: Final = f"""
    (SELECT s.phase FROM case_steps s WHERE s.operator_id = $1 AND s.case_id = c.id
      AND {_on("s.entered_at")} <= $2::date ORDER BY s.number DESC LIMIT 1)
"""

COUNTS: Final = {
    "casework.services": f"SELECT community_id, count(*) {_HELPED} GROUP BY 1",
    "casework.services_by_area": f"SELECT community_id, area, count(*) {_HELPED} GROUP BY 1, 2",
    "casework.service_minutes": f"SELECT community_id, sum(minutes) {_HELPED} GROUP BY 1",
    "casework.cases_opened": f"""
        SELECT community_id, count(*) FROM cases WHERE operator_id = $1 AND {_on("opened_at")} = $2::date GROUP BY 1
    """,
    "casework.open_cases": f"SELECT c.community_id, count(*) {_OPEN} GROUP BY 1",
    "casework.open_cases_by_area": f"SELECT c.community_id, c.area, count(*) {_OPEN} GROUP BY 1, 2",
    "casework.open_cases_by_phase": f"SELECT c.community_id, {_PHASE}, count(*) {_OPEN} GROUP BY 1, 2",
}
