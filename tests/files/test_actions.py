"""Actions: attached once, read by whoever sees the object, stored by the product, swept when forgotten."""

import datetime as dt
import os
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.files import operator_folder
from backend.core.ids import new_id
from backend.modules.files.actions import sweep_unattached
from backend.modules.files.contract import (
    FileAlreadyAttached,
    FilePermission,
    FilePurpose,
    NewFile,
    attach_file,
    decides_reading,
    readers,
    store_file,
)
from backend.modules.files.queries import files_by_id, get_content
from backend.modules.files.receiving import receive
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope, system_actor
from tests.conftest import acting, new_operator

CSV = "姓名,房号\n张伟,301\n".encode()
SEEN = new_id()


async def _pieces(content: bytes = CSV) -> AsyncIterator[bytes]:
    yield content


async def an_upload(actor: Actor) -> UUID:
    return await receive(actor, FilePurpose.ROSTER, "名册.csv", _pieces())


@pytest.fixture
def shown_to_managers() -> Iterator[None]:
    """Objects of the type `Thing`, of which managers see one."""

    @decides_reading("Thing")
    async def things_by_id(scope: Scope, ids: Sequence[UUID]) -> Collection[UUID]:
        return {SEEN} & set(ids) if Role.COMMUNITY_MANAGER in scope.actor.roles else ()

    yield
    del readers["Thing"]


async def _sees(actor: Actor, file_id: UUID) -> bool:
    async with open_scope(actor, read_only=True) as scope:
        return file_id in await files_by_id(scope, [file_id])


async def test_an_upload_is_attached_once_by_its_uploader_for_its_purpose(desk: Actor, manager: Actor) -> None:
    file_id = await an_upload(desk)
    stranger = acting(await new_operator(), Role.FRONT_DESK)
    for actor, purpose in ((manager, FilePurpose.ROSTER), (stranger, FilePurpose.ROSTER), (desk, FilePurpose.PHOTO)):
        with pytest.raises(NotFound):
            async with open_scope(actor) as scope:
                await attach_file(scope, file_id, "Thing", SEEN, purpose)
    async with open_scope(desk) as scope:
        await attach_file(scope, file_id, "Thing", SEEN, FilePurpose.ROSTER)
    with pytest.raises(FileAlreadyAttached):
        async with open_scope(desk) as scope:
            await attach_file(scope, file_id, "Thing", new_id(), FilePurpose.ROSTER)


@pytest.mark.usefixtures("shown_to_managers")
async def test_an_attached_file_is_read_by_whoever_sees_the_object(
    operator: Operator, desk: Actor, manager: Actor
) -> None:
    seen, unseen = await an_upload(desk), await an_upload(desk)
    assert (await _sees(desk, seen), await _sees(manager, seen)) == (True, False)
    async with open_scope(desk) as scope:
        await attach_file(scope, seen, "Thing", SEEN, FilePurpose.ROSTER)
        await attach_file(scope, unseen, "Nothing", SEEN, FilePurpose.ROSTER)
    assert (await _sees(desk, seen), await _sees(manager, seen)) == (False, True)
    assert (await _sees(desk, unseen), await _sees(manager, unseen)) == (False, False)
    async with open_scope(manager, read_only=True) as scope:
        with await get_content(scope, seen) as content:
            assert content.read() == CSV
        with pytest.raises(NotFound):
            await get_content(scope, unseen)
    assert not await _sees(acting(await new_operator(), Role.COMMUNITY_MANAGER), seen)


@pytest.mark.usefixtures("shown_to_managers")
async def test_what_the_product_stores_is_attached_from_the_start(operator: Operator, manager: Actor) -> None:
    new = NewFile(
        purpose=FilePurpose.ROSTER_FAILURES,
        name="失败行.xlsx",
        media_type="text/csv",
        attached_type="Thing",
        attached_id=SEEN,
    )
    async with open_scope(system_actor(operator.id, "housing.read_roster")) as scope:
        file_id = await store_file(scope, new, CSV)
    async with open_scope(manager, read_only=True) as scope:
        found = (await files_by_id(scope, [file_id]))[file_id]
        assert (found.name, found.media_type, found.size) == ("失败行.xlsx", "text/csv", len(CSV))


async def test_what_nobody_attached_for_a_day_goes_and_its_bytes_with_the_next_sweep(
    operator: Operator, desk: Actor
) -> None:
    forgotten, used = await an_upload(desk), await an_upload(desk)
    async with open_scope(desk) as scope:
        await attach_file(scope, used, "Thing", SEEN, FilePurpose.ROSTER)
    folder = operator_folder(operator.id)
    orphan, unfinished, young = folder / str(new_id()), folder / f"{new_id()}.part", folder / f"{new_id()}.part"
    for path in (orphan, unfinished, young):
        path.write_bytes(b"x")
    later = clock.now() + dt.timedelta(hours=25)
    os.utime(young, (later.timestamp(), later.timestamp()))
    sweeper = system_actor(operator.id, "files.sweep_files", FilePermission.SWEEP)
    counts = []
    for _ in range(3):
        with clock.at(later):
            async with open_scope(sweeper) as scope:
                counts.append(await sweep_unattached(scope))
    assert counts == [2, 1, 0]
    assert {path.name for path in folder.iterdir()} == {str(used), young.name}
    assert not await _sees(desk, forgotten)


async def test_nobody_else_may_sweep(desk: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await sweep_unattached(scope)
