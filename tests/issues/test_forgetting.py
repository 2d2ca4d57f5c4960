"""What is left of a resident who leaves or is erased: places and dates, and nobody's words."""

from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core.errors import Forbidden
from backend.modules.files.models import StoredFile
from backend.modules.files.queries import files_by_id
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.issues.actions.forgetting import forget_reporter
from backend.modules.issues.actions.judging import reopen_issue
from backend.modules.issues.actions.moving import add_issue_note
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import IssueFollower, IssuePhoto
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.queries.issues import issues_by_id
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting
from tests.issues.factories import Town, a_photo, now_of, reported, resolved


def forgetter(town: Town) -> Actor:
    return system_actor(town.operator.id, "issues.forget_issues", IssuePermission.FORGET)


async def erased(town: Town) -> None:
    """The resident moves out and is erased, and the handler of the event runs, twice."""
    admin = acting(town.operator, Role.OPERATOR_ADMIN)
    async with open_scope(town.manager) as scope:
        await check_out(scope, town.stay_id)
    assert town.resident.resident_id is not None
    async with open_scope(admin) as scope:
        await erase_resident(scope, town.resident.resident_id, "本人要求")
    for _ in range(2):
        async with open_scope(forgetter(town)) as scope:
            await forget_reporter(scope, town.resident.resident_id)


async def files_left(town: Town) -> set[Any]:
    async with open_scope(town.manager, read_only=True) as scope:
        return set(await scope.session.scalars(select(StoredFile.id)))


async def test_words_and_photos_of_an_erased_reporter_are_gone_and_the_issue_stays(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await resolved(town, photo_ids=(photo,))
    async with open_scope(town.resident) as scope:
        await reopen_issue(scope, issue.id, "我家张伟还在漏")
    await erased(town)
    row = await now_of(town, issue.id)
    assert (row.said_sealed, row.reporter_id, row.reporter_resident_id, row.unit_id, row.bed_id) == (None,) * 5
    assert (row.community_id, row.building_id, row.reopen_count) == (
        town.home.community_id,
        town.home.building_id,
        1,
    )
    assert photo not in await files_left(town)
    async with open_scope(town.manager, read_only=True) as scope:
        seen = (await issues_by_id(scope, [issue.id]))[issue.id]
        steps = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
        after = await scope.session.scalar(select(func.count()).select_from(IssuePhoto))
    assert (seen.text, seen.place_note) == (None, None)
    assert [step.note for step in steps] == [None, None, "已更换滴水管", None]
    assert after == 1


async def test_of_a_private_issue_every_note_and_photo_goes(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await resolved(town, is_private=True, photo_ids=(photo,))
    async with open_scope(town.desk) as scope:
        await add_issue_note(scope, issue.id, "张伟家卫生间")
    await erased(town)
    async with open_scope(town.manager, read_only=True) as scope:
        steps = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
        assert {step.note for step in steps} == {None}
        assert await scope.session.scalar(select(func.count()).select_from(IssuePhoto)) == 0
    assert await files_left(town) == set()


async def test_others_reports_stay_whole(town: Town) -> None:
    photo = await a_photo(town.neighbour)
    issue = await reported(town, town.neighbour, photo_ids=(photo,))
    await erased(town)
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert (await issues_by_id(scope, [issue.id]))[issue.id].text == "空调外机滴水"
        assert list(await files_by_id(scope, [photo])) == [photo]


async def test_leaving_ends_following_as_the_preview_says(town: Town) -> None:
    issue = await reported(town, town.neighbour)
    async with open_scope(town.resident) as scope:
        await follow_issue(scope, issue.id)
    async with open_scope(town.manager) as scope:
        before = [one for one in await check_out_preview(scope, town.stay_id) if one.module == "issues"]
        assert [(one.act, one.count) for one in before] == [("unfollow_issue", 1)]
        assert (await scope.session.scalar(select(func.count()).select_from(IssueFollower))) == 1
    async with open_scope(town.manager) as scope:
        await check_out(scope, town.stay_id)
    assert (await now_of(town, issue.id)).follower_count == 0
    async with open_scope(town.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(IssueFollower)) == 0


async def test_forgetting_is_for_the_product_alone(town: Town) -> None:
    issue = await reported(town)
    assert town.resident.resident_id is not None
    for actor in (town.manager, town.resident, acting(town.operator, Role.OPERATOR_ADMIN)):
        with pytest.raises(Forbidden):
            async with open_scope(actor) as scope:
                await forget_reporter(scope, town.resident.resident_id)
    assert (await now_of(town, issue.id)).said_sealed is not None
