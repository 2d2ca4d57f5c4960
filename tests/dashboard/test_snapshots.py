"""Sealed months: as they were known, linked to each other, corrected beside and never over what was sealed."""

import asyncio
import datetime as dt
from typing import Any

import asyncpg
import pytest
from sqlalchemy import select

from backend.core import clock
from backend.modules.dashboard.chaining import link
from backend.modules.dashboard.models.snapshots import DistrictSnapshot
from backend.modules.dashboard.queries.months import month_of
from backend.modules.dashboard.rebuilding import verify_months
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting
from tests.dashboard.counted import rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import Home, make_stay

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
SEAL = """mutation($month: Date!) { sealSnapshot(input: {month: $month}) { __typename
  ... on DistrictSnapshot { id month asOf restatement hash before isIntact }
  ... on Problem { code } } }"""
RESTATE = """mutation($month: Date!, $reason: String!) { restateSnapshot(input: {month: $month, reason: $reason}) {
  __typename ... on DistrictSnapshot { restatement reason hash before changes {
    measure { code } group { key } values was now } }
  ... on Problem { code } } }"""
LISTED = """{ district { snapshots { totalCount edges { node { month position restatement hash before isIntact
  figures(by: DISTRICT, measures: ["housing.residents", "housing.arrivals", "housing.occupancy_rate"]) {
    measure { code } values value } } } } } }"""
SUMMARY = "query($asOf: Date) { district { summary(asOf: $asOf) { figures { measure { code } value month } } } }"


def last_month(back: int = 1) -> dt.date:
    """The last day of a month that is over."""
    day = clock.today()
    for _ in range(back):
        day = day.replace(day=1) - dt.timedelta(days=1)
    return day


async def lived_in(operator: Operator, people: int = 3) -> Home:
    with clock.at(clock.now() - dt.timedelta(days=80)):
        home = await inhabited(operator, people, days_ago=0)
    await rebuild(operator.id)
    return home


async def come_late(operator: Operator, home: Home, day: dt.date, bed: int = 5) -> None:
    """Someone who lived there on a day, and of whom nothing was known when it was sealed."""
    with clock.at(dt.datetime.combine(day, dt.time(12), clock.SHANGHAI)):
        async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
            await make_stay(scope, home, bed, starts_on=day)
    await rebuild(operator.id)


async def seal(month: dt.date) -> dict[str, Any]:
    data: dict[str, Any] = (await answer(viewer(), SEAL, month=month.isoformat()))["sealSnapshot"]
    return data


async def restate(month: dt.date, reason: str) -> dict[str, Any]:
    told = await answer(viewer(), RESTATE, month=month.isoformat(), reason=reason)
    data: dict[str, Any] = told["restateSnapshot"]
    return data


async def listed() -> list[dict[str, Any]]:
    data = await answer(viewer(), LISTED)
    return [edge["node"] for edge in data["district"]["snapshots"]["edges"]]


async def test_a_month_is_sealed_as_the_api_tells_it(operator: Operator) -> None:
    await lived_in(operator)
    day = last_month()
    sealed = await seal(day.replace(day=12))
    assert sealed["__typename"] == "DistrictSnapshot"
    assert (sealed["month"], sealed["asOf"]) == (day.replace(day=1).isoformat(), day.isoformat())
    figures = (await answer(viewer(), SUMMARY, asOf=day.isoformat()))["district"]["summary"]["figures"]
    told = {one["measure"]["code"]: one for one in figures}
    (only,) = await listed()
    whole = {one["measure"]["code"]: one["value"] for one in only["figures"] if not one["values"]}
    assert whole["housing.residents"] == told["housing.residents"]["value"] == 3
    assert whole["housing.occupancy_rate"] == told["housing.occupancy_rate"]["value"]
    assert whole["housing.arrivals"] == told["housing.arrivals"]["month"]
    assert only["isIntact"] is True


async def test_what_is_not_over_or_sealed_or_wrong_is_refused(operator: Operator) -> None:
    await lived_in(operator)
    assert (await seal(clock.today()))["code"] == "MONTH_NOT_OVER"
    assert (await restate(last_month(), "更正"))["code"] == "SNAPSHOT_ABSENT"
    await seal(last_month())
    assert (await seal(last_month()))["code"] == "SNAPSHOT_SEALED"
    assert (await restate(last_month(), "更正"))["code"] == "NOTHING_TO_RESTATE"
    assert (await restate(last_month(), " "))["code"] == "REASON_MISSING"
    assert (await seal(clock.today() - dt.timedelta(days=700)))["code"] == "DAY_NOT_COUNTED"


async def test_a_correction_stands_beside_what_was_sealed(operator: Operator) -> None:
    home = await lived_in(operator)
    day = last_month()
    sealed = await seal(day)
    await come_late(operator, home, day)
    corrected = await restate(day, "补登一户月末入住")
    assert corrected["restatement"] == 1
    assert corrected["before"] == sealed["hash"]
    changes = {(one["measure"]["code"], one["group"]["key"], *one["values"]): one for one in corrected["changes"]}
    assert (changes["housing.residents", ""]["was"], changes["housing.residents", ""]["now"]) == (3, 4)
    assert ("housing.residents", "310112112") in changes or len({key[1] for key in changes}) > 1
    latest, first = await listed()
    assert [one["value"] for one in first["figures"] if one["measure"]["code"] == "housing.residents"] == [3]
    assert [one["value"] for one in latest["figures"] if one["measure"]["code"] == "housing.residents"] == [4]
    assert await verify_months() == (2, corrected["hash"], [])


async def test_a_second_correction_says_what_is_otherwise_than_the_first_said(operator: Operator) -> None:
    home = await lived_in(operator)
    day = last_month()
    await seal(day)
    await come_late(operator, home, day)
    first = await restate(day, "补登一户")
    await come_late(operator, home, day, bed=6)
    second = await restate(day, "再补登一户")
    told = [
        next(
            (one["was"], one["now"])
            for one in corrected["changes"]
            if (one["measure"]["code"], one["group"]["key"], one["values"]) == ("housing.residents", "", [])
        )
        for corrected in (first, second)
    ]
    assert told == [(3, 4), (4, 5)]
    assert (second["restatement"], second["before"]) == (2, first["hash"])
    assert [one["restatement"] for one in await listed()] == [2, 1, 0]
    assert (await restate(day, "再更正"))["code"] == "NOTHING_TO_RESTATE"


async def test_what_happens_is_sealed_of_the_whole_month_and_levels_of_its_last_day(operator: Operator) -> None:
    day = last_month()
    with clock.at(clock.moment(day - 5 * DAY, 12)):
        home = await inhabited(operator, 2, days_ago=0)
    await come_late(operator, home, day)
    await seal(day)
    (only,) = await listed()
    whole = {one["measure"]["code"]: one["value"] for one in only["figures"] if not one["values"]}
    assert (whole["housing.residents"], whole["housing.arrivals"]) == (3, 3)


async def test_of_many_at_once_each_month_is_sealed_once_and_none_forks(operator: Operator) -> None:
    await lived_in(operator)
    months = [last_month(1), last_month(2), last_month(1), last_month(2)]
    told = await asyncio.gather(*(seal(month) for month in months))
    assert sorted(one.get("code", "sealed") for one in told) == ["SNAPSHOT_SEALED"] * 2 + ["sealed"] * 2
    count, _, broken = await verify_months()
    assert (count, broken) == (2, [])


@pytest.mark.parametrize(
    ("tampering", "position", "fault"),
    [
        (
            """UPDATE shared.district_snapshots SET figures =
            jsonb_set(figures, '{DISTRICT,"",housing.residents,""}', '999') WHERE position = 1""",
            1,
            "changed after it was sealed",
        ),
        (
            "UPDATE shared.district_snapshots SET sealed_at = sealed_at - interval '1 day' WHERE position = 2",
            2,
            "changed",
        ),
        ("UPDATE shared.district_snapshots SET reason = reason || '。' WHERE position = 3", 3, "changed"),
        ("UPDATE shared.district_snapshots SET changes = '[]' WHERE position = 3", 3, "changed"),
        ("UPDATE shared.district_snapshots SET sealed_by_id = NULL WHERE position = 1", 1, "changed"),
        ("DELETE FROM shared.district_snapshots WHERE position = 2", 2, "missing"),
        ("DELETE FROM shared.district_snapshots WHERE position = 1", 1, "missing"),
    ],
)
async def test_whatever_is_tampered_with_is_found(
    operator: Operator, raw: asyncpg.Connection, tampering: str, position: int, fault: str
) -> None:
    home = await lived_in(operator)
    await seal(last_month(2))
    await seal(last_month(1))
    await come_late(operator, home, last_month())
    await restate(last_month(1), "更正")
    assert (await verify_months())[2] == []
    assert await raw.execute(tampering) in ("UPDATE 1", "DELETE 1")
    broken = (await verify_months())[2]
    assert [(one.position, one.fault[: len(fault)]) for one in broken] == [(position, fault)]


async def test_a_month_that_is_forged_with_a_hash_of_its_own_breaks_the_one_after_it(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    await lived_in(operator)
    for back in (2, 1):
        await seal(last_month(back))
    async with open_scope(viewer(), read_only=True) as scope:
        first = (await scope.session.scalars(select(DistrictSnapshot).where(DistrictSnapshot.position == 1))).one()
        scope.session.expunge(first)
    first.figures = {**first.figures, "OPERATOR": {}}
    forged = link(first)
    sql = "UPDATE shared.district_snapshots SET figures = figures || '{\"OPERATOR\": {}}', hash = $1 WHERE position = 1"
    await raw.execute(sql, forged)
    assert [(one.position, one.fault) for one in (await verify_months())[2]] == [(2, "not linked to the one before")]
    assert [one["isIntact"] for one in await listed()] == [True, True]
    await raw.execute("UPDATE shared.district_snapshots SET before = $1 WHERE position = 2", forged)
    assert [(one.position, one.fault) for one in (await verify_months())[2]] == [(2, "changed after it was sealed")]
    assert [one["isIntact"] for one in await listed()] == [False, True]


async def test_no_login_of_the_product_can_change_what_was_sealed(raw: asyncpg.Connection) -> None:
    may = await raw.fetch(
        "SELECT grantee, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'shared'"
        " AND table_name = 'district_snapshots' AND grantee LIKE 'xinju%' AND grantee NOT LIKE '%owner'"
    )
    assert {(row["grantee"].rsplit("_", 1)[-1], row["privilege_type"]) for row in may} == {
        ("control", "SELECT"),
        ("control", "INSERT"),
        ("district", "SELECT"),
    }


def test_a_month_ends_on_its_last_day() -> None:
    assert month_of(dt.date(2024, 2, 10)) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
