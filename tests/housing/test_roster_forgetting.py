"""Old rosters are forgotten: rows, files and reasons go, the counts and the ledger stay."""

import datetime as dt

from sqlalchemy import select

from backend.core import clock
from backend.core.files import operator_folder
from backend.modules.files.actions import sweep_unattached
from backend.modules.files.contract import FilePermission
from backend.modules.files.models import StoredFile
from backend.modules.files.queries import files_by_id
from backend.modules.housing.actions.roster_imports import cancel_roster_import
from backend.modules.housing.actions.rosters.forgetting import forget_rosters
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.housing.factories import Home
from tests.housing.imports import a_row, a_sheet, current, imported, lines_of, previewed, sizes, start

LATER = dt.timedelta(days=31)


async def forget(operator_actor: Actor) -> int:
    keeper = system_actor(operator_actor.operator, "housing.forget_old_rosters", HousingPermission.IMPORT_ROSTER)
    async with open_scope(keeper) as scope:
        return await forget_rosters(scope)


async def test_an_old_roster_is_forgotten_and_a_young_one_is_not(manager: Actor, home: Home) -> None:
    roster = await imported(manager, home.community_id, a_sheet(a_row(1), a_row(2, phone="")))
    ledger = await sizes(manager)
    assert await forget(manager) == 0
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    with clock.at(clock.now() + LATER):
        assert await forget(stranger) == 0
        assert await forget(manager) == 1
        assert await forget(manager) == 0
    assert await lines_of(manager, roster.id) == []
    assert (await current(manager, roster.id)).counts == roster.counts
    assert await sizes(manager) == ledger
    async with open_scope(manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(StoredFile.id))).all() == []


async def test_the_bytes_of_a_forgotten_roster_are_swept(manager: Actor, home: Home) -> None:
    await imported(manager, home.community_id, a_sheet(a_row(1)))
    sweeper = system_actor(manager.operator, "files.sweep_files", FilePermission.SWEEP)
    folder = operator_folder(manager.operator)
    assert len(list(folder.iterdir())) == 1
    with clock.at(clock.now() + LATER):
        await forget(manager)
        for _ in range(2):
            async with open_scope(sweeper) as scope:
                await sweep_unattached(scope)
    assert list(folder.iterdir()) == []


async def test_a_roster_of_which_no_row_was_kept_is_forgotten_too(manager: Actor, home: Home) -> None:
    unread = await previewed(manager, home.community_id, b"nothing that a roster has\n")
    given_up = await start(manager, home.community_id, a_sheet(a_row(1)))
    async with open_scope(manager) as scope:
        await cancel_roster_import(scope, given_up)
    assert (unread.rows_total, await lines_of(manager, given_up)) == (0, [])
    with clock.at(clock.now() + LATER):
        assert await forget(manager) == 2
        assert await forget(manager) == 0
    async with open_scope(manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(StoredFile.id))).all() == []


async def test_whoever_uploaded_a_forgotten_roster_reads_it_no_more(manager: Actor, home: Home) -> None:
    roster = await imported(manager, home.community_id, a_sheet(a_row(1)))
    with clock.at(clock.now() + LATER):
        await forget(manager)
    async with open_scope(manager, read_only=True) as scope:
        assert await files_by_id(scope, [roster.file_id]) == {}
