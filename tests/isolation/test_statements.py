"""The statement lint finds planted defects, and nothing in statements as they should be."""

import pytest

from backend.core.paging import Page
from backend.modules.housing.queries.inventory import list_communities
from tenants.scope import Actor, open_scope
from tests.isolation import recording
from tests.isolation.statements import faults

GOOD = (
    "SELECT beds.id FROM beds WHERE beds.operator_id = $1::UUID AND beds.id IN ($2::UUID)",
    "SELECT id FROM beds WHERE operator_id = $1",
    "SELECT b.id FROM beds AS b WHERE b.operator_id = ANY ($1::uuid[])",
    (
        "SELECT b.id FROM beds b JOIN units u ON u.operator_id = b.operator_id AND u.id = b.unit_id"
        " WHERE b.operator_id = $1 FOR UPDATE OF b SKIP LOCKED"
    ),
    "SELECT b.id FROM beds b LEFT JOIN stays s ON s.operator_id = b.operator_id WHERE b.operator_id = $1",
    (
        "SELECT id FROM beds b WHERE b.operator_id = $1 AND EXISTS"
        " (SELECT FROM stays s WHERE s.operator_id = b.operator_id AND s.bed_id = b.id)"
    ),
    "SELECT count(*) FROM (SELECT id FROM beds WHERE beds.operator_id = $1) AS found",
    "WITH mine AS (SELECT * FROM beds WHERE operator_id = $1) SELECT * FROM mine",
    "SELECT accounts.id FROM shared.accounts",
    "INSERT INTO beds (operator_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id",
    (
        "INSERT INTO timer_runs (operator_id, timer, period_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (operator_id, timer) DO UPDATE SET period_at = excluded.period_at"
    ),
    "UPDATE beds SET label = $1 WHERE beds.operator_id = $2",
    "UPDATE beds SET label = u.number FROM units u WHERE u.operator_id = $1 AND beds.operator_id = u.operator_id",
    "DELETE FROM outbox WHERE operator_id = $1",
    "SELECT app.enter($1, $2, $3, $4)",
)
BAD = {
    "SELECT id FROM beds WHERE id = $1": ["beds without operator_id"],
    "SELECT id FROM beds WHERE operator_id = $1 OR id = $2": ["beds without operator_id"],
    "SELECT id FROM beds WHERE NOT operator_id = $1": ["beds without operator_id"],
    "SELECT id FROM beds WHERE operator_id > $1": ["beds without operator_id"],
    "SELECT b.id FROM beds b JOIN units u ON u.id = b.unit_id WHERE b.operator_id = $1": ["units without operator_id"],
    "SELECT b.id FROM beds b JOIN units u ON u.operator_id = b.operator_id": [
        "beds without operator_id",
        "units without operator_id",
    ],
    "SELECT id FROM beds b WHERE operator_id = $1 AND EXISTS (SELECT FROM stays s WHERE s.bed_id = b.id)": [
        "stays without operator_id"
    ],
    "SELECT id FROM beds WHERE operator_id = $1 AND unit_id IN (SELECT id FROM units)": ["units without operator_id"],
    "SELECT count(*) FROM (SELECT id FROM beds) AS found": ["beds without operator_id"],
    "WITH mine AS (SELECT * FROM beds) SELECT * FROM mine": ["beds without operator_id"],
    "SELECT id FROM beds WHERE operator_id = $1 UNION ALL SELECT id FROM units": ["units without operator_id"],
    "SELECT id FROM outbox WHERE due_at < $1 FOR UPDATE SKIP LOCKED": ["outbox without operator_id"],
    "UPDATE beds SET label = $1 WHERE id = $2": ["beds without operator_id"],
    "DELETE FROM beds": ["beds without operator_id"],
    "INSERT INTO beds (id) VALUES ($1)": ["beds without operator_id"],
    "INSERT INTO beds (operator_id, id) SELECT operator_id, id FROM units": ["units without operator_id"],
    "INSERT INTO timer_runs (operator_id, timer) VALUES ($1, $2)"
    " ON CONFLICT (operator_id, timer) DO UPDATE SET period_at = now()": ["now() in DO UPDATE: use EXCLUDED"],
    "SELECT 1; SELECT 2": ["several statements in one string"],
    "NOTIFY xinju_live": ["NOTIFY inside a transaction"],
    "SELECT pg_notify('a', 'b')": ["NOTIFY inside a transaction"],
}


@pytest.mark.parametrize("statement", GOOD)
def test_a_statement_as_it_should_be_passes(statement: str) -> None:
    assert faults(statement) == []


@pytest.mark.parametrize("statement", BAD)
def test_a_planted_bad_statement_is_found(statement: str) -> None:
    assert faults(statement) == BAD[statement]


async def test_statements_are_recorded_with_the_place_that_executed_them(manager: Actor) -> None:
    async with open_scope(manager, read_only=True) as scope:
        await list_communities(scope, Page())
    places = {place for statement, place in recording.seen.items() if "FROM communities" in statement}
    assert any(place.startswith("backend/core/paging.py:") for place in places)


def test_what_the_product_executed_so_far_is_as_it_should_be() -> None:
    assert recording.findings() == []
