"""Photos of issues: nobody sees what nobody has looked at, and what is covered is seen by those who handle issues."""

from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import func, select

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.files.models import StoredFile
from backend.modules.files.queries import files_by_id, get_content
from backend.modules.issues.actions.forgetting import forget_reporter
from backend.modules.issues.actions.moderating import hide_issue_photo, set_issue_visibility, show_issue_photo
from backend.modules.issues.contract.inputs import VisibilityChange
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import IssuePhoto
from backend.modules.issues.queries.issues import IssueFilter, list_issues
from backend.modules.issues.queries.photos import PhotoView, photos_of_issues_by_id
from backend.modules.issues.redacting import Area
from backend.modules.issues.words import IssueVisibility
from tenants.audit import AuditEntry
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import new_operator
from tests.issues.factories import Town, a_photo, make_town, reported, resolved, seated

LEFT_HALF = Area(left=0, top=0, width=0.5, height=1)
COVERED, RED = (58, 63, 69), (254, 0, 0)


@dataclass(frozen=True, slots=True)
class Taken:
    """A report with one photo, by the town's resident."""

    town: Town
    issue_id: UUID
    photo_id: UUID
    file_id: UUID

    async def seen(self, actor: Actor) -> list[PhotoView]:
        async with open_scope(actor, read_only=True) as scope:
            return list((await photos_of_issues_by_id(scope, [self.issue_id])).get(self.issue_id, []))

    async def show(self, *areas: Area, by: Actor | None = None) -> None:
        async with open_scope(by or self.town.desk) as scope:
            await show_issue_photo(scope, self.photo_id, areas)


@pytest.fixture
async def taken(town: Town) -> Taken:
    file_id = await a_photo(town.resident, size=(64, 48))
    issue = await reported(town, photo_ids=(file_id,))
    async with open_scope(town.desk, read_only=True) as scope:
        photo_id = await scope.session.scalar(select(IssuePhoto.id))
    assert photo_id is not None
    return Taken(town, issue.id, photo_id, file_id)


async def readable(actor: Actor, file_id: UUID | None) -> bool:
    async with open_scope(actor, read_only=True) as scope:
        return file_id is not None and file_id in await files_by_id(scope, [file_id])


async def colours(actor: Actor, file_id: UUID | None) -> tuple[object, object]:
    """Of the left and of the right half."""
    assert file_id is not None
    async with open_scope(actor, read_only=True) as scope:
        with await get_content(scope, file_id) as content, Image.open(content) as picture:
            assert (picture.size, dict(picture.getexif())) == ((64, 48), {})
            return picture.getpixel((2, 24)), picture.getpixel((61, 24))


async def test_what_a_resident_took_waits_until_somebody_looks_at_it(taken: Taken) -> None:
    town = taken.town
    worker, _ = await seated(town.operator, Role.SOCIAL_WORKER)
    for other in (town.neighbour, worker):
        assert await taken.seen(other) == []
        assert not await readable(other, taken.file_id)
    (own,) = await taken.seen(town.resident)
    assert (own.file_id, own.is_shown) == (taken.file_id, False)
    assert await readable(town.resident, taken.file_id)
    (staff,) = await taken.seen(town.desk)
    assert (staff.file_id, staff.original_id, staff.is_shown) == (None, taken.file_id, False)
    await taken.show()
    for other in (town.neighbour, worker, town.desk):
        (shown,) = await taken.seen(other)
        assert (shown.file_id, shown.original_id, shown.is_shown, shown.is_redacted) == (
            taken.file_id,
            None,
            True,
            False,
        )
        assert await readable(other, taken.file_id)


async def test_what_those_take_who_handle_issues_is_seen_at_once(town: Town) -> None:
    done = await resolved(town)
    async with open_scope(town.neighbour, read_only=True) as scope:
        (after,) = (await photos_of_issues_by_id(scope, [done.id]))[done.id]
    assert after.is_shown
    assert await readable(town.neighbour, after.file_id)


async def test_others_see_a_copy_with_what_was_marked_covered(taken: Taken) -> None:
    town = taken.town
    await taken.show(LEFT_HALF)
    (shown,) = await taken.seen(town.neighbour)
    assert (shown.is_redacted, shown.original_id) == (True, None)
    assert shown.file_id != taken.file_id
    assert await colours(town.neighbour, shown.file_id) == (COVERED, RED)
    assert not await readable(town.neighbour, taken.file_id)
    (staff,) = await taken.seen(town.desk)
    assert (staff.file_id, staff.original_id) == (shown.file_id, taken.file_id)
    assert await colours(town.desk, taken.file_id) == (RED, RED)


async def test_areas_are_marked_anew_on_what_was_taken(taken: Taken) -> None:
    town = taken.town
    await taken.show(LEFT_HALF)
    (first,) = await taken.seen(town.neighbour)
    await taken.show(Area(left=0.5, top=0, width=0.5, height=1))
    (second,) = await taken.seen(town.neighbour)
    assert await colours(town.neighbour, second.file_id) == (RED, COVERED)
    assert not await readable(town.desk, first.file_id)
    await taken.show()
    (plain,) = await taken.seen(town.neighbour)
    assert plain.file_id == taken.file_id
    assert not await readable(town.desk, second.file_id)


async def test_a_hidden_photo_is_hidden_with_its_copy_until_it_is_shown(taken: Taken) -> None:
    town = taken.town
    await taken.show(LEFT_HALF)
    (shown,) = await taken.seen(town.neighbour)
    async with open_scope(town.desk) as scope:
        await hide_issue_photo(scope, taken.photo_id, "仍可认出人")
    for other in (town.neighbour, town.resident):
        assert await taken.seen(other) == []
        assert not await readable(other, shown.file_id)
        assert not await readable(other, taken.file_id)
    (staff,) = await taken.seen(town.desk)
    assert (staff.is_hidden, staff.is_shown) == (True, False)
    assert await readable(town.desk, shown.file_id)
    await taken.show(LEFT_HALF)
    (again,) = await taken.seen(town.neighbour)
    assert await readable(town.neighbour, again.file_id)


async def test_a_copy_goes_where_the_issue_goes(taken: Taken) -> None:
    town = taken.town
    await taken.show(LEFT_HALF)
    (shown,) = await taken.seen(town.neighbour)
    async with open_scope(town.desk) as scope:
        change = VisibilityChange(visibility=IssueVisibility.PRIVATE, reason="说的是家里的事")
        await set_issue_visibility(scope, taken.issue_id, change)
    assert await taken.seen(town.neighbour) == []
    assert not await readable(town.neighbour, shown.file_id)
    assert await readable(town.resident, shown.file_id)


async def test_only_those_who_handle_an_issue_show_its_photos(taken: Taken) -> None:
    town = taken.town
    worker, _ = await seated(town.operator, Role.SOCIAL_WORKER)
    other = await make_town(await new_operator())
    for actor, refusal in ((town.resident, Forbidden), (worker, Forbidden), (other.desk, NotFound)):
        with pytest.raises(refusal):
            await taken.show(by=actor)
    async with open_scope(town.manager) as scope:
        change = VisibilityChange(visibility=IssueVisibility.SENSITIVE, reason="涉及隐私")
        await set_issue_visibility(scope, taken.issue_id, change)
    with pytest.raises(NotFound):
        await taken.show()
    assert not await readable(town.desk, taken.file_id)
    await taken.show(by=town.manager)


@pytest.mark.parametrize(
    "areas",
    [
        [Area(left=0.6, top=0, width=0.5, height=1)],
        [Area(left=0, top=0.6, width=1, height=0.5)],
        [Area(left=-0.1, top=0, width=0.5, height=1)],
        [Area(left=0, top=0, width=0, height=1)],
        [Area(left=float("nan"), top=0, width=0.5, height=1)],
        [LEFT_HALF] * 41,
    ],
)
async def test_odd_areas_are_refused(taken: Taken, areas: list[Area]) -> None:
    with pytest.raises(BadInput):
        await taken.show(*areas)


async def readings(town: Town) -> int:
    async with open_scope(town.manager, read_only=True) as scope:
        count = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "read_issue_photo")
        return await scope.session.scalar(count) or 0


async def look(http: httpx.AsyncClient, actor: Actor, file_id: UUID | None) -> None:
    assert file_id is not None
    async with open_scope(actor, read_only=True) as scope:
        path = (await files_by_id(scope, [file_id]))[file_id].path
    assert (await http.get(path)).status_code == 200


async def test_each_look_of_staff_at_what_is_not_shown_is_written_down(http: httpx.AsyncClient, taken: Taken) -> None:
    town = taken.town
    await look(http, town.desk, taken.file_id)
    assert await readings(town) == 1
    await look(http, town.resident, taken.file_id)
    assert await readings(town) == 1
    await taken.show(LEFT_HALF)
    (shown,) = await taken.seen(town.desk)
    await look(http, town.desk, shown.file_id)
    assert await readings(town) == 1
    await look(http, town.desk, shown.original_id)
    assert await readings(town) == 2
    await taken.show()
    await look(http, town.desk, taken.file_id)
    assert await readings(town) == 2


async def test_a_copy_is_erased_with_what_was_taken(taken: Taken) -> None:
    town = taken.town
    await taken.show(LEFT_HALF)
    assert town.resident.resident_id is not None
    forgetter = system_actor(town.operator.id, "issues.forget_issues", IssuePermission.FORGET)
    async with open_scope(forgetter) as scope:
        await forget_reporter(scope, town.resident.resident_id)
    async with open_scope(town.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(StoredFile)) == 0


async def test_issues_whose_photos_wait_are_found(taken: Taken) -> None:
    bare = await reported(taken.town)

    async def found(*, waiting: bool) -> set[UUID]:
        async with open_scope(taken.town.desk, read_only=True) as scope:
            wanted = IssueFilter(has_waiting_photos=waiting)
            return {row.id for row in (await list_issues(scope, Page(100), wanted)).rows}

    assert (await found(waiting=True), await found(waiting=False)) == ({taken.issue_id}, {bare.id})
    await taken.show()
    assert await found(waiting=True) == set()


async def test_a_photo_that_is_not_there_is_not_shown(town: Town) -> None:
    with pytest.raises(AppError):
        async with open_scope(town.desk) as scope:
            await show_issue_photo(scope, town.desk_id, [])
