"""Party oversight as the clients of the schema meet it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.party.models.notices import SupervisionNotice
from graphql_schema.context import Context
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.party.factories import Covered, delivered, issued, make_org, platform, uploaded

ISSUE = """mutation($input: IssueSupervisionNoticeInput!) { made: issueSupervisionNotice(input: $input) {
  __typename ... on SupervisionNotice { id state lamp round } ... on Refusal { code field } } }"""
REPLY = """mutation($input: ReplyToNoticeInput!) { made: replyToNotice(input: $input) {
  __typename ... on NoticeReply { id round notice { state } } ... on Refusal { code field } } }"""
DECIDE = """mutation($input: %s!) { made: %s(input: $input) {
  __typename ... on SupervisionNotice { id state round closedAt } ... on Refusal { code field } } }"""
MEETING = """mutation($input: RecordPartyMeetingInput!) { made: recordPartyMeeting(input: $input) {
  __typename ... on PartyMeeting { id topic } ... on Refusal { code field } } }"""
ASSIGN = """mutation($input: AssignOversightInput!) { made: assignOversight(input: $input) {
  __typename ... on OversightAssignment { id endsOn community { name } } ... on Refusal { code field } } }"""
NOTICES = """{ supervisionNotices(first: 50) { edges { node {
  id demand state answers { text evidence { name path } } } } } }"""


async def did(actor: Actor, text: str, said: dict[str, Any]) -> dict[str, Any]:
    answer = await ask(Context(actor), text, {"input": said})
    assert answer.errors == []
    made: dict[str, Any] = answer.data["made"]
    return made


def said_of(covered: Covered, **more: Any) -> dict[str, Any]:
    return {
        "organisationId": global_id("PartyOrg", covered.branch.id),
        "communityId": global_id("OverseenCommunity", covered.home.community_id),
        "title": "楼道堆物",
        "demand": "请清理",
        "workingDays": 3,
    } | more


async def test_a_notice_goes_back_and_forth_through_the_schema(covered: Covered, manager: Actor) -> None:
    notice = await did(covered.supervisor, ISSUE, said_of(covered))
    assert (notice["state"], notice["lamp"], notice["round"]) == ("ISSUED", "GREEN", 1)
    await delivered(covered.operator)
    async with open_scope(manager) as scope:
        photo = global_id("File", await uploaded(scope))
    reply = await did(manager, REPLY, {"noticeId": notice["id"], "text": "已清理", "evidenceIds": [photo]})
    assert reply["__typename"] == "NoticeReply"
    await delivered(covered.operator)
    returned = {"noticeId": notice["id"], "reason": "请补充", "workingDays": 1}
    again = await did(covered.supervisor, DECIDE % ("ReturnReplyInput", "returnReply"), returned)
    assert (again["state"], again["round"]) == ("RETURNED", 2)
    refused = await did(covered.supervisor, DECIDE % ("NoticeInput", "acceptReply"), {"noticeId": notice["id"]})
    assert refused["code"] == "NOTICE_UNANSWERED"
    answer = await ask(Context(covered.supervisor), NOTICES, {})
    (node,) = [edge["node"] for edge in answer.data["supervisionNotices"]["edges"]]
    assert [(one["text"], one["evidence"][0]["name"]) for one in node["answers"]] == [("已清理", "现场.jpg")]


async def test_one_key_issues_one_notice_and_another_input_is_refused(covered: Covered) -> None:
    said = said_of(covered, idempotencyKey="k1")
    first, second = [await did(covered.supervisor, ISSUE, said) for _ in range(2)]
    assert first["id"] == second["id"]
    assert (await did(covered.supervisor, ISSUE, said | {"title": "另一件"}))["code"] == "IDEMPOTENCY_MISMATCH"
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(SupervisionNotice)) == 1


async def test_a_meeting_is_recorded_by_its_own_branch_alone(covered: Covered) -> None:
    said = {
        "organisationId": global_id("PartyOrg", covered.branch.id),
        "kind": "PARTY_LECTURE",
        "topic": "学习条例",
        "host": "书记",
        "place": "党群服务站",
        "heldAt": clock.now().isoformat(),
        "expected": 3,
        "attended": 3,
        "result": "形成学习笔记",
    }
    assert (await did(covered.supervisor, MEETING, said))["topic"] == "学习条例"
    elsewhere = global_id("PartyOrg", (await make_org()).id)
    refused = await did(covered.supervisor, MEETING, said | {"organisationId": elsewhere})
    assert (refused["code"], refused["field"]) == ("NOT_FOUND", ["input", "organisationId"])


async def test_the_platform_assigns_and_nobody_else(covered: Covered, manager: Actor) -> None:
    said = {
        "operatorCode": covered.operator.code,
        "communityId": global_id("Community", covered.home.community_id),
        "organisationId": global_id("PartyOrg", covered.branch.id),
        "startsOn": clock.today().isoformat(),
    }
    assert (await did(platform(), ASSIGN, said))["code"] == "COMMUNITY_COVERED"
    for actor in (manager, covered.supervisor):
        assert (await did(actor, ASSIGN, said))["code"] == "FORBIDDEN"


async def test_the_district_reads_that_a_notice_has_risen_and_not_what_was_demanded(covered: Covered) -> None:
    notice = await issued(covered)
    district = replace(acting(covered.operator, Role.DISTRICT_VIEWER), operator_id=None)
    answer = await ask(Context(district), NOTICES, {})
    assert global_id("SupervisionNotice", notice.id) not in str(answer.data)


async def test_another_operator_reads_no_notice_of_this_one(covered: Covered) -> None:
    await issued(covered)
    stranger = acting(await new_operator(), Role.OPERATOR_ADMIN)
    answer = await ask(Context(stranger), NOTICES, {})
    assert answer.data["supervisionNotices"]["edges"] == []


async def test_everyone_sees_the_tree_and_only_the_branch_its_own_figures(covered: Covered, manager: Actor) -> None:
    own = global_id("PartyOrg", covered.branch.id)
    node = "query($id: ID!) { node(id: $id) { ... on PartyOrg { name memberCount hints } } }"
    seen = [(await ask(Context(actor), node, {"id": own})).data["node"] for actor in (manager, covered.supervisor)]
    assert [(one["name"], one["memberCount"], one["hints"]) for one in seen] == [
        (covered.branch.name, None, []),
        (covered.branch.name, 0, ["FORM_JOINT_BRANCH"]),
    ]
