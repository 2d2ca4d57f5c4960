"""The database's own walls: what is said in cases is reached over one login, and not by a resident's pin."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import asyncpg
import pytest

from backend.core.db import Base, OperatorRow, login_url
from backend.core.surfaces import Surface
from tests.casework.factories import Office, goal, intervene, note, open_for

MOVES: Final = (
    "case_moves",
    "case_accesses",
    "case_crises",
    "case_links",
    "case_documents",
    "export_numbers",
)
CONTENTS: Final = (
    *("station_groups", "group_steps", "group_members", "group_sessions", "group_attendances", "group_approvals"),
    *("group_events", "station_activities"),
    *("service_records", "case_activities", "case_note_versions"),
    *("case_closings", "case_contents", "case_notes", "case_goals", "goal_scores", "case_approvals"),
    *MOVES,
)
FRAMES: Final = ("cases", "case_workers", "case_steps", "case_consents", "case_events", "help_requests")
# The owner migrates and erases and never serves; the backup reads rows as they lie, sealed.
OTHERS: Final = tuple(
    surface for surface in Surface if surface not in (Surface.CASEWORK, Surface.OWNER, Surface.BACKUP)
)


@asynccontextmanager
async def _as(surface: Surface, operator_id: UUID, resident: str = "") -> AsyncIterator[asyncpg.Connection]:
    url = login_url(surface).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        async with connection.transaction():
            await connection.execute("SELECT app.enter($1, 'x', $2, '*')", str(operator_id), resident)
            yield connection
    finally:
        await connection.close()


async def _refused(connection: asyncpg.Connection, statement: str) -> str | None:
    try:
        async with connection.transaction():
            await connection.execute(statement)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    return None


def test_every_table_of_cases_is_walled_here() -> None:
    named = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, OperatorRow)
        and mapper.class_.__module__.startswith("backend.modules.casework.models.")
        and mapper.class_.__tablename__.startswith(
            ("case", "goal_", "help_", "export_", "service_records", "group_", "station_groups", "station_activities")
        )
    }
    assert named == {*CONTENTS, *FRAMES}


@pytest.mark.parametrize("surface", OTHERS)
async def test_the_statements_of_casework_fail_under_every_other_login(office: Office, surface: Surface) -> None:
    case = await open_for(office)
    await note(office, case)
    async with _as(surface, office.operator.id) as connection:
        for table in (*CONTENTS, *FRAMES):
            for statement in (
                f"SELECT FROM {table}",
                f"SELECT count(*) FROM {table}",
                f"UPDATE {table} SET operator_id = operator_id",
                f"DELETE FROM {table}",
                f"INSERT INTO {table} DEFAULT VALUES",
            ):
                assert await _refused(connection, statement) == "42501", statement


async def test_over_the_casework_login_a_resident_reaches_their_own_frame_and_no_content(office: Office) -> None:
    case = await open_for(office)
    await intervene(office, case)
    await note(office, case)
    await goal(office, case)
    counts: dict[str, dict[str, int]] = {}
    for resident in ("", str(office.village.resident_ids[0]), str(office.village.resident_ids[1])):
        async with _as(Surface.CASEWORK, office.operator.id, resident) as connection:
            counts[resident] = {
                table: await connection.fetchval(f"SELECT count(*) FROM {table}")  # names of tables
                for table in (*CONTENTS, *FRAMES)
            }
    staff, own, other = counts.values()
    groups = {table for table in CONTENTS if table.startswith(("group_", "station_"))}
    filled = (
        {*CONTENTS, *FRAMES}
        - groups
        - {"case_closings", "goal_scores", "help_requests", "service_records", "case_note_versions", *MOVES}
    )
    assert all(staff[table] > 0 for table in filled)
    assert {table: own[table] for table in FRAMES} == {table: staff[table] for table in FRAMES}
    assert sum(own[table] for table in CONTENTS) == sum(other.values()) == 0


async def test_over_the_casework_login_nothing_of_housing_is_read(office: Office) -> None:
    async with _as(Surface.CASEWORK, office.operator.id) as connection:
        for table in ("residents", "stays", "files", "shared.accounts", "shared.memberships"):
            assert await _refused(connection, f"SELECT FROM {table}") == "42501", table  # as above
