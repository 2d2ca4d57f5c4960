"""You said, we did: from a tea talk to the change, on one query, with everyone told who stood behind it."""

import datetime as dt
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.deciding import add_decision, complete_task
from backend.modules.councils.actions.recording import record_minutes
from backend.modules.councils.contract.inputs import NewDecision, NewItem, NewRecord, NewTask
from backend.modules.councils.contract.words import CouncilKind, ItemSubject, Verdict
from backend.modules.councils.queries.councils import items_of_councils_by_id, tasks_of_decisions_by_id
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.proposals.actions.answering import answer_proposal, report_project, start_project
from backend.modules.proposals.actions.appraising import rate_proposal
from backend.modules.proposals.actions.supporting import follow_proposal
from backend.modules.proposals.actions.writing import record_proposal, record_tea_talk
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, NewTeaTalk, RecordedProposal
from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.councils.factories import a_council
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.factories import Village, a_ballot, a_poll
from tests.proposals.factories import cosign, give_accounts, propose, set_limit, told, work

DAY = dt.timedelta(days=1)
PAGE = """query($id: ID!) { proposal(id: $id) {
  title status origin cosigners answerDueAt answeredAt rating teaTalk { topic host }
  answers { decision text plannedOn } projects { title owner percent completedAt }
  chain {
    kind takenAt subjectId cosigners joined dueOn decision plannedOn councilKind pollOutcome percent version
  } } }"""


async def said_at_tea(village: Village) -> UUID:
    """A tea talk, and what was said there; the proposal's id."""
    async with open_scope(village.manager) as scope:
        talk = await record_tea_talk(
            scope,
            NewTeaTalk(
                community_id=village.community_id, held_on=clock.today(), topic="夏季出行", host="社长", guests_count=12
            ),
        )
        new = RecordedProposal(
            community_id=village.community_id,
            title="夏季增加班车班次",
            body="地铁站到社区的班车晚上太少",
            origin=ProposalOrigin.TEA_TALK,
            tea_talk_id=talk.id,
            author_id=village.resident_ids[0],
        )
        return await record_proposal(scope, new)


async def supported(village: Village, proposal_id: UUID) -> None:
    """Three co-sign, one follows."""
    await cosign(village, proposal_id, 1, 2, 3)
    async with open_scope(village.resident(4)) as scope:
        await follow_proposal(scope, proposal_id)


async def answered(village: Village, proposal_id: UUID) -> UUID:
    """A yes, and a project; the project's id."""
    async with open_scope(village.manager) as scope:
        said = NewAnswer(decision=AnswerDecision.ACCEPTED, text="七月起晚间加开两班", planned_on=clock.today())
        await answer_proposal(scope, proposal_id, said)
        project = NewProject(title="班车加开", owner="运营部", due_on=clock.today() + 3 * DAY)
        return await start_project(scope, proposal_id, project)


async def changed(village: Village, project_id: UUID, proposal_id: UUID) -> None:
    """Done, and appraised by one who co-signed."""
    async with open_scope(village.manager) as scope:
        await report_project(scope, project_id, 100, "21:00、22:00 两班已开行")
    async with open_scope(village.resident(1)) as scope:
        await rate_proposal(scope, proposal_id, 5)


async def page_of(actor: Actor, proposal_id: UUID) -> dict[str, Any]:
    answer = await ask(Context(actor), PAGE, {"id": global_id("Proposal", proposal_id)})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["proposal"]
    return found


async def test_the_shuttle_runs_more_often_within_fourteen_days_and_who_cosigned_is_told(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=3)
    accounts = await give_accounts(village)
    tea_at = clock.now() - 9 * DAY
    with clock.at(tea_at):
        proposal_id = await said_at_tea(village)
        await work(village)
    with clock.at(tea_at + DAY):
        await supported(village, proposal_id)
        await work(village)
    with clock.at(tea_at + 5 * DAY):
        project_id = await answered(village, proposal_id)
        await work(village)
    with clock.at(tea_at + 8 * DAY):
        await changed(village, project_id, proposal_id)
        await work(village)
    shown = await page_of(village.resident(2), proposal_id)
    assert [one["kind"] for one in shown["chain"]] == [
        "PUBLISHED", "THRESHOLD_REACHED", "ANSWERED", "PROJECT_STARTED", "PROJECT_COMPLETED",
    ]  # fmt: skip
    taken = [dt.datetime.fromisoformat(one["takenAt"]) for one in shown["chain"]]
    assert taken[-1] - taken[1] < 14 * DAY
    assert shown["answeredAt"] < shown["answerDueAt"]
    assert (shown["origin"], shown["teaTalk"]["topic"], shown["cosigners"]) == ("TEA_TALK", "夏季出行", 3)
    assert (shown["status"], shown["rating"], shown["projects"][0]["percent"]) == ("DONE", 5.0, 100)
    assert await told(village, "PROPOSAL_ANSWERED") == sorted(accounts)
    assert await told(village, "PROPOSAL_PROJECT_COMPLETED") == sorted(accounts)


async def called_and_asked(village: Village, proposal_id: UUID, begins_at: dt.datetime) -> tuple[UUID, UUID]:
    """An appraisal council and a poll about a proposal; their ids."""
    item = NewItem(subject=ItemSubject.PROPOSAL, subject_id=proposal_id, title="班车")
    async with open_scope(village.manager) as scope:
        new = a_council(village.community_id, kind=CouncilKind.APPRAISAL, starts_at=begins_at, items=(item,))
        council = await schedule_council(scope, new)
        poll_id = await open_poll(scope, a_poll(village.community_id, proposal_id=proposal_id, closes_at=begins_at))
    async with open_scope(village.resident(1)) as scope:
        await cast_ballot(scope, a_ballot(poll_id, 1))
    return council.id, poll_id


async def decided(village: Village, council_id: UUID) -> None:
    """Minutes, a decision, its task, and the task done."""
    async with open_scope(village.manager) as scope:
        record = NewRecord(text="大家满意", residents_present=4, verdict=Verdict.SATISFIED)
        await record_minutes(scope, council_id, record)
    async with open_scope(village.manager) as scope:
        (about,) = (await items_of_councils_by_id(scope, [council_id]))[council_id]
        task = NewTask(title="公示时刻表", owner="前台", due_on=clock.today())
        new = NewDecision(text="保留加开班次", item_id=about.id, tasks=(task,))
        decision = await add_decision(scope, council_id, new)
        (made,) = (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]
    async with open_scope(village.manager) as scope:
        await complete_task(scope, made.id, "已张贴")


async def test_polls_and_councils_about_a_proposal_are_links_of_its_chain(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    begins_at = clock.now() - 2 * DAY
    with clock.at(begins_at - 3 * DAY):
        council_id, poll_id = await called_and_asked(village, proposal_id, begins_at)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    await decided(village, council_id)
    await work(village)
    kinds = {one["kind"]: one for one in (await page_of(village.manager, proposal_id))["chain"]}
    assert set(kinds) == {
        "PUBLISHED", "ON_AGENDA", "POLL_OPENED", "POLL_COUNTED", "APPRAISED", "TASK_COMPLETED",
    }  # fmt: skip
    assert kinds["POLL_COUNTED"]["subjectId"] == global_id("Poll", poll_id)
    assert kinds["ON_AGENDA"]["councilKind"] == "APPRAISAL"
    assert kinds["POLL_COUNTED"]["pollOutcome"] == "PASSED"
