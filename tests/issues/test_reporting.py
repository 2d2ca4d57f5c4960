"""Reporting: three steps, a place that sets itself, rules that hand it out, duplicates and followers."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.files.queries import files_by_id
from backend.modules.issues.actions.configuring import create_issue_rule
from backend.modules.issues.actions.moderating import show_issue_photo
from backend.modules.issues.actions.patrols import create_patrol_point
from backend.modules.issues.actions.reporting import follow_issue, report_issue, unfollow_issue
from backend.modules.issues.contract.inputs import NewIssue, NewPoint, NewRule
from backend.modules.issues.contract.permissions import REPORTS_PER_DAY
from backend.modules.issues.contract.refusals import (
    CategoryUnknown,
    PhotoLimitReached,
    PlaceMissing,
    ReportLimitReached,
    TextTooLong,
)
from backend.modules.issues.models.issues import Issue, IssueFollower, IssuePhoto, IssueStep
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.queries.issues import IssueFilter, issues_by_id, list_issues
from backend.modules.issues.queries.photos import photos_of_issues_by_id
from backend.modules.issues.queries.similar import Sighting, list_similar_issues
from backend.modules.issues.words import (
    IssueAct,
    IssueSource,
    IssueStatus,
    IssueTerms,
    IssueVisibility,
    PhotoMoment,
)
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.issues.factories import Town, a_photo, a_report, at_once, emitted, make_town, now_of, reported


async def test_a_photo_and_a_category_are_enough_and_the_place_is_ones_home(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,))
    assert (issue.community_id, issue.building_id) == (town.home.community_id, town.home.building_id)
    assert (issue.unit_id, issue.bed_id) == (town.home.unit_id, town.home.bed_ids[0])
    assert (issue.status, issue.source, issue.visibility) == (
        IssueStatus.REPORTED,
        IssueSource.RESIDENT,
        IssueVisibility.PUBLIC,
    )
    assert issue.due_at == issue.promised_at == issue.escalates_at
    assert [fact["issue_id"] for fact in await emitted(town, "issues.IssueReported")] == [str(issue.id)]


async def test_history_and_photo_are_there_from_the_start(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,))
    async with open_scope(town.resident, read_only=True) as scope:
        (step,) = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
        (shown,) = (await photos_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert (step.act, step.status) == (IssueAct.REPORTED, IssueStatus.REPORTED)
    assert (shown.file_id, shown.moment) == (photo, PhotoMoment.BEFORE)


async def test_neighbours_see_a_public_photo_but_not_whose_room_it_is(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,))
    async with open_scope(town.desk) as scope:
        (taken,) = (await photos_of_issues_by_id(scope, [issue.id]))[issue.id]
        await show_issue_photo(scope, taken.id, [])
    async with open_scope(town.neighbour, read_only=True) as scope:
        seen = (await issues_by_id(scope, [issue.id]))[issue.id]
        files = await files_by_id(scope, [photo])
    assert (seen.text, seen.building_id, seen.is_mine) == ("空调外机滴水", town.home.building_id, False)
    assert (seen.unit_id, seen.bed_id, seen.reporter_resident_id, seen.assignee_id) == (None, None, None, None)
    assert list(files) == [photo]


@pytest.mark.parametrize("more", [{"is_private": True}, {"category": "neighbours"}])
async def test_private_and_sensitive_reports_are_nothing_to_neighbours(town: Town, more: dict[str, Any]) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,), **more)
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert await issues_by_id(scope, [issue.id]) == {}
        assert await files_by_id(scope, [photo]) == {}
        assert await photos_of_issues_by_id(scope, [issue.id]) == {}
    async with open_scope(town.resident, read_only=True) as scope:
        assert issue.id in await issues_by_id(scope, [issue.id])
    with pytest.raises(NotFound):
        async with open_scope(town.neighbour) as scope:
            await follow_issue(scope, issue.id)


async def test_sensitive_reports_are_for_managers_and_not_for_the_desk(town: Town) -> None:
    issue = await reported(town, category="neighbours")
    for actor, sees in ((town.manager, True), (town.desk, False)):
        async with open_scope(actor, read_only=True) as scope:
            assert (issue.id in await issues_by_id(scope, [issue.id])) is sees
            assert bool((await steps_of_issues_by_id(scope, [issue.id])).get(issue.id)) is sees


async def test_a_code_at_a_point_says_where(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        new = NewPoint(
            community_id=town.home.community_id,
            code="P1",
            name="垃圾房",
            latitude=Decimal("31.02"),
            longitude=Decimal("121.36"),
        )
        point = await create_patrol_point(scope, new)
    issue = await reported(town, category="waste", point_id=point.id)
    assert (issue.point_id, issue.unit_id, issue.latitude) == (point.id, None, Decimal("31.02"))


async def test_the_closest_rule_hands_it_out(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        await create_issue_rule(scope, NewRule(department="客服"))
        await create_issue_rule(
            scope, NewRule(handler_id=town.desk_id, department="工程部", category_id=town.categories["water"])
        )
        at_home = NewRule(
            department="五号楼管家", community_id=town.home.community_id, building_id=town.home.building_id
        )
        await create_issue_rule(scope, at_home)
    here = await reported(town)
    elsewhere = await reported(town, community_id=town.home.community_id)
    other = await reported(town, category="noise", community_id=town.home.community_id)
    assert (here.assignee_id, here.department) == (None, "五号楼管家")
    assert (elsewhere.assignee_id, elsewhere.department) == (town.desk.account_id, "工程部")
    assert (other.assignee_id, other.department) == (None, "客服")


async def test_the_terms_choose_the_deadline(town: Town) -> None:
    standard = await reported(town, category="road")
    emergency = await reported(town, category="road", terms=IssueTerms.EMERGENCY)
    assert emergency.due_at < standard.due_at


async def test_the_desk_reports_for_someone_who_called(town: Town) -> None:
    issue = await reported(town, town.desk, on_behalf_of_id=town.resident.resident_id)
    assert (issue.reporter_resident_id, issue.reporter_id, issue.source) == (
        town.resident.resident_id,
        None,
        IssueSource.RESIDENT,
    )
    assert issue.bed_id == town.home.bed_ids[0]
    async with open_scope(town.resident, read_only=True) as scope:
        assert (await issues_by_id(scope, [issue.id]))[issue.id].is_mine
    other = await make_town(await new_operator())
    with pytest.raises(NotFound):
        await reported(town, town.desk, on_behalf_of_id=other.resident.resident_id)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"category_id": new_id()}, CategoryUnknown),
        ({"text": "  "}, BadInput),
        ({"text": "水" * 1001}, TextTooLong),
        ({"place_note": "旁" * 101}, TextTooLong),
        ({"community_id": new_id()}, NotFound),
        ({"building_id": new_id()}, NotFound),
        ({"point_id": new_id()}, NotFound),
        ({"found_at": dt.datetime(2026, 11, 20, 9)}, BadInput),  # noqa: DTZ001 - of no zone, on purpose
        ({"latitude": Decimal(31)}, BadInput),
        ({"latitude": Decimal(91), "longitude": Decimal(121)}, BadInput),
        ({"photo_ids": (new_id(),)}, NotFound),
        ({"photo_ids": tuple(new_id() for _ in range(10))}, PhotoLimitReached),
        ({"on_behalf_of_id": new_id()}, Forbidden),
    ],
)
async def test_odd_reports_are_refused_and_leave_nothing(
    town: Town, more: dict[str, Any], refusal: type[AppError]
) -> None:
    before = len(await emitted(town, "issues.IssueMoved"))
    with pytest.raises(refusal):
        await reported(town, **more)
    async with open_scope(town.manager, read_only=True) as scope:
        for table in (Issue, IssueStep, IssuePhoto):
            assert await scope.session.scalar(select(func.count()).select_from(table)) == 0
    assert len(await emitted(town, "issues.IssueMoved")) == before


async def test_staff_must_say_where(town: Town) -> None:
    with pytest.raises(PlaceMissing):
        await reported(town, town.desk)


async def test_a_flood_of_reports_is_stopped(town: Town) -> None:
    async with open_scope(town.resident) as scope:
        for _ in range(REPORTS_PER_DAY.default):
            await report_issue(scope, a_report(town))
    with pytest.raises(ReportLimitReached):
        await reported(town)


async def test_another_operators_category_place_and_photo_are_unknown(town: Town) -> None:
    other = await make_town(await new_operator())
    for more in (
        {"category_id": other.categories["water"]},
        {"building_id": other.home.building_id},
        {"photo_ids": (await a_photo(other.resident),)},
    ):
        with pytest.raises(AppError) as refused:
            await reported(town, **more)
        assert refused.value.code in ("CATEGORY_UNKNOWN", "NOT_FOUND")
    async with open_scope(other.manager, read_only=True) as scope:
        assert (await list_issues(scope, Page(), IssueFilter())).rows == []


async def test_what_may_be_the_same_is_suggested_by_category_and_place(town: Town) -> None:
    same = await reported(town)
    await reported(town, category="noise")
    await reported(town, is_private=True)
    near = await reported(
        town, community_id=town.home.community_id, latitude=Decimal("31.0200"), longitude=Decimal("121.3600")
    )

    async def suggested(**place: Any) -> list[UUID]:
        async with open_scope(town.neighbour, read_only=True) as scope:
            found = await list_similar_issues(scope, Sighting(category_id=town.categories["water"], **place))
            return [one.id for one in found]

    assert await suggested() == [same.id]
    spot = {"latitude": Decimal("31.0205"), "longitude": Decimal("121.3605")}
    assert await suggested(community_id=town.home.community_id, **spot) == [near.id]
    far = {"latitude": Decimal("31.03"), "longitude": Decimal("121.36")}
    assert await suggested(community_id=town.home.community_id, **far) == []


async def test_following_counts_once_and_ends(town: Town) -> None:
    issue = await reported(town)

    async def follow() -> Issue:
        async with open_scope(town.neighbour) as scope:
            return await follow_issue(scope, issue.id)

    assert [one.follower_count for one in await at_once(*(follow() for _ in range(6)))] == [1] * 6
    async with open_scope(town.desk) as scope:
        assert (await follow_issue(scope, issue.id)).follower_count == 2
    async with open_scope(town.neighbour) as scope:
        assert (await unfollow_issue(scope, issue.id)).follower_count == 1
        assert (await unfollow_issue(scope, issue.id)).follower_count == 1
    async with open_scope(town.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(IssueFollower)) == 1


async def test_lists_show_ones_own_public_ones_and_what_one_follows(town: Town) -> None:
    mine = await reported(town, is_private=True)
    public = await reported(town, town.neighbour)
    async with open_scope(town.resident) as scope:
        await follow_issue(scope, public.id)

    async def listed(actor: Actor, **wanted: Any) -> set[UUID]:
        async with open_scope(actor, read_only=True) as scope:
            return {row.id for row in (await list_issues(scope, Page(), IssueFilter(**wanted))).rows}

    assert await listed(town.resident) == {mine.id, public.id}
    assert await listed(town.neighbour) == {public.id}
    assert await listed(town.resident, is_mine=True) == {mine.id}
    assert await listed(town.resident, is_mine=False) == {public.id}
    assert await listed(town.resident, is_followed=True) == {public.id}
    assert await listed(town.desk, is_followed=True) == set()
    assert await listed(town.desk, category_id=town.categories["noise"]) == set()


async def test_an_applicant_reports_nothing(town: Town) -> None:
    with pytest.raises(Forbidden):
        await reported(town, acting(town.operator, Role.APPLICANT))


async def test_what_was_said_is_nowhere_in_the_database(town: Town) -> None:
    await reported(town, text="司马流云的空调滴水", place_note="欧阳家窗下")
    async with open_scope(town.manager, read_only=True) as scope:
        for table in ("issues", "issue_steps", "audit_entries", "outbox"):
            rows = (await scope.session.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            for planted in ("司马流云", "欧阳家"):
                assert all(planted not in row and planted.encode().hex() not in row for row in rows), table


async def test_one_may_report_a_place_that_is_not_ones_home(town: Town) -> None:
    new = NewIssue(category_id=town.categories["lift"], text="电梯异响", building_id=town.home.building_id)
    async with open_scope(town.resident) as scope:
        issue = await report_issue(scope, new)
    assert (await now_of(town, issue.id)).unit_id is None
