"""Housing's measures counted by plain SQL that knows nothing of the product's statements: $1 operator, $2 day."""

from typing import Final

_LIVING: Final = """
    FROM stay_residents sr JOIN stays s ON s.operator_id = $1 AND s.id = sr.stay_id
    JOIN residents r ON r.operator_id = $1 AND r.id = sr.resident_id
    WHERE sr.operator_id = $1 AND s.status IN ('ACTIVE', 'ENDED') AND daterange(sr.starts_on, sr.ends_on) @> $2::date
"""
_UNITS: Final = """
    FROM units u JOIN communities c ON c.operator_id = $1 AND c.id = u.community_id
    CROSS JOIN LATERAL (SELECT count(*) AS beds FROM beds b WHERE b.operator_id = $1 AND b.unit_id = u.id) n
    WHERE u.operator_id = $1 AND $2::date >= CASE WHEN u.built_on IS NULL THEN c.opened_on ELSE u.built_on END
"""
_STAYS: Final = """
    FROM stays WHERE operator_id = $1 AND status IN ('ACTIVE', 'ENDED') AND daterange(starts_on, ends_on) @> $2::date
"""
_AGE: Final = "date_part('year', age($2::date, r.birth_on))"

# Each selects a community, one column for each dimension of the measure, and the figure.
COUNTS: Final = {
    "housing.units": f"SELECT u.community_id, count(*) {_UNITS} GROUP BY 1",
    "housing.beds": f"SELECT u.community_id, sum(n.beds) {_UNITS} GROUP BY 1",
    "housing.beds_delivered": f"SELECT u.community_id, sum(n.beds) {_UNITS} AND c.planned_beds > 0 GROUP BY 1",
    "housing.supply": f"""
        SELECT u.community_id, 'SUITE', count(*) {_UNITS} AND u.kind = 'SUITE' GROUP BY 1
        UNION ALL SELECT u.community_id, 'ROOM', count(*) {_UNITS} AND u.kind = 'ROOM' AND n.beds = 1 GROUP BY 1
        UNION ALL SELECT u.community_id, 'BED', sum(n.beds) {_UNITS} AND u.kind = 'ROOM' AND n.beds > 1 GROUP BY 1
    """,
    "housing.beds_planned": """
        SELECT id, planned_beds FROM communities WHERE operator_id = $1 AND opened_on <= $2::date
    """,
    "housing.beds_occupied": """
        SELECT b.community_id, count(*) FROM beds b WHERE b.operator_id = $1 AND EXISTS (
            SELECT FROM bed_occupancies o JOIN stays s ON s.operator_id = $1 AND s.id = o.stay_id
            WHERE o.operator_id = $1 AND o.bed_id = b.id AND s.status IN ('ACTIVE', 'ENDED')
              AND daterange(o.starts_on, o.ends_on) @> $2::date) GROUP BY 1
    """,
    "housing.beds_occupied_by_tier": """
        SELECT o.community_id, CASE WHEN s.bed_id IS NULL THEN u.kind ELSE 'BED' END, count(*)
        FROM bed_occupancies o JOIN stays s ON s.operator_id = $1 AND s.id = o.stay_id
        JOIN units u ON u.operator_id = $1 AND u.id = o.unit_id
        WHERE o.operator_id = $1 AND s.status IN ('ACTIVE', 'ENDED')
          AND daterange(o.starts_on, o.ends_on) @> $2::date GROUP BY 1, 2
    """,
    "housing.beds_let": """
        SELECT b.community_id, count(*) FROM beds b WHERE b.operator_id = $1 AND (
            EXISTS (SELECT FROM bed_occupancies o JOIN stays s ON s.operator_id = $1 AND s.id = o.stay_id
                WHERE o.operator_id = $1 AND o.bed_id = b.id AND s.status IN ('ACTIVE', 'ENDED')
                  AND daterange(o.starts_on, o.ends_on) @> $2::date)
            OR EXISTS (SELECT FROM allotted_beds a WHERE a.operator_id = $1 AND a.bed_id = b.id
                AND daterange(a.starts_on, a.ends_on) @> $2::date)) GROUP BY 1
    """,
    "housing.beds_available": """
        WITH built AS (
            SELECT b.community_id, count(*) FROM beds b JOIN units u ON u.operator_id = $1 AND u.id = b.unit_id
                JOIN communities c ON c.operator_id = $1 AND c.id = b.community_id
            WHERE b.operator_id = $1 AND $2::date >= CASE WHEN u.built_on IS NULL THEN c.opened_on ELSE u.built_on END
            GROUP BY 1
        ), taken AS (
            SELECT h.community_id, count(DISTINCT h.bed_id) FROM (
                SELECT o.community_id, o.bed_id
                FROM bed_occupancies o JOIN stays s ON s.operator_id = $1 AND s.id = o.stay_id
                WHERE o.operator_id = $1 AND s.status IN ('ACTIVE', 'ENDED')
                  AND daterange(o.starts_on, o.ends_on) @> $2::date
                UNION ALL SELECT a.community_id, a.bed_id FROM allotted_beds a
                WHERE a.operator_id = $1 AND daterange(a.starts_on, a.ends_on) @> $2::date
            ) h GROUP BY 1
        )
        SELECT c.id, coalesce(built.count, 0) - coalesce(taken.count, 0)
        FROM communities c LEFT JOIN built ON built.community_id = c.id LEFT JOIN taken ON taken.community_id = c.id
        WHERE c.operator_id = $1
    """,
    "housing.residents": f"SELECT sr.community_id, count(DISTINCT sr.resident_id) {_LIVING} GROUP BY 1",
    "housing.residents_by_age_and_sex": f"""
        SELECT sr.community_id, CASE WHEN r.birth_on IS NULL THEN 'UNKNOWN' WHEN {_AGE} <= 17 THEN '0-17'
            WHEN {_AGE} <= 24 THEN '18-24' WHEN {_AGE} <= 29 THEN '25-29' WHEN {_AGE} <= 34 THEN '30-34'
            WHEN {_AGE} <= 44 THEN '35-44' WHEN {_AGE} <= 59 THEN '45-59' ELSE '60+' END,
            CASE WHEN r.sex IS NULL THEN 'UNKNOWN' ELSE r.sex END, count(DISTINCT sr.resident_id)
        {_LIVING} GROUP BY 1, 2, 3
    """,
    "housing.residents_by_tenure": f"""
        SELECT sr.community_id, CASE WHEN $2::date - s.residency_started_on <= 89 THEN 'UNDER_3_MONTHS'
            WHEN $2::date - s.residency_started_on <= 364 THEN 'UNDER_1_YEAR'
            WHEN $2::date - s.residency_started_on <= 729 THEN 'UNDER_2_YEARS' ELSE '2_YEARS_AND_OVER' END,
            count(DISTINCT sr.resident_id) {_LIVING} GROUP BY 1, 2
    """,
    "housing.residents_by_party_status": f"""
        SELECT sr.community_id, r.party_status, count(DISTINCT sr.resident_id) {_LIVING} GROUP BY 1, 2
    """,
    "housing.residents_living_alone": f"""
        SELECT sr.community_id, CASE r.lives_alone WHEN true THEN 'YES' WHEN false THEN 'NO' ELSE 'UNKNOWN' END,
            count(DISTINCT sr.resident_id) {_LIVING} GROUP BY 1, 2
    """,
    "housing.residents_by_arrangement": f"""
        SELECT sr.community_id, CASE WHEN s.employer_id IS NULL THEN 'SELF' ELSE 'EMPLOYER' END,
            count(DISTINCT sr.resident_id) {_LIVING} GROUP BY 1, 2
    """,
    "housing.residents_undescribed": f"""
        SELECT sr.community_id, count(DISTINCT sr.resident_id) {_LIVING} AND (r.birth_on IS NULL OR r.sex IS NULL)
        GROUP BY 1
    """,
    "housing.arrivals": """
        SELECT sr.community_id, count(*) FROM stay_residents sr JOIN stays s ON s.operator_id = $1 AND s.id = sr.stay_id
        WHERE sr.operator_id = $1 AND sr.starts_on = $2::date AND s.status IN ('ACTIVE', 'ENDED')
          AND s.previous_stay_id IS NULL GROUP BY 1
    """,
    "housing.moves": """
        SELECT sr.community_id, count(*) FROM stay_residents sr JOIN stays s ON s.operator_id = $1 AND s.id = sr.stay_id
        WHERE sr.operator_id = $1 AND sr.starts_on = $2::date AND s.status IN ('ACTIVE', 'ENDED')
          AND s.previous_stay_id IS NOT NULL GROUP BY 1
    """,
    "housing.departures": """
        SELECT sr.community_id, count(*) FROM stay_residents sr JOIN stays s ON s.operator_id = $1 AND s.id = sr.stay_id
        LEFT JOIN stays n ON n.operator_id = $1 AND n.previous_stay_id = s.id
        WHERE sr.operator_id = $1 AND sr.ends_on = $2::date AND s.status = 'ENDED' AND n.id IS NULL GROUP BY 1
    """,
    "housing.stays": f"SELECT community_id, count(*) {_STAYS} GROUP BY 1",
    "housing.registrations_overdue": f"""
        SELECT community_id, count(*) {_STAYS} AND registration_due_on < $2::date
          AND coalesce(registered_on > $2::date, true) GROUP BY 1
    """,
    "housing.overstays": f"SELECT community_id, count(*) {_STAYS} AND planned_ends_on <= $2::date GROUP BY 1",
    "housing.communities": "SELECT id, 1 FROM communities WHERE operator_id = $1 AND opened_on <= $2::date",
    "housing.communities_by_mode": """
        SELECT c.id, coalesce((SELECT g.mode FROM governance_periods g WHERE g.operator_id = $1
            AND g.community_id = c.id AND daterange(g.starts_on, g.ends_on) @> $2::date), 'NONE'), 1
        FROM communities c WHERE c.operator_id = $1 AND c.opened_on <= $2::date
    """,
    "housing.communities_by_product_type": """
        SELECT id, product_type, 1 FROM communities WHERE operator_id = $1 AND opened_on <= $2::date
    """,
    "housing.communities_governed": """
        SELECT c.id, 1 FROM communities c JOIN governance_periods g ON g.operator_id = $1 AND g.community_id = c.id
        WHERE c.operator_id = $1 AND c.opened_on <= $2::date AND daterange(g.starts_on, g.ends_on) @> $2::date
          AND g.mode <> 'AREA_GRID'
    """,
    "housing.communities_without_mode": """
        SELECT c.id, 1 FROM communities c WHERE c.operator_id = $1 AND c.opened_on <= $2::date
          AND NOT EXISTS (SELECT FROM governance_periods g WHERE g.operator_id = $1 AND g.community_id = c.id
            AND daterange(g.starts_on, g.ends_on) @> $2::date)
    """,
    "housing.communities_unplaced": """
        SELECT id, 1 FROM communities WHERE operator_id = $1 AND opened_on <= $2::date
          AND (latitude IS NULL OR longitude IS NULL)
    """,
}
