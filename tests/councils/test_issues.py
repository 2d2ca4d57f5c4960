"""Issues before a council: put on its agenda later, decided on, and what somebody said at tea becomes one."""

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.councils.actions.calling import add_agenda_item
from backend.modules.councils.actions.deciding import add_decision
from backend.modules.councils.actions.seating import register_for_council
from backend.modules.councils.actions.speaking import link_council_topic
from backend.modules.councils.contract.inputs import NewDecision, NewItem
from backend.modules.councils.contract.words import CouncilKind, ItemSubject
from backend.modules.councils.queries.councils import councils_of_issues_by_id, items_of_councils_by_id
from backend.modules.councils.queries.topics import topics_of_councils_by_id
from tenants.models import Operator
from tenants.scope import open_scope
from tests.councils.factories import HOUR, call, hold
from tests.isolation.saying import global_id
from tests.issues.acting import page
from tests.issues.factories import Town, make_town, reported
from tests.polls.factories import Village

STEPS = "query($id: ID!) { issue(id: $id) { steps { act about } } }"


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


def village_of(town: Town) -> Village:
    """The town, as those who call councils know it."""
    people = [one.resident_id for one in (town.resident, town.neighbour) if one.resident_id is not None]
    return Village(town.operator, town.manager, town.home, tuple(people))


async def test_an_issue_that_is_put_on_the_agenda_later_and_decided_on_says_so(town: Town) -> None:
    issue = await reported(town)
    council = await call(village_of(town))
    item = NewItem(subject=ItemSubject.ISSUE, subject_id=issue.id, title="空调滴水")
    async with open_scope(town.manager) as scope:
        await add_agenda_item(scope, council.id, item)
    await hold(village_of(town), council)
    async with open_scope(town.manager) as scope:
        _, about = (await items_of_councils_by_id(scope, [council.id]))[council.id]
        await add_decision(scope, council.id, NewDecision(text="统一改造", item_id=about.id))
        await add_decision(scope, council.id, NewDecision(text="与此无关"))
    shown = await page(town.manager, STEPS, global_id("Issue", issue.id))
    acts = [(one["act"], one["about"]) for one in shown["steps"]]
    here = global_id("Council", council.id)
    assert acts[1:] == [("TAKEN_TO_COUNCIL", here), ("DECIDED_BY_COUNCIL", here)]
    async with open_scope(town.resident, read_only=True) as scope:
        found = await councils_of_issues_by_id(scope, [issue.id])
    assert [one.id for one in found[issue.id]] == [council.id]


async def test_what_was_said_at_tea_becomes_an_issue_of_the_same_community(town: Town, operator: Operator) -> None:
    issue, elsewhere = await reported(town), await reported(await make_town(operator))
    starts_at = clock.now() + HOUR
    tea = await call(village_of(town), kind=CouncilKind.TEA_TALK, starts_at=starts_at, seats=2, speaking_slots=1)
    async with open_scope(town.resident) as scope:
        await register_for_council(scope, tea.id, wants_to_speak=True, topic="空调滴水没人管")
    async with open_scope(town.manager, read_only=True) as scope:
        (topic,) = (await topics_of_councils_by_id(scope, [tea.id]))[tea.id]
    with pytest.raises(NotFound):
        async with open_scope(town.manager) as scope:
            await link_council_topic(scope, topic.id, ItemSubject.ISSUE, elsewhere.id)
    async with open_scope(town.manager) as scope:
        await link_council_topic(scope, topic.id, ItemSubject.ISSUE, issue.id)
    async with open_scope(town.resident, read_only=True) as scope:
        (mine,) = (await topics_of_councils_by_id(scope, [tea.id]))[tea.id]
    assert (mine.text, mine.subject, mine.subject_id) == ("空调滴水没人管", ItemSubject.ISSUE, issue.id)
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert await topics_of_councils_by_id(scope, [tea.id]) == {}
