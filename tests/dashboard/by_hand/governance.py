"""Measures of councils, proposals, polls, clubs, mentors, partners and oversight by plain SQL: $1 operator, $2 day."""

from typing import Final


def _on(column: str) -> str:
    return f"({column} AT TIME ZONE 'Asia/Shanghai')::date"


_HELD: Final = f"""
    FROM councils c WHERE c.operator_id = $1 AND c.held_at IS NOT NULL AND {_on("c.starts_at")} = $2::date
"""
_ITEMS: Final = f"FROM council_items WHERE operator_id = $1 AND {_on('settled_at')} = $2::date"
_ANSWERED: Final = f"FROM proposal_tallies WHERE operator_id = $1 AND {_on('answered_at')} = $2::date"
_COUNTED: Final = f"""
    FROM polls p JOIN poll_states s ON s.operator_id = $1 AND s.poll_id = p.id
    WHERE p.operator_id = $1 AND s.status = 'COUNTED' AND {_on("s.counted_at")} = $2::date
"""
_EVENTS: Final = f"""
    FROM club_events WHERE operator_id = $1 AND status = 'HELD' AND {_on("starts_at")} = $2::date
"""
_MET: Final = f"FROM mentor_meetings WHERE operator_id = $1 AND {_on('created_at')} = $2::date"
_DAYS: Final = """
    FROM responsibility_days WHERE operator_id = $1 AND logged_at IS NOT NULL AND status = 'LOGGED'
      AND held_on = $2::date
"""
_COVERED: Final = """
    FROM shared.oversight_assignments WHERE operator_id = $1 AND daterange(starts_on, ends_on) @> $2::date
"""
_ACTIVITIES: Final = f"""
    FROM shared.party_activities WHERE operator_id = $1 AND {_on("starts_at")} = $2::date
"""

COUNTS: Final = {
    "councils.held": f"SELECT c.community_id, count(*) {_HELD} GROUP BY 1",
    "councils.held_by_kind": f"SELECT c.community_id, c.kind, count(*) {_HELD} GROUP BY 1, 2",
    "councils.residents_present": f"SELECT c.community_id, sum(c.residents_present) {_HELD} GROUP BY 1",
    "councils.problems": f"""
        SELECT i.community_id, count(*) FROM council_items i WHERE i.operator_id = $1
          AND i.council_id IN (SELECT c.id {_HELD}) GROUP BY 1
    """,
    "councils.problems_solved": f"SELECT community_id, count(*) {_ITEMS} AND outcome = 'SOLVED' GROUP BY 1",
    "councils.problems_sent_up": f"SELECT community_id, count(*) {_ITEMS} AND outcome = 'SENT_UP' GROUP BY 1",
    "councils.tasks_late": f"""
        SELECT community_id, count(*) FROM council_tasks WHERE operator_id = $1 AND due_on < $2::date
          AND NOT coalesce({_on("completed_at")} <= $2::date, false) GROUP BY 1
    """,
    "proposals.published": f"""
        SELECT community_id, count(*) FROM proposals WHERE operator_id = $1 AND is_public
          AND {_on("published_at")} = $2::date GROUP BY 1
    """,
    "proposals.answered": f"SELECT community_id, count(*) {_ANSWERED} GROUP BY 1",
    "proposals.answered_in_time": f"""
        SELECT community_id, count(*) {_ANSWERED} AND NOT coalesce(answer_due_at < answered_at, false) GROUP BY 1
    """,
    "proposals.answers_overdue": f"""
        SELECT community_id, count(*) FROM proposal_tallies t WHERE operator_id = $1
          AND {_on("answer_due_at")} <= $2::date AND NOT coalesce({_on("answered_at")} <= $2::date, false)
          AND EXISTS (SELECT FROM proposals p WHERE p.operator_id = $1 AND p.id = t.proposal_id
            AND p.status IN ('PUBLISHED', 'ANSWERED', 'UNDERWAY', 'DONE')) GROUP BY 1
    """,
    "proposals.projects_completed": f"""
        SELECT community_id, count(*) FROM proposal_projects WHERE operator_id = $1
          AND {_on("completed_at")} = $2::date GROUP BY 1
    """,
    "polls.opened": f"""
        SELECT community_id, count(*) FROM polls p WHERE operator_id = $1 AND {_on("opened_at")} = $2::date
          AND NOT EXISTS (SELECT FROM poll_states s WHERE s.operator_id = $1 AND s.poll_id = p.id
            AND s.cancelled_reason IS NOT NULL) GROUP BY 1
    """,
    "polls.counted": f"SELECT p.community_id, count(*) {_COUNTED} GROUP BY 1",
    "polls.passed": f"SELECT p.community_id, count(*) {_COUNTED} AND s.outcome = 'PASSED' GROUP BY 1",
    "polls.ballots": f"SELECT p.community_id, sum(s.ballots_count) {_COUNTED} GROUP BY 1",
    "polls.voters": f"SELECT p.community_id, sum(p.voters_count) {_COUNTED} GROUP BY 1",
    "clubs.clubs": f"""
        SELECT community_id, count(*) FROM clubs WHERE operator_id = $1 AND {_on("created_at")} <= $2::date
          AND NOT coalesce({_on("archived_at")} <= $2::date, false) GROUP BY 1
    """,
    "clubs.members": f"""
        SELECT community_id, count(*) FROM club_members WHERE operator_id = $1 AND {_on("joined_at")} <= $2::date
          AND NOT coalesce({_on("left_at")} <= $2::date, false) AND status NOT IN ('PENDING', 'DECLINED') GROUP BY 1
    """,
    "clubs.events": f"SELECT community_id, count(*) {_EVENTS} GROUP BY 1",
    "clubs.event_attendance": f"SELECT community_id, coalesce(sum(attended_count), 0) {_EVENTS} GROUP BY 1",
    "mentors.mentors": f"""
        SELECT community_id, count(*) FROM mentors WHERE operator_id = $1 AND {_on("created_at")} <= $2::date
          AND NOT coalesce({_on("retired_at")} <= $2::date, false) GROUP BY 1
    """,
    "mentors.meetings": f"SELECT community_id, count(*) {_MET} GROUP BY 1",
    "mentors.minutes": f"SELECT community_id, sum(minutes) {_MET} GROUP BY 1",
    "mentors.thanks": f"""
        SELECT community_id, count(*) FROM mentor_matches WHERE operator_id = $1
          AND {_on("thanked_at")} = $2::date GROUP BY 1
    """,
    "partners.needs_opened": f"""
        SELECT community_id, count(*) FROM needs WHERE operator_id = $1 AND {_on("opened_at")} = $2::date GROUP BY 1
    """,
    "partners.needs_confirmed": f"""
        SELECT community_id, count(*) FROM need_claims WHERE operator_id = $1 AND status = 'CONFIRMED'
          AND {_on("confirmed_at")} = $2::date GROUP BY 1
    """,
    "partners.responsibility_days": f"SELECT community_id, count(*) {_DAYS} GROUP BY 1",
    "partners.people_served": f"SELECT community_id, coalesce(sum(served_count), 0) {_DAYS} GROUP BY 1",
    "party.communities_covered": f"SELECT community_id, count(*) {_COVERED} GROUP BY 1",
    "party.communities_covered_by_kind": f"""
        SELECT community_id, CASE WHEN grid_id IS NULL THEN 'ORGANISATION' ELSE 'GRID' END, count(*)
        {_COVERED} GROUP BY 1, 2
    """,
    "party.communities_by_organisation": f"""
        SELECT c.community_id, o.kind, count(*) FROM shared.party_orgs o
        JOIN (SELECT community_id, organisation_id {_COVERED}) c ON c.organisation_id = o.id GROUP BY 1, 2
    """,
    "party.members_reported_in": f"""
        SELECT community_id, stage, count(*) FROM party_consents WHERE operator_id = $1
          AND {_on("consented_at")} <= $2::date AND NOT coalesce({_on("withdrawn_at")} <= $2::date, false) GROUP BY 1, 2
    """,
    "party.communities_listed": """
        SELECT community_id, count(*) FROM shared.listed_communities WHERE operator_id = $1 AND opened_on <= $2::date
        GROUP BY 1
    """,
    "party.activities": f"SELECT community_id, count(*) {_ACTIVITIES} AND community_id IS NOT NULL GROUP BY 1",
    "party.activity_attendance": f"""
        SELECT community_id, sum(attendance) {_ACTIVITIES} AND community_id IS NOT NULL GROUP BY 1
    """,
    "party.volunteer_hours": f"""
        SELECT community_id, sum(volunteer_hours) {_ACTIVITIES} AND community_id IS NOT NULL GROUP BY 1
    """,
    "party.notices_issued": f"""
        SELECT community_id, count(*) FROM shared.supervision_notices WHERE operator_id = $1
          AND {_on("issued_at")} = $2::date GROUP BY 1
    """,
    "party.notices_overdue": f"""
        SELECT community_id, count(*) FROM shared.supervision_notices n WHERE operator_id = $1 AND due_on < $2::date
          AND NOT coalesce({_on("closed_at")} <= $2::date, false)
          AND NOT EXISTS (SELECT FROM notice_replies r WHERE r.operator_id = $1 AND r.notice_id = n.id
            AND r.round = n.round AND {_on("r.replied_at")} <= $2::date) GROUP BY 1
    """,
}
