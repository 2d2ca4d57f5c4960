"""Weeks of releases as they are kept: each on its Monday, of its eve, repeated until enough has changed, never live."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import asyncpg
import pytest

from backend.core import clock
from backend.core.live import CHANNEL, live
from backend.modules.dashboard.actions.publishing import publish_tables
from backend.modules.dashboard.disclosing import Table
from backend.modules.dashboard.queries.groups import figures_by_group
from backend.modules.dashboard.queries.summaries import is_withheld
from backend.modules.dashboard.releases import (
    count_uniques,
    key_of_a_count,
    release_week,
    release_what_is_due,
    releaser,
    week_of,
)
from backend.modules.dashboard.words import Grouping
from tenants.models import Operator
from tenants.scope import open_scope
from tests.dashboard.counted import rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_releases import ALONE, housed
from tests.dashboard.test_snapshots import SEAL
from tests.dashboard.viewing import answer, viewer

pytestmark = pytest.mark.usefixtures("district", "alone")

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
MONDAY = dt.date(2026, 3, 2)
TOLD = """query($on: Date) { district { summary(asOf: $on) { releasedOn
  figure(measure: "housing.residents_living_alone") { asOf releasedAt value cells { values value } } } } }"""
SEALED = """{ district { snapshots { edges { node { figures(by: %s, measures: ["%s"]) {
  group { key } values value } } } } } }"""
Shown = Mapping[str, float | None]


def table(total: int, **cells: int) -> Table:
    return Table(Grouping.DISTRICT, "", ALONE, {"YES": 0, "NO": 0, "UNKNOWN": 0, **cells}, total)


async def published(week: int, *tables: Table) -> None:
    async with open_scope(releaser()) as scope:
        assert await publish_tables(scope, MONDAY + week * WEEK, tables, {})


async def rows(raw: asyncpg.Connection) -> list[tuple[int, str, int]]:
    """The week, what is shown, and the week that it repeats."""
    found = await raw.fetch("SELECT released_on, cells::text, based_on FROM shared.released_tables ORDER BY 1")
    return [((on - MONDAY).days // 7, cells, (based - MONDAY).days // 7) for on, cells, based in found]


async def told(on: dt.date | None = None) -> tuple[str | None, Shown]:
    """As of which day the table is, and what it shows; nothing where none was released."""
    found = (await answer(viewer(), TOLD, on=None if on is None else on.isoformat()))["district"]["summary"]["figure"]
    return (None, {}) if found is None else (found["asOf"], {one["values"][0]: one["value"] for one in found["cells"]})


async def test_a_table_repeats_what_it_showed_until_ten_have_come_or_gone_since_it_was_made(
    district: None, raw: asyncpg.Connection
) -> None:
    await published(0, table(60, YES=12, NO=33, UNKNOWN=15))
    await published(1, table(66, YES=18, NO=33, UNKNOWN=15))
    # Six more and four more: ten since the first week, though no week saw as many.
    await published(2, table(70, YES=18, NO=37, UNKNOWN=15))
    await published(3, table(71, YES=18, NO=38, UNKNOWN=15))
    first, second = '{"NO": 35, "YES": 10, "UNKNOWN": 15}', '{"NO": 35, "YES": 20, "UNKNOWN": 15}'
    assert await rows(raw) == [(0, first, 0), (1, first, 0), (2, second, 2), (3, second, 2)]
    basis = await raw.fetchval("SELECT cells::text FROM shared.release_bases")
    assert basis == '{"NO": 37, "YES": 18, "UNKNOWN": 15}'


async def test_a_week_tells_of_its_eve_and_nothing_that_came_after(operator: Operator) -> None:
    noon = clock.moment(MONDAY, 12)
    with clock.at(noon - DAY):
        await housed(operator, 24, alone=16)
    with clock.at(noon):
        await housed(operator, 20, alone=20, days_ago=0)
        await rebuild(operator.id)
        assert await release_week()
        assert (await told())[1] == {"YES": 15, "NO": None, "UNKNOWN": None}
    with clock.at(noon + 6 * DAY):
        await rebuild(operator.id)
        assert not await release_week()
        assert await told() == (MONDAY.isoformat(), {"YES": 15, "NO": None, "UNKNOWN": None})
    with clock.at(noon + 7 * DAY):
        await rebuild(operator.id)
        assert await release_week()
        assert await told() == ((MONDAY + WEEK).isoformat(), {"YES": 35, "NO": None, "UNKNOWN": None})
        assert await told(MONDAY + 6 * DAY) == (MONDAY.isoformat(), {"YES": 15, "NO": None, "UNKNOWN": None})
        assert await told(MONDAY - DAY) == (None, {})


async def test_a_table_that_is_repeated_is_as_of_the_week_that_it_repeats(operator: Operator) -> None:
    noon = clock.moment(MONDAY, 12)
    with clock.at(noon - DAY):
        await housed(operator, 24, alone=16)
    for week in range(2):
        with clock.at(noon + week * WEEK):
            await rebuild(operator.id)
            assert await release_week()
            assert await told() == (MONDAY.isoformat(), {"YES": 15, "NO": None, "UNKNOWN": None})


async def test_only_what_is_asked_for_is_told_where_more_was_released(operator: Operator) -> None:
    noon = clock.moment(MONDAY, 12)
    with clock.at(noon - DAY):
        await housed(operator, 24, alone=16)
    with clock.at(noon):
        await rebuild(operator.id)
        assert await release_week()
        assert await count_uniques() == 24
        for wanted in (["housing.residents"], [ALONE]):
            async with open_scope(viewer(), read_only=True) as scope:
                _, _, found = await figures_by_group(scope, Grouping.DISTRICT, codes=wanted)
            assert [one.measure for _, one in found] == wanted


async def test_a_week_in_which_nothing_was_counted_yet_is_released_once_something_was(operator: Operator) -> None:
    assert not await release_week()
    await housed(operator, 3)
    await rebuild(operator.id)
    assert await release_week()


async def test_different_people_are_told_as_they_were_last_counted_by_the_day(operator: Operator) -> None:
    await inhabited(operator, 3)
    await rebuild(operator.id)
    document = """query($on: Date!) { district { summary(asOf: $on) {
      figure(measure: "dashboard.unique_residents") { value asOf } } } }"""
    counted = []
    for ago in (2, 0):
        if ago == 0:
            await inhabited(operator, 1, days_ago=0)
        assert await count_uniques(clock.today() - ago * DAY) == 3 + (ago == 0)
    for ago in (3, 2, 1, 0):
        on = (clock.today() - ago * DAY).isoformat()
        counted.append((await answer(viewer(), document, on=on))["district"]["summary"]["figure"])
    before, after = [(clock.today() - ago * DAY).isoformat() for ago in (2, 0)]
    assert counted == [None, {"value": 3, "asOf": before}, {"value": 3, "asOf": before}, {"value": 4, "asOf": after}]


async def test_a_month_is_sealed_with_what_was_released_by_its_end_and_hidden_cells_are_not_in_it(
    operator: Operator,
) -> None:
    noon = clock.moment(MONDAY, 12)
    with clock.at(noon - DAY):
        await housed(operator, 24, alone=16)
    with clock.at(noon):
        await rebuild(operator.id)
        assert await release_week()
    with clock.at(noon + 33 * DAY):
        await rebuild(operator.id)
        await answer(viewer(), SEAL, month=MONDAY.isoformat())
        for by, key in (("DISTRICT", ""), ("SUBDISTRICT", "310112112"), ("OPERATOR", str(operator.id))):
            found = (await answer(viewer(), SEALED % (by, ALONE)))["district"]["snapshots"]["edges"]
            (snapshot,) = [edge["node"] for edge in found]
            assert snapshot["figures"] == [{"group": {"key": key}, "values": ["YES"], "value": 15}]


@pytest.mark.parametrize(
    ("day", "monday"), [("2026-03-02", 0), ("2026-03-08", 0), ("2026-03-09", 1), ("2026-03-01", -1)]
)
def test_a_week_begins_on_its_monday(day: str, monday: int) -> None:
    assert week_of(dt.date.fromisoformat(day)) == MONDAY + monday * WEEK


async def test_what_is_due_is_released_once_a_week_and_counted_once_a_day(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    noon = clock.moment(MONDAY, 12)
    with clock.at(noon - DAY):
        await housed(operator, 12, alone=12)
    for passed in range(9):
        with clock.at(noon + passed * DAY):
            await rebuild(operator.id)
            await release_what_is_due()
            await release_what_is_due()
    released = [row[0] for row in await raw.fetch("SELECT released_on FROM shared.releases ORDER BY 1")]
    counted = [row[0] for row in await raw.fetch("SELECT counted_on FROM shared.district_counts ORDER BY 1")]
    assert released == [MONDAY, MONDAY + WEEK]
    assert counted == [MONDAY + number * DAY for number in range(9)]


async def test_a_group_in_which_nobody_is_counted_looks_like_one_in_which_few_are(operator: Operator) -> None:
    """That a table is there or not would tell nothing from something: exactly, and of the first one who came."""
    noon = clock.moment(MONDAY, 12)
    document = """{ district { summary { figures { measure { code } cells { values value } } }
      ranking(measure: "housing.residents_living_alone", by: OPERATOR) { value }
      series(measure: "housing.residents_living_alone", by: OPERATOR, from: "2026-03-01", to: "2026-03-31") {
        group { key } points { on value } } } }"""
    seen = []
    for week, people in ((0, 0), (1, 1)):
        with clock.at(noon + week * WEEK - DAY):
            await inhabited(operator, people, days_ago=0)
        with clock.at(noon + week * WEEK):
            await rebuild(operator.id)
            assert await release_week()
            found = (await answer(viewer(), document))["district"]
            hidden = [one for one in found["summary"]["figures"] if is_withheld(one["measure"]["code"])]
            assert {cell["value"] for one in hidden for cell in one["cells"]} == {None}
            shape = {one["measure"]["code"]: len(one["cells"]) for one in hidden}
            seen.append((shape, len(found["ranking"]), len(found["series"])))
    assert seen[0] == seen[1]
    assert ALONE in seen[0][0]


async def test_every_count_of_people_has_a_key_of_its_own() -> None:
    keys = {key_of_a_count() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 32 for key in keys)


async def test_a_release_and_a_change_are_told_to_whoever_watches_and_nothing_else_is(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    heard: list[Any] = []
    arrived, ended = asyncio.Event(), asyncio.Event()

    def hear(_connection: object, _pid: int, _channel: str, topic: object) -> None:
        heard.append(topic)
        if topic in ("district", "the end"):
            (arrived if topic == "district" else ended).set()

    await raw.add_listener(CHANNEL, hear)
    await inhabited(operator, 1)
    for change in (partial(rebuild, operator.id), release_week):
        arrived.clear()
        assert await change()
        await asyncio.wait_for(arrived.wait(), 30)
    told_before = heard.count("district")
    assert not await rebuild(operator.id)
    assert not await release_week()
    live.publish("the end")
    await live.flush()
    await asyncio.wait_for(ended.wait(), 30)
    assert heard.count("district") == told_before
    await raw.remove_listener(CHANNEL, hear)
