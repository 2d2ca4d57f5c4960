"""The district's page: figures with definition, source and time; series, ranks, coverage, communities, quality."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, event

from backend.core import clock
from backend.modules.housing.actions.inventory import set_governance_mode
from backend.modules.housing.words import GovernanceMode
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.dashboard.counted import rebuild, recompute
from tests.dashboard.viewing import answer, refusals, viewer
from tests.housing.factories import Home, make_home, make_stay

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
SUMMARY = """query($asOf: Date) { district { summary(asOf: $asOf) { asOf version figures {
  measure { code name definition source unit { name } kind sensitivity } value month previous asOf releasedAt
  cells { values value } } } } }"""
WITHHELD_SERIES = """series(measure: "housing.residents_living_alone", by: COMMUNITY, keys: ["x"],
  from: "2026-01-01", to: "2026-01-02") { points { on } }"""
TOO_MUCH = "BAD_INPUT"
PAGE = """{ district {
  summary { figures { value measure { name } } } coverage { rate modes { communities mode { name } } }
  quality { score operators { score faults { remedy wrong } } }
  ranking(measure: "housing.residents", by: SUBDISTRICT) { place value group { name } }
  series(measure: "housing.beds_occupied", by: DISTRICT, from: "2026-01-01", to: "2026-01-31") { points { on value } }
  communities(first: 50) { totalCount edges { node { name figures(measures: ["housing.residents"]) { value } } } }
} }"""


async def inhabited(operator: Operator, people: int, *, days_ago: int = 3) -> Home:
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        home = await make_home(scope, beds=8, area=200)
        for bed in range(people):
            await make_stay(scope, home, bed, starts_on=clock.today() - days_ago * DAY)
    return home


def by_code(data: dict[str, Any]) -> dict[str, Any]:
    return {one["measure"]["code"]: one for one in data["district"]["summary"]["figures"]}


async def test_every_figure_has_a_definition_a_source_and_a_time(operator: Operator) -> None:
    await inhabited(operator, 5)
    await rebuild(operator.id)
    figures = by_code(await answer(viewer(), SUMMARY))
    assert figures["housing.residents"]["value"] == 5
    assert figures["housing.occupancy_rate"]["value"] == 0.625
    for one in figures.values():
        measure = one["measure"]
        assert all(measure[name] for name in ("name", "definition", "source", "unit")), measure["code"]
        assert one["asOf"] == clock.today().isoformat()
        assert one["releasedAt"] is not None


async def test_the_catalogue_speaks_chinese_and_english() -> None:
    document = "{ district { measures { code name definition unit { name } by { name values { name } } } } }"
    chinese = await answer(viewer(), document)
    english = await answer(viewer(locale="en"), document)
    for zh, en in zip(chinese["district"]["measures"], english["district"]["measures"], strict=True):
        assert zh["code"] == en["code"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh["name"] + zh["definition"]), zh
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in en["name"] + en["definition"]), en


async def test_figures_of_several_operators_are_added_up_as_of_a_day(operator: Operator) -> None:
    other = await new_operator()
    await inhabited(operator, 2, days_ago=9)
    await inhabited(other, 3, days_ago=4)
    for one in (operator, other):
        await rebuild(one.id)

    async def residents(days_ago: int) -> float:
        day = (clock.today() - days_ago * DAY).isoformat()
        found = by_code(await answer(viewer(), SUMMARY, asOf=day))
        return float(found["housing.residents"]["value"])

    assert [await residents(ago) for ago in (0, 4, 5, 9, 10)] == [5, 5, 2, 2, 0]


async def test_the_api_agrees_with_itself_at_one_day(operator: Operator) -> None:
    await inhabited(operator, 4)
    await rebuild(operator.id)
    today = clock.today().isoformat()
    found = await answer(
        viewer(),
        """query($on: Date!) { district {
          summary(asOf: $on) { figures { measure { code } value } }
          ranking(measure: "housing.residents", by: COMMUNITY, asOf: $on) { value share place }
          series(measure: "housing.residents", by: DISTRICT, from: $on, to: $on) { points { on value } }
          coverage(asOf: $on) { communities governed modes { mode { key } residents communities } }
          communities(asOf: $on) { edges { node { figures(measures: ["housing.residents"]) { value } } } }
        } }""",
        on=today,
    )
    data = found["district"]
    told = {one["measure"]["code"]: one["value"] for one in data["summary"]["figures"]}
    assert told["housing.residents"] == 4
    assert data["ranking"] == [{"value": 4, "share": 1, "place": 1}]
    assert data["series"] == [{"points": [{"on": today, "value": 4}]}]
    assert sum(one["residents"] for one in data["coverage"]["modes"]) == 4
    assert [edge["node"]["figures"] for edge in data["communities"]["edges"]] == [[{"value": 4}]]


async def test_a_change_of_mode_shows_in_the_coverage_from_its_day_on(operator: Operator) -> None:
    home = await inhabited(operator, 1)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        day = clock.today() - 2 * DAY
        await set_governance_mode(scope, home.community_id, GovernanceMode.WITHIN_COMMITTEE, day)
    await rebuild(operator.id)
    document = "query($on: Date) { district { coverage(asOf: $on) { governed rate } } }"
    rates = []
    for ago in (3, 2, 0):
        day = clock.today() - ago * DAY
        rates.append((await answer(viewer(), document, on=day.isoformat()))["district"]["coverage"])
    assert rates == [{"governed": 0, "rate": 0}, {"governed": 1, "rate": 1}, {"governed": 1, "rate": 1}]


async def test_quality_says_what_to_fix_and_who_is_silent(operator: Operator) -> None:
    await inhabited(operator, 2, days_ago=20)
    await rebuild(operator.id)
    document = """{ district { quality { score operators { score isSilent uncounted lastActiveAt
      faults { code wrong of remedy } } } } }"""
    (found,) = (await answer(viewer(), document))["district"]["quality"]["operators"]
    assert not found["isSilent"]
    assert found["uncounted"] == 0
    faults = {one["code"]: (one["wrong"], one["of"], bool(one["remedy"])) for one in found["faults"]}
    assert faults == {"housing.placed": (1, 1, True), "housing.registered": (2, 2, True)}
    with clock.at(clock.now() + 8 * DAY):
        (later,) = (await answer(viewer(), document))["district"]["quality"]["operators"]
    assert later["isSilent"]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ('summary(asOf: "2099-01-01") { asOf }', "DAY_NOT_COUNTED"),
        ('ranking(measure: "housing.none", by: DISTRICT) { place }', "MEASURE_UNKNOWN"),
        ('ranking(measure: "housing.residents_living_alone", by: COMMUNITY) { place }', "MEASURE_WITHHELD"),
        (WITHHELD_SERIES, "MEASURE_WITHHELD"),
        (
            'series(measure: "housing.beds", by: DISTRICT, from: "2020-01-01", to: "2026-01-01") { points { on } }',
            TOO_MUCH,
        ),
        (
            'series(measure: "housing.beds", by: COMMUNITY, from: "2026-01-01", to: "2026-01-02") { points { on } }',
            TOO_MUCH,
        ),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_a_code(field: str, code: str) -> None:
    found = await refusals(viewer(), f"{{ district {{ {field} }} }}")
    assert [one["code"] for one in found] == [code]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DISTRICT_VIEWER])
async def test_nobody_else_sees_the_district(operator: Operator, role: Role) -> None:
    assert await refusals(acting(operator, role), "{ district { summary { asOf } } }") == [{"code": "FORBIDDEN"}]


async def _statements(people: int) -> int:
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    operator = await new_operator()
    await inhabited(operator, people)
    await rebuild(operator.id)
    event.listen(Engine, "before_cursor_execute", count)
    await answer(viewer(), PAGE)
    event.remove(Engine, "before_cursor_execute", count)
    return counted


async def test_the_page_takes_a_fixed_number_of_statements_however_many_live_there() -> None:
    costs = [await _statements(people) for people in (1, 4, 8)]
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 30


async def test_what_nobody_changed_is_added_up_once(operator: Operator) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    for _ in range(3):
        await answer(viewer(), SUMMARY)
    event.remove(Engine, "before_cursor_execute", note)
    assert sum("released_facts.cells" in one for one in asked) == 1
    assert sum("sum(shared.released_operators.version)" in one for one in asked) >= 3


async def test_the_district_hears_of_a_change_and_of_nothing_else(operator: Operator) -> None:
    home = await inhabited(operator, 1)
    await rebuild(operator.id)
    document = "subscription { districtUpdated { version figures { measure { code } value } } }"
    context = Context(viewer())
    stream: Any = await schema.subscribe(document, context_value=context)
    told: list[float] = []

    async def next_one() -> None:
        update = (await anext(stream)).data["districtUpdated"]
        told.append({one["measure"]["code"]: one["value"] for one in update["figures"]}["housing.residents"])

    await next_one()
    waiting = asyncio.ensure_future(next_one())
    assert await recompute(operator.id, home.community_id) == 0
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await make_stay(scope, home, 1)
    assert await recompute(operator.id, home.community_id) == 1
    await asyncio.wait_for(waiting, 10)
    assert told == [1, 2]
    await stream.aclose()
    await context.aclose()
