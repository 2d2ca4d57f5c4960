"""How the district is governed: each community once, of those that have opened, in its own town and its own mode."""

import datetime as dt
from typing import Any

import pytest

from backend.core import clock
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.words import GovernanceMode
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.dashboard.counted import rebuild
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import a_community

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
COVERAGE = """query($on: Date) { district {
  coverage(asOf: $on) { communities governed rate
    modes { communities share mode { key } } subdistricts { communities share mode { key } subdistrict { key } } }
  quality(asOf: $on) { operators { communities uncounted score } } } }"""
MAQIAO, ZHUANQIAO = "310112112", "310112108"
MODES = [mode.value for mode in GovernanceMode]


async def opened(operator: Operator, code: str, mode: GovernanceMode, **more: Any) -> None:
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await create_community(scope, a_community(code, governance_mode=mode, **more))


async def asked(day: dt.date | None = None) -> dict[str, Any]:
    told: dict[str, Any] = (await answer(viewer(), COVERAGE, on=None if day is None else day.isoformat()))["district"]
    return told


def by_mode(told: dict[str, Any]) -> dict[str, tuple[int, float]]:
    found = {one["mode"]["key"]: (one["communities"], one["share"]) for one in told["coverage"]["modes"]}
    return {key: said for key, said in found.items() if said[0]}


async def test_five_modes_and_the_area_grid_are_told_and_each_community_once(operator: Operator) -> None:
    other = await new_operator()
    await opened(operator, "a", GovernanceMode.WITHIN_COMMITTEE)
    await opened(operator, "b", GovernanceMode.AREA_GRID)
    await opened(other, "c", GovernanceMode.WITHIN_COMMITTEE, subdistrict_code=ZHUANQIAO)
    await opened(other, "d", GovernanceMode.MANAGED_BY_NEIGHBOUR, subdistrict_code=ZHUANQIAO)
    for one in (operator, other):
        await rebuild(one.id)
    told = await asked()
    coverage = told["coverage"]
    assert [one["mode"]["key"] for one in coverage["modes"]] == MODES
    assert (coverage["communities"], coverage["governed"], coverage["rate"]) == (4, 3, 0.75)
    assert by_mode(told) == {
        "WITHIN_COMMITTEE": (2, 0.5), "AREA_GRID": (1, 0.25), "MANAGED_BY_NEIGHBOUR": (1, 0.25)
    }  # fmt: skip
    towns = {
        (one["subdistrict"]["key"], one["mode"]["key"]): (one["communities"], one["share"])
        for one in coverage["subdistricts"]
    }
    assert towns == {
        (MAQIAO, "WITHIN_COMMITTEE"): (1, 0.5),
        (MAQIAO, "AREA_GRID"): (1, 0.5),
        (ZHUANQIAO, "WITHIN_COMMITTEE"): (1, 0.5),
        (ZHUANQIAO, "MANAGED_BY_NEIGHBOUR"): (1, 0.5),
    }


async def test_a_community_is_covered_from_the_day_it_opens(operator: Operator) -> None:
    today = clock.today()
    await opened(operator, "old", GovernanceMode.WITHIN_COMMITTEE, opened_on=today - 60 * DAY)
    await opened(operator, "new", GovernanceMode.AREA_GRID, opened_on=today - 2 * DAY)
    await opened(operator, "planned", GovernanceMode.AREA_GRID, opened_on=today + 30 * DAY)
    await rebuild(operator.id)
    before, after = await asked(today - 3 * DAY), await asked(today)
    assert by_mode(before) == {"WITHIN_COMMITTEE": (1, 1)}
    assert before["coverage"]["communities"] == 1
    assert before["coverage"]["subdistricts"] == [
        {"communities": 1, "share": 1, "mode": {"key": "WITHIN_COMMITTEE"}, "subdistrict": {"key": MAQIAO}}
    ]
    assert by_mode(after) == {"WITHIN_COMMITTEE": (1, 0.5), "AREA_GRID": (1, 0.5)}
    assert after["coverage"]["communities"] == 2
    for told, communities in ((before, 1), (after, 2)):
        (judged,) = told["quality"]["operators"]
        assert (judged["communities"], judged["uncounted"]) == (communities, 0)
