"""You said, we did: from a tea talk to the change, on one query, with everyone told who stood behind it."""

import datetime as dt

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.deciding import add_decision, complete_task
from backend.modules.councils.actions.recording import record_minutes
from backend.modules.councils.contract.inputs import NewCouncil, NewDecision, NewItem, NewRecord, NewTask
from backend.modules.councils.contract.words import CouncilKind, ItemSubject, Verdict
from backend.modules.councils.queries.councils import items_of_councils_by_id, tasks_of_decisions_by_id
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.proposals.actions.answering import answer_proposal, report_project, start_project
from backend.modules.proposals.actions.supporting import follow_proposal, rate_proposal
from backend.modules.proposals.actions.writing import record_proposal, record_tea_talk
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, NewTeaTalk, RecordedProposal
from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin
from graphql_schema.context import Context
from tenants.scope import open_scope
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.factories import Village, a_ballot, a_poll
from tests.proposals.factories import cosign, give_accounts, propose, set_limit, told, work

DAY = dt.timedelta(days=1)
PAGE = """query($id: ID!) { proposal(id: $id) {
  title status origin cosigners answerDueAt answeredAt rating teaTalk { topic host }
  answers { decision text plannedOn } projects { title owner percent completedAt }
  chain { kind takenAt subjectId detail } } }"""


async def test_the_shuttle_runs_more_often_within_fourteen_days_and_who_cosigned_is_told(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=3)
    accounts = await give_accounts(village)
    tea_at = clock.now() - 9 * DAY
    with clock.at(tea_at):
        async with open_scope(village.manager) as scope:
            talk = await record_tea_talk(
                scope,
                NewTeaTalk(
                    community_id=village.community_id,
                    held_on=clock.today(),
                    topic="夏季出行",
                    host="社长",
                    guests_count=12,
                ),
            )
            proposal_id = await record_proposal(
                scope,
                RecordedProposal(
                    community_id=village.community_id,
                    title="夏季增加班车班次",
                    body="地铁站到社区的班车晚上太少",
                    origin=ProposalOrigin.TEA_TALK,
                    tea_talk_id=talk.id,
                    author_id=village.resident_ids[0],
                ),
            )
        await work(village)
    with clock.at(tea_at + DAY):
        await cosign(village, proposal_id, 1, 2, 3)
        async with open_scope(village.resident(4)) as scope:
            await follow_proposal(scope, proposal_id)
        await work(village)
    with clock.at(tea_at + 5 * DAY):
        async with open_scope(village.manager) as scope:
            answer = NewAnswer(decision=AnswerDecision.ACCEPTED, text="七月起晚间加开两班", planned_on=clock.today())
            await answer_proposal(scope, proposal_id, answer)
            project_id = await start_project(
                scope,
                proposal_id,
                NewProject(title="班车加开", owner="运营部", due_on=clock.today() + 3 * DAY),
            )
        await work(village)
    with clock.at(tea_at + 8 * DAY):
        async with open_scope(village.manager) as scope:
            await report_project(scope, project_id, 100, "21:00、22:00 两班已开行")
        async with open_scope(village.resident(1)) as scope:
            await rate_proposal(scope, proposal_id, 5)
        await work(village)
    answer = await ask(Context(village.resident(2)), PAGE, {"id": global_id("Proposal", proposal_id)})
    assert answer.errors == []
    shown = answer.data["proposal"]
    assert [one["kind"] for one in shown["chain"]] == [
        "PUBLISHED", "THRESHOLD_REACHED", "ANSWERED", "PROJECT_STARTED", "PROJECT_COMPLETED",
    ]  # fmt: skip
    taken = [dt.datetime.fromisoformat(one["takenAt"]) for one in shown["chain"]]
    assert taken[-1] - taken[1] < 14 * DAY
    assert shown["answeredAt"] < shown["answerDueAt"]
    assert (shown["origin"], shown["teaTalk"]["topic"], shown["cosigners"]) == ("TEA_TALK", "夏季出行", 3)
    assert (shown["status"], shown["rating"], shown["projects"][0]["percent"]) == ("DONE", 5.0, 100)
    behind = sorted(accounts)
    assert await told(village, "PROPOSAL_ANSWERED") == behind
    assert await told(village, "PROPOSAL_PROJECT_COMPLETED") == behind


async def test_polls_and_councils_about_a_proposal_are_links_of_its_chain(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    begun_at = clock.now() - 2 * DAY
    item = NewItem(subject=ItemSubject.PROPOSAL, subject_id=proposal_id, title="班车")
    with clock.at(begun_at - 3 * DAY):
        async with open_scope(village.manager) as scope:
            council = await schedule_council(
                scope,
                NewCouncil(
                    community_id=village.community_id,
                    kind=CouncilKind.APPRAISAL,
                    title="班车评议会",
                    place="活动室",
                    starts_at=begun_at,
                    ends_at=begun_at + DAY / 12,
                    items=(item,),
                ),
            )
            poll_id = await open_poll(scope, a_poll(village.community_id, proposal_id=proposal_id, closes_at=begun_at))
        async with open_scope(village.resident(1)) as scope:
            await cast_ballot(scope, a_ballot(poll_id, 1))
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    async with open_scope(village.manager) as scope:
        record = NewRecord(text="大家满意", residents_present=4, verdict=Verdict.SATISFIED)
        await record_minutes(scope, council.id, record)
    async with open_scope(village.manager) as scope:
        (about,) = (await items_of_councils_by_id(scope, [council.id]))[council.id]
        task = NewTask(title="公示时刻表", owner="前台", due_on=clock.today())
        decision = await add_decision(
            scope, council.id, NewDecision(text="保留加开班次", item_id=about.id, tasks=(task,))
        )
        tasks = (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]
    async with open_scope(village.manager) as scope:
        await complete_task(scope, tasks[0].id, "已张贴")
    await work(village)
    answer = await ask(Context(village.manager), PAGE, {"id": global_id("Proposal", proposal_id)})
    kinds = {one["kind"]: one for one in answer.data["proposal"]["chain"]}
    assert set(kinds) == {
        "PUBLISHED", "ON_AGENDA", "POLL_OPENED", "POLL_COUNTED", "APPRAISED", "TASK_COMPLETED",
    }  # fmt: skip
    assert kinds["POLL_COUNTED"]["subjectId"] == global_id("Poll", poll_id)
    assert kinds["ON_AGENDA"]["detail"] == "council=APPRAISAL"
