"""Rules hold where they say, and templates are those of a step and a language, said anew in place of the old."""

import pytest
from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.issues.actions.configuring import create_issue_rule, set_issue_template
from backend.modules.issues.contract.inputs import NewRule
from backend.modules.issues.contract.refusals import CategoryUnknown
from backend.modules.issues.defaults import TEMPLATES
from backend.modules.issues.models.handling import IssueRule, IssueTemplate
from backend.modules.issues.queries.rules import list_issue_templates
from backend.modules.issues.words import IssueAct
from tenants.scope import open_scope
from tests.housing.factories import make_home
from tests.issues.factories import Town, reported


async def test_a_rule_of_another_community_hands_out_nothing_here(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        far = await make_home(scope)
        await create_issue_rule(scope, NewRule(department="二期管家", community_id=far.community_id))
    here, there = await reported(town), await reported(town, town.desk, community_id=far.community_id)
    assert (here.department, there.department) == (None, "二期管家")


async def test_a_rule_is_of_a_category_that_is_there_and_of_a_building_of_its_community(town: Town) -> None:
    async with open_scope(town.manager) as scope:
        far = await make_home(scope)
    with pytest.raises(CategoryUnknown):
        async with open_scope(town.manager) as scope:
            await create_issue_rule(scope, NewRule(department="工程部", category_id=new_id()))
    for handler in (None, town.desk_id):
        with pytest.raises(BadInput):
            async with open_scope(town.manager) as scope:
                await create_issue_rule(
                    scope, NewRule(handler_id=handler, department=" " if handler is None else "长" * 61)
                )
    with pytest.raises(NotFound):
        async with open_scope(town.manager) as scope:
            await create_issue_rule(
                scope,
                NewRule(department="管家", community_id=far.community_id, building_id=town.home.building_id),
            )
    async with open_scope(town.manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(IssueRule))).all() == []


async def test_the_usual_templates_come_in_both_languages(town: Town) -> None:
    async with open_scope(town.desk, read_only=True) as scope:
        rows = (await list_issue_templates(scope, Page(100))).rows
    assert {(row.act, row.locale, row.text) for row in rows} == set(TEMPLATES)


async def test_a_template_said_anew_takes_the_place_of_the_old(town: Town) -> None:
    for text in ("等配件", " 等配件到货 "):
        async with open_scope(town.manager) as scope:
            await set_issue_template(scope, IssueAct.STARTED, "zh-CN", text)
    async with open_scope(town.manager) as scope:
        await set_issue_template(scope, IssueAct.STARTED, "en", " Begun ")
    async with open_scope(town.desk, read_only=True) as scope:
        both = (await list_issue_templates(scope, Page(), IssueAct.STARTED)).rows
        english = (await list_issue_templates(scope, Page(100), locale="en")).rows
    assert [row.text for row in both] == ["等配件到货", "Begun"]
    assert {row.locale for row in english} == {"en"}
    assert "Begun" in {row.text for row in english}
    with pytest.raises(BadInput):
        async with open_scope(town.manager) as scope:
            await set_issue_template(scope, IssueAct.STARTED, "en", "x" * 501)
    async with open_scope(town.manager, read_only=True) as scope:
        rows = await scope.session.scalars(select(IssueTemplate.text).where(IssueTemplate.act == IssueAct.STARTED))
        assert sorted(rows) == ["Begun", "等配件到货"]
