"""Releases from operator to operator: true numbers stay where they are, people count once, nobody can compare them."""

import asyncio
import datetime as dt
import hashlib

import asyncpg
import pytest

from backend.core import clock
from backend.core.db import login_url
from backend.core.surfaces import Surface
from backend.modules.dashboard.releases import count_uniques, release_week, week_of
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.comparing import marks_of_residents
from backend.modules.housing.words import UnitKind
from tenants.models import Operator
from tenants.roles import GRANTED, Role
from tenants.scope import open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.dashboard.counted import rebuild
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import a_document, make_home, make_resident, make_stay

pytestmark = pytest.mark.usefixtures("district", "alone")

DAY = dt.timedelta(days=1)
ALONE = "housing.residents_living_alone"
FIGURES = """{ district { summary { releasedOn figures {
  measure { code sensitivity } value asOf cells { values value } } } } }"""


async def housed(
    operator: Operator, people: int, *, alone: int = 0, documents: tuple[str, ...] = (), days_ago: int = 10
) -> None:
    """So many people in one home since some days, some of whom live alone; the first have these documents."""
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        home = await make_home(scope, beds=24, kind=UnitKind.SUITE, area=400, max_occupants=24)
        for number in range(people):
            said = {"document_number": documents[number]} if number < len(documents) else {}
            resident = await make_resident(scope, lives_alone=number < alone, **said)
            start = clock.today() - days_ago * DAY
            await make_stay(scope, home, number, resident_id=resident.id, starts_on=start)


async def cells(code: str) -> dict[str, float | None]:
    data = await answer(viewer(), FIGURES)
    figures = {one["measure"]["code"]: one for one in data["district"]["summary"]["figures"]}
    return {cell["values"][0]: cell["value"] for cell in figures[code]["cells"]} if code in figures else {}


async def test_sensitive_measures_show_nothing_before_a_release_and_rounded_after_it(operator: Operator) -> None:
    await housed(operator, 24, alone=11)
    await rebuild(operator.id)
    assert await cells(ALONE) == {}
    assert await release_week()
    told = await cells(ALONE)
    assert set(told) == {"YES", "NO", "UNKNOWN"}
    assert all(value is None or value % 5 == 0 for value in told.values())
    assert 11 not in told.values()
    assert 13 not in told.values()


async def test_a_week_is_released_once_whoever_tries(operator: Operator, raw: asyncpg.Connection) -> None:
    await housed(operator, 3)
    await rebuild(operator.id)
    assert sorted(await asyncio.gather(*(release_week() for _ in range(4)))) == [False, False, False, True]
    assert await raw.fetchval("SELECT count(*) FROM shared.releases") == 1
    assert not await release_week(clock.today())
    with clock.at(clock.now() + 7 * DAY):
        await rebuild(operator.id)
        assert await release_week()
    assert await raw.fetchval("SELECT count(*) FROM shared.releases") == 2


async def test_a_release_holds_for_the_eve_of_its_week_and_not_for_later(operator: Operator) -> None:
    await housed(operator, 12)
    await rebuild(operator.id)
    await release_week()
    data = await answer(viewer(), FIGURES)
    assert data["district"]["summary"]["releasedOn"] == week_of(clock.today()).isoformat()


async def test_the_district_reads_no_true_number_of_a_sensitive_measure(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    await housed(operator, 24, alone=11)
    await rebuild(operator.id)
    await release_week()
    true = await raw.fetchval("SELECT cells FROM shared.release_bases WHERE measure = $1 LIMIT 1", ALONE)
    assert '"YES": 11' in true
    url = login_url(Surface.DISTRICT).set(drivername="postgresql")
    district = await asyncpg.connect(url.render_as_string(hide_password=False))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await district.fetch("SELECT cells FROM shared.release_bases")
    for table in ("released_tables", "released_facts"):
        rows = await raw.fetch(f"SELECT cells FROM shared.{table}")
        assert not any(f'"{ALONE}' in row["cells"] or '"YES": 11' in row["cells"] for row in rows)
    await district.close()


async def test_someone_who_lives_with_two_operators_counts_once(operator: Operator) -> None:
    other = await new_operator()
    shared = (a_document(dt.date(1990, 1, 1)), a_document(dt.date(1991, 2, 2)))
    await housed(operator, 5, documents=shared)
    await housed(other, 4, documents=shared[:1])
    assert await count_uniques() == 8
    for one in (operator, other):
        await rebuild(one.id)
    data = await answer(viewer(), FIGURES)
    figures = {one["measure"]["code"]: one["value"] for one in data["district"]["summary"]["figures"]}
    assert figures["dashboard.unique_residents"] == 8
    assert figures["housing.residents"] == 9


async def test_whoever_has_left_is_counted_no_more_and_whoever_has_no_document_by_themselves(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    other = await new_operator()
    with clock.at(clock.now() - 60 * DAY):
        async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
            home = await make_home(scope)
            stay = await make_stay(scope, home, 0)
    for one in (operator, other):
        await housed(one, 2)
    await raw.execute("UPDATE residents SET document_sealed = NULL WHERE operator_id = $1", other.id)
    await raw.execute(
        "UPDATE residents SET document_sealed = NULL WHERE operator_id = $1 AND id <> $2",
        operator.id,
        stay.lead_resident_id,
    )
    assert await count_uniques() == 5
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await check_out(scope, stay.id, clock.today())
    assert await count_uniques() == 4
    assert await raw.fetchval("SELECT stays_of_residents FROM shared.district_counts") == 4


async def marks(operator: Operator, key: bytes) -> set[bytes]:
    async with open_scope(system_actor(operator.id, "test", HousingPermission.COMPARE), read_only=True) as scope:
        return set(await marks_of_residents(scope, clock.today(), key))


async def test_marks_of_two_runs_or_two_keys_cannot_be_compared(operator: Operator) -> None:
    other = await new_operator()
    number = a_document(dt.date(1988, 8, 8))
    await housed(operator, 1, documents=(number,))
    await housed(other, 1, documents=(number,))
    one, two = b"1" * 32, b"2" * 32
    assert await marks(operator, one) == await marks(other, one)
    assert await marks(operator, one) != await marks(other, two)
    guesses = {hashlib.sha256(f"RESIDENT_ID:{number}".encode()).digest()[:16], number.encode()[:16]}
    assert not guesses & await marks(operator, one)


async def test_marks_are_kept_nowhere(operator: Operator, raw: asyncpg.Connection) -> None:
    number = a_document(dt.date(1987, 7, 7))
    await housed(operator, 1, documents=(number,))
    before = await _bytes_kept(raw)
    await count_uniques()
    assert await _bytes_kept(raw) == before


async def _bytes_kept(raw: asyncpg.Connection) -> dict[str, int]:
    """How many rows every table has that can hold bytes or words, save for the two that runs are written down in."""
    tables = await raw.fetch(
        "SELECT DISTINCT table_schema AS schema, table_name AS name FROM information_schema.columns"
        " WHERE table_schema IN ('public', 'shared') AND data_type IN ('bytea', 'text', 'character varying', 'jsonb')"
    )
    return {row["name"]: await raw.fetchval(f'SELECT count(*) FROM {row["schema"]}."{row["name"]}"') for row in tables}


async def test_no_role_may_compare_documents() -> None:
    assert GRANTED[HousingPermission.COMPARE] == frozenset()
