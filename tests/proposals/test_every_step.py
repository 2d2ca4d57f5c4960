"""Every step about a proposal is told to whoever stands behind it, once, and to nobody else."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.deciding import add_decision, complete_task
from backend.modules.councils.actions.recording import record_minutes
from backend.modules.councils.contract.inputs import NewDecision, NewItem, NewRecord, NewTask
from backend.modules.councils.contract.words import CouncilKind, ItemSubject, Verdict
from backend.modules.councils.queries.councils import items_of_councils_by_id, tasks_of_decisions_by_id
from backend.modules.polls.actions.closing import cancel_poll, close_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.proposals.actions.answering import answer_proposal, report_project, start_project
from backend.modules.proposals.actions.following_up import link_step, miss_answers
from backend.modules.proposals.actions.supporting import follow_proposal
from backend.modules.proposals.actions.writing import amend_proposal
from backend.modules.proposals.contract.inputs import NewProject, ProposalChange
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import ProposalStepKind
from backend.modules.proposals.models import ProposalStep
from backend.modules.proposals.queries.chains import steps_of_proposals_by_id
from tenants.outbox import OutboxRow
from tenants.scope import open_scope, system_actor
from tests.councils.factories import a_council
from tests.polls.factories import Village, a_poll
from tests.proposals.factories import cosign, propose, set_limit, settled_accounts, work
from tests.proposals.test_limits import ANSWER

DAY = dt.timedelta(days=1)
STEPS = {
    *(ProposalStepKind.PUBLISHED, ProposalStepKind.AMENDED, ProposalStepKind.THRESHOLD_REACHED),
    *(ProposalStepKind.POLL_OPENED, ProposalStepKind.POLL_COUNTED, ProposalStepKind.POLL_CANCELLED),
    *(ProposalStepKind.ON_AGENDA, ProposalStepKind.DECIDED, ProposalStepKind.TASK_COMPLETED),
    *(ProposalStepKind.ANSWER_OVERDUE, ProposalStepKind.ANSWERED, ProposalStepKind.PROJECT_STARTED),
    *(ProposalStepKind.PROJECT_REPORTED, ProposalStepKind.PROJECT_COMPLETED, ProposalStepKind.APPRAISED),
}


async def supported(village: Village) -> UUID:
    """A proposal of the first resident that the second co-signs and the third follows; the answer is owed at once."""
    await set_limit(village.operator, proposals__threshold=1, proposals__answer_days=3)
    proposal_id = await propose(village)
    async with open_scope(village.resident(2)) as scope:
        await follow_proposal(scope, proposal_id)
    await cosign(village, proposal_id, 1)
    async with open_scope(village.resident(0)) as scope:
        await amend_proposal(scope, proposal_id, ProposalChange(title="夜班车", body="晚八点至十点", version=1))
    return proposal_id


async def asked(village: Village, proposal_id: UUID) -> None:
    """One poll is counted, another called off."""
    begun_at = clock.now() - 2 * DAY
    with clock.at(begun_at):
        async with open_scope(village.manager) as scope:
            new = a_poll(village.community_id, proposal_id=proposal_id, closes_at=begun_at + DAY)
            counted, off = await open_poll(scope, new), await open_poll(scope, new)
        async with open_scope(village.manager) as scope:
            await cancel_poll(scope, off, "重复发起")
    async with open_scope(village.manager) as scope:
        await close_poll(scope, counted)


async def sat(village: Village, proposal_id: UUID, kind: CouncilKind, verdict: Verdict | None) -> None:
    """A council about it from its calling to its task."""
    item = NewItem(subject=ItemSubject.PROPOSAL, subject_id=proposal_id, title="班车")
    begins_at = clock.now() + 3 * DAY
    async with open_scope(village.manager) as scope:
        new = a_council(village.community_id, kind=kind, starts_at=begins_at, items=(item,))
        council = await schedule_council(scope, new)
    with clock.at(begins_at + DAY / 24):
        async with open_scope(village.manager) as scope:
            record = NewRecord(text="逐一发言", residents_present=4, verdict=verdict)
            await record_minutes(scope, council.id, record)
            (about,) = (await items_of_councils_by_id(scope, [council.id]))[council.id]
        async with open_scope(village.manager) as scope:
            task = NewTask(title="公示时刻表", owner="前台", due_on=clock.today())
            decision = await add_decision(scope, council.id, NewDecision(text="加开", item_id=about.id, tasks=(task,)))
            (made,) = (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]
        async with open_scope(village.manager) as scope:
            await complete_task(scope, made.id, "已张贴")


async def done(village: Village, proposal_id: UUID) -> None:
    """Answered late, begun, half done, done."""
    follower = system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)
    with clock.at(clock.now() + 4 * DAY):
        async with open_scope(follower) as scope:
            assert await miss_answers(scope) == 1
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, proposal_id, ANSWER)
        new = NewProject(title="班车加开", owner="运营部", due_on=clock.today())
        project_id = await start_project(scope, proposal_id, new)
    for percent in (50, 100):
        async with open_scope(village.manager) as scope:
            await report_project(scope, project_id, percent, "进行中")


async def heard(village: Village) -> dict[UUID, list[UUID]]:
    """Which accounts were told of each step, by its id."""
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
        )
        found: dict[UUID, list[UUID]] = {}
        for row in rows:
            if row["object_type"] == "ProposalStep":
                found.setdefault(UUID(row["object_id"]), []).append(UUID(row["account_id"]))
    return found


async def test_every_step_reaches_author_cosigners_and_followers_once_and_nobody_else(village: Village) -> None:
    numbers = await settled_accounts(village)
    proposal_id = await supported(village)
    await asked(village, proposal_id)
    await sat(village, proposal_id, CouncilKind.CONSULTATION, None)
    await sat(village, proposal_id, CouncilKind.APPRAISAL, Verdict.SATISFIED)
    await done(village, proposal_id)
    with clock.at(clock.now() + 9 * DAY):
        for _ in range(2):
            await work(village)
    async with open_scope(village.resident(2), read_only=True) as scope:
        chain = (await steps_of_proposals_by_id(scope, [proposal_id]))[proposal_id]
    assert {step.kind for step in chain} >= STEPS
    told = await heard(village)
    for step in chain:
        assert sorted(numbers[one] for one in told[step.id]) == [0, 1, 2], step.kind
    assert told.keys() == {step.id for step in chain}


async def test_what_others_did_is_a_link_once_however_often_it_is_told(village: Village) -> None:
    proposal_id = await propose(village)
    await asked(village, proposal_id)
    await work(village)
    chain = await steps(village, proposal_id)
    linked = [step for step in chain if step.object_id is not None and step.object_type is not None]
    assert {step.kind for step in linked} == {
        ProposalStepKind.POLL_OPENED,
        ProposalStepKind.POLL_COUNTED,
        ProposalStepKind.POLL_CANCELLED,
    }
    for step in linked:
        async with open_scope(system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)) as scope:
            await link_step(scope, proposal_id, step.kind, str(step.object_type), step.object_id or proposal_id)
    assert len(await steps(village, proposal_id)) == len(chain)


async def steps(village: Village, proposal_id: UUID) -> list[ProposalStep]:
    async with open_scope(village.manager, read_only=True) as scope:
        return list((await steps_of_proposals_by_id(scope, [proposal_id]))[proposal_id])
