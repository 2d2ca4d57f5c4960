"""As of a day that has passed, everything that tells a figure tells that day's: the API, and every kind of file."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from backend.core import clock
from backend.modules.dashboard.actions.marking import first_kept_on
from backend.modules.dashboard.queries.summaries import month_before
from backend.modules.housing.actions.inventory import set_governance_mode
from backend.modules.housing.words import GovernanceMode
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.app.server import serving
from tests.conftest import acting
from tests.dashboard.counted import rebuild
from tests.dashboard.printed import text_of
from tests.dashboard.test_exports import by_part, fetched, of_csv, of_xlsx
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, refusals, viewer
from tests.housing.factories import Home, make_stay

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
RESIDENTS = "housing.residents"
PAGE = """query($on: Date!, $to: Date!) { district {
  summary(asOf: $on) { figure(measure: "housing.residents") { value previous asOf } }
  ranking(measure: "housing.residents", by: MODE, asOf: $on) { value previous group { key } }
  coverage(asOf: $on) { asOf communities modes { communities residents mode { key } } }
  communities(asOf: $on) { edges { node { mode figures(measures: ["housing.residents"]) { value } } } }
  quality(asOf: $on) { asOf operators { communities faults { code wrong of } } }
  series(measure: "housing.residents", by: DISTRICT, from: $on, to: $to) { points { on value } }
} }"""
FORMS = """query($month: Date) { district { forms(month: $month) { code asOf isMonthOver lines {
  measure { code } values isOfMonth cells { group { key } value } } } } }"""


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with serving() as server, httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=30) as http:
        yield http


async def changed(operator: Operator) -> Home:
    """One who lives there since 40 days, another since nine, a third since two; governed otherwise since three."""
    with clock.at(clock.now() - 40 * DAY):
        home = await inhabited(operator, 1, days_ago=0)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await make_stay(scope, home, 1, starts_on=clock.today() - 9 * DAY)
        await make_stay(scope, home, 2, starts_on=clock.today() - 2 * DAY)
        await set_governance_mode(scope, home.community_id, GovernanceMode.WITHIN_COMMITTEE, clock.today() - 3 * DAY)
    await rebuild(operator.id)
    return home


async def test_every_answer_of_the_api_is_of_the_day_that_is_asked_for(operator: Operator) -> None:
    await changed(operator)
    day = clock.today() - 4 * DAY
    on = day.isoformat()
    told = (await answer(viewer(), PAGE, on=on, to=(day + DAY).isoformat()))["district"]
    assert told["summary"]["figure"] == {"value": 2, "previous": 1, "asOf": on}
    assert told["ranking"] == [{"value": 2, "previous": 1, "group": {"key": "AREA_GRID"}}]
    assert (told["coverage"]["asOf"], told["coverage"]["communities"]) == (on, 1)
    covered = {one["mode"]["key"]: (one["communities"], one["residents"]) for one in told["coverage"]["modes"]}
    assert {key: said for key, said in covered.items() if said != (0, 0)} == {"AREA_GRID": (1, 2)}
    (community,) = [edge["node"] for edge in told["communities"]["edges"]]
    assert (community["mode"], community["figures"]) == ("AREA_GRID", [{"value": 2}])
    assert told["quality"]["asOf"] == on
    (judged,) = told["quality"]["operators"]
    faults = {one["code"]: (one["wrong"], one["of"]) for one in judged["faults"]}
    assert faults["housing.registered"] == (1, 2)
    (series,) = told["series"]
    assert series["points"] == [{"on": on, "value": 2}, {"on": (day + DAY).isoformat(), "value": 2}]


@pytest.mark.parametrize("by", ["DISTRICT", "MODE", "COMMUNITY"])
async def test_every_kind_of_file_is_of_the_day_that_is_asked_for(
    operator: Operator, client: httpx.AsyncClient, by: str
) -> None:
    home = await changed(operator)
    day = (clock.today() - 4 * DAY).isoformat()
    key = {"DISTRICT": "", "MODE": "AREA_GRID", "COMMUNITY": str(home.community_id)}[by]
    wish = {"asOf": day, "by": by, "measures": [RESIDENTS]}
    for rows in (
        of_csv(await fetched(client, format="CSV", **wish)),
        of_xlsx(await fetched(client, format="XLSX", **wish)),
    ):
        row = by_part(rows)[RESIDENTS, ""]
        assert (row[0], float(row[6]), float(row[8]), row[10]) == (key, 2, 1, day)
    drawn = text_of(await fetched(client, format="PDF", **wish)).split("\n")
    assert f"数据日期：{day}" in drawn
    assert {"2", "1"} <= set(drawn)
    assert "3" not in drawn


async def test_what_happened_is_compared_with_the_month_before_in_files_as_in_the_api(
    operator: Operator, client: httpx.AsyncClient
) -> None:
    await changed(operator)
    day = clock.today()
    document = """query($on: Date!) { district { summary(asOf: $on) {
      figure(measure: "housing.arrivals") { value month previous previousMonth } } } }"""
    figure = (await answer(viewer(), document, on=day.isoformat()))["district"]["summary"]["figure"]
    assert figure["value"] == figure["previous"] == 0
    row = by_part(of_csv(await fetched(client, format="CSV", measures=["housing.arrivals"])))["housing.arrivals", ""]
    assert (float(row[7]), float(row[8])) == (figure["month"], figure["previousMonth"])


async def test_a_form_of_a_month_that_is_over_is_of_its_last_day(operator: Operator, client: httpx.AsyncClient) -> None:
    end = clock.today().replace(day=1) - DAY
    with clock.at(clock.moment(end - 3 * DAY, 12)):
        home = await inhabited(operator, 2, days_ago=0)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await make_stay(scope, home, 2, starts_on=max(end + DAY, clock.today() - 20 * DAY))
    await rebuild(operator.id)
    forms = (await answer(viewer(), FORMS, month=end.replace(day=2).isoformat()))["district"]["forms"]
    assert {(one["asOf"], one["isMonthOver"]) for one in forms} == {(end.isoformat(), True)}
    lines = {line["measure"]["code"]: line for one in forms for line in one["lines"] if not line["values"]}
    assert [cell["value"] for cell in lines[RESIDENTS]["cells"]] == [2, 2]
    assert [cell["value"] for cell in lines["housing.arrivals"]["cells"]] == [2, 2]
    for format in ("CSV", "XLSX"):
        content = await fetched(client, format=format, form="MOVEMENTS", asOf=end.replace(day=2).isoformat())
        rows: list[list[Any]] = of_csv(content) if format == "CSV" else of_xlsx(content)
        assert [float(value) for value in rows[1][2:4]] == [2, 2]
    drawn = text_of(await fetched(client, format="PDF", form="MOVEMENTS", asOf=end.replace(day=2).isoformat()))
    assert end.isoformat() in drawn
    today = clock.today()
    ((latest, is_over),) = {
        (one["asOf"], one["isMonthOver"]) for one in (await answer(viewer(), FORMS))["district"]["forms"]
    }
    assert (latest, is_over) == (today.isoformat(), (today + DAY).day == 1)


def test_a_month_before_is_the_same_day_of_it_or_its_last() -> None:
    assert month_before(dt.date(2026, 1, 15)) == dt.date(2025, 12, 15)
    assert month_before(dt.date(2026, 3, 31)) == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    "field",
    [
        "summary(asOf: $on) { asOf }",
        "coverage(asOf: $on) { asOf }",
        "quality(asOf: $on) { asOf }",
        "communities(asOf: $on) { totalCount }",
        'ranking(measure: "housing.residents", by: OPERATOR, asOf: $on) { place }',
    ],
)
async def test_a_day_that_is_not_kept_is_refused_and_not_told_as_empty(operator: Operator, field: str) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    document = f"query($on: Date!) {{ district {{ {field} }} }}"
    first = first_kept_on()
    assert await answer(viewer(), document, on=first.isoformat())
    for day in (first - DAY, clock.today() + DAY):
        assert [one["code"] for one in await refusals(viewer(), document, on=day.isoformat())] == ["DAY_NOT_COUNTED"]
