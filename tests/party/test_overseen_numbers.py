"""No field of the branch's lists answers with a document number or a phone, wherever in the data they stand."""

import json
from typing import Any  # Any: answers of the schema

from backend.modules.councils.actions.calling import schedule_council
from backend.modules.issues.actions.escalating import escalate_issue
from backend.modules.issues.actions.moving import accept_issue, add_issue_note
from backend.modules.polls.actions.opening import open_poll
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import open_scope
from tests.councils.factories import a_council
from tests.housing.factories import a_document, make_resident, make_stay
from tests.isolation.crawling import ask
from tests.isolation.selections import asked_fields, document, output_fields
from tests.issues.factories import make_town, reported
from tests.party.factories import cover, make_org, supervising
from tests.polls.factories import a_poll

DOCUMENT, PHONE = a_document(), "13987654321"
PLANTED = f"{DOCUMENT}，{PHONE}"
# What the branch's lists are made of; every field of theirs that takes no argument is asked.
LISTS = (
    *("OverseenIssue", "OverseenStep", "OverseenCommunity", "OverseenIssueTally", "OverseenActivity"),
    *("OverseenCouncil", "OverseenAgenda", "OverseenTaskTally", "OverseenPoll"),
)


async def test_no_field_of_the_branchs_lists_tells_a_document_number_or_a_phone(operator: Operator) -> None:
    town, branch = await make_town(operator), await make_org()
    await cover(operator, town.home.community_id, branch)
    async with open_scope(town.manager) as scope:
        person = await make_resident(scope, "王芳", document_number=DOCUMENT, phone=PHONE)
        await make_stay(scope, town.home, 2, resident_id=person.id)
        await schedule_council(scope, a_council(town.home.community_id, title=PLANTED, place=PLANTED))
    issue = await reported(town, text=PLANTED, place_note=PLANTED)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
        await add_issue_note(scope, issue.id, PLANTED)
    async with open_scope(town.desk) as scope:
        await escalate_issue(scope, issue.id, PLANTED)
    async with open_scope(town.manager) as scope:
        poll = a_poll(town.home.community_id, title=PLANTED, question=PLANTED, options=(PLANTED, PLANTED + "?"))
        await open_poll(scope, poll)
    supervisor = supervising((operator, town.home), branch=branch)

    answer = await ask(Context(supervisor), document("query", "oversight", 4), {})

    assert answer.errors == []
    told: dict[str, Any] = next(iter(answer.data.values()))
    assert all(told[name]["edges"] for name in ("issues", "communities", "activities", "councils", "polls"))
    wanted = {(kind, name) for kind, name in output_fields("query") if kind in LISTS}
    assert {kind for kind, _ in wanted} == set(LISTS)
    assert wanted - set(asked_fields(answer.data)) == set()
    whole = json.dumps(answer.data, ensure_ascii=False)
    assert [one for one in (DOCUMENT, PHONE) if one in whole] == []
