"""What each database login reaches by plain SQL: its operator's rows where it has a grant, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest

from backend.core.db import Base, login_url
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tests.conftest import new_operator
from tests.isolation.catalog import declared, operator_tables
from tests.isolation.world import World

PINNED: Final = (Surface.TENANT, Surface.RESIDENT, Surface.CASEWORK, Surface.BALLOT, Surface.WORKER, Surface.OWNER)
UNGRANTED: Final = (Surface.CONTROL, Surface.DISTRICT)
HOUSING: Final = ("communities", "units", "beds", "residents", "stays", "stay_residents", "bed_occupancies")


@asynccontextmanager
async def _as(surface: Surface, operator_id: UUID | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A login's own connection in a transaction that is rolled back; pinned as staff who see everything."""
    url = login_url(surface).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    transaction = connection.transaction()
    await transaction.start()
    if operator_id is not None:
        resident = str(new_id())
        await connection.execute("SELECT app.enter($1, $2, $3, '*')", str(operator_id), str(new_id()), resident)
    yield connection
    await transaction.rollback()
    await connection.close()


async def _refused(connection: asyncpg.Connection, statement: str, *values: Any) -> str | None:
    """The SQLSTATE of a refusal; what went before it stays."""
    try:
        async with connection.transaction():
            await connection.execute(statement, *values)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    return None


def _verbs(table: str, surface: Surface) -> set[str]:
    access = {one.surface: set(one.verbs) for one in declared()[f"public.{table}"].access}
    return {"SELECT", "INSERT", "UPDATE", "DELETE"} if surface is Surface.OWNER else access.get(surface, set())


@pytest.mark.parametrize("surface", PINNED)
async def test_a_pinned_login_reads_its_operators_rows_and_no_others(world: World, surface: Surface) -> None:
    here = next(iter(world.operators))
    async with _as(surface, here) as connection:
        for table in operator_tables():
            if "SELECT" not in _verbs(table, surface):
                assert await _refused(connection, f"SELECT * FROM {table}") == "42501", table
                continue
            owners = {row[0] for row in await connection.fetch(f"SELECT operator_id FROM {table}")}
            assert owners <= {here}, table
            assert surface not in (Surface.TENANT, Surface.OWNER) or owners or table in _MINE, table


# Staff see only what is their own of these, and the login's actor here has nothing.
_MINE: Final = ("notifications", "notification_settings")


@pytest.mark.parametrize("surface", PINNED)
async def test_a_pinned_login_cannot_write_into_another_operator(world: World, surface: Surface) -> None:
    here, there = list(world.operators)[:2]
    async with _as(surface, here) as connection:
        for table in operator_tables():
            verbs = _verbs(table, surface)
            columns = f"INSERT INTO {table} (operator_id) VALUES ($1)"
            assert await _refused(connection, columns, there) == "42501", table
            moved = await _refused(connection, f"UPDATE {table} SET operator_id = $1", there)
            seen = "SELECT" in verbs and await connection.fetchval(f"SELECT count(*) FROM {table}")
            assert moved == "42501" or ("UPDATE" in verbs and not seen and moved is None), table


@pytest.mark.parametrize("surface", PINNED)
async def test_an_unpinned_login_gets_an_error_and_never_an_empty_answer(surface: Surface) -> None:
    async with _as(surface) as connection:
        for table in operator_tables():
            assert await _refused(connection, f"SELECT * FROM {table}") in ("42704", "42501", "22P02"), table


async def test_a_transaction_is_pinned_once(world: World) -> None:
    here, there = list(world.operators)[:2]
    async with _as(Surface.TENANT, here) as connection:
        assert await _refused(connection, "SELECT app.enter($1, 'x', '', '*')", str(there)) == "XJ001"


async def test_a_pin_ends_with_its_transaction(world: World) -> None:
    async with _as(Surface.TENANT) as connection:
        pass
    url = login_url(Surface.TENANT).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    async with connection.transaction():
        await connection.execute("SELECT app.enter($1, 'x', '', '*')", str(next(iter(world.operators))))
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetch("SELECT * FROM beds")
    await connection.close()


@pytest.mark.parametrize("surface", [*UNGRANTED, Surface.CASEWORK, Surface.BALLOT])
async def test_a_login_without_housing_reaches_no_table_of_it(world: World, surface: Surface) -> None:
    async with _as(surface, next(iter(world.operators))) as connection:
        for table in HOUSING:
            for statement in (f"SELECT FROM {table}", f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
                assert await _refused(connection, statement) == "42501", statement


async def test_staff_read_no_accounts_and_change_no_audit(world: World) -> None:
    async with _as(Surface.TENANT, next(iter(world.operators))) as connection:
        for statement in (
            "SELECT FROM shared.accounts",
            "SELECT FROM shared.sessions",
            "UPDATE audit_entries SET act = 'x'",
            "DELETE FROM audit_entries",
            "SELECT FROM queue.queue",
        ):
            assert await _refused(connection, statement) == "42501", statement
        operators = await connection.fetch("SELECT id FROM shared.operators")
        assert [row["id"] for row in operators] == [next(iter(world.operators))]


@asynccontextmanager
async def _overseeing(world: World) -> AsyncIterator[asyncpg.Connection]:
    """The oversight login, pinned as the branch that has the first community of each operator in its care."""
    actor = world.branch.actor
    async with _as(Surface.OVERSIGHT) as connection:
        await connection.execute(
            "SELECT app.enter($1, $2, '', $3)",
            ",".join(map(str, actor.operator_ids)),
            str(actor.account_id),
            actor.pinned_communities,
        )
        yield connection


async def test_the_branch_reads_granted_columns_of_its_communities_and_no_others(world: World) -> None:
    in_care = set(world.branch.actor.community_ids or ())
    async with _overseeing(world) as connection:
        for table in operator_tables():
            access = {one.surface: one for one in declared()[f"public.{table}"].access}.get(Surface.OVERSIGHT)
            if access is None or "SELECT" not in access.verbs:
                assert await _refused(connection, f"SELECT FROM {table}") == "42501", table
                continue
            if table != "communities" and "community_id" not in Base.metadata.tables[table].columns:
                whose = {row[0] for row in await connection.fetch(f"SELECT operator_id FROM {table}")}
                assert whose <= set(world.branch.actor.operator_ids), table
                continue
            place = "id" if table == "communities" else "community_id"
            seen = {row[0] for row in await connection.fetch(f"SELECT {place} FROM {table}")}
            assert seen == in_care, table
            if access.columns:
                assert await _refused(connection, f"SELECT * FROM {table}") == "42501", table


async def test_the_branch_reads_no_person_no_case_and_no_document(world: World) -> None:
    async with _overseeing(world) as connection:
        for statement in (
            "SELECT FROM residents",
            "SELECT FROM resident_name_tokens",
            "SELECT resident_id FROM stay_residents",
            "SELECT lead_resident_id FROM stays",
            "SELECT FROM stay_applications",
            "SELECT FROM files",
            "SELECT FROM audit_entries",
            "SELECT payload FROM outbox",
            "SELECT FROM shared.operator_keys",
            "SELECT FROM shared.accounts",
        ):
            assert await _refused(connection, statement) == "42501", statement


async def test_the_branch_tells_operators_in_its_care_and_no_others(world: World) -> None:
    stranger = await new_operator()
    row = (
        "INSERT INTO outbox (operator_id, id, name, payload, actor, request_id, created_at, looks)"
        " VALUES ($1, $2, 'x', '{}', 'x', 'x', now(), 0)"
    )
    async with _overseeing(world) as connection:
        assert await _refused(connection, row, world.branch.actor.operator_ids[0], new_id()) is None
        assert await _refused(connection, row, stranger.id, new_id()) == "42501"


async def test_the_platform_tells_operators_of_their_cover_and_of_nothing_else(world: World) -> None:
    row = (
        "INSERT INTO outbox (operator_id, id, name, payload, actor, request_id, created_at, looks)"
        " VALUES ($1, $2, $3, '{}', 'x', 'x', now(), 0)"
    )
    here = next(iter(world.operators))
    async with _as(Surface.CONTROL) as connection:
        await connection.execute("SELECT app.enter('', 'x', '', '*')")
        assert await _refused(connection, row, here, new_id(), "party.OversightAssigned") is None
        assert await _refused(connection, row, here, new_id(), "housing.ResidentCheckedIn") == "42501"
        for statement in ("SELECT FROM outbox", "UPDATE outbox SET looks = 1", "DELETE FROM outbox"):
            assert await _refused(connection, statement) == "42501", statement


async def test_an_unpinned_oversight_gets_an_error_and_one_in_care_of_nothing_no_rows(world: World) -> None:
    async with _as(Surface.OVERSIGHT) as connection:
        assert await _refused(connection, "SELECT id FROM communities") in ("42704", "22P02")
    async with _as(Surface.OVERSIGHT) as connection:
        await connection.execute("SELECT app.enter('', 'x', '', '')")
        assert await connection.fetch("SELECT id FROM communities") == []
        assert await connection.fetch("SELECT id FROM shared.supervision_notices") == []


_TABLES: Final = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
"""
# What was released or sealed for the district, how its communities are covered and looked after, and the calendar.
_OPEN_TO_THE_DISTRICT: Final = {
    *("app.alembic_version", "shared.calendar_days", "shared.subdistricts", "shared.listed_communities"),
    *("shared.grids", "shared.party_orgs", "shared.oversight_assignments", "shared.supervision_notices"),
    *("shared.releases", "shared.released_communities", "shared.released_facts", "shared.released_operators"),
    *("shared.released_tables", "shared.district_counts", "shared.district_snapshots"),
}


async def test_the_district_reads_what_is_released_and_every_other_table_refuses_it() -> None:
    read, written = set(), set()
    async with _as(Surface.DISTRICT) as connection:
        await connection.execute("SELECT app.enter('', $1, '', '*')", str(new_id()))
        tables = [row[0] for row in await connection.fetch(_TABLES)]
        assert len(tables) > 150
        for table in tables:
            if await _refused(connection, f"SELECT FROM {table}") != "42501":
                read.add(table)
            for statement in (f"INSERT INTO {table} DEFAULT VALUES", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                if await _refused(connection, statement) != "42501":
                    written.add(statement)
    assert (read, written) == (_OPEN_TO_THE_DISTRICT, set())
