"""What a sealed month says beside its figures: who counts once, what happened by its parts, and who sealed it."""

import asyncpg
import msgspec
import pytest
import structlog

from backend.modules.dashboard.queries.months import exact_figures
from backend.modules.dashboard.releases import count_uniques
from tenants.models import Operator
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_snapshots import DAY, RESTATE, SEAL, come_late, last_month, lived_in
from tests.dashboard.viewing import answer, viewer

pytestmark = pytest.mark.usefixtures("district", "alone")

SEALED = """{ district { snapshots { edges { node { figures(by: DISTRICT, measures: ["dashboard.unique_residents"]) {
  values value } } } } } }"""
_WRITTEN = "SELECT act, facts::text FROM shared.platform_audit WHERE account_id = $1 ORDER BY id"
_SEALERS = "SELECT sealed_by_id FROM shared.district_snapshots ORDER BY position"


async def test_different_people_are_sealed_as_they_were_last_counted_by_the_end_of_the_month(
    operator: Operator,
) -> None:
    await lived_in(operator)
    assert await count_uniques(last_month() - DAY) == await count_uniques(last_month()) == 3
    await inhabited(operator, 1, days_ago=0)
    assert await count_uniques() == 4
    await answer(viewer(), SEAL, month=last_month().isoformat())
    (edge,) = (await answer(viewer(), SEALED))["district"]["snapshots"]["edges"]
    assert edge["node"]["figures"] == [{"values": [], "value": 3}]


def test_parts_of_what_happens_are_of_the_month_like_their_whole() -> None:
    day = {"casework.services": 1, "casework.services_by_area|BASIC": 1}
    month = {f"month/{cell}": 5 for cell in day}
    found = exact_figures(day | month)
    assert found["casework.services"] == {"": 5}
    assert found["casework.services_by_area"] == {"": 5, "BASIC": 5}


async def test_who_sealed_and_who_restated_is_written_down_with_the_hash_and_the_head_is_in_the_log(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home, actor, day = await lived_in(operator), viewer(), last_month()
    with structlog.testing.capture_logs() as logs:
        sealed = (await answer(actor, SEAL, month=day.isoformat()))["sealSnapshot"]
        await come_late(operator, home, day)
        said = await answer(actor, RESTATE, month=day.isoformat(), reason="补登")
    hashes = [sealed["hash"], said["restateSnapshot"]["hash"]]
    month = day.replace(day=1).isoformat()
    written = [(row["act"], msgspec.json.decode(row["facts"])) for row in await raw.fetch(_WRITTEN, actor.account_id)]
    assert written == [
        ("seal_snapshot", {"month": month, "hash": hashes[0]}),
        ("restate_snapshot", {"month": month, "hash": hashes[1]}),
    ]
    assert [row[0] for row in await raw.fetch(_SEALERS)] == [actor.account_id] * 2
    heads = [(one["count"], one["head"]) for one in logs if one["event"] == "month_sealed"]
    assert heads == list(enumerate(hashes, 1))
