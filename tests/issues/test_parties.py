"""Joint handling: departments join while an issue is open, one leads, each says what it did; staff alone read it."""

import pytest
from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.issues.actions.parties import add_issue_party, finish_issue_party
from backend.modules.issues.contract.inputs import NewParty
from backend.modules.issues.contract.refusals import IssueMoveRefused
from backend.modules.issues.models.handling import IssueParty
from backend.modules.issues.queries.histories import parties_of_issues_by_id, steps_of_issues_by_id
from backend.modules.issues.words import IssueAct
from tenants.scope import open_scope
from tests.issues.factories import Town, reported, resolved


async def test_who_joins_leads_and_is_done_stands_in_the_history(town: Town) -> None:
    issue = await reported(town, category="waste")
    async with open_scope(town.desk) as scope:
        await add_issue_party(scope, issue.id, NewParty(department="环卫所"))
        await add_issue_party(scope, issue.id, NewParty(department="物业", is_lead=True, task="增加清运班次"))
    async with open_scope(town.desk, read_only=True) as scope:
        lead, along = (await parties_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert [(one.department, one.is_lead, one.task, one.done_at) for one in (lead, along)] == [
        ("物业", True, "增加清运班次", None),
        ("环卫所", False, None, None),
    ]
    async with open_scope(town.desk) as scope:
        await finish_issue_party(scope, lead.id, "已三班")
    async with open_scope(town.desk, read_only=True) as scope:
        done, open_still = (await parties_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert (done.done_at is not None, open_still.done_at) == (True, None)
    async with open_scope(town.resident, read_only=True) as scope:
        seen = (await steps_of_issues_by_id(scope, [issue.id]))[issue.id]
        assert await parties_of_issues_by_id(scope, [issue.id]) == {}
    assert [(step.act, step.reason, step.note, step.object_id) for step in seen[1:]] == [
        (IssueAct.PARTY_JOINED, "ALONG", "环卫所", along.id),
        (IssueAct.PARTY_JOINED, "LEAD", "物业", lead.id),
        (IssueAct.PARTY_DONE, None, "已三班", lead.id),
    ]


async def test_nobody_joins_what_is_solved(town: Town) -> None:
    done = await resolved(town)
    with pytest.raises(IssueMoveRefused):
        async with open_scope(town.desk) as scope:
            await add_issue_party(scope, done.id, NewParty(department="物业"))


async def test_parties_of_a_sensitive_issue_are_for_those_who_see_it(town: Town) -> None:
    issue = await reported(town, category="neighbours")
    async with open_scope(town.manager) as scope:
        await add_issue_party(scope, issue.id, NewParty(department="司法所", task="调解"))
        party_id = (await scope.session.scalars(select(IssueParty.id))).one()
    async with open_scope(town.desk, read_only=True) as scope:
        assert await parties_of_issues_by_id(scope, [issue.id]) == {}
    with pytest.raises(NotFound):
        async with open_scope(town.desk) as scope:
            await finish_issue_party(scope, party_id)
    async with open_scope(town.manager, read_only=True) as scope:
        (party,) = (await parties_of_issues_by_id(scope, [issue.id]))[issue.id]
    assert (party.task, party.done_at) == ("调解", None)
