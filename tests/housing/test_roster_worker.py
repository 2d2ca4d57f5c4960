"""Rosters in real worker processes: large ones within their memory, and whatever dies midway."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.modules.housing.actions.roster_imports import apply_roster_import
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.rosters import RosterImport
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import RosterStatus
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.imports import (
    a_sheet,
    current,
    imported,
    many_rows,
    new_community,
    sizes,
    start,
)
from tests.worker.conftest import Workers, until

# What a worker may take for a roster of 20,000 rows; the process that parses the file has its own 512 MiB.
MEMORY = 512 * 1024 * 1024


@pytest.fixture
def workers(alone: None) -> Iterator[Workers]:
    started = Workers("")
    yield started
    started.stop()


async def reached(actor: Actor, import_id: UUID, *statuses: RosterStatus, seconds: float = 300) -> RosterImport:
    async def holds() -> bool:
        return (await current(actor, import_id)).status in statuses

    await until(holds, seconds)
    return await current(actor, import_id)


async def apply(actor: Actor, import_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await apply_roster_import(scope, import_id)


def kill(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def peak(worker: subprocess.Popen[bytes]) -> int:
    """The most memory that a process ever held, in bytes."""
    status = Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


async def ledger(actor: Actor) -> list[tuple[object, ...]]:
    """Who holds which bed how and when, without the ids that differ from run to run."""
    async with open_scope(actor, read_only=True) as scope:
        # There are no statistics yet of what was imported a moment ago: the planner would loop over six tables.
        await scope.session.execute(text("SET LOCAL enable_nestloop = off"))
        rows = await scope.session.execute(
            select(
                *(Building.code, Unit.number, Bed.label, Stay.status, Stay.starts_on, Stay.ends_on),
                *(Stay.planned_ends_on, StayResident.relation, StayResident.starts_on, StayResident.ends_on),
                *(BedOccupancy.starts_on, BedOccupancy.ends_on),
            )
            .join(Unit, Unit.building_id == Building.id)
            .join(Bed, Bed.unit_id == Unit.id)
            .join(BedOccupancy, BedOccupancy.bed_id == Bed.id)
            .join(Stay, Stay.id == BedOccupancy.stay_id)
            .join(StayResident, StayResident.stay_id == Stay.id)
        )
        return sorted(tuple(map(str, row)) for row in rows)


async def test_a_worker_killed_while_it_reads_and_while_it_applies_loses_and_doubles_nothing(
    operator: Operator, manager: Actor, workers: Workers
) -> None:
    content = a_sheet(*many_rows(2000))
    import_id = await start(manager, await new_community(manager), content, creates_places=True)
    worker = workers.start()
    await reached(manager, import_id, RosterStatus.READING)
    kill(worker)
    assert (await current(manager, import_id)).status is RosterStatus.READING
    worker = workers.start()
    await reached(manager, import_id, RosterStatus.PREVIEWED)
    await apply(manager, import_id)

    async def is_midway() -> bool:
        return (await current(manager, import_id)).rows_done > 0

    await until(is_midway, 300)
    kill(worker)
    killed = await current(manager, import_id)
    assert 0 < killed.rows_done < killed.rows_total == 2000
    worker = workers.start()
    roster = await reached(manager, import_id, RosterStatus.APPLIED)
    assert (roster.rows_done, roster.counts["APPLIED"], roster.counts["FAILED"]) == (2000, 2000, 0)
    assert peak(worker) < MEMORY
    # It would take part in the undisturbed run, which ends when this process finds nothing more to do.
    workers.stop()
    undisturbed = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    await imported(undisturbed, await new_community(undisturbed), content, creates_places=True)
    assert await ledger(manager) == await ledger(undisturbed)
    assert await sizes(manager) == await sizes(undisturbed)


@pytest.mark.soak
async def test_twenty_thousand_rows_stay_within_their_memory_and_the_same_file_changes_nothing(
    manager: Actor, workers: Workers
) -> None:
    content = a_sheet(*many_rows(20_000))
    community_id = await new_community(manager)
    worker = workers.start()
    import_id = await start(manager, community_id, content, creates_places=True)
    await reached(manager, import_id, RosterStatus.PREVIEWED, seconds=300)
    await apply(manager, import_id)
    roster = await reached(manager, import_id, RosterStatus.APPLIED, seconds=900)
    assert (roster.counts["APPLIED"], roster.counts["FAILED"]) == (20_000, 0)
    before = await sizes(manager)
    again = await start(manager, community_id, content, creates_places=True)
    preview = await reached(manager, again, RosterStatus.PREVIEWED, seconds=300)
    assert preview.counts["UNCHANGED"] == 20_000
    await apply(manager, again)
    await reached(manager, again, RosterStatus.APPLIED, seconds=300)
    assert await sizes(manager) == before
    assert peak(worker) < MEMORY
