"""What reading a case costs: with two hundred notes as many statements as with two, each read written down."""

from sqlalchemy import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.casework.actions.approvals import request_approval
from backend.modules.casework.actions.group_approvals import request_group_approval
from backend.modules.casework.contract.case_inputs import NewApproval
from backend.modules.casework.contract.case_words import ApprovalSubject, NoteKind
from backend.modules.casework.contract.group_words import GroupSubject
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseNote
from backend.modules.casework.reaching import seal_of
from graphql_schema.context import Context
from tenants.scope import open_scope
from tests.casework import grouping
from tests.casework.factories import Office, audited, casework, consent, goal, open_for, short_help
from tests.isolation.crawling import Answer, ask
from tests.isolation.saying import global_id

# Two pages side by side: a page holds a hundred at most.
OPENED = """query($id: ID!, $after: String) { case(id: $id) { code phase dueOn
  steps { phase } workers { name } consents { purpose } documents { name } crises { note } accesses { reason }
  content { problem goals { title indicator scores { note } } approvals { comment } } }
  newest: caseNotes(caseId: $id, first: 100) { pageInfo { endCursor } edges { node { text kind happenedOn } } }
  older: caseNotes(caseId: $id, first: 100, after: $after) { edges { node { text } } } }"""
LISTED = """query($first: Int!) { cases(first: $first) { edges { node { code phase dueOn steps { phase }
  workers { name } consents { purpose } content { problem } crises { note } documents { name } } } } }"""

DAY = """query($first: Int!) { myWork(first: $first) { totalCount edges { node { kind dueOn isOverdue group { title }
  case { code phase workers { name } resident { name stays { unit { number } } } } } } } }"""
GROUPS = """query($first: Int!) { groups(first: $first) { totalCount edges { node { title phase steps { phase }
  leader { name } content { aim members { resident { name } } sessions { text } approvals { state } } } } } }"""
SERVICES = """query($first: Int!) { serviceRecords(first: $first) { totalCount edges { node { happenedOn minutes
  item { nameZh } worker { name } resident { name } said { text } } } } }"""


async def write_notes(office: Office, case: Case, count: int) -> None:
    """So many notes at once, sealed as `add_case_note` seals them."""
    async with open_scope(casework(office.workers[0])) as scope:
        seal, ids = await seal_of(scope, case.id), [new_id() for _ in range(count)]
        rows = [
            {
                "id": one,
                "case_id": case.id,
                "account_id": office.workers[0].account_id,
                "kind": NoteKind.CONTACT,
                "text_sealed": seal.seal(one, "text", f"第{number}次面谈"),
                "happened_on": clock.today(),
                "created_at": clock.now(),
                "version": 1,
            }
            for number, one in enumerate(ids)
        ]
        await scope.session.execute(insert(CaseNote), rows)


async def opened(office: Office, case: Case, after: str | None = None) -> Answer:
    answer = await ask(Context(office.workers[0]), OPENED, {"id": global_id("Case", case.id), "after": after})
    assert answer.errors == []
    return answer


async def test_a_case_with_two_hundred_notes_opens_by_as_many_statements_as_one_with_two(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await goal(office, case)
    await write_notes(office, case, 2)
    few = await opened(office, case)
    await write_notes(office, case, 198)
    first = await opened(office, case)
    many = await opened(office, case, first.data["newest"]["pageInfo"]["endCursor"])
    told = [edge["node"]["text"] for name in ("newest", "older") for edge in many.data[name]["edges"]]
    assert (len(told), len(set(told))) == (200, 198)
    assert few.statements == first.statements == many.statements
    assert many.statements <= 70
    assert await audited(office, "read_case_notes") == 6
    # All else that is said of it is opened by one read: who opens a case once is written down once.
    assert await audited(office, "read_case") == 3


async def test_the_day_list_groups_and_short_help_are_listed_by_as_many_statements_as_one_line(office: Office) -> None:
    for number in range(10):
        case = await open_for(office, is_separate=True)
        async with open_scope(casework(office.workers[0])) as scope:
            await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
        await short_help(office, f"第{number}次")
        group = await grouping.begin(office)
        await grouping.join(office, group, 0)
        await grouping.meet(office, group)
        async with open_scope(casework(office.workers[0])) as scope:
            await request_group_approval(scope, group.id, GroupSubject.PLAN)
    # The day of a supervisor: ten decisions on cases, then as many on groups.
    for text, few, many in ((DAY, 11, 20), (GROUPS, 1, 10), (SERVICES, 1, 10)):
        counts = []
        for first in (few, many):
            answer = await ask(Context(office.supervisor), text, {"first": first})
            assert answer.errors == []
            (listed,) = answer.data.values()
            assert len(listed["edges"]) == first
            counts.append(answer.statements)
        assert counts[0] == counts[1], text


async def test_ten_cases_are_listed_by_as_many_statements_as_one(office: Office) -> None:
    for _ in range(10):
        await write_notes(office, await open_for(office, is_separate=True), 1)
    counts = []
    for first in (1, 10):
        answer = await ask(Context(office.workers[0]), LISTED, {"first": first})
        assert (answer.errors, len(answer.data["cases"]["edges"])) == ([], first)
        counts.append(answer.statements)
    assert counts[0] == counts[1]
