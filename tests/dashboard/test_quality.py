"""The score of an operator's records: every check of it, and what was not counted; and who was silent for a week."""

import datetime as dt
from typing import Any

import asyncpg
import pytest

from backend.core import clock
from backend.modules.dashboard.contract.measures import Check
from backend.modules.dashboard.tasks import count_neglected
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.actions.overstays import lengthen_overstays
from tenants.models import Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.dashboard.counted import counter, rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import a_community, make_home, make_stay
from tests.issues.factories import seated

pytestmark = pytest.mark.usefixtures("district")

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
QUALITY = """query($on: Date) { district { quality(asOf: $on) { score operators { operator { key } score isSilent
  lastActiveAt communities uncounted faults { code name remedy wrong of score } } } } }"""
COUNTED = """{ district { communities { edges { node { code isCounted figures(measures: ["housing.beds"]) { value } }
  } } } }"""
ALL_WRONG = ("housing.described", "housing.ended", "housing.moded", "housing.placed", "housing.registered")


async def judged(day: dt.date | None = None) -> dict[str, dict[str, Any]]:
    told = await answer(viewer(), QUALITY, on=None if day is None else day.isoformat())
    return {one["operator"]["key"]: one for one in told["district"]["quality"]["operators"]}


async def neglected(operator: Operator, raw: asyncpg.Connection) -> None:
    """Half of two stays are past their end, none is registered, one of two people is undescribed, nothing is placed."""
    with clock.at(clock.now() - 40 * DAY):
        async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
            home = await make_home(scope)
            await make_stay(scope, home, 0, days=20)
            stay = await make_stay(scope, home, 1)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await lengthen_overstays(scope)
    for spoiling in (
        "UPDATE residents SET sex = NULL WHERE operator_id = $1 AND id = $2",
        "DELETE FROM governance_periods WHERE operator_id = $1 AND $2::uuid IS NOT NULL",
    ):
        await raw.execute(spoiling, operator.id, stay.lead_resident_id)
    await rebuild(operator.id)


async def test_every_check_counts_in_the_score_and_says_what_to_do(operator: Operator, raw: asyncpg.Connection) -> None:
    await neglected(operator, raw)
    found = (await judged())[str(operator.id)]
    faults = {one["code"]: (one["wrong"], one["of"], one["score"]) for one in found["faults"]}
    assert faults == {
        "housing.described": (1, 2, 50),
        "housing.ended": (1, 2, 50),
        "housing.moded": (1, 1, 0),
        "housing.placed": (1, 1, 0),
        "housing.registered": (2, 2, 0),
    }
    # A new check has to be spoilt here too, so that the score is seen to fall with it.
    assert tuple(sorted(Check.declared)) == ALL_WRONG
    assert [one["score"] for one in found["faults"]] == [0, 0, 0, 50, 50]
    assert all(one["name"] and one["remedy"] for one in found["faults"])
    # Five checks, and that all communities were counted.
    assert found["score"] == round((50 + 50 + 0 + 0 + 0 + 100) / 6, 1)


async def test_communities_without_figures_of_the_day_lower_the_score_and_the_worst_is_first(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    other = await new_operator()
    for one in (operator, other):
        await inhabited(one, 1)
        await rebuild(one.id)
    before = await judged()
    assert before[str(operator.id)]["score"] == before[str(other.id)]["score"]
    async with open_scope(acting(other, Role.OPERATOR_ADMIN)) as scope:
        late = await create_community(scope, a_community("late"))
    await rebuild(other.id)
    await raw.execute(
        "DELETE FROM shared.released_facts WHERE community_id = $1 AND counted_on = $2", late.id, clock.today()
    )
    await raw.execute("UPDATE shared.released_operators SET version = version + 1 WHERE operator_id = $1", other.id)
    found = (await answer(viewer(), COUNTED))["district"]["communities"]["edges"]
    assert [edge["node"]["isCounted"] for edge in found if edge["node"]["code"] == "late"] == [False]
    assert sorted(edge["node"]["isCounted"] for edge in found) == [False, True, True]
    assert all(edge["node"]["isCounted"] == bool(edge["node"]["figures"]) for edge in found)
    after = await judged()
    assert list(after) == [str(other.id), str(operator.id)]
    assert (after[str(other.id)]["communities"], after[str(other.id)]["uncounted"]) == (2, 1)
    assert after[str(other.id)]["score"] < after[str(operator.id)]["score"] == before[str(other.id)]["score"]


async def test_whoever_has_done_nothing_for_a_week_is_silent_and_not_an_hour_before(operator: Operator) -> None:
    acted_at = clock.now()
    with clock.at(acted_at):
        await inhabited(operator, 1)
        await rebuild(operator.id)
    last = dt.datetime.fromisoformat((await judged())[str(operator.id)]["lastActiveAt"])
    for passed, is_silent in ((7 * DAY - HOUR, False), (7 * DAY + HOUR, True)):
        with clock.at(last + passed):
            assert (await judged())[str(operator.id)]["isSilent"] is is_silent


async def test_what_the_product_does_by_itself_breaks_no_silence(operator: Operator) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    last = (await judged())[str(operator.id)]["lastActiveAt"]
    async with open_scope(counter(operator.id)) as scope:
        scope.record("count", "Community", None)
        await count_neglected(scope)
    with clock.at(clock.now() + 9 * DAY):
        await rebuild(operator.id)
        found = (await judged())[str(operator.id)]
    assert (found["lastActiveAt"], found["isSilent"]) == (last, True)


async def test_what_a_demo_is_made_by_counts_as_work_of_its_staff(operator: Operator) -> None:
    await inhabited(operator, 1)
    with clock.at(clock.now() + 9 * DAY):
        async with open_scope(system_actor(operator.id, "seed")) as scope:
            scope.record("seed", "Operator", None)
        await rebuild(operator.id)
        assert not (await judged())[str(operator.id)]["isSilent"]


async def test_of_equal_scores_whoever_is_silent_is_first_and_all_make_up_the_district_s(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    other = await new_operator()
    for one in (operator, other):
        await inhabited(one, 1)
        await rebuild(one.id)
    first, last = sorted((str(operator.id), str(other.id)))
    assert list(await judged()) == [first, last]
    await raw.execute(
        "UPDATE shared.released_operators SET last_active_at = now() - interval '8 days' WHERE operator_id::text = $1",
        last,
    )
    assert list(await judged()) == [last, first]
    whole = (await answer(viewer(), QUALITY, on=None))["district"]["quality"]
    assert {one["score"] for one in whole["operators"]} == {whole["score"]}
    await raw.execute("DELETE FROM shared.released_facts WHERE operator_id = $1", other.id)
    uncounted = (await answer(viewer(), QUALITY, on=None))["district"]["quality"]
    scores = {one["operator"]["key"]: one["score"] for one in uncounted["operators"]}
    assert scores[str(other.id)] == 0
    assert scores[str(operator.id)] > uncounted["score"] > 0


async def test_what_residents_do_on_their_phones_breaks_no_silence_unless_they_work_there_too(
    operator: Operator,
) -> None:
    home = await inhabited(operator, 1)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        people = [(await make_stay(scope, home, bed)).lead_resident_id for bed in (1, 2)]
    await rebuild(operator.id)
    last = (await judged())[str(operator.id)]["lastActiveAt"]
    (resident, _), (caretaker, _) = [await seated(operator, Role.RESIDENT, resident_id=one) for one in people]
    async with open_scope(platform_actor("test")) as scope:
        desk = {"account_id": caretaker.account_id, "operator_id": operator.id, "display_name": "甲"}
        scope.session.add(Membership(role=Role.FRONT_DESK, **desk))
    told = []
    for passed, actor in ((9, resident), (10, caretaker)):
        with clock.at(clock.now() + passed * DAY):
            async with open_scope(actor) as scope:
                scope.record("read", "Community", home.community_id)
            await rebuild(operator.id)
            found = (await judged())[str(operator.id)]
            told.append((found["isSilent"], found["lastActiveAt"] == last))
    assert told == [(True, True), (False, False)]
