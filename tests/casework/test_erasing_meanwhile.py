"""Of somebody who is erased in the very moment in which something is written of them, nothing stays to be read."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.tasks import shred_erased_cases
from backend.modules.housing.actions.erasing import erase_resident_again
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.scope import open_scope, system_actor
from tests.casework.factories import Office, casework, open_for, short_help
from tests.casework.grouping import begin, join
from tests.worker.conftest import until

Write = Callable[[Office], Awaitable[object]]
_WAITING = "SELECT count(*) FROM pg_locks WHERE relation = to_regclass($1) AND NOT granted"
_WAITING_FOR_ANOTHER = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


async def ask(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text="最近总是睡不着"))


async def let_join(office: Office) -> None:
    await join(office, await begin(office), 0)


async def erase(office: Office, resident_id: UUID) -> None:
    erasing = system_actor(office.operator.id, "test", HousingPermission.ERASE_RESIDENT)
    async with open_scope(erasing) as scope:
        assert await erase_resident_again(scope, resident_id)


async def shred(office: Office, resident_id: UUID) -> None:
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_erased_cases(scope, ParticularsErased(resident_id, ()))


@pytest.mark.parametrize(
    ("table", "write"),
    [
        ("cases", open_for),
        ("service_records", lambda office: short_help(office, "谈到家里的债务")),
        ("group_members", let_join),
        ("help_requests", ask),
    ],
)
async def test_nothing_is_written_of_whoever_is_erased_before_it_is(
    office: Office, raw: asyncpg.Connection, table: str, write: Write
) -> None:
    resident_id = office.village.resident_ids[0]
    before = raw.transaction()
    await before.start()
    # Who it is has been looked up, and nothing can be written yet.
    await raw.execute(f"LOCK TABLE {table} IN SHARE MODE")
    writing = asyncio.ensure_future(write(office))

    async def is_waiting() -> bool:
        return bool(await raw.fetchval(_WAITING, table))

    await until(is_waiting)
    await erase(office, resident_id)
    await before.rollback()
    with pytest.raises(NotFound):
        await writing
    await shred(office, resident_id)
    assert await raw.fetchval(f"SELECT count(*) FROM {table} WHERE resident_id = $1", resident_id) == 0


async def test_whoever_is_erased_after_something_was_written_is_erased_once_that_stands(
    office: Office, raw: asyncpg.Connection
) -> None:
    resident_id = office.village.resident_ids[0]
    async with open_scope(casework(office.village.resident(0))) as scope:
        request = await request_help(scope, NewHelp(text="最近总是睡不着"))
        erasing = asyncio.ensure_future(erase(office, resident_id))

        async def is_waiting() -> bool:
            return bool(await raw.fetchval(_WAITING_FOR_ANOTHER))

        await until(is_waiting)
        assert not erasing.done()
    await erasing
    await shred(office, resident_id)
    async with open_scope(casework(office.supervisor)) as scope:
        assert await scope.session.scalar(select(HelpRequest.said_sealed).where(HelpRequest.id == request.id)) is None
