"""A district from its communities to its whole: exact figures are what plain SQL counts, others as the rule says."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest

from backend.core import clock
from backend.modules.dashboard.actions.marking import first_kept_on
from backend.modules.dashboard.contract.figures import UNIQUE, Figure, Standing
from backend.modules.dashboard.contract.measures import Measure, MeasureKind, Ratio, Sensitivity
from backend.modules.dashboard.counting import MONTH, open_cells
from backend.modules.dashboard.disclosing import LEAST_SHOWN
from backend.modules.dashboard.queries.groups import figures_by_group
from backend.modules.dashboard.queries.standing import get_standing
from backend.modules.dashboard.rebuilding import rebuild_operator
from backend.modules.dashboard.releases import release_week, week_of
from backend.modules.dashboard.tabling import GROUPINGS
from backend.modules.dashboard.words import Grouping
from infra.bench.refreshing import refreshed
from tenants.models import Operator
from tenants.scope import open_scope
from tests.cli.terminal import xinju
from tests.dashboard.counted import Figures, by_hand, differences, of_days, released, stored
from tests.dashboard.test_counting_governance import told
from tests.dashboard.viewing import answer, viewer

pytestmark = pytest.mark.usefixtures("district")

DAY: Final = dt.timedelta(days=1)
COMMUNITIES: Final = 520
# So that nothing is compared with nothing.
LEAST: Final = {
    "housing.residents": 1_000,
    "spaces.bookings": 50,
    "spaces.minutes_used": 3_000,
    "spaces.demand_unmet": 1,
    "issues.open": 10,
    "courses.courses": 4,
}
_CHANGES: Final = """
    SELECT day, count(*) FROM (
      SELECT starts_on AS day FROM governance_periods WHERE operator_id = ANY($1)
      UNION ALL SELECT ends_on FROM governance_periods WHERE operator_id = ANY($1)
      UNION ALL SELECT starts_on FROM stays WHERE operator_id = ANY($1) AND previous_stay_id IS NOT NULL) AS changes
    WHERE day BETWEEN $2 AND $3 GROUP BY day ORDER BY count(*) DESC, day LIMIT $4
"""
FLOWS: Final = {code for code, one in Measure.declared.items() if one.kind is MeasureKind.FLOW}
# Of a community on a day, by what it is put together; nothing of it comes from the product's own tables of figures.
_KEYS: Final = """
    SELECT c.id, c.operator_id::text AS operator, c.subdistrict_code AS subdistrict, c.product_type AS product_type,
      coalesce((SELECT g.mode FROM governance_periods g WHERE g.operator_id = c.operator_id AND g.community_id = c.id
        AND daterange(g.starts_on, g.ends_on) @> $2::date), 'NONE') AS mode
    FROM communities c WHERE c.operator_id = ANY($1)
"""
Cells = Mapping[str, int]
Tree = dict[tuple[Grouping, str], dict[str, int]]


async def seeded(raw: asyncpg.Connection, scale: float) -> list[UUID]:
    """A part of the district; the ids of its operators."""
    await raw.execute("UPDATE shared.operators SET state = 'ACTIVE' WHERE code ~ '^d[0-9]'")
    done = xinju("seed", "--district", "--scale", str(scale), within=3_600)
    assert (done.code, done.err) == (0, "")
    rows = await raw.fetch("SELECT id FROM shared.operators WHERE code ~ '^d[0-9]' ORDER BY code")
    found = [row["id"] for row in rows]
    made = await raw.fetchval("SELECT count(*) FROM communities WHERE operator_id = ANY($1)", found)
    assert made == round(COMMUNITIES * scale)
    return found


async def counted_by_hand(raw: asyncpg.Connection, operator_ids: Sequence[UUID], days: Sequence[dt.date]) -> Figures:
    """All measures of these days, and with them the months so far of what happens."""
    found: Figures = {}
    flows: Figures = {}
    firsts = {day.replace(day=1) for day in days}
    till = {first: max(day for day in days if day.replace(day=1) == first) for first in firsts}
    for operator_id in operator_ids:
        found |= await by_hand(raw, operator_id, days)
        for first, last in till.items():
            month = [first + number * DAY for number in range((last - first).days + 1)]
            flows |= await by_hand(raw, operator_id, month, FLOWS)
    for day in days:
        for (community_id, on), cells in flows.items():
            if day.replace(day=1) <= on <= day:
                month_cells = found.setdefault((community_id, day), {})
                for cell, number in cells.items():
                    month_cells[MONTH + cell] = month_cells.get(MONTH + cell, 0) + number
    return found


async def tree_of(
    raw: asyncpg.Connection, operator_ids: Sequence[UUID], figures: Figures, day: dt.date
) -> tuple[Tree, set[UUID]]:
    """The same added up for each group that there is, and the communities that it was added up from."""
    tree: Tree = defaultdict(lambda: defaultdict(int))
    rows = await raw.fetch(_KEYS, operator_ids, day)
    for row in rows:
        keys = {
            Grouping.DISTRICT: "",
            Grouping.SUBDISTRICT: row["subdistrict"],
            Grouping.OPERATOR: row["operator"],
            Grouping.MODE: row["mode"],
            Grouping.PRODUCT_TYPE: row["product_type"],
            Grouping.COMMUNITY: str(row["id"]),
        }
        for by, key in keys.items():
            for cell, number in figures.get((row["id"], day), {}).items():
                tree[by, key][cell] += number
    return tree, {row["id"] for row in rows}


def value_in(cells: Cells, code: str, prefix: str = "") -> float | None:
    """A measure added up over its cells, or a ratio of two such sums."""
    if code in Ratio.declared:
        part = value_in(cells, Ratio.declared[code].part.code, prefix)
        whole = value_in(cells, Ratio.declared[code].whole.code, prefix)
        return round((part or 0) / whole, 6) if whole else None
    return float(sum(number for cell, number in cells.items() if cell.split("|")[0] == prefix + code))


def wrong(figure: Figure, cells: Cells) -> list[Any]:
    """What of an exact figure is not what was counted by hand."""
    code, found = figure.measure, list[Any]()
    kind = Ratio.declared[code].whole.kind if code in Ratio.declared else Measure.declared[code].kind
    if figure.value != value_in(cells, code):
        found.append((code, figure.value, value_in(cells, code)))
    if kind is MeasureKind.FLOW and figure.month != value_in(cells, code, MONTH):
        found.append((code, "month", figure.month, value_in(cells, code, MONTH)))
    prefix = MONTH if kind is MeasureKind.FLOW else ""
    for cell in figure.cells:
        by_hand_too = cells.get("|".join([prefix + code, *cell.values]), 0) if cell.values else None
        if cell.value != by_hand_too:
            found.append((code, cell.values, cell.value, by_hand_too))
    return found


async def compare_groups(raw: asyncpg.Connection, operator_ids: Sequence[UUID], figures: Figures, day: dt.date) -> None:
    """From the whole over towns, operators, modes and kinds down to each community, as the district's login reads."""
    tree, communities = await tree_of(raw, operator_ids, figures, day)
    for by in (*GROUPINGS, Grouping.COMMUNITY):
        async with open_scope(viewer(), read_only=True) as scope:
            _, _, told_of = await figures_by_group(scope, by, day)
        exact = [(group.key, one) for group, one in told_of if is_exact(one.measure)]
        assert [(key, wrong(one, tree[by, key])) for key, one in exact if wrong(one, tree[by, key])] == []
        codes = {code for code, one in Measure.declared.items() if one.sensitivity is Sensitivity.OPEN}
        groups = {key for grouping, key in tree if grouping is by}
        assert {(key, one.measure) for key, one in exact} == {
            (key, code) for key in groups for code in codes | Ratio.declared.keys()
        }
        if by is Grouping.COMMUNITY:
            assert {UUID(key) for key in groups} <= communities


def is_exact(code: str) -> bool:
    return code != UNIQUE.code and (code in Ratio.declared or Measure.declared[code].sensitivity is Sensitivity.OPEN)


async def compare_page(raw: asyncpg.Connection, operator_ids: Sequence[UUID], figures: Figures, day: dt.date) -> None:
    """What the API answers of the whole district as of a day."""
    tree, _ = await tree_of(raw, operator_ids, figures, day)
    whole = tree[Grouping.DISTRICT, ""]
    data = await answer(
        viewer(),
        """query($day: Date!) { district {
          summary(asOf: $day) { asOf figures { measure { code } value month } }
          coverage(asOf: $day) { communities governed modes { mode { key } communities beds residents } }
          ranking(measure: "housing.residents", by: SUBDISTRICT, asOf: $day) { group { key } value }
        } }""",
        day=day.isoformat(),
    )
    shown = data["district"]
    exact = [one for one in shown["summary"]["figures"] if is_exact(one["measure"]["code"])]
    assert len(exact) > 100
    for one in exact:
        code = one["measure"]["code"]
        assert one["value"] == value_in(whole, code), code
        assert one["month"] is None or one["month"] == value_in(whole, code, MONTH), code
    assert shown["coverage"]["communities"] == whole["housing.communities"]
    assert shown["coverage"]["governed"] == whole["housing.communities_governed"]
    for mode in shown["coverage"]["modes"]:
        cells = tree.get((Grouping.MODE, mode["mode"]["key"]), {})
        said = (mode["communities"], mode["beds"], mode["residents"])
        assert said == tuple(cells.get(f"housing.{name}", 0) for name in ("communities", "beds", "residents"))
    towns = {key: cells for (by, key), cells in tree.items() if by is Grouping.SUBDISTRICT}
    ranks = {one["group"]["key"]: one["value"] for one in shown["ranking"]}
    assert ranks == {key: value_in(cells, "housing.residents") for key, cells in towns.items()}


async def compare_release(raw: asyncpg.Connection, operator_ids: Sequence[UUID], figures: Figures, day: dt.date) -> int:
    """Sensitive tables: under ten is hidden, never alone, and what is shown is the nearest five; how many are shown."""
    tree, _ = await tree_of(raw, operator_ids, figures, day)
    shown_in_all = 0
    sensitive = {code for code, one in Measure.declared.items() if one.sensitivity is Sensitivity.SENSITIVE}
    for by in GROUPINGS:
        async with open_scope(viewer(), read_only=True) as scope:
            _, _, told_of = await figures_by_group(scope, by)
        tables = [
            (group.key, one) for group, one in told_of if one.measure != UNIQUE.code and not is_exact(one.measure)
        ]
        # Whether anything is counted there or not: that there is no table would tell.
        wanted = {(key, code) for grouping, key in tree if grouping is by for code in sensitive}
        assert {(key, one.measure) for key, one in tables} == wanted
        for key, one in tables:
            prefix = MONTH if one.measure in FLOWS else ""
            true = {
                cell.values: tree[by, key].get("|".join([prefix + one.measure, *cell.values]), 0) for cell in one.cells
            }
            shown = {cell.values: cell.value for cell in one.cells if cell.value is not None}
            assert all(true[values] >= LEAST_SHOWN for values in shown), (by, key, one.measure)
            assert all(value % 5 == 0 and abs(value - true[values]) <= 2 for values, value in shown.items())
            assert len(true) - len(shown) != 1, (by, key, one.measure)
            assert one.value is None
            shown_in_all += len(shown)
    return shown_in_all


async def test_a_part_of_the_district_is_what_plain_sql_says(operator: Operator, raw: asyncpg.Connection) -> None:
    """With an operator of the demo beside it, which has something of every module."""
    await told(operator, "weilingdi")
    operator_ids = [operator.id, *await seeded(raw, 0.01)]
    await compare_all(raw, operator_ids, of_change=1)
    assert f" of {len(operator_ids)} operators counted anew in " in await refreshed_alike(operator_ids)


@pytest.mark.soak
@pytest.mark.parametrize("scale", [0.1, 1.0])
async def test_the_whole_district_is_what_plain_sql_says(
    operator: Operator, raw: asyncpg.Connection, scale: float, capsys: pytest.CaptureFixture[str]
) -> None:
    await told(operator, "weilingdi")
    operator_ids = [operator.id, *await seeded(raw, scale)]
    await compare_all(raw, operator_ids, of_change=3)
    told_of = await refreshed_alike(operator_ids)
    with capsys.disabled():
        print(told_of)  # noqa: T201  # how long it took is noted, and judged by nobody here


async def refreshed_alike(operator_ids: Sequence[UUID]) -> str:
    """Everything counted anew: nothing is otherwise, so nobody is told of a change. How long it took, in words."""
    before = await standing()
    told_of = await refreshed(operator_ids)
    assert await standing() == before
    return told_of


async def standing() -> Standing:
    async with open_scope(viewer(), read_only=True) as scope:
        return await get_standing(scope)


async def chosen_days(raw: asyncpg.Connection, operator_ids: Sequence[UUID], of_change: int) -> list[dt.date]:
    """The first day and the last, the ends of two months, the eve of the week, and those on which most has changed."""
    today, first = clock.today(), first_kept_on()
    ends = [today.replace(day=1) - DAY, (today.replace(day=1) - 200 * DAY).replace(day=1) - DAY]
    changes = await raw.fetch(_CHANGES, operator_ids, today - 300 * DAY, today - DAY, of_change)
    return sorted({first, *ends, week_of(today) - DAY, today, *(row["day"] for row in changes)})


async def rebuilt(raw: asyncpg.Connection, operator_ids: Sequence[UUID]) -> None:
    """Count those anew of whom nothing is released: the seed does so by itself, where it has made them just now."""
    for operator_id in operator_ids:
        sql = "SELECT count(*) FROM shared.released_facts WHERE operator_id = $1"
        if not await raw.fetchval(sql, operator_id):
            await rebuild_operator(operator_id)


async def compare_all(raw: asyncpg.Connection, operator_ids: Sequence[UUID], of_change: int) -> None:
    days = await chosen_days(raw, operator_ids, of_change)
    await rebuilt(raw, operator_ids)
    counted: Figures = {}
    seen: Figures = {}
    for operator_id in operator_ids:
        counted |= await stored(operator_id, days)
        seen |= await released(operator_id, days)
    figures = await counted_by_hand(raw, operator_ids, days)
    assert differences(counted, figures) == []
    assert differences(seen, {key: open_cells(cells) for key, cells in figures.items()}) == []
    for code, least in LEAST.items():
        assert sum(value_in(cells, code) or 0 for cells in of_days(figures).values()) > least, code
    for day in days:
        await compare_groups(raw, operator_ids, figures, day)
        await compare_page(raw, operator_ids, figures, day)
    assert await release_week()
    assert await compare_release(raw, operator_ids, figures, week_of(clock.today()) - DAY) > 20
