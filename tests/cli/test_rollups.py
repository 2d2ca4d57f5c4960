"""`xinju rollup`: what differs from the source rows is said and mended, and a chain that does not hold is told."""

import datetime as dt

import asyncpg
import pytest

from backend.core import clock
from tenants.models import Operator
from tests.cli.terminal import Said, xinju
from tests.dashboard.conftest import district
from tests.dashboard.counted import rebuild, released, stored
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_snapshots import last_month, seal

__all__ = ["district"]

DAY = dt.timedelta(days=1)
RESIDENTS = "housing.residents"


@pytest.fixture
async def counted(operator: Operator, district: None) -> Operator:
    with clock.at(clock.now() - 40 * DAY):
        await inhabited(operator, 3, days_ago=0)
    await rebuild(operator.id)
    return operator


def verify(operator: Operator) -> Said:
    return xinju("rollup", "verify", "--operator", operator.code)


def test_figures_that_are_right_are_said_to_be(counted: Operator) -> None:
    said = verify(counted)
    assert (said.code, said.err) == (0, "")
    assert "The figures of 1 operators are what the source rows say." in said.out
    assert "0 months and restatements are as they were sealed. Last hash: none" in said.out


@pytest.mark.parametrize(
    ("spoiling", "where"),
    [
        ("UPDATE community_facts SET cells = cells || '{{\"{cell}\": 4}}'{of_day}", "kept 4, now 3"),
        ("UPDATE shared.released_facts SET cells = cells || '{{\"{cell}\": 4}}'{of_day}", "released 4, now 3"),
        ("UPDATE shared.released_facts SET cells = cells - '{cell}'{of_day}", "released None, now 3"),
        ("DELETE FROM shared.released_facts{of_day}", "released None, now 3"),
        ("DELETE FROM community_facts{of_day}", "kept None, now 3"),
        ("DELETE FROM community_facts WHERE operator_id = $1 AND $2::date IS NOT NULL", "kept None, now 3"),
    ],
)
async def test_a_figure_that_is_wrong_is_told_and_a_rebuild_mends_it(
    counted: Operator, raw: asyncpg.Connection, spoiling: str, where: str
) -> None:
    day = clock.today() - 5 * DAY
    of_day = " WHERE operator_id = $1 AND counted_on = $2"
    await raw.execute(spoiling.format(cell=RESIDENTS, of_day=of_day), counted.id, day)
    said = verify(counted)
    assert said.code == 1
    assert "`xinju rollup rebuild` mends them." in said.err
    assert counted.code in said.out
    assert where in said.out or said.out.count("kept None") == 20
    mended = xinju("rollup", "rebuild", "--operator", counted.code)
    assert (mended.code, mended.err) == (0, "")
    assert mended.out.startswith("Counted 1 operators anew;")
    assert verify(counted).code == 0
    for told in (await stored(counted.id, [day]), await released(counted.id, [day])):
        assert [cells[RESIDENTS] for cells in told.values()] == [3]


async def test_a_month_that_is_not_as_it_was_sealed_fails_the_check(counted: Operator, raw: asyncpg.Connection) -> None:
    sealed = await seal(last_month())
    said = verify(counted)
    assert (said.code, sealed["hash"] in said.out) == (0, True)
    await raw.execute("UPDATE shared.district_snapshots SET sealed_at = sealed_at - interval '1 second'")
    said = verify(counted)
    assert said.code == 1
    assert "sealed month 1: changed after it was sealed" in said.out
    assert "1 links of the chain of sealed months do not hold" in said.err


def test_an_operator_that_is_not_there_is_no_success(counted: Operator) -> None:
    said = xinju("rollup", "verify", "--operator", "nobody")
    assert said.code == 1
    assert "Traceback" not in said.err
