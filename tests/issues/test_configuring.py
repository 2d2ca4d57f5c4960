"""Categories, rules, templates, works and who sees what, as the operator decides it."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.files.queries import files_by_id
from backend.modules.issues.actions.configuring import (
    add_default_categories,
    create_issue_category,
    create_issue_rule,
    remove_issue_rule,
    retire_issue_category,
    set_issue_template,
)
from backend.modules.issues.actions.moderating import hide_issue_photo, note_on_issue, set_issue_visibility
from backend.modules.issues.actions.works import announce_works, cancel_works, link_issue_to_works
from backend.modules.issues.contract.inputs import NewCategory, NewRule, NewWork, VisibilityChange
from backend.modules.issues.contract.refusals import (
    CategoryCodeTaken,
    CategoryUnknown,
    DeadlineUnknown,
    IssueMoveRefused,
    RuleTaken,
    WorksPeriodInvalid,
)
from backend.modules.issues.models.handling import IssueRule
from backend.modules.issues.models.issues import IssuePhoto
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.queries.issues import issues_by_id
from backend.modules.issues.queries.photos import photos_of_issues_by_id
from backend.modules.issues.queries.rules import (
    WorksFilter,
    list_issue_categories,
    list_issue_templates,
    list_planned_works,
)
from backend.modules.issues.queries.similar import list_issue_repetitions
from backend.modules.issues.words import IssueAct, IssueVisibility
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.issues.factories import Town, a_photo, emitted, make_town, now_of, reported, resolved
from tests.issues.test_moving import steps

HOUR = dt.timedelta(hours=1)


def a_category(**more: Any) -> NewCategory:
    said: dict[str, Any] = {"code": "wifi", "name_zh": "网络", "name_en": "Wi-Fi", "standard_days": 3}
    return NewCategory(**(said | more))


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"standard_days": 2}, DeadlineUnknown),
        ({"emergency_days": 0}, DeadlineUnknown),
        ({"code": "water"}, CategoryCodeTaken),
        ({"name_zh": " "}, BadInput),
        ({"code": "x" * 33}, BadInput),
    ],
)
async def test_odd_categories_are_refused(town: Town, more: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        async with open_scope(town.manager) as scope:
            await create_issue_category(scope, a_category(**more))


async def test_defaults_come_once_and_categories_retire(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        made = await create_issue_category(scope, a_category())
        assert await add_default_categories(scope) == 0
        await retire_issue_category(scope, made.id)
    async with open_scope(town.resident, read_only=True) as scope:
        shown = (await list_issue_categories(scope, Page(100))).rows
        every = (await list_issue_categories(scope, Page(100), with_inactive=True)).rows
    assert (len(shown), len(every)) == (len(town.categories), len(town.categories) + 1)
    with pytest.raises(CategoryUnknown):
        await reported(town, category_id=made.id)
    with pytest.raises(Forbidden):
        async with open_scope(town.desk) as scope:
            await create_issue_category(scope, a_category(code="b"))


async def test_a_place_and_a_category_have_one_rule(town: Town) -> None:
    new = NewRule(department="工程部", category_id=town.categories["water"])
    async with open_scope(town.manager) as scope:
        rule = await create_issue_rule(scope, new)
    with pytest.raises(RuleTaken):
        async with open_scope(town.manager) as scope:
            await create_issue_rule(scope, new)
    other = await make_town(await new_operator())
    for actor, odd in (
        (other.manager, new),
        (town.manager, NewRule()),
        (town.manager, NewRule(department="乙", community_id=new_id())),
        (town.manager, NewRule(department="乙", building_id=town.home.building_id)),
    ):
        with pytest.raises(AppError):
            async with open_scope(actor) as scope:
                await create_issue_rule(scope, odd)
    async with open_scope(town.manager) as scope:
        await remove_issue_rule(scope, rule.id)
    with pytest.raises(NotFound):
        async with open_scope(town.manager) as scope:
            await remove_issue_rule(scope, rule.id)
    async with open_scope(town.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(IssueRule)) == 0


async def test_templates_are_kept_by_step_and_language(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        await set_issue_template(scope, IssueAct.PAUSED, "zh-CN", "等配件")
        await set_issue_template(scope, IssueAct.PAUSED, "zh-CN", "等电梯配件", town.categories["lift"])
    async with open_scope(town.desk, read_only=True) as scope:
        found = (await list_issue_templates(scope, Page(), IssueAct.PAUSED, "zh-CN", town.categories["lift"])).rows
        others = (await list_issue_templates(scope, Page(), IssueAct.PAUSED, "zh-CN", town.categories["water"])).rows
    assert [row.text for row in found] == ["等配件", "等电梯配件"]
    assert [row.text for row in others] == ["等配件"]
    for locale, text, category_id in (("fr", "x", None), ("en", " ", None), ("en", "x", new_id())):
        with pytest.raises(AppError):
            async with open_scope(town.manager) as scope:
                await set_issue_template(scope, IssueAct.PAUSED, locale, text, category_id)


def works(town: Town, **more: Any) -> NewWork:
    said: dict[str, Any] = {
        "community_id": town.home.community_id,
        "title": "水泵检修",
        "text": "停水两小时",
        "starts_at": clock.now() + HOUR,
        "ends_at": clock.now() + 3 * HOUR,
        "category_id": town.categories["water"],
    }
    return NewWork(**(said | more))


async def test_planned_works_explain_issues(town: Town) -> None:
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        notice = await announce_works(scope, works(town))
        await link_issue_to_works(scope, issue.id, notice.id)
        await link_issue_to_works(scope, issue.id, notice.id)
    async with open_scope(town.neighbour, read_only=True) as scope:
        shown = (await list_planned_works(scope, Page(), WorksFilter(community_id=town.home.community_id))).rows
        steps = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert [row.title for row in shown] == ["水泵检修"]
    assert [(step.act, step.object_id) for step in steps][1:] == [(IssueAct.WORKS_LINKED, notice.id)]
    async with open_scope(town.desk) as scope:
        await cancel_works(scope, notice.id)
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert (await list_planned_works(scope, Page(), WorksFilter())).rows == []


async def test_odd_works_are_refused(town: Town) -> None:
    done = await resolved(town)
    other = await make_town(await new_operator())
    async with open_scope(other.desk) as scope:
        theirs = await announce_works(scope, works(other))
    async with open_scope(town.desk) as scope:
        ours = await announce_works(scope, works(town))
    for act, refusal in (
        (lambda scope: announce_works(scope, works(town, ends_at=clock.now())), WorksPeriodInvalid),
        (lambda scope: announce_works(scope, works(town, title=" ")), BadInput),
        (lambda scope: announce_works(scope, works(town, community_id=new_id())), NotFound),
        (lambda scope: announce_works(scope, works(town, category_id=new_id())), CategoryUnknown),
        (lambda scope: link_issue_to_works(scope, done.id, theirs.id), NotFound),
        (lambda scope: link_issue_to_works(scope, done.id, ours.id), IssueMoveRefused),
    ):
        with pytest.raises(refusal):
            async with open_scope(town.desk) as scope:
                await act(scope)
    assert len(await emitted(town, "issues.WorksAnnounced")) == 1


async def test_what_was_public_can_be_hidden_with_its_history_and_photos(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,))
    async with open_scope(town.desk) as scope:
        change = VisibilityChange(visibility=IssueVisibility.PRIVATE, reason="照片含人脸")
        for _ in range(2):
            await set_issue_visibility(scope, issue.id, change)
    assert await steps(town, issue.id) == [IssueAct.REPORTED, IssueAct.VISIBILITY_SET]
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert await issues_by_id(scope, [issue.id]) == {}
        assert await steps_of_issues_by_id(scope, [issue.id]) == {}
        assert await files_by_id(scope, [photo]) == {}
    async with open_scope(town.resident, read_only=True) as scope:
        assert [step.act for step in (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]] == [IssueAct.REPORTED]
    sensitive = VisibilityChange(visibility=IssueVisibility.SENSITIVE, reason="涉及隐私")
    with pytest.raises(Forbidden):
        async with open_scope(town.desk) as scope:
            await set_issue_visibility(scope, issue.id, sensitive)
    with pytest.raises(BadInput):
        async with open_scope(town.manager) as scope:
            await set_issue_visibility(scope, issue.id, VisibilityChange(visibility=IssueVisibility.PUBLIC, reason=" "))


async def test_one_photo_can_be_hidden(town: Town) -> None:
    photo = await a_photo(town.resident)
    issue = await reported(town, photo_ids=(photo,))
    async with open_scope(town.desk) as scope:
        photo_id = await scope.session.scalar(select(IssuePhoto.id))
        assert photo_id is not None
        for _ in range(2):
            await hide_issue_photo(scope, photo_id, "照片含车牌")
    assert await steps(town, issue.id) == [IssueAct.REPORTED, IssueAct.NOTED]
    for actor, sees in ((town.neighbour, False), (town.resident, False), (town.desk, True)):
        async with open_scope(actor, read_only=True) as scope:
            assert bool((await photos_of_issues_by_id(scope, [issue.id])).get(issue.id)) is sees
            assert (photo in await files_by_id(scope, [photo])) is sees
    other = await make_town(await new_operator())
    with pytest.raises(NotFound):
        async with open_scope(other.desk) as scope:
            await hide_issue_photo(scope, photo_id, "照片含车牌")


async def test_councils_write_into_the_history(town: Town) -> None:
    issue, council_id = await reported(town), new_id()
    async with open_scope(town.desk) as scope:
        await note_on_issue(scope, issue.id, IssueAct.TAKEN_TO_COUNCIL, "Council", council_id)
    with pytest.raises(BadInput):
        async with open_scope(town.desk) as scope:
            await note_on_issue(scope, issue.id, IssueAct.VERIFIED, "Council", council_id)
    async with open_scope(town.resident, read_only=True) as scope:
        last = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id][-1]
    assert (last.act, last.object_type, last.object_id) == (IssueAct.TAKEN_TO_COUNCIL, "Council", council_id)
    assert (await now_of(town, issue.id)).status == "REPORTED"


async def test_what_keeps_coming_back_is_found(town: Town) -> None:
    for _ in range(3):
        await reported(town)
    await reported(town, category="noise")
    async with open_scope(town.desk, read_only=True) as scope:
        (found,) = await list_issue_repetitions(scope, 90)
    assert (found.category_id, found.building_id, found.count, found.reopened) == (
        town.categories["water"],
        town.home.building_id,
        3,
        0,
    )
