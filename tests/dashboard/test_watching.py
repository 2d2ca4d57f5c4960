"""Who hears of the district: its viewers, and nobody else; each with what they may see at that moment."""

import asyncio
import contextlib
import datetime as dt
from typing import Any

import asyncpg
import msgspec
import pytest

from backend.core import clock
from backend.core.live import live
from backend.modules.dashboard.releases import count_uniques, release_week
from graphql_schema.context import Context
from graphql_schema.masking import answer_errors
from graphql_schema.schema import schema
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.dashboard.counted import rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, refusals, viewer
from tests.housing.factories import make_stay
from tests.worker.conftest import until

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
NEWS = "subscription { districtUpdated { version figures { measure { code } value } } }"
OTHERS = [role for role in Role if role is not Role.DISTRICT_VIEWER]
ACTS = {
    "sealSnapshot": 'mutation { sealSnapshot(input: {month: "2026-01-01"}) { __typename ... on Problem { code } } }',
    "restateSnapshot": """mutation { restateSnapshot(input: {month: "2026-01-01", reason: "更正"}) {
      __typename ... on Problem { code } } }""",
    "exportDistrict": "mutation { exportDistrict(input: {format: CSV}) { __typename ... on Problem { code } } }",
}
_HEARING = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%:live' AND query ILIKE 'LISTEN%'"
EXPORTED = "SELECT facts::text FROM shared.platform_audit WHERE act = 'export_district' AND account_id = $1"


async def first_word(actor: Actor) -> Any:
    """What a subscriber is told first: figures, or the codes of what refused."""
    context = Context(actor)
    stream: Any = await schema.subscribe(NEWS, context_value=context)
    if not hasattr(stream, "__anext__"):
        await context.aclose()
        return [error["extensions"]["code"] for error in answer_errors(stream.errors, 9, actor.locale)]
    word = await anext(stream)
    await stream.aclose()
    await context.aclose()
    if word.errors:
        return [error["extensions"]["code"] for error in answer_errors(word.errors, 9, actor.locale)]
    return {one["measure"]["code"]: one["value"] for one in word.data["districtUpdated"]["figures"]}


@pytest.mark.parametrize("role", OTHERS)
async def test_nobody_else_hears_of_the_district(operator: Operator, role: Role) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    assert (await first_word(viewer()))["housing.residents"] == 1
    assert await first_word(acting(operator, role)) == ["FORBIDDEN"]


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("role", OTHERS)
async def test_nobody_else_seals_restates_or_exports(operator: Operator, role: Role, act: str) -> None:
    told = await refusals(acting(operator, role), ACTS[act])
    data = [] if told else [(await answer(acting(operator, role), ACTS[act]))[act]["code"]]
    assert [*(one["code"] for one in told), *data] == ["FORBIDDEN"]


async def test_an_export_is_written_down_with_what_was_asked_for(operator: Operator, raw: asyncpg.Connection) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    actor = viewer()
    for wish in ("{format: CSV, by: SUBDISTRICT}", '{format: PDF, form: "BASICS"}'):
        done = await answer(actor, f"mutation {{ exportDistrict(input: {wish}) {{ __typename }} }}")
        assert done["exportDistrict"]["__typename"] == "DistrictExport"
    written = [msgspec.json.decode(row[0]) for row in await raw.fetch(EXPORTED + " ORDER BY id", actor.account_id)]
    today = clock.today().isoformat()
    assert written == [
        {"format": "CSV", "as_of": today, "by": "SUBDISTRICT", "form": None},
        {"format": "PDF", "as_of": today, "by": "DISTRICT", "form": "BASICS"},
    ]


async def test_whoever_watches_hears_of_a_release_and_of_the_count_of_people(operator: Operator) -> None:
    await inhabited(operator, 8)
    await rebuild(operator.id)
    with clock.at(clock.now() + 7 * DAY):
        await rebuild(operator.id)
        context = Context(viewer())
        stream: Any = await schema.subscribe(NEWS, context_value=context)
        seen = []
        for change in (None, release_week, count_uniques):
            if change is not None:
                assert await change()
            word = await asyncio.wait_for(anext(stream), 30)
            seen.append({one["measure"]["code"] for one in word.data["districtUpdated"]["figures"]})
        await stream.aclose()
        await context.aclose()
    assert seen[1] - seen[0] >= {"housing.residents_living_alone"}
    assert seen[2] - seen[1] == {"dashboard.unique_residents"}


async def test_a_hint_without_a_change_tells_nothing_and_one_with_a_change_all(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home = await inhabited(operator, 1)
    await rebuild(operator.id)
    hearing = asyncio.create_task(live.listen())

    async def is_hearing() -> bool:
        return bool(await raw.fetchval(_HEARING))

    await until(is_hearing)
    context = Context(viewer())
    stream: Any = await schema.subscribe(NEWS, context_value=context)
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    for _ in range(3):
        live.publish("district")
        await live.flush()
        assert not await rebuild(operator.id)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await make_stay(scope, home, 1)
    assert await rebuild(operator.id)
    told = (await asyncio.wait_for(waiting, 30)).data["districtUpdated"]["figures"]
    assert {one["measure"]["code"]: one["value"] for one in told}["housing.residents"] == 2
    await stream.aclose()
    await context.aclose()
    hearing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await hearing
